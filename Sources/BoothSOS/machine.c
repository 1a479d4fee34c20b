#include "machine.h"
#include "listing.h"

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
static const struct lines *lines(struct machine *m) { return m->port.lines(m->port.context); }

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

static void start_press(struct machine *m)
{
    m->held = m->was_held = m->counted = m->answered = m->helped = false;
    m->next = m->account = 0;
    m->rounds = m->searches = m->row = 0;
    m->call[0] = m->former[0] = m->token[0] = 0;
}

/* The agent's devices for the call that is selected, or for the next. */
static void use_devices(struct machine *m, const char *player, const char *source)
{
    if (player[0]) tell(m, "auplay", player);
    if (source[0]) tell(m, "ausrc", source);
}

/* The kiosk's calls, too, begin with what the agent was told last. */
static void give_devices_back(struct machine *m)
{
    if (m->mute && lines(m) != NULL) use_devices(m, lines(m)->player, lines(m)->source);
}

static void done(struct machine *m)
{
    give_devices_back(m);
    tell_press(m, "line_sos_done");
    m->done = m->press;
    enter(m, IDLE, -1);
}

/* Help first, then the ambulance; NULL beyond both. */
static const struct line *line_at(const struct lines *lines, size_t index)
{
    if (lines == NULL || index < lines->help_count) return lines == NULL ? NULL : &lines->help[index];
    index -= lines->help_count;
    return index < lines->ambulance_count ? &lines->ambulance[index] : NULL;
}

/* Asks the agent how its calls stand, account by account from this line on. */
static void look(struct machine *m, size_t index)
{
    const struct line *line, *former = index > 0 ? line_at(lines(m), index - 1) : NULL;
    m->token[0] = 0;
    while ((line = line_at(lines(m), index)) != NULL && former != NULL && strcmp(line->account, former->account) == 0) index++;
    m->looked = index;
    if (line == NULL) return;
    tell(m, "uafind", line->account);
    ask(m, "listcalls", NULL);
}

/* By its id or its row: a caller who rings may be the call that is selected. */
static void hang_up(struct machine *m)
{
    const struct line *line = line_at(lines(m), m->account);
    char row[12];
    snprintf(row, sizeof row, "%d", m->row);
    if (line != NULL) tell(m, "uafind", line->account);
    if (m->call[0]) tell(m, "callfind", m->call);
    else if (m->row > 0) tell(m, "line", row);
    tell(m, "hangup", NULL);
}

/* A call is up, and what is known of it is only that. It is not talked over; nor may it ring for ever. */
static void listen(struct machine *m, int64_t now)
{
    m->row = 0;
    m->call[0] = 0;
    enter(m, LISTENING, m->answered ? -1 : now + RING_LIMIT);
    look(m, 0);
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
    const struct lines *known = lines(m);
    if (known == NULL || known->help_count == 0) return look_again(m, now);
    const struct line *line = line_at(known, m->next);
    bool is_ambulance = m->next >= known->help_count;
    if (line == NULL || (is_ambulance && (!known->ambulance_allowed || m->rounds < ROUNDS_BEFORE_AMBULANCE))) {
        m->next = 0;
        m->rounds++;
        play(m, "retrying");
        return enter(m, PAUSING, now + ROUND_PAUSE);
    }
    if (!m->line_up) {
        if (m->state != READY) play(m, "retrying");
        return enter(m, READY, now + SILENCE_LIMIT);
    }
    if (m->owner != NOBODY) return listen(m, now);
    if (is_ambulance) play(m, "ambulance");
    else if (m->next == 0 && m->rounds == 0) play(m, "calling");
    if (m->call[0]) keep(m->former, sizeof m->former, m->call);
    m->call[0] = 0;
    m->row = 0;
    m->account = m->next;
    enter(m, DIALLING, now + ANSWER_LIMIT);
    /* The account is selected first: the agent dials from the account that is selected. Both go out together, and the
       broker keeps what each of its clients has selected. */
    tell(m, "uafind", line->account);
    /* Without a card the agent would end the call when it is answered. */
    if (strncmp(known->source, "alsa,", 5) == 0 && !m->port.has_card(m->port.context)) m->mute = true;
    /* Two bridges that lead nowhere: they can always be opened. A kiosk that died may have left them, or an announcement. */
    if (m->mute) use_devices(m, "aubridge,no-player", "aubridge,no-source");
    else use_devices(m, known->player, known->source);
    ask(m, "dial", line->uri);
}

/* The call is over without an answer. `again`: the same line once more, since the line itself was lost. */
static void failed(struct machine *m, bool again, int64_t now)
{
    if (m->held) {
        m->held = false;
        give_devices_back(m);
        return enter(m, HELD, -1);
    }
    if (!again) m->next++;
    attempt(m, now);
}

static void start_countdown(struct machine *m, int64_t now)
{
    if (m->counted) return attempt(m, now);
    remark(m, "the kiosk does not answer the SOS key; calling for help in its place");
    play(m, "countdown");
    enter(m, COUNTDOWN, now + 1000 * (lines(m) ? lines(m)->countdown : DEFAULT_COUNTDOWN));
}

/* Nobody else deals with the press any more. */
static void take_over(struct machine *m, int64_t now)
{
    if (m->owner != NOBODY) listen(m, now);
    else if (m->helped) done(m);
    else start_countdown(m, now);
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
    /* The kiosk has to hold this one, too. */
    m->held = false;
    /* Nor was the help enough that is over. */
    if (!m->answered) m->helped = false;
    tell_press(m, "line_sos_key");
    if (m->state == IDLE) start_press(m);
    /* Where the kiosk had the press before, whether it still lives shows with this one. */
    if (m->state == IDLE || m->state == HELD) enter(m, WAITING, now + ACKNOWLEDGE_LIMIT);
}

/* Whether a call of ours is up, or about to be, that nobody has answered. */
static bool is_calling(const struct machine *m)
{
    return m->state == DIALLING || m->state == RINGING || (m->state == LISTENING && m->owner == US && !m->answered);
}

void machine_cancel(struct machine *m)
{
    bool is_between = m->state == COUNTDOWN || m->state == READY || m->state == PAUSING || m->state == ENDING;
    /* Where the kiosk is back, its page says what the key does. */
    if (m->held || (!is_between && !is_calling(m))) return;
    play(m, "cancelled");
    remark(m, "cancelled at the booth");
    if (is_calling(m)) hang_up(m);
    done(m);
}

void machine_connected(struct machine *m)
{
    /* The broker tells the state of the line by itself. It may be a new one, which knows of no press. */
    m->line_up = false;
    m->owner = NOBODY;
    if (m->state != IDLE) tell_press(m, "line_sos_key");
}

void machine_disconnected(struct machine *m, int64_t now)
{
    m->line_up = false;
    /* Calls go on in the agent while the broker restarts. What became of ours shows when it is back. */
    if (m->state == DIALLING) enter(m, RINGING, now + RING_LIMIT);
    /* Without the broker, nobody can hold the press. */
    m->held = false;
    if (m->state == HELD) enter(m, WAITING, now + ACKNOWLEDGE_LIMIT);
}

/* Something about a call may have been missed. */
static void look_if_up(struct machine *m)
{
    if (m->state == RINGING || m->state == ENDING || m->state == LISTENING) look(m, 0);
}

static void line_up(struct machine *m, int64_t now)
{
    m->line_up = true;
    switch (m->state) {
    case READY: return attempt(m, now);
    /* The agent is there again without having been away. The answer that was waited for does not come any more. */
    case DIALLING:
        if (m->owner == NOBODY) return attempt(m, now);
        enter(m, RINGING, now + RING_LIMIT);
        return look(m, 0);
    default: return look_if_up(m);
    }
}

static void line_free(struct machine *m, int64_t now)
{
    m->owner = NOBODY;
    m->answered = false;
    switch (m->state) {
    case LISTENING:
        if (m->helped) return done(m);
        if (m->held) return failed(m, true, now);
        /* The end of that call is usually told right after this, and must not be taken for the end of the next. */
        if (m->counted) return enter(m, PAUSING, now + LATE_LIMIT);
        return start_countdown(m, now);
    case TALKING: return done(m);
    case RINGING: case ENDING: return enter(m, ENDING, now + LATE_LIMIT);
    default: return;
    }
}

static void line_taken(struct machine *m, enum owner owner)
{
    m->owner = owner;
    if (!m->answered) m->helped = false;
}

static void line_down(struct machine *m, int64_t now)
{
    m->line_up = m->answered = m->helped = false;
    m->owner = NOBODY;
    switch (m->state) {
    case DIALLING: case RINGING: case ENDING: return failed(m, true, now);
    case TALKING:
        remark(m, "the SIP agent died in the call; calling again");
        return failed(m, true, now);
    case LISTENING: return m->held ? failed(m, true, now) : start_countdown(m, now);
    default: return;
    }
}

static void talk(struct machine *m, int64_t now)
{
    hush(m);
    m->token[0] = 0;
    enter(m, TALKING, m->mute ? now + PROMPT_END : -1);
}

/* In a call without devices: they may work by now. A call that is up is not ended for one that cannot be opened. */
static void try_devices(struct machine *m, int64_t now)
{
    const struct lines *known = lines(m);
    if (known == NULL || known->source[0] == 0) return;
    use_devices(m, known->player, "");
    ask(m, "ausrc", known->source);
    enter(m, TALKING, now + ANNOUNCE_INTERVAL);
}

/* Nobody in the booth can be heard, so the far side is told where it is. */
static void tried_devices(struct machine *m, bool accepted, const char *text)
{
    char file[LONGEST_DEVICE + 8];
    const struct lines *known = lines(m);
    if (accepted && strstr(text, "failed") == NULL && strstr(text, "no such") == NULL) {
        m->mute = false;
        return enter(m, TALKING, -1);
    }
    if (known == NULL || known->announcement[0] == 0) return;
    snprintf(file, sizeof file, "aufile,%s", known->announcement);
    tell(m, "ausrc", file);
}

/* A call of ours of which a former run knew how it began: its devices are made sure of. */
static void talk_on(struct machine *m, int64_t now)
{
    m->mute = lines(m) != NULL && lines(m)->source[0];
    talk(m, now);
}

/* A call that this run did not dial was answered. */
static void answered(struct machine *m, int64_t now)
{
    if (m->owner == US) return talk_on(m, now);
    m->answered = true;
    if (m->state == LISTENING) m->deadline = -1;
}

static void follow_call(struct machine *m, const char *type, const char *reason, const char *direction, const char *id, int64_t now)
{
    bool is_answer = strcmp(type, "CALL_ESTABLISHED") == 0;
    bool is_ours = m->state == DIALLING || m->state == RINGING || m->state == ENDING || m->state == TALKING;
    if (strcmp(direction, "incoming") == 0 || m->state == IDLE) return;
    if (!is_ours) {
        if (is_answer) m->helped = m->was_held;
        if (is_answer) answered(m, now);
        return;
    }
    /* The end of a call without an id may be anybody's: the line shows whose it was. */
    if (id[0] == 0 && !is_answer) return;
    if (id[0] != 0 && (strcmp(id, m->former) == 0 || (m->call[0] != 0 && strcmp(id, m->call) != 0))) return;
    if (id[0] != 0) keep(m->call, sizeof m->call, id);
    /* One that was hung up before it was answered is not talked in. */
    if (is_answer && m->state != ENDING) return talk(m, now);
    if (strcmp(type, "CALL_CLOSED") != 0) return;
    m->owner = NOBODY;
    if (m->state == TALKING) return done(m);
    /* So the agent ends a call when it cannot open its devices, which is when the far side answers. */
    bool has_no_sound = strncmp(reason, "Unknown error", 13) == 0;
    bool is_first = has_no_sound && !m->mute && lines(m) != NULL && lines(m)->source[0];
    /* It may be the prompt that has the device. */
    if (has_no_sound) hush(m);
    if (is_first) {
        remark(m, "the SIP agent cannot open its sound devices; calling without them");
        m->mute = true;
    }
    failed(m, is_first, now);
}

static void follow_hold(struct machine *m, const char *type, int64_t now)
{
    bool is_ours = is_calling(m) || m->state == ENDING || m->state == TALKING;
    if (strcmp(type, "LINE_SOS_HELD") == 0) {
        m->was_held = true;
        if (m->state == COUNTDOWN || m->state == READY || m->state == PAUSING) hush(m);
        if (is_ours) m->held = true;
        else if (m->state != HELD) enter(m, HELD, -1);
    } else if (strcmp(type, "LINE_SOS_LOST") == 0) {
        m->held = false;
        if (m->state == HELD) take_over(m, now);
    } else if (strcmp(type, "LINE_SOS_RELEASED") == 0 && m->state != TALKING) {
        /* The kiosk is done with it. An answered call of ours goes on to its end. */
        if (is_calling(m)) hang_up(m);
        hush(m);
        give_devices_back(m);
        m->done = m->press;
        enter(m, IDLE, -1);
    }
}

/* A press that the broker knows of and this run does not: a former one has numbered it, or it is dealt with and the broker was
   away when it was told. */
static void find_press(struct machine *m, uint64_t number, int64_t now)
{
    if (m->state != IDLE) return;
    m->press = number;
    if (number <= m->done) return tell_press(m, "line_sos_done");
    start_press(m);
    m->counted = m->owner == US;
    if (m->counted) listen(m, now);
    else enter(m, WAITING, now + ACKNOWLEDGE_LIMIT);
}

static uint64_t read_number(const char *text)
{
    uint64_t number = 0;
    if (text[0] == 0 || strlen(text) > 19 || strspn(text, "0123456789") != strlen(text)) return 0;
    return sscanf(text, "%" SCNu64, &number) == 1 ? number : 0;
}

void machine_event(struct machine *m, const char *type, const char *parameter, const char *direction, const char *id, int64_t now)
{
    uint64_t number = read_number(parameter);
    if (strncmp(type, "CALL_", 5) == 0) follow_call(m, type, parameter, direction, id, now);
    else if (strcmp(type, "LINE_UP") == 0) line_up(m, now);
    else if (strcmp(type, "LINE_SKIPPED") == 0) look_if_up(m);
    else if (strcmp(type, "LINE_DOWN") == 0) line_down(m, now);
    else if (strcmp(type, "LINE_FREE") == 0) line_free(m, now);
    else if (strcmp(type, "LINE_TAKEN") == 0) line_taken(m, strcmp(parameter, "sos") == 0 ? US : ANOTHER);
    else if (strcmp(type, "LINE_SOS_KEY") == 0 && number > 0) find_press(m, number, now);
    else if (strncmp(type, "LINE_SOS_", 9) == 0 && m->state != IDLE && number == m->press) follow_hold(m, type, now);
}

static void looked(struct machine *m, const char *text, int64_t now)
{
    int row;
    enum progress progress = listing_read(text, &row);
    if (progress == NO_CALL) return look(m, m->looked + 1);
    m->account = m->looked;
    m->row = row;
    if (progress == UNANSWERED) return;
    if (m->state == LISTENING) answered(m, now);
    else talk_on(m, now);
}

void machine_answer(struct machine *m, const char *token, bool accepted, const char *text, int64_t now)
{
    if (m->token[0] == 0 || strcmp(token, m->token) != 0) return;
    if (m->state == RINGING || m->state == ENDING || m->state == LISTENING) return looked(m, text, now);
    if (m->state == TALKING) return tried_devices(m, accepted, text);
    if (m->state != DIALLING) return;
    if (accepted) return enter(m, RINGING, now + RING_LIMIT);
    if (strcmp(text, "held") == 0) {
        hush(m);
        give_devices_back(m);
        m->held = false;
        return enter(m, HELD, -1);
    }
    if (strcmp(text, "line taken") == 0) {
        if (m->owner == NOBODY) m->owner = ANOTHER;
        return listen(m, now);
    }
    remark(m, "the SIP agent refused to dial");
    failed(m, false, now);
}

void machine_time(struct machine *m, int64_t now)
{
    if (m->deadline < 0 || now < m->deadline) return;
    m->deadline = -1;
    switch (m->state) {
    case WAITING: return take_over(m, now);
    case COUNTDOWN:
        m->counted = true;
        return attempt(m, now);
    case PAUSING: return attempt(m, now);
    case TALKING: return try_devices(m, now);
    case READY:
        play(m, "retrying");
        return enter(m, READY, now + SILENCE_LIMIT);
    case DIALLING:
        /* Whether it has dialled is not known: a second command might be a second call. */
        return remark(m, "the broker does not answer");
    case LISTENING:
        if (m->row > 0) hang_up(m);
        m->deadline = now + HANG_UP_LIMIT;
        return look(m, 0);
    case RINGING:
        hang_up(m);
        return enter(m, ENDING, now + HANG_UP_LIMIT);
    case ENDING:
        if (!m->line_up || m->owner == NOBODY) return failed(m, false, now);
        hang_up(m);
        return enter(m, ENDING, now + HANG_UP_LIMIT);
    default: return;
    }
}

const char *machine_status(const struct machine *m)
{
    static const char *const words[] = {
        [IDLE] = "waiting for the SOS key", [WAITING] = "pressed; does the kiosk answer?", [HELD] = "the kiosk deals with it",
        [LISTENING] = "a call is up", [COUNTDOWN] = "counting down", [READY] = "waiting for the line", [DIALLING] = "dialling",
        [RINGING] = "ringing", [ENDING] = "hanging up", [PAUSING] = "between two rounds", [TALKING] = "in the call",
    };
    return words[m->state];
}
