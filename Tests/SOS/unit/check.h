/* The little that the tests in C need: an expectation that says what and where, and ends the test's run. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECT(condition) ((condition) ? (void)0 : (fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition), exit(1)))
#define EXPECT_TEXT(is, expected) check_text(__FILE__, __LINE__, is, expected)

static inline void check_text(const char *file, int line, const char *is, const char *expected)
{
    if (strcmp(is, expected) == 0) return;
    fprintf(stderr, "%s:%d: \"%s\", expected \"%s\"\n", file, line, is, expected);
    exit(1);
}

void test_messages(void);
void test_lines(void);
void test_machine(void);
void test_together(void);
void test_keys(void);

#endif
