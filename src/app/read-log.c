/* What anybody may know of the log: its checkpoint, its key, proofs; and, for the auditor, a leaf. */
#include "app/ledger.h"

#include "app/log-tree.h"
#include "base/refusal.h"
#include "ledger/leaf.h"
#include "ledger/receipt.h"
#include "store/checkpoints.h"
#include "store/leaves.h"

static bool newest_load(AppTx *tx, CheckpointRow **newest, GError **error) {
        if (!store_checkpoint_newest(tx->store, newest, error))
                return false;
        return *newest || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

static bool read_checkpoint(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(CheckpointRow) newest = NULL;

        (void) data;
        if (!newest_load(tx, &newest, error))
                return false;
        outcome->document = json_pack("{s:s}", "checkpoint", newest->note);
        return true;
}

bool app_read_checkpoint(App *app, const Call *call, Outcome *outcome, GError **error) {
        return app_read(app, call, read_checkpoint, NULL, outcome, error);
}

bool app_read_log_key(App *app, const Call *call, Outcome *outcome, GError **error) {
        NoteKey key = log_key(app);
        g_autofree char *text = note_key_format(&key);

        (void) call;
        (void) error;
        outcome->document = json_pack("{s:s}", "key", text);
        return true;
}

static bool within(gint64 value, gint64 low, gint64 high, const char *name, GError **error) {
        g_autofree char *lowest = g_strdup_printf("%" G_GINT64_FORMAT, low);
        g_autofree char *highest = g_strdup_printf("%" G_GINT64_FORMAT, high);

        return (value >= low && value <= high)
               || refuse(error, REFUSAL_OUT_OF_RANGE, NULL, name, lowest, highest, NULL);
}

static bool prove_inclusion(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ProveInclusion *wish = data;
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        g_autoptr(CheckpointRow) newest = NULL;
        MerkleProof proof;
        gint64 size;

        if (!newest_load(tx, &newest, error))
                return false;
        size = wish->tree_size ? wish->tree_size : newest->size;
        if (!within(size, 1, newest->size, "tree_size", error)
            || !within(wish->leaf_index, 0, size - 1, "leaf_index", error)
            || !merkle_prove_inclusion(hasher, (guint64) wish->leaf_index, (guint64) size, log_nodes_read, tx->store,
                                       &proof, error))
                return false;
        outcome->document = json_pack("{s:I, s:I, s:o}", "leaf_index", (json_int_t) wish->leaf_index, "tree_size",
                                      (json_int_t) size, "hashes", receipt_proof_document(&proof));
        return true;
}

bool app_prove_inclusion(App *app, const Call *call, const ProveInclusion *wish, Outcome *outcome, GError **error) {
        ProveInclusion copy = *wish;

        return app_read(app, call, prove_inclusion, &copy, outcome, error);
}

static bool prove_consistency(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ProveConsistency *wish = data;
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        g_autoptr(CheckpointRow) newest = NULL;
        MerkleProof proof;
        gint64 to;

        if (!newest_load(tx, &newest, error))
                return false;
        to = wish->to ? wish->to : newest->size;
        if (!within(to, 1, newest->size, "to", error) || !within(wish->from, 1, to, "from", error)
            || !merkle_prove_consistency(hasher, (guint64) wish->from, (guint64) to, log_nodes_read, tx->store,
                                         &proof, error))
                return false;
        outcome->document = json_pack("{s:I, s:I, s:o}", "from", (json_int_t) wish->from, "to", (json_int_t) to,
                                      "hashes", receipt_proof_document(&proof));
        return true;
}

bool app_prove_consistency(App *app, const Call *call, const ProveConsistency *wish, Outcome *outcome,
                           GError **error) {
        ProveConsistency copy = *wish;

        return app_read(app, call, prove_consistency, &copy, outcome, error);
}

static bool read_leaf(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(LeafRow) row = NULL;
        gconstpointer bytes;
        gsize size;
        Leaf leaf;

        if (!store_leaf_load(tx->store, data, &row, error))
                return false;
        if (!row)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        bytes = g_bytes_get_data(row->bytes, &size);
        if (!leaf_read(bytes, size, &leaf))
                return fail(error, FAILURE_CORRUPT, "a row of leaves holds no leaf");
        outcome->document = json_pack("{s:o, s:o}", "index",
                                      row->index == LEAF_INDEX_NONE ? json_null() : json_integer(row->index), "leaf",
                                      receipt_leaf_document(&leaf));
        return true;
}

bool app_read_leaf(App *app, const Call *call, const Uuid *id, Outcome *outcome, GError **error) {
        Uuid copy = *id;

        return app_read(app, call, read_leaf, &copy, outcome, error);
}
