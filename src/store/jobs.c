/* Jobs, taken by lease. */
#include "store/jobs.h"

static const Statement job_ensure = { "INSERT INTO jobs (id, kind, run_at, attempts) SELECT $1, $2, $3, 0 "
                                      "WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE kind = $2 AND done_at IS NULL)" };

static const Statement job_hasten = {
        "UPDATE jobs SET run_at = $2, lease_until = NULL WHERE kind = $1 AND done_at IS NULL "
        "AND (run_at > CASE attempts WHEN 0 THEN $3 ELSE $4 END OR lease_until > $5)",
        "UPDATE jobs SET run_at = $2, lease_until = NULL WHERE kind = $1 AND done_at IS NULL "
        "AND (run_at > CASE attempts WHEN 0 THEN CAST($3 AS bigint) ELSE CAST($4 AS bigint) END OR lease_until > $5)"
};

static const Statement job_due = {
        "SELECT id, kind, run_at, attempts FROM jobs WHERE done_at IS NULL AND run_at <= $1 "
        "AND (lease_until IS NULL OR lease_until <= $1) ORDER BY run_at LIMIT 1"
};

static const Statement job_lease = { "UPDATE jobs SET lease_until = $2 WHERE id = $1" };

static const Statement job_give_back = {
        "UPDATE jobs SET run_at = $2, attempts = $3, last_error = $4, lease_until = NULL WHERE id = $1"
};

static const Statement job_next = {
        "SELECT MIN(CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END) FROM jobs WHERE done_at IS NULL"
};

void job_row_free(JobRow *row) {
        if (!row)
                return;
        g_free(row->kind);
        g_free(row);
}

bool store_job_ensure(StoreTx *tx, const char *kind, const Uuid *id, gint64 run_at, GError **error) {
        return store_run(tx, &job_ensure, NULL, error,
                         VALUES(value_uuid(id), value_text(kind), value_instant(run_at)));
}

bool store_job_hasten(StoreTx *tx, const char *kind, gint64 now, const JobHorizon *horizon, GError **error) {
        return store_run(tx, &job_hasten, NULL, error,
                         VALUES(value_text(kind), value_instant(now), value_instant(horizon->run_at),
                                value_instant(horizon->run_at_failed), value_instant(horizon->lease_until)));
}

bool store_job_take(StoreTx *tx, gint64 now, gint64 lease_until, JobRow **job, GError **error) {
        g_autoptr(Rows) row = NULL;
        g_autoptr(JobRow) taken = NULL;

        *job = NULL;
        if (!store_first(tx, &job_due, &row, error, VALUES(value_instant(now))))
                return false;
        if (!row)
                return true;
        taken = g_new0(JobRow, 1);
        *taken = (JobRow){ .id = rows_uuid(row, 0),
                           .kind = rows_text_copy(row, 1),
                           .run_at = rows_instant(row, 2),
                           .attempts = (guint) rows_int(row, 3) };
        if (!store_run(tx, &job_lease, NULL, error, VALUES(value_uuid(&taken->id), value_instant(lease_until))))
                return false;
        *job = g_steal_pointer(&taken);
        return true;
}

bool store_job_give_back(StoreTx *tx, const Uuid *id, gint64 run_at, guint attempts, const char *last_error,
                         GError **error) {
        return store_run(tx, &job_give_back, NULL, error,
                         VALUES(value_uuid(id), value_instant(run_at), value_int(attempts), value_text(last_error)));
}

bool store_job_next(StoreTx *tx, gint64 *next, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &job_next, &row, error, NO_VALUES))
                return false;
        *next = row ? rows_instant(row, 0) : INSTANT_NONE;
        return true;
}
