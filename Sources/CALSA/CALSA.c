#include "CALSA.h"

#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// Each thread keeps its own message, since libasound calls the handler on the thread that made the mistake.
static _Thread_local char message[256];

static void keep_message(const char *file, int line, const char *function, int error, const char *format, ...) {
    (void)file;
    (void)line;
    (void)function;
    // The first line names the cause. The later ones only repeat that opening failed.
    if (message[0] != '\0') return;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (error != 0 && length >= 0 && (size_t)length < sizeof message) {
        snprintf(message + length, sizeof message - (size_t)length, ": %s", snd_strerror(error));
    }
}

static void install_handler(void) { snd_lib_error_set_handler(keep_message); }

void kiosk_alsa_silence(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install_handler);
}

size_t kiosk_alsa_take_message(char *text, size_t capacity) {
    if (capacity == 0) return 0;
    snprintf(text, capacity, "%s", message);
    message[0] = '\0';
    return strlen(text);
}

void kiosk_alsa_wait(snd_pcm_t *pcm, int wake, int milliseconds) {
    enum { LIMIT = 16 };
    struct pollfd descriptors[LIMIT + 1];
    int count = snd_pcm_poll_descriptors_count(pcm);
    if (count < 0 || count > LIMIT) count = 0;
    if (count > 0) count = snd_pcm_poll_descriptors(pcm, descriptors, (unsigned int)count);
    if (count < 0) count = 0;
    descriptors[count] = (struct pollfd){.fd = wake, .events = POLLIN};
    if (poll(descriptors, (nfds_t)count + 1, milliseconds) > 0 && count > 0) {
        // Plug-ins such as dmix move their samples and clear their timer here.
        unsigned short events;
        snd_pcm_poll_descriptors_revents(pcm, descriptors, (unsigned int)count, &events);
    }
}
