/* The keypad, read from the kernel (evdev) without taking it from anybody else. */
#ifndef BOOTH_SOS_KEYS_H
#define BOOTH_SOS_KEYS_H

#include "lines.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_DEVICES = 32, LONGEST_RECORD = 24, RECORD_LIMIT = 1000 /* how long the rest of a record may take, in ms */ };

enum pressed { PRESSED_NOTHING, PRESSED_SOS, PRESSED_CANCEL };

struct device {
    int file;
    char name[32]; /* in the directory */
    char part[LONGEST_RECORD]; /* of a record that has not come whole */
    size_t part_size;
    int64_t part_at;
};

struct keys {
    const char *directory; /* of the kernel's devices, or else */
    const char *path;      /* the only source of records: a FIFO, a socket or a file */
    bool is_read;          /* the file at `path` has been read to its end: presses are not repeated */
    int watch, watched;    /* inotify, and what of it stands for the directory; -1 for none */
    struct device devices[MOST_DEVICES];
    size_t count;
};

/* Opens every device of the directory that has one of the keys, and watches for more; or the one path. */
void keys_open(struct keys *, const struct lines *);
/* Opens what is missing: to be called after a while, when the watch tells of a change, or with other keys. */
void keys_look(struct keys *, const struct lines *, bool has_changed);
/* Reads the records of a device; each press goes to `press`. A device that is gone is closed, and replaced by the last. */
void keys_read(struct keys *, size_t device, const struct lines *, int64_t now, void (*press)(enum pressed));

#endif
