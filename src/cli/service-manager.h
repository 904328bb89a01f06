/* Talks with the service manager that started the program, where one did: sockets that it opened, what state the service is
 * in, and that it lives. The protocols are systemd's (sd_listen_fds(3), sd_notify(3), sd_watchdog_enabled(3)), which are a few
 * variables of the environment and a datagram. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Gives in `listening` the socket that the service manager opened for this process, or 0. Takes its variables out of the
 * environment, so that no child believes they are its own. Call it once, before there are threads.
 *
 * Refuses REFUSAL_CONFIG_INVALID where there is more than one socket. */
bool service_manager_socket(int *listening, GError **error);

/* Tells the service manager, lines as sd_notify(3) has them: "READY=1", "STOPPING=1". Nothing where none asked to be told; what
 * cannot be sent is lost. */
void service_manager_tell(const char *state);

/* How long nothing may be heard of the service, in microseconds; 0 where nobody listens. */
gint64 service_manager_watchdog_us(void);

/* Proves that the service works, by working; a proof that never returns is what the watchdog is for. */
typedef bool (*WatchdogProof)(gpointer subject);

typedef struct Watchdog Watchdog;

/* Tells the service manager three times in `within_us`, on a thread of its own, that the service lives, each time that `proof`
 * succeeds. NULL, and nothing is started, where `within_us` is 0. */
Watchdog *watchdog_start(gint64 within_us, WatchdogProof proof, gpointer subject);
void watchdog_stop(Watchdog *watchdog); /* takes NULL; waits for a proof under way */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watchdog, watchdog_stop)
