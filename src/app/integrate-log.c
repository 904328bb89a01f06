/* Gives committed leaves their places in the log: one transaction a batch holds indexes, nodes and a signed checkpoint.
 *
 * Ids are made when a change begins and seen when it is committed, so that their order is not the log's: a leaf gets the next
 * place when it is first seen, and each gets one place only. */
#include "app/ledger.h"

#include "app/log-tree.h"
#include "base/refusal.h"
#include "ledger/leaf.h"
#include "store/checkpoints.h"
#include "store/leaves.h"

#define TRIES_MAX 8

typedef struct Integration {
        App *app;
        const Uuid *in_case; /* NULL: of all */
        gint64 now;
        guint integrated;
} Integration;

static bool leaves_find(StoreTx *tx, const Integration *batch, GPtrArray **leaves, GError **error) {
        static const Uuid first = { { 0 } };

        return batch->in_case ? store_leaf_pending_of_case(tx, batch->in_case, LOG_BATCH_MAX, leaves, error)
                              : store_leaf_pending(tx, &first, LOG_BATCH_MAX, leaves, error);
}

static bool leaf_append(StoreTx *tx, MerkleTree *tree, MerkleHasher *hasher, const LeafRow *row, GError **error) {
        MerkleHash hash;
        gconstpointer bytes;
        gsize size;
        bool given;

        if (!store_leaf_set_index(tx, &row->id, (gint64) tree->size, &given, error))
                return false;
        if (!given)
                return fail(error, FAILURE_SERIALIZATION, "another has given a leaf its place");
        bytes = g_bytes_get_data(row->bytes, &size);
        merkle_leaf_hash(hasher, bytes, size, &hash);
        return merkle_tree_append(tree, hasher, &hash, log_node_keep, tx, error);
}

static bool batch_integrate(StoreTx *tx, gpointer data, GError **error) {
        Integration *batch = data;
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        g_autoptr(CheckpointRow) newest = NULL;
        g_autoptr(GPtrArray) leaves = NULL;
        MerkleTree tree = { 0 };
        gint64 size;

        batch->integrated = 0;
        if (!leaves_find(tx, batch, &leaves, error))
                return false;
        if (leaves->len == 0)
                return true;
        if (!store_checkpoint_newest(tx, &newest, error))
                return false;
        size = newest ? newest->size : 0;
        if (!merkle_tree_load(&tree, hasher, (guint64) size, log_nodes_read, tx, error))
                return false;
        for (guint i = 0; i < leaves->len; i++) {
                if (!leaf_append(tx, &tree, hasher, g_ptr_array_index(leaves, i), error))
                        return false;
        }
        batch->integrated = leaves->len;
        return log_checkpoint_add(tx, batch->app, &tree, hasher, size, batch->now, error);
}

/* Another server may be giving the same places; its transaction is done when ours has failed. */
static bool was_second(const GError *error) {
        return store_error_is_conflict(error) || store_error_is_rule(error, NULL)
               || g_error_matches(error, FAILURE, FAILURE_SERIALIZATION);
}

static bool integrate(Integration *batch, GError **error) {
        for (guint tries = 1;; tries++) {
                g_autoptr(GError) reason = NULL;

                if (store_write(batch->app->store, batch_integrate, batch, &reason))
                        return true;
                if (!was_second(reason) || tries == TRIES_MAX) {
                        g_propagate_error(error, g_steal_pointer(&reason));
                        return false;
                }
        }
}

static bool pending_look(StoreTx *tx, gpointer data, GError **error) {
        static const Uuid first = { { 0 } };
        bool *pending = data;
        g_autoptr(GPtrArray) leaves = NULL;

        if (!store_leaf_pending(tx, &first, 1, &leaves, error))
                return false;
        *pending = leaves->len > 0;
        return true;
}

bool app_log_is_pending(App *app, G_GNUC_UNUSED gint64 now, bool *pending, GError **error) {
        return store_read(app->store, pending_look, pending, error);
}

bool app_log_integrate(App *app, gint64 now, guint *integrated, GError **error) {
        Integration batch = { .app = app, .now = now };

        if (!integrate(&batch, error))
                return false;
        *integrated = batch.integrated;
        return true;
}

bool app_log_integrate_case(App *app, const Uuid *in_case, gint64 now, GError **error) {
        Integration batch = { .app = app, .in_case = in_case, .now = now };

        do {
                if (!integrate(&batch, error))
                        return false;
        } while (batch.integrated == LOG_BATCH_MAX);
        return true;
}
