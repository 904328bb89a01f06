/* The schema's steps: from any earlier version to this one, whole or not at all, and never past a newer program. */
#include "harness.h"
#include "store-schema.h"
#include "store/schema.h"

static const Statement steps_count = { "SELECT count(*) FROM schema_migrations", NULL };
static const Statement counters_count = { "SELECT count(*) FROM counters", NULL };
static const Statement records_count = { "SELECT count(*) FROM records", NULL };

/* All tables, columns and indexes, one line each. */
static const Statement shape = {
        .sql = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name",
        .postgres = "SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns"
                    " WHERE table_schema = current_schema()"
                    " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()"
                    " UNION ALL SELECT event_object_table || trigger_name FROM information_schema.triggers"
                    " WHERE trigger_schema = current_schema() ORDER BY 1",
};

static bool shape_read(StoreTx *tx, gpointer data, GError **error) {
        GString *lines = data;
        g_autoptr(Rows) rows = store_query(tx, &shape, error, NO_VALUES);

        if (!rows)
                return false;
        g_string_truncate(lines, 0);
        while (rows_next(rows))
                g_string_append_printf(lines, "%s\n", rows_text(rows, 0));
        return true;
}

/* Opens the test's database with `schema`, gives its shape, and closes it. */
static char *shape_with(Contract *contract, const StoreSchema *schema) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Store) store = contract_open(contract, schema, &error);
        GString *lines = g_string_new(NULL);

        g_assert_no_error(error);
        store_read(store, shape_read, lines, &error);
        g_assert_no_error(error);
        return g_string_free(lines, FALSE);
}

static void test_every_version(Contract *contract) {
        const Migration *all = store_schema()->migrations;
        g_autofree Migration *some = NULL;
        g_autofree char *fresh = NULL;
        gsize count = 0;

        g_clear_pointer(&contract->store, store_close);
        contract_empty(contract);
        fresh = shape_with(contract, store_schema());
        g_assert_nonnull(strstr(fresh, "verifications"));
        while (all[count].name)
                count++;
        some = g_new0(Migration, count + 1);
        for (gsize had = 0; had < count; had++) {
                static const KeptTable none[] = { { NULL, { NULL } } };
                StoreSchema earlier = { .migrations = some, .kept = none };
                g_autofree char *before = NULL;
                g_autofree char *after = NULL;

                contract_empty(contract);
                before = shape_with(contract, &earlier);
                after = shape_with(contract, store_schema());
                g_assert_cmpstr(before, !=, fresh);
                g_assert_cmpstr(after, ==, fresh);
                some[had] = all[had];
        }
}

static void test_next_step(Contract *contract) {
        g_autoptr(GError) error = NULL;

        g_assert_cmpint(contract_count(contract->store, &steps_count), ==, 1);
        store_close(contract->store);
        contract->store = contract_open(contract, &store_test_schema, &error);
        g_assert_no_error(error);
        g_assert_cmpint(contract_count(contract->store, &steps_count), ==, 2);
        g_assert_cmpint(contract_count(contract->store, &counters_count), ==, 1);
        g_assert_cmpint(contract_count(contract->store, &records_count), ==, 0);
}

static void test_newer(Contract *contract) {
        g_autoptr(GError) error = NULL;

        store_close(contract->store);
        contract->store = contract_open(contract, &store_test_schema, NULL);
        g_assert_nonnull(contract->store);
        g_assert_null(contract_open(contract, &store_test_schema_first, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
        g_assert_nonnull(strstr(error->message, "newer than this program"));
        g_assert_nonnull(strstr(error->message, "002-records"));
}

static void test_foreign(Contract *contract) {
        static const Migration other[] = { { "001-others", "SELECT 1", "SELECT 1" }, { NULL, NULL, NULL } };
        StoreSchema schema = store_test_schema_first;
        g_autoptr(GError) error = NULL;

        schema.migrations = other;
        g_assert_null(contract_open(contract, &schema, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
        g_assert_nonnull(strstr(error->message, "001-others"));
}

static void test_failing_step(Contract *contract) {
        static const char broken[] =
                "DELETE FROM counters; CREATE TABLE half (id bigint); CREATE TABLE counters (id bigint);";
        static const Statement half = {
                .sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'half'",
                .postgres =
                        "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'half'",
        };
        Migration steps[] = { store_test_schema_first.migrations[0],
                              { "002-broken", broken, broken },
                              { NULL, NULL, NULL } };
        StoreSchema schema = store_test_schema_first;
        g_autoptr(GError) error = NULL;

        schema.migrations = steps;
        g_assert_null(contract_open(contract, &schema, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
        g_assert_nonnull(strstr(error->message, "002-broken"));
        g_assert_cmpint(contract_count(contract->store, &steps_count), ==, 1);
        g_assert_cmpint(contract_count(contract->store, &counters_count), ==, 1);
        g_assert_cmpint(contract_count(contract->store, &half), ==, 0);
}

static void open_and_close(guint number, gpointer data) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Store) store = contract_open(data, &store_test_schema, &error);

        (void) number;
        g_assert_no_error(error);
        g_assert_cmpint(contract_count(store, &steps_count), ==, 2);
}

static void test_together(Contract *contract) {
        g_clear_pointer(&contract->store, store_close);
        contract_empty(contract);
        contract_threads(6, open_and_close, contract);
}

static const ContractTest tests[] = {
        { "/migrations/from every earlier version the schema becomes this one", test_every_version },
        { "/migrations/a step keeps the rows that are there", test_next_step },
        { "/migrations/a database newer than the program is refused", test_newer },
        { "/migrations/a database of another program is refused", test_foreign },
        { "/migrations/a step that fails leaves nothing behind", test_failing_step },
        { "/migrations/programs that start together migrate once", test_together },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, &store_test_schema_first, tests);
}
