/* systemd's protocols, without its library. */
#include "cli/service-manager.h"

#include "base/refusal.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST_SOCKET 3 /* SD_LISTEN_FDS_START */

/* True where a variable names this process, or, `absent` true, is not there. */
static bool is_ours(const char *variable, bool absent) {
        const char *text = g_getenv(variable);
        guint64 pid;

        if (!text)
                return absent;
        return g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT32, &pid, NULL) && (pid_t) pid == getpid();
}

static guint64 number_of(const char *variable) {
        const char *text = g_getenv(variable);
        guint64 number = 0;

        return text && g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, &number, NULL) ? number : 0;
}

bool service_manager_socket(int *listening, GError **error) {
        guint64 sockets = is_ours("LISTEN_PID", false) ? number_of("LISTEN_FDS") : 0;

        g_unsetenv("LISTEN_PID");
        g_unsetenv("LISTEN_FDS");
        g_unsetenv("LISTEN_FDNAMES");
        if (sockets > 1)
                return refuse(error, REFUSAL_CONFIG_INVALID, NULL, "LISTEN_FDS", "1",
                              "只写一个 ListenStream=", "write one ListenStream= only", NULL);
        *listening = sockets ? FIRST_SOCKET : 0;
        return !sockets || fcntl(FIRST_SOCKET, F_SETFD, FD_CLOEXEC) == 0
               || fail(error, FAILURE_NETWORK, "the socket that was handed over is none");
}

void service_manager_tell(const char *state) {
        const char *path = g_getenv("NOTIFY_SOCKET");
        struct sockaddr_un to = { .sun_family = AF_UNIX };
        gsize length = path ? strlen(path) : 0;
        int from;

        if (length < 2 || length >= sizeof to.sun_path)
                return;
        memcpy(to.sun_path, path, length);
        if (path[0] == '@') /* unix(7): an abstract name begins with NUL */
                to.sun_path[0] = '\0';
        from = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (from < 0)
                return;
        (void) sendto(from, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *) (const void *) &to,
                      (socklen_t) (offsetof(struct sockaddr_un, sun_path) + length));
        close(from);
}

gint64 service_manager_watchdog_us(void) {
        return is_ours("WATCHDOG_PID", true) ? (gint64) number_of("WATCHDOG_USEC") : 0;
}

struct Watchdog {
        gint64 every_us;
        WatchdogProof proof;
        gpointer subject;
        GMutex lock;
        GCond stopped;
        bool stopping;
        GThread *thread;
};

static gpointer watchdog_run(gpointer data) {
        Watchdog *watchdog = data;

        g_mutex_lock(&watchdog->lock);
        while (!watchdog->stopping) {
                gint64 next = g_get_monotonic_time() + watchdog->every_us;

                g_mutex_unlock(&watchdog->lock);
                if (watchdog->proof(watchdog->subject))
                        service_manager_tell("WATCHDOG=1");
                g_mutex_lock(&watchdog->lock);
                while (!watchdog->stopping && g_cond_wait_until(&watchdog->stopped, &watchdog->lock, next))
                        continue;
        }
        g_mutex_unlock(&watchdog->lock);
        return NULL;
}

Watchdog *watchdog_start(gint64 within_us, WatchdogProof proof, gpointer subject) {
        Watchdog *watchdog;

        if (within_us <= 0)
                return NULL;
        watchdog = g_new0(Watchdog, 1);
        watchdog->every_us = within_us / 3;
        watchdog->proof = proof;
        watchdog->subject = subject;
        g_mutex_init(&watchdog->lock);
        g_cond_init(&watchdog->stopped);
        watchdog->thread = g_thread_new("watchdog", watchdog_run, watchdog);
        return watchdog;
}

void watchdog_stop(Watchdog *watchdog) {
        if (!watchdog)
                return;
        g_mutex_lock(&watchdog->lock);
        watchdog->stopping = true;
        g_cond_signal(&watchdog->stopped);
        g_mutex_unlock(&watchdog->lock);
        g_thread_join(watchdog->thread);
        g_mutex_clear(&watchdog->lock);
        g_cond_clear(&watchdog->stopped);
        g_free(watchdog);
}
