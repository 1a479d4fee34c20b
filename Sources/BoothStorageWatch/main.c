/* booth-storage-watch: notices a disk that no longer answers. systemd goes on feeding the machine's watchdog then, since it
   needs no disk, and the booth would stand there dead. This program writes a block to the state's partition once a minute
   and reads it back past the cache. If that has not worked for two minutes and no call is up, it ends with EXIT_DEAD, for
   which its unit has systemd reboot at once; if even that hangs, nobody feeds the machine's watchdog any more.

   A full or read-only disk is no dead disk: the booth goes on with it, and the kiosk reports it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, EXIT_DEAD = 75, GREETING_TIME = 2000 };

static const char *path = "/var/lib/kiosk/storage-watch", *line = "/run/kiosk-line/watch.sock";
static int interval = 60, limit = 120;
static _Atomic time_t last_success;
static atomic_bool has_worked, has_failed;

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

/* 0 if the disk has answered, whatever it said; otherwise the error. */
static int try_disk(char *block)
{
    static unsigned count;
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600), error = 0;
    if (file < 0) return errno;
    memset(block, 0, BLOCK);
    snprintf(block, BLOCK, "%u\n", ++count);
    /* The same block every time: its place and the file's size do not change, so that little else is written. */
    if (pwrite(file, block, BLOCK, 0) != BLOCK || fdatasync(file) != 0) error = errno;
    if (error == 0) {
        /* Where the file system cannot read past the cache, what was synchronised has to do. */
        int direct = open(path, O_RDONLY | O_DIRECT | O_CLOEXEC);
        char *after = block + BLOCK;
        if (direct >= 0 && pread(direct, after, BLOCK, 0) < 0 && errno != EINVAL) error = errno;
        else if (direct >= 0 && after[0] != 0 && memcmp(block, after, BLOCK) != 0) error = EIO;
        if (direct >= 0) close(direct);
    }
    close(file);
    return error;
}

static bool is_answer(int error)
{
    /* No file system at all is a matter of the installation, and no reason to reboot. */
    return error == 0 || error == ENOSPC || error == EROFS || error == EDQUOT || error == EACCES || error == ENOENT;
}

static void *work(void *block)
{
    for (int told = 0;; sleep((unsigned)interval)) {
        int error = try_disk(block);
        if (is_answer(error)) atomic_store(&last_success, now());
        if (error == 0) atomic_store(&has_worked, true);
        atomic_store(&has_failed, !is_answer(error));
        if (error != told && error != 0) fprintf(stderr, "storage: %s: %s\n", path, strerror(error));
        told = error;
    }
    return NULL;
}

enum { LINE_IS_FREE = 0, LINE_IS_TAKEN = 1, LINE_IS_UNKNOWN = 69 };

/* Whether somebody is on the telephone. The broker says who has the line to everybody who connects. */
static int ask_line(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char text[4096] = "";
    size_t size = 0;
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (file < 0 || strlen(line) >= sizeof address.sun_path) return LINE_IS_UNKNOWN;
    strcpy(address.sun_path, line);
    if (connect(file, (struct sockaddr *)&address, sizeof address) == 0) {
        struct pollfd answer = {.fd = file, .events = POLLIN};
        while (size < sizeof text - 1 && strstr(text, "LINE_FREE") == NULL && strstr(text, "LINE_TAKEN") == NULL &&
               poll(&answer, 1, GREETING_TIME) == 1) {
            ssize_t count = read(file, text + size, sizeof text - 1 - size);
            if (count <= 0) break;
            size += (size_t)count;
            text[size] = 0;
        }
    }
    close(file);
    if (strstr(text, "LINE_TAKEN") != NULL) return LINE_IS_TAKEN;
    return strstr(text, "LINE_FREE") != NULL ? LINE_IS_FREE : LINE_IS_UNKNOWN;
}

int main(int count, char **arguments)
{
    bool only_asks = false;
    for (int option; (option = getopt(count, arguments, "cf:l:i:t:h")) != -1;) {
        switch (option) {
        case 'c': only_asks = true; break;
        case 'f': path = optarg; break;
        case 'l': line = optarg; break;
        case 'i': interval = atoi(optarg); break;
        case 't': limit = atoi(optarg); break;
        default:
            fputs("booth-storage-watch [-f FILE] [-l SOCKET] [-i SECONDS] [-t SECONDS]: ends with 75 once FILE's disk has not\n"
                  "answered for -t (120) seconds, tried every -i (60), and the broker at SOCKET says that no call is up\n"
                  "booth-storage-watch -c [-l SOCKET]: only asks the broker; ends with 0 if no call is up, 1 if one is, 69 if\n"
                  "nobody knows\n", stderr);
            return option == 'h' ? 0 : 64;
        }
    }
    if (only_asks) return ask_line();
    if (interval < 1 || limit < 1) return 64;
    char *block = aligned_alloc(BLOCK, 2 * BLOCK);
    pthread_t worker;
    if (block == NULL) return 71;
    memset(block, 0, 2 * BLOCK);
    atomic_store(&last_success, now());
    /* Nothing of this program may have to be read from the disk that it watches. */
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) fputs("storage: memory cannot be locked\n", stderr);
    if (pthread_create(&worker, NULL, work, block) != 0) return 71;
    for (;;) {
        sleep(1);
        /* The next try may be under way only an interval after the last success. */
        if (now() - atomic_load(&last_success) < limit + interval) continue;
        /* A disk that has answered nothing but errors since the start does not get better by another start: the booth would
           restart for ever, and it can still call. */
        if (atomic_load(&has_failed) && !atomic_load(&has_worked)) continue;
        if (ask_line() == LINE_IS_TAKEN) continue;
        fputs("storage: the disk does not answer; rebooting\n", stderr);
        _exit(EXIT_DEAD);
    }
}
