/* A reader for one JSON object (RFC 8259) that allocates nothing. What it reads was sent by others: the depth is limited, and
   nothing is read beyond the end. */
#ifndef BOOTH_SOS_JSON_H
#define BOOTH_SOS_JSON_H

#include <stdbool.h>
#include <stddef.h>

enum { LONGEST_TEXT = 4096, DEEPEST = 32 };

struct json_value {
    enum { JSON_OTHER, JSON_TRUE, JSON_TEXT } kind;
    char text[LONGEST_TEXT]; /* cut off if it is longer */
    size_t length;           /* of the whole text */
};

/* Gives each member of the object to `member`; its value is valid until that returns. False for what is no object: what was
   given before is then of no use. In texts, bytes below 0x20 and NUL are left out: the agent copies names from SIP headers. */
bool json_read(const char *bytes, size_t size, void (*member)(void *context, const char *name, const struct json_value *), void *context);

#endif
