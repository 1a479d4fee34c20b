/* Whom to call and how, from the file that the kiosk and `kiosk agent-config` write (Sources/Telephony/Configuring/SOSLines.swift). */
#ifndef BOOTH_SOS_LINES_H
#define BOOTH_SOS_LINES_H

#include <stdbool.h>
#include <stddef.h>

enum { MOST_LINES = 64, MOST_KEYS = 16, LONGEST_URI = 248, LONGEST_DEVICE = 128, LARGEST_FILE = 65536, DEFAULT_COUNTDOWN = 8 };

struct line {
    char account[LONGEST_URI]; /* the agent's account, by its address of record */
    char uri[LONGEST_URI];     /* what is dialled */
};

struct lines {
    int countdown; /* seconds, 5 to 15 */
    int sos_keys[MOST_KEYS], cancel_keys[MOST_KEYS];
    size_t sos_count, cancel_count;
    struct line help[MOST_LINES], ambulance[MOST_LINES];
    size_t help_count, ambulance_count;
    bool ambulance_allowed;
    /* The agent's devices, as `driver,device`, and the file that says where the booth is: empty if not known. */
    char player[LONGEST_DEVICE], source[LONGEST_DEVICE], announcement[LONGEST_DEVICE];
    bool live; /* no: a demonstration, which calls nobody beyond this machine */
};

/* The keys and the countdown that every booth is delivered with, and nobody to call. */
void lines_default(struct lines *);
/* Reads a file's text. False, with what is wrong, for one that is incomplete or names no way to the help centre. */
bool lines_parse(struct lines *, const char *text, size_t size, const char **wrong);
bool lines_read(struct lines *, const char *path, const char **wrong);

#endif
