/* What the agent's `listcalls` says. It prints for people; its protocol offers nothing better. */
#ifndef BOOTH_SOS_LISTING_H
#define BOOTH_SOS_LISTING_H

enum progress { NO_CALL, UNANSWERED, ANSWERED };

/* How far the calls of an account are, and the row of one that is not answered. Callers who ring do not count. */
enum progress listing_read(const char *text, int *row);

#endif
