#define _DEFAULT_SOURCE
#include "CPCSC.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

// As in winscard.h and pcsclite.h of pcsc-lite on Linux: LONG and the handles are long, DWORD is unsigned long.
typedef struct {
    const char *reader;
    void *user;
    unsigned long current;
    unsigned long event;
    unsigned long atr_length;
    unsigned char atr[KIOSK_PCSC_LONGEST_ATR];
} reader_state;

typedef struct {
    unsigned long protocol;
    unsigned long length;
} protocol_information;

enum { scope_system = 2, share_exclusive = 1, protocol_t0_or_t1 = 3, unpower_card = 2 };

static struct {
    long (*establish)(unsigned long scope, const void *, const void *, long *context);
    long (*release)(long context);
    long (*cancel)(long context);
    long (*list)(long context, const char *groups, char *names, unsigned long *length);
    long (*wait)(long context, unsigned long milliseconds, reader_state *states, unsigned long count);
    long (*connect)(
        long context, const char *reader, unsigned long mode, unsigned long protocols, long *card,
        unsigned long *protocol);
    long (*disconnect)(long card, unsigned long disposition);
    long (*transmit)(
        long card, const protocol_information *, const unsigned char *command, unsigned long length,
        protocol_information *, unsigned char *response, unsigned long *received);
    const char *(*text)(long code);
    int complete;
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *handle = dlopen("libpcsclite.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!handle) return;
    // POSIX guarantees that a function's address fits into a void pointer, but ISO C has no cast for it.
    struct {
        const char *name;
        void *place;
    } functions[] = {
        {"SCardEstablishContext", &library.establish}, {"SCardReleaseContext", &library.release},
        {"SCardCancel", &library.cancel},              {"SCardListReaders", &library.list},
        {"SCardGetStatusChange", &library.wait},       {"SCardConnect", &library.connect},
        {"SCardDisconnect", &library.disconnect},      {"SCardTransmit", &library.transmit},
        {"pcsc_stringify_error", &library.text},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *symbol = dlsym(handle, functions[i].name);
        if (!symbol) return;
        memcpy(functions[i].place, &symbol, sizeof symbol);
    }
    library.complete = 1;
}

long kiosk_pcsc_establish(long *context) {
    pthread_once(&once, load);
    if (!library.complete) return KIOSK_PCSC_NO_LIBRARY;
    return library.establish(scope_system, NULL, NULL, context);
}

long kiosk_pcsc_release(long context) { return library.release(context); }

long kiosk_pcsc_cancel(long context) { return library.cancel(context); }

long kiosk_pcsc_list(long context, char *names, size_t *length) {
    unsigned long capacity = *length;
    long code = library.list(context, NULL, names, &capacity);
    *length = capacity;
    return code;
}

long kiosk_pcsc_wait(long context, const char *reader, int milliseconds, unsigned long *state, kiosk_pcsc_atr *atr) {
    reader_state watched = {.reader = reader, .current = *state};
    unsigned long limit = milliseconds < 0 ? 0xFFFFFFFFUL : (unsigned long)milliseconds;
    long code = library.wait(context, limit, &watched, 1);
    if (code == KIOSK_PCSC_OK) *state = watched.event & ~KIOSK_PCSC_CHANGED;
    if (atr) {
        atr->length = watched.atr_length <= sizeof atr->bytes ? watched.atr_length : 0;
        memcpy(atr->bytes, watched.atr, atr->length);
    }
    return code;
}

long kiosk_pcsc_connect(long context, const char *reader, long *card, unsigned long *protocol) {
    return library.connect(context, reader, share_exclusive, protocol_t0_or_t1, card, protocol);
}

long kiosk_pcsc_disconnect(long card) { return library.disconnect(card, unpower_card); }

long kiosk_pcsc_transmit(
    long card, unsigned long protocol, const uint8_t *command, size_t length, uint8_t *response, size_t *received) {
    protocol_information information = {protocol, sizeof information};
    unsigned long capacity = *received;
    long code = library.transmit(card, &information, command, length, NULL, response, &capacity);
    *received = code == KIOSK_PCSC_OK ? capacity : 0;
    return code;
}

const char *kiosk_pcsc_text(long code) {
    if (code == KIOSK_PCSC_NO_LIBRARY || !library.complete) return "libpcsclite.so.1 is not installed (package pcscd)";
    return library.text(code);
}

void kiosk_pcsc_wipe(void *bytes, size_t length) { explicit_bzero(bytes, length); }
