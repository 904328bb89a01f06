/* Rows of log_nodes: the complete nodes of the log's tree on the levels that are kept (see ledger/merkle.h). */
#pragma once

#include "store/store.h"

#define NODE_HASH_SIZE 32
#define NODES_AT_ONCE 1000 /* how many store_node_range() gives at most */

/* Adds a node. One that is there already is FAILURE_CONFLICT. */
bool store_node_add(StoreTx *tx, guint level, gint64 position, const guint8 hash[static NODE_HASH_SIZE],
                    GError **error);

typedef struct NodeRow {
        guint level;
        gint64 position;
        guint8 hash[NODE_HASH_SIZE];
} NodeRow;

/* Adds many at once. */
bool store_nodes_load(StoreTx *tx, const NodeRow *nodes, gsize count, GError **error);

/* Reads the `count` nodes of a level from `first` on into `hashes`, one after the other; `there[i]` (may be NULL) tells
 * whether there is an i-th one. Fails with FAILURE_CORRUPT where one is missing and `there` is NULL. */
bool store_node_range(StoreTx *tx, guint level, gint64 first, guint count, guint8 *hashes, bool *there,
                      GError **error);

/* Counts all nodes, and gives the first position of a level that holds none (one after the last). */
bool store_node_count(StoreTx *tx, gint64 *count, GError **error);
bool store_node_end(StoreTx *tx, guint level, gint64 *end, GError **error);
