/* Whoever changes a row, a node, a checkpoint or a file behind the product's back is found out, and what they changed is named. */
#include "ledger/checkpoint.h"
#include "store/log-nodes.h"
#include "tests/app/log-world.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

/* --- behind the product's back --- */

static void sqlite_script(Contract *contract, const char *sql) {
        g_autofree char *message = NULL;
        sqlite3 *database;

        g_assert_cmpint(sqlite3_open(contract->location, &database), ==, SQLITE_OK);
        sqlite3_busy_timeout(database, 5000);
        if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK)
                g_error("%s: %s", sql, message);
        sqlite3_close(database);
}

static void script(Contract *contract, const char *sql) {
        if (contract->backend == STORE_SQLITE)
                sqlite_script(contract, sql);
        else
                contract_superuser(contract, sql);
}

static const char *const tables[] = { "verifications", "events",   "leaves",   "log_nodes", "checkpoints",
                                      "proceedings",   "evidence", "accounts", "data_keys", "subjects" };

/* Takes the triggers and rules of uniqueness away, as whoever owns the database can. */
static void guards_drop(Contract *contract) {
        static const char *const triggers[] = {
                "verifications_insert", "verifications_update", "verifications_delete", "events_insert",
                "events_update",        "events_delete",        "leaves_insert",        "leaves_update",
                "leaves_delete",        "checkpoints_insert",   "checkpoints_update",   "checkpoints_delete"
        };

        for (gsize i = 0; contract->backend == STORE_SQLITE && i < G_N_ELEMENTS(triggers); i++) {
                g_autofree char *sql = g_strdup_printf("DROP TRIGGER %s", triggers[i]);

                script(contract, sql);
        }
        for (gsize i = 0; contract->backend == STORE_POSTGRES && i < G_N_ELEMENTS(tables); i++) {
                g_autofree char *sql = g_strdup_printf("ALTER TABLE %s DISABLE TRIGGER ALL", tables[i]);

                script(contract, sql);
        }
        script(contract, "DROP INDEX verifications_active");
}

static void table_keep(Contract *contract, const char *table) {
        g_autofree char *sql = g_strdup_printf("CREATE TABLE kept AS SELECT * FROM %s", table);

        script(contract, sql);
}

static void table_restore(Contract *contract, const char *table) {
        g_autofree char *sql =
                g_strdup_printf("DELETE FROM %s; INSERT INTO %s SELECT * FROM kept; DROP TABLE kept", table, table);

        script(contract, sql);
}

/* --- what is found --- */

static bool is_named(const LogReport *report, const char *kind, const char *place) {
        for (guint i = 0; i < report->findings->len; i++) {
                const LogFinding *finding = g_ptr_array_index(report->findings, i);

                if ((!kind || g_str_equal(finding->kind, kind)) && g_str_has_prefix(finding->place, place))
                        return true;
        }
        return false;
}

static void assert_named(LogWorld *world, const char *kept, const char *kind, const char *place, const char *after) {
        g_auto(LogReport) report = log_world_verify(world, kept);

        if (is_named(&report, kind, place))
                return;
        for (guint i = 0; i < report.findings->len; i++) {
                const LogFinding *finding = g_ptr_array_index(report.findings, i);

                g_printerr("# found %s %s %s\n", finding->kind, finding->place,
                           finding->detail ? finding->detail : "");
        }
        g_error("%s: no %s at %s", after, kind ? kind : "finding", place);
}

static void assert_consistent(LogWorld *world) {
        g_auto(LogReport) report = log_world_verify(world, NULL);

        g_assert_cmpuint(report.found, ==, 0);
}

/* --- every column --- */

typedef enum ColumnType { IS_ID, IS_TEXT, IS_NUMBER, IS_BYTES } ColumnType;

/* A column of a row, changed; `place` is what must be named. */
typedef struct Change {
        const char *table, *column;
        ColumnType type;
        const char *place;
        const char *order; /* the first row by this is hit */
} Change;

/* clang-format off */
static const Change changes[] = {
        { "verifications", "id", IS_ID, "verifications/", "id" },
        { "verifications", "account_id", IS_ID, "verifications/", "id" },
        { "verifications", "subject_id", IS_ID, "verifications/", "id" },
        { "verifications", "kind", IS_TEXT, "verifications/", "id" },
        { "verifications", "method", IS_TEXT, "verifications/", "id" },
        { "verifications", "verified_at", IS_NUMBER, "verifications/", "id" },
        { "verifications", "opened_by_proceeding", IS_ID, "verifications/", "id" },
        { "verifications", "released_at", IS_NUMBER, "verifications/", "verified_at" },
        { "verifications", "released_by_case", IS_ID, "verifications/", "released_at IS NULL" },
        { "verifications", "released_by_case", IS_ID, "verifications/", "released_at IS NOT NULL" },
        { "events", "id", IS_ID, "events/", "id" },
        { "events", "account_id", IS_ID, "events/", "id" },
        { "events", "at", IS_NUMBER, "events/", "id" },
        { "events", "event", IS_TEXT, "events/", "id" },
        { "events", "actor_role", IS_TEXT, "events/", "id" },
        { "events", "proceeding_id", IS_ID, "events/", "id" },
        { "events", "actor_id", IS_ID, "events/", "id" },
        { "events", "from_state", IS_TEXT, "events/", "id" },
        { "events", "to_state", IS_TEXT, "events/", "id" },
        { "events", "version", IS_NUMBER, "events/", "id" },
        { "events", "due_at", IS_NUMBER, "events/", "id" },
        { "events", "reason_code", IS_TEXT, "events/", "id" },
        { "events", "detail", IS_TEXT, "events/", "id" },
        { "events", "sealed_text", IS_BYTES, "events/", "id" },
        { "leaves", "id", IS_ID, "leaves/", "leaf_index" },
        { "leaves", "bytes", IS_BYTES, "log/2", "leaf_index LIMIT 1 OFFSET 2" },
        { "leaves", "key_owner", IS_ID, "leaves/", "leaf_index" },
        { "leaves", "sealed_opening", IS_BYTES, "leaves/", "leaf_index" },
        { "leaves", "made_at", IS_NUMBER, "leaves/", "leaf_index" },
        { "leaves", "leaf_index", IS_NUMBER, "log/", "leaf_index DESC" },
        { "leaves", "case_id", IS_ID, "leaves/", "leaf_index" },
        { "leaves", "verification_id", IS_ID, "leaves/", "leaf_index" },
        { "log_nodes", "hash", IS_BYTES, "log/0", "level, position" },
        { "log_nodes", "hash", IS_BYTES, "nodes/4/0", "level DESC, position" },
        { "log_nodes", "position", IS_NUMBER, "nodes/4/", "level DESC, position DESC" },
        { "checkpoints", "root", IS_BYTES, "checkpoints/", "tree_size" },
        { "checkpoints", "note", IS_TEXT, "checkpoints/", "tree_size" },
        { "checkpoints", "tree_size", IS_NUMBER, "checkpoints/", "tree_size" },
        { "proceedings", "state", IS_TEXT, "proceedings/", "id" },
        { "proceedings", "version", IS_NUMBER, "proceedings/", "id" },
        { "proceedings", "due_at", IS_NUMBER, "proceedings/", "clock_running DESC" },
        { "proceedings", "clock_running", IS_NUMBER, "proceedings/", "clock_running DESC" },
        { "accounts", "tenure", IS_ID, "accounts/", "id" },
        { "evidence", "id", IS_ID, "evidence/", "id" },
        { "evidence", "proceeding_id", IS_ID, "evidence/", "id" },
        { "evidence", "item", IS_TEXT, "evidence/", "id" },
        { "evidence", "material", IS_TEXT, "evidence/", "id" },
        { "evidence", "side", IS_TEXT, "evidence/", "id" },
        { "evidence", "state", IS_TEXT, "evidence/", "id" },
        { "evidence", "blob_id", IS_ID, "evidence/", "id" },
        { "evidence", "media_type", IS_TEXT, "evidence/", "id" },
        { "evidence", "size", IS_NUMBER, "evidence/", "id" },
        { "evidence", "content_mac", IS_BYTES, "evidence/", "id" },
        { "evidence", "wrapped_key", IS_BYTES, "evidence/", "id" },
        { "evidence", "uploaded_by", IS_ID, "evidence/", "id" },
        { "evidence", "uploaded_role", IS_TEXT, "evidence/", "id" },
        { "evidence", "uploaded_at", IS_NUMBER, "evidence/", "id" },
        { "evidence", "key_owner", IS_ID, "evidence/", "id" },
        { "evidence", "sealed_hash", IS_BYTES, "evidence/", "id" },
        { "subjects", "sealed_identity", IS_BYTES, "verifications/", "id" },
        { "data_keys", "wrapped", IS_BYTES, "leaves/", "owner_kind DESC, owner_id" },
};
/* clang-format on */

/* An other value of the column's type, as an expression in the database's own words. */
static char *other_value(const Contract *contract, const Change *change) {
        const bool sqlite = contract->backend == STORE_SQLITE;

        if (change->type == IS_ID)
                return g_strdup(sqlite ? "X'0190aaaaaaaa7aaa8aaaaaaaaaaaaaaa'"
                                       : "CAST('0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa' AS uuid)");
        if (change->type == IS_TEXT)
                return g_strdup_printf("COALESCE(%s, '') || 'x'", change->column);
        if (change->type == IS_NUMBER)
                return g_strdup_printf("COALESCE(%s, 0) + 1", change->column);
        return sqlite ? g_strdup_printf("CAST(zeroblob(COALESCE(length(%s), 60)) AS BLOB)", change->column)
                      : g_strdup_printf("set_byte(COALESCE(%s, decode(repeat('00', 60), 'hex')), 20,"
                                        " get_byte(COALESCE(%s, decode(repeat('00', 60), 'hex')), 20) # 1)",
                                        change->column, change->column);
}

/* The one row that is hit is told by its key, which each table has. */
static char *change_sql(const Contract *contract, const Change *change) {
        const char *key = g_str_equal(change->table, "log_nodes")     ? "(level, position)"
                          : g_str_equal(change->table, "checkpoints") ? "tree_size"
                          : g_str_equal(change->table, "data_keys")   ? "owner_id"
                                                                      : "id";
        const char *limit = strstr(change->order, "LIMIT") ? "" : " LIMIT 1";
        g_autofree char *value = other_value(contract, change);

        return g_strdup_printf("UPDATE %s SET %s = %s WHERE %s IN (SELECT %s FROM %s ORDER BY %s%s)", change->table,
                               change->column, value, key,
                               g_str_equal(change->table, "log_nodes") ? "level, position" : key, change->table,
                               change->order, limit);
}

static void every_column_that_is_changed_is_named(Contract *contract) {
        g_auto(LogWorld) world = { 0 };

        log_world_open(&world, contract);
        log_world_case(&world);
        log_world_integrate(&world);
        guards_drop(contract);
        assert_consistent(&world);
        for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
                g_autofree char *sql = change_sql(contract, &changes[i]);

                table_keep(contract, changes[i].table);
                script(contract, sql);
                assert_named(&world, NULL, NULL, changes[i].place, sql);
                table_restore(contract, changes[i].table);
        }
        assert_consistent(&world);
}

/* --- rows that come and go --- */

typedef struct Theft {
        const char *table, *sql, *kind, *place;
} Theft;

/* clang-format off */
static const Theft thefts[] = {
        { "events", "DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT 1)", "row-missing", "leaves/" },
        { "verifications", "DELETE FROM verifications WHERE released_at IS NOT NULL", "row-missing", "leaves/" },
        { "verifications", "UPDATE verifications SET released_at = NULL, released_by_case = NULL", "two-active", "verifications/" },
        { "verifications", "UPDATE verifications SET released_at = verified_at, released_by_case = account_id WHERE released_at IS NULL",
          "leaf-missing", "verifications/" },
        { "evidence", "DELETE FROM evidence", "row-missing", "leaves/" },
        { "leaves", "DELETE FROM leaves WHERE leaf_index = 3", "leaf-misplaced", "log/3" },
        { "leaves", "DELETE FROM leaves WHERE leaf_index >= (SELECT MAX(leaf_index) FROM leaves)", "leaf-misplaced", "log/" },
        { "leaves", "UPDATE leaves SET leaf_index = NULL WHERE leaf_index = 5", "leaf-misplaced", "log/5" },
        /* another's key, so that a leaf could pass for an erased owner's */
        { "leaves", "UPDATE leaves SET key_owner = (SELECT owner_id FROM data_keys WHERE owner_kind = 'staff' ORDER BY owner_id LIMIT 1)"
          " WHERE leaf_index = 0", "leaf-differs", "leaves/" },
        { "log_nodes", "DELETE FROM log_nodes WHERE level = 0 AND position = 1", "node-missing", "nodes/0" },
        { "log_nodes", "DELETE FROM log_nodes WHERE level = 4 AND position = 0", "node-missing", "nodes/4/0" },
        { "log_nodes", "INSERT INTO log_nodes SELECT 8, 99, hash FROM log_nodes WHERE level = 4 AND position = 0", "node-unknown", "nodes/" },
        { "checkpoints", "DELETE FROM checkpoints", "log-unsigned", "checkpoints/" },
        { "data_keys", "DELETE FROM data_keys WHERE owner_kind = 'subject'", "key-missing", "leaves/" },
        { "proceedings", "UPDATE proceedings SET state = 'rejected' WHERE state = 'completed'", "state-differs", "proceedings/" },
        { "evidence", "UPDATE evidence SET state = 'accepted'", "evidence-differs", "evidence/" },
        { "events", "UPDATE events SET actor_role = 'approver' WHERE event = 'approve'", "content-differs", "events/" },
        { "verifications", "UPDATE verifications SET kind = 'personal'", "content-differs", "verifications/" },
};
/* clang-format on */

static void what_is_taken_away_or_put_in_is_named(Contract *contract) {
        g_auto(LogWorld) world = { 0 };

        log_world_open(&world, contract);
        log_world_integrate(&world);
        guards_drop(contract);
        for (gsize i = 0; i < G_N_ELEMENTS(thefts); i++) {
                table_keep(contract, thefts[i].table);
                script(contract, thefts[i].sql);
                assert_named(&world, NULL, thefts[i].kind, thefts[i].place, thefts[i].sql);
                table_restore(contract, thefts[i].table);
        }
        assert_consistent(&world);
}

static void one_change_is_one_finding(Contract *contract) {
        g_auto(LogWorld) world = { 0 };

        log_world_open(&world, contract);
        log_world_integrate(&world);
        log_world_case(&world);
        log_world_integrate(&world);
        guards_drop(contract);
        script(contract, contract->backend == STORE_SQLITE
                                 ? "UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 1"
                                 : "UPDATE log_nodes SET hash = decode(repeat('00', 32), 'hex')"
                                   " WHERE level = 0 AND position = 1");
        {
                g_auto(LogReport) report = log_world_verify(&world, NULL);

                g_assert_cmpuint(report.found, ==, 1);
                g_assert_true(is_named(&report, "leaf-forged", "log/1"));
        }
}

/* --- checkpoints kept elsewhere --- */

static bool end_read(StoreTx *tx, gpointer data, GError **error) {
        return store_node_end(tx, 0, data, error);
}

static char *forged_checkpoint(LogWorld *world, guint64 size) {
        const guint8 *seed = keyring_secret(vault_keyring(world->fixture.app->vault), KEYRING_LOG_SIGNING);
        NoteKey key = log_world_key(world);
        MerkleHash root = { { 7 } };

        return checkpoint_write(size, &root, &key, seed);
}

static void a_kept_checkpoint_tells_a_rewritten_log(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_autofree char *kept = NULL;
        g_autofree char *ahead = NULL;
        g_autofree char *other = NULL;
        g_autoptr(GError) error = NULL;
        gint64 size;

        log_world_open(&world, contract);
        log_world_integrate(&world);
        kept = log_world_checkpoint(&world);
        g_assert_true(store_read(world.fixture.app->store, end_read, &size, &error));
        log_world_case(&world);
        {
                g_auto(LogReport) report = log_world_verify(&world, kept);

                g_assert_cmpuint(report.found, ==, 0);
        }
        ahead = forged_checkpoint(&world, (guint64) size + 1);
        other = forged_checkpoint(&world, (guint64) size - 3);
        assert_named(&world, ahead, "rolled-back", "log/", "a larger checkpoint");
        assert_named(&world, other, "rewritten", "log/", "another root");
        assert_named(&world, "no note\n", "kept-checkpoint-invalid", "kept-checkpoint", "no note");
}

static void file_copy(const char *from, const char *to) {
        g_autofree char *bytes = NULL;
        g_autoptr(GError) error = NULL;
        gsize size;

        g_file_get_contents(from, &bytes, &size, &error);
        g_assert_no_error(error);
        g_file_set_contents(to, bytes, (gssize) size, &error);
        g_assert_no_error(error);
}

/* The whole file is put back: nothing in it can tell, only a checkpoint that was kept elsewhere. */
static void a_database_put_back_whole_is_found_out(Contract *contract) {
        g_autofree char *copy = g_strconcat(contract->location, ".copy", NULL);
        g_autofree char *vacuum = g_strdup_printf("VACUUM INTO '%s'", copy);
        g_autoptr(GError) error = NULL;
        g_auto(LogWorld) world = { 0 };
        g_autofree char *kept = NULL;
        StoreOptions options = { .location = contract->location };

        if (contract->backend != STORE_SQLITE) {
                g_test_skip("a cluster is not a file");
                return;
        }
        log_world_open(&world, contract);
        log_world_integrate(&world);
        script(contract, vacuum);
        log_world_case(&world);
        log_world_integrate(&world);
        kept = log_world_checkpoint(&world);
        g_clear_pointer(&contract->store, store_close);
        store_close(world.fixture.app->store);
        {
                g_autofree char *wal = g_strconcat(contract->location, "-wal", NULL);
                g_autofree char *shared = g_strconcat(contract->location, "-shm", NULL);

                g_remove(wal);
                g_remove(shared);
                file_copy(copy, contract->location);
        }
        world.fixture.app->store = store_open(&options, &error);
        g_assert_no_error(error);
        assert_consistent(&world);
        assert_named(&world, kept, "rolled-back", "log/", "the old file");
}

/* --- files of evidence --- */

static char *blob_path(const LogWorld *world) {
        char id[UUID_TEXT_SIZE];
        g_autofree char *folder = g_strdup_printf("%02x", world->blob.bytes[15]);
        g_autofree char *name = g_strconcat(uuid_format(&world->blob, id), ".blob", NULL);

        return g_build_filename(world->fixture.folder, "evidence", folder, name, NULL);
}

static void a_file_that_is_changed_is_named(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_autofree char *path = NULL;
        g_autofree char *bytes = NULL;
        g_autoptr(GError) error = NULL;
        gsize size;

        log_world_open(&world, contract);
        path = blob_path(&world);
        g_file_get_contents(path, &bytes, &size, &error);
        g_assert_no_error(error);
        for (gsize i = 0; i < size; i++) {
                bytes[i] ^= 1;
                g_assert_true(g_file_set_contents(path, bytes, (gssize) size, NULL));
                bytes[i] ^= 1;
                assert_named(&world, NULL, "evidence-changed", "evidence/", "a changed byte");
        }
        g_assert_true(g_file_set_contents(path, bytes, (gssize) size - 1, NULL));
        assert_named(&world, NULL, "evidence-changed", "evidence/", "a file cut off");
        g_assert_cmpint(g_remove(path), ==, 0);
        assert_named(&world, NULL, "evidence-missing", "evidence/", "a file taken away");
}

static const ContractTest tests[] = {
        { "/audit/every column that is changed is named", every_column_that_is_changed_is_named },
        { "/audit/what is taken away or put in is named", what_is_taken_away_or_put_in_is_named },
        { "/audit/one change is one finding", one_change_is_one_finding },
        { "/audit/a kept checkpoint tells a rewritten log", a_kept_checkpoint_tells_a_rewritten_log },
        { "/audit/a database put back whole is found out", a_database_put_back_whole_is_found_out },
        { "/audit/a file that is changed is named", a_file_that_is_changed_is_named },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
