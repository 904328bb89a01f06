/* What the role of the service may do on PostgreSQL: read and write rows, but no TRUNCATE, no change of the schema, and on
 * kept tables nothing but INSERT and the columns named. */
#include "store/postgres.h"

static const Statement names_set = {
        "SELECT set_config('shiming.role', $1, true), set_config('shiming.table', $2, true),"
        " set_config('shiming.columns', $3, true)",
        NULL
};

static const char grant_all[] =
        "DO $$ BEGIN"
        " EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), current_setting('shiming.role'));"
        " EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %I', current_schema(), "
        "current_setting('shiming.role'));"
        " EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', current_schema(),"
        "  current_setting('shiming.role'));"
        " EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO %I', current_schema(),"
        "  current_setting('shiming.role'));"
        " EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM %I', "
        "current_setting('shiming.role'));"
        " END $$";

static const char grant_kept[] =
        "DO $$ BEGIN"
        " EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM %I', current_setting('shiming.table'),"
        "  current_setting('shiming.role'));"
        " IF current_setting('shiming.columns') <> '' THEN"
        "  EXECUTE format('GRANT UPDATE (%s) ON %I TO %I', current_setting('shiming.columns'),"
        "   current_setting('shiming.table'), current_setting('shiming.role'));"
        " END IF;"
        " END $$";

static bool grant(StoreTx *tx, const char *role, const char *table, const char *columns, const char *script,
                  GError **error) {
        return store_run(tx, &names_set, NULL, error,
                         VALUES(value_text(role), value_text(table), value_text(columns)))
               && store_script(tx, script, error);
}

bool postgres_rights_grant(StoreTx *tx, gpointer data, GError **error) {
        const PostgresRights *rights = data;

        if (!grant(tx, rights->role, "", "", grant_all, error))
                return false;
        for (const KeptTable *kept = rights->schema->kept; kept->table; kept++) {
                g_autoptr(GPtrArray) columns = g_ptr_array_new();
                g_autofree char *list = NULL;

                for (gsize i = 0; i < G_N_ELEMENTS(kept->updatable) && kept->updatable[i]; i++)
                        g_ptr_array_add(columns, (gpointer) kept->updatable[i]);
                g_ptr_array_add(columns, NULL);
                list = g_strjoinv(", ", (char **) columns->pdata);
                if (!grant(tx, rights->role, kept->table, list, grant_kept, error))
                        return false;
        }
        return true;
}
