/* Many threads on one store: nothing is lost, nothing is counted twice, and what must hold across rows holds. */
#include "harness.h"
#include "store-schema.h"

#define THREADS 32
#define WRITES_EACH 10

static const Statement counter_load = { "SELECT value FROM counters WHERE name = $1", NULL };
static const Statement counter_save = { "UPDATE counters SET value = $2 WHERE name = $1", NULL };
static const Statement counter_writes = { "SELECT value FROM counters WHERE name = 'writes'", NULL };
static const Statement thing_save = { "INSERT INTO things (id, name, amount) VALUES ($1, $2, $3)", NULL };
static const Statement things_count = { "SELECT count(*) FROM things", NULL };
static const Statement things_named = { "SELECT count(*) FROM things WHERE name = $1", NULL };
static const Statement things_sum = { "SELECT CAST(sum(amount) AS bigint) FROM things", NULL };
static const Statement thing_change = { "UPDATE things SET amount = amount + $2 WHERE name = $1", NULL };

static bool count_one_up(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(Rows) row = NULL;

        (void) data;
        if (!store_first(tx, &counter_load, &row, error, VALUES(value_text("writes"))))
                return false;
        return store_run(tx, &counter_save, NULL, error,
                         VALUES(value_text("writes"), value_int(rows_int(row, 0) + 1)));
}

static void count_up(guint number, gpointer data) {
        (void) number;
        for (int i = 0; i < WRITES_EACH; i++) {
                g_autoptr(GError) error = NULL;

                store_write(data, count_one_up, NULL, &error);
                g_assert_no_error(error);
        }
}

static void test_counter(Contract *contract) {
        contract_threads(THREADS, count_up, contract->store);
        g_assert_cmpint(contract_count(contract->store, &counter_writes), ==, THREADS * WRITES_EACH);
}

typedef struct Insert {
        Uuid id;
        char name[32];
        bool refused;
} Insert;

static bool insert_one(StoreTx *tx, gpointer data, GError **error) {
        const Insert *insert = data;

        if (!store_run(tx, &thing_save, NULL, error,
                       VALUES(value_uuid(&insert->id), value_text(insert->name), value_int(0))))
                return false;
        return !insert->refused || refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
}

/* One in three is refused, one in three bears a name that all its like bear. */
static void insert_mixed(guint number, gpointer data) {
        for (guint i = 0; i < WRITES_EACH; i++) {
                Insert insert = { .id = uuid_new(i), .refused = number % 3 == 1 };
                g_autoptr(GError) error = NULL;
                bool done;

                g_snprintf(insert.name, sizeof(insert.name), "%u", number % 3 == 2 ? 0 : number * 1000 + i + 1);
                done = store_write(data, insert_one, &insert, &error);
                g_assert_true(number % 3 != 0 || done);
                g_assert_true(number % 3 != 1 || refusal_is(error, REFUSAL_NOT_ALLOWED));
                g_assert_true(number % 3 != 2 || done || store_error_is_conflict(error));
        }
}

static void test_mixed(Contract *contract) {
        contract_threads(THREADS, insert_mixed, contract->store);
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, (THREADS + 2) / 3 * WRITES_EACH + 1);
}

typedef struct Once {
        Store *store;
        gint inserted; /* atomic */
} Once;

typedef struct OnceTry {
        Uuid id;
        bool found;
} OnceTry;

/* Counts, then inserts where there is none: the name differs, so that no unique index helps. */
static bool insert_unless_counted(StoreTx *tx, gpointer data, GError **error) {
        OnceTry *try = data;
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &things_count, &row, error, NO_VALUES))
                return false;
        try->found = rows_int(row, 0) > 0;
        return try->found
               || store_run(tx, &thing_save, NULL, error,
                            VALUES(value_uuid(&try->id), value_text(NULL), value_int(0)));
}

static void insert_once(guint number, gpointer data) {
        Once *once = data;
        OnceTry try = { .id = uuid_new(number) };
        g_autoptr(GError) error = NULL;

        store_write(once->store, insert_unless_counted, &try, &error);
        g_assert_no_error(error);
        if (!try.found)
                g_atomic_int_inc(&once->inserted);
}

static void test_skew(Contract *contract) {
        Once once = { .store = contract->store };

        contract_threads(THREADS, insert_once, &once);
        g_assert_cmpint(once.inserted, ==, 1);
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 1);
}

/* As a repeated request does: looks for what was kept under its key, else keeps something. */
static bool insert_unless_named(StoreTx *tx, gpointer data, GError **error) {
        OnceTry *try = data;
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &things_named, &row, error, VALUES(value_text("key"))))
                return false;
        try->found = rows_int(row, 0) > 0;
        return try->found
               || store_run(tx, &thing_save, NULL, error,
                            VALUES(value_uuid(&try->id), value_text("key"), value_int(0)));
}

static void insert_named_once(guint number, gpointer data) {
        Once *once = data;
        OnceTry try = { .id = uuid_new(number) };
        g_autoptr(GError) error = NULL;

        store_write(once->store, insert_unless_named, &try, &error);
        g_assert_no_error(error);
        if (!try.found)
                g_atomic_int_inc(&once->inserted);
}

static void test_repeated(Contract *contract) {
        Once once = { .store = contract->store };

        contract_threads(THREADS, insert_named_once, &once);
        g_assert_cmpint(once.inserted, ==, 1);
}

static bool move_between(StoreTx *tx, gpointer data, GError **error) {
        gint64 amount = *(const gint64 *) data;

        return store_run(tx, &thing_change, NULL, error, VALUES(value_text("甲"), value_int(-amount)))
               && store_run(tx, &thing_change, NULL, error, VALUES(value_text("乙"), value_int(amount)));
}

static bool sum_up(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &things_sum, &row, error, NO_VALUES))
                return false;
        *(gint64 *) data = rows_int(row, 0);
        return true;
}

static void move_or_sum(guint number, gpointer data) {
        for (guint i = 0; i < WRITES_EACH; i++) {
                gint64 amount = number + 1, sum = -1;
                g_autoptr(GError) error = NULL;

                if (number % 4 == 0)
                        store_write(data, move_between, &amount, &error);
                else if (store_read(data, sum_up, &sum, &error))
                        g_assert_cmpint(sum, ==, 2000);
                g_assert_no_error(error);
        }
}

static void test_sums(Contract *contract) {
        static const char *const names[] = { "甲", "乙" };

        for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
                static const Statement fill = { "UPDATE things SET amount = 1000", NULL };
                Insert insert = { .id = uuid_new(i) };

                g_strlcpy(insert.name, names[i], sizeof(insert.name));
                g_assert_true(store_write(contract->store, insert_one, &insert, NULL));
                g_assert_true(contract_run(contract->store, &fill, NULL));
        }
        contract_threads(8, move_or_sum, contract->store);
        g_assert_cmpint(contract_count(contract->store, &things_sum), ==, 2000);
}

static void insert_many(guint number, gpointer data) {
        for (guint i = 0; i < 100; i++) {
                Insert insert = { .id = uuid_new(i) };
                g_autoptr(GError) error = NULL;

                g_snprintf(insert.name, sizeof(insert.name), "%u", number * 1000 + i);
                store_write(data, insert_one, &insert, &error);
                g_assert_no_error(error);
        }
}

/* How fast is measured in bench/; here it is told, and that all of it arrives. */
static void test_many(Contract *contract) {
        gint64 start = g_get_monotonic_time();
        double seconds;

        contract_threads(THREADS, insert_many, contract->store);
        seconds = (double) (g_get_monotonic_time() - start) / 1e6;
        g_test_message("%.0f inserts a second", THREADS * 100 / seconds);
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, THREADS * 100);
}

static const ContractTest tests[] = {
        { "/writes/a counter that 32 count up misses nobody", test_counter },
        { "/writes/refused and double ones hurt no neighbour", test_mixed },
        { "/writes/of 32 that count before they insert, one inserts", test_skew },
        { "/writes/of 32 that repeat one request, one carries it out and the rest find that", test_repeated },
        { "/writes/a sum over moving parts is always the same", test_sums },
        { "/writes/thousands from 32 threads all arrive", test_many },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, &store_test_schema, tests);
}
