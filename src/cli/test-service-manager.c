/* What is told to a service manager, over a socket of our own in its place. */
#include "base/refusal.h"
#include "cli/service-manager.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define HEAR_WITHIN_S 20

/* Listens on an abstract name, unix(7), and has NOTIFY_SOCKET point there. */
static int manager_listen(void) {
        g_autofree char *name = g_strdup_printf("@shiming-test-%d", (int) getpid());
        const struct timeval patience = { .tv_sec = HEAR_WITHIN_S };
        struct sockaddr_un at = { .sun_family = AF_UNIX };
        int manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

        memcpy(at.sun_path + 1, name + 1, strlen(name) - 1);
        g_assert_cmpint(bind(manager, (const struct sockaddr *) (const void *) &at,
                             (socklen_t) (offsetof(struct sockaddr_un, sun_path) + strlen(name))),
                        ==, 0);
        g_assert_cmpint(setsockopt(manager, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), ==, 0);
        g_setenv("NOTIFY_SOCKET", name, TRUE);
        return manager;
}

static void assert_heard(int manager, const char *wanted) {
        char heard[256] = "";
        ssize_t size = recv(manager, heard, sizeof heard - 1, 0);

        g_assert_cmpint(size, >, 0);
        g_assert_cmpstr(heard, ==, wanted);
}

static void a_state_is_told(void) {
        int manager = manager_listen();

        service_manager_tell("READY=1");
        assert_heard(manager, "READY=1");
        close(manager);
        service_manager_tell("READY=1"); /* nobody hears it: that is no failure */
        g_unsetenv("NOTIFY_SOCKET");
        service_manager_tell("READY=1");
}

/* Succeeds twice, then counts how often it is asked still. */
static bool twice(gpointer subject) {
        return g_atomic_int_add((gint *) subject, 1) < 2;
}

static void life_is_told_only_where_it_is_proven(void) {
        int manager = manager_listen();
        gint proofs = 0;
        char heard[16];
        Watchdog *watchdog = watchdog_start(3000, twice, &proofs);

        assert_heard(manager, "WATCHDOG=1");
        assert_heard(manager, "WATCHDOG=1");
        while (g_atomic_int_get(&proofs) < 5)
                g_thread_yield();
        watchdog_stop(watchdog);
        g_assert_cmpint(recv(manager, heard, sizeof heard, MSG_DONTWAIT), ==, -1);
        g_assert_cmpint(errno, ==, EAGAIN);
        close(manager);
        g_assert_null(watchdog_start(0, twice, &proofs));
}

static void a_socket_is_taken_only_where_it_is_ours(void) {
        g_autoptr(GError) error = NULL;
        g_autofree char *pid = g_strdup_printf("%d", (int) getpid());
        int listening = -1;

        g_setenv("LISTEN_PID", "1", TRUE);
        g_setenv("LISTEN_FDS", "1", TRUE);
        g_assert_true(service_manager_socket(&listening, &error));
        g_assert_cmpint(listening, ==, 0);
        g_assert_null(g_getenv("LISTEN_FDS"));
        g_setenv("LISTEN_PID", pid, TRUE);
        g_setenv("LISTEN_FDS", "2", TRUE);
        g_assert_false(service_manager_socket(&listening, &error));
        g_assert_true(refusal_is(error, REFUSAL_CONFIG_INVALID));
}

int main(int argc, char *argv[]) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/service-manager/a state is told", a_state_is_told);
        g_test_add_func("/service-manager/life is told only where it is proven",
                        life_is_told_only_where_it_is_proven);
        g_test_add_func("/service-manager/a socket is taken only where it is ours",
                        a_socket_is_taken_only_where_it_is_ours);
        return g_test_run();
}
