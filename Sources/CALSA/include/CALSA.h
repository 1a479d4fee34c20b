// The sound library (libasound) for Swift, plus what Swift cannot import: a variadic error handler, and poll(2) over a
// PCM's own descriptors together with one of ours.
#pragma once

#include <alsa/asoundlib.h>
#include <stddef.h>
#include <sys/eventfd.h>

// Stops libasound from printing to standard error, where it would draw over the screen. Idempotent and thread-safe.
void kiosk_alsa_silence(void);

// Copies the first message that libasound would have printed on this thread since the last call into `text`, which is
// always terminated, and forgets it. Returns its length, or 0 if there was none.
size_t kiosk_alsa_take_message(char *text, size_t capacity);

// Waits until `pcm` can take at least one period, `wake` becomes readable, or `milliseconds` are over. A device error
// also ends the wait; the next call on the device returns the error.
void kiosk_alsa_wait(snd_pcm_t *pcm, int wake, int milliseconds);
