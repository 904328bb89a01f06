/* Looking into a database as it is: not brought up to the program's schema, nothing written. For the check-up of an instance. */
#pragma once

#include "store/store.h"

/* Opens the database, which must be there, and runs `look` over one snapshot. Fails with FAILURE_STORE, and as `look` does. */
bool store_peek(const char *location, StoreFn look, gpointer data, GError **error);

typedef struct StoreSetting {
        const char *name; /* as the database calls it */
        char *value;
        bool good; /* the durability of a commit does not suffer from it */
} StoreSetting;

/* Lists the settings that durability rests on: array of StoreSetting *, the caller's. In store_peek() alone: elsewhere the
 * authorizer of SQLite forbids it. */
bool store_settings_list(StoreTx *tx, GPtrArray **settings, GError **error);

/* How many steps of the schema the database has had and the program knows. */
bool store_schema_compare(StoreTx *tx, guint *had, guint *known, GError **error);
