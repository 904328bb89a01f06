/* Group commit: what waits is committed at once, and nobody is hurt by a neighbour, whatever that one does. */
#include "store/sqlite-writer.h"

#include <glib/gstdio.h>

#define WRITERS 31
#define BUDGET_MS 300

static const Statement row_save = { "INSERT INTO rows (id, parent, bytes) VALUES ($1, $2, $3)", NULL };
static const Statement rows_count = { "SELECT count(*) FROM rows", NULL };
static const Statement endless = {
        "INSERT INTO rows (id) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        NULL
};

static const char schema[] = "CREATE TABLE rows (id integer PRIMARY KEY, bytes blob,"
                             " parent integer REFERENCES rows (id) DEFERRABLE INITIALLY DEFERRED);"
                             "CREATE TRIGGER rows_refuse_all BEFORE INSERT ON rows WHEN NEW.id = 1000"
                             " BEGIN SELECT RAISE(ROLLBACK, 'everybody'); END;";

static const KeptTable kept[] = { { NULL, { NULL } } };
static const StoreSchema no_steps = { .migrations = NULL, .kept = kept };

typedef struct Fixture {
        char *folder, *path;
        SqliteWriter *writer;
        SqliteConnection *reader;
        SqliteConnection *writing; /* the writer's */
        CommitTally commits;
        gint busy; /* the writer is kept busy; atomic */
        gint open; /* … and may go on; atomic */
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data) {
        g_autoptr(GError) error = NULL;

        (void) data;
        fixture->folder = g_dir_make_tmp("shiming-writer-XXXXXX", &error);
        g_assert_no_error(error);
        fixture->path = g_build_filename(fixture->folder, "rows.db", NULL);
        g_assert_true(g_file_set_contents(fixture->path, "", 0, NULL));
        fixture->writing = sqlite_connection_open(fixture->path, &no_steps, true, &error);
        g_assert_no_error(error);
        g_assert_cmpint(sqlite3_exec(fixture->writing->db, schema, NULL, NULL, NULL), ==, SQLITE_OK);
        fixture->writing->sealed = true;
        fixture->reader = sqlite_connection_open(fixture->path, &no_steps, false, &error);
        g_assert_no_error(error);
        fixture->writer = sqlite_writer_new(fixture->writing, BUDGET_MS, &fixture->commits);
}

static void tear_down(Fixture *fixture, gconstpointer data) {
        (void) data;
        sqlite_connection_close(fixture->reader);
        sqlite_writer_free(fixture->writer);
        g_assert_cmpint(g_remove(fixture->path), ==, 0);
        g_rmdir(fixture->folder);
        g_free(fixture->path);
        g_free(fixture->folder);
}

/* One who writes a row; `runs` and `seen` are of its StoreFn. */
typedef struct Clerk {
        Fixture *fixture;
        StoreFn fn;
        gint64 id;
        gint64 parent; /* 0: none */
        gsize size;
        gint runs;
        gint64 seen_inside;  /* rows in its own transaction before it wrote */
        gint64 seen_outside; /* rows committed by then */
        bool done;
        GError *error;
        GThread *thread;
} Clerk;

static bool count_rows(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &rows_count, &row, error, NO_VALUES))
                return false;
        *(gint64 *) data = rows_int(row, 0);
        return true;
}

static gint64 committed(Fixture *fixture) {
        gint64 count = -1;

        g_assert_true(sqlite_connection_transact(fixture->reader, &sqlite_begin_read, 0, count_rows, &count, NULL));
        return count;
}

static bool write_row(StoreTx *tx, gpointer data, GError **error) {
        Clerk *clerk = data;
        g_autofree guint8 *bytes = g_malloc0(clerk->size + 1);

        clerk->runs++;
        clerk->seen_outside = committed(clerk->fixture);
        return count_rows(tx, &clerk->seen_inside, error)
               && store_run(tx, &row_save, NULL, error,
                            VALUES(value_int(clerk->id),
                                   clerk->parent ? value_int(clerk->parent) : value_null(VALUE_INT),
                                   value_blob(bytes, clerk->size)));
}

static bool write_and_refuse(StoreTx *tx, gpointer data, GError **error) {
        return write_row(tx, data, error) && refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
}

static bool look_and_refuse(StoreTx *tx, gpointer data, GError **error) {
        Clerk *clerk = data;

        clerk->runs++;
        return count_rows(tx, &clerk->seen_inside, error) && refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
}

static bool never_end(StoreTx *tx, gpointer data, GError **error) {
        ((Clerk *) data)->runs++;
        return store_run(tx, &endless, NULL, error, NO_VALUES);
}

static bool keep_busy(StoreTx *tx, gpointer data, GError **error) {
        Fixture *fixture = data;

        (void) tx;
        (void) error;
        g_atomic_int_set(&fixture->busy, 1);
        while (!g_atomic_int_get(&fixture->open))
                g_thread_yield();
        return true;
}

static gpointer clerk_work(gpointer data) {
        Clerk *clerk = data;

        clerk->done = sqlite_writer_run(clerk->fixture->writer, clerk->fn, clerk, &clerk->error);
        return NULL;
}

static gpointer keeper_work(gpointer data) {
        Fixture *fixture = data;

        g_assert_true(sqlite_writer_run(fixture->writer, keep_busy, fixture, NULL));
        return NULL;
}

/* Lets all clerks wait, one behind the other, while the writer is kept busy; then lets it go on. */
static void work_in_one_batch(Fixture *fixture, Clerk *clerks, guint count) {
        GThread *keeper = g_thread_new("keeper", keeper_work, fixture);

        while (!g_atomic_int_get(&fixture->busy))
                g_thread_yield();
        for (guint i = 0; i < count; i++) {
                clerks[i].fixture = fixture;
                clerks[i].thread = g_thread_new("clerk", clerk_work, &clerks[i]);
                while (sqlite_writer_waiting(fixture->writer) < i + 1)
                        g_thread_yield();
        }
        g_atomic_int_set(&fixture->open, 1);
        g_thread_join(keeper);
        for (guint i = 0; i < count; i++)
                g_thread_join(clerks[i].thread);
}

static void clerks_clear(Clerk *clerks, guint count) {
        for (guint i = 0; i < count; i++)
                g_clear_error(&clerks[i].error);
}

static void clerks_prepare(Clerk *clerks, guint count) {
        for (guint i = 0; i < count; i++)
                clerks[i] = (Clerk){ .fn = write_row, .id = i + 1 };
}

/* All but the one at `culprit` are committed. */
static void assert_others_done(Fixture *fixture, const Clerk *clerks, guint count, guint culprit) {
        for (guint i = 0; i < count; i++)
                g_assert_cmpint(clerks[i].done, ==, i != culprit);
        g_assert_cmpint(committed(fixture), ==, count - 1);
}

static void test_grouped(Fixture *fixture, gconstpointer data) {
        Clerk clerks[WRITERS];
        CommitCounts counts = { 0 };

        (void) data;
        clerks_prepare(clerks, WRITERS);
        work_in_one_batch(fixture, clerks, WRITERS);
        for (guint i = 0; i < WRITERS; i++) {
                g_assert_no_error(clerks[i].error);
                g_assert_cmpint(clerks[i].seen_inside, ==, i);
                g_assert_cmpint(clerks[i].seen_outside, ==, 0);
        }
        g_assert_cmpint(committed(fixture), ==, WRITERS);
        commit_tally_read(&fixture->commits, &counts);
        g_assert_cmpuint(counts.writes, ==, WRITERS + 1); /* and the one that kept the writer busy, by itself */
        g_assert_cmpuint(counts.by_size[0], ==, 1);
        g_assert_cmpuint(counts.by_size[5], ==, 1); /* 17 to 32 */
}

static void test_refusals(Fixture *fixture, gconstpointer data) {
        Clerk clerks[WRITERS];
        gint64 done = 0;

        (void) data;
        clerks_prepare(clerks, WRITERS);
        for (guint i = 0; i < WRITERS; i++) {
                if (i % 3 == 1)
                        clerks[i].fn = write_and_refuse;
                if (i % 3 == 2)
                        clerks[i].id = 1;
        }
        work_in_one_batch(fixture, clerks, WRITERS);
        for (guint i = 0; i < WRITERS; i++) {
                g_assert_cmpint(clerks[i].runs, ==, i < 2 ? 2 : 1); /* the second one leaves a change to undo */
                g_assert_cmpint(clerks[i].done, ==, i % 3 == 0);
                g_assert_true(i % 3 != 1 || refusal_is(clerks[i].error, REFUSAL_NOT_ALLOWED));
                g_assert_true(i % 3 != 2 || store_error_is_conflict(clerks[i].error));
                done += clerks[i].done;
        }
        g_assert_cmpint(committed(fixture), ==, done);
        clerks_clear(clerks, WRITERS);
}

static void test_refused_at_once(Fixture *fixture, gconstpointer data) {
        Clerk clerks[5];

        (void) data;
        clerks_prepare(clerks, 5);
        clerks[2].fn = look_and_refuse;
        clerks[3].id = 1;
        work_in_one_batch(fixture, clerks, 5);
        for (guint i = 0; i < 5; i++) {
                g_assert_cmpint(clerks[i].runs, ==, 1);
                g_assert_cmpint(clerks[i].done, ==, i != 2 && i != 3);
        }
        g_assert_true(refusal_is(clerks[2].error, REFUSAL_NOT_ALLOWED));
        g_assert_true(store_error_is_conflict(clerks[3].error));
        g_assert_cmpint(committed(fixture), ==, 3);
        clerks_clear(clerks, 5);
}

static void test_rolled_back(Fixture *fixture, gconstpointer data) {
        Clerk clerks[5];

        (void) data;
        clerks_prepare(clerks, 5);
        clerks[2].id = 1000;
        work_in_one_batch(fixture, clerks, 5);
        assert_others_done(fixture, clerks, 5, 2);
        g_assert_true(store_error_is_rule(clerks[2].error, "everybody"));
        g_assert_cmpint(clerks[0].runs, ==, 2);
        clerks_clear(clerks, 5);
}

static void test_commit_refused(Fixture *fixture, gconstpointer data) {
        Clerk clerks[5];

        (void) data;
        clerks_prepare(clerks, 5);
        clerks[3].parent = 77;
        work_in_one_batch(fixture, clerks, 5);
        assert_others_done(fixture, clerks, 5, 3);
        g_assert_true(store_error_is_rule(clerks[3].error, NULL));
        clerks_clear(clerks, 5);
}

static void test_overrun(Fixture *fixture, gconstpointer data) {
        Clerk clerks[5];

        (void) data;
        clerks_prepare(clerks, 5);
        clerks[1].fn = never_end;
        work_in_one_batch(fixture, clerks, 5);
        assert_others_done(fixture, clerks, 5, 1);
        g_assert_error(clerks[1].error, FAILURE, FAILURE_STORE);
        g_assert_cmpint(clerks[1].runs, ==, 1);
        clerks_clear(clerks, 5);
}

static void test_full(Fixture *fixture, gconstpointer data) {
        Clerk clerks[5];

        (void) data;
        fixture->writing->sealed = false;
        g_assert_cmpint(sqlite3_exec(fixture->writing->db, "PRAGMA max_page_count = 20", NULL, NULL, NULL), ==,
                        SQLITE_OK);
        fixture->writing->sealed = true;
        clerks_prepare(clerks, 5);
        clerks[2].size = 1 << 20;
        work_in_one_batch(fixture, clerks, 5);
        assert_others_done(fixture, clerks, 5, 2);
        g_assert_error(clerks[2].error, FAILURE, FAILURE_FULL);
        clerks_clear(clerks, 5);
}

static void test_text(void) {
        g_assert_true(sqlite_text_replaces("REPLACE INTO t VALUES (1)"));
        g_assert_true(sqlite_text_replaces("insert or/**/replace into t values (1)"));
        g_assert_true(sqlite_text_replaces("CREATE TABLE t (a UNIQUE ON CONFLICT REPLACE)"));
        g_assert_false(sqlite_text_replaces("SELECT replace (a, 'REPLACE it''s', \"replace\") FROM t -- REPLACE\n"));
        g_assert_false(sqlite_text_replaces("SELECT irreplaceable, replaced, replace_me FROM t /* REPLACE"));
}

int main(int argc, char **argv) {
        static const struct {
                const char *name;
                void (*run)(Fixture *fixture, gconstpointer data);
        } tests[] = {
                { "/writer/what waits is committed at once", test_grouped },
                { "/writer/who is refused hurts no neighbour", test_refusals },
                { "/writer/who is refused before a change costs nobody a second run", test_refused_at_once },
                { "/writer/when one rolls everybody back, the others run again alone", test_rolled_back },
                { "/writer/when the commit is refused, each runs again alone", test_commit_refused },
                { "/writer/who takes too long is stopped, and not given a second try", test_overrun },
                { "/writer/who fills the disk hurts no neighbour", test_full },
        };

        g_test_init(&argc, &argv, NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
                g_test_add(tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
        g_test_add_func("/writer/REPLACE is found where it is one", test_text);
        return g_test_run();
}
