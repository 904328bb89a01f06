/* What the database itself denies the program's own statements: changing the schema, settings and other files, and
 * touching kept rows. Statements are static, so a denial is a bug of ours that a test meets; it is also what holds if one
 * could ever be injected. It cannot see what REPLACE deletes: that is refused by its text, and by triggers. */
#include "store/sqlite.h"

static const KeptTable *kept_find(const StoreSchema *schema, const char *table) {
        for (const KeptTable *kept = schema->kept; kept->table; kept++)
                if (g_ascii_strcasecmp(kept->table, table) == 0)
                        return kept;
        return NULL;
}

static bool column_is_updatable(const KeptTable *kept, const char *column) {
        for (gsize i = 0; i < G_N_ELEMENTS(kept->updatable) && kept->updatable[i]; i++)
                if (g_ascii_strcasecmp(kept->updatable[i], column) == 0)
                        return true;
        return false;
}

static bool table_is_own(const char *table) {
        return g_ascii_strncasecmp(table, "sqlite_", 7) != 0 && g_ascii_strcasecmp(table, "schema_migrations") != 0;
}

static bool may_write(const SqliteConnection *connection, int action, const char *table, const char *column) {
        const KeptTable *kept = kept_find(connection->schema, table);

        if (!connection->writes || !table_is_own(table))
                return false;
        if (!kept || action == SQLITE_INSERT)
                return true;
        return action == SQLITE_UPDATE && column_is_updatable(kept, column);
}

int sqlite_authorize(void *data, int action, const char *first, const char *second, const char *database,
                     const char *trigger) {
        SqliteConnection *connection = data;

        (void) database;
        (void) trigger;
        if (!connection->sealed)
                return SQLITE_OK;
        switch (action) {
        case SQLITE_SELECT:
        case SQLITE_READ:
        case SQLITE_RECURSIVE:
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT: return SQLITE_OK;
        case SQLITE_FUNCTION: return g_ascii_strcasecmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE:
                connection->compiling_verifies |= g_ascii_strcasecmp(first, "verifications") == 0;
                return may_write(connection, action, first, second) ? SQLITE_OK : SQLITE_DENY;
        default: return SQLITE_DENY;
        }
}
