/* How the lists and counts of the queue are found: by their indexes, however many proceedings are open. */
#include "harness.h"
#include "store/proceedings.h"
#include "store/statistics.h"

#include <sqlite3.h>
#include <string.h>

#define OPEN 6000
#define DUE_FROM (G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND)
#define EACH (60 * INSTANT_SECOND)
#define PAGE 50
#define COUNTED_MAX 1000

/* Of ten, seven wait for a reviewer, one for a bank, one for its holder, one is with a reviewer; due a minute one after the other. */
static Proceeding proceeding_of(guint number) {
        static const ProceedingState states[] = { STATE_SUBMITTED, STATE_SUBMITTED, STATE_SUBMITTED, STATE_SUBMITTED,
                                                  STATE_SUBMITTED, STATE_SUBMITTED, STATE_SUBMITTED, STATE_SUBMITTED,
                                                  STATE_DRAFT,     STATE_IN_REVIEW };
        ProceedingState state = states[number % 10];
        bool timeless = number % 10 == 7 || state == STATE_DRAFT;

        return (Proceeding){ .kind = PROCEEDING_CASE,
                             .id = uuid_new(DUE_FROM),
                             .account = uuid_new(DUE_FROM),
                             .policy_hash = (char *) "policy",
                             .calendar_hash = (char *) "calendar",
                             .route = (char *) "personal-to-personal",
                             .state = state,
                             .opened_at = DUE_FROM + number * EACH,
                             .submitted_at = INSTANT_NONE,
                             .ended_at = INSTANT_NONE,
                             .expires_at = INSTANT_NONE,
                             .lease_until = INSTANT_NONE,
                             .clock = { .due_at = timeless ? INSTANT_NONE : DUE_FROM + number * EACH } };
}

static bool proceedings_add(StoreTx *tx, gpointer data, GError **error) {
        (void) data;
        for (guint number = 0; number < OPEN; number++) {
                Proceeding proceeding = proceeding_of(number);

                if (!store_proceeding_add(tx, &proceeding, NULL, INSTANT_NONE, error))
                        return false;
        }
        return true;
}

static void store_fill(Contract *contract) {
        g_autoptr(GError) error = NULL;

        store_write(contract->store, proceedings_add, NULL, &error);
        g_assert_no_error(error);
        if (contract->backend == STORE_POSTGRES)
                contract_superuser(contract, "VACUUM ANALYZE proceedings");
}

/* --- the counts are right --- */

typedef struct Counting {
        gint64 most;
        ProceedingTally tally[STATE_COUNT];
} Counting;

static bool counts_read(StoreTx *tx, gpointer data, GError **error) {
        Counting *counting = data;

        return store_proceeding_tally(tx, DUE_FROM + 1000 * EACH, DUE_FROM + 3000 * EACH, counting->most,
                                      counting->tally, error);
}

static Counting counting(Contract *contract, gint64 most) {
        Counting counting = { .most = most };
        g_autoptr(GError) error = NULL;

        store_read(contract->store, counts_read, &counting, &error);
        g_assert_no_error(error);
        return counting;
}

static void assert_tally(const Counting *counting, ProceedingState state, gint64 timeless, gint64 overdue,
                         gint64 soon, gint64 later) {
        const ProceedingTally *tally = &counting->tally[state];

        g_assert_cmpint(tally->timeless, ==, timeless);
        g_assert_cmpint(tally->overdue, ==, overdue);
        g_assert_cmpint(tally->soon, ==, soon);
        g_assert_cmpint(tally->later, ==, later);
}

static void open_ones_are_counted_by_state_and_due_time(Contract *contract) {
        Counting counted;

        store_fill(contract);
        counted = counting(contract, G_MAXINT64);
        assert_tally(&counted, STATE_SUBMITTED, 600, 700, 1400, 2100);
        assert_tally(&counted, STATE_IN_REVIEW, 0, 100, 200, 300);
        assert_tally(&counted, STATE_DRAFT, 600, 0, 0, 0);
        assert_tally(&counted, STATE_DISPUTED, 0, 0, 0, 0);
}

static void counting_ends_where_it_is_told_to(Contract *contract) {
        Counting counted;

        store_fill(contract);
        counted = counting(contract, COUNTED_MAX);
        assert_tally(&counted, STATE_SUBMITTED, 600, 700, COUNTED_MAX, COUNTED_MAX);
        assert_tally(&counted, STATE_IN_REVIEW, 0, 100, 200, 300);
}

static void nothing_open_is_counted_as_nothing(Contract *contract) {
        Counting counted = counting(contract, COUNTED_MAX);

        for (ProceedingState state = STATE_NONE; state < STATE_COUNT; state++)
                assert_tally(&counted, state, 0, 0, 0, 0);
}

/* --- and none of it reads what it need not --- */

static void count_ignore(gpointer row, gpointer user) {
        (void) row, (void) user;
}

static bool page_read(StoreTx *tx, ProceedingState state, gint64 after, GError **error) {
        ProceedingCursor cursor = { .due_at = after };
        g_autoptr(GPtrArray) rows = NULL;

        if (after != INSTANT_NONE)
                memset(cursor.id.bytes, 0xff, sizeof cursor.id.bytes);
        return store_proceeding_queue(tx, state, &cursor, PAGE, &rows, error);
}

/* What the queue's pages, the clock, the measures and the statistics ask of open proceedings. */
static bool queue_read(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(GPtrArray) claimed = NULL, listed = NULL;
        g_autoptr(GArray) due = NULL;
        Counting counting = { .most = COUNTED_MAX };
        Uuid somebody = uuid_new(DUE_FROM);

        (void) data;
        return page_read(tx, STATE_SUBMITTED, INSTANT_NONE, error)
               && page_read(tx, STATE_SUBMITTED, DUE_FROM + 5900 * EACH, error)
               && page_read(tx, STATE_DRAFT, INSTANT_NONE, error)
               && store_proceeding_claimed(tx, &somebody, PAGE, &claimed, error)
               && store_proceeding_of_account(tx, &somebody, INSTANT_NONE, PAGE, &listed, error)
               && store_proceeding_to_wake(tx, DUE_FROM, PAGE, &due, error) && counts_read(tx, &counting, error)
               && store_count_open(tx, DUE_FROM, DUE_FROM + 100 * EACH, count_ignore, NULL, error);
}

static GPtrArray *statements_run; /* their texts, while the test below asks SQLite to tell them */

static int statement_note(unsigned what, void *context, void *statement, void *text) {
        (void) what, (void) context, (void) text;
        g_ptr_array_add(statements_run, g_strdup(sqlite3_sql(statement)));
        return 0;
}

static int connection_trace(sqlite3 *db, char **message, const struct sqlite3_api_routines *routines) {
        (void) message, (void) routines;
        return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, statement_note, NULL);
}

/* Gives the lines of a statement's plan. */
static GPtrArray *plan_of(sqlite3 *db, const char *statement) {
        g_autofree char *sql = g_strconcat("EXPLAIN QUERY PLAN ", statement, NULL);
        GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
        sqlite3_stmt *plan = NULL;

        g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &plan, NULL), ==, SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW)
                g_ptr_array_add(lines, g_strdup((const char *) sqlite3_column_text(plan, 3)));
        sqlite3_finalize(plan);
        return lines;
}

static void assert_plan(sqlite3 *db, const char *statement) {
        g_autoptr(GPtrArray) lines = plan_of(db, statement);

        for (guint i = 0; i < lines->len; i++) {
                const char *line = lines->pdata[i];
                bool looks = g_str_has_prefix(line, "SEARCH ") || g_str_has_prefix(line, "SCAN ");
                bool reads = looks && strstr(line, " USING ");
                bool counts = strstr(statement, "COUNT(");

                g_test_message("%s", line);
                g_assert_false(g_str_has_prefix(line, "SCAN p")); /* the table or a whole index of it */
                g_assert_true(!reads || !counts || strstr(line, "USING COVERING INDEX"));
                g_assert_true(counts || !strstr(line, "TEMP B-TREE"));
        }
}

static void assert_sqlite_plans(Contract *contract) {
        g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func(g_free);
        g_autoptr(GError) error = NULL;
        sqlite3 *db = NULL;
        guint explained = 0;

        statements_run = statements;
        sqlite3_auto_extension((void (*)(void)) connection_trace); /* of the reader that the next line opens */
        store_read(contract->store, queue_read, NULL, &error);
        sqlite3_cancel_auto_extension((void (*)(void)) connection_trace);
        g_assert_no_error(error);
        g_assert_cmpint(sqlite3_open(contract->location, &db), ==, SQLITE_OK);
        for (guint i = 0; i < statements->len; i++) {
                if (!strstr(statements->pdata[i], "FROM proceedings"))
                        continue;
                assert_plan(db, statements->pdata[i]);
                explained++;
        }
        g_assert_cmpuint(explained, >=, 8);
        sqlite3_close(db);
}

static bool queue_read_and_look(StoreTx *tx, gpointer data, GError **error) {
        static const Statement whole_reads = { "SELECT seq_scan FROM pg_stat_xact_user_tables "
                                               "WHERE relname = 'proceedings' AND schemaname = current_schema()" };
        g_autoptr(Rows) row = NULL;

        if (!queue_read(tx, data, error) || !store_first(tx, &whole_reads, &row, error, NO_VALUES))
                return false;
        g_assert_nonnull(row);
        g_assert_cmpint(rows_int(row, 0), ==, 0);
        return true;
}

static void the_queue_is_read_by_its_indexes(Contract *contract) {
        g_autoptr(GError) error = NULL;

        store_fill(contract);
        if (contract->backend == STORE_SQLITE) {
                assert_sqlite_plans(contract);
                return;
        }
        store_read(contract->store, queue_read_and_look, NULL, &error);
        g_assert_no_error(error);
}

int main(int argc, char **argv) {
        static const ContractTest tests[] = {
                { "/store/open proceedings are counted by state and due time",
                  open_ones_are_counted_by_state_and_due_time },
                { "/store/counting ends where it is told to", counting_ends_where_it_is_told_to },
                { "/store/nothing open is counted as nothing", nothing_open_is_counted_as_nothing },
                { "/store/the queue is read by its indexes", the_queue_is_read_by_its_indexes },
                { NULL, NULL },
        };

        return contract_main(argc, argv, NULL, tests);
}
