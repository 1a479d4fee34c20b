/* What booth-sos decides: a state machine without input or output. It is told what happens and the time, and answers by
   the functions of its port. Times are milliseconds of CLOCK_BOOTTIME, which also counts a suspended machine. */
#ifndef BOOTH_SOS_MACHINE_H
#define BOOTH_SOS_MACHINE_H

#include "lines.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    ACKNOWLEDGE_LIMIT = 2000,   /* how long the kiosk may take to say that it has the key */
    RING_LIMIT = 30000,         /* how long an attempt may ring */
    HANG_UP_LIMIT = 3000,       /* how long the agent may take to end a call */
    ANSWER_LIMIT = 5000,        /* how long the broker may take to answer before it is remarked */
    SILENCE_LIMIT = 20000,      /* how long nothing is said while the line is away */
    LATE_LIMIT = 500,           /* how long after the line is free the end of a call may be told */
    PROMPT_END = 300,           /* how long a prompt that is stopped may still have the sound device */
    ANNOUNCE_INTERVAL = 45000,  /* how often a call without a microphone is told where the booth is; the file is longer */
    ROUND_PAUSE = 2000,         /* between two rounds through all lines */
    SEARCHES = 30,              /* how often a missing file is looked for, with this pause */
    ROUNDS_BEFORE_AMBULANCE = 2
};

/* How the machine acts. `context` is the owner's own. */
struct port {
    void *context;
    void (*send)(void *context, const char *command, const char *parameters, const char *token);
    void (*play)(void *context, const char *prompt); /* replaces what is being played */
    void (*hush)(void *context);
    void (*remark)(void *context, const char *text); /* for the technician; never a number */
    const struct lines *(*lines)(void *context);     /* the newest whole file, or NULL */
    bool (*has_card)(void *context);                 /* whether the machine has a sound card */
};

enum state {
    IDLE,      /* no press is open */
    WAITING,   /* pressed: the kiosk has until `deadline` to say that it has the key */
    HELD,      /* the kiosk deals with it */
    LISTENING, /* a call is up that this run did not dial: its answer or its end is waited for */
    COUNTDOWN, /* the prompt, until `deadline` */
    READY,     /* dials as soon as the agent takes commands */
    DIALLING,  /* told the agent to dial, and waits for its answer */
    RINGING,   /* in the agent, not answered */
    ENDING,    /* hung up, and waits for the end */
    PAUSING,   /* between two rounds, or until a file says whom to call */
    TALKING    /* answered */
};

/* Whose calls are up. The line belongs to a role: ours may be of a former run of this program. */
enum owner { NOBODY, US, ANOTHER };

struct machine {
    struct port port;
    enum state state;
    uint64_t press;
    uint64_t done;         /* the last press that was dealt with here */
    int64_t deadline;      /* of the state; -1 for none */
    bool line_up;          /* the agent takes commands */
    enum owner owner;
    bool held;             /* the kiosk is back while a call of ours is under way */
    bool was_held;         /* the kiosk has had this press: a call that it makes is the emergency's */
    bool counted;          /* the countdown of this press is over */
    bool answered;         /* the call that is up */
    bool mute;             /* the agent could not open its sound devices: calls begin without them */
    bool helped;           /* that call, or the last one, was the help that was asked for */
    size_t next;           /* the line that is dialled next: help first, then the ambulance */
    int rounds, searches;
    unsigned commands;
    char token[16];        /* of the command that is waited for: a dial, or a look at an account's calls */
    size_t looked;         /* the line whose account is looked at */
    size_t account;        /* the line whose account has the call */
    int row;               /* the call's number in the agent's list; 0 for none */
    char call[64];         /* the agent's id of our call */
    char former[64];       /* and of the one before, whose end may be told late */
};

void machine_start(struct machine *, struct port);
/* The SOS key was pressed. The number is the press's own and only grows. */
void machine_key(struct machine *, uint64_t number, int64_t now);
/* The key that cancels was pressed. */
void machine_cancel(struct machine *);
/* The connection to the broker was made, or is gone. */
void machine_connected(struct machine *);
void machine_disconnected(struct machine *, int64_t now);
/* A message of the broker. The empty text stands for what is missing. */
void machine_event(struct machine *, const char *type, const char *parameter, const char *direction, const char *id, int64_t now);
void machine_answer(struct machine *, const char *token, bool accepted, const char *text, int64_t now);
/* The deadline may be over. */
void machine_time(struct machine *, int64_t now);
/* The state in words, for the technician. */
const char *machine_status(const struct machine *);

#endif
