/* The runner over both databases: each job is one process's at a time, and what fails is put off. */
#include "jobs/job-counts.h"
#include "jobs/runner.h"
#include "store/jobs.h"
#include "tests/app/fixture.h"

#include <string.h>

static bool quiet(G_GNUC_UNUSED App *app, G_GNUC_UNUSED gint64 now, guint *done, G_GNUC_UNUSED GError **error) {
        *done = 0;
        return true;
}

static bool busy(G_GNUC_UNUSED App *app, G_GNUC_UNUSED gint64 now, guint *done, G_GNUC_UNUSED GError **error) {
        *done = 1;
        return true;
}

static bool broken(G_GNUC_UNUSED App *app, G_GNUC_UNUSED gint64 now, G_GNUC_UNUSED guint *done, GError **error) {
        return fail(error, FAILURE_NETWORK, "nobody there");
}

static gint64 turn_at(Fixture *fixture, const JobKind *kinds, gint64 now) {
        g_autoptr(GError) error = NULL;
        gint64 next;

        runner_run_due(fixture->app, kinds, NULL, now, &next, &error);
        g_assert_no_error(error);
        return next;
}

static bool run_at(Fixture *fixture, const JobKind *kinds, gint64 now) {
        return turn_at(fixture, kinds, now) == now;
}

static void prepare(Fixture *fixture, const JobKind *kinds) {
        g_autoptr(GError) error = NULL;

        runner_prepare(fixture->app, kinds, fixture->now, &error);
        runner_prepare(fixture->app, kinds, fixture->now + 1, &error); /* a second process finds it there */
        g_assert_no_error(error);
}

static void a_job_with_nothing_to_do_rests_for_its_period(Contract *contract) {
        static const JobKind kinds[] = { { "quiet", INSTANT_MINUTE, quiet, NULL }, { 0 } };
        g_auto(Fixture) fixture = { 0 };

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now));
        g_assert_cmpint(turn_at(&fixture, kinds, fixture.now), ==, fixture.now + INSTANT_MINUTE);
        g_assert_true(run_at(&fixture, kinds, fixture.now + INSTANT_MINUTE));
}

static void a_job_with_work_left_runs_again_at_once(Contract *contract) {
        static const JobKind kinds[] = { { "busy", INSTANT_MINUTE, busy, NULL }, { 0 } };
        g_auto(Fixture) fixture = { 0 };

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now));
        g_assert_true(run_at(&fixture, kinds, fixture.now));
}

static void a_job_that_fails_is_put_off_longer_each_time(Contract *contract) {
        static const JobKind kinds[] = { { "broken", INSTANT_SECOND, broken, NULL }, { 0 } };
        g_auto(Fixture) fixture = { 0 };
        gint64 now, wait = 0, wait_before;

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        now = fixture.now;
        for (int i = 0; i < 4; i++) {
                g_test_expect_message("shiming", G_LOG_LEVEL_WARNING, "*broken*");
                g_assert_true(run_at(&fixture, kinds, now));
                g_test_assert_expected_messages();
                wait_before = wait;
                wait = turn_at(&fixture, kinds, now) - now;
                g_assert_cmpint(wait, >, wait_before);
                now += wait;
        }
}

static gint64 work_from; /* when there is something to do */

static bool work_look(G_GNUC_UNUSED App *app, gint64 now, bool *waits, G_GNUC_UNUSED GError **error) {
        *waits = now >= work_from;
        return true;
}

static bool due_read(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(GPtrArray) jobs = NULL;

        if (!store_jobs_open(tx, &jobs, error))
                return false;
        *(gint64 *) data = ((const JobRow *) g_ptr_array_index(jobs, 0))->run_at;
        return true;
}

static gint64 due_of(Fixture *fixture) {
        gint64 run_at = INSTANT_NONE;

        g_assert_true(store_read(fixture->app->store, due_read, &run_at, NULL));
        return run_at;
}

static void a_job_that_is_looked_at_is_written_only_where_there_is_work(Contract *contract) {
        static const JobKind kinds[] = { { "looked at", INSTANT_SECOND, quiet, work_look }, { 0 } };
        g_autoptr(JobCounts) counts = job_counts_new(kinds);
        g_autoptr(GString) told = g_string_new(NULL);
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GError) error = NULL;
        gint64 made, next;

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        made = due_of(&fixture);
        work_from = made + INSTANT_MINUTE;
        for (gint64 now = made; now < work_from; now = next) {
                g_assert_true(runner_run_due(fixture.app, kinds, counts, now, &next, &error));
                g_assert_cmpint(next, ==, now + INSTANT_SECOND);
        }
        g_assert_cmpint(due_of(&fixture), ==, made);
        g_assert_true(runner_run_due(fixture.app, kinds, counts, work_from, &next, &error));
        g_assert_cmpint(due_of(&fixture), ==, work_from + INSTANT_SECOND);
        /* it was run, and is not late for having had nothing to do */
        job_counts_write(counts, told);
        g_assert_nonnull(strstr(told->str, "shiming_jobs_run_total{job=\"looked at\"} 1\n"));
        g_assert_nonnull(strstr(told->str, "shiming_jobs_late_total{job=\"looked at\"} 0\n"));
}

typedef struct Lease {
        gint64 now;
        bool taken;
} Lease;

/* What another process does: it takes the only job there is. */
static bool lease_take(StoreTx *tx, gpointer data, GError **error) {
        Lease *lease = data;
        g_autoptr(GPtrArray) jobs = NULL;

        return store_jobs_open(tx, &jobs, error)
               && store_job_take(tx, &((const JobRow *) g_ptr_array_index(jobs, 0))->id, lease->now,
                                 lease->now + INSTANT_MINUTE, &lease->taken, error);
}

static bool taken_at(Fixture *fixture, gint64 now) {
        Lease lease = { .now = now };

        g_assert_true(store_write(fixture->app->store, lease_take, &lease, NULL));
        return lease.taken;
}

static void a_job_in_hand_is_nobody_elses_until_its_lease_is_over(Contract *contract) {
        static const JobKind kinds[] = { { "quiet", INSTANT_MINUTE, quiet, NULL }, { 0 } };
        g_auto(Fixture) fixture = { 0 };

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        g_assert_true(taken_at(&fixture, fixture.now));
        g_assert_false(taken_at(&fixture, fixture.now)); /* nor a third's, who had seen it free */
        g_assert_false(run_at(&fixture, kinds, fixture.now + INSTANT_SECOND));
        g_assert_true(run_at(&fixture, kinds, fixture.now + INSTANT_MINUTE)); /* whoever had it is gone */
}

static void a_clock_put_back_holds_no_job_up(Contract *contract) {
        static const JobKind kinds[] = { { "quiet", INSTANT_MINUTE, quiet, NULL }, { 0 } };
        g_auto(Fixture) fixture = { 0 };

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now + INSTANT_HOUR));
        g_assert_false(run_at(&fixture, kinds, fixture.now));
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now));
        g_assert_true(taken_at(&fixture, fixture.now + INSTANT_HOUR));
        g_assert_false(run_at(&fixture, kinds, fixture.now + 2 * INSTANT_MINUTE));
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now));
        /* nothing moves what only rests */
        prepare(&fixture, kinds);
        g_assert_cmpint(turn_at(&fixture, kinds, fixture.now), ==, fixture.now + INSTANT_MINUTE);
}

static const ContractTest tests[] = {
        { "/runner/a job with nothing to do rests for its period", a_job_with_nothing_to_do_rests_for_its_period },
        { "/runner/a job with work left runs again at once", a_job_with_work_left_runs_again_at_once },
        { "/runner/a job that is looked at is written only where there is work",
          a_job_that_is_looked_at_is_written_only_where_there_is_work },
        { "/runner/a job that fails is put off longer each time", a_job_that_fails_is_put_off_longer_each_time },
        { "/runner/a job in hand is nobody else's until its lease is over",
          a_job_in_hand_is_nobody_elses_until_its_lease_is_over },
        { "/runner/a clock put back holds no job up", a_clock_put_back_holds_no_job_up },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
