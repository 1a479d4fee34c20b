// The part of PC/SC (the PC/SC Workgroup's interface to smart card readers) that a booth needs, from pcsc-lite's
// libpcsclite.so.1. The library is loaded when a reader is first used, so a booth without a reader starts without the
// package. The soname stands for the application interface: libpcsclite.so.1 has had these functions and this structure
// since 2001.
#pragma once

#include <stddef.h>
#include <stdint.h>

// The codes of winscard.h.
#define KIOSK_PCSC_OK 0L
#define KIOSK_PCSC_NO_LIBRARY (-1L)
#define KIOSK_PCSC_CANCELLED 0x80100002L
#define KIOSK_PCSC_TIMEOUT 0x8010000AL
#define KIOSK_PCSC_NO_READERS 0x8010002EL

// The bits of a reader's state.
#define KIOSK_PCSC_CHANGED 0x0002UL
#define KIOSK_PCSC_UNKNOWN 0x0004UL
#define KIOSK_PCSC_UNAVAILABLE 0x0008UL
#define KIOSK_PCSC_EMPTY 0x0010UL
#define KIOSK_PCSC_PRESENT 0x0020UL
#define KIOSK_PCSC_MUTE 0x0200UL

// The reader name to wait for if another reader may arrive.
#define KIOSK_PCSC_ARRIVAL "\\\\?PnP?\\Notification"

// The longest ATR (ISO/IEC 7816-3), for which pcsc-lite has room.
#define KIOSK_PCSC_LONGEST_ATR 33

typedef struct {
    uint8_t bytes[KIOSK_PCSC_LONGEST_ATR];
    size_t length;
} kiosk_pcsc_atr;

// Connects to pcscd. Returns KIOSK_PCSC_NO_LIBRARY if libpcsclite.so.1 is not installed. Thread-safe.
long kiosk_pcsc_establish(long *context);
long kiosk_pcsc_release(long context);

// Ends a wait of this context on another thread, but none that begins later.
long kiosk_pcsc_cancel(long context);

// Lists the readers' names one after another, each ended by a zero byte, with a final zero byte. On entry `length` is
// the capacity.
long kiosk_pcsc_list(long context, char *names, size_t *length);

// Waits until the state of `reader` differs from `*state` (0: until its state is known), or `milliseconds` are over
// (negative: without a limit). `atr` may be null.
long kiosk_pcsc_wait(long context, const char *reader, int milliseconds, unsigned long *state, kiosk_pcsc_atr *atr);

// Powers the card up for exclusive use, with T=0 or T=1.
long kiosk_pcsc_connect(long context, const char *reader, long *card, unsigned long *protocol);

// Powers the card down.
long kiosk_pcsc_disconnect(long card);

// Sends one command and receives its response. On entry `received` is the capacity.
long kiosk_pcsc_transmit(
    long card, unsigned long protocol, const uint8_t *command, size_t length, uint8_t *response, size_t *received);

// The library's text for a code; never null.
const char *kiosk_pcsc_text(long code);

// Overwrites memory in a way that no compiler optimises away.
void kiosk_pcsc_wipe(void *bytes, size_t length);
