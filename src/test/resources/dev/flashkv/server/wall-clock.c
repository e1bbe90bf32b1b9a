/*
 * Preloaded into a process, this lets a test set that process's wall clock: it goes as many milliseconds before the
 * system's as the file says that WALL_CLOCK_FILE names, a long in the machine's own order of bytes. The monotonic
 * clocks are left alone, as they are when somebody sets the clock of a machine.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile long long *ahead_millis;

__attribute__((constructor)) static void open_file(void) {
    int file = open(getenv("WALL_CLOCK_FILE"), O_RDONLY);
    void *page = mmap(NULL, sizeof *ahead_millis, PROT_READ, MAP_SHARED, file, 0);
    if (page == MAP_FAILED) {
        abort();
    }
    ahead_millis = page;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int status = (int) syscall(SYS_clock_gettime, clock, time);
    if (status == 0 && ahead_millis != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        long long millis = *ahead_millis + time->tv_nsec / 1000000;
        time->tv_sec += millis / 1000;
        time->tv_nsec = time->tv_nsec % 1000000 + millis % 1000 * 1000000;
        if (time->tv_nsec < 0) {
            time->tv_sec--;
            time->tv_nsec += 1000000000;
        }
    }
    return status;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec precise;
    (void) zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    time->tv_sec = precise.tv_sec;
    time->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *seconds) {
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (seconds != NULL) {
        *seconds = precise.tv_sec;
    }
    return precise.tv_sec;
}
