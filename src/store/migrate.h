/* Brings a database's schema up to the program's, step by step. Private to this room. */
#pragma once

#include "store/backend.h"

typedef struct Migrating {
        const StoreSchema *schema;
        bool current; /* out: nothing is left to do */
} Migrating;

/* A StoreFn over a Migrating: finds out whether anything is to do, and changes nothing.
 * Fails FAILURE_STORE where the database is newer than the program or has had other steps. */
bool migrate_check(StoreTx *tx, gpointer data, GError **error);

/* A StoreFn over a Migrating: takes the next step, if there is one. To be run, each time in a transaction of its own that
 * nobody else can be in, until `current`. Fails as migrate_check(), and where the step fails. */
bool migrate_step(StoreTx *tx, gpointer data, GError **error);
