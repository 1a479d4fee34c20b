#include "keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

_Static_assert(sizeof(struct input_event) <= LONGEST_RECORD, "a record has its place");

static bool is_open(const struct keys *keys, const char *name)
{
    for (size_t i = 0; i < keys->count; i++)
        if (strcmp(keys->devices[i].name, name) == 0) return true;
    return false;
}

static void add(struct keys *keys, int file, const char *name)
{
    struct device *device = &keys->devices[keys->count++];
    memset(device, 0, sizeof *device);
    device->file = file;
    snprintf(device->name, sizeof device->name, "%s", name);
}

static enum pressed meaning(int code, const struct lines *lines)
{
    for (size_t i = 0; i < lines->sos_count; i++)
        if (lines->sos_keys[i] == code) return PRESSED_SOS;
    for (size_t i = 0; i < lines->cancel_count; i++)
        if (lines->cancel_keys[i] == code) return PRESSED_CANCEL;
    return PRESSED_NOTHING;
}

/* The button may be a device of its own beside the keypad: one of the keys is enough. */
static bool has_key(int file, const struct lines *lines)
{
    unsigned char keys[KEY_MAX / 8 + 1] = {0};
    if (ioctl(file, EVIOCGBIT(EV_KEY, sizeof keys), keys) < 0) return false;
    for (int code = 0; code <= KEY_MAX; code++)
        if ((keys[code / 8] >> code % 8 & 1) && meaning(code, lines) != PRESSED_NOTHING) return true;
    return false;
}

static void open_devices(struct keys *keys, const struct lines *lines)
{
    DIR *directory = opendir(keys->directory);
    if (directory == NULL) return;
    for (struct dirent *entry; keys->count < MOST_DEVICES && (entry = readdir(directory)) != NULL;) {
        if (strncmp(entry->d_name, "event", 5) != 0 || strlen(entry->d_name) >= sizeof keys->devices->name) continue;
        if (is_open(keys, entry->d_name)) continue;
        int file = openat(dirfd(directory), entry->d_name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (file >= 0 && has_key(file, lines)) add(keys, file, entry->d_name);
        else if (file >= 0) close(file);
    }
    if (keys->count == MOST_DEVICES) fputs("sos: more devices with these keys than can be read\n", stderr);
    closedir(directory);
}

static int connect_path(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (file < 0 || connect(file, (struct sockaddr *)&address, sizeof address) == 0) return file;
    close(file);
    return -1;
}

static void open_path(struct keys *keys)
{
    struct stat status;
    if (keys->is_read || stat(keys->path, &status) != 0) return;
    /* Read and write: a FIFO has no end as long as this program itself may write to it. */
    int way = S_ISFIFO(status.st_mode) ? O_RDWR : O_RDONLY;
    int file = S_ISSOCK(status.st_mode) ? connect_path(keys->path) : open(keys->path, way | O_NONBLOCK | O_CLOEXEC);
    keys->is_read = file >= 0 && S_ISREG(status.st_mode);
    if (file >= 0) add(keys, file, "");
}

void keys_look(struct keys *keys, const struct lines *lines, bool has_changed)
{
    char ignored[4096];
    if (keys->path != NULL) {
        if (keys->count == 0) open_path(keys);
        return;
    }
    while (keys->watch >= 0 && read(keys->watch, ignored, sizeof ignored) > 0) {}
    /* A directory that was not there, or is another one now, has to be watched anew. IN_ATTRIB: udev gives a device to its group
       after it has appeared. Without a watch, only looking helps. */
    int before = keys->watched;
    keys->watched = inotify_add_watch(keys->watch, keys->directory, IN_CREATE | IN_ATTRIB | IN_MOVED_TO);
    if (has_changed || keys->watched < 0 || keys->watched != before) open_devices(keys, lines);
}

void keys_open(struct keys *keys, const struct lines *lines)
{
    keys->watch = keys->path == NULL ? inotify_init1(IN_NONBLOCK | IN_CLOEXEC) : -1;
    keys->watched = -1;
    keys_look(keys, lines, true);
}

void keys_read(struct keys *keys, size_t index, const struct lines *lines, int64_t now, void (*press)(enum pressed))
{
    struct device *device = &keys->devices[index];
    struct input_event event;
    /* One reading at a time: a device that sends without end must not keep the others waiting. */
    char bytes[64 * sizeof event];
    if (now - device->part_at > RECORD_LIMIT) device->part_size = 0;
    memcpy(bytes, device->part, device->part_size);
    ssize_t count = read(device->file, bytes + device->part_size, sizeof bytes - device->part_size);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
        close(device->file);
        *device = keys->devices[--keys->count];
        return;
    }
    size_t size = device->part_size + (size_t)count, whole = size / sizeof event * sizeof event;
    /* The kernel hands out whole records only; a FIFO or a socket may cut one. */
    memcpy(device->part, bytes + whole, size - whole);
    device->part_size = size - whole;
    device->part_at = now;
    for (size_t at = 0; at < whole; at += sizeof event) {
        memcpy(&event, bytes + at, sizeof event);
        /* 1 is a press; 2 is the repetition of a key that is held, 0 its release. */
        enum pressed pressed = event.type == EV_KEY && event.value == 1 ? meaning(event.code, lines) : PRESSED_NOTHING;
        if (pressed != PRESSED_NOTHING) press(pressed);
    }
}
