/* Changes rows behind the product's back, as whoever owns the database can, and looks for them in the log's verification. */
#include "tests/app/tamper.h"

#include <sqlite3.h>

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

void tamper_script(Contract *contract, const char *sql) {
        if (contract->backend == STORE_SQLITE)
                sqlite_script(contract, sql);
        else
                contract_superuser(contract, sql);
}

static const char *const tables[] = { "verifications", "events",      "leaves",   "log_nodes",
                                      "checkpoints",   "proceedings", "evidence", "accounts",
                                      "data_keys",     "subjects",    "documents" };

/* Takes the triggers and rules of uniqueness away, as whoever owns the database can. */
void tamper_guards_drop(Contract *contract) {
        static const char *const triggers[] = {
                "verifications_insert", "verifications_update", "verifications_delete", "events_insert",
                "events_update",        "events_delete",        "leaves_insert",        "leaves_update",
                "leaves_delete",        "checkpoints_insert",   "checkpoints_update",   "checkpoints_delete",
                "documents_update",     "documents_delete"
        };

        for (gsize i = 0; contract->backend == STORE_SQLITE && i < G_N_ELEMENTS(triggers); i++) {
                g_autofree char *sql = g_strdup_printf("DROP TRIGGER %s", triggers[i]);

                tamper_script(contract, sql);
        }
        for (gsize i = 0; contract->backend == STORE_POSTGRES && i < G_N_ELEMENTS(tables); i++) {
                g_autofree char *sql = g_strdup_printf("ALTER TABLE %s DISABLE TRIGGER ALL", tables[i]);

                tamper_script(contract, sql);
        }
        tamper_script(contract, "DROP INDEX verifications_active");
}

void tamper_keep(Contract *contract, const char *table) {
        g_autofree char *sql = g_strdup_printf("CREATE TABLE kept AS SELECT * FROM %s", table);

        tamper_script(contract, sql);
}

void tamper_restore(Contract *contract, const char *table) {
        g_autofree char *sql =
                g_strdup_printf("DELETE FROM %s; INSERT INTO %s SELECT * FROM kept; DROP TABLE kept", table, table);

        tamper_script(contract, sql);
}

/* --- what is found --- */

bool tamper_is_named(const LogReport *report, const char *kind, const char *place) {
        for (guint i = 0; i < report->findings->len; i++) {
                const LogFinding *finding = g_ptr_array_index(report->findings, i);

                if ((!kind || g_str_equal(finding->kind, kind)) && g_str_has_prefix(finding->place, place))
                        return true;
        }
        return false;
}

void tamper_assert_named(LogWorld *world, const char *kept, const char *kind, const char *place, const char *after) {
        g_auto(LogReport) report = log_world_verify(world, kept);

        if (tamper_is_named(&report, kind, place))
                return;
        for (guint i = 0; i < report.findings->len; i++) {
                const LogFinding *finding = g_ptr_array_index(report.findings, i);

                g_printerr("# found %s %s %s\n", finding->kind, finding->place,
                           finding->detail ? finding->detail : "");
        }
        g_error("%s: no %s at %s", after, kind ? kind : "finding", place);
}

void tamper_assert_consistent(LogWorld *world) {
        g_auto(LogReport) report = log_world_verify(world, NULL);

        g_assert_cmpuint(report.found, ==, 0);
}

/* --- every column --- */

/* clang-format off */
const Change tamper_changes[] = {
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
        { "accounts", "id", IS_ID, "verifications/", "external_id" },
        { "accounts", "external_id", IS_TEXT, "verifications/", "external_id" },
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
        { "subjects", "id", IS_ID, "verifications/", "id" },
        { "subjects", "kind", IS_TEXT, "verifications/", "id" },
        { "subjects", "sealed_identity", IS_BYTES, "verifications/", "id" },
        { "data_keys", "wrapped", IS_BYTES, "leaves/", "owner_kind DESC, owner_id" },
};
/* clang-format on */

const gsize tamper_change_count = G_N_ELEMENTS(tamper_changes);

/* An other value of the column's type, as an expression in the database's own words. */
char *tamper_value(const Contract *contract, const Change *change) {
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
