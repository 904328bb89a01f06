/* Preloaded into the server by the fault tests: the wall clock is as many seconds ahead as stand, as a gint64 of this machine, in the
 * file that MOVED_CLOCK names. The test writes there while the server runs. The monotonic clock is left alone, as it is where an
 * administrator sets the clock. */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t *ahead_s;

__attribute__((constructor)) static void ahead_map(void) {
        const char *name = getenv("MOVED_CLOCK");
        int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
        void *place = file >= 0 ? mmap(NULL, sizeof *ahead_s, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;

        if (place != MAP_FAILED)
                ahead_s = place;
        if (file >= 0)
                close(file);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
        long failed = syscall(SYS_clock_gettime, clock, time);

        if (!failed && ahead_s && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
                time->tv_sec += *ahead_s;
        return (int) failed;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
        struct timespec now;

        (void) zone;
        clock_gettime(CLOCK_REALTIME, &now);
        time->tv_sec = now.tv_sec;
        time->tv_usec = now.tv_nsec / 1000;
        return 0;
}

time_t time(time_t *place) {
        struct timespec now;

        clock_gettime(CLOCK_REALTIME, &now);
        if (place)
                *place = now.tv_sec;
        return now.tv_sec;
}
