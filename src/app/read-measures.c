/* Counts for a monitoring system, see measures.h. */
#include "app/measures.h"

#include "base/exposition.h"
#include "store/proceedings.h"

typedef struct OpenReading {
        gint64 now;
        ProceedingTally tally[STATE_COUNT];
} OpenReading;

static bool open_read(StoreTx *tx, gpointer data, GError **error) {
        OpenReading *reading = data;

        return store_proceeding_tally(tx, reading->now, reading->now + INSTANT_DAY, G_MAXINT64, reading->tally,
                                      error);
}

static void open_write(const OpenReading *reading, GString *out) {
        exposition_family(out, "shiming_proceedings_open", "gauge",
                          "Open cases and attempts, by state and by when somebody's decision is due.");
        for (int state = STATE_DRAFT; state < STATE_COMPLETED; state++) {
                const ProceedingTally *tally = &reading->tally[state];
                const struct {
                        const char *due;
                        gint64 count;
                } counts[] = { { "none", tally->timeless },
                               { "overdue", tally->overdue },
                               { "soon", tally->soon },
                               { "later", tally->later } };

                for (gsize i = 0; i < G_N_ELEMENTS(counts); i++)
                        if (counts[i].count)
                                exposition_count(out, "shiming_proceedings_open", (guint64) counts[i].count, "state",
                                                 enum_name(&proceeding_state_names, state), "due", counts[i].due,
                                                 NULL);
        }
}

static void commits_write(Store *store, GString *out) {
        CommitCounts counts = { 0 };
        guint64 commits = 0;

        store_commits(store, &counts);
        exposition_family(out, "shiming_commit_writes", "histogram",
                          "Commits of the database, by how many writes went together.");
        for (guint size = 0; size < COMMIT_SIZES; size++) {
                g_autofree char *le = g_strdup_printf("%u", 1U << size);

                commits += counts.by_size[size];
                exposition_count(out, "shiming_commit_writes_bucket", commits, "le", le, NULL);
        }
        exposition_count(out, "shiming_commit_writes_bucket", commits, "le", "+Inf", NULL);
        exposition_count(out, "shiming_commit_writes_sum", counts.writes, NULL);
        exposition_count(out, "shiming_commit_writes_count", commits, NULL);
        exposition_family(out, "shiming_writes_waiting", "gauge", "Writes that wait for the writer of SQLite.");
        exposition_count(out, "shiming_writes_waiting", counts.waiting, NULL);
}

bool app_measures_write(App *app, gint64 now, GString *out, GError **error) {
        OpenReading reading = { .now = now };

        if (!store_read(app->store, open_read, &reading, error))
                return false;
        open_write(&reading, out);
        commits_write(app->store, out);
        exposition_family(out, "shiming_evidence_sealed_bytes_total", "counter",
                          "Bytes of evidence that were sealed.");
        exposition_count(out, "shiming_evidence_sealed_bytes_total", blobs_sealed_bytes(app->blobs), NULL);
        return true;
}
