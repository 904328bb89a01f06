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
