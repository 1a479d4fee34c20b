// Gives a program, and everything that it starts, another date. The wall clock is SHIFT_SECONDS ahead; the monotonic
// clocks and the length of every wait stay real. It is loaded with LD_PRELOAD by scripts/test-dates.
//
// Debian's libfaketime moves the clock but not the deadlines made from it, so a semaphore with a deadline waits for
// years (libdispatch waits in this way). Here a deadline of the shifted clock is shifted back before it reaches the
// kernel. This covers the deadlines of semaphores, conditions, locks, threads and sleeps, and of the timers that
// libdispatch creates for wall times.
//
// The times of files stay real: the project compares them only with each other, never with the present time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/timeb.h>
#include <sys/timerfd.h>
#include <time.h>

static time_t shift(void) {
    static _Atomic(time_t) value;
    static atomic_int known;
    if (!atomic_load(&known)) {
        const char *text = getenv("SHIFT_SECONDS");
        atomic_store(&value, text ? atoll(text) : 0);
        atomic_store(&known, 1);
    }
    return atomic_load(&value);
}

static int is_wall(clockid_t clock) {
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI || clock == CLOCK_REALTIME_ALARM;
}

// Finds the function of the same name behind this one. The C library has several versions of some functions. The first
// version of pthread_cond_timedwait has a different struct from the usual one.
static void *behind(_Atomic(void *) *known, const char *name, const char *version) {
    void *found = atomic_load(known);
    if (found) return found;
    if (version) found = dlvsym(RTLD_NEXT, name, version);
    if (!found) found = dlsym(RTLD_NEXT, name);
    atomic_store(known, found);
    return found;
}
#define NEXT(name, version) \
    static _Atomic(void *) known; \
    __typeof__(&name) next = (__typeof__(&name))behind(&known, #name, version)

// The readings of the clock.

int clock_gettime(clockid_t clock, struct timespec *out) {
    NEXT(clock_gettime, NULL);
    int result = next(clock, out);
    if (result == 0 && is_wall(clock)) out->tv_sec += shift();
    return result;
}

int gettimeofday(struct timeval *restrict out, void *restrict zone) {
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    out->tv_sec = now.tv_sec;
    out->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out) *out = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *out, int base) {
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, out) == 0 ? base : 0;
}

int ftime(struct timeb *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *out = (struct timeb){.time = now.tv_sec, .millitm = (unsigned short)(now.tv_nsec / 1000000)};
    return 0;
}

// The deadlines. A condition may count in the monotonic clock, whose values are small (no uptime is ten years). A
// deadline from a clock that was not shifted here is closer to the real time.
static struct timespec back(const struct timespec *deadline) {
    struct timespec result = *deadline, now;
    if (result.tv_sec < 10L * 365 * 86400) return result;
    clock_gettime(CLOCK_REALTIME, &now);
    if (llabs((long long)(result.tv_sec - now.tv_sec)) <= llabs((long long)(result.tv_sec - (now.tv_sec - shift()))))
        result.tv_sec -= shift();
    return result;
}

#define TIMED(type, name, version) \
    int name(type *what, const struct timespec *deadline) { \
        NEXT(name, version); \
        struct timespec real = back(deadline); \
        return next(what, &real); \
    }
#define CLOCKED(type, name) \
    int name(type *what, clockid_t clock, const struct timespec *deadline) { \
        NEXT(name, NULL); \
        struct timespec real = is_wall(clock) ? back(deadline) : *deadline; \
        return next(what, clock, &real); \
    }
TIMED(sem_t, sem_timedwait, NULL)
TIMED(pthread_mutex_t, pthread_mutex_timedlock, NULL)
TIMED(pthread_rwlock_t, pthread_rwlock_timedrdlock, NULL)
TIMED(pthread_rwlock_t, pthread_rwlock_timedwrlock, NULL)
CLOCKED(sem_t, sem_clockwait)
CLOCKED(pthread_mutex_t, pthread_mutex_clocklock)
CLOCKED(pthread_rwlock_t, pthread_rwlock_clockrdlock)
CLOCKED(pthread_rwlock_t, pthread_rwlock_clockwrlock)

int pthread_cond_timedwait(
    pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, const struct timespec *restrict deadline) {
    NEXT(pthread_cond_timedwait, "GLIBC_2.3.2");
    struct timespec real = back(deadline);
    return next(condition, mutex, &real);
}

int pthread_cond_clockwait(
    pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, clockid_t clock,
    const struct timespec *restrict deadline) {
    NEXT(pthread_cond_clockwait, NULL);
    struct timespec real = is_wall(clock) ? back(deadline) : *deadline;
    return next(condition, mutex, clock, &real);
}

int pthread_timedjoin_np(pthread_t thread, void **result, const struct timespec *deadline) {
    NEXT(pthread_timedjoin_np, NULL);
    struct timespec real = back(deadline);
    return next(thread, result, &real);
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *rest) {
    NEXT(clock_nanosleep, NULL);
    struct timespec real = is_wall(clock) && (flags & TIMER_ABSTIME) ? back(time) : *time;
    return next(clock, flags, &real, rest);
}

// A timer does not say which clock it uses; back() recognises it by the size of the number.

int timerfd_settime(int timer, int flags, const struct itimerspec *new, struct itimerspec *old) {
    NEXT(timerfd_settime, NULL);
    struct itimerspec real = *new;
    if (flags & TFD_TIMER_ABSTIME) real.it_value = back(&new->it_value);
    return next(timer, flags, &real, old);
}

int timer_settime(timer_t timer, int flags, const struct itimerspec *restrict new, struct itimerspec *restrict old) {
    NEXT(timer_settime, NULL);
    struct itimerspec real = *new;
    if (flags & TIMER_ABSTIME) real.it_value = back(&new->it_value);
    return next(timer, flags, &real, old);
}
