/* The two ways of copying a database. Private to this room. */
#pragma once

#include "store/copy.h"
#include "store/migrate.h"
#include "store/schema.h"

#define SQLITE_COPY_NAME "shiming.db"

bool sqlite_copy_out(const StoreCopy *copy, StoreFn look, gpointer data, GError **error);
bool sqlite_copy_in(const StoreCopy *copy, GError **error);
bool postgres_copy_out(const StoreCopy *copy, StoreFn look, gpointer data, GError **error);
bool postgres_copy_in(const StoreCopy *copy, guint steps, GError **error);

/* Refuses a database that is newer than the program; over a snapshot. */
bool copy_schema_check(StoreTx *tx, GError **error);
