#include "message.h"
#include "json.h"

#include <stdio.h>
#include <string.h>

static void take(void *context, const char *name, const struct json_value *value)
{
    struct message *m = context;
    struct { const char *name; char *place; } texts[] = {
        {"type", m->type}, {"param", m->parameter}, {"direction", m->direction}, {"id", m->id}, {"token", m->token},
    };
    struct { const char *name; bool *place; } flags[] = {
        {"event", &m->is_event}, {"response", &m->is_response}, {"ok", &m->accepted},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (strcmp(name, flags[i].name) == 0) *flags[i].place = value->kind == JSON_TRUE;
    if (value->kind != JSON_TEXT) return;
    if (strcmp(name, "data") == 0) snprintf(m->data, sizeof m->data, "%s", value->text);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(name, texts[i].name) == 0 && value->length < LONGEST_FIELD) strcpy(texts[i].place, value->text);
}

bool message_read(struct message *m, const char *json, size_t size)
{
    memset(m, 0, sizeof *m);
    return json_read(json, size, take, m) && m->is_event != m->is_response;
}

static bool is_plain(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < 0x20 || *text == '"' || *text == '\\') return false;
    return true;
}

size_t message_write(char *place, size_t room, const char *command, const char *parameters, const char *token)
{
    char json[1024];
    if (!is_plain(command) || !is_plain(token) || (parameters != NULL && !is_plain(parameters))) return 0;
    int size = snprintf(json, sizeof json, "{\"command\":\"%s\",%s%s%s\"token\":\"%s\"}", command,
                        parameters ? "\"params\":\"" : "", parameters ? parameters : "", parameters ? "\"," : "", token);
    if (size < 0 || (size_t)size >= sizeof json) return 0;
    int whole = snprintf(place, room, "%d:%s,", size, json);
    return whole < 0 || (size_t)whole >= room ? 0 : (size_t)whole;
}

const char *inbox_next(struct inbox *inbox, size_t *size, bool *skipped, bool *broken)
{
    *broken = *skipped = false;
    for (;;) {
        size_t length = 0, at = inbox->start, count = inbox->count, passed = inbox->skip < count - at ? inbox->skip : count - at;
        inbox->skip -= passed;
        size_t first = at += passed;
        inbox->start = first;
        while (at < count && at < first + 9 && inbox->bytes[at] >= '0' && inbox->bytes[at] <= '9')
            length = length * 10 + (size_t)(inbox->bytes[at++] - '0');
        *broken = at < count && (at == first || inbox->bytes[at] != ':');
        bool is_long = at < count && length > LONGEST_MESSAGE;
        if (!*broken && is_long) {
            *skipped = true;
            inbox->start = at + 1;
            inbox->skip = length + 1;
            continue;
        }
        bool is_whole = at < count && count - at >= length + 2;
        if (is_whole) *broken = *broken || inbox->bytes[at + 1 + length] != ',';
        if (is_whole && !*broken) {
            *size = length;
            inbox->start = at + length + 2;
            return inbox->bytes + at + 1;
        }
        inbox->count -= first;
        memmove(inbox->bytes, inbox->bytes + first, inbox->count);
        inbox->start = 0;
        return NULL;
    }
}
