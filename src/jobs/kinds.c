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
        { "wake-due", INSTANT_SECOND, app_wake_due },           /* leases, reminders, expiries, escalations */
        { "integrate-log", INSTANT_SECOND, app_log_integrate }, /* leaves get their places */
        { "watch-money", INSTANT_MINUTE, app_guard_watch },     /* whose money will not last is told */
        { "sweep-evidence", INSTANT_HOUR, app_sweep_evidence }, /* content that nothing names any more */
        { "sweep", INSTANT_HOUR, sweep },                       /* sessions and links that are over, kept outcomes */
        { "count-views", 10 * INSTANT_SECOND, help_views_flush }, /* of help pages */
        { 0 },
};
/* clang-format on */
