#include "listing.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Rows such as `> [line 1]  0:00:08    ESTABLISHED    sip:120@127.0.0.1:5062;transport=udp`. Only the agent's own columns count:
   the last is the far side's name for itself. */
enum progress listing_read(const char *text, int *row)
{
    enum progress progress = NO_CALL;
    *row = 0;
    for (; text != NULL; text = strchr(text, '\n')) {
        int number;
        char state[16], uri[4];
        text += strspn(text, "\r\n> ");
        bool is_row = sscanf(text, "[line %9d] %*s %15s %3s", &number, state, uri) == 3 && strcmp(uri, "sip") == 0;
        if (!is_row || strcmp(state, "INCOMING") == 0) continue;
        if (strcmp(state, "IDLE") != 0 && strcmp(state, "OUTGOING") != 0 && strcmp(state, "RINGING") != 0 && strcmp(state, "EARLY") != 0)
            /* A word that is not known may be an answered call, which is never ended. */
            return ANSWERED;
        progress = UNANSWERED;
        *row = number;
    }
    return progress;
}
