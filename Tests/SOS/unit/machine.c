/* What booth-sos decides, event by event, in a time of the test's own. */
#include "../../../Sources/BoothSOS/machine.h"
#include "check.h"

static struct machine m;
static struct lines lines;
static int64_t now;
static char acts[4000];      /* what it did since they were last looked at */
static char last_token[16];  /* of its last command that waits for an answer */
static bool has_lines;

static void send_command(void *context, const char *command, const char *parameters, const char *token)
{
    (void)context;
    if (strcmp(token, "t") != 0) strcpy(last_token, token);
    if (strcmp(command, "uafind") == 0) return;
    sprintf(acts + strlen(acts), "%s%s%s;", command, parameters ? " " : "", parameters ? parameters : "");
}

static void play(void *context, const char *prompt)
{
    (void)context;
    sprintf(acts + strlen(acts), "(%s)", prompt);
}

static void hush(void *context) { (void)context; }
static void remark(void *context, const char *text) { (void)context; EXPECT(strpbrk(text, "0123456789") == NULL); }
static bool has_card = true;
static bool card(void *context) { (void)context; return has_card; }
static const struct lines *known(void *context) { (void)context; return has_lines ? &lines : NULL; }

static void start(int help_count, bool ambulance_allowed)
{
    struct port port = {NULL, send_command, play, hush, remark, known, card};
    lines_default(&lines);
    for (int i = 0; i < help_count; i++) {
        sprintf(lines.help[i].account, "sip:a%d@h", i);
        sprintf(lines.help[i].uri, "sip:%d@h", i);
    }
    lines.help_count = (size_t)help_count;
    strcpy(lines.ambulance[0].account, "sip:a0@h");
    strcpy(lines.ambulance[0].uri, "sip:120@h");
    lines.ambulance_count = 1;
    lines.ambulance_allowed = ambulance_allowed;
    has_lines = true;
    now = 1000;
    acts[0] = 0;
    machine_start(&m, port);
}

static void event(const char *type, const char *parameter) { machine_event(&m, type, parameter, "", "", now); }
static void call(const char *type, const char *id) { machine_event(&m, type, "", "outgoing", id, now); }
static void answer(bool accepted, const char *text) { machine_answer(&m, last_token, accepted, text, now); }

static void wait_for(int64_t time)
{
    int64_t end = now + time;
    while (m.deadline >= 0 && m.deadline <= end) {
        if (m.deadline > now) now = m.deadline;
        machine_time(&m, now);
    }
    now = end;
}

static void expect_acts(int row, const char *expected)
{
    if (strcmp(acts, expected) != 0) {
        fprintf(stderr, "machine.c:%d: \"%s\", expected \"%s\"\n", row, acts, expected);
        exit(1);
    }
    acts[0] = 0;
}
#define EXPECT_ACTS(expected) expect_acts(__LINE__, expected)

static void up(void)
{
    machine_connected(&m);
    event("LINE_FREE", "");
    event("LINE_UP", "");
}

static void press(uint64_t number) { machine_key(&m, number, now); }

/* A press without a kiosk, until the first dial has been accepted. */
static void call_for_help(int help_count, bool ambulance_allowed)
{
    start(help_count, ambulance_allowed);
    up();
    press(7);
    wait_for(10000);
    EXPECT_ACTS("line_sos_key 7;(countdown)(calling)dial sip:0@h;");
    event("LINE_TAKEN", "sos");
    answer(true, "");
}

static void close_call(const char *id)
{
    event("LINE_FREE", "");
    call("CALL_CLOSED", id);
}

static void test_times(void)
{
    /* The kiosk has two seconds, the resident eight. */
    start(1, false);
    up();
    press(7);
    wait_for(1999);
    EXPECT_ACTS("line_sos_key 7;");
    wait_for(1);
    EXPECT_ACTS("(countdown)");
    wait_for(7999);
    EXPECT_ACTS("");
    wait_for(1);
    EXPECT_ACTS("(calling)dial sip:0@h;");
    /* Held in time, in the countdown, by a number that is another's or none. */
    for (int time = 0; time < 9900; time += 100) {
        start(1, false);
        up();
        press(7);
        wait_for(time);
        event("LINE_SOS_HELD", "8");
        event("LINE_SOS_HELD", "7x");
        event("LINE_SOS_HELD", "-7");
        event("LINE_SOS_HELD", "");
        EXPECT(m.state != HELD);
        event("LINE_SOS_HELD", "7");
        wait_for(60000);
        EXPECT(strstr(acts, "dial") == NULL && m.state == HELD);
        event("LINE_SOS_RELEASED", "7");
        EXPECT(m.state == IDLE && m.deadline == -1);
    }
}

static void test_rounds(void)
{
    for (int allowed = 0; allowed < 2; allowed++) {
        call_for_help(2, allowed);
        static const char *const order[2][10] = {
            {"(retrying)dial sip:0@h;", "dial sip:1@h;", "(retrying)dial sip:0@h;", "dial sip:1@h;", "(retrying)dial sip:0@h;", "dial sip:1@h;"},
            {"(retrying)dial sip:0@h;", "dial sip:1@h;", "(retrying)dial sip:0@h;", "dial sip:1@h;", "(ambulance)dial sip:120@h;", "(retrying)dial sip:0@h;"},
        };
        close_call("x");
        EXPECT_ACTS("dial sip:1@h;");
        for (int i = 0; i < 6; i++) {
            char id[16];
            sprintf(id, "c%d", i);
            event("LINE_TAKEN", "sos");
            answer(true, "");
            call("CALL_RINGING", id);
            close_call(id);
            wait_for(1999);
            wait_for(1);
            EXPECT_ACTS(order[allowed][i]);
        }
    }
    /* Refused, and never answered. */
    call_for_help(2, false);
    call("CALL_RINGING", "c1");
    wait_for(29999);
    EXPECT_ACTS("");
    wait_for(1);
    EXPECT_ACTS("callfind c1;hangup;");
    wait_for(3000);
    EXPECT_ACTS("callfind c1;hangup;");
    close_call("c1");
    EXPECT_ACTS("dial sip:1@h;");
    answer(false, "no such account");
    wait_for(2000);
    EXPECT_ACTS("(retrying)dial sip:0@h;");
    event("LINE_TAKEN", "sos");
    answer(true, "");
    call("CALL_ESTABLISHED", "");
    wait_for(3600000);
    event("LINE_FREE", "");
    EXPECT_ACTS("line_sos_done 7;");
}

/* The agent cannot open its sound devices, and ends the call when it is answered. */
static void test_no_sound(void)
{
    call_for_help(2, false);
    strcpy(lines.player, "alsa,a");
    strcpy(lines.source, "alsa,b");
    strcpy(lines.announcement, "/where.wav");
    call("CALL_RINGING", "c1");
    event("LINE_FREE", "");
    machine_event(&m, "CALL_CLOSED", "Unknown error -16", "outgoing", "c1", now);
    EXPECT_ACTS("(calling)auplay aubridge,no-player;ausrc aubridge,no-source;dial sip:0@h;");
    event("LINE_TAKEN", "sos");
    answer(true, "");
    call("CALL_ESTABLISHED", "c2");
    wait_for(PROMPT_END);
    EXPECT_ACTS("auplay alsa,a;ausrc alsa,b;");
    answer(true, "failed to set audio-source (No such device)");
    EXPECT_ACTS("ausrc aufile,/where.wav;");
    wait_for(ANNOUNCE_INTERVAL);
    EXPECT_ACTS("auplay alsa,a;ausrc alsa,b;");
    answer(true, "switch audio device: alsa,b");
    wait_for(3600000);
    EXPECT_ACTS("");
    EXPECT(m.state == TALKING);
    close_call("c2");
    EXPECT_ACTS("line_sos_done 7;");

    /* No card at all: the first call is the one that stays. */
    start(1, false);
    up();
    strcpy(lines.source, "alsa,b");
    has_card = false;
    press(7);
    wait_for(10000);
    EXPECT_ACTS("line_sos_key 7;(countdown)(calling)auplay aubridge,no-player;ausrc aubridge,no-source;dial sip:0@h;");
    has_card = true;

    /* Nothing opens, whatever it is told: that is one line of the round, and the next follows. */
    call_for_help(2, false);
    strcpy(lines.source, "alsa,b");
    call("CALL_RINGING", "c1");
    machine_event(&m, "CALL_CLOSED", "Unknown error -2", "outgoing", "c1", now);
    EXPECT_ACTS("(calling)auplay aubridge,no-player;ausrc aubridge,no-source;dial sip:0@h;");
    call("CALL_RINGING", "c2");
    machine_event(&m, "CALL_CLOSED", "Unknown error -2", "outgoing", "c2", now);
    EXPECT_ACTS("auplay aubridge,no-player;ausrc aubridge,no-source;dial sip:1@h;");
    call("CALL_RINGING", "c3");
    machine_event(&m, "CALL_CLOSED", "Unknown error -2", "outgoing", "c3", now);
    EXPECT_ACTS("(retrying)");
    /* Cancelled, and whoever calls next has the agent's own devices. */
    machine_cancel(&m);
    EXPECT_ACTS("(cancelled)ausrc alsa,b;line_sos_done 7;");
    /* The next press knows; its answered call gives them back, too, although its end comes when the line is free. */
    press(8);
    wait_for(10000);
    EXPECT_ACTS("line_sos_key 8;(countdown)(calling)auplay aubridge,no-player;ausrc aubridge,no-source;dial sip:0@h;");
    event("LINE_TAKEN", "sos");
    answer(true, "");
    call("CALL_ESTABLISHED", "c4");
    wait_for(PROMPT_END);
    answer(true, "failed to set audio-source");
    EXPECT_ACTS("ausrc alsa,b;");
    close_call("c4");
    EXPECT_ACTS("ausrc alsa,b;line_sos_done 8;");

    /* A file that names no devices: the next line is tried, and the prompt no longer has the card. */
    call_for_help(2, false);
    call("CALL_RINGING", "c1");
    machine_event(&m, "CALL_CLOSED", "Unknown error -16", "outgoing", "c1", now);
    EXPECT_ACTS("dial sip:1@h;");

    /* A kiosk that died may have left bridges or an announcement: they are replaced before the first call. */
    start(1, false);
    up();
    strcpy(lines.player, "alsa,a");
    strcpy(lines.source, "alsa,b");
    press(7);
    wait_for(10000);
    EXPECT_ACTS("line_sos_key 7;(countdown)(calling)auplay alsa,a;ausrc alsa,b;dial sip:0@h;");

    /* A former run made the call, nobody knows how: the devices are made sure of. */
    start(1, false);
    strcpy(lines.source, "alsa,b");
    machine_connected(&m);
    event("LINE_TAKEN", "sos");
    event("LINE_SOS_KEY", "5");
    event("LINE_UP", "");
    answer(true, "> [line 1]  0:00:08    ESTABLISHED    sip:0@h\n");
    EXPECT(m.state == TALKING);
    acts[0] = 0;
    wait_for(PROMPT_END);
    EXPECT_ACTS("ausrc alsa,b;");
}

static void test_ends(void)
{
    /* The end of the former call, told late, is not that of the present one; nor is a caller's. */
    call_for_help(2, false);
    call("CALL_RINGING", "c1");
    call("CALL_CLOSED", "c1");
    EXPECT_ACTS("dial sip:1@h;");
    call("CALL_CLOSED", "c1");
    machine_event(&m, "CALL_CLOSED", "", "incoming", "in", now);
    call("CALL_CLOSED", "");
    event("LINE_TAKEN", "sos");
    answer(true, "");
    call("CALL_RINGING", "c2");
    call("CALL_CLOSED", "c1");
    EXPECT(m.state == RINGING);
    /* An answer to a call that was hung up is no answer; its end is followed by the next. */
    wait_for(30000);
    call("CALL_ESTABLISHED", "c2");
    EXPECT(m.state == ENDING);
    close_call("c2");
    wait_for(2000);
    EXPECT_ACTS("callfind c2;hangup;(retrying)dial sip:0@h;");
    /* The agent dies in the call. */
    event("LINE_TAKEN", "sos");
    answer(true, "");
    call("CALL_ESTABLISHED", "c3");
    event("LINE_DOWN", "died");
    event("LINE_FREE", "");
    EXPECT_ACTS("(retrying)");
    wait_for(20000);
    EXPECT_ACTS("(retrying)");
    event("LINE_UP", "");
    EXPECT_ACTS("dial sip:0@h;");
}

static void test_cancel(void)
{
    start(1, false);
    up();
    machine_cancel(&m);
    EXPECT_ACTS("");
    press(7);
    wait_for(5000);
    press(8);
    machine_cancel(&m);
    EXPECT_ACTS("line_sos_key 7;(countdown)line_sos_key 8;(cancelled)line_sos_done 8;");
    EXPECT(m.state == IDLE);
    /* The broker was away when it was told: it says so again, and nobody is called. */
    event("LINE_SOS_KEY", "8");
    EXPECT_ACTS("line_sos_done 8;");
    call_for_help(1, false);
    call("CALL_RINGING", "c1");
    machine_cancel(&m);
    EXPECT_ACTS("(cancelled)callfind c1;hangup;line_sos_done 7;");
    /* What the key does while the kiosk is back, or in the talk, is not decided here. */
    call_for_help(1, false);
    event("LINE_SOS_HELD", "7");
    machine_cancel(&m);
    EXPECT_ACTS("");
    call("CALL_ESTABLISHED", "c1");
    event("LINE_SOS_LOST", "7");
    machine_cancel(&m);
    EXPECT_ACTS("");
}

static void test_hand_over(void)
{
    /* Unanswered, the kiosk goes on; it is lost again, and so does this; no second countdown. */
    call_for_help(2, false);
    call("CALL_RINGING", "c1");
    event("LINE_SOS_HELD", "7");
    close_call("c1");
    EXPECT(m.state == HELD);
    event("LINE_SOS_LOST", "7");
    EXPECT_ACTS("(calling)dial sip:0@h;");
    answer(false, "held");
    EXPECT(m.state == HELD);
    event("LINE_SOS_RELEASED", "7");
    EXPECT(m.state == IDLE);
    /* Cancelled at the kiosk while it rings here. */
    call_for_help(2, false);
    call("CALL_RINGING", "c1");
    event("LINE_SOS_HELD", "7");
    event("LINE_SOS_RELEASED", "7");
    EXPECT_ACTS("callfind c1;hangup;");
    /* A second press has to be held anew: the kiosk may be gone by then. */
    call_for_help(2, false);
    call("CALL_RINGING", "c1");
    event("LINE_SOS_HELD", "7");
    press(9);
    close_call("c1");
    EXPECT_ACTS("line_sos_key 9;dial sip:1@h;");
}

static void test_calls_of_others(void)
{
    /* The kiosk's emergency was answered before it hung: that was the help. */
    start(1, false);
    up();
    press(7);
    event("LINE_SOS_HELD", "7");
    event("LINE_TAKEN", "kiosk");
    call("CALL_ESTABLISHED", "k1");
    event("LINE_SOS_LOST", "7");
    wait_for(600000);
    close_call("k1");
    EXPECT_ACTS("line_sos_key 7;listcalls;line_sos_done 7;");
    /* A call that was answered before the press was not; it is not ended, whatever it is. */
    start(1, false);
    up();
    event("LINE_TAKEN", "kiosk");
    press(7);
    wait_for(2000);
    EXPECT_ACTS("line_sos_key 7;listcalls;");
    answer(true, "> [line 1]  0:01:08    ESTABLISHED    sip:5@h");
    wait_for(600000);
    EXPECT_ACTS("");
    close_call("k1");
    wait_for(8000);
    EXPECT_ACTS("(countdown)(calling)dial sip:0@h;");
    /* One that nobody answers is ended in place of the kiosk that hangs. */
    start(1, false);
    up();
    event("LINE_TAKEN", "kiosk");
    press(7);
    wait_for(2000);
    answer(true, "> [line 3]  0:00:08    RINGING    sip:5@h");
    EXPECT_ACTS("line_sos_key 7;listcalls;");
    wait_for(30000);
    EXPECT_ACTS("line 3;hangup;listcalls;");
    close_call("k1");
    wait_for(8000);
    EXPECT_ACTS("(countdown)(calling)dial sip:0@h;");
    /* The line is taken at the very moment. */
    answer(false, "line taken");
    EXPECT_ACTS("listcalls;");
    event("LINE_FREE", "");
    call("CALL_CLOSED", "k2");
    wait_for(500);
    EXPECT_ACTS("(calling)dial sip:0@h;");
}

static void test_restart(void)
{
    static const char *const listings[] = {"> [line 1] 0:00:08 ESTABLISHED sip:0@h", "> [line 1] 0:00:08 RINGING sip:0@h"};
    for (int i = 0; i < 2; i++) {
        start(2, false);
        machine_connected(&m);
        event("LINE_TAKEN", "sos");
        event("LINE_SOS_KEY", "7");
        event("LINE_UP", "");
        answer(true, "");
        answer(true, listings[i]);
        EXPECT(m.state == (i ? LISTENING : TALKING) && m.account == 1);
        EXPECT_ACTS("listcalls;listcalls;listcalls;");
        wait_for(29000);
        if (i) call("CALL_ESTABLISHED", "c1");
        wait_for(600000);
        close_call("c1");
        EXPECT_ACTS("line_sos_done 7;");
    }
    /* It rings on unanswered, or is over: called again, without a countdown. */
    start(1, false);
    machine_connected(&m);
    event("LINE_TAKEN", "sos");
    event("LINE_SOS_KEY", "7");
    event("LINE_UP", "");
    answer(true, listings[1]);
    wait_for(30000);
    EXPECT_ACTS("listcalls;listcalls;line 1;hangup;listcalls;");
    close_call("c1");
    wait_for(500);
    EXPECT_ACTS("(calling)dial sip:0@h;");
}

static void test_broker_away(void)
{
    /* Away at the press: the countdown goes on, and so does the voice. */
    start(1, false);
    press(7);
    wait_for(10000);
    EXPECT_ACTS("line_sos_key 7;(countdown)(retrying)");
    wait_for(45000);
    EXPECT_ACTS("(retrying)(retrying)");
    up();
    EXPECT_ACTS("line_sos_key 7;(calling)dial sip:0@h;");
    /* It hangs with the dial: no second one, whatever time it takes. */
    wait_for(600000);
    EXPECT_ACTS("");
    event("LINE_TAKEN", "sos");
    answer(true, "");
    /* It restarts while the operator answers: the answer is found. */
    machine_disconnected(&m, now);
    machine_connected(&m);
    event("LINE_TAKEN", "kiosk");
    event("LINE_UP", "");
    EXPECT_ACTS("line_sos_key 7;listcalls;");
    answer(true, "> [line 1] 0:00:08 ESTABLISHED sip:0@h");
    wait_for(600000);
    EXPECT_ACTS("");
    close_call("c1");
    EXPECT_ACTS("line_sos_done 7;");
    /* The agent's answer is lost with its connection, and the agent is not. */
    start(1, false);
    up();
    press(8);
    wait_for(10000);
    event("LINE_FREE", "");
    event("LINE_UP", "second_client");
    EXPECT_ACTS("line_sos_key 8;(countdown)(calling)dial sip:0@h;(calling)dial sip:0@h;");
    event("LINE_TAKEN", "sos");
    event("LINE_UP", "second_client");
    EXPECT_ACTS("listcalls;");
}

static void test_no_file(void)
{
    start(1, false);
    up();
    has_lines = false;
    press(7);
    wait_for(10000);
    EXPECT_ACTS("line_sos_key 7;(countdown)(cannot_call)");
    wait_for(58000);
    EXPECT_ACTS("");
    has_lines = true;
    wait_for(2000);
    EXPECT_ACTS("(calling)dial sip:0@h;");
    start(1, false);
    up();
    has_lines = false;
    press(7);
    wait_for(70000);
    EXPECT_ACTS("line_sos_key 7;(countdown)(cannot_call)line_sos_done 7;");
    EXPECT(m.state == IDLE);
}

/* Any events in any order: no dial while one is out, while the kiosk holds the press, or while a call is known to be up; and when
   the disorder ends, help is called. */
static void test_disorder(void)
{
    static const char *const types[] = {
        "LINE_UP", "LINE_DOWN", "LINE_FREE", "LINE_TAKEN", "LINE_SKIPPED", "LINE_SOS_HELD", "LINE_SOS_LOST", "LINE_SOS_RELEASED", "LINE_SOS_KEY",
        "CALL_RINGING", "CALL_ESTABLISHED", "CALL_CLOSED", "LINE_TRUNK", "", "CALL_", "LINE_SOS_",
    };
    static const char *const parameters[] = {"", "sos", "kiosk", "7", "8", "99999999999999999999", "x"};
    static const char *const answers[] = {"", "held", "line taken", "> [line 1] 0:00:08 ESTABLISHED sip:0@h", "[line 2] 0 RINGING sip:", "[line 1] 0 INCOMING sip:"};
    static const char *const ids[] = {"", "c1", "c2", "an id that is longer than the place that is kept for the id of a call in the machine"};
    srandom(4);
    for (int run = 0; run < 3000; run++) {
        uint64_t number = 7;
        start(1 + run % 3, run % 2);
        for (int step = 0; step < 60; step++) {
            enum state before = m.state;
            bool is_command_out = before == DIALLING;
            acts[0] = 0;
            long what = random() % 12;
            const char *type = types[random() % 16];
            if (what == 0) press(++number);
            else if (what == 1) machine_cancel(&m);
            else if (what == 2) machine_connected(&m);
            else if (what == 3) machine_disconnected(&m, now);
            else if (what == 4) has_lines = random() % 4 > 0;
            else if (what < 7) wait_for(random() % 12000);
            else if (what < 9) answer(random() % 2, answers[random() % 6]);
            else machine_event(&m, type, parameters[random() % 7], random() % 4 ? "outgoing" : "incoming", ids[random() % 4], now);
            const char *dial = strstr(acts, "dial ");
            if (dial == NULL) continue;
            EXPECT(strstr(dial + 1, "dial ") == NULL);
            EXPECT(m.state == DIALLING && m.line_up && m.owner == NOBODY);
            EXPECT(before != HELD || strcmp(type, "LINE_SOS_LOST") == 0);
            /* A dial is out until its answer, its end, or news of the line. */
            EXPECT(!is_command_out || what == 7 || what == 8 || strcmp(type, "LINE_UP") == 0 || strcmp(type, "CALL_CLOSED") == 0);
        }
        has_lines = true;
        machine_disconnected(&m, now);
        up();
        if (m.state == IDLE) press(++number);
        char text[24];
        sprintf(text, "%llu", (unsigned long long)m.press);
        event("LINE_SOS_HELD", text);
        event("LINE_SOS_LOST", text);
        if (m.state == TALKING) continue;
        acts[0] = 0;
        for (int i = 0; i < 20 && m.state != DIALLING && m.state != IDLE; i++) {
            event("LINE_FREE", "");
            wait_for(5000);
        }
        if (m.state != DIALLING && m.state != IDLE) fprintf(stderr, "run %d: state %d: %s\n", run, m.state, acts);
        EXPECT(m.state == DIALLING || m.state == IDLE);
    }
}

void test_machine(void)
{
    test_times();
    test_rounds();
    test_no_sound();
    test_ends();
    test_cancel();
    test_hand_over();
    test_calls_of_others();
    test_restart();
    test_broker_away();
    test_no_file();
    test_disorder();
}
