#ifndef CSPAWN_H
#define CSPAWN_H

#include <stdbool.h>
#include <sys/types.h>

// Starts a program, found in PATH. `directory` may be NULL: that of the caller. Each of the three descriptors becomes one of
// the program's standard ones; -1 leaves it that of the caller. Every other descriptor is closed in it. It blocks no signal
// and ignores none, whatever the caller does. Returns 0, or the number of the error.
int kiosk_spawn(pid_t *pid, char *const words[], char *const variables[], const char *directory, const int streams[3],
                bool own_group);

// A pipe that no program inherits. Returns 0, or the number of the error.
int kiosk_pipe(int ends[2]);

#endif
