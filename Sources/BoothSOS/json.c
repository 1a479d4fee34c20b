#include "json.h"

#include <string.h>

struct reader {
    const char *at, *end;
    void (*member)(void *, const char *, const struct json_value *);
    void *context;
};

static void skip_space(struct reader *r)
{
    while (r->at < r->end && memchr(" \t\r\n", *r->at, 4) != NULL) r->at++;
}

static bool take(struct reader *r, char c)
{
    skip_space(r);
    if (r->at == r->end || *r->at != c) return false;
    r->at++;
    return true;
}

static bool take_word(struct reader *r, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(r->end - r->at) < length || memcmp(r->at, word, length) != 0) return false;
    r->at += length;
    return true;
}

static void add(struct json_value *value, unsigned char c)
{
    if (value->length < LONGEST_TEXT - 1) value->text[value->length] = (char)c;
    value->length++;
}

static bool read_hex(struct reader *r, unsigned *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        static const char digits[] = "0123456789abcdefABCDEF";
        const char *digit = r->at < r->end ? memchr(digits, *r->at, sizeof digits - 1) : NULL;
        if (digit == NULL) return false;
        unsigned value = (unsigned)(digit - digits);
        *code = *code * 16 + (value < 16 ? value : value - 6);
    }
    return true;
}

/* Half of a character beyond U+FFFF is written as three bytes like any other: nothing here depends on it. */
static void add_code(struct json_value *value, unsigned code)
{
    if (code == 0) return;
    if (code < 0x80) return add(value, (unsigned char)code);
    if (code >= 0x800) add(value, (unsigned char)(0xe0 | code >> 12));
    add(value, (unsigned char)(code < 0x800 ? 0xc0 | code >> 6 : 0x80 | (code >> 6 & 0x3f)));
    add(value, (unsigned char)(0x80 | (code & 0x3f)));
}

static bool read_text(struct reader *r, struct json_value *value)
{
    value->length = 0;
    if (!take(r, '"')) return false;
    while (r->at < r->end && *r->at != '"') {
        unsigned char c = (unsigned char)*r->at++;
        if (c >= 0x20 && c != '\\') add(value, c);
        if (c != '\\') continue;
        if (r->at == r->end) return false;
        static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
        const char *escape = memchr(escapes, *r->at, sizeof escapes - 1);
        unsigned code;
        if (escape != NULL) add(value, (unsigned char)meanings[escape - escapes]);
        if (*r->at++ == 'u') {
            if (!read_hex(r, &code)) return false;
            add_code(value, code);
        } else if (escape == NULL) return false;
    }
    if (r->at == r->end) return false;
    r->at++;
    value->kind = JSON_TEXT;
    value->text[value->length < LONGEST_TEXT ? value->length : LONGEST_TEXT - 1] = 0;
    return true;
}

static bool read_digits(struct reader *r)
{
    const char *start = r->at;
    while (r->at < r->end && *r->at >= '0' && *r->at <= '9') r->at++;
    return r->at > start;
}

static bool read_number(struct reader *r)
{
    take_word(r, "-");
    if (!take_word(r, "0") && !read_digits(r)) return false;
    if (take_word(r, ".") && !read_digits(r)) return false;
    if (!take_word(r, "e") && !take_word(r, "E")) return true;
    if (!take_word(r, "+")) take_word(r, "-");
    return read_digits(r);
}

static bool read_value(struct reader *r, struct json_value *value, int depth);

/* The members of an object or a list. Those of the outermost object are given away. */
static bool read_members(struct reader *r, char first, struct json_value *value, int depth)
{
    char last = first == '{' ? '}' : ']', name[64] = "";
    if (depth == DEEPEST || !take(r, first)) return false;
    if (take(r, last)) return true;
    do {
        if (first == '{') {
            if (!read_text(r, value)) return false;
            /* A name that is too long is none that anybody here knows. */
            if (depth == 0) strcpy(name, value->length < sizeof name ? value->text : "");
            if (!take(r, ':')) return false;
        }
        if (!read_value(r, value, depth + 1)) return false;
        if (depth == 0) r->member(r->context, name, value);
    } while (take(r, ','));
    return take(r, last);
}

static bool read_value(struct reader *r, struct json_value *value, int depth)
{
    skip_space(r);
    char first = r->at < r->end ? *r->at : 0;
    if (first == '"') return read_text(r, value);
    bool is_true = first == 't', valid;
    if (first == '{' || first == '[') valid = read_members(r, first, value, depth);
    else if (is_true || first == 'f') valid = take_word(r, is_true ? "true" : "false");
    else valid = first == 'n' ? take_word(r, "null") : read_number(r);
    value->kind = is_true ? JSON_TRUE : JSON_OTHER;
    return valid;
}

bool json_read(const char *bytes, size_t size, void (*member)(void *, const char *, const struct json_value *), void *context)
{
    struct reader r = {bytes, bytes + size, member, context};
    struct json_value value;
    if (!read_members(&r, '{', &value, 0)) return false;
    skip_space(&r);
    return r.at == r.end;
}
