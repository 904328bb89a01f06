/* The one table of jobs. */
#include "app/cases.h"
#include "app/evidence.h"
#include "app/guard-watch.h"
#include "app/help-views.h"
#include "app/ledger.h"
#include "app/sweep.h"
#include "jobs/runner.h"

static bool sweep(App *app, gint64 now, guint *done, GError **error) {
        *done = 0;
        return app_sweep(app, now, error);
}

/* clang-format off */
const JobKind job_kinds[] = {
        /* leases, reminders, expiries, escalations */
        { "wake-due", INSTANT_SECOND, app_wake_due, app_is_due },
        /* leaves get their places */
        { "integrate-log", INSTANT_SECOND, app_log_integrate, app_log_is_pending },
        /* whose money will not last is told */
        { "watch-money", INSTANT_MINUTE, app_guard_watch, app_guard_is_due },
        /* content that nothing names any more */
        { "sweep-evidence", INSTANT_HOUR, app_sweep_evidence, NULL },
        /* sessions and links that are over, kept outcomes */
        { "sweep", INSTANT_HOUR, sweep, NULL },
        /* of help pages */
        { "count-views", 10 * INSTANT_SECOND, help_views_flush, help_views_wait },
        { 0 },
};
/* clang-format on */
