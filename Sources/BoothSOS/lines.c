#include "lines.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input-event-codes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void lines_default(struct lines *lines)
{
    memset(lines, 0, sizeof *lines);
    lines->countdown = DEFAULT_COUNTDOWN;
    lines->sos_keys[0] = KEY_F11;
    lines->sos_count = 1;
    lines->cancel_keys[0] = KEY_BACKSPACE;
    lines->cancel_keys[1] = KEY_KPASTERISK;
    lines->cancel_count = 2;
}

/* A decimal number of a whole word; -1 if it is none or too large. */
static int number(const char *word, int most)
{
    char *end;
    if (*word < '0' || *word > '9') return -1;
    errno = 0;
    long value = strtol(word, &end, 10);
    return *end == 0 && errno == 0 && value <= most ? (int)value : -1;
}

static size_t read_keys(int *keys, char *rest)
{
    size_t count = 0;
    for (char *word, *place; (word = strtok_r(rest, " ", &place)) != NULL; rest = NULL) {
        int code = number(word, KEY_MAX);
        if (code > 0 && count < MOST_KEYS) keys[count++] = code;
    }
    return count;
}

/* A SIP address as the kiosk writes it. A character that has a meaning in the agent's commands would be another command. The
   agent cuts off a command that is longer than 255 bytes. */
static bool is_address(const char *word)
{
    if (strncmp(word, "sip:", 4) != 0 || strlen(word) >= LONGEST_URI) return false;
    for (const char *c = word; *c; c++)
        if (*c <= ' ' || *c == 0x7f || strchr("<>;?,\"\\", *c)) return false;
    const char *at = strchr(word, '@');
    return at != NULL && at[1] != 0 && strchr(at + 1, '@') == NULL;
}

/* Whether an address is on this machine. The name of a host is not: it is looked up elsewhere. */
static bool is_here(const char *uri)
{
    char host[16] = "";
    struct in_addr address;
    sscanf(strchr(uri, '@') + 1, "%15[0-9.]", host);
    const char *rest = strchr(uri, '@') + 1 + strlen(host);
    if (strncmp(rest, "[::1]", 5) == 0) return rest[5] == 0 || rest[5] == ':';
    return (*rest == 0 || *rest == ':') && inet_pton(AF_INET, host, &address) == 1 && strncmp(host, "127.", 4) == 0;
}

/* A booth that is not live must not make a real call, whatever its file says. */
static size_t keep_here(struct line *list, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (is_here(list[i].uri)) list[kept++] = list[i];
    return kept;
}

static void read_line(struct line *list, size_t *count, char *rest)
{
    char *place, *account = strtok_r(rest, " ", &place), *uri = strtok_r(NULL, " ", &place);
    if (account == NULL || uri == NULL || strtok_r(NULL, " ", &place) != NULL) return;
    if (!is_address(account) || !is_address(uri) || *count == MOST_LINES) return;
    strcpy(list[*count].account, account);
    strcpy(list[*count].uri, uri);
    ++*count;
}

/* One word of the agent's commands. */
static void read_device(char *place, const char *word)
{
    if (word != NULL && strlen(word) < LONGEST_DEVICE && strpbrk(word, "\"\\#;") == NULL) strcpy(place, word);
}

bool lines_parse(struct lines *lines, const char *text, size_t size, const char **wrong)
{
    static char copy[LARGEST_FILE + 1];
    struct lines read;
    bool has_version = false, has_end = false;
    lines_default(&read);
    *wrong = "it is too large";
    if (size > LARGEST_FILE) return false;
    *wrong = "it is no text";
    if (memchr(text, 0, size) != NULL) return false;
    *wrong = "it is incomplete";
    if (size == 0 || text[size - 1] != '\n') return false;
    memcpy(copy, text, size);
    copy[size] = 0;
    char *place, *rest = copy;
    for (char *row; (row = strtok_r(rest, "\n", &place)) != NULL; rest = NULL) {
        char *after, *word = strtok_r(row, " ", &after);
        if (word == NULL) continue;
        has_end = strcmp(word, "end") == 0;
        if (strcmp(word, "version") == 0) has_version = strcmp(after, "1") == 0;
        else if (strcmp(word, "live") == 0) read.live = strcmp(after, "yes") == 0;
        else if (strcmp(word, "ambulance-allowed") == 0) read.ambulance_allowed = strcmp(after, "yes") == 0;
        else if (strcmp(word, "countdown") == 0) {
            int seconds = number(after, 15);
            if (seconds >= 5) read.countdown = seconds;
        } else if (strcmp(word, "key") == 0) {
            char *what = strtok_r(NULL, " ", &after);
            int keys[MOST_KEYS];
            size_t count = what == NULL ? 0 : read_keys(keys, after);
            if (count == 0) continue;
            bool is_sos = strcmp(what, "sos") == 0;
            if (!is_sos && strcmp(what, "cancel") != 0) continue;
            memcpy(is_sos ? read.sos_keys : read.cancel_keys, keys, count * sizeof *keys);
            *(is_sos ? &read.sos_count : &read.cancel_count) = count;
        } else if (strcmp(word, "sound") == 0) {
            read_device(read.player, strtok_r(NULL, " ", &after));
            read_device(read.source, strtok_r(NULL, " ", &after));
        } else if (strcmp(word, "announcement") == 0) read_device(read.announcement, strtok_r(NULL, " ", &after));
        else if (strcmp(word, "help") == 0) read_line(read.help, &read.help_count, after);
        else if (strcmp(word, "ambulance") == 0) read_line(read.ambulance, &read.ambulance_count, after);
    }
    if (!has_end) return false;
    *wrong = "it is of another version";
    if (!has_version) return false;
    if (!read.live) {
        read.help_count = keep_here(read.help, read.help_count);
        read.ambulance_count = keep_here(read.ambulance, read.ambulance_count);
    }
    *wrong = "it names no way to the help centre";
    if (read.help_count == 0) return false;
    *lines = read;
    *wrong = NULL;
    return true;
}

bool lines_read(struct lines *lines, const char *path, const char **wrong)
{
    static char text[LARGEST_FILE + 1];
    size_t size = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *wrong = "it cannot be read";
    if (file < 0) return false;
    while (size < sizeof text) {
        ssize_t count = read(file, text + size, sizeof text - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            close(file);
            return false;
        }
        if (count == 0) break;
        size += (size_t)count;
    }
    close(file);
    return lines_parse(lines, text, size, wrong);
}
