#include "keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_open(const struct keys *keys, const char *name)
{
    for (size_t i = 0; i < keys->count; i++)
        if (strcmp(keys->devices[i].name, name) == 0) return true;
    return false;
}

static bool add(struct keys *keys, int file, const char *name)
{
    if (file < 0) return false;
    if (keys->count == MOST_DEVICES) {
        close(file);
        return false;
    }
    struct device *device = &keys->devices[keys->count++];
    memset(device, 0, sizeof *device);
    device->file = file;
    snprintf(device->name, sizeof device->name, "%s", name);
    return true;
}

static bool has_keys(int file)
{
    unsigned long types = 0;
    return ioctl(file, EVIOCGBIT(0, sizeof types), &types) >= 0 && (types >> EV_KEY & 1);
}

void keys_changed(struct keys *keys)
{
    char ignored[4096];
    if (keys->directory == NULL) return;
    while (keys->watch >= 0 && read(keys->watch, ignored, sizeof ignored) > 0) {}
    DIR *directory = opendir(keys->directory);
    if (directory == NULL) return;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strncmp(entry->d_name, "event", 5) != 0 || strlen(entry->d_name) >= sizeof keys->devices->name) continue;
        if (is_open(keys, entry->d_name)) continue;
        int file = openat(dirfd(directory), entry->d_name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (file >= 0 && !has_keys(file)) {
            close(file);
            continue;
        }
        add(keys, file, entry->d_name);
    }
    closedir(directory);
}

void keys_open(struct keys *keys, const char *directory)
{
    keys->directory = directory;
    keys->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    /* IN_ATTRIB: udev gives the device to its group after it has appeared. */
    if (keys->watch >= 0) inotify_add_watch(keys->watch, directory, IN_CREATE | IN_ATTRIB | IN_MOVED_TO);
    keys_changed(keys);
}

bool keys_open_path(struct keys *keys, const char *path)
{
    /* Read and write: a FIFO has no end as long as this program itself may write to it. */
    return add(keys, open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC), "");
}

static enum pressed meaning(int code, const struct lines *lines)
{
    for (size_t i = 0; i < lines->sos_count; i++)
        if (lines->sos_keys[i] == code) return PRESSED_SOS;
    for (size_t i = 0; i < lines->cancel_count; i++)
        if (lines->cancel_keys[i] == code) return PRESSED_CANCEL;
    return PRESSED_NOTHING;
}

void keys_read(struct keys *keys, size_t index, const struct lines *lines, void (*press)(void *, enum pressed), void *context)
{
    struct device *device = &keys->devices[index];
    /* A device that sends without end must not keep the others waiting. */
    for (int reads = 0; reads < 64; reads++) {
        struct input_event event;
        /* The kernel hands out whole records only, and so does a FIFO that is written in whole records. */
        ssize_t count = read(device->file, &event, sizeof event);
        if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (count != sizeof event) {
            close(device->file);
            *device = keys->devices[--keys->count];
            return;
        }
        /* 1 is a press; 2 is the repetition of a key that is held, 0 its release. */
        if (event.type != EV_KEY || event.value != 1) continue;
        enum pressed pressed = meaning(event.code, lines);
        if (pressed != PRESSED_NOTHING) press(context, pressed);
    }
}
