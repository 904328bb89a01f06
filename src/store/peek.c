/* See peek.h. */
#include "store/peek.h"

#include "store/copy.h"
#include "store/postgres.h"
#include "store/schema.h"
#include "store/sqlite.h"

typedef struct SettingRule {
        const char *name;
        Statement ask;
        const char *good; /* NULL: anything but `bad` */
        const char *bad;
} SettingRule;

/* https://sqlite.org/pragma.html: synchronous 2 is FULL. */
static const SettingRule sqlite_rules[] = {
        { "journal_mode", { "SELECT CAST(journal_mode AS TEXT) FROM pragma_journal_mode", NULL }, "wal", NULL },
        { "synchronous", { "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous", NULL }, "2", NULL },
        { "foreign_keys", { "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys", NULL }, "1", NULL },
};

/* PostgreSQL, "Write Ahead Log" of the server's configuration. Our own sessions never commit with synchronous_commit off. */
static const SettingRule postgres_rules[] = {
        { "fsync", { "SELECT current_setting('fsync')", NULL }, "on", NULL },
        { "full_page_writes", { "SELECT current_setting('full_page_writes')", NULL }, "on", NULL },
        { "synchronous_commit", { "SELECT current_setting('synchronous_commit')", NULL }, NULL, "off" },
        { "server_encoding", { "SELECT current_setting('server_encoding')", NULL }, "UTF8", NULL },
};

static void setting_free(gpointer setting) {
        g_free(((StoreSetting *) setting)->value);
        g_free(setting);
}

static StoreSetting *setting_ask(StoreTx *tx, const SettingRule *rule, GError **error) {
        g_autoptr(Rows) row = NULL;
        StoreSetting *setting;
        const char *value;

        if (!store_first(tx, &rule->ask, &row, error, NO_VALUES))
                return NULL;
        value = row ? rows_text(row, 0) : NULL;
        setting = g_new0(StoreSetting, 1);
        setting->name = rule->name;
        setting->value = g_strdup(value ? value : "");
        setting->good =
                rule->good ? g_str_equal(setting->value, rule->good) : !g_str_equal(setting->value, rule->bad);
        return setting;
}

bool store_settings_list(StoreTx *tx, GPtrArray **settings, GError **error) {
        bool sqlite = tx->backend->kind == STORE_SQLITE;
        const SettingRule *rules = sqlite ? sqlite_rules : postgres_rules;
        gsize count = sqlite ? G_N_ELEMENTS(sqlite_rules) : G_N_ELEMENTS(postgres_rules);
        g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(setting_free);

        for (gsize i = 0; i < count; i++) {
                StoreSetting *setting = setting_ask(tx, &rules[i], error);

                if (!setting)
                        return false;
                g_ptr_array_add(list, setting);
        }
        *settings = g_steal_pointer(&list);
        return true;
}

bool store_schema_compare(StoreTx *tx, guint *had, guint *known, GError **error) {
        g_autoptr(GPtrArray) steps = NULL;

        if (!store_steps_list(tx, &steps, error))
                return false;
        *had = steps->len;
        *known = 0;
        while (store_schema()->migrations[*known].name)
                (*known)++;
        return true;
}

bool store_peek(const char *location, StoreFn look, gpointer data, GError **error) {
        if (store_location_backend(location) == STORE_POSTGRES) {
                g_autoptr(PostgresConnection) connection = postgres_connection_open(location, 0, error);

                return connection && postgres_connection_transact(connection, POSTGRES_READ, 0, look, data, error);
        } else {
                g_autoptr(SqliteConnection) connection =
                        sqlite_connection_open(location, store_schema(), false, error);

                return connection && sqlite_connection_transact(connection, &sqlite_begin_read, 0, look, data, error);
        }
}
