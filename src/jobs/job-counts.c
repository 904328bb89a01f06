/* Counters of jobs by kind. */
#include "jobs/job-counts.h"

#include "base/exposition.h"

#include <stdatomic.h>

typedef struct KindCounts {
        atomic_uint_least64_t marks[JOB_MARK_COUNT];
        gint64 rested_at; /* the runner's alone */
} KindCounts;

struct JobCounts {
        const JobKind *kinds;
        atomic_int_least64_t turned_at; /* of the monotonic clock; 0: not yet */
        KindCounts of[];                /* in the order of the table */
};

JobCounts *job_counts_new(const JobKind *kinds) {
        JobCounts *counts;
        gsize number = 0;

        while (kinds[number].name)
                number++;
        counts = g_malloc0(sizeof *counts + number * sizeof counts->of[0]);
        counts->kinds = kinds;
        for (gsize i = 0; i < number; i++)
                counts->of[i].rested_at = INSTANT_NONE;
        return counts;
}

void job_counts_free(JobCounts *counts) {
        g_free(counts);
}

static KindCounts *counts_find(JobCounts *counts, const char *kind) {
        for (gsize i = 0; counts && counts->kinds[i].name; i++) {
                if (g_str_equal(counts->kinds[i].name, kind))
                        return &counts->of[i];
        }
        return NULL;
}

void job_counts_add(JobCounts *counts, const char *kind, JobMark mark) {
        KindCounts *of = counts_find(counts, kind);

        if (of)
                atomic_fetch_add_explicit(&of->marks[mark], 1, memory_order_relaxed);
}

void job_counts_rest(JobCounts *counts, const char *kind, gint64 now) {
        KindCounts *of = counts_find(counts, kind);

        if (of)
                of->rested_at = now;
}

gint64 job_counts_rested_at(JobCounts *counts, const char *kind) {
        KindCounts *of = counts_find(counts, kind);

        return of ? of->rested_at : INSTANT_NONE;
}

void job_counts_turn(JobCounts *counts) {
        if (counts)
                atomic_store_explicit(&counts->turned_at, g_get_monotonic_time(), memory_order_relaxed);
}

gint64 job_counts_since_turn(const JobCounts *counts) {
        gint64 turned_at = atomic_load_explicit(&counts->turned_at, memory_order_relaxed);

        return turned_at ? g_get_monotonic_time() - turned_at : 0;
}

void job_counts_write(const JobCounts *counts, GString *out) {
        static const struct {
                const char *name, *help;
        } families[JOB_MARK_COUNT] = {
                [JOB_RUN] = { "shiming_jobs_run_total", "Runs of a job, whatever came of them." },
                [JOB_FAILED] = { "shiming_jobs_failed_total", "Runs of a job that failed; it is tried again." },
                [JOB_LATE] = { "shiming_jobs_late_total", "Runs of a job that began ten seconds late or more." },
        };

        for (guint mark = 0; mark < JOB_MARK_COUNT; mark++) {
                exposition_family(out, families[mark].name, "counter", families[mark].help);
                for (gsize i = 0; counts->kinds[i].name; i++)
                        exposition_count(out, families[mark].name,
                                         atomic_load_explicit(&counts->of[i].marks[mark], memory_order_relaxed),
                                         "job", counts->kinds[i].name, NULL);
        }
}
