/* A whole database out into files and in again, by each database's own way, while others write: what backup and restore stand
 * on. Nothing is migrated on the way out, so that an older database can be kept as it is before it is brought up. */
#pragma once

#include "store/store.h"

typedef struct StoreCopy {
        const char *location;                                   /* as StoreOptions.location */
        const char *owner_location;                             /* as StoreOptions.owner_location; NULL for none */
        const char *folder;                                     /* where the files are, or go; it is there */
        void (*tell)(guint64 done, guint64 all, gpointer user); /* bytes or pages; may be NULL */
        gpointer user;
} StoreCopy;

/* Which database a location names. */
StoreBackend store_location_backend(const char *location);

/* Copies one snapshot of the database into files of `folder`, on disk before it returns, and runs `look` over the very same
 * snapshot. SQLite: its online backup, "shiming.db", checked by quick_check. PostgreSQL: each table by COPY in one REPEATABLE
 * READ transaction, "TABLE.copy". Writers are not held up.
 *
 * Fails with FAILURE_STORE (also where the database is newer than this program), FAILURE_FULL, FAILURE_FILE, as `look` does. */
bool store_copy_out(const StoreCopy *copy, StoreFn look, gpointer data, GError **error);

/* Puts back what store_copy_out() wrote. SQLite: the file must not be there yet. PostgreSQL: the first `steps` steps of the
 * schema are taken, then all tables are filled in one transaction; later steps come with store_open().
 *
 * Refuses REFUSAL_BACKUP_UNUSABLE where the database holds rows already; fails with FAILURE_STORE, FAILURE_FULL, FAILURE_FILE. */
bool store_copy_in(const StoreCopy *copy, guint steps, GError **error);

/* Lists the steps that the schema has had: array of char *, the caller's. */
bool store_steps_list(StoreTx *tx, GPtrArray **names, GError **error);
