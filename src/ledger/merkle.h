/* The Merkle tree of the log: RFC 9162 section 2.1 with SHA-256 (the same hashes as RFC 6962). No I/O: nodes are handed out
 * when they are complete and asked for through a callback, so that any store can keep them.
 *
 * Node (level, index) is the hash over the leaves [index · 2^level, (index + 1) · 2^level). Only complete nodes on the levels
 * 0, 4, 8 … are kept (1.07 hashes a leaf); those between are hashed from at most 8 neighbours. A proof in a log of 10
 * million leaves takes some 24 reads of that kind. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define MERKLE_HASH_SIZE 32
#define MERKLE_LEVELS_MAX 63
#define MERKLE_LEVEL_STEP 4 /* every fourth level is kept */
#define MERKLE_READ_MAX 8   /* neighbours asked for at once */

typedef struct MerkleHash {
        guint8 bytes[MERKLE_HASH_SIZE];
} MerkleHash;

typedef struct MerkleHasher
        MerkleHasher; /* a SHA-256 context made once: it costs more than a hash; one thread at a time */

MerkleHasher *merkle_hasher_new(void);
void merkle_hasher_free(MerkleHasher *hasher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MerkleHasher, merkle_hasher_free)

/* SHA-256(0x00 ‖ leaf), RFC 9162 section 2.1.1. */
void merkle_leaf_hash(MerkleHasher *hasher, gconstpointer leaf, gsize size, MerkleHash *hash);

/* SHA-256(0x01 ‖ left ‖ right). `hash` may be one of the two. */
void merkle_node_hash(MerkleHasher *hasher, const MerkleHash *left, const MerkleHash *right, MerkleHash *hash);

bool merkle_hash_equal(const MerkleHash *a, const MerkleHash *b);

/* Takes a node that is complete and is to be kept. */
typedef bool (*MerkleKeep)(guint level, guint64 index, const MerkleHash *hash, gpointer user, GError **error);

/* Reads the `count` (1 to MERKLE_READ_MAX) kept nodes of `level` from `first` on into `hashes`. */
typedef bool (*MerkleRead)(guint level, guint64 first, guint count, MerkleHash *hashes, gpointer user,
                           GError **error);

/* The growing edge of the tree: all that is needed to append. A plain value; all zeroes is the empty tree. */
typedef struct MerkleTree {
        guint64 size; /* leaves */
        MerkleHash
                peaks[MERKLE_LEVELS_MAX]; /* [level]: the complete subtree there, where bit `level` of size is set */
} MerkleTree;

/* Appends a leaf by its hash and hands each node to be kept, level 0 first, to `keep` (NULL: nobody keeps them). If `keep`
 * fails the tree is as it was. */
bool merkle_tree_append(MerkleTree *tree, MerkleHasher *hasher, const MerkleHash *leaf, MerkleKeep keep,
                        gpointer user, GError **error);

/* The root over all leaves (of none: SHA-256 of nothing). */
void merkle_tree_root(const MerkleTree *tree, MerkleHasher *hasher, MerkleHash *root);

/* Rebuilds the edge of a tree of `size` leaves from kept nodes. */
bool merkle_tree_load(MerkleTree *tree, MerkleHasher *hasher, guint64 size, MerkleRead read, gpointer user,
                      GError **error);

/* A proof: hashes from the leaf upward, in the order of the RFC. */
typedef struct MerkleProof {
        guint count;
        MerkleHash hashes[MERKLE_LEVELS_MAX + 1];
} MerkleProof;

/* Proves that leaf `index` is in the tree of the first `size` leaves; index < size (RFC 9162 section 2.1.3.1). */
bool merkle_prove_inclusion(MerkleHasher *hasher, guint64 index, guint64 size, MerkleRead read, gpointer user,
                            MerkleProof *proof, GError **error);

/* Proves that the tree of `old_size` leaves is the beginning of that of `new_size`; 0 < old_size ≤ new_size
 * (section 2.1.4.1). */
bool merkle_prove_consistency(MerkleHasher *hasher, guint64 old_size, guint64 new_size, MerkleRead read,
                              gpointer user, MerkleProof *proof, GError **error);

/* True where the proof shows that `leaf` stands at `index` under `root` (section 2.1.3.2). */
bool merkle_verify_inclusion(MerkleHasher *hasher, guint64 index, guint64 size, const MerkleHash *leaf,
                             const MerkleHash *root, const MerkleProof *proof);

/* True where the proof shows that the tree under `new_root` begins with the one under `old_root` (section 2.1.4.2). An empty
 * old tree and trees of one size need, and take, an empty proof. */
bool merkle_verify_consistency(MerkleHasher *hasher, guint64 old_size, guint64 new_size, const MerkleHash *old_root,
                               const MerkleHash *new_root, const MerkleProof *proof);
