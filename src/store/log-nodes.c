/* The kept nodes of the log's tree. */
#include "store/log-nodes.h"

#include <string.h>

static const Statement node_add = { "INSERT INTO log_nodes (level, position, hash) VALUES ($1, $2, $3)" };

static const Statement nodes_load = { .sql = "INSERT INTO log_nodes (level, position, hash) VALUES ($1, $2, $3)",
                                      .postgres =
                                              "COPY log_nodes (level, position, hash) FROM STDIN (FORMAT binary)" };

static const Statement node_range = {
        "SELECT position, hash FROM log_nodes WHERE level = $1 AND position >= $2 AND position < $3 ORDER BY position"
};

static const Statement node_count = { "SELECT COUNT(*) FROM log_nodes" };

static const Statement node_end = {
        "SELECT position FROM log_nodes WHERE level = $1 ORDER BY position DESC LIMIT 1"
};

bool store_node_add(StoreTx *tx, guint level, gint64 position, const guint8 hash[static NODE_HASH_SIZE],
                    GError **error) {
        return store_run(tx, &node_add, NULL, error,
                         VALUES(value_int(level), value_int(position), value_blob(hash, NODE_HASH_SIZE)));
}

static bool node_fill(gsize place, Value *values, gconstpointer data) {
        const NodeRow *node = (const NodeRow *) data + place;

        values[0] = value_int(node->level);
        values[1] = value_int(node->position);
        values[2] = value_blob(node->hash, sizeof node->hash);
        return true;
}

bool store_nodes_load(StoreTx *tx, const NodeRow *nodes, gsize count, GError **error) {
        return store_load(tx, &nodes_load, 3, count, node_fill, nodes, error);
}

bool store_node_range(StoreTx *tx, guint level, gint64 first, guint count, guint8 *hashes, bool *there,
                      GError **error) {
        g_autoptr(Rows) rows = NULL;
        guint found = 0;

        g_assert(count <= NODES_AT_ONCE);
        rows = store_query(tx, &node_range, error,
                           VALUES(value_int(level), value_int(first), value_int(first + (gint64) count)));
        if (!rows)
                return false;
        if (there)
                memset(there, 0, count * sizeof *there);
        while (rows_next(rows)) {
                gsize size, place = (gsize) (rows_int(rows, 0) - first);
                gconstpointer hash = rows_blob(rows, 1, &size);

                if (size != NODE_HASH_SIZE)
                        continue;
                memcpy(hashes + place * NODE_HASH_SIZE, hash, NODE_HASH_SIZE);
                if (there)
                        there[place] = true;
                found++;
        }
        return there || found == count
               || fail(error, FAILURE_CORRUPT, "the log lacks a node of level %u near %" G_GINT64_FORMAT, level,
                       first);
}

bool store_node_count(StoreTx *tx, gint64 *count, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &node_count, &row, error, NO_VALUES))
                return false;
        *count = rows_int(row, 0);
        return true;
}

bool store_node_end(StoreTx *tx, guint level, gint64 *end, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &node_end, &row, error, VALUES(value_int(level))))
                return false;
        *end = row ? rows_int(row, 0) + 1 : 0;
        return true;
}
