/* Plays prompts by a program of its own (aplay), so that a sound device that hangs holds up nothing but the prompt. */
#ifndef BOOTH_SOS_PLAYER_H
#define BOOTH_SOS_PLAYER_H

#include <stdbool.h>
#include <sys/types.h>

struct player {
    const char *program, *device, *directory;
    pid_t child; /* 0 for none */
};

/* Plays NAME.wav of the directory in place of what is being played. False if the program cannot be started. */
bool player_play(struct player *, const char *name);
void player_stop(struct player *);
/* A child has ended. Returns true if it was the player's and it failed. */
bool player_reap(struct player *);

#endif
