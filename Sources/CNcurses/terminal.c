#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1

#include "CNcurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#undef columns  // term.h names terminfo fields so.

static const char pointer_on[] = "\033[?1000h\033[?1006h\033[?2004h";
static const char pointer_off[] = "\033[?2004l\033[?1006l\033[?1000l";

static SCREEN *screen;
static FILE *output_stream;
static FILE *input_stream;
static int resize_pipe[2] = {-1, -1};
static struct sigaction previous_resize_action;

// These are written before restore_armed is set and not afterwards, so that a signal handler sees them complete.
static volatile sig_atomic_t restore_armed;
static int restore_input = -1;
static int restore_output = -1;
static struct termios restore_modes;
static char restore_text[256];
static size_t restore_length;

void terminal_use_utf8(void) {
    if (setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0 && wcwidth(0x4E2D) == 2) return;
    setlocale(LC_CTYPE, "C.UTF-8");
}

int terminal_character_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// MARK: Signals

static void resize_signal(int number) {
    (void)number;
    int saved = errno;
    ssize_t written = write(resize_pipe[1], "w", 1);  // A full pipe is as good a wake-up.
    (void)written;
    errno = saved;
}

static bool watch_resize(void) {
    if (resize_pipe[0] < 0 && pipe2(resize_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return false;
    struct sigaction action = {.sa_handler = resize_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(SIGWINCH, &action, &previous_resize_action) == 0;
}

int terminal_resize_descriptor(void) { return resize_pipe[0]; }

void terminal_restore_now(void) {
    if (!restore_armed) return;
    restore_armed = 0;
    int saved = errno;
    ssize_t written = write(restore_output, restore_text, restore_length);
    (void)written;
    tcsetattr(restore_input, TCSANOW, &restore_modes);
    errno = saved;
}

static void fatal_signal(int number) {
    terminal_restore_now();
    // SA_RESETHAND has restored the default action, so this ends the process with the signal's status.
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
}

static void restore_on(const int *signals, size_t count) {
    struct sigaction action = {.sa_handler = fatal_signal, .sa_flags = SA_RESETHAND | SA_NODEFER | SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t index = 0; index < count; index++) sigaction(signals[index], &action, NULL);
}

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
static const int stops[] = {SIGINT, SIGTERM, SIGHUP};

void terminal_restore_on_crash(void) { restore_on(crashes, sizeof crashes / sizeof crashes[0]); }

// MARK: Opening and closing

static int collect(int character) {
    if (restore_length < sizeof restore_text) restore_text[restore_length++] = (char)character;
    return character;
}

static void collect_capability(const char *name) {
    const char *text = tigetstr(name);
    if (text != NULL && text != (const char *)-1) tputs(text, 1, collect);
}

static void collect_pointer_off(void) {
    for (const char *next = pointer_off; *next != 0; next++) collect(*next);
}

static void arm_restore(int input, int output, const struct termios *modes) {
    restore_input = input;
    restore_output = output;
    restore_modes = *modes;
    restore_armed = 1;
}

// Prepares everything that undoes the opening, while it is still safe to ask terminfo.
static void prepare_restore(int input, int output, bool pointer, const struct termios *modes) {
    restore_length = 0;
    if (pointer) collect_pointer_off();
    collect_capability("sgr0");
    collect_capability("op");
    collect_capability("rmcup");
    collect_capability("cnorm");
    arm_restore(input, output, modes);
}

static bool has_pointer(const char *type) {
    const char *report = tigetstr("kmous");
    return report != NULL && report != (const char *)-1 && strncmp(type, "linux", 5) != 0;
}

static FILE *duplicate_stream(int descriptor, const char *mode) {
    int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return NULL;
    FILE *stream = fdopen(copy, mode);
    if (stream == NULL) close(copy);
    return stream;
}

static void discard_screen(void) {
    if (screen != NULL) delscreen(screen);
    if (output_stream != NULL) fclose(output_stream);
    if (input_stream != NULL) fclose(input_stream);
    screen = NULL;
    output_stream = NULL;
    input_stream = NULL;
}

int terminal_open(const char *type, int input, int output) {
    if (screen != NULL) return TERMINAL_BUSY;
    struct termios modes;
    if (tcgetattr(input, &modes) != 0) return TERMINAL_SYSTEM_FAILURE;
    output_stream = duplicate_stream(output, "w");
    input_stream = duplicate_stream(input, "r");
    // This comes before newterm, which would otherwise install its own handler, one that only getch answers.
    if (output_stream == NULL || input_stream == NULL || !watch_resize()) {
        discard_screen();
        return TERMINAL_SYSTEM_FAILURE;
    }
    // Use the system's window size, never LINES and COLUMNS, which would fix the size for ever.
    use_env(FALSE);
    use_tioctl(TRUE);
    screen = newterm(type, output_stream, input_stream);
    const char *movement = screen == NULL ? NULL : tigetstr("cup");
    if (movement == NULL || movement == (const char *)-1) {
        int result = screen == NULL ? TERMINAL_UNKNOWN_TYPE : TERMINAL_INCAPABLE_TYPE;
        if (screen != NULL) endwin();
        discard_screen();
        sigaction(SIGWINCH, &previous_resize_action, NULL);
        return result;
    }
    bool pointer = has_pointer(type);
    prepare_restore(input, output, pointer, &modes);
    raw();
    noecho();
    nonl();
    typeahead(-1);  // A picture is never held back because more keys are waiting.
    curs_set(0);
    if (has_colors()) start_color();
    scrollok(stdscr, FALSE);
    leaveok(stdscr, TRUE);
    clearok(stdscr, TRUE);
    wnoutrefresh(stdscr);
    doupdate();
    if (pointer) {
        ssize_t written = write(output, pointer_on, sizeof pointer_on - 1);
        (void)written;
    }
    return TERMINAL_OPENED;
}

void terminal_close(void) {
    if (screen == NULL) return;
    if (restore_armed && has_pointer(termname())) {
        ssize_t written = write(restore_output, pointer_off, sizeof pointer_off - 1);
        (void)written;
    }
    endwin();
    tcsetattr(restore_input, TCSANOW, &restore_modes);
    restore_armed = 0;
    // What was typed or tapped for the kiosk is not meant for the shell.
    tcflush(restore_input, TCIFLUSH);
    sigaction(SIGWINCH, &previous_resize_action, NULL);
    discard_screen();
}

bool terminal_allow_interrupt(void) {
    struct termios modes;
    if (screen == NULL || tcgetattr(restore_input, &modes) != 0) return false;
    modes.c_lflag |= ISIG;
    for (int key = 0; key < NCCS; key++) {
        if (key == VQUIT || key == VSUSP) modes.c_cc[key] = _POSIX_VDISABLE;
    }
    modes.c_cc[VINTR] = 3;
    if (tcsetattr(restore_input, TCSANOW, &modes) != 0) return false;
    def_prog_mode();
    return true;
}

// MARK: Listening

bool terminal_listen(int input, int output, bool pointer) {
    struct termios modes;
    if (restore_armed) errno = EBUSY;
    if (restore_armed || tcgetattr(input, &modes) != 0) return false;
    restore_length = 0;
    if (pointer) collect_pointer_off();
    arm_restore(input, output, &modes);
    struct termios raw = modes;
    cfmakeraw(&raw);
    raw.c_oflag = modes.c_oflag;  // Lines still begin at the left.
    restore_on(crashes, sizeof crashes / sizeof crashes[0]);
    restore_on(stops, sizeof stops / sizeof stops[0]);
    if (tcsetattr(input, TCSAFLUSH, &raw) != 0) {
        restore_armed = 0;
        return false;
    }
    if (pointer) {
        ssize_t written = write(output, pointer_on, sizeof pointer_on - 1);
        (void)written;
    }
    return true;
}

void terminal_listen_end(void) {
    // What was pressed for the listing is not meant for the shell.
    tcflush(restore_input, TCIFLUSH);
    terminal_restore_now();
    for (size_t index = 0; index < sizeof stops / sizeof stops[0]; index++) signal(stops[index], SIG_DFL);
}

// MARK: Size

int terminal_columns(void) { return screen == NULL ? 0 : COLS; }

int terminal_rows(void) { return screen == NULL ? 0 : LINES; }

bool terminal_update_size(void) {
    char drained[64];
    while (resize_pipe[0] >= 0 && read(resize_pipe[0], drained, sizeof drained) > 0) continue;
    struct winsize size;
    if (screen == NULL || ioctl(fileno(output_stream), TIOCGWINSZ, &size) != 0) return false;
    if (size.ws_row == 0 || size.ws_col == 0 || (size.ws_row == LINES && size.ws_col == COLS)) return false;
    return resizeterm(size.ws_row, size.ws_col) == OK;
}

// MARK: Colours

int terminal_color_count(void) { return screen == NULL || !has_colors() ? 0 : COLORS; }

bool terminal_has_direct_color(void) {
    if (screen == NULL || COLORS < 0x1000000) return false;
    const char *bits = tigetstr("RGB");
    return tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || (bits != NULL && bits != (const char *)-1);
}

int terminal_pair_limit(void) { return screen == NULL ? 0 : COLOR_PAIRS; }

bool terminal_define_pair(int pair, int foreground, int background) {
    return screen != NULL && init_extended_pair(pair, foreground, background) == OK;
}

// MARK: Drawing

static cchar_t *row_cells;
static int row_capacity;
static int row_count;
static int row_columns;
static int last_columns;

// Without a switch for automatic margins, curses writes the last cell of the screen one column too early and inserts
// its neighbour before it. That destroys a wide neighbour, so the cell then stays blank.
static bool corner_is_safe(void) { return !auto_right_margin || (enter_am_mode != NULL && exit_am_mode != NULL); }

void terminal_erase(void) {
    row_count = 0;
    row_columns = 0;
    if (screen != NULL) erase();
}

static void append(const wchar_t *text, int columns, attr_t attributes, int pair) {
    if (row_count == row_capacity) {
        int capacity = row_capacity == 0 ? 128 : row_capacity * 2;
        cchar_t *grown = realloc(row_cells, (size_t)capacity * sizeof *grown);
        if (grown == NULL) return;
        row_cells = grown;
        row_capacity = capacity;
    }
    if (setcchar(&row_cells[row_count], text, attributes, 0, &pair) != OK) return;
    row_count += 1;
    row_columns += columns;
    last_columns = columns;
}

void terminal_append_cell(const uint32_t *scalars, size_t count, int columns, int pair, bool bold, bool reverse) {
    if (screen == NULL || columns < 1 || row_columns + columns > COLS) return;
    attr_t attributes = (bold ? A_BOLD : A_NORMAL) | (reverse ? A_REVERSE : A_NORMAL);
    wchar_t text[TERMINAL_CELL_SCALARS + 1] = {0};
    if (count == 0 || wcwidth((wchar_t)scalars[0]) != columns) {
        for (int column = 0; column < columns; column++) append(L"?", 1, attributes, pair);
        return;
    }
    text[0] = (wchar_t)scalars[0];
    for (size_t index = 1; index < count && index < TERMINAL_CELL_SCALARS; index++) {
        if (wcwidth((wchar_t)scalars[index]) != 0) break;
        text[index] = (wchar_t)scalars[index];
    }
    append(text, columns, attributes, pair);
}

void terminal_commit_row(int row) {
    if (screen != NULL && row >= 0 && row < LINES && row_count > 0) {
        bool last = row == LINES - 1 && row_columns == COLS;
        if (last && last_columns == 1 && !corner_is_safe()) row_count -= 1;
        mvadd_wchnstr(row, 0, row_cells, row_count);
    }
    row_count = 0;
    row_columns = 0;
}

void terminal_refresh(bool everything) {
    if (screen == NULL) return;
    if (everything) clearok(curscr, TRUE);
    wnoutrefresh(stdscr);
    doupdate();
}

int terminal_cell_at(int row, int column, uint32_t scalars[TERMINAL_CELL_SCALARS], int *pair) {
    if (screen == NULL || row < 0 || row >= LINES || column < 0 || column >= COLS) return -1;
    cchar_t cell;
    wchar_t text[CCHARW_MAX + 1] = {0};
    attr_t attributes;
    short short_pair;
    if (mvin_wch(row, column, &cell) != OK) return -1;
    if (getcchar(&cell, text, &attributes, &short_pair, pair) != OK) return -1;
    int count = 0;
    while (count < TERMINAL_CELL_SCALARS && text[count] != 0) {
        scalars[count] = (uint32_t)text[count];
        count += 1;
    }
    return count;
}
