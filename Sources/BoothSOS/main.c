/* booth-sos: calls for help when the SOS key is pressed and the kiosk does not answer it. It needs neither the kiosk, its
   configuration, a database, a writable disk, nor a sound card. See docs/SOS.md. */
#include "keys.h"
#include "lines.h"
#include "machine.h"
#include "message.h"
#include "player.h"

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PLACES = 4, MOST_UNSENT = 8192, MOST_RECEIVED = 65536, FIRST_RETRY = 100, LONGEST_RETRY = 1000, LOOK_INTERVAL = 1000 };

static struct {
    const char *line, *places[MOST_PLACES];
    size_t place_count;
    struct player player;
    struct keys keys;
    struct lines lines;
    bool has_lines;
    char lines_fault[256];  /* what was last said about the files */
    struct stat lines_seen[MOST_PLACES];
    struct machine machine;
    int socket;             /* to the broker; -1 for none */
    int64_t retry_at, retry_after;
    int64_t look_at;        /* when files and devices are looked at again */
    struct inbox inbox;
    char unsent[MOST_UNSENT];
    size_t unsent_count;
} sos;

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_BOOTTIME, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void remark(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "sos: %s\n", text);
}

/* Tells systemd (sd_notify(3)). */
static void notify(const char *state)
{
    const char *name = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (name == NULL || strlen(name) >= sizeof address.sun_path) return;
    int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (file < 0) return;
    size_t size = strlen(name);
    memcpy(address.sun_path, name, size);
    if (name[0] == '@') address.sun_path[0] = 0;
    sendto(file, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size));
    close(file);
}

/* Whether any of the files is another one than before. Only a file that has changed is read: a disk that no longer answers
   still knows this, and would hold up whoever reads. */
static bool have_lines_changed(void)
{
    bool have_changed = false;
    for (size_t i = 0; i < sos.place_count; i++) {
        struct stat seen, *before = &sos.lines_seen[i];
        if (stat(sos.places[i], &seen) != 0) memset(&seen, 0, sizeof seen);
        have_changed |= seen.st_ino != before->st_ino || seen.st_size != before->st_size || seen.st_dev != before->st_dev
            || seen.st_mtim.tv_sec != before->st_mtim.tv_sec || seen.st_mtim.tv_nsec != before->st_mtim.tv_nsec;
        *before = seen;
    }
    return have_changed;
}

/* Reads the first file that is whole. What was read before stays in use if there is none any more. */
static void read_lines(void)
{
    char fault[sizeof sos.lines_fault] = "";
    for (size_t i = 0; i < sos.place_count; i++) {
        const char *wrong;
        if (lines_read(&sos.lines, sos.places[i], &wrong)) {
            sos.has_lines = true;
            break;
        }
        size_t used = strlen(fault);
        snprintf(fault + used, sizeof fault - used, "%s%s: %s", used ? "; " : "", sos.places[i], wrong);
    }
    if (strcmp(fault, sos.lines_fault) != 0 && fault[0]) remark(NULL, fault);
    strcpy(sos.lines_fault, fault);
}

static const struct lines *newest_lines(void *context)
{
    (void)context;
    return sos.has_lines ? &sos.lines : NULL;
}

/* Files and devices, once a second. A file that changes during a press would change the lines under the rounds. */
static void look_around(void)
{
    bool is_free = sos.machine.state == IDLE || !sos.has_lines;
    bool is_new = is_free && have_lines_changed();
    if (is_new) read_lines();
    keys_look(&sos.keys, &sos.lines, is_new);
    sos.look_at = now() + LOOK_INTERVAL;
}

/* The broker. */

static void disconnect(void)
{
    if (sos.socket < 0) return;
    close(sos.socket);
    sos.socket = -1;
    sos.unsent_count = sos.inbox.count = sos.inbox.start = sos.inbox.skip = 0;
    sos.retry_at = now() + sos.retry_after;
    machine_disconnected(&sos.machine, now());
}

static void flush(void)
{
    if (sos.socket < 0 || sos.unsent_count == 0) return;
    ssize_t count = send(sos.socket, sos.unsent, sos.unsent_count, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0) {
        if (errno != EAGAIN && errno != EINTR) disconnect();
        return;
    }
    sos.unsent_count -= (size_t)count;
    memmove(sos.unsent, sos.unsent + count, sos.unsent_count);
}

static void send_command(void *context, const char *command, const char *parameters, const char *token)
{
    (void)context;
    /* What a broker that is away misses is said again when it is back. */
    if (sos.socket < 0) return;
    size_t size = message_write(sos.unsent + sos.unsent_count, MOST_UNSENT - sos.unsent_count, command, parameters, token);
    sos.unsent_count += size;
}

static void connect_line(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    sos.retry_at = now() + sos.retry_after;
    sos.retry_after = sos.retry_after * 2 > LONGEST_RETRY ? LONGEST_RETRY : sos.retry_after * 2;
    if (strlen(sos.line) >= sizeof address.sun_path) return;
    strcpy(address.sun_path, sos.line);
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (file < 0) return;
    if (connect(file, (struct sockaddr *)&address, sizeof address) != 0) {
        close(file);
        return;
    }
    sos.socket = file;
    sos.retry_after = FIRST_RETRY;
    machine_connected(&sos.machine);
}

static void take(const char *payload, size_t size)
{
    static struct message m;
    if (!message_read(&m, payload, size)) remark(NULL, "a message of the broker cannot be read; skipped");
    else if (m.is_event) machine_event(&sos.machine, m.type, m.parameter, m.direction, m.id, now());
    else machine_answer(&sos.machine, m.token, m.accepted, m.data, now());
}

static void receive(void)
{
    size_t room = sizeof sos.inbox.bytes - sos.inbox.count;
    ssize_t count = recv(sos.socket, sos.inbox.bytes + sos.inbox.count, room < MOST_RECEIVED ? room : MOST_RECEIVED, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return disconnect();
    sos.inbox.count += (size_t)count;
    const char *payload;
    bool is_broken, is_skipped;
    do {
        size_t size;
        payload = inbox_next(&sos.inbox, &size, &is_skipped, &is_broken);
        if (is_skipped) remark(NULL, "a message of the broker is too long; skipped");
        if (is_skipped) machine_event(&sos.machine, "LINE_SKIPPED", "", "", "", now());
        if (payload != NULL) take(payload, size);
    } while (payload != NULL);
    if (!is_broken) return;
    remark(NULL, "the broker sent what it should not; connecting anew");
    disconnect();
}

static void play(void *context, const char *prompt)
{
    (void)context;
    if (!player_play(&sos.player, prompt)) remark(NULL, "a prompt cannot be played; calling all the same");
}

static void hush(void *context)
{
    (void)context;
    player_stop(&sos.player);
}

static bool has_card(void *context)
{
    (void)context;
    bool found = false;
    DIR *devices = opendir("/dev/snd");
    if (devices == NULL) return false;
    for (struct dirent *entry; !found && (entry = readdir(devices)) != NULL;) found = strncmp(entry->d_name, "pcm", 3) == 0;
    closedir(devices);
    return found;
}

static void press(enum pressed pressed)
{
    int64_t time = now();
    if (pressed == PRESSED_CANCEL) return machine_cancel(&sos.machine);
    /* A press's number is its time, and one more where two fall into one millisecond. */
    uint64_t number = (uint64_t)time;
    machine_key(&sos.machine, number > sos.machine.press ? number : sos.machine.press + 1, time);
}

/* systemd hears once a second that the loop turns, and what it is at. */
static void report(int64_t time)
{
    static int64_t next;
    static enum state told = TALKING;
    char text[128];
    if (sos.machine.state != told) {
        snprintf(text, sizeof text, "STATUS=%s", machine_status(&sos.machine));
        notify(text);
    }
    told = sos.machine.state;
    if (time < next) return;
    next = time + LOOK_INTERVAL;
    notify("WATCHDOG=1");
}

/* poll's clock does not count a suspended machine. It never waits for longer than a second. */
static int wait_time(int64_t time)
{
    int64_t until = sos.look_at;
    if (sos.machine.deadline >= 0 && sos.machine.deadline < until) until = sos.machine.deadline;
    if (sos.socket < 0 && sos.retry_at < until) until = sos.retry_at;
    return until <= time ? 0 : until - time > LOOK_INTERVAL ? LOOK_INTERVAL : (int)(until - time);
}

/* False once the program is to end. */
static bool take_signals(int signals)
{
    struct signalfd_siginfo info;
    while (read(signals, &info, sizeof info) == sizeof info)
        if (info.ssi_signo != SIGCHLD) return false;
    if (player_reap(&sos.player)) remark(NULL, "a prompt cannot be played to its end; is there a sound device?");
    return true;
}

static int run(int signals)
{
    for (;;) {
        struct pollfd polls[MOST_DEVICES + 3];
        int64_t time = now();
        if (sos.socket < 0 && time >= sos.retry_at) connect_line();
        machine_time(&sos.machine, time);
        if (time >= sos.look_at) look_around();
        flush();
        report(time);
        size_t devices = sos.keys.count;
        polls[0] = (struct pollfd){.fd = signals, .events = POLLIN};
        polls[1] = (struct pollfd){.fd = sos.keys.watch, .events = POLLIN};
        polls[2] = (struct pollfd){.fd = sos.socket, .events = POLLIN | (sos.unsent_count ? POLLOUT : 0)};
        for (size_t i = 0; i < devices; i++) polls[3 + i] = (struct pollfd){.fd = sos.keys.devices[i].file, .events = POLLIN};
        if (poll(polls, 3 + devices, wait_time(time)) < 0) {
            if (errno == EINTR) continue;
            return 71;
        }
        /* Backwards, since a device that is gone is replaced by the last. */
        for (size_t i = devices; i-- > 0;)
            if (polls[3 + i].revents) keys_read(&sos.keys, i, &sos.lines, now(), press);
        if (polls[1].revents) keys_look(&sos.keys, &sos.lines, true);
        if (sos.socket >= 0 && polls[2].revents) receive();
        if (polls[0].revents && !take_signals(signals)) {
            player_stop(&sos.player);
            return 0;
        }
    }
}

/* What would be called, for the technician. */
static int check(void)
{
    for (size_t i = 0; i < sos.place_count; i++) {
        const char *wrong;
        if (!lines_read(&sos.lines, sos.places[i], &wrong)) {
            printf("%s: not used: %s\n", sos.places[i], wrong);
            continue;
        }
        const struct lines *l = &sos.lines;
        printf("%s: used\nafter %d s, on a %s booth:\n", sos.places[i], l->countdown, l->live ? "live" : "demonstration");
        for (size_t at = 0; at < l->help_count; at++) printf("help %s over %s\n", l->help[at].uri, l->help[at].account);
        printf("ambulance: %s\n", l->ambulance_allowed ? "after two rounds" : "not permitted");
        for (size_t at = 0; at < l->ambulance_count; at++) printf("ambulance %s over %s\n", l->ambulance[at].uri, l->ambulance[at].account);
        return 0;
    }
    return 65;
}

static int usage(FILE *to)
{
    fputs("booth-sos: calls for help when the SOS key is pressed and the kiosk does not answer it. All are optional:\n"
          "  --line PATH      the broker's socket (/run/kiosk-line/sos.sock)\n"
          "  --lines PATH     a file that says whom to call; several times, the first whole one counts\n"
          "                   (/var/lib/kiosk/sos/lines, then /etc/kiosk/agent/sos-lines)\n"
          "  --prompts DIR    the recordings (/usr/share/kiosk/sos)\n"
          "  --player PROGRAM plays one (/usr/bin/aplay)\n"
          "  --sound DEVICE   the ALSA device (default)\n"
          "  --device PATH    a FIFO, socket or file of struct input_event in place of the devices in /dev/input\n"
          "  --check          says what would be called and from which file, and ends: 0 if there is one, else 65\n", to);
    return to == stdout ? 0 : 64;
}

int main(int count, char **arguments)
{
    static const struct option options[] = {
        {"line", 1, 0, 'l'}, {"lines", 1, 0, 'f'}, {"prompts", 1, 0, 'p'}, {"player", 1, 0, 'a'}, {"sound", 1, 0, 's'},
        {"device", 1, 0, 'd'}, {"check", 0, 0, 'c'}, {"help", 0, 0, 'h'}, {0, 0, 0, 0},
    };
    sos.player = (struct player){.program = "/usr/bin/aplay", .device = "default", .directory = "/usr/share/kiosk/sos"};
    sos.socket = -1;
    sos.line = "/run/kiosk-line/sos.sock";
    sos.keys.directory = "/dev/input";
    bool is_check = false;
    for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
        switch (option) {
        case 'l': sos.line = optarg; break;
        case 'f': if (sos.place_count < MOST_PLACES) sos.places[sos.place_count++] = optarg; break;
        case 'p': sos.player.directory = optarg; break;
        case 'a': sos.player.program = optarg; break;
        case 's': sos.player.device = optarg; break;
        case 'd': sos.keys.path = optarg; break;
        case 'c': is_check = true; break;
        case 'h': return usage(stdout);
        default: return usage(stderr);
        }
    }
    if (sos.place_count == 0) {
        sos.places[sos.place_count++] = "/var/lib/kiosk/sos/lines";
        sos.places[sos.place_count++] = "/etc/kiosk/agent/sos-lines";
    }
    if (is_check) return check();
    /* No core dump: it would hold whom the booth calls. */
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    /* A disk that no longer answers must not be needed to go on. */
    if (mlockall(MCL_CURRENT | MCL_FUTURE) != 0) remark(NULL, "memory cannot be locked; a dead disk may stop this program");
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    int signals = signalfd(-1, &blocked, SFD_NONBLOCK | SFD_CLOEXEC);
    if (signals < 0) return 71;

    struct port port = {NULL, send_command, play, hush, remark, newest_lines, has_card};
    machine_start(&sos.machine, port);
    sos.retry_after = FIRST_RETRY;
    lines_default(&sos.lines);
    have_lines_changed();
    read_lines();
    keys_open(&sos.keys, &sos.lines);
    notify("READY=1");
    return run(signals);
}
