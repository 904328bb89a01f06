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

static const Statement jobs_open = {
        "SELECT id, kind, run_at, attempts, lease_until FROM jobs WHERE done_at IS NULL ORDER BY run_at"
};

static const Statement job_lease = { "UPDATE jobs SET lease_until = $3 WHERE id = $1 AND done_at IS NULL "
                                     "AND run_at <= $2 AND (lease_until IS NULL OR lease_until <= $2)" };

static const Statement job_give_back = {
        "UPDATE jobs SET run_at = $2, attempts = $3, last_error = $4, lease_until = NULL WHERE id = $1"
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

bool store_jobs_open(StoreTx *tx, GPtrArray **jobs, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &jobs_open, error, NO_VALUES);
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) job_row_free);

        if (!rows)
                return false;
        while (rows_next(rows)) {
                JobRow *job = g_new0(JobRow, 1);

                *job = (JobRow){ .id = rows_uuid(rows, 0),
                                 .kind = rows_text_copy(rows, 1),
                                 .run_at = rows_instant(rows, 2),
                                 .attempts = (guint) rows_int(rows, 3),
                                 .lease_until = rows_instant(rows, 4) };
                g_ptr_array_add(found, job);
        }
        *jobs = g_steal_pointer(&found);
        return true;
}

bool store_job_take(StoreTx *tx, const Uuid *id, gint64 now, gint64 lease_until, bool *taken, GError **error) {
        gint64 changed;

        if (!store_run(tx, &job_lease, &changed, error,
                       VALUES(value_uuid(id), value_instant(now), value_instant(lease_until))))
                return false;
        *taken = changed == 1;
        return true;
}

bool store_job_give_back(StoreTx *tx, const Uuid *id, gint64 run_at, guint attempts, const char *last_error,
                         GError **error) {
        return store_run(tx, &job_give_back, NULL, error,
                         VALUES(value_uuid(id), value_instant(run_at), value_int(attempts), value_text(last_error)));
}
