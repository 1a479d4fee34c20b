// The part of ncurses that the kiosk uses, in types that Swift can import.
//
// curses keeps one terminal in global variables, and so do these functions: call them from one thread only, and have
// one terminal open at a time. The exception is terminal_restore_now, which may be called from any thread or signal
// handler.

#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The results of terminal_open.
enum {
    TERMINAL_OPENED = 0,
    // Another terminal is open.
    TERMINAL_BUSY = 1,
    // The terminal's type is not in the terminfo database.
    TERMINAL_UNKNOWN_TYPE = 2,
    // The terminal's type cannot move its cursor.
    TERMINAL_INCAPABLE_TYPE = 3,
    // A system call failed; errno says why.
    TERMINAL_SYSTEM_FAILURE = 4,
};

// The number of scalars kept per cell: a base character and its combining marks.
enum { TERMINAL_CELL_SCALARS = 5 };

// Sets the character set of the process to UTF-8: what the environment names if that is UTF-8 and knows the width of a
// hanzi, otherwise C.UTF-8. Only LC_CTYPE is changed.
void terminal_use_utf8(void);

// Takes over the terminal: raw input without echo, alternate screen, no cursor. If the type has a mouse, also SGR mouse
// reports and bracketed paste. From then on changes of the window size are signalled on terminal_resize_descriptor.
int terminal_open(const char *type, int input, int output);

// Lets Ctrl-C, and no other key, send its signal again. It is for a demonstration that a person must be able to end.
bool terminal_allow_interrupt(void);

// Restores the terminal. Does nothing if none is open.
void terminal_close(void);

// Restores the terminal in an emergency. It is async-signal-safe (write and tcsetattr only), and harmless if none is
// open.
void terminal_restore_now(void);

// Makes a crash (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT) restore the terminal before the process dies of the
// same signal.
void terminal_restore_on_crash(void);

// Takes over the terminal for reading only: raw input without echo, with lines written as usual. If it has a pointer,
// it is also asked for mouse reports and bracketed paste, as on the booth. A crash, SIGINT, SIGTERM and SIGHUP restore
// the terminal. Returns false and sets errno on failure; EBUSY if another terminal is open.
bool terminal_listen(int input, int output, bool pointer);
// Restores the terminal, and the default actions of SIGINT, SIGTERM and SIGHUP.
void terminal_listen_end(void);

// A non-blocking pipe that becomes readable after SIGWINCH; -1 before the first terminal_open. It stays open for the
// life of the process.
int terminal_resize_descriptor(void);

// Adopts the window size that the system reports. Returns true if it differs from what curses had.
bool terminal_update_size(void);

// The columns and rows that curses draws on.
int terminal_columns(void);
int terminal_rows(void);

// The number of colours of the terminal; 0 if it is monochrome.
int terminal_color_count(void);
// Whether colour numbers are 0xRRGGBB.
bool terminal_has_direct_color(void);
// The number of colour pairs, including pair 0, which holds the terminal's own colours.
int terminal_pair_limit(void);
// Defines a pair, from 1 up.
bool terminal_define_pair(int pair, int foreground, int background);

// To draw, call terminal_erase, then for each row terminal_append_cell from the left and terminal_commit_row, and
// finally terminal_refresh. What is outside the screen is left out; a wide character is never cut.
void terminal_erase(void);
// Appends a cell of one or two columns. If the C library sees another width for the character, it becomes question
// marks, so that the rest of the row stays in place.
void terminal_append_cell(const uint32_t *scalars, size_t count, int columns, int pair, bool bold, bool reverse);
void terminal_commit_row(int row);
// Sends the differences, or everything.
void terminal_refresh(bool everything);

// What curses holds for a cell. Fills in the scalars and returns their number, or -1 outside the screen. The second
// half of a wide character repeats the first. For tests.
int terminal_cell_at(int row, int column, uint32_t scalars[TERMINAL_CELL_SCALARS], int *pair);

// The columns that the C library gives a character; -1 if it cannot be shown.
int terminal_character_columns(uint32_t scalar);

#endif
