#include "machine.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void enter(struct machine *m, enum state state, int64_t deadline)
{
    m->state = state;
    m->deadline = deadline;
}

static void play(struct machine *m, const char *prompt) { m->port.play(m->port.context, prompt); }
static void hush(struct machine *m) { m->port.hush(m->port.context); }
static void remark(struct machine *m, const char *text) { m->port.remark(m->port.context, text); }

static void keep(char *place, size_t size, const char *text)
{
    snprintf(place, size, "%s", text);
}

/* A command whose answer is waited for. */
static void ask(struct machine *m, const char *command, const char *parameters)
{
    snprintf(m->token, sizeof m->token, "s%u", ++m->commands);
    m->port.send(m->port.context, command, parameters, m->token);
}

/* A command whose answer does not matter. */
static void tell(struct machine *m, const char *command, const char *parameters)
{
    m->port.send(m->port.context, command, parameters, "t");
}

static void tell_press(struct machine *m, const char *command)
{
    char number[24];
    snprintf(number, sizeof number, "%" PRIu64, m->press);
    tell(m, command, number);
}

static void close_press(struct machine *m)
{
    enter(m, IDLE, -1);
    m->held = m->counted = m->call_counts = m->call_answered = false;
    m->call[0] = m->former[0] = 0;
}

static void done(struct machine *m)
{
    tell_press(m, "line_sos_done");
    m->done = m->press;
    close_press(m);
}

static void start_rounds(struct machine *m) { m->next = 0; m->rounds = m->searches = 0; }

/* Whether the line at `next` exists in this round, after skipping what the round does not have. */
static const struct line *next_line(struct machine *m, const struct lines *lines)
{
    if (m->next < lines->help_count) return &lines->help[m->next];
    size_t ambulance = m->next - lines->help_count;
    bool allowed = lines->ambulance_allowed && m->rounds >= ROUNDS_BEFORE_AMBULANCE;
    return allowed && ambulance < lines->ambulance_count ? &lines->ambulance[ambulance] : NULL;
}

/* No file says whom to call. One may come: the kiosk may be starting. */
static void look_again(struct machine *m, int64_t now)
{
    if (m->searches == 0) play(m, "cannot_call");
    if (m->searches == 0) remark(m, "no file says whom to call; looking for one for a minute");
    if (m->searches++ == SEARCHES) return done(m);
    enter(m, PAUSING, now + ROUND_PAUSE);
}

/* The next attempt, as soon as the line permits it. */
static void attempt(struct machine *m, int64_t now)
{
    const struct lines *lines = m->port.lines(m->port.context);
    if (lines == NULL || lines->help_count == 0) return look_again(m, now);
    const struct line *line = next_line(m, lines);
    if (line == NULL) {
        m->next = 0;
        m->rounds++;
        play(m, "retrying");
        return enter(m, PAUSING, now + ROUND_PAUSE);
    }
    if (!m->line_up || m->line_taken) {
        if (m->state != READY) play(m, "retrying");
        return enter(m, READY, -1);
    }
    if (m->next >= lines->help_count) play(m, "ambulance");
    else if (m->next == 0 && m->rounds == 0) play(m, "calling");
    if (m->call[0]) keep(m->former, sizeof m->former, m->call);
    m->call[0] = 0;
    enter(m, DIALLING, now + ANSWER_LIMIT);
    /* The account is selected first: the agent dials from the account that is selected. Both go out together, and the
       broker keeps what each of its clients has selected. */
    tell(m, "uafind", line->account);
    ask(m, "dial", line->uri);
}

/* An attempt failed, or its call was lost. */
static void failed(struct machine *m, int64_t now)
{
    if (m->held) {
        m->held = false;
        m->call[0] = 0;
        return enter(m, HELD, -1);
    }
    m->next++;
    attempt(m, now);
}

static void start_countdown(struct machine *m, int64_t now)
{
    if (m->counted) {
        start_rounds(m);
        return attempt(m, now);
    }
    const struct lines *lines = m->port.lines(m->port.context);
    remark(m, "the kiosk does not answer the SOS key; calling for help in its place");
    play(m, "countdown");
    enter(m, COUNTDOWN, now + 1000 * (lines ? lines->countdown : DEFAULT_COUNTDOWN));
}

/* Nobody else deals with the press any more. A call that is up may be the help that was called: it is not talked over. */
static void take_over(struct machine *m, int64_t now)
{
    if (m->line_taken) {
        m->call_answered = false;
        return enter(m, LISTENING, -1);
    }
    start_countdown(m, now);
}

void machine_start(struct machine *m, struct port port)
{
    memset(m, 0, sizeof *m);
    m->port = port;
    m->deadline = -1;
}

void machine_key(struct machine *m, uint64_t number, int64_t now)
{
    m->press = number;
    tell_press(m, "line_sos_key");
    switch (m->state) {
    case IDLE:
        start_rounds(m);
        enter(m, WAITING, now + ACKNOWLEDGE_LIMIT);
        break;
    case HELD:
        /* The kiosk had the press before; whether it still lives shows with this one. */
        enter(m, WAITING, now + ACKNOWLEDGE_LIMIT);
        break;
    default: break;
    }
}

void machine_cancel(struct machine *m, int64_t now)
{
    (void)now;
    switch (m->state) {
    case COUNTDOWN: case READY: case PAUSING:
        play(m, "cancelled");
        remark(m, "cancelled at the booth");
        return done(m);
    case DIALLING: case RINGING:
        play(m, "cancelled");
        remark(m, "cancelled at the booth");
        tell(m, "hangup", NULL);
        return done(m);
    default: return;
    }
}

void machine_connected(struct machine *m, int64_t now)
{
    (void)now;
    /* The broker tells the state of the line by itself. It may be a new one, which knows of no press. */
    m->line_up = m->line_taken = m->line_ours = false;
    if (m->state != IDLE) tell_press(m, "line_sos_key");
}

void machine_disconnected(struct machine *m, int64_t now)
{
    m->line_up = false;
    /* Calls go on in the agent while the broker restarts. What became of ours shows when it is back. */
    if (m->state == DIALLING) enter(m, RINGING, now + RING_LIMIT);
    /* Without the broker, nobody can hold the press. */
    if (m->state == HELD) enter(m, WAITING, now + ACKNOWLEDGE_LIMIT);
}

static void line_free(struct machine *m, int64_t now)
{
    m->line_taken = m->line_ours = false;
    switch (m->state) {
    case READY: return attempt(m, now);
    case LISTENING:
        if (m->call_counts && m->call_answered) return done(m);
        return start_countdown(m, now);
    case TALKING: return done(m);
    /* The end of our call is usually told right after this. */
    case RINGING: return enter(m, ENDING, now + LATE_LIMIT);
    default: return;
    }
}

static void line_down(struct machine *m, int64_t now)
{
    m->line_up = m->line_ours = m->line_taken = false;
    switch (m->state) {
    case DIALLING: case RINGING: case ENDING: return attempt(m, now);
    case TALKING:
        remark(m, "the SIP agent died in the call; calling again");
        play(m, "retrying");
        return attempt(m, now);
    case LISTENING: return start_countdown(m, now);
    default: return;
    }
}

static void follow_call(struct machine *m, const char *type, const char *direction, const char *id, int64_t now)
{
    if (m->state == LISTENING) {
        if (strcmp(type, "CALL_ESTABLISHED") == 0) m->call_answered = true;
        return;
    }
    if (m->state != DIALLING && m->state != RINGING && m->state != ENDING && m->state != TALKING) return;
    if (strcmp(direction, "incoming") == 0) return;
    if (id[0] != 0 && strcmp(id, m->former) == 0) return;
    if (id[0] != 0 && m->call[0] != 0 && strcmp(id, m->call) != 0) return;
    if (m->call[0] == 0) keep(m->call, sizeof m->call, id);
    if (strcmp(type, "CALL_ESTABLISHED") == 0) {
        hush(m);
        enter(m, TALKING, -1);
    } else if (strcmp(type, "CALL_CLOSED") == 0) {
        m->line_ours = false;
        if (m->state == TALKING) return done(m);
        failed(m, now);
    }
}

static void follow_hold(struct machine *m, const char *type, int64_t now)
{
    if (strcmp(type, "LINE_SOS_HELD") == 0) {
        m->call_counts = true;
        switch (m->state) {
        case COUNTDOWN: hush(m); /* fall through */
        case WAITING: case LISTENING: case READY: case PAUSING: return enter(m, HELD, -1);
        case DIALLING: case RINGING: case ENDING: case TALKING: m->held = true; return;
        default: return;
        }
    }
    if (strcmp(type, "LINE_SOS_LOST") == 0) {
        m->held = false;
        if (m->state == HELD) take_over(m, now);
        return;
    }
    /* Released: the kiosk is done with it. A call of ours that is up goes on to its end. */
    if (m->state == TALKING) return;
    if (m->state == DIALLING || m->state == RINGING) tell(m, "hangup", NULL);
    hush(m);
    close_press(m);
}

void machine_event(struct machine *m, const char *type, const char *parameter, const char *direction, const char *id, int64_t now)
{
    if (strncmp(type, "CALL_", 5) == 0) return follow_call(m, type, direction, id, now);
    if (strcmp(type, "LINE_UP") == 0) {
        m->line_up = true;
        if (m->state == READY) attempt(m, now);
    } else if (strcmp(type, "LINE_DOWN") == 0) {
        line_down(m, now);
    } else if (strcmp(type, "LINE_TAKEN") == 0) {
        m->line_ours = strcmp(parameter, "sos") == 0;
        m->line_taken = !m->line_ours;
    } else if (strcmp(type, "LINE_FREE") == 0) {
        line_free(m, now);
    } else if (strncmp(type, "LINE_SOS_", 9) == 0) {
        uint64_t number = 0;
        if (sscanf(parameter, "%" SCNu64, &number) != 1) return;
        if (strcmp(type, "LINE_SOS_KEY") == 0) {
            /* A press that a former run of this program has numbered. Its call may still be up. */
            if (m->state != IDLE) return;
            m->press = number;
            /* The broker was away when it was told. */
            if (number <= m->done) return tell_press(m, "line_sos_done");
            start_rounds(m);
            m->call_counts = m->line_ours;
            if (m->line_ours) enter(m, LISTENING, -1);
            else enter(m, WAITING, now + ACKNOWLEDGE_LIMIT);
        } else if (m->state != IDLE && number == m->press) {
            follow_hold(m, type, now);
        }
    }
}

void machine_answer(struct machine *m, const char *token, bool accepted, const char *text, int64_t now)
{
    if (m->state != DIALLING || strcmp(token, m->token) != 0) return;
    if (accepted) return enter(m, RINGING, now + RING_LIMIT);
    if (strcmp(text, "held") == 0) {
        hush(m);
        return enter(m, HELD, -1);
    }
    if (strcmp(text, "line taken") == 0) {
        m->line_taken = true;
        return enter(m, READY, -1);
    }
    remark(m, "the SIP agent refused to dial");
    failed(m, now);
}

void machine_time(struct machine *m, int64_t now)
{
    if (m->deadline < 0 || now < m->deadline) return;
    m->deadline = -1;
    switch (m->state) {
    case WAITING: return take_over(m, now);
    case COUNTDOWN:
        m->counted = true;
        start_rounds(m);
        return attempt(m, now);
    case PAUSING: return attempt(m, now);
    case DIALLING:
        remark(m, "the broker does not answer; trying again");
        return attempt(m, now);
    case RINGING:
        tell(m, "hangup", NULL);
        return enter(m, ENDING, now + HANG_UP_LIMIT);
    case ENDING: return failed(m, now);
    default: return;
    }
}
