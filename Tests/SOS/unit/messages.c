/* What is read from the broker's socket: every cut, every wrong byte and noise end in a message or in a refusal, never beyond
   the buffer. Each piece is read from memory of exactly its size, where the sanitizers see a byte too many. */
#include "../../../Sources/BoothSOS/json.h"
#include "../../../Sources/BoothSOS/listing.h"
#include "../../../Sources/BoothSOS/message.h"
#include "check.h"

static struct inbox inbox;

static bool reads(struct message *m, const char *bytes, size_t size)
{
    char *exact = malloc(size ? size : 1);
    memcpy(exact, bytes, size);
    bool is_read = message_read(m, exact, size);
    free(exact);
    return is_read;
}

static bool reads_text(const char *text)
{
    struct message m;
    return reads(&m, text, strlen(text));
}

static const char EVENT[] =
    "{\"event\":true,\"class\":\"call\",\"type\":\"CALL_CLOSED\",\"accountaor\":\"sip:b@127.0.0.1\",\"n\":[1,{\"a\":[]},-2.5e+3,null],"
    "\"direction\":\"outgoing\",\"peerdisplayname\":\"\\u8001\\u53cb \\\"x\\\" \\ud83d\\ude00\",\"id\":\"c1\",\"param\":\"a\\n\\u0041\"}";

static void test_fields(void)
{
    struct message m;
    EXPECT(reads(&m, EVENT, strlen(EVENT)));
    EXPECT(m.is_event && !m.is_response && !m.accepted);
    EXPECT_TEXT(m.type, "CALL_CLOSED");
    EXPECT_TEXT(m.direction, "outgoing");
    EXPECT_TEXT(m.id, "c1");
    EXPECT_TEXT(m.parameter, "a\nA");
    const char answer[] = " { \"response\" : true , \"ok\":true,\"data\":\"> [line 1]\\n\",\"token\":\"s1\" } ";
    EXPECT(reads(&m, answer, strlen(answer)));
    EXPECT(m.is_response && m.accepted);
    EXPECT_TEXT(m.token, "s1");
    EXPECT_TEXT(m.data, "> [line 1]\n");
}

static void test_no_messages(void)
{
    static const char *const texts[] = {
        "", " ", "{}", "[]", "null", "{\"event\":true", "{\"event\":true}x", "{\"event\":true,}", "{,\"event\":true}", "{\"event\":True}",
        "{\"event\" true}", "{event:true}", "{\"event\":true,\"a\":01x}", "{\"event\":true,\"a\":-}", "{\"event\":true,\"a\":\"\\x\"}",
        "{\"event\":true,\"a\":\"\\u12g4\"}", "{\"event\":true,\"a\":\"\\u12\"}", "{\"event\":true,\"a\":[1,]}", "{\"event\":true,\"a\":[}",
        "{\"event\":true,\"a\":{\"b\"}}", "{\"event\":true,\"response\":true}", "{\"event\":1}", "{\"event\":\"true\"}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct message m;
        if (reads(&m, texts[i], strlen(texts[i]))) fprintf(stderr, "read: %s\n", texts[i]);
        EXPECT(!reads_text(texts[i]));
    }
}

static void test_bounds(void)
{
    static char text[6 * LONGEST_DATA];
    struct message m;
    char deep[200] = "{\"event\":true,\"a\":";
    size_t start = strlen(deep);
    for (int depth = 1; depth < 60; depth++) {
        memset(deep + start, '[', (size_t)depth);
        memset(deep + start + depth, ']', (size_t)depth);
        strcpy(deep + start + 2 * depth, "}");
        EXPECT(reads_text(deep) == (depth < DEEPEST));
    }
    /* A field that is too long is missing; of a list of calls, the beginning counts. */
    for (size_t length = LONGEST_FIELD - 2; length < 2 * LONGEST_DATA; length += length < LONGEST_FIELD + 2 ? 1 : 509) {
        int size = sprintf(text, "{\"response\":true,\"data\":\"%*s\",\"id\":\"%*s\",\"token\":\"t\"}", (int)length, "x", (int)length, "y");
        EXPECT(reads(&m, text, (size_t)size));
        EXPECT(strlen(m.id) == (length < LONGEST_FIELD ? length : 0));
        EXPECT(strlen(m.data) == (length < LONGEST_DATA ? length : LONGEST_DATA - 1));
        EXPECT_TEXT(m.token, "t");
    }
    /* What a far side puts into its name hides nothing. */
    const char raw[] = "{\"event\":true,\"name\":\"\xff\xc3\0\n\x1b\",\"type\":\"CALL_\0ESTABLISHED\",\"id\":\"\\u0000c1\"}";
    EXPECT(reads(&m, raw, sizeof raw - 1));
    EXPECT_TEXT(m.type, "CALL_ESTABLISHED");
    EXPECT_TEXT(m.id, "c1");
}

static void test_cuts_and_noise(void)
{
    struct message m;
    char text[sizeof EVENT];
    for (size_t size = 0; size < strlen(EVENT); size++) EXPECT(!reads(&m, EVENT, size));
    srandom(1);
    for (size_t at = 0; at < strlen(EVENT); at++)
        for (int byte = 0; byte < 256; byte++) {
            memcpy(text, EVENT, sizeof EVENT);
            text[at] = (char)byte;
            reads(&m, text, strlen(EVENT));
            EXPECT(memchr(m.type, 0, sizeof m.type) && memchr(m.id, 0, sizeof m.id) && memchr(m.data, 0, sizeof m.data));
        }
    for (int run = 0; run < 20000; run++) {
        static const char bytes[] = "{}[]\",:\\utfn0123 aE-.+";
        size_t size = (size_t)random() % 64;
        for (size_t i = 0; i < size; i++) text[i] = run % 2 ? (char)random() : bytes[(size_t)random() % (sizeof bytes - 1)];
        reads(&m, text, size);
    }
}

/* Puts bytes in by pieces of a size, and notes every payload. */
static bool feed(const char *bytes, size_t size, size_t piece, char *payloads, int *skipped)
{
    memset(&inbox, 0, offsetof(struct inbox, bytes));
    payloads[0] = 0;
    for (size_t at = 0; at < size; at += piece) {
        size_t count = size - at < piece ? size - at : piece;
        memcpy(inbox.bytes + inbox.count, bytes + at, count);
        inbox.count += count;
        bool is_skipped, is_broken;
        size_t length;
        for (const char *payload; (payload = inbox_next(&inbox, &length, &is_skipped, &is_broken)) != NULL || is_skipped;) {
            *skipped += is_skipped;
            if (payload == NULL) break;
            sprintf(payloads + strlen(payloads), "%.*s;", length < 20 ? (int)length : 20, payload);
        }
        if (is_broken) return false;
        EXPECT(inbox.start == 0);
    }
    return true;
}

static void test_netstrings(void)
{
    static char bytes[2 * LONGEST_MESSAGE + 100], payloads[1000];
    const char three[] = "1:a,0:,012:cccccccccccc,";
    int skipped = 0;
    for (size_t piece = 1; piece < 30; piece++) {
        EXPECT(feed(three, strlen(three), piece, payloads, &skipped));
        EXPECT_TEXT(payloads, "a;;cccccccccccc;");
    }
    EXPECT(skipped == 0);
    static const char *const broken[] = {"a", ":", "1x", "-1:a,", " 1:a,", "1:ab", "1:a;", "2:a,", "1234567890:", "99999999999999999999:", "0:,0:,1:a;"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        bool is_whole = feed(broken[i], strlen(broken[i]), 1, payloads, &skipped);
        EXPECT(!is_whole || strcmp(broken[i], "2:a,") == 0);
    }
    /* The longest is read, one that is longer is skipped, and what comes after is read. */
    int size = sprintf(bytes, "%d:", LONGEST_MESSAGE);
    memset(bytes + size, 'l', LONGEST_MESSAGE);
    size += LONGEST_MESSAGE + sprintf(bytes + size + LONGEST_MESSAGE, ",1:b,");
    EXPECT(feed(bytes, (size_t)size, 65536, payloads, &skipped));
    EXPECT_TEXT(payloads, "llllllllllllllllllll;b;");
    for (int more = 1; more < 4; more++) {
        skipped = 0;
        size = sprintf(bytes, "1:a,%d:", LONGEST_MESSAGE + more);
        memset(bytes + size, 'l', (size_t)LONGEST_MESSAGE + more);
        size += LONGEST_MESSAGE + more + sprintf(bytes + size + LONGEST_MESSAGE + more, ",1:b,");
        EXPECT(feed(bytes, (size_t)size, 65536, payloads, &skipped));
        EXPECT_TEXT(payloads, "a;b;");
        EXPECT(skipped == 1);
    }
    srandom(2);
    for (int run = 0; run < 20000; run++) {
        static const char some[] = "0123456789::,,a";
        size = (int)(random() % 40);
        for (int i = 0; i < size; i++) bytes[i] = some[(size_t)random() % (sizeof some - 1)];
        feed(bytes, (size_t)size, 1 + (size_t)random() % 5, payloads, &skipped);
    }
}

static void test_commands(void)
{
    char place[200];
    EXPECT(message_write(place, sizeof place, "hangup", NULL, "t") > 0);
    EXPECT_TEXT(place, "32:{\"command\":\"hangup\",\"token\":\"t\"},");
    EXPECT(message_write(place, sizeof place, "dial", "sip:1@127.0.0.1", "s1") > 0);
    EXPECT_TEXT(place, "58:{\"command\":\"dial\",\"params\":\"sip:1@127.0.0.1\",\"token\":\"s1\"},");
    size_t size = strlen(place);
    EXPECT(message_write(place, size + 1, "dial", "sip:1@127.0.0.1", "s1") == size);
    for (size_t room = 0; room <= size; room++) EXPECT(message_write(place, room, "dial", "sip:1@127.0.0.1", "s1") == 0);
    EXPECT(message_write(place, sizeof place, "dial", "sip:\"1", "s1") == 0);
    EXPECT(message_write(place, sizeof place, "dial", "sip:1\n", "s1") == 0);
}

static void test_listings(void)
{
    int row;
    EXPECT(listing_read("", &row) == NO_CALL);
    EXPECT(listing_read("\n--- Active calls (0) ---\n\n", &row) == NO_CALL);
    EXPECT(listing_read("\n--- Active calls (1) ---\n> [line 2]  0:00:08    ESTABLISHED    sip:1@127.0.0.1\n", &row) == ANSWERED);
    EXPECT(listing_read("> [line 2]  0:00:08  RINGING  sip:1@127.0.0.1:5060\n  [line 1]  0:00:09  INCOMING  sip:2@h", &row) == UNANSWERED && row == 2);
    EXPECT(listing_read("  [line 1]  0:00:09  EARLY  sip:2@h\n> [line 2] 0:00:01 ESTABLISHED sip:1@h", &row) == ANSWERED);
    EXPECT(listing_read("[line 1] 0:00:09 NEWWORD sip:2@h", &row) == ANSWERED);
    /* A far side that calls itself a row of the list. */
    EXPECT(listing_read("> [line 1] 0:00:09 RINGING sip:2@h (> [line 2] 0:00:01 ESTABLISHED sip:1@h)", &row) == UNANSWERED && row == 1);
    EXPECT(listing_read("[line 1] 0:00:09 RINGING", &row) == NO_CALL);
    EXPECT(listing_read("[line 99999999999999] 0:00:09 RINGING sip:1@h", &row) == NO_CALL);
}

void test_messages(void)
{
    test_fields();
    test_no_messages();
    test_bounds();
    test_cuts_and_noise();
    test_netstrings();
    test_commands();
    test_listings();
}
