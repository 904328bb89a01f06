/* Every table of the database is proven by the log, column by column, or named here with the reason why it need not be. */
#include "app/accounts.h"
#include "app/cases.h"
#include "app/people.h"
#include "app/prove.h"
#include "tests/app/payment.h"
#include "tests/app/tamper.h"

#include <sqlite3.h>

/* --- every column of every table --- */

/* What the log does not prove, and why that is right. */
typedef struct Unproven {
        const char *table, *column; /* "*": all of them */
} Unproven;

/* clang-format off */
static const Unproven unproven[] = {
        /* what the platform says of its account; each change that decides anything is an event */
        { "accounts", "origin" }, { "accounts", "origin_verified" }, { "accounts", "frozen" }, { "accounts", "version" },
        { "accounts", "created_at" }, { "accounts", "balance" }, { "accounts", "credit" }, { "accounts", "vouchers" },
        { "accounts", "billing_lag_minutes" }, { "accounts", "usage_at" }, { "accounts", "guard_told_hours" },
        { "accounts", "guard_wake_at" }, { "accounts", "origin_reported_at" }, { "products", "*" }, { "payments", "*" },
        /* a verification, which is proven, names its subject; the contacts open with that subject's key alone */
        { "subjects", "account_id" }, { "subjects", "sealed_contacts" }, { "subjects", "created_at" }, { "subjects", "erased_at" },
        { "data_keys", "owner_kind" }, { "data_keys", "created_at" }, { "data_keys", "erased_at" },
        /* a file is written again from its transfers, and what a statement said stands in them: they are proven */
        { "transfer_batches", "*" }, { "statements", "*" },
        /* over in hours or days; whoever steals one acts under its name, and every act is in the log */
        { "imports", "*" }, { "sessions", "*" }, { "links", "*" }, { "idempotency", "*" }, { "notices", "*" }, { "jobs", "*" },
        /* public words, and what is made of them */
        { "help_questions", "*" }, { "help_posts", "*" }, { "help_votes", "*" }, { "help_articles", "*" }, { "help_words", "*" },
        { "help_drawn", "*" },
        /* when, not what */
        { "documents", "kind" }, { "documents", "loaded_at" }, { "checkpoints", "made_at" },
        { "log_nodes", "level" }, /* a node of no level is the same as one that is missing: the thefts below */
        { "schema_migrations", "*" },
};

static const struct { const char *table, *key; } keys[] = {
        { "items", "proceeding_id, item" }, { "lookups", "purpose, hash, owner_id" }, { "data_keys", "owner_id" },
        { "documents", "hash" }, { "attestations", "proceeding_id" },
};
/* clang-format on */

/* An account verified by a transfer, another that waits for an attestation, words, an API key, a member with a number. */
static void world_enrich(LogWorld *world) {
        Payment payment = { .fixture = world->fixture };
        Call call = fixture_call(&world->fixture, &payment.administrator);
        Submission alipay = { .kind = PROCEEDING_ATTEMPT, .alipay_account = (char *) "finance@example.com" };
        WriteMessage words = { .kind = PROCEEDING_ATTEMPT, .body = (char *) "请问何时可以办完？" };
        CreateStaff member = { .login = (char *) "li.na",
                               .name = (char *) "李娜",
                               .number = (char *) "11010119900307053X",
                               .roles = ROLE_REVIEWER };
        MintApiKey key = { .name = (char *) "platform", .scopes = SCOPE_USAGE_WRITE };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin_on(&payment);
        payment_submit_well(&payment);
        payment_pay(&payment);
        json_decref(payment_statement(&payment, NULL, "debit,2018-05-15,booked,"));
        app_create_staff(world->fixture.app, &call, &member, &outcome, &error);
        g_assert_no_error(error);
        app_mint_api_key(world->fixture.app, &call, &key, &outcome, &error);
        g_assert_no_error(error);
        payment.account = fixture_account(&world->fixture, "u-30001", NULL);
        payment.holder = fixture_holder(&payment.account);
        g_assert_true(payment_attempt_try(&payment, METHOD_ENTERPRISE_ALIPAY, &error));
        call.actor = &payment.holder;
        alipay.id = words.id = payment.attempt;
        app_write_message(world->fixture.app, &call, &words, &outcome, &error);
        g_assert_no_error(error);
        app_submit(world->fixture.app, &call, &alipay, &outcome, &error);
        g_assert_no_error(error);
}

typedef struct Column {
        char *table, *name;
        ColumnType type;
} Column;

static void column_free(gpointer data) {
        Column *column = data;

        g_free(column->table);
        g_free(column->name);
        g_free(column);
}

static ColumnType column_type(const char *name, const char *type) {
        if (g_ascii_strcasecmp(type, "text") == 0)
                return IS_TEXT;
        if (g_ascii_strcasecmp(type, "integer") == 0 || g_ascii_strcasecmp(type, "bigint") == 0)
                return IS_NUMBER;
        if (g_ascii_strcasecmp(type, "uuid") == 0)
                return IS_ID;
        return g_ascii_strcasecmp(type, "bytea") == 0 || g_strrstr(name, "hash") || g_strrstr(name, "sealed")
                               || g_str_equal(name, "text")
                       ? IS_BYTES
                       : IS_ID;
}

static void column_add(GPtrArray *columns, const char *table, const char *name, const char *type) {
        Column *column = g_new0(Column, 1);

        *column = (Column){ g_strdup(table), g_strdup(name), column_type(name, type) };
        g_ptr_array_add(columns, column);
}

static bool postgres_columns(StoreTx *tx, gpointer data, GError **error) {
        static const Statement list = {
                "SELECT CAST(table_name AS text), CAST(column_name AS text), CAST(data_type AS text)"
                " FROM information_schema.columns WHERE table_schema = current_schema()"
        };
        g_autoptr(Rows) rows = store_query(tx, &list, error, NO_VALUES);

        g_ptr_array_set_size(data, 0);
        while (rows && rows_next(rows))
                column_add(data, rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2));
        return rows != NULL;
}

static int sqlite_column(void *data, G_GNUC_UNUSED int count, char **values, G_GNUC_UNUSED char **names) {
        column_add(data, values[0], values[1], values[2]);
        return 0;
}

static GPtrArray *columns_list(LogWorld *world, Contract *contract) {
        GPtrArray *columns = g_ptr_array_new_with_free_func(column_free);
        sqlite3 *database;

        if (contract->backend == STORE_POSTGRES) {
                g_assert_true(store_read(world->fixture.app->store, postgres_columns, columns, NULL));
                return columns;
        }
        g_assert_cmpint(sqlite3_open(contract->location, &database), ==, SQLITE_OK);
        g_assert_cmpint(sqlite3_exec(database,
                                     "SELECT m.name, p.name, p.type FROM sqlite_master AS m"
                                     " JOIN pragma_table_info(m.name) AS p WHERE m.type = 'table'",
                                     sqlite_column, columns, NULL),
                        ==, SQLITE_OK);
        sqlite3_close(database);
        return columns;
}

static bool is_unproven(const Column *column) {
        for (gsize i = 0; i < G_N_ELEMENTS(unproven); i++) {
                if (g_str_equal(unproven[i].table, column->table)
                    && (g_str_equal(unproven[i].column, "*") || g_str_equal(unproven[i].column, column->name)))
                        return true;
        }
        return false;
}

/* Those above are changed where it hurts most. */
static bool is_changed_above(const Column *column) {
        for (gsize i = 0; i < tamper_change_count; i++) {
                if (g_str_equal(tamper_changes[i].table, column->table)
                    && g_str_equal(tamper_changes[i].column, column->name))
                        return true;
        }
        return false;
}

static const char *key_of(const char *table) {
        for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
                if (g_str_equal(keys[i].table, table))
                        return keys[i].key;
        }
        return "id";
}

static char *column_sql(const Contract *contract, const Column *column) {
        Change change = { .table = column->table, .column = column->name, .type = column->type };
        const char *key = key_of(column->table);
        bool is_proof_kind = g_str_equal(column->table, "proofs") && g_str_equal(column->name, "kind");
        g_autofree char *value = is_proof_kind ? g_strdup("CASE kind WHEN 'staff' THEN 'api-key' ELSE 'staff' END")
                                               : tamper_value(contract, &change);

        return g_strdup_printf("UPDATE %s SET %s = %s WHERE (%s) IN (SELECT %s FROM %s ORDER BY %s LIMIT 1)",
                               column->table, column->name, value, key, key, column->table, key);
}

static void every_table_is_proven_or_named(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_autoptr(GPtrArray) columns = NULL;
        guint tried = 0;

        log_world_open(&world, contract);
        world_enrich(&world);
        log_world_integrate(&world);
        tamper_guards_drop(contract);
        tamper_assert_consistent(&world);
        columns = columns_list(&world, contract);
        for (guint i = 0; i < columns->len; i++) {
                const Column *column = g_ptr_array_index(columns, i);
                g_autofree char *sql = NULL;

                if (is_unproven(column) || is_changed_above(column))
                        continue;
                sql = column_sql(contract, column);
                tamper_keep(contract, column->table);
                tamper_script(contract, sql);
                tamper_assert_named(&world, NULL, NULL, "", sql);
                tamper_restore(contract, column->table);
                tried++;
        }
        g_assert_cmpuint(tried, >, 80);
        tamper_assert_consistent(&world);
}

/* --- what the log is told besides --- */

static void who_looks_somebody_up_by_number_is_in_the_log(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        Actor auditor;
        LookUpAccounts wish = { .number_kind = NUMBER_RESIDENT_ID, .number = (char *) "11010119900307053X" };
        g_auto(LogReport) before = { 0 }, after = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Call call;

        log_world_open(&world, contract);
        auditor = fixture_staff(&world.fixture, "auditor", ROLE_AUDITOR);
        call = fixture_call(&world.fixture, &auditor);
        before = log_world_verify(&world, NULL);
        app_look_up_accounts(world.fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        after = log_world_verify(&world, NULL);
        g_assert_cmpuint(after.found, ==, 0);
        g_assert_cmpuint(after.waiting, ==, before.waiting + 1);
}

/* The same instance as a version without proofs would have left it. */
static void proofs_forget(Contract *contract) {
        tamper_script(contract, contract->backend == STORE_SQLITE
                                        ? "DELETE FROM leaves WHERE instr(bytes, CAST('rows.' AS BLOB)) > 0"
                                        : "DELETE FROM leaves WHERE position(CAST('rows.' AS bytea) IN bytes) > 0");
        tamper_script(contract, "UPDATE proofs SET number = 0, leaf_id = NULL");
}

static void what_is_older_than_the_proofs_is_adopted_once(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_autoptr(GError) error = NULL;

        log_world_open(&world, contract);
        tamper_guards_drop(contract);
        proofs_forget(contract);
        tamper_assert_named(&world, NULL, "leaf-missing", "proceedings/", "before the program's next start");
        g_assert_true(app_prove_owed(world.fixture.app, world.fixture.now, &error));
        tamper_assert_consistent(&world);
        world.fixture.now += INSTANT_SECOND;
        fixture_staff(&world.fixture, "auditor", ROLE_AUDITOR);
        tamper_script(contract,
                      contract->backend == STORE_SQLITE
                              ? "INSERT INTO api_keys VALUES (zeroblob(32), X'0190aaaaaaaa7aaa8aaaaaaaaaaaaaaa', "
                                "'x', 1, 0, "
                                "NULL);"
                                "INSERT INTO proofs VALUES (X'0190aaaaaaaa7aaa8aaaaaaaaaaaaaaa', 'api-key', 0, NULL)"
                              : "INSERT INTO api_keys VALUES (decode(repeat('00', 32), 'hex'),"
                                " CAST('0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa' AS uuid), 'x', 1, 0, NULL);"
                                "INSERT INTO proofs VALUES (CAST('0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa' AS uuid), "
                                "'api-key', 0, NULL)");
        g_assert_true(app_prove_owed(world.fixture.app, world.fixture.now + INSTANT_SECOND, &error));
        tamper_assert_named(&world, NULL, "proof-late", "proofs", "a key that passes for an old one");
}

static const ContractTest tests[] = {
        { "/proofs/every table is proven or named", every_table_is_proven_or_named },
        { "/proofs/who looks somebody up by number is in the log", who_looks_somebody_up_by_number_is_in_the_log },
        { "/proofs/what is older than the proofs is adopted once", what_is_older_than_the_proofs_is_adopted_once },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
