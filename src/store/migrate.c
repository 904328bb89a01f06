/* Brings a database's schema up to the program's: the table schema_migrations says which steps it has had. */
#include "store/migrate.h"

static const Statement migrations_exist = {
        .sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'",
        /* not to_regclass(): its cache may not know yet what another program has just committed */
        .postgres = "SELECT count(*) FROM pg_catalog.pg_tables"
                    " WHERE tablename = 'schema_migrations' AND schemaname = ANY (current_schemas(false))",
};

static const Statement migrations_list = { "SELECT name FROM schema_migrations ORDER BY version", NULL };

static const Statement migration_save = { "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)", NULL };

static const char migrations_create[] =
        "CREATE TABLE schema_migrations (version bigint NOT NULL PRIMARY KEY, name text NOT NULL)";

static bool migrations_are_there(StoreTx *tx, bool *there, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &migrations_exist, &row, error, NO_VALUES))
                return false;
        *there = row && rows_int(row, 0) > 0;
        return true;
}

/* Counts the steps that the database has had, and compares their names. */
static bool migrations_count(StoreTx *tx, const StoreSchema *schema, gsize *count, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &migrations_list, error, NO_VALUES);
        gsize had = 0;

        if (!rows)
                return false;
        for (; rows_next(rows); had++) {
                const char *name = rows_text(rows, 0);

                if (!schema->migrations[had].name)
                        return fail(error, FAILURE_STORE,
                                    "the database is newer than this program: it has had the step \"%s\"; "
                                    "start the program that it belongs to",
                                    name);
                if (g_strcmp0(name, schema->migrations[had].name) != 0)
                        return fail(error, FAILURE_STORE,
                                    "step %zu of the database's schema is \"%s\", but \"%s\" in this program",
                                    had + 1, name, schema->migrations[had].name);
        }
        *count = had;
        return true;
}

bool migrate_check(StoreTx *tx, gpointer data, GError **error) {
        Migrating *migrating = data;
        bool there;
        gsize had = 0;

        if (!migrations_are_there(tx, &there, error))
                return false;
        if (there && !migrations_count(tx, migrating->schema, &had, error))
                return false;
        migrating->current = there && !migrating->schema->migrations[had].name;
        return true;
}

bool migrate_step(StoreTx *tx, gpointer data, GError **error) {
        Migrating *migrating = data;
        const Migration *next;
        bool there;
        gsize had = 0;

        if (!migrations_are_there(tx, &there, error))
                return false;
        if (!there && !store_script(tx, migrations_create, error))
                return false;
        if (!migrations_count(tx, migrating->schema, &had, error))
                return false;
        next = &migrating->schema->migrations[had];
        migrating->current = !next->name;
        if (migrating->current)
                return true;
        if (!store_script(tx, tx->backend->kind == STORE_SQLITE ? next->sqlite : next->postgres, error)) {
                g_prefix_error(error, "step \"%s\" of the schema: ", next->name);
                return false;
        }
        return store_run(tx, &migration_save, NULL, error,
                         VALUES(value_int((gint64) had + 1), value_text(next->name)));
}
