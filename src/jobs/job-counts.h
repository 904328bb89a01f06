/* What the runner counts of its jobs, and when it last turned round: for those who watch it. */
#pragma once

#include "jobs/runner.h"

#include <glib.h>

/* Makes the counters of a table's kinds, all 0. The table must outlive them. */
JobCounts *job_counts_new(const JobKind *kinds);
void job_counts_free(JobCounts *counts); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JobCounts, job_counts_free)

/* How a run came out, beside having run. */
typedef enum JobMark {
        JOB_RUN,
        JOB_FAILED,
        JOB_LATE, /* it began JOB_LATE_US after its time or later */
        JOB_MARK_COUNT
} JobMark;

#define JOB_LATE_US (10 * INSTANT_SECOND)

/* Counts a run of a kind. A kind that the table lacks, or `counts` NULL, is not counted. */
void job_counts_add(JobCounts *counts, const char *kind, JobMark mark);

/* Notes that a look at `now` found nothing to do for a kind; and gives when the last such look was, INSTANT_NONE where none was. What
 * comes up afterwards is late by then, not by the time in the job's row, which stays as it is while there is nothing to do. */
void job_counts_rest(JobCounts *counts, const char *kind, gint64 now);
gint64 job_counts_rested_at(JobCounts *counts, const char *kind);

/* Notes that the runner begins a turn now; takes NULL. */
void job_counts_turn(JobCounts *counts);

/* How long ago, in microseconds, the runner began its last turn: a few seconds unless a job holds it up. 0 before the
 * first. */
gint64 job_counts_since_turn(const JobCounts *counts);

/* Appends the counters, see base/exposition.h. */
void job_counts_write(const JobCounts *counts, GString *out);
