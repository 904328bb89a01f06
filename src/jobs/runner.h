/* The runner: carries out what time itself asks for, on a thread of its own. A job belongs to one process at a time, by lease;
 * one that fails is tried again, later each time. */
#pragma once

#include "app/app.h"

typedef struct Runner Runner;
typedef struct JobCounts JobCounts; /* see job-counts.h */

/* What a kind of job does. Gives how much it did in `done`: as long as that is not 0 it is called again at once. */
typedef bool (*JobHandler)(App *app, gint64 now, guint *done, GError **error);

/* Whether there is something to do at `now`; it only reads. */
typedef bool (*JobLook)(App *app, gint64 now, bool *waits, GError **error);

typedef struct JobKind {
        const char *name; /* NULL closes a table */
        gint64 period_us; /* between two runs that found nothing to do, or two looks */
        JobHandler handle;
        JobLook look; /* NULL: it is run to find out. What is asked every few seconds has one, so that rest costs no commit */
} JobKind;

/* The product's jobs. */
extern const JobKind job_kinds[];

/* Begins to run the kinds of a table; runs are counted in `counts` (NULL: nowhere), which must outlive the runner. The caller
 * stops it with runner_stop(). */
Runner *runner_start(App *app, const JobKind *kinds, JobCounts *counts);

/* Finishes the job under way and ends the thread; takes NULL. */
void runner_stop(Runner *runner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Runner, runner_stop)

/* Makes sure that each kind of a table has its job, and that none waits longer than it ever should: that is what a clock leaves
 * behind that has been put back. */
bool runner_prepare(App *app, const JobKind *kinds, gint64 now, GError **error);

/* Takes and runs one job that is due and has something to do, and counts that in `counts` (NULL: nowhere). `next` is when to
 * call it again: `now` where one was run, INSTANT_NONE where there is no job at all. A handler that fails is no failure here:
 * its job is put off, and the reason is in its row. */
bool runner_run_due(App *app, const JobKind *kinds, JobCounts *counts, gint64 now, gint64 *next, GError **error);
