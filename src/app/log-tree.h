/* The log's tree over the store's nodes, and its key. Private to the use cases of the log. */
#pragma once

#include "app/app.h"
#include "ledger/merkle.h"
#include "ledger/note.h"

/* A MerkleRead; `user` is the StoreTx. */
bool log_nodes_read(guint level, guint64 first, guint count, MerkleHash *hashes, gpointer user, GError **error);

/* A MerkleKeep; `user` is the StoreTx. */
bool log_node_keep(guint level, guint64 index, const MerkleHash *hash, gpointer user, GError **error);

/* The key that signs this instance's checkpoints. */
NoteKey log_key(const App *app);
const guint8 *log_seed(const App *app); /* NOTE_SEED_SIZE bytes; they belong to the keyring */

/* Signs the tree and adds its checkpoint, where the newest one is of `after` leaves. Fails as store_checkpoint_add() does. */
bool log_checkpoint_add(StoreTx *tx, const App *app, const MerkleTree *tree, MerkleHasher *hasher, gint64 after,
                        gint64 now, GError **error);
