/* booth-sos with a broker, an agent, an operator and a kiosk that follow their rules (docs/SOS.md), in a time of the test's own.
   The kiosk is stopped and goes on, or is dead; the broker or booth-sos is started anew. Whatever happens, one talk comes of it. */
#include "../../../Sources/BoothSOS/machine.h"
#include "check.h"
#include <stdarg.h>

enum { STEP = 100, LENGTH = 240000, NEVER = 1 << 30 };

static struct machine m;
static struct lines lines;
static int64_t now;
static char story[20000]; /* what happened, for whoever reads a failure */

/* What is on its way to booth-sos. */
static struct { bool is_answer, accepted; char type[24], text[80], id[12]; } queue[100];
static int queued;

static struct { bool is_up; int64_t back_at; enum owner owner; uint64_t press; bool is_held; int64_t held_at; } broker;
static struct { enum { NO, RINGS, TALKS } state; enum owner by; int number, talks; int64_t at, answer_after, talk; } agent;
static struct {
    int64_t stop_at, go_at, key_at, second_at;
    bool has_key, is_held, is_done;
    uint64_t numbered, press;
    enum { CLOSED, COUNTS, CALLS, OVER } page;
    int64_t page_at;
} kiosk;

static void tell_story(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t used = strlen(story);
    if (used < sizeof story - 200) used += (size_t)sprintf(story + used, "  %.1f ", (double)now / 1000);
    if (used < sizeof story - 200) vsprintf(story + used, format, arguments);
    va_end(arguments);
}

static void put(bool is_answer, bool accepted, const char *type, const char *text, const char *id)
{
    if (!broker.is_up) return;
    EXPECT(queued < 100);
    queue[queued].is_answer = is_answer;
    queue[queued].accepted = accepted;
    strcpy(queue[queued].type, type);
    strcpy(queue[queued].text, text);
    strcpy(queue[queued++].id, id);
}

static void put_press(const char *type)
{
    char number[24];
    sprintf(number, "%llu", (unsigned long long)broker.press);
    put(false, false, type, number, "");
}

static void put_call(const char *type)
{
    char id[16];
    sprintf(id, "c%d", agent.number);
    put(false, false, type, "", id);
}

static void put_owner(void)
{
    if (broker.owner == NOBODY) put(false, false, "LINE_FREE", "", "");
    else put(false, false, "LINE_TAKEN", broker.owner == US ? "sos" : "kiosk", "");
}

static bool dial(enum owner who)
{
    if (!broker.is_up || broker.owner != NOBODY) return false;
    tell_story("%s dials\n", who == US ? "booth-sos" : "kiosk");
    EXPECT(agent.state == NO);
    broker.owner = agent.by = who;
    agent.state = RINGS;
    agent.number++;
    agent.at = now;
    put_owner();
    put_call("CALL_RINGING");
    return true;
}

static void end_call(void)
{
    tell_story("the call ends%s\n", agent.state == TALKS ? "" : " unanswered");
    agent.state = NO;
    broker.owner = NOBODY;
    put_owner();
    put_call("CALL_CLOSED");
}

static void send_command(void *context, const char *command, const char *parameters, const char *token)
{
    (void)context;
    static const char *const states[] = {"", "> [line 1]  0:00:08  RINGING  sip:1@h", "> [line 1]  0:00:08  ESTABLISHED  sip:1@h"};
    if (!broker.is_up) return;
    if (strcmp(command, "line_sos_key") == 0) {
        uint64_t number = strtoull(parameters, NULL, 10);
        if (number > broker.press) broker.is_held = false;
        broker.press = kiosk.numbered = number;
    } else if (strcmp(command, "line_sos_done") == 0 && broker.press == strtoull(parameters, NULL, 10)) {
        broker.press = 0;
        broker.is_held = false;
        kiosk.is_done = true;
    } else if (strcmp(command, "dial") == 0) {
        bool is_held = broker.press && broker.is_held, is_made = !is_held && dial(US);
        put(true, is_made, token, is_held ? "held" : is_made ? "" : "line taken", "");
    } else if (strcmp(command, "hangup") == 0) {
        if (agent.state != NO) end_call();
    } else if (strcmp(command, "listcalls") == 0) {
        put(true, true, token, states[agent.state], "");
    }
}

static void play(void *context, const char *prompt) { (void)context; tell_story("(%s)\n", prompt); }
static void hush(void *context) { (void)context; }
static void remark(void *context, const char *text) { (void)context; (void)text; }
static bool card(void *context) { (void)context; return true; }
static const struct lines *known(void *context) { (void)context; return &lines; }

static void deliver(void)
{
    for (int i = 0; i < queued; i++) {
        if (queue[i].is_answer) machine_answer(&m, queue[i].type, queue[i].accepted, queue[i].text, now);
        else machine_event(&m, queue[i].type, queue[i].text, queue[i].id[0] ? "outgoing" : "", queue[i].id, now);
    }
    queued = 0;
}

static void start_sos(void) { machine_start(&m, (struct port){NULL, send_command, play, hush, remark, known, card}); }

static void connect_sos(void)
{
    queued = 0;
    machine_connected(&m);
    put_owner();
    if (broker.press) put_press("LINE_SOS_KEY");
    if (broker.press && broker.is_held) put_press("LINE_SOS_HELD");
    put(false, false, "LINE_UP", "", "");
    deliver();
}

static void hold(uint64_t number)
{
    if (!broker.is_up || broker.press != number) return;
    broker.is_held = true;
    broker.held_at = now;
    put_press("LINE_SOS_HELD");
}

/* The kiosk: SOSKeyHolder, and an emergency of eight seconds, one call and its end. */
static void run_kiosk(void)
{
    /* What the service is done with closes, and does not open later. */
    if (kiosk.is_done && kiosk.page != CLOSED) kiosk.page = OVER;
    bool is_open = kiosk.page == COUNTS || kiosk.page == CALLS;
    if (kiosk.has_key) {
        kiosk.has_key = false;
        if (!kiosk.is_done && kiosk.page == CLOSED) {
            tell_story("the kiosk has the key\n");
            kiosk.page = COUNTS;
            kiosk.page_at = now + 8000;
            if (kiosk.numbered) hold(kiosk.numbered);
            kiosk.is_held = kiosk.numbered > 0;
            is_open = true;
        }
    }
    if (kiosk.page == COUNTS && now >= kiosk.page_at && (broker.owner != NOBODY || dial(ANOTHER))) kiosk.page = CALLS;
    /* Another's call that nobody answered: its own attempts go on. */
    if (kiosk.page == CALLS && broker.is_up && agent.state == NO && agent.talks == 0) kiosk.page = COUNTS;
    if (kiosk.page == CALLS && agent.state == NO && agent.talks > 0) kiosk.page = OVER;
    if (now < kiosk.second_at) return;
    kiosk.second_at = now + 1000;
    if (is_open && kiosk.numbered) {
        hold(kiosk.numbered);
        kiosk.is_held = true;
    } else if (kiosk.is_held && broker.is_up && broker.press == kiosk.numbered) {
        kiosk.is_held = false;
        put_press("LINE_SOS_RELEASED");
        broker.press = 0;
        broker.is_held = false;
    }
}

static void run_others(void)
{
    if (agent.state == RINGS && now >= agent.at + agent.answer_after) {
        tell_story("the operator answers\n");
        agent.state = TALKS;
        agent.talks++;
        agent.at = now;
        put_call("CALL_ESTABLISHED");
    } else if (agent.state == TALKS && now >= agent.at + agent.talk) {
        end_call();
    }
    if (broker.is_held && now - broker.held_at > 2500) {
        tell_story("the kiosk is lost\n");
        broker.is_held = false;
        put_press("LINE_SOS_LOST");
    }
}

static void run(int seed)
{
    srandom((unsigned)seed);
    memset(&broker, 0, sizeof broker);
    memset(&agent, 0, sizeof agent);
    memset(&kiosk, 0, sizeof kiosk);
    broker.is_up = true;
    story[0] = 0;
    queued = 0;
    now = 10000;
    bool may_call_again = false;
    int64_t fault_at = now + random() % 40000;
    int fault = random() % 4; /* 1: the broker is started anew, 2: booth-sos is */
    kiosk.key_at = now;
    kiosk.stop_at = now + random() % 25 * 1000 - random() % 2 * 500;
    kiosk.go_at = random() % 4 ? kiosk.stop_at + random() % 30000 : NEVER;
    if (random() % 3 == 0) kiosk.stop_at = now;
    agent.answer_after = random() % 3 ? 500 + random() % 5000 : random() % 28000;
    agent.talk = 2000 + random() % 30000;
    start_sos();
    connect_sos();
    machine_key(&m, (uint64_t)now, now);
    deliver();
    kiosk.has_key = true;
    for (; now < LENGTH; now += STEP) {
        if (fault == 1 && now >= fault_at) {
            tell_story("the broker dies\n");
            fault = 0;
            /* The answer to the kiosk's call is not seen if it falls into this. */
            may_call_again = agent.state == RINGS && agent.by == ANOTHER;
            queued = 0;
            broker.is_up = false;
            broker.back_at = now + random() % 1500;
            broker.press = 0;
            broker.is_held = false;
            machine_disconnected(&m, now);
        } else if (fault == 2 && now >= fault_at) {
            tell_story("booth-sos is started anew\n");
            fault = 0;
            /* It cannot know that this was the help. Should the kiosk now hang as well, help is called once more. */
            may_call_again = agent.number > 0 && agent.by == ANOTHER;
            start_sos();
            connect_sos();
        }
        if (!broker.is_up && now >= broker.back_at) {
            broker.is_up = true;
            /* Whose call it was is forgotten. */
            broker.owner = agent.state == NO ? NOBODY : ANOTHER;
            connect_sos();
        }
        run_others();
        deliver();
        if (now < kiosk.stop_at || now >= kiosk.go_at) run_kiosk();
        deliver();
        enum state before = m.state;
        machine_time(&m, now);
        deliver();
        if (m.state != before) tell_story("booth-sos: %s\n", machine_status(&m));
    }
    if ((agent.talks == 1 || (agent.talks == 2 && may_call_again)) && agent.state == NO) return;
    fprintf(stderr, "seed %d: %d talks. Stopped at %.1f, on at %.1f\n%s", seed, agent.talks, (double)kiosk.stop_at / 1000, (double)kiosk.go_at / 1000, story);
    exit(1);
}

void test_together(void)
{
    lines_default(&lines);
    strcpy(lines.help[0].account, "sip:a@h");
    strcpy(lines.help[0].uri, "sip:1@h");
    lines.help_count = 1;
    for (int seed = 0; seed < 20000; seed++) run(seed);
}
