#ifndef CSPAWN_H
#define CSPAWN_H

#include <stdbool.h>
#include <sys/types.h>

// Starts a program that is found in PATH. `directory` may be NULL, which means the caller's. Each of the three
// descriptors becomes one of the program's standard streams; -1 leaves the caller's. Every other descriptor is closed
// in the program. It neither blocks nor ignores any signal, whatever the caller does. Returns 0 or an error number.
int kiosk_spawn(pid_t *pid, char *const words[], char *const variables[], const char *directory, const int streams[3],
                bool own_group);

// Creates a pipe that no program inherits. Returns 0 or an error number.
int kiosk_pipe(int ends[2]);

#endif
