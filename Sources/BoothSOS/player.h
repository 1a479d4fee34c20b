/* Plays prompts by a program of its own (aplay), so that a sound device that hangs holds up nothing but the prompt. */
#ifndef BOOTH_SOS_PLAYER_H
#define BOOTH_SOS_PLAYER_H

#include <stdbool.h>
#include <sys/types.h>

enum { MOST_PLAYERS = 8 };

struct player {
    const char *program, *device, *directory;
    pid_t child;   /* 0 for none */
    int unended;   /* processes that were started and are not gone: one that waits in the kernel cannot be ended */
};

/* Plays NAME.wav of the directory in place of what is being played. False if no process can be started. */
bool player_play(struct player *, const char *name);
void player_stop(struct player *);
/* A child has ended. Returns true if it was the player's and it failed. */
bool player_reap(struct player *);

#endif
