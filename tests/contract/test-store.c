/* What both databases promise behind store.h: values, failures, spoilt transactions, snapshots, kept rows. */
#include "harness.h"
#include "store-schema.h"

#include <string.h>

static const Statement thing_save = {
        "INSERT INTO things (id, name, amount, at, sealed, parent) VALUES ($1, $2, $3, $4, $5, $6)", NULL
};
static const Statement thing_load = { "SELECT name, amount, at, sealed, parent, id FROM things WHERE id = $1", NULL };
static const Statement things_count = { "SELECT count(*) FROM things", NULL };
static const Statement things_list = { "SELECT name FROM things ORDER BY name", NULL };

typedef struct Thing {
        Uuid id;
        char *name;
        gint64 amount;
        bool amount_is_null;
        gint64 at;
        GBytes *sealed;
        Uuid parent;
} Thing;

static void thing_clear(Thing *thing) {
        g_clear_pointer(&thing->name, g_free);
        g_clear_pointer(&thing->sealed, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Thing, thing_clear)

static bool thing_write(StoreTx *tx, gpointer data, GError **error) {
        const Thing *thing = data;
        Value amount = thing->amount_is_null ? value_null(VALUE_INT) : value_int(thing->amount);

        return store_run(tx, &thing_save, NULL, error,
                         VALUES(value_uuid(&thing->id), value_text(thing->name), amount, value_instant(thing->at),
                                value_bytes(thing->sealed), value_uuid(&thing->parent)));
}

static bool thing_read(StoreTx *tx, gpointer data, GError **error) {
        Thing *thing = data;
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &thing_load, &row, error, VALUES(value_uuid(&thing->id))))
                return false;
        g_assert_nonnull(row);
        thing->name = rows_text_copy(row, 0);
        thing->amount = rows_int(row, 1);
        thing->amount_is_null = rows_is_null(row, 1);
        thing->at = rows_instant(row, 2);
        thing->sealed = rows_bytes(row, 3);
        thing->parent = rows_uuid(row, 4);
        thing->id = rows_uuid(row, 5);
        return true;
}

static void assert_round_trip(Store *store, const Thing *thing) {
        g_auto(Thing) back = { .id = thing->id };
        g_autoptr(GError) error = NULL;

        store_write(store, thing_write, (gpointer) thing, &error);
        g_assert_no_error(error);
        store_read(store, thing_read, &back, &error);
        g_assert_no_error(error);
        g_assert_true(uuid_equal(&back.id, &thing->id));
        g_assert_cmpstr(back.name, ==, thing->name);
        g_assert_cmpint(back.amount_is_null, ==, thing->amount_is_null);
        g_assert_cmpint(back.amount, ==, thing->amount);
        g_assert_cmpint(back.at, ==, thing->at);
        g_assert_true(back.sealed == thing->sealed || g_bytes_equal(back.sealed, thing->sealed));
        g_assert_true(uuid_equal(&back.parent, &thing->parent));
}

static void test_values(Contract *contract) {
        static const char *const names[] = {
                "", "李小明", "𠮷野家 𫝆", "👩‍👩‍👧 emoji", "'; DROP TABLE things; --", "$1"
        };
        static const gint64 amounts[] = { 0, -1, G_MAXINT64, G_MININT64, G_MAXINT32, (gint64) G_MAXINT32 + 1 };
        static const guint8 sealed[] = { 0, 255, 0, '\\', '\'', 0 };
        Uuid parent = { .bytes = { 0 } };

        for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
                g_auto(Thing) thing = {
                        .id = uuid_new(i),
                        .name = g_strdup(names[i]),
                        .amount = amounts[i],
                        .at = (gint64) i * INSTANT_DAY,
                        .sealed = g_bytes_new(sealed, i),
                        .parent = parent,
                };

                assert_round_trip(contract->store, &thing);
                parent = thing.id;
        }
}

static void test_nulls(Contract *contract) {
        Thing thing = { .id = uuid_new(1), .amount_is_null = true, .at = INSTANT_NONE };

        assert_round_trip(contract->store, &thing);
}

static bool parameters_by_number(StoreTx *tx, gpointer data, GError **error) {
        static const Statement backwards = { "SELECT $2, $1, $2", "SELECT $2::text, $1::bigint, $2::text" };
        g_autoptr(Rows) row = NULL;

        (void) data;
        if (!store_first(tx, &backwards, &row, error, VALUES(value_int(1), value_text("two"))))
                return false;
        g_assert_cmpstr(rows_text(row, 0), ==, "two");
        g_assert_cmpint(rows_int(row, 1), ==, 1);
        g_assert_cmpstr(rows_text(row, 2), ==, "two");
        return true;
}

static void test_parameters(Contract *contract) {
        g_autoptr(GError) error = NULL;

        store_read(contract->store, parameters_by_number, NULL, &error);
        g_assert_no_error(error);
}

static bool two_things(StoreTx *tx, gpointer data, GError **error) {
        Thing again = { .id = uuid_new(2), .name = (char *) "乙" };

        return thing_write(tx, data, error) && thing_write(tx, &again, error);
}

static void test_conflict(Contract *contract) {
        Thing thing = { .id = uuid_new(1), .name = (char *) "乙" };
        g_autoptr(GError) error = NULL;

        g_assert_false(store_write(contract->store, two_things, &thing, &error));
        g_assert_true(store_error_is_conflict(error));
        g_assert_false(store_error_is_rule(error, NULL));
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 0);
}

static void test_rules(Contract *contract) {
        static const Statement save = { "INSERT INTO records (id, words) VALUES (1, '甲')", NULL };
        static const Statement end = { "UPDATE records SET ended_at = 5 WHERE id = 1", NULL };
        Thing unlucky = { .id = uuid_new(1), .amount = 13 };
        Thing orphan = { .id = uuid_new(1), .parent = uuid_new(2) };
        g_autoptr(GError) twice = NULL, check = NULL, foreign = NULL;

        g_assert_true(contract_run(contract->store, &save, NULL));
        g_assert_true(contract_run(contract->store, &end, NULL));
        g_assert_false(contract_run(contract->store, &end, &twice));
        g_assert_true(store_error_is_rule(twice, "record-kept"));
        g_assert_false(store_error_is_rule(twice, "record"));
        g_assert_false(store_write(contract->store, thing_write, &unlucky, &check));
        g_assert_true(store_error_is_rule(check, NULL));
        g_assert_false(store_write(contract->store, thing_write, &orphan, &foreign));
        g_assert_true(store_error_is_rule(foreign, NULL));
}

static bool swallow_failure(StoreTx *tx, gpointer data, GError **error) {
        Thing *thing = data;

        if (!thing_write(tx, thing, error))
                return false;
        thing_write(tx, thing, NULL);
        return true;
}

static bool translate_failure(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(GError) failure = NULL;

        if (thing_write(tx, data, error) && !thing_write(tx, data, &failure) && store_error_is_conflict(failure))
                return refuse(error, REFUSAL_ACCOUNT_EXISTS, NULL, NULL);
        return true;
}

static void test_spoilt(Contract *contract) {
        Thing thing = { .id = uuid_new(1) };
        g_autoptr(GError) swallowed = NULL, translated = NULL;

        g_assert_false(store_write(contract->store, swallow_failure, &thing, &swallowed));
        g_assert_true(store_error_is_conflict(swallowed));
        g_assert_false(store_write(contract->store, translate_failure, &thing, &translated));
        g_assert_true(refusal_is(translated, REFUSAL_ACCOUNT_EXISTS));
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 0);
}

static bool change_counts(StoreTx *tx, gpointer data, GError **error) {
        static const Statement again = { "INSERT INTO things (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
                                         NULL };
        static const Statement rename = { "UPDATE things SET name = $2 WHERE id = $1 RETURNING name", NULL };
        Uuid id = uuid_new(1);
        gint64 changed = -1;
        g_autoptr(Rows) renamed = NULL;
        Values values = VALUES(value_uuid(&id), value_text("丙"));

        (void) data;
        if (!store_run(tx, &again, &changed, error, values))
                return false;
        g_assert_cmpint(changed, ==, 1);
        if (!store_run(tx, &again, &changed, error, values))
                return false;
        g_assert_cmpint(changed, ==, 0);
        if (!store_first(tx, &rename, &renamed, error, VALUES(value_uuid(&id), value_text("丁"))))
                return false;
        g_assert_cmpstr(rows_text(renamed, 0), ==, "丁");
        return true;
}

static void test_changes(Contract *contract) {
        g_autoptr(GError) error = NULL;

        store_write(contract->store, change_counts, NULL, &error);
        g_assert_no_error(error);
}

static bool nest_cursors(StoreTx *tx, gpointer data, GError **error) {
        static const char *const names[] = { "a", "b", "c", NULL };
        g_autoptr(Rows) outer = store_query(tx, &things_list, error, NO_VALUES);

        (void) data;
        for (int i = 0; i < 3; i++) {
                g_autoptr(Rows) inner = NULL;
                int rows = 0;

                g_assert_true(rows_next(outer));
                g_assert_cmpstr(rows_text(outer, 0), ==, names[i]);
                inner = store_query(tx, &things_list, error, NO_VALUES);
                while (rows_next(inner))
                        g_assert_cmpstr(rows_text(inner, 0), ==, names[rows++]);
                g_assert_cmpint(rows, ==, 3);
        }
        g_assert_false(rows_next(outer));
        return true;
}

static void test_nesting(Contract *contract) {
        g_autoptr(GError) error = NULL;

        for (int i = 0; i < 3; i++) {
                g_auto(Thing) thing = { .id = uuid_new(i), .name = g_strdup_printf("%c", 'a' + i) };

                g_assert_true(store_write(contract->store, thing_write, &thing, NULL));
        }
        store_read(contract->store, nest_cursors, NULL, &error);
        g_assert_no_error(error);
}

static bool read_as_another_type(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(Rows) row = NULL;

        (void) data;
        if (!store_first(tx, &things_list, &row, error, NO_VALUES))
                return false;
        g_assert_cmpint(rows_int(row, 0), ==, 0);
        return true;
}

static bool misread_and_refuse(StoreTx *tx, gpointer data, GError **error) {
        return read_as_another_type(tx, data, error) && refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

static void test_wrong_type(Contract *contract) {
        Thing thing = { .id = uuid_new(1), .name = (char *) "甲" };
        g_autoptr(GError) taken = NULL, refused = NULL;

        g_assert_true(store_write(contract->store, thing_write, &thing, NULL));
        g_assert_false(store_read(contract->store, read_as_another_type, NULL, &taken));
        g_assert_error(taken, FAILURE, FAILURE_CORRUPT);
        g_assert_false(store_read(contract->store, misread_and_refuse, NULL, &refused));
        g_assert_error(refused, FAILURE, FAILURE_CORRUPT);
}

typedef struct Watching {
        Store *store;
        gint64 before, after;
} Watching;

static void write_beside(guint number, gpointer data) {
        Watching *watching = data;
        Thing thing = { .id = uuid_new(number) };

        g_assert_true(store_write(watching->store, thing_write, &thing, NULL));
}

static bool count_things(StoreTx *tx, gint64 *count, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &things_count, &row, error, NO_VALUES))
                return false;
        *count = rows_int(row, 0);
        return true;
}

static bool watch(StoreTx *tx, gpointer data, GError **error) {
        Watching *watching = data;

        if (!count_things(tx, &watching->before, error))
                return false;
        contract_threads(1, write_beside, watching);
        return count_things(tx, &watching->after, error);
}

static void test_snapshot(Contract *contract) {
        Watching watching = { .store = contract->store, .after = -1 };
        g_autoptr(GError) error = NULL;

        store_read(contract->store, watch, &watching, &error);
        g_assert_no_error(error);
        g_assert_cmpint(watching.before, ==, 0);
        g_assert_cmpint(watching.after, ==, 0);
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 1);
}

static void test_read_only(Contract *contract) {
        Thing thing = { .id = uuid_new(1) };
        g_autoptr(GError) error = NULL;

        g_assert_false(store_read(contract->store, thing_write, &thing, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
        g_assert_cmpint(contract_count(contract->store, &things_count), ==, 0);
}

static void test_denied(Contract *contract) {
        static const Statement denied[] = {
                { "REPLACE INTO records (id, words) VALUES (1, '乙')", NULL },
                { "INSERT OR REPLACE INTO records (id, words) VALUES (1, '乙')", NULL },
                { "UPDATE records SET words = '乙'", NULL },
                { "DELETE FROM records", NULL },
                { "DROP TABLE records", NULL },
                { "DROP TRIGGER records_end_once", NULL },
                { "ALTER TABLE records ADD COLUMN more text", NULL },
                { "CREATE TABLE others (id bigint)", NULL },
                { "ATTACH DATABASE '/dev/null' AS other", NULL },
                { "PRAGMA recursive_triggers = OFF", NULL },
                { "DELETE FROM schema_migrations", NULL },
        };
        static const Statement save = { "INSERT INTO records (id, words) VALUES (1, 'replace (甲)')", NULL };
        static const Statement kept = { "SELECT count(*) FROM records WHERE words = 'replace (甲)'", NULL };

        if (contract->backend != STORE_SQLITE) {
                g_test_skip("PostgreSQL's rights are tested with two roles");
                return;
        }
        g_assert_true(contract_run(contract->store, &save, NULL));
        for (gsize i = 0; i < G_N_ELEMENTS(denied); i++) {
                g_autoptr(GError) error = NULL;

                g_assert_false(contract_run(contract->store, &denied[i], &error));
                g_assert_error(error, FAILURE, FAILURE_STORE);
        }
        g_assert_cmpint(contract_count(contract->store, &kept), ==, 1);
}

static const ContractTest tests[] = {
        { "/store/values come back as they went in, whatever their bytes", test_values },
        { "/store/what is not there comes back as not there", test_nulls },
        { "/store/parameters go by their number, not by their order", test_parameters },
        { "/store/a second unique row is told apart, and undoes its transaction", test_conflict },
        { "/store/what the schema refuses is told apart, a trigger by its text", test_rules },
        { "/store/a failure that is swallowed is not committed", test_spoilt },
        { "/store/a statement says how many rows it changed", test_changes },
        { "/store/walks over one statement nest", test_nesting },
        { "/store/a column of another type spoils the reading", test_wrong_type },
        { "/store/a reader sees one snapshot", test_snapshot },
        { "/store/a reader cannot write", test_read_only },
        { "/store/kept rows, the schema and the settings are out of reach", test_denied },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, &store_test_schema, tests);
}
