/* What goes over the broker's socket: netstrings (D. J. Bernstein, 1997) of JSON objects (RFC 8259). */
#ifndef BOOTH_SOS_MESSAGE_H
#define BOOTH_SOS_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

enum { LONGEST_MESSAGE = 65536, LONGEST_FIELD = 256 };

/* The fields that this program knows; an empty text stands for one that is missing, is no text, or is too long. */
struct message {
    bool is_event, accepted; /* an event, or else the answer to a command */
    char type[LONGEST_FIELD], parameter[LONGEST_FIELD], direction[LONGEST_FIELD], id[LONGEST_FIELD];
    char token[LONGEST_FIELD], data[LONGEST_FIELD];
};

/* Reads one object; false for what is none. Members that are not known are skipped, whatever they hold. */
bool message_read(struct message *, const char *json, size_t size);
/* Writes a command as a netstring; 0 if it does not fit. `parameters` may be NULL. */
size_t message_write(char *place, size_t room, const char *command, const char *parameters, const char *token);

/* What has been received and not been read yet. */
struct inbox {
    char bytes[LONGEST_MESSAGE + 16];
    size_t count;
};

/* Takes the next payload out; NULL if there is no whole one. `*broken` is set for bytes that are no netstring, after which
   the connection is of no use. The payload is valid until the next call. */
const char *inbox_next(struct inbox *, size_t *size, size_t *taken, bool *broken);

#endif
