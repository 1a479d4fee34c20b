/* Records of input events: whole, in pieces, among noise; from a FIFO, a file and a device that is gone. */
#include "../../../Sources/BoothSOS/keys.h"
#include "check.h"
#include <linux/input.h>
#include <sys/stat.h>
#include <unistd.h>

static char pressed[100];

static void press(enum pressed which)
{
    if (strlen(pressed) < sizeof pressed - 1) strcat(pressed, which == PRESSED_SOS ? "S" : "*");
}

static void record(char *place, int type, int code, int value)
{
    struct input_event event = {.type = (unsigned short)type, .code = (unsigned short)code, .value = value};
    memcpy(place, &event, sizeof event);
}

void test_keys(void)
{
    enum { SIZE = sizeof(struct input_event) };
    struct lines lines;
    char bytes[8 * SIZE], directory[] = "/tmp/sos-keys-XXXXXX", path[64];
    lines_default(&lines);
    EXPECT(mkdtemp(directory) != NULL);
    sprintf(path, "%s/keypad", directory);
    EXPECT(mkfifo(path, 0600) == 0);
    /* A press, its repetition and its release; another type, another key; the key that cancels. */
    record(bytes, EV_KEY, KEY_F11, 1);
    record(bytes + SIZE, EV_KEY, KEY_F11, 2);
    record(bytes + 2 * SIZE, EV_KEY, KEY_F11, 0);
    record(bytes + 3 * SIZE, EV_MSC, KEY_F11, 1);
    record(bytes + 4 * SIZE, EV_KEY, KEY_A, 1);
    record(bytes + 5 * SIZE, EV_KEY, KEY_KPASTERISK, 1);
    record(bytes + 6 * SIZE, EV_SYN, SYN_REPORT, 0);
    record(bytes + 7 * SIZE, EV_KEY, 0xffff, 1);
    struct keys keys = {.path = path};
    keys_open(&keys, &lines);
    EXPECT(keys.count == 1);
    for (size_t piece = 1; piece <= sizeof bytes; piece++) {
        pressed[0] = 0;
        for (size_t at = 0; at < sizeof bytes; at += piece) {
            size_t count = sizeof bytes - at < piece ? sizeof bytes - at : piece;
            EXPECT(write(keys.devices[0].file, bytes + at, count) == (ssize_t)count);
            keys_read(&keys, 0, &lines, 5000, press);
        }
        EXPECT_TEXT(pressed, "S*");
    }
    /* What is left of a record is given up after a while: the next is read from its beginning. */
    EXPECT(write(keys.devices[0].file, "???", 3) == 3);
    keys_read(&keys, 0, &lines, 6000, press);
    EXPECT(write(keys.devices[0].file, bytes, SIZE) == SIZE);
    pressed[0] = 0;
    keys_read(&keys, 0, &lines, 7001, press);
    EXPECT_TEXT(pressed, "S");
    keys_read(&keys, 0, &lines, 7002, press);
    EXPECT(keys.count == 1);
    close(keys.devices[0].file);
    keys_read(&keys, 0, &lines, 7003, press);
    EXPECT(keys.count == 0);
    keys_look(&keys, &lines, false);
    EXPECT(keys.count == 1);
    close(keys.devices[0].file);
    unlink(path);

    /* A file is read once. */
    FILE *file = fopen(path, "w");
    EXPECT(file != NULL && fwrite(bytes, 1, SIZE, file) == SIZE && fclose(file) == 0);
    keys = (struct keys){.path = path};
    keys_open(&keys, &lines);
    pressed[0] = 0;
    keys_read(&keys, 0, &lines, 1, press);
    keys_read(&keys, 0, &lines, 2, press);
    EXPECT(keys.count == 0);
    keys_look(&keys, &lines, true);
    EXPECT(keys.count == 0);
    EXPECT_TEXT(pressed, "S");
    unlink(path);

    /* A directory that is not there yet; and files in it that are no devices. */
    keys = (struct keys){.directory = path};
    keys_open(&keys, &lines);
    EXPECT(keys.count == 0 && keys.watched < 0);
    EXPECT(mkdir(path, 0700) == 0);
    keys_look(&keys, &lines, false);
    EXPECT(keys.watched >= 0 && keys.count == 0);
    char event[80];
    sprintf(event, "%s/event0", path);
    EXPECT(fclose(fopen(event, "w")) == 0);
    keys_look(&keys, &lines, true);
    EXPECT(keys.count == 0);
    close(keys.watch);
    unlink(event);
    rmdir(path);
    rmdir(directory);
}
