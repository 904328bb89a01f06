/* Rows of jobs: what the runner carries out again and again, or once; taken by lease, so that one process does each. */
#pragma once

#include "store/store.h"

typedef struct JobRow {
        Uuid id;
        char *kind;
        gint64 run_at;
        guint attempts;     /* that failed in a row */
        gint64 lease_until; /* INSTANT_NONE: in nobody's hands */
} JobRow;

void job_row_free(JobRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JobRow, job_row_free)

/* Adds the standing job of a kind where there is none yet. */
bool store_job_ensure(StoreTx *tx, const char *kind, const Uuid *id, gint64 run_at, GError **error);

/* The latest that a job's times can be, by the clock of whoever looks. */
typedef struct JobHorizon {
        gint64 run_at;        /* of one that last went well */
        gint64 run_at_failed; /* of one that was put off */
        gint64 lease_until;
} JobHorizon;

/* Makes a kind's job due at `now`, in nobody's hands, where its times lie beyond the horizon: the clock has been put back. */
bool store_job_hasten(StoreTx *tx, const char *kind, gint64 now, const JobHorizon *horizon, GError **error);

/* All jobs that are not done, JobRow, the one due longest first. The caller frees the array. */
bool store_jobs_open(StoreTx *tx, GPtrArray **jobs, GError **error);

/* Takes a job until `lease_until`. False in `taken`: it is not due any more, or somebody else has it. */
bool store_job_take(StoreTx *tx, const Uuid *id, gint64 now, gint64 lease_until, bool *taken, GError **error);

/* Gives a job back, to run again at `run_at`; `last_error` NULL where it went well. */
bool store_job_give_back(StoreTx *tx, const Uuid *id, gint64 run_at, guint attempts, const char *last_error,
                         GError **error);
