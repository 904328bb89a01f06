/* Copying a database: what is the same for both. */
#include "store/copy-private.h"

static const Statement steps_list = { "SELECT name FROM schema_migrations ORDER BY version", NULL };

bool copy_schema_check(StoreTx *tx, GError **error) {
        Migrating migrating = { .schema = store_schema() };

        return migrate_check(tx, &migrating, error);
}

bool store_steps_list(StoreTx *tx, GPtrArray **names, GError **error) {
        g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
        g_autoptr(Rows) rows = store_query(tx, &steps_list, error, NO_VALUES);

        if (!rows)
                return false;
        while (rows_next(rows))
                g_ptr_array_add(list, rows_text_copy(rows, 0));
        *names = g_steal_pointer(&list);
        return true;
}

bool store_copy_out(const StoreCopy *copy, StoreFn look, gpointer data, GError **error) {
        return store_location_backend(copy->location) == STORE_POSTGRES ? postgres_copy_out(copy, look, data, error)
                                                                        : sqlite_copy_out(copy, look, data, error);
}

bool store_copy_in(const StoreCopy *copy, guint steps, GError **error) {
        return store_location_backend(copy->location) == STORE_POSTGRES ? postgres_copy_in(copy, steps, error)
                                                                        : sqlite_copy_in(copy, error);
}
