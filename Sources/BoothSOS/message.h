/* What goes over the broker's socket: netstrings (D. J. Bernstein, 1997) of JSON objects (RFC 8259). */
#ifndef BOOTH_SOS_MESSAGE_H
#define BOOTH_SOS_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* The longest message is that of the broker (NetstringDecoder): the agent copies whole SIP headers. */
enum { LONGEST_MESSAGE = 1 << 20, LONGEST_FIELD = 256, LONGEST_DATA = 4096 };

/* The fields that this program knows; an empty text stands for one that is missing, is no text, or is too long. */
struct message {
    bool is_event, is_response, accepted; /* either an event, or the answer to a command */
    char type[LONGEST_FIELD], parameter[LONGEST_FIELD], direction[LONGEST_FIELD], id[LONGEST_FIELD], token[LONGEST_FIELD];
    char data[LONGEST_DATA]; /* of an answer; cut off if it is longer */
};

/* Reads one object; false for what is no message. Members that are not known are skipped, whatever they hold. */
bool message_read(struct message *, const char *json, size_t size);
/* Writes a command as a netstring; 0 if it does not fit. `parameters` may be NULL. */
size_t message_write(char *place, size_t room, const char *command, const char *parameters, const char *token);

/* What has been received and not been read yet. */
struct inbox {
    size_t count;
    size_t start; /* of what was not given out yet */
    size_t skip;  /* still to come of a message that is too long */
    char bytes[LONGEST_MESSAGE + 16];
};

/* Takes the next payload out; NULL if there is no whole one. One that is too long is skipped as it comes, with `*skipped`
   set. `*broken` is set for bytes that are no netstring, after which the connection is of no use. Ask until it says NULL:
   only then there is room again, after `count`. */
const char *inbox_next(struct inbox *, size_t *size, bool *skipped, bool *broken);

#endif
