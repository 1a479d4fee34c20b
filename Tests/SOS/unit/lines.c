/* The file that says whom to call: only a whole one is used, and a bad line costs itself. */
#include "../../../Sources/BoothSOS/lines.h"
#include "check.h"

static const char WHOLE[] =
    "version 1\nbooth PT-0042\nlive yes\ncountdown 12\nkey sos 87 183\nkey cancel 14 55\n"
    "help sip:booth@192.0.2.1:5060 sip:9990001@192.0.2.1:5060\nhelp sip:b@127.0.0.1:5070 sip:9990002@127.0.0.1:5070\n"
    "ambulance sip:b@127.0.0.1:5070 sip:120@127.0.0.1:5070\nambulance-allowed yes\n"
    "sound alsa,handset alsa,handset_mic\nannouncement /var/lib/kiosk/announce/address.wav\nend\n";

static struct lines lines;
static const char *wrong;

/* From memory of exactly its size, where the sanitizers see a byte too many. */
static bool parses(const char *text, size_t size)
{
    char *exact = malloc(size ? size : 1);
    memcpy(exact, text, size);
    bool is_read = lines_parse(&lines, exact, size, &wrong);
    free(exact);
    EXPECT(is_read == (wrong == NULL));
    return is_read;
}

/* The file with one more row before its end. */
static bool parses_with(const char *row)
{
    char text[2000];
    int size = sprintf(text, "%.*s%s\nend\n", (int)(strlen(WHOLE) - 4), WHOLE, row);
    return parses(text, (size_t)size);
}

static void test_whole(void)
{
    EXPECT(parses(WHOLE, strlen(WHOLE)));
    EXPECT(lines.live && lines.ambulance_allowed && lines.countdown == 12);
    EXPECT(lines.sos_count == 2 && lines.sos_keys[0] == 87 && lines.sos_keys[1] == 183);
    EXPECT(lines.cancel_count == 2 && lines.cancel_keys[1] == 55);
    EXPECT(lines.help_count == 2 && lines.ambulance_count == 1);
    EXPECT_TEXT(lines.player, "alsa,handset");
    EXPECT_TEXT(lines.source, "alsa,handset_mic");
    EXPECT_TEXT(lines.announcement, "/var/lib/kiosk/announce/address.wav");
    EXPECT_TEXT(lines.help[0].account, "sip:booth@192.0.2.1:5060");
    EXPECT_TEXT(lines.help[1].uri, "sip:9990002@127.0.0.1:5070");
    for (size_t size = 0; size < strlen(WHOLE); size++) EXPECT(!parses(WHOLE, size));
    EXPECT_TEXT(wrong, "it is incomplete");
}

static void test_rows(void)
{
    static const char *const ignored[] = {
        "", "# help sip:x@127.0.0.1 sip:x@127.0.0.1", "later words", "help", "help sip:a@127.0.0.1", "help sip:a@127.0.0.1 sip:b@127.0.0.1 sip:c@127.0.0.1",
        "help http://a@b sip:b@c", "help sip:a@127.0.0.1 sip:b;x@127.0.0.1", "help sip:a@127.0.0.1 sip:b", "help sip:a@127.0.0.1 sip:b@",
        "help sip:a@127.0.0.1 sip:b@c@127.0.0.1", "help sip:a@127.0.0.1 sip:\"b@127.0.0.1", "help sip:a@127.0.0.1 sip:b\t@127.0.0.1", "key", "key sos", "key sos x",
        "key sos -1 99999 18446744073709551703", "key other 5", "countdown 4", "countdown 16", "countdown x", "countdown 99999999999999999999",
    };
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
        EXPECT(parses_with(ignored[i]));
        if (lines.help_count != 2) fprintf(stderr, "%s\n", ignored[i]);
        EXPECT(lines.help_count == 2 && lines.countdown == 12 && lines.sos_count == 2 && lines.sos_keys[0] == 87);
    }
    EXPECT(parses_with("key sos 1 x 2 999999 3") && lines.sos_count == 3 && lines.sos_keys[2] == 3);
    EXPECT(parses_with("sound a\"b c#d") && strcmp(lines.player, "alsa,handset") == 0 && strcmp(lines.source, "alsa,handset_mic") == 0);
    EXPECT(parses_with("sound") && parses_with("announcement") && lines.announcement[0] == '/');
    EXPECT(parses_with("countdown 5") && lines.countdown == 5);
    EXPECT(parses_with("ambulance-allowed maybe") && !lines.ambulance_allowed);
    char row[600];
    for (int length = 200; length < 300; length++) {
        sprintf(row, "help sip:a@127.0.0.1 sip:%0*d@127.0.0.1", length, 1);
        EXPECT(parses_with(row));
        EXPECT(lines.help_count == (strlen(strrchr(row, ' ') + 1) < LONGEST_URI ? 3 : 2));
    }
}

static void test_places(void)
{
    static const char *const here[] = {"sip:1@127.0.0.1", "sip:1@127.9.9.9:5060", "sip:1@[::1]:5060", "sip:1@[::1]"};
    static const char *const elsewhere[] = {
        "sip:1@192.0.2.1", "sip:1@localhost", "sip:1@127.0.0.1.example", "sip:1@127.1", "sip:1@0127.0.0.1", "sip:1@127.0.0.256",
        "sip:1@[::1].example", "sip:1@[::2]", "sip:1@:5060", "sip:127.0.0.1@h", "sip:1@2130706433",
    };
    char text[400];
    for (int i = 0; i < 4 + 11; i++) {
        const char *uri = i < 4 ? here[i] : elsewhere[i - 4];
        int size = sprintf(text, "version 1\nlive no\nhelp sip:a@127.0.0.1 %s\nend\n", uri);
        if (parses(text, (size_t)size) != (i < 4)) fprintf(stderr, "%s\n", uri);
        EXPECT(parses(text, (size_t)size) == (i < 4));
    }
    int size = sprintf(text, "version 1\nlive no\nhelp sip:a@127.0.0.1 sip:1@127.0.0.1\nambulance sip:a@127.0.0.1 sip:120@192.0.2.1\nend\n");
    EXPECT(parses(text, (size_t)size) && lines.help_count == 1 && lines.ambulance_count == 0);
}

static void test_files(void)
{
    static const char *const unusable[] = {
        "version 2\nlive yes\nhelp sip:a@h sip:1@h\nend\n", "version\nlive yes\nhelp sip:a@h sip:1@h\nend\n", "live yes\nhelp sip:a@h sip:1@h\nend\n",
        "version 1\nlive yes\nend\n", "\n\n\n", "end\n", "version 1\nlive yes\nend\nhelp sip:a@h sip:1@h\n", "version 1\nlive yes\nhelp sip:a@h sip:1@h\nend",
    };
    for (size_t i = 0; i < sizeof unusable / sizeof *unusable; i++) EXPECT(!parses(unusable[i], strlen(unusable[i])));
    static const char nul[] = "version 1\nhelp sip:a@127.0.0.1 sip:1@127.0.0.1\0\nend\n";
    EXPECT(!parses(nul, sizeof nul - 1));
    static char huge[LARGEST_FILE + 100];
    memset(huge, '\n', sizeof huge);
    memcpy(huge, WHOLE, strlen(WHOLE) - 4);
    memcpy(huge + LARGEST_FILE - 4, "end\n", 4);
    EXPECT(parses(huge, LARGEST_FILE));
    EXPECT(!parses(huge, LARGEST_FILE + 1));
    /* As many lines as there are places for. */
    size_t size = (size_t)sprintf(huge, "version 1\nlive yes\n");
    for (int i = 0; i < MOST_LINES + 5; i++) size += (size_t)sprintf(huge + size, "help sip:a@h sip:%d@h\n", i);
    size += (size_t)sprintf(huge + size, "end\n");
    EXPECT(parses(huge, size) && lines.help_count == MOST_LINES);
    EXPECT(!lines_read(&lines, "/nonexistent/lines", &wrong) && !lines_read(&lines, "/", &wrong));
}

static void test_noise(void)
{
    char text[sizeof WHOLE];
    srandom(3);
    for (int run = 0; run < 20000; run++) {
        memcpy(text, WHOLE, sizeof WHOLE);
        for (int i = 0; i <= run % 4; i++) text[(size_t)random() % (sizeof WHOLE - 1)] = run % 2 ? (char)random() : " \n:@1"[random() % 5];
        if (!parses(text, sizeof WHOLE - 1)) continue;
        EXPECT(lines.help_count > 0 && lines.sos_count > 0 && lines.countdown >= 5 && lines.countdown <= 15);
    }
}

void test_lines(void)
{
    lines_default(&lines);
    EXPECT(lines.sos_keys[0] == 87 && lines.cancel_count == 2 && lines.help_count == 0 && !lines.live);
    test_whole();
    test_rows();
    test_places();
    test_files();
    test_noise();
}
