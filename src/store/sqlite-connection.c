/* Opening a connection to SQLite: the settings that durability rests on, and proof that they hold. */
#include "store/sqlite.h"

#define BUSY_TIMEOUT_MS 10000
#define INSTRUCTIONS_BETWEEN_CHECKS 10000

/* What each connection is told. secure_delete: a destroyed key must not stay in a free page. recursive_triggers: REPLACE
 * then meets the triggers on DELETE. */
static const char settings[] = "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA foreign_keys = ON;"
                               "PRAGMA recursive_triggers = ON;"
                               "PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON;"
                               "PRAGMA secure_delete = ON;"
                               "PRAGMA temp_store = MEMORY;"
                               "PRAGMA journal_size_limit = 67108864;";
static const char settings_reader[] = "PRAGMA query_only = ON; PRAGMA cache_size = -8192;"; /* KiB */
static const char settings_writer[] = "PRAGMA cache_size = -65536;";

/* … and what must be true of it afterwards. The last one also makes json_each known to the connection: what it is made of is
 * declared at its first use, which the authorizer would take for a change of the schema. */
static const struct {
        const char *question;
        const char *answer;
} checks[] = {
        { "PRAGMA journal_mode", "wal" }, { "PRAGMA synchronous", "2" },
        { "PRAGMA foreign_keys", "1" },   { "PRAGMA recursive_triggers", "1" },
        { "PRAGMA trusted_schema", "0" }, { "PRAGMA secure_delete", "1" },
        { "PRAGMA encoding", "UTF-8" },   { "SELECT count(*) FROM json_each('[]')", "0" },
};

static bool setting_check(sqlite3 *db, const char *question, const char *answer, GError **error) {
        sqlite3_stmt *handle = NULL;
        bool as_asked;

        if (sqlite3_prepare_v2(db, question, -1, &handle, NULL) != SQLITE_OK)
                return sqlite_fail(db, error);
        as_asked = sqlite3_step(handle) == SQLITE_ROW
                   && g_strcmp0((const char *) sqlite3_column_text(handle, 0), answer) == 0;
        sqlite3_finalize(handle);
        return as_asked || fail(error, FAILURE_STORE, "SQLite: \"%s\" is not \"%s\"", question, answer);
}

static bool connection_set_up(SqliteConnection *connection, GError **error) {
        sqlite3 *db = connection->db;

        sqlite3_extended_result_codes(db, 1);
        sqlite3_busy_timeout(db, BUSY_TIMEOUT_MS);
        sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
        sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
        sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        if (sqlite3_exec(db, settings, NULL, NULL, NULL) != SQLITE_OK
            || sqlite3_exec(db, connection->writes ? settings_writer : settings_reader, NULL, NULL, NULL)
                       != SQLITE_OK)
                return sqlite_fail(db, error);
        for (gsize i = 0; i < G_N_ELEMENTS(checks); i++)
                if (!setting_check(db, checks[i].question, checks[i].answer, error))
                        return false;
        return true;
}

static int deadline_is_over(void *data) {
        const SqliteConnection *connection = data;

        return g_get_monotonic_time() > connection->deadline;
}

SqliteConnection *sqlite_connection_open(const char *path, const StoreSchema *schema, bool writes, GError **error) {
        g_autoptr(SqliteConnection) connection = g_new0(SqliteConnection, 1);
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;

        connection->schema = schema;
        connection->writes = writes;
        connection->deadline = G_MAXINT64;
        connection->prepared = sqlite_prepared_new();
        if (sqlite3_open_v2(path, &connection->db, flags, NULL) != SQLITE_OK) {
                sqlite_fail(connection->db, error);
                g_prefix_error(error, "%s: ", path);
                return NULL;
        }
        if (!connection_set_up(connection, error)) {
                g_prefix_error(error, "%s: ", path);
                return NULL;
        }
        sqlite3_set_authorizer(connection->db, sqlite_authorize, connection);
        sqlite3_progress_handler(connection->db, INSTRUCTIONS_BETWEEN_CHECKS, deadline_is_over, connection);
        return g_steal_pointer(&connection);
}

void sqlite_connection_close(SqliteConnection *connection) {
        if (!connection)
                return;
        g_hash_table_unref(connection->prepared);
        sqlite3_close_v2(connection->db);
        g_free(connection);
}
