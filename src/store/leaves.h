/* Rows of leaves: what will be, and what is, in the log. */
#pragma once

#include "store/store.h"

#define LEAF_INDEX_NONE (-1)

typedef struct LeafRow {
        Uuid id;
        GBytes *bytes;          /* canonical, see ledger/leaf.h */
        Uuid key_owner;         /* whose key seals the opening */
        GBytes *sealed_opening; /* salt and content, "leaves.opening" */
        gint64 made_at;
        gint64 index;               /* in the log; LEAF_INDEX_NONE while it waits */
        Uuid in_case, verification; /* as in the bytes; nil for none */
} LeafRow;

void leaf_row_free(LeafRow *row); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LeafRow, leaf_row_free)

/* Adds a leaf that has no place in the log yet. */
bool store_leaf_add(StoreTx *tx, const LeafRow *row, GError **error);

/* Loads one; NULL where there is none. The caller frees it. */
bool store_leaf_load(StoreTx *tx, const Uuid *id, LeafRow **row, GError **error);

/* Lists leaves that wait for their place, by id, after `after` (nil: from the first): array of LeafRow *, the caller's. */
bool store_leaf_pending(StoreTx *tx, const Uuid *after, guint limit, GPtrArray **rows, GError **error);

/* Lists a case's, by id, after `after`; those that wait alone. */
bool store_leaf_of_case(StoreTx *tx, const Uuid *in_case, const Uuid *after, guint limit, GPtrArray **rows,
                        GError **error);
bool store_leaf_pending_of_case(StoreTx *tx, const Uuid *in_case, guint limit, GPtrArray **rows, GError **error);

/* Lists a verification's: made, released. */
bool store_leaf_of_verification(StoreTx *tx, const Uuid *verification, guint limit, GPtrArray **rows, GError **error);

/* Lists the log itself from an index on. */
bool store_leaf_from_index(StoreTx *tx, gint64 index, guint limit, GPtrArray **rows, GError **error);

/* The same, each with its bytes and place only. */
bool store_leaf_bytes_from_index(StoreTx *tx, gint64 index, guint limit, GPtrArray **leaves, GError **error);

/* Called for a leaf of the log; the bytes last for the call. False, with an error, ends the walk. */
typedef bool (*LeafVisit)(gconstpointer bytes, gsize size, gpointer user, GError **error);

/* Walks the `count` places from `first` on in the order of their leaves' ids, which is the table's own, as long as that is the order
 * of the places too, as it mostly is: `taken` is how many came. Quicker than by the places; what is missing is read that way. */
bool store_leaf_walk(StoreTx *tx, gint64 first, guint count, LeafVisit visit, gpointer user, guint *taken,
                     GError **error);

/* Gives a waiting leaf its place, once; `given` false where it has one already. */
bool store_leaf_set_index(StoreTx *tx, const Uuid *id, gint64 index, bool *given, GError **error);

/* Counts the leaves, and those that wait. */
bool store_leaf_count(StoreTx *tx, gint64 *all, gint64 *pending, GError **error);

/* When the leaf with the highest id was made; INSTANT_NONE where there is none. Ids begin with their time. */
bool store_leaf_newest(StoreTx *tx, gint64 *made_at, GError **error);
