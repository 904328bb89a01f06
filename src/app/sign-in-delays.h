/* Slows guessing down: each failed sign-in makes the next one of the same login, and of the same address, wait longer. Kept
 * in memory: a restart forgets it, and every process counts for itself. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define SIGN_IN_TRIES_FREE 5           /* failures without a wait */
#define SIGN_IN_LOGIN_WAIT_S_MAX 30    /* so that nobody can lock a member of staff out for long */
#define SIGN_IN_ADDRESS_WAIT_S_MAX 900 /* many people may sit behind one address */
#define SIGN_IN_FORGOTTEN_AFTER_S 3600
#define SIGN_IN_KEYS_MAX 16384

typedef struct SignInDelays SignInDelays; /* may be shared by threads */

SignInDelays *sign_in_delays_new(void);
void sign_in_delays_free(SignInDelays *delays); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignInDelays, sign_in_delays_free)

/* Begins a try under a key ("login:…", "address:…"), which counts as failed until it is forgiven, so that tries made at once
 * are counted too. `wait_s_max` bounds the wait; `now` is an instant.
 *
 * Refuses REFUSAL_TOO_MANY_REQUESTS with the seconds to wait; such a try is not counted. */
bool sign_in_delays_try(SignInDelays *delays, const char *key, guint wait_s_max, gint64 now, GError **error);

/* Forgets the failures under a key: the try was good. */
void sign_in_delays_forgive(SignInDelays *delays, const char *key);
