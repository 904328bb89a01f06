/* The runner over both databases: each job is one process's at a time, and what fails is put off. */
#include "jobs/runner.h"
#include "store/jobs.h"
#include "tests/app/fixture.h"

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

static bool next_read(StoreTx *tx, gpointer data, GError **error) {
        return store_job_next(tx, data, error);
}

static gint64 next_of(Fixture *fixture) {
        gint64 next = INSTANT_NONE;

        g_assert_true(store_read(fixture->app->store, next_read, &next, NULL));
        return next;
}

static bool run_at(Fixture *fixture, const JobKind *kinds, gint64 now) {
        g_autoptr(GError) error = NULL;
        bool ran;

        runner_run_due(fixture->app, kinds, NULL, now, &ran, &error);
        g_assert_no_error(error);
        return ran;
}

static void prepare(Fixture *fixture, const JobKind *kinds) {
        g_autoptr(GError) error = NULL;

        runner_prepare(fixture->app, kinds, fixture->now, &error);
        runner_prepare(fixture->app, kinds, fixture->now + 1, &error); /* a second process finds it there */
        g_assert_no_error(error);
}

static void a_job_with_nothing_to_do_rests_for_its_period(Contract *contract) {
        static const JobKind kinds[] = { { "quiet", INSTANT_MINUTE, quiet }, { 0 } };
        g_auto(Fixture) fixture = { 0 };

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now));
        g_assert_false(run_at(&fixture, kinds, fixture.now));
        g_assert_cmpint(next_of(&fixture), ==, fixture.now + INSTANT_MINUTE);
        g_assert_true(run_at(&fixture, kinds, fixture.now + INSTANT_MINUTE));
}

static void a_job_with_work_left_runs_again_at_once(Contract *contract) {
        static const JobKind kinds[] = { { "busy", INSTANT_MINUTE, busy }, { 0 } };
        g_auto(Fixture) fixture = { 0 };

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now));
        g_assert_true(run_at(&fixture, kinds, fixture.now));
}

static void a_job_that_fails_is_put_off_longer_each_time(Contract *contract) {
        static const JobKind kinds[] = { { "broken", INSTANT_SECOND, broken }, { 0 } };
        g_auto(Fixture) fixture = { 0 };
        gint64 now, wait = 0;

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        now = fixture.now;
        for (int i = 0; i < 4; i++) {
                g_test_expect_message("shiming", G_LOG_LEVEL_WARNING, "*broken*");
                g_assert_true(run_at(&fixture, kinds, now));
                g_test_assert_expected_messages();
                g_assert_cmpint(next_of(&fixture) - now, >, wait);
                wait = next_of(&fixture) - now;
                now = next_of(&fixture);
        }
}

typedef struct Lease {
        gint64 now;
        JobRow *job;
} Lease;

static bool lease_take(StoreTx *tx, gpointer data, GError **error) {
        Lease *lease = data;

        g_clear_pointer(&lease->job, job_row_free);
        return store_job_take(tx, lease->now, lease->now + INSTANT_MINUTE, &lease->job, error);
}

static void a_job_in_hand_is_nobody_elses_until_its_lease_is_over(Contract *contract) {
        static const JobKind kinds[] = { { "quiet", INSTANT_MINUTE, quiet }, { 0 } };
        g_auto(Fixture) fixture = { 0 };
        Lease lease = { 0 };

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        lease.now = fixture.now;
        g_assert_true(store_write(fixture.app->store, lease_take, &lease, NULL));
        g_assert_nonnull(lease.job);
        job_row_free(lease.job);
        g_assert_false(run_at(&fixture, kinds, fixture.now + INSTANT_SECOND));
        g_assert_true(run_at(&fixture, kinds, fixture.now + INSTANT_MINUTE)); /* whoever had it is gone */
}

static void a_clock_put_back_holds_no_job_up(Contract *contract) {
        static const JobKind kinds[] = { { "quiet", INSTANT_MINUTE, quiet }, { 0 } };
        g_auto(Fixture) fixture = { 0 };
        Lease lease = { 0 };

        fixture_open(&fixture, contract);
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now + INSTANT_HOUR));
        g_assert_false(run_at(&fixture, kinds, fixture.now));
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now));
        lease.now = fixture.now + INSTANT_HOUR;
        g_assert_true(store_write(fixture.app->store, lease_take, &lease, NULL));
        g_assert_nonnull(lease.job);
        job_row_free(lease.job);
        g_assert_false(run_at(&fixture, kinds, fixture.now + 2 * INSTANT_MINUTE));
        prepare(&fixture, kinds);
        g_assert_true(run_at(&fixture, kinds, fixture.now));
        /* nothing moves what only rests */
        prepare(&fixture, kinds);
        g_assert_cmpint(next_of(&fixture), ==, fixture.now + INSTANT_MINUTE);
}

static const ContractTest tests[] = {
        { "/runner/a job with nothing to do rests for its period", a_job_with_nothing_to_do_rests_for_its_period },
        { "/runner/a job with work left runs again at once", a_job_with_work_left_runs_again_at_once },
        { "/runner/a job that fails is put off longer each time", a_job_that_fails_is_put_off_longer_each_time },
        { "/runner/a job in hand is nobody else's until its lease is over",
          a_job_in_hand_is_nobody_elses_until_its_lease_is_over },
        { "/runner/a clock put back holds no job up", a_clock_put_back_holds_no_job_up },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
