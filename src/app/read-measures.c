/* Counts for a monitoring system, see measures.h. */
#include "app/measures.h"

#include "base/exposition.h"
#include "store/statistics.h"

typedef struct DueReading {
        gint64 now;
        GString *out; /* begun afresh each time that the transaction runs */
} DueReading;

static void due_add(gpointer row, gpointer user) {
        const DueCount *due = row;
        DueReading *reading = user;

        exposition_count(reading->out, "shiming_proceedings_open", (guint64) due->count, "state", due->state, "due",
                         due->due, NULL);
}

static bool due_read(StoreTx *tx, gpointer data, GError **error) {
        DueReading *reading = data;

        g_string_truncate(reading->out, 0);
        return store_count_due(tx, reading->now, reading->now + INSTANT_DAY, due_add, reading, error);
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
        g_autoptr(GString) due = g_string_new(NULL);
        DueReading reading = { .now = now, .out = due };

        if (!store_read(app->store, due_read, &reading, error))
                return false;
        exposition_family(out, "shiming_proceedings_open", "gauge",
                          "Open cases and attempts, by state and by when somebody's decision is due.");
        g_string_append_len(out, due->str, (gssize) due->len);
        commits_write(app->store, out);
        exposition_family(out, "shiming_evidence_sealed_bytes_total", "counter",
                          "Bytes of evidence that were sealed.");
        exposition_count(out, "shiming_evidence_sealed_bytes_total", blobs_sealed_bytes(app->blobs), NULL);
        return true;
}
