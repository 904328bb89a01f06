/* Rows of data_keys: each owner's data key, wrapped. */
#pragma once

#include "store/store.h"

/* Adds the wrapped key of a new owner. */
bool store_key_add(StoreTx *tx, const Uuid *owner, const char *owner_kind, GBytes *wrapped, gint64 now,
                   GError **error);

/* Loads a wrapped key; `wrapped` (the caller's) is NULL where the owner is not known or was erased. */
bool store_key_load(StoreTx *tx, const Uuid *owner, GBytes **wrapped, GError **error);

/* Destroys an owner's key and what the blind index holds of it. What was sealed under it can never be opened again. */
bool store_key_erase(StoreTx *tx, const Uuid *owner, gint64 now, GError **error);

/* How many keys a master key wraps: its id is the big-endian number behind the first byte of a wrapped key (vault/vault.h). */
typedef struct KeyMasterCount {
        guint32 master;
        gint64 keys;
} KeyMasterCount;

/* Counts the wrapped keys by master key, by its id: array of KeyMasterCount, the caller's. Reads the whole table. */
bool store_key_masters(StoreTx *tx, GArray **counts, GError **error);

typedef struct KeyRow {
        Uuid owner;
        GBytes *wrapped;
} KeyRow;

void key_row_clear(KeyRow *row);

/* Lists wrapped keys by their owner, after `after` (nil: from the first); erased ones have none: array of KeyRow, the
 * caller's. */
bool store_key_list(StoreTx *tx, const Uuid *after, guint limit, GArray **rows, GError **error);

/* Puts `fresh` in the place of `wrapped`, by compare-and-set: `done` false where the row has something else by now. */
bool store_key_rewrap(StoreTx *tx, const Uuid *owner, GBytes *wrapped, GBytes *fresh, bool *done, GError **error);
