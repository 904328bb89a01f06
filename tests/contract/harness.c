/* Gives each contract test a database of its own and takes it away afterwards. */
#include "harness.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <string.h>

#define EXIT_SKIPPED 77

typedef struct Plan {
        const ContractTest *test;
        const StoreSchema *schema;
        StoreBackend backend;
        guint number;
} Plan;

static void superuser_run(const char *connection, const char *sql) {
        PGconn *superuser = PQconnectdb(connection);
        PGresult *result;

        g_assert_cmpint(PQstatus(superuser), ==, CONNECTION_OK);
        result = PQexec(superuser, sql);
        if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
                g_error("%s", PQresultErrorMessage(result));
        PQclear(result);
        PQfinish(superuser);
}

void contract_superuser(const Contract *contract, const char *sql) {
        superuser_run(contract->location, sql);
}

/* A schema of its own is quicker to make than a database. */
static char *postgres_place(guint number) {
        const char *cluster = g_getenv("SHIMING_TEST_POSTGRES");
        g_autofree char *sql = g_strdup_printf("SET client_min_messages = warning;"
                                               "DROP SCHEMA IF EXISTS t%u CASCADE; CREATE SCHEMA t%u",
                                               number, number);

        superuser_run(cluster, sql);
        return g_strdup_printf("%s options='-csearch_path=t%u'", cluster, number);
}

static void folder_empty(const char *path) {
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

        for (const char *name = g_dir_read_name(folder); name; name = g_dir_read_name(folder)) {
                g_autofree char *file = g_build_filename(path, name, NULL);

                g_assert_cmpint(g_remove(file), ==, 0);
        }
}

void contract_empty(const Contract *contract) {
        if (contract->backend == STORE_SQLITE)
                folder_empty(contract->folder);
        else
                contract_superuser(contract, "SET client_min_messages = warning;"
                                             "DO $$ DECLARE place text := current_schema(); BEGIN"
                                             " EXECUTE format('DROP SCHEMA %I CASCADE', place);"
                                             " EXECUTE format('CREATE SCHEMA %I', place); END $$");
}

Store *contract_open(const Contract *contract, const StoreSchema *schema, GError **error) {
        StoreOptions options = contract->options;

        options.schema = schema;
        return store_open(&options, error);
}

static void contract_set_up(Contract *contract, gconstpointer data) {
        const Plan *plan = data;
        g_autoptr(GError) error = NULL;

        contract->backend = plan->backend;
        contract->folder = g_dir_make_tmp("shiming-contract-XXXXXX", &error);
        g_assert_no_error(error);
        contract->location = plan->backend == STORE_SQLITE ? g_build_filename(contract->folder, "shiming.db", NULL)
                                                           : postgres_place(plan->number);
        contract->options = (StoreOptions){ .location = contract->location, .schema = plan->schema };
        contract->store = store_open(&contract->options, &error);
        g_assert_no_error(error);
}

static void contract_run_plan(Contract *contract, gconstpointer data) {
        ((const Plan *) data)->test->run(contract);
}

static void contract_tear_down(Contract *contract, gconstpointer data) {
        (void) data;
        store_close(contract->store);
        folder_empty(contract->folder);
        g_rmdir(contract->folder);
        g_free(contract->folder);
        g_free(contract->location);
}

static bool backend_choose(const char *name, StoreBackend *backend) {
        if (g_strcmp0(name, "sqlite") != 0 && g_strcmp0(name, "postgres") != 0)
                return false;
        *backend = g_str_equal(name, "sqlite") ? STORE_SQLITE : STORE_POSTGRES;
        return true;
}

int contract_main(int argc, char **argv, const StoreSchema *schema, const ContractTest *tests) {
        g_autoptr(GPtrArray) plans = g_ptr_array_new_with_free_func(g_free);
        StoreBackend backend;

        g_test_init(&argc, &argv, NULL);
        if (argc != 2 || !backend_choose(argv[1], &backend)) {
                g_printerr("usage: %s sqlite|postgres\n", argv[0]);
                return 2;
        }
        if (backend == STORE_POSTGRES && !g_getenv("SHIMING_TEST_POSTGRES"))
                return EXIT_SKIPPED;
        for (const ContractTest *test = tests; test->name; test++) {
                Plan *plan = g_new0(Plan, 1);

                *plan = (Plan){ .test = test, .schema = schema, .backend = backend, .number = plans->len };
                g_ptr_array_add(plans, plan);
                g_test_add(test->name, Contract, plan, contract_set_up, contract_run_plan, contract_tear_down);
        }
        return g_test_run();
}

typedef struct Worker {
        void (*work)(guint number, gpointer data);
        guint number;
        gpointer data;
        GThread *thread;
} Worker;

static gpointer worker_run(gpointer data) {
        Worker *worker = data;

        worker->work(worker->number, worker->data);
        return NULL;
}

void contract_threads(guint count, void (*work)(guint number, gpointer data), gpointer data) {
        g_autofree Worker *workers = g_new0(Worker, count);

        for (guint i = 0; i < count; i++) {
                workers[i] = (Worker){ .work = work, .number = i, .data = data };
                workers[i].thread = g_thread_new("contract", worker_run, &workers[i]);
        }
        for (guint i = 0; i < count; i++)
                g_thread_join(workers[i].thread);
}

static bool run_one(StoreTx *tx, gpointer data, GError **error) {
        return store_run(tx, data, NULL, error, NO_VALUES);
}

bool contract_run(Store *store, const Statement *statement, GError **error) {
        return store_write(store, run_one, (gpointer) statement, error);
}

typedef struct Count {
        const Statement *statement;
        gint64 count;
} Count;

static bool count_one(StoreTx *tx, gpointer data, GError **error) {
        Count *count = data;
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, count->statement, &row, error, NO_VALUES))
                return false;
        g_assert_nonnull(row);
        count->count = rows_int(row, 0);
        return true;
}

gint64 contract_count(Store *store, const Statement *statement) {
        Count count = { .statement = statement };
        g_autoptr(GError) error = NULL;

        store_read(store, count_one, &count, &error);
        g_assert_no_error(error);
        return count.count;
}
