/* Takes jobs by lease, runs their handlers, puts off what failed. */
#include "jobs/runner.h"

#include "base/refusal.h"
#include "jobs/job-counts.h"
#include "store/jobs.h"

#define LEASE (2 * INSTANT_MINUTE)
#define SLEEP_MAX (5 * INSTANT_SECOND)
#define PREPARE_EVERY (10 * INSTANT_SECOND)
#define CLOCKS_DIFFER (INSTANT_MINUTE) /* those of several hosts, at most */
#define BACK_OFF_FIRST (2 * INSTANT_SECOND)
#define BACK_OFF_DOUBLINGS_MAX 9 /* a quarter of an hour or so */

struct Runner {
        App *app;
        const JobKind *kinds;
        JobCounts *counts;
        GThread *thread;
        GMutex mutex;
        GCond stopped;
        bool stopping;
};

/* What goes into and comes out of one transaction with the jobs' table. */
typedef struct JobTurn {
        const JobKind *kinds;
        gint64 now;
        const JobRow *job;
        bool taken;
        gint64 run_at;
        const char *failed; /* NULL: it went well */
} JobTurn;

static const JobKind *kind_find(const JobKind *kinds, const char *name) {
        for (const JobKind *kind = kinds; kind->name; kind++) {
                if (g_str_equal(kind->name, name))
                        return kind;
        }
        return NULL;
}

static gint64 back_off(guint attempts) {
        return BACK_OFF_FIRST << MIN(attempts, BACK_OFF_DOUBLINGS_MAX);
}

/* There is one of each kind, and none waits for a time that a clock showed which has been put back since. */
static bool jobs_ensure(StoreTx *tx, gpointer data, GError **error) {
        const JobTurn *turn = data;

        for (const JobKind *kind = turn->kinds; kind->name; kind++) {
                Uuid id = uuid_new(turn->now);
                gint64 latest = turn->now + CLOCKS_DIFFER;
                JobHorizon horizon = { .run_at = latest + kind->period_us,
                                       .run_at_failed = latest + back_off(BACK_OFF_DOUBLINGS_MAX),
                                       .lease_until = latest + LEASE };

                if (!store_job_ensure(tx, kind->name, &id, turn->now, error)
                    || !store_job_hasten(tx, kind->name, turn->now, &horizon, error))
                        return false;
        }
        return true;
}

bool runner_prepare(App *app, const JobKind *kinds, gint64 now, GError **error) {
        JobTurn turn = { .kinds = kinds, .now = now };

        return store_write(app->store, jobs_ensure, &turn, error);
}

static bool jobs_read(StoreTx *tx, gpointer data, GError **error) {
        GPtrArray **jobs = data;

        g_clear_pointer(jobs, g_ptr_array_unref);
        return store_jobs_open(tx, jobs, error);
}

static bool job_take(StoreTx *tx, gpointer data, GError **error) {
        JobTurn *turn = data;

        return store_job_take(tx, &turn->job->id, turn->now, turn->now + LEASE, &turn->taken, error);
}

static bool job_give_back(StoreTx *tx, gpointer data, GError **error) {
        const JobTurn *turn = data;

        return store_job_give_back(tx, &turn->job->id, turn->run_at, turn->failed ? turn->job->attempts + 1 : 0,
                                   turn->failed, error);
}

/* A kind that only another version of the program has is left to it. */
static void job_run(App *app, const JobKind *kind, JobTurn *turn) {
        g_autoptr(GError) problem = NULL;
        guint done = 0;

        turn->run_at = turn->now + (kind ? kind->period_us : INSTANT_HOUR);
        if (!kind)
                return;
        if (kind->handle(app, turn->now, &done, &problem)) {
                if (done)
                        turn->run_at = turn->now;
                return;
        }
        g_warning("the job %s failed and is put off: %s", kind->name, problem->message);
        /* a refusal's message is its type; its parameters, which may be personal, stay out of row and log */
        turn->failed = g_intern_string(problem->domain == REFUSAL ? problem->message : "failure");
        turn->run_at = turn->now + back_off(turn->job->attempts);
}

/* Finds the first job that is due, in nobody's hands, and has something to do: NULL where there is none, and `next` is when there
 * may be one. */
static bool job_find(App *app, const JobKind *kinds, JobCounts *counts, gint64 now, const GPtrArray *jobs,
                     const JobRow **job, gint64 *next, GError **error) {
        *job = NULL;
        *next = INSTANT_NONE;
        for (guint i = 0; i < jobs->len; i++) {
                const JobRow *row = g_ptr_array_index(jobs, i);
                const JobKind *kind = kind_find(kinds, row->kind);
                gint64 at = MAX(row->run_at, row->lease_until);
                bool waits = at <= now;

                if (waits && kind && kind->look) {
                        if (!kind->look(app, now, &waits, error))
                                return false;
                        if (!waits) {
                                job_counts_rest(counts, row->kind, now);
                                at = now + kind->period_us;
                        }
                }
                if (waits) {
                        *job = row;
                        return true;
                }
                *next = *next == INSTANT_NONE ? at : MIN(*next, at);
        }
        return true;
}

static void run_count(JobCounts *counts, const JobTurn *turn) {
        const char *kind = turn->job->kind;

        job_counts_add(counts, kind, JOB_RUN);
        if (turn->failed)
                job_counts_add(counts, kind, JOB_FAILED);
        if (turn->now - MAX(turn->job->run_at, job_counts_rested_at(counts, kind)) >= JOB_LATE_US)
                job_counts_add(counts, kind, JOB_LATE);
}

bool runner_run_due(App *app, const JobKind *kinds, JobCounts *counts, gint64 now, gint64 *next, GError **error) {
        JobTurn turn = { .kinds = kinds, .now = now };
        g_autoptr(GPtrArray) jobs = NULL;

        if (!store_read(app->store, jobs_read, &jobs, error)
            || !job_find(app, kinds, counts, now, jobs, &turn.job, next, error))
                return false;
        if (!turn.job)
                return true;
        *next = now;
        if (!store_write(app->store, job_take, &turn, error))
                return false;
        if (!turn.taken) /* another process was quicker */
                return true;
        job_run(app, kind_find(kinds, turn.job->kind), &turn);
        run_count(counts, &turn);
        return store_write(app->store, job_give_back, &turn, error);
}

/* Sleeps until `next`, a few seconds at most: another process may change when. */
static void runner_wait(Runner *runner, gint64 next) {
        gint64 now = instant_now(), until = now + SLEEP_MAX;
        G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = NULL;

        if (next != INSTANT_NONE)
                until = CLAMP(next, now + INSTANT_MILLISECOND, until);
        locker = g_mutex_locker_new(&runner->mutex);
        if (!runner->stopping)
                g_cond_wait_until(&runner->stopped, &runner->mutex, g_get_monotonic_time() + (until - now));
}

static bool runner_is_stopping(Runner *runner) {
        G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&runner->mutex);

        return runner->stopping;
}

static gpointer runner_loop(gpointer data) {
        Runner *runner = data;
        gint64 prepared_until = 0; /* of the monotonic clock */

        while (!runner_is_stopping(runner)) {
                g_autoptr(GError) problem = NULL;
                gint64 now = instant_now(), next = INSTANT_NONE;

                job_counts_turn(runner->counts);
                if (g_get_monotonic_time() >= prepared_until
                    && runner_prepare(runner->app, runner->kinds, now, &problem))
                        prepared_until = g_get_monotonic_time() + PREPARE_EVERY;
                if (!problem)
                        runner_run_due(runner->app, runner->kinds, runner->counts, now, &next, &problem);
                /* a disk or a database that is away must not be asked, nor told of in the log, a thousand times a second */
                if (problem) {
                        g_warning("the runner waits for the database: %s", problem->message);
                        next = INSTANT_NONE;
                }
                if (next != now)
                        runner_wait(runner, next);
        }
        return NULL;
}

Runner *runner_start(App *app, const JobKind *kinds, JobCounts *counts) {
        Runner *runner = g_new0(Runner, 1);

        runner->app = app;
        runner->kinds = kinds;
        runner->counts = counts;
        g_mutex_init(&runner->mutex);
        g_cond_init(&runner->stopped);
        runner->thread = g_thread_new("runner", runner_loop, runner);
        return runner;
}

void runner_stop(Runner *runner) {
        if (!runner)
                return;
        g_mutex_lock(&runner->mutex);
        runner->stopping = true;
        g_cond_signal(&runner->stopped);
        g_mutex_unlock(&runner->mutex);
        g_thread_join(runner->thread);
        g_cond_clear(&runner->stopped);
        g_mutex_clear(&runner->mutex);
        g_free(runner);
}
