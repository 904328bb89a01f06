/* Rows of leaves: what will be, and what is, in the log. */
#pragma once

#include "store/store.h"

/* Adds a leaf that has no place in the log yet. `sealed_opening` holds its salt and content under `key_owner`'s key. */
bool store_leaf_add(StoreTx *tx, const Uuid *id, GBytes *bytes, const Uuid *key_owner, GBytes *sealed_opening, gint64 now,
                    GError **error);
