/* Runs one list of tests against a fresh database each: `test-x sqlite` or `test-x postgres`. PostgreSQL is the one named
 * by SHIMING_TEST_POSTGRES; tools/pg-test-cluster.sh run starts one and sets it. */
#pragma once

#include "store/store.h"

typedef struct Contract {
        StoreBackend backend;
        char *folder;         /* a temporary one, emptied afterwards */
        char *location;       /* of the database of this test alone: a file, or a schema of its own */
        StoreOptions options; /* what `store` was opened with; a test may open it again, also with another schema */
        Store *store;         /* open; a test may close it and set it to NULL */
} Contract;

typedef struct ContractTest {
        const char *name; /* "/store/a sentence of the domain"; NULL closes the list */
        void (*run)(Contract *contract);
} ContractTest;

/* Runs the tests on the backend that the command line names, each over a store opened with `schema` (NULL: the
 * program's own). Gives the exit status; 77, which Meson counts as skipped, where that backend is not to be had. */
int contract_main(int argc, char **argv, const StoreSchema *schema, const ContractTest *tests);

/* Opens the test's database once more. The caller closes it. */
Store *contract_open(const Contract *contract, const StoreSchema *schema, GError **error);

/* Makes the test's database as if it had never been opened; no store may have it open. */
void contract_empty(const Contract *contract);

/* Calls `work` on `count` threads at once, each with its number, and waits for all. */
void contract_threads(guint count, void (*work)(guint number, gpointer data), gpointer data);

/* Runs one statement without parameters in a transaction of its own. */
bool contract_run(Store *store, const Statement *statement, GError **error);

/* Gives the integer that a statement of one row answers; aborts where it fails. */
gint64 contract_count(Store *store, const Statement *statement);

/* PostgreSQL: runs a script as the cluster's superuser, in this test's own schema. */
void contract_superuser(const Contract *contract, const char *sql);
