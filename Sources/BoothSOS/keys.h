/* The keypad, read from the kernel (evdev) without taking it from anybody else. */
#ifndef BOOTH_SOS_KEYS_H
#define BOOTH_SOS_KEYS_H

#include "lines.h"
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

enum { MOST_DEVICES = 32 };

enum pressed { PRESSED_NOTHING, PRESSED_SOS, PRESSED_CANCEL };

struct device {
    int file;
    char name[32]; /* in the directory; empty for one named on the command line */
};

struct keys {
    const char *directory; /* NULL where devices are named on the command line */
    int watch;             /* inotify on the directory; -1 for none */
    struct device devices[MOST_DEVICES];
    size_t count;
};

/* Opens every device of the directory that has a key, and watches for more. */
void keys_open(struct keys *, const char *directory);
/* Opens one path that carries `struct input_event`, such as a FIFO. */
bool keys_open_path(struct keys *, const char *path);
/* Opens what came meanwhile. */
void keys_changed(struct keys *);
/* Reads the records of a device; each press goes to `press`. A device that is gone is closed. */
void keys_read(struct keys *, size_t device, const struct lines *, void (*press)(void *, enum pressed), void *context);

#endif
