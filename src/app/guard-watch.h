/* The continuity guard at work: who is told before an account's money runs out.
 * Source: domain rules, "The continuity guard"; seed row S3. */
#pragma once

#include "app/app.h"
#include "store/accounts.h"

/* Begins to watch an account whose case is being opened: thresholds told before count no more. */
bool app_guard_begin(AppTx *tx, const Account *account, GError **error);

/* Looks at an account now: where a threshold of the policy is newly crossed, its holder and the platform are told
 * (event "balance-low"), and the next look is set, a day on at the latest. An account without an open case, and that no
 * lapsed case has left unverified, is watched no longer. */
bool app_guard_look(AppTx *tx, const Account *account, GError **error);

/* Looks at the accounts whose time has come, some at a time; `looked` is how many, 0 when none is left. For the clock. */
bool app_guard_watch(App *app, gint64 now, guint *looked, GError **error);

/* Whether there is any. */
bool app_guard_is_due(App *app, gint64 now, bool *due, GError **error);
