#include "message.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* Copies a text member. One that is missing or too long is left empty. */
static void take(const cJSON *object, const char *name, char *place)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    if (text != NULL && strlen(text) < LONGEST_FIELD) strcpy(place, text);
}

bool message_read(struct message *m, const char *json, size_t size)
{
    memset(m, 0, sizeof *m);
    cJSON *object = cJSON_ParseWithLength(json, size);
    if (!cJSON_IsObject(object)) {
        cJSON_Delete(object);
        return false;
    }
    m->is_event = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "event"));
    m->accepted = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "ok"));
    bool is_response = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, "response"));
    take(object, "type", m->type);
    take(object, "param", m->parameter);
    take(object, "direction", m->direction);
    take(object, "id", m->id);
    take(object, "token", m->token);
    take(object, "data", m->data);
    cJSON_Delete(object);
    return m->is_event != is_response;
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
    int size = parameters == NULL
        ? snprintf(json, sizeof json, "{\"command\":\"%s\",\"token\":\"%s\"}", command, token)
        : snprintf(json, sizeof json, "{\"command\":\"%s\",\"params\":\"%s\",\"token\":\"%s\"}", command, parameters, token);
    if (size < 0 || (size_t)size >= sizeof json) return 0;
    int whole = snprintf(place, room, "%d:%s,", size, json);
    return whole < 0 || (size_t)whole >= room ? 0 : (size_t)whole;
}

const char *inbox_next(struct inbox *inbox, size_t *size, size_t *taken, bool *broken)
{
    *broken = false;
    if (*taken > 0) {
        inbox->count -= *taken;
        memmove(inbox->bytes, inbox->bytes + *taken, inbox->count);
        *taken = 0;
    }
    size_t length = 0, at = 0;
    while (at < inbox->count && inbox->bytes[at] >= '0' && inbox->bytes[at] <= '9' && length <= LONGEST_MESSAGE)
        length = length * 10 + (size_t)(inbox->bytes[at++] - '0');
    if (length > LONGEST_MESSAGE || (at < inbox->count && (at == 0 || inbox->bytes[at] != ':'))) {
        *broken = true;
        return NULL;
    }
    if (at == inbox->count || inbox->count < at + length + 2) return NULL;
    if (inbox->bytes[at + 1 + length] != ',') {
        *broken = true;
        return NULL;
    }
    *size = length;
    *taken = at + length + 2;
    return inbox->bytes + at + 1;
}
