// The part of ncurses that the kiosk uses, in types that Swift can import.
//
// curses keeps one terminal in global variables, so do these functions: call them from one thread only, and have one
// terminal open at a time. The exception is terminal_restore_now, which may be called from any thread or signal.

#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What terminal_open can answer.
enum {
    TERMINAL_OPENED = 0,
    // Another terminal is open.
    TERMINAL_BUSY = 1,
    // The terminal's type is not in the terminfo database.
    TERMINAL_UNKNOWN_TYPE = 2,
    // The type has no cursor movement.
    TERMINAL_INCAPABLE_TYPE = 3,
    // A system call failed; errno says which way.
    TERMINAL_SYSTEM_FAILURE = 4,
};

// Scalars kept of one cell: a base character and its combining marks.
enum { TERMINAL_CELL_SCALARS = 5 };

// Makes the character set of the process UTF-8: what the environment names if that is UTF-8 and knows the width of a
// hanzi, else C.UTF-8. Only LC_CTYPE is touched.
void terminal_use_utf8(void);

// Takes over the terminal: raw input without echo, alternate screen, no cursor, and, where the type has a mouse, SGR
// mouse reports and bracketed paste. Window size changes are signalled on terminal_resize_descriptor from then on.
int terminal_open(const char *type, int input, int output);

// Lets Ctrl-C, and no other key, send its signal again; for a demonstration that a person must be able to end.
bool terminal_allow_interrupt(void);

// Gives the terminal back as it was. Does nothing when none is open.
void terminal_close(void);

// Gives the terminal back in an emergency: async-signal-safe (write and tcsetattr only) and harmless when none is open.
void terminal_restore_now(void);

// Makes a crash (SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT) give the terminal back before the process dies of the
// same signal.
void terminal_restore_on_crash(void);

// Takes the terminal over for reading alone: raw input without echo, lines still written as usual and, if it has a pointer,
// mouse reports and bracketed paste as the booth asks for them. A crash, SIGINT, SIGTERM and SIGHUP give it back. False with
// errno set if it cannot, EBUSY if another terminal is open.
bool terminal_listen(int input, int output, bool pointer);
// Gives it back as it was, and SIGINT, SIGTERM and SIGHUP their defaults.
void terminal_listen_end(void);

// A non-blocking pipe that becomes readable after SIGWINCH; -1 before the first terminal_open. It stays open for the life
// of the process.
int terminal_resize_descriptor(void);

// Takes over the window size that the system reports. True if it differs from what curses had.
bool terminal_update_size(void);

// Columns and rows that curses draws on.
int terminal_columns(void);
int terminal_rows(void);

// Colours of the terminal: 0 for a monochrome one.
int terminal_color_count(void);
// Whether colour numbers are 0xRRGGBB.
bool terminal_has_direct_color(void);
// Number of colour pairs, including pair 0, the terminal's own colours.
int terminal_pair_limit(void);
// Defines pair 1 and up.
bool terminal_define_pair(int pair, int foreground, int background);

// Drawing: terminal_erase, then for each row terminal_append_cell from the left and terminal_commit_row, then
// terminal_refresh. What lies outside the screen is left out; a wide character is never cut.
void terminal_erase(void);
// A cell of one or two columns. A character whose width the C library sees differently becomes question marks, so that
// the rest of the row stays in place.
void terminal_append_cell(const uint32_t *scalars, size_t count, int columns, int pair, bool bold, bool reverse);
void terminal_commit_row(int row);
// Sends the differences, or everything.
void terminal_refresh(bool everything);

// What curses holds for a cell: fills in the scalars and returns their number, or -1 outside the screen. The second half
// of a wide character repeats the first. For tests.
int terminal_cell_at(int row, int column, uint32_t scalars[TERMINAL_CELL_SCALARS], int *pair);

// Columns the C library gives a character; -1 if it cannot be shown.
int terminal_character_columns(uint32_t scalar);

#endif
