/* The tree's arithmetic. Every subtree of the RFC's recursion is either complete, one node, or lies on the right edge, where it
 * is a row of complete ones of falling size: the bits of its number of leaves. */
#include "ledger/merkle.h"

#include <openssl/evp.h>
#include <string.h>

struct MerkleHasher {
        EVP_MD *sha256;
        EVP_MD_CTX *context;
};

MerkleHasher *merkle_hasher_new(void) {
        MerkleHasher *hasher = g_new(MerkleHasher, 1);

        hasher->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
        hasher->context = EVP_MD_CTX_new();
        g_assert(hasher->sha256 && hasher->context);
        g_assert(EVP_DigestInit_ex2(hasher->context, hasher->sha256, NULL));
        return hasher;
}

void merkle_hasher_free(MerkleHasher *hasher) {
        if (!hasher)
                return;
        EVP_MD_CTX_free(hasher->context);
        EVP_MD_free(hasher->sha256);
        g_free(hasher);
}

static void hash_finish(MerkleHasher *hasher, MerkleHash *hash) {
        g_assert(EVP_DigestFinal_ex(hasher->context, hash->bytes, NULL));
        g_assert(EVP_DigestInit_ex2(hasher->context, NULL, NULL)); /* ready for the next one */
}

void merkle_leaf_hash(MerkleHasher *hasher, gconstpointer leaf, gsize size, MerkleHash *hash) {
        static const guint8 prefix = 0x00;

        g_assert(EVP_DigestUpdate(hasher->context, &prefix, 1) && EVP_DigestUpdate(hasher->context, leaf, size));
        hash_finish(hasher, hash);
}

void merkle_node_hash(MerkleHasher *hasher, const MerkleHash *left, const MerkleHash *right, MerkleHash *hash) {
        guint8 node[1 + 2 * MERKLE_HASH_SIZE] = { 0x01 };

        memcpy(node + 1, left->bytes, MERKLE_HASH_SIZE);
        memcpy(node + 1 + MERKLE_HASH_SIZE, right->bytes, MERKLE_HASH_SIZE);
        g_assert(EVP_DigestUpdate(hasher->context, node, sizeof node));
        hash_finish(hasher, hash);
}

bool merkle_hash_equal(const MerkleHash *a, const MerkleHash *b) {
        return memcmp(a->bytes, b->bytes, MERKLE_HASH_SIZE) == 0;
}

/* --- growing --- */

static bool has_bit(guint64 number, guint bit) {
        return number >> bit & 1;
}

bool merkle_tree_append(MerkleTree *tree, MerkleHasher *hasher, const MerkleHash *leaf, MerkleKeep keep,
                        gpointer user, GError **error) {
        MerkleHash hash = *leaf;
        guint level = 0;

        g_assert(tree->size < (guint64) 1 << (MERKLE_LEVELS_MAX - 1));
        for (;; level++) {
                if (keep && level % MERKLE_LEVEL_STEP == 0 && !keep(level, tree->size >> level, &hash, user, error))
                        return false;
                if (!has_bit(tree->size, level))
                        break;
                merkle_node_hash(hasher, &tree->peaks[level], &hash, &hash);
        }
        tree->peaks[level] = hash;
        tree->size++;
        return true;
}

void merkle_tree_root(const MerkleTree *tree, MerkleHasher *hasher, MerkleHash *root) {
        bool begun = false;
        MerkleHash hash = { { 0 } };

        for (guint level = 0; level < MERKLE_LEVELS_MAX; level++) {
                if (!has_bit(tree->size, level))
                        continue;
                if (begun)
                        merkle_node_hash(hasher, &tree->peaks[level], &hash, &hash);
                else
                        hash = tree->peaks[level];
                begun = true;
        }
        if (!begun)
                hash_finish(hasher, &hash); /* SHA-256 of nothing */
        *root = hash;
}

/* --- reading --- */

typedef struct Source {
        MerkleHasher *hasher;
        MerkleRead read;
        gpointer user;
} Source;

/* Reads a complete node: itself where its level is kept, else hashed from those of the level below that is. */
static bool node_read(const Source *source, guint level, guint64 index, MerkleHash *hash, GError **error) {
        guint above = level % MERKLE_LEVEL_STEP, count = 1u << above;
        MerkleHash hashes[MERKLE_READ_MAX];

        if (!source->read(level - above, index << above, count, hashes, source->user, error))
                return false;
        for (; count > 1; count /= 2)
                for (guint i = 0; i < count / 2; i++)
                        merkle_node_hash(source->hasher, &hashes[2 * i], &hashes[2 * i + 1], &hashes[i]);
        *hash = hashes[0];
        return true;
}

/* Reads the root of the leaves [begin, end): a subtree of the RFC's recursion, complete or on the right edge. */
static bool subtree_read(const Source *source, guint64 begin, guint64 end, MerkleHash *hash, GError **error) {
        guint64 count = end - begin;
        bool begun = false;

        for (guint level = 0; count >> level; level++) {
                MerkleHash node;

                if (!has_bit(count, level))
                        continue;
                end -= (guint64) 1 << level;
                if (!node_read(source, level, end >> level, &node, error))
                        return false;
                if (begun)
                        merkle_node_hash(source->hasher, &node, hash, hash);
                else
                        *hash = node;
                begun = true;
        }
        return true;
}

bool merkle_tree_load(MerkleTree *tree, MerkleHasher *hasher, guint64 size, MerkleRead read, gpointer user,
                      GError **error) {
        const Source source = { hasher, read, user };
        MerkleTree loaded = { .size = size };

        for (guint level = 0; level < MERKLE_LEVELS_MAX; level++)
                if (has_bit(size, level)
                    && !node_read(&source, level, (size >> level) - 1, &loaded.peaks[level], error))
                        return false;
        *tree = loaded;
        return true;
}

/* --- proofs --- */

/* The largest power of two smaller than `count`, which is 2 or more: where the RFC parts a tree. */
static guint64 part_of(guint64 count) {
        guint64 part = 1;

        while (part << 1 < count)
                part <<= 1;
        return part;
}

static bool proof_add(const Source *source, guint64 begin, guint64 end, MerkleProof *proof, GError **error) {
        g_assert(proof->count < G_N_ELEMENTS(proof->hashes));
        return subtree_read(source, begin, end, &proof->hashes[proof->count++], error);
}

/* Proofs are made from the root downward and told from the leaf upward. */
static void proof_turn(MerkleProof *proof) {
        for (guint i = 0; i < proof->count / 2; i++) {
                MerkleHash other = proof->hashes[i];

                proof->hashes[i] = proof->hashes[proof->count - 1 - i];
                proof->hashes[proof->count - 1 - i] = other;
        }
}

bool merkle_prove_inclusion(MerkleHasher *hasher, guint64 index, guint64 size, MerkleRead read, gpointer user,
                            MerkleProof *proof, GError **error) {
        const Source source = { hasher, read, user };
        guint64 begin = 0, end = size;

        g_assert(index < size);
        proof->count = 0;
        while (end - begin > 1) {
                guint64 middle = begin + part_of(end - begin);
                bool left = index < middle;

                if (!proof_add(&source, left ? middle : begin, left ? end : middle, proof, error))
                        return false;
                if (left)
                        end = middle;
                else
                        begin = middle;
        }
        proof_turn(proof);
        return true;
}

bool merkle_prove_consistency(MerkleHasher *hasher, guint64 old_size, guint64 new_size, MerkleRead read,
                              gpointer user, MerkleProof *proof, GError **error) {
        const Source source = { hasher, read, user };
        guint64 begin = 0, end = new_size;

        g_assert(old_size > 0 && old_size <= new_size);
        proof->count = 0;
        while (end != old_size) {
                guint64 middle = begin + part_of(end - begin);
                bool left = old_size <= middle;

                if (!proof_add(&source, left ? middle : begin, left ? end : middle, proof, error))
                        return false;
                if (left)
                        end = middle;
                else
                        begin = middle;
        }
        if (begin > 0 && !proof_add(&source, begin, end, proof, error)) /* else it is the old root, which is known */
                return false;
        proof_turn(proof);
        return true;
}

/* --- verifying; the letters are the RFC's --- */

bool merkle_verify_inclusion(MerkleHasher *hasher, guint64 index, guint64 size, const MerkleHash *leaf,
                             const MerkleHash *root, const MerkleProof *proof) {
        guint64 fn = index, sn = size - 1;
        MerkleHash r = *leaf;

        if (index >= size)
                return false;
        for (guint i = 0; i < proof->count; i++) {
                const MerkleHash *p = &proof->hashes[i];

                if (sn == 0)
                        return false;
                if (has_bit(fn, 0) || fn == sn) {
                        merkle_node_hash(hasher, p, &r, &r);
                        for (; fn != 0 && !has_bit(fn, 0); fn >>= 1)
                                sn >>= 1;
                } else
                        merkle_node_hash(hasher, &r, p, &r);
                fn >>= 1;
                sn >>= 1;
        }
        return sn == 0 && merkle_hash_equal(&r, root);
}

/* Steps 3 to 7 of the RFC; `fr` is the first hash of the path, `rest` begins at `first`. */
static bool consistency_walk(MerkleHasher *hasher, guint64 fn, guint64 sn, MerkleHash fr, const MerkleProof *rest,
                             guint first, const MerkleHash *old_root, const MerkleHash *new_root) {
        MerkleHash sr = fr;

        for (; has_bit(fn, 0); fn >>= 1)
                sn >>= 1;
        for (guint i = first; i < rest->count; i++) {
                const MerkleHash *c = &rest->hashes[i];

                if (sn == 0)
                        return false;
                if (has_bit(fn, 0) || fn == sn) {
                        merkle_node_hash(hasher, c, &fr, &fr);
                        merkle_node_hash(hasher, c, &sr, &sr);
                        for (; fn != 0 && !has_bit(fn, 0); fn >>= 1)
                                sn >>= 1;
                } else
                        merkle_node_hash(hasher, &sr, c, &sr);
                fn >>= 1;
                sn >>= 1;
        }
        return sn == 0 && merkle_hash_equal(&fr, old_root) && merkle_hash_equal(&sr, new_root);
}

bool merkle_verify_consistency(MerkleHasher *hasher, guint64 old_size, guint64 new_size, const MerkleHash *old_root,
                               const MerkleHash *new_root, const MerkleProof *proof) {
        bool whole = old_size > 0 && (old_size & (old_size - 1)) == 0; /* the old tree is a node of the new one */

        if (old_size > new_size)
                return false;
        if (old_size == new_size)
                return proof->count == 0 && merkle_hash_equal(old_root, new_root);
        if (old_size == 0) {
                const MerkleTree empty = { 0 };
                MerkleHash nothing;

                merkle_tree_root(&empty, hasher, &nothing);
                return proof->count == 0 && merkle_hash_equal(old_root, &nothing);
        }
        if (proof->count == 0)
                return false;
        return consistency_walk(hasher, old_size - 1, new_size - 1, whole ? *old_root : proof->hashes[0], proof,
                                whole ? 0 : 1, old_root, new_root);
}
