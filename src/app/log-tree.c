/* Where the tree's nodes lie, and whose key signs it. */
#include "app/log-tree.h"

#include "ledger/checkpoint.h"
#include "store/checkpoints.h"
#include "store/log-nodes.h"

G_STATIC_ASSERT(NODE_HASH_SIZE == MERKLE_HASH_SIZE && sizeof(MerkleHash) == MERKLE_HASH_SIZE);
G_STATIC_ASSERT(NOTE_SEED_SIZE == KEYRING_KEY_SIZE);

bool log_nodes_read(guint level, guint64 first, guint count, MerkleHash *hashes, gpointer user, GError **error) {
        return store_node_range(user, level, (gint64) first, count, hashes[0].bytes, NULL, error);
}

bool log_node_keep(guint level, guint64 index, const MerkleHash *hash, gpointer user, GError **error) {
        return store_node_add(user, level, (gint64) index, hash->bytes, error);
}

const guint8 *log_seed(const App *app) {
        return keyring_secret(vault_keyring(app->vault), KEYRING_LOG_SIGNING);
}

NoteKey log_key(const App *app) {
        NoteKey key;
        bool named = note_key_from_seed(app->log_origin, log_seed(app), &key);

        g_assert(named); /* the configuration takes no other names */
        return key;
}

bool log_checkpoint_add(StoreTx *tx, const App *app, const MerkleTree *tree, MerkleHasher *hasher, gint64 after,
                        gint64 now, GError **error) {
        NoteKey key = log_key(app);
        g_autoptr(CheckpointRow) row = g_new0(CheckpointRow, 1);
        MerkleHash root;

        merkle_tree_root(tree, hasher, &root);
        row->size = (gint64) tree->size;
        row->root = g_bytes_new(root.bytes, sizeof root.bytes);
        row->note = checkpoint_write(tree->size, &root, &key, log_seed(app));
        row->made_at = now;
        return store_checkpoint_add(tx, row, after, error);
}
