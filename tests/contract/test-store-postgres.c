/* What only a server can do to us: end connections, be owned by another role, change under prepared statements. */
#include "harness.h"
#include "store-schema.h"

static const Statement backend_pid = { "SELECT pg_backend_pid()", NULL };
static const Statement thing_save = { "INSERT INTO things (id, name) VALUES ($1, $2)", NULL };
static const Statement things_count = { "SELECT count(*) FROM things", NULL };
static const Statement names_list = { "SELECT name FROM things", NULL };

/* Ends every connection of the store, as a fail-over does. */
static void connections_end(const Contract *contract) {
        contract_superuser(contract, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                     " WHERE application_name = 'shiming'");
}

typedef struct Writing {
        const Contract *contract;
        Uuid id;
        int runs;
        bool end_before; /* the connection, in the first run, before the insert */
        bool end_after;  /* … after it, so that COMMIT meets it */
} Writing;

static bool write_thing(StoreTx *tx, gpointer data, GError **error) {
        Writing *writing = data;

        writing->runs++;
        if (writing->end_before && writing->runs == 1)
                connections_end(writing->contract);
        if (!store_run(tx, &thing_save, NULL, error, VALUES(value_uuid(&writing->id), value_text("甲"))))
                return false;
        if (writing->end_after && writing->runs == 1)
                connections_end(writing->contract);
        return true;
}

static void test_idle_lost(Contract *contract) {
        Writing writing = { .contract = contract, .id = uuid_new(1) };
        g_autoptr(GError) error = NULL;

        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 0);
        connections_end(contract);
        store_write(contract->store, write_thing, &writing, &error);
        g_assert_no_error(error);
        connections_end(contract);
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 1);
}

static void test_lost_before_commit(Contract *contract) {
        Writing writing = { .contract = contract, .id = uuid_new(1), .end_before = true };
        g_autoptr(GError) error = NULL;

        store_write(contract->store, write_thing, &writing, &error);
        g_assert_no_error(error);
        g_assert_cmpint(writing.runs, ==, 2);
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 1);
}

static void test_lost_at_commit(Contract *contract) {
        Writing writing = { .contract = contract, .id = uuid_new(1), .end_after = true };
        g_autoptr(GError) error = NULL;

        g_assert_false(store_write(contract->store, write_thing, &writing, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
        g_assert_cmpint(writing.runs, ==, 1);
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 0);
}

static bool swallow_loss(StoreTx *tx, gpointer data, GError **error) {
        return write_thing(tx, data, NULL) || refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
}

static void test_lost_and_misread(Contract *contract) {
        Writing writing = { .contract = contract, .id = uuid_new(1), .end_before = true };
        g_autoptr(GError) error = NULL;

        store_write(contract->store, swallow_loss, &writing, &error);
        g_assert_no_error(error);
        g_assert_cmpint(writing.runs, ==, 2);
}

static void test_away(Contract *contract) {
        StoreOptions options = { .location = "host=/nonexistent/folder dbname=postgres" };
        g_autoptr(GError) error = NULL;

        (void) contract;
        g_assert_null(store_open(&options, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
}

static void test_stale_plan(Contract *contract) {
        Writing writing = { .contract = contract, .id = uuid_new(1) };
        g_autoptr(GError) error = NULL;

        g_assert_true(store_write(contract->store, write_thing, &writing, NULL));
        g_assert_true(contract_run(contract->store, &names_list, NULL));
        contract_superuser(contract, "ALTER TABLE things ALTER COLUMN name TYPE varchar(99)");
        contract_run(contract->store, &names_list, &error);
        g_assert_no_error(error);
}

static bool sleep_too_long(StoreTx *tx, gpointer data, GError **error) {
        static const Statement sleep = { "SELECT pg_sleep(60)", NULL };

        (void) data;
        return store_run(tx, &sleep, NULL, error, NO_VALUES);
}

static void test_budget(Contract *contract) {
        g_autoptr(GError) error = NULL;

        store_close(contract->store);
        contract->options.write_budget_ms = 50;
        contract->store = contract_open(contract, &store_test_schema, NULL);
        g_assert_false(store_write(contract->store, sleep_too_long, NULL, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
}

typedef struct Pids {
        GMutex lock;
        GHashTable *seen;
        Store *store;
} Pids;

static bool pid_note(StoreTx *tx, gpointer data, GError **error) {
        Pids *pids = data;
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &backend_pid, &row, error, NO_VALUES))
                return false;
        g_mutex_lock(&pids->lock);
        g_hash_table_add(pids->seen, GINT_TO_POINTER((int) rows_int(row, 0)));
        g_mutex_unlock(&pids->lock);
        return true;
}

static void read_pid(guint number, gpointer data) {
        (void) number;
        for (int i = 0; i < 20; i++)
                g_assert_true(store_read(((Pids *) data)->store, pid_note, data, NULL));
}

static void test_pool(Contract *contract) {
        g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
        Pids pids = { .seen = seen };

        store_close(contract->store);
        contract->options.connections_max = 3;
        contract->store = contract_open(contract, &store_test_schema, NULL);
        pids.store = contract->store;
        contract_threads(12, read_pid, &pids);
        g_assert_cmpint(g_hash_table_size(seen), <=, 3);
        g_mutex_clear(&pids.lock);
}

static void test_rights(Contract *contract) {
        static const Statement denied[] = {
                { "TRUNCATE records", NULL },
                { "TRUNCATE things", NULL },
                { "DELETE FROM records", NULL },
                { "UPDATE records SET words = '乙'", NULL },
                { "DROP TABLE records", NULL },
                { "ALTER TABLE records DISABLE TRIGGER ALL", NULL },
                { "DROP TRIGGER records_end_once ON records", NULL },
                { "DELETE FROM schema_migrations", NULL },
                { "CREATE TABLE others (id bigint)", NULL },
        };
        static const Statement allowed[] = {
                { "INSERT INTO records (id, words) VALUES (1, '甲')", NULL },
                { "UPDATE records SET ended_at = 5 WHERE id = 1", NULL },
                { "UPDATE counters SET value = 1", NULL },
                { "DELETE FROM counters", NULL },
        };
        g_autofree char *service = g_strdup_printf("%s user=service", contract->location);

        contract_superuser(contract, "SET client_min_messages = warning; DROP ROLE IF EXISTS service");
        contract_superuser(contract, "CREATE ROLE service LOGIN");
        store_close(contract->store);
        contract->options.owner_location = contract->location;
        contract->options.location = service;
        contract->store = contract_open(contract, &store_test_schema, NULL);
        g_assert_nonnull(contract->store);
        for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++) {
                g_autoptr(GError) error = NULL;

                contract_run(contract->store, &allowed[i], &error);
                g_assert_no_error(error);
        }
        for (gsize i = 0; i < G_N_ELEMENTS(denied); i++) {
                g_autoptr(GError) error = NULL;

                g_assert_false(contract_run(contract->store, &denied[i], &error));
                g_assert_error(error, FAILURE, FAILURE_STORE);
        }
        store_close(contract->store);
        contract->options.owner_location = NULL;
        contract->store = contract_open(contract, &store_test_schema, NULL); /* nothing to migrate: no owner needed */
        g_assert_nonnull(contract->store);
        g_clear_pointer(&contract->store, store_close);
        contract_empty(contract);
}

static const ContractTest tests[] = {
        { "/postgres/connections that were ended while idle are replaced", test_idle_lost },
        { "/postgres/a transaction whose connection ends before COMMIT runs again", test_lost_before_commit },
        { "/postgres/one whose connection ends at COMMIT fails, and is not run twice", test_lost_at_commit },
        { "/postgres/a lost connection is not taken for an answer", test_lost_and_misread },
        { "/postgres/a server that is away is a failure", test_away },
        { "/postgres/a prepared statement that no longer fits is prepared anew", test_stale_plan },
        { "/postgres/who takes too long is stopped", test_budget },
        { "/postgres/no more connections are open than allowed", test_pool },
        { "/postgres/the service's role changes neither kept rows nor the schema", test_rights },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, &store_test_schema, tests);
}
