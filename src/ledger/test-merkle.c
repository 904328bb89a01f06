/* Tests of the tree: the vectors of the reference implementation of Certificate Transparency, and for all sizes the RFC's own
 * recursion, written down naively. */
#include "ledger/merkle.h"
#include "ledger/test-tree.h"

#include <string.h>

#define SIZE_MAX_ALL 70
#define SIZE_MAX_RANDOM 2000

typedef struct Tree {
        MerkleHasher *hasher;
        MerkleTree edge;
        TestNodes nodes;
        GArray *leaves; /* of MerkleHash */
} Tree;

static void tree_clear(Tree *tree) {
        merkle_hasher_free(tree->hasher);
        test_nodes_clear(&tree->nodes);
        g_array_unref(tree->leaves);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tree, tree_clear)

static Tree tree_new(void) {
        Tree tree = { .hasher = merkle_hasher_new(), .leaves = g_array_new(FALSE, FALSE, sizeof(MerkleHash)) };

        return tree;
}

static void add(Tree *tree, gconstpointer leaf, gsize size) {
        MerkleHash hash;

        merkle_leaf_hash(tree->hasher, leaf, size, &hash);
        g_array_append_vals(tree->leaves, &hash, 1);
        g_assert_true(merkle_tree_append(&tree->edge, tree->hasher, &hash, test_nodes_keep, &tree->nodes, NULL));
}

static void grow(Tree *tree, guint64 size) {
        while (tree->edge.size < size)
                add(tree, &tree->edge.size, sizeof tree->edge.size);
}

/* --- the RFC's recursion --- */

static guint64 half(guint64 count) {
        guint64 k = 1;

        while (2 * k < count)
                k *= 2;
        return k;
}

static MerkleHash naive_root(const Tree *tree, guint64 begin, guint64 end) {
        MerkleHash left, right;
        guint64 middle;

        if (end - begin == 1)
                return g_array_index(tree->leaves, MerkleHash, begin);
        middle = begin + half(end - begin);
        left = naive_root(tree, begin, middle);
        right = naive_root(tree, middle, end);
        merkle_node_hash(tree->hasher, &left, &right, &left);
        return left;
}

static void naive_path(const Tree *tree, guint64 index, guint64 begin, guint64 end, MerkleProof *proof) {
        guint64 middle;

        if (end - begin == 1)
                return;
        middle = begin + half(end - begin);
        if (index < middle) {
                naive_path(tree, index, begin, middle, proof);
                proof->hashes[proof->count++] = naive_root(tree, middle, end);
        } else {
                naive_path(tree, index, middle, end, proof);
                proof->hashes[proof->count++] = naive_root(tree, begin, middle);
        }
}

static void naive_subproof(const Tree *tree, guint64 old, guint64 begin, guint64 end, bool whole,
                           MerkleProof *proof) {
        guint64 middle;

        if (old == end) {
                if (!whole)
                        proof->hashes[proof->count++] = naive_root(tree, begin, end);
                return;
        }
        middle = begin + half(end - begin);
        if (old <= middle) {
                naive_subproof(tree, old, begin, middle, whole, proof);
                proof->hashes[proof->count++] = naive_root(tree, middle, end);
        } else {
                naive_subproof(tree, old, middle, end, false, proof);
                proof->hashes[proof->count++] = naive_root(tree, begin, middle);
        }
}

static void assert_same_proof(const MerkleProof *a, const MerkleProof *b) {
        g_assert_cmpuint(a->count, ==, b->count);
        for (guint i = 0; i < a->count; i++)
                g_assert_true(merkle_hash_equal(&a->hashes[i], &b->hashes[i]));
}

static MerkleProof proved_inclusion(Tree *tree, guint64 index, guint64 size) {
        MerkleProof proof;

        g_assert_true(merkle_prove_inclusion(tree->hasher, index, size, test_nodes_read, &tree->nodes, &proof, NULL));
        return proof;
}

static MerkleProof proved_consistency(Tree *tree, guint64 old_size, guint64 new_size) {
        MerkleProof proof;

        g_assert_true(merkle_prove_consistency(tree->hasher, old_size, new_size, test_nodes_read, &tree->nodes,
                                               &proof, NULL));
        return proof;
}

static void check_inclusion(Tree *tree, guint64 index, guint64 size) {
        MerkleProof proof = proved_inclusion(tree, index, size), naive = { 0 };
        MerkleHash root = naive_root(tree, 0, size);
        const MerkleHash *leaf = &g_array_index(tree->leaves, MerkleHash, index);

        naive_path(tree, index, 0, size, &naive);
        assert_same_proof(&proof, &naive);
        g_assert_true(merkle_verify_inclusion(tree->hasher, index, size, leaf, &root, &proof));
}

static void check_consistency(Tree *tree, guint64 old_size, guint64 new_size) {
        MerkleProof proof = proved_consistency(tree, old_size, new_size), naive = { 0 };
        MerkleHash old_root = naive_root(tree, 0, old_size), new_root = naive_root(tree, 0, new_size);

        naive_subproof(tree, old_size, 0, new_size, true, &naive);
        assert_same_proof(&proof, &naive);
        g_assert_true(merkle_verify_consistency(tree->hasher, old_size, new_size, &old_root, &new_root, &proof));
}

/* --- the vectors --- */

/* clang-format off */
static const struct {
        const char *leaf;
        gsize size;
        const char *root; /* of the tree that ends with this leaf */
} reference[] = {
        { "", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
        { "\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
        { "\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
        { "\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
        { "\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
        { "\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
        { "\x50\x51\x52\x53\x54\x55\x56\x57", 8, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
        { "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
};

static const char *const inclusion_0_of_8[] = {
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4", NULL };
static const char *const inclusion_5_of_8[] = {
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", NULL };
static const char *const consistency_6_to_8[] = {
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", NULL };
static const char *const consistency_2_to_5[] = {
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b", NULL };
static const char empty_root[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/* clang-format on */

static void assert_hash(const MerkleHash *hash, const char *hex) {
        g_autoptr(GString) text = g_string_new(NULL);

        for (guint i = 0; i < MERKLE_HASH_SIZE; i++)
                g_string_append_printf(text, "%02x", hash->bytes[i]);
        g_assert_cmpstr(text->str, ==, hex);
}

static void assert_proof(const MerkleProof *proof, const char *const *hashes) {
        for (guint i = 0; i < proof->count; i++)
                assert_hash(&proof->hashes[i], hashes[i]);
        g_assert_null(hashes[proof->count]);
}

static void the_reference_vectors_hold(void) {
        g_auto(Tree) tree = tree_new();
        MerkleProof proof;
        MerkleHash root;

        merkle_tree_root(&tree.edge, tree.hasher, &root);
        assert_hash(&root, empty_root);
        for (guint i = 0; i < G_N_ELEMENTS(reference); i++) {
                add(&tree, reference[i].leaf, reference[i].size);
                merkle_tree_root(&tree.edge, tree.hasher, &root);
                assert_hash(&root, reference[i].root);
        }
        proof = proved_inclusion(&tree, 0, 8);
        assert_proof(&proof, inclusion_0_of_8);
        proof = proved_inclusion(&tree, 5, 8);
        assert_proof(&proof, inclusion_5_of_8);
        proof = proved_consistency(&tree, 6, 8);
        assert_proof(&proof, consistency_6_to_8);
        proof = proved_consistency(&tree, 2, 5);
        assert_proof(&proof, consistency_2_to_5);
}

/* --- the properties --- */

static void every_proof_in_every_small_tree_is_the_recursions_and_verifies(void) {
        g_auto(Tree) tree = tree_new();

        grow(&tree, SIZE_MAX_ALL);
        for (guint64 size = 1; size <= SIZE_MAX_ALL; size++)
                for (guint64 i = 0; i < size; i++) {
                        check_inclusion(&tree, i, size);
                        check_consistency(&tree, i + 1, size);
                }
}

static void random_proofs_in_large_trees_are_the_recursions_and_verify(void) {
        g_auto(Tree) tree = tree_new();

        grow(&tree, SIZE_MAX_RANDOM);
        for (guint i = 0; i < 60; i++) {
                guint64 size = (guint64) g_test_rand_int_range(1, SIZE_MAX_RANDOM + 1);
                guint64 index = (guint64) g_test_rand_int_range(0, (gint32) size);

                check_inclusion(&tree, index, size);
                check_consistency(&tree, index + 1, size);
        }
}

static void the_edge_is_rebuilt_from_what_was_kept(void) {
        g_auto(Tree) tree = tree_new();

        for (guint64 size = 0; size <= SIZE_MAX_ALL; size++) {
                MerkleTree loaded;
                MerkleHash root, loaded_root;

                grow(&tree, size);
                g_assert_true(merkle_tree_load(&loaded, tree.hasher, size, test_nodes_read, &tree.nodes, NULL));
                merkle_tree_root(&tree.edge, tree.hasher, &root);
                merkle_tree_root(&loaded, tree.hasher, &loaded_root);
                g_assert_true(merkle_hash_equal(&root, &loaded_root));
                if (size > 0) {
                        root = naive_root(&tree, 0, size);
                        g_assert_true(merkle_hash_equal(&root, &loaded_root));
                }
        }
}

static void no_other_place_size_leaf_root_or_proof_verifies_inclusion(void) {
        g_auto(Tree) tree = tree_new();

        grow(&tree, 40);
        for (guint64 size = 2; size <= 40; size++) {
                guint64 index = (guint64) g_test_rand_int_range(0, (gint32) size);
                MerkleProof proof = proved_inclusion(&tree, index, size);
                MerkleHash root = naive_root(&tree, 0, size), other = root;
                MerkleHash leaf = g_array_index(tree.leaves, MerkleHash, index);

                for (guint64 i = 0; i < size + 3; i++)
                        g_assert_cmpint(merkle_verify_inclusion(tree.hasher, i, size, &leaf, &root, &proof), ==,
                                        i == index);
                other.bytes[7] ^= 1;
                g_assert_false(merkle_verify_inclusion(tree.hasher, index, size, &leaf, &other, &proof));
                g_assert_false(merkle_verify_inclusion(tree.hasher, index, size, &root, &root, &proof));
                g_assert_false(merkle_verify_inclusion(tree.hasher, 0, 0, &leaf, &root, &proof));
                for (guint i = 0; i < proof.count; i++) {
                        proof.hashes[i].bytes[i] ^= 0x80;
                        g_assert_false(merkle_verify_inclusion(tree.hasher, index, size, &leaf, &root, &proof));
                        proof.hashes[i].bytes[i] ^= 0x80;
                }
                proof.count--;
                g_assert_false(merkle_verify_inclusion(tree.hasher, index, size, &leaf, &root, &proof));
                proof.count += 2;
                proof.hashes[proof.count - 1] = root;
                g_assert_false(merkle_verify_inclusion(tree.hasher, index, size, &leaf, &root, &proof));
        }
}

static void no_other_history_verifies_consistency(void) {
        g_auto(Tree) tree = tree_new(), forged = tree_new();

        grow(&tree, 40);
        add(&forged, "forged", 6);
        grow(&forged, 40);
        for (guint64 size = 2; size <= 40; size++) {
                guint64 old_size = (guint64) g_test_rand_int_range(1, (gint32) size);
                MerkleProof proof = proved_consistency(&tree, old_size, size);
                MerkleProof forged_proof = proved_consistency(&forged, old_size, size);
                MerkleHash old_root = naive_root(&tree, 0, old_size), root = naive_root(&tree, 0, size);
                MerkleHash forged_root = naive_root(&forged, 0, size);

                g_assert_false(merkle_verify_consistency(tree.hasher, old_size, size, &old_root, &forged_root,
                                                         &forged_proof));
                g_assert_false(merkle_verify_consistency(tree.hasher, old_size, size, &root, &root, &proof));
                g_assert_false(merkle_verify_consistency(tree.hasher, old_size, 4 * size, &old_root, &root, &proof));
                g_assert_false(merkle_verify_consistency(tree.hasher, size, old_size, &root, &old_root, &proof));
                for (guint i = 0; i < proof.count; i++) {
                        proof.hashes[i].bytes[31] ^= 1;
                        g_assert_false(
                                merkle_verify_consistency(tree.hasher, old_size, size, &old_root, &root, &proof));
                        proof.hashes[i].bytes[31] ^= 1;
                }
                proof.count--;
                g_assert_false(merkle_verify_consistency(tree.hasher, old_size, size, &old_root, &root, &proof));
        }
}

static void an_empty_old_tree_is_the_beginning_of_every_tree(void) {
        g_auto(Tree) tree = tree_new();
        MerkleProof none = { 0 }, some = { .count = 1 };
        MerkleHash nothing, root;

        merkle_tree_root(&tree.edge, tree.hasher, &nothing);
        grow(&tree, 5);
        merkle_tree_root(&tree.edge, tree.hasher, &root);
        g_assert_true(merkle_verify_consistency(tree.hasher, 0, 5, &nothing, &root, &none));
        g_assert_false(merkle_verify_consistency(tree.hasher, 0, 5, &root, &root, &none));
        g_assert_false(merkle_verify_consistency(tree.hasher, 0, 5, &nothing, &root, &some));
        g_assert_true(merkle_verify_consistency(tree.hasher, 5, 5, &root, &root, &none));
        g_assert_false(merkle_verify_consistency(tree.hasher, 5, 5, &nothing, &root, &none));
}

static void a_store_that_fails_changes_nothing(void) {
        g_auto(Tree) tree = tree_new();
        g_autoptr(GError) error = NULL;
        MerkleHash before, after, leaf = { { 1 } };
        MerkleProof proof;
        MerkleTree loaded;

        grow(&tree, 15);
        merkle_tree_root(&tree.edge, tree.hasher, &before);
        tree.nodes.away = true;
        g_assert_false(merkle_tree_append(&tree.edge, tree.hasher, &leaf, test_nodes_keep, &tree.nodes, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
        merkle_tree_root(&tree.edge, tree.hasher, &after);
        g_assert_true(merkle_hash_equal(&before, &after));
        g_assert_cmpuint(tree.edge.size, ==, 15);
        g_assert_false(merkle_prove_inclusion(tree.hasher, 3, 15, test_nodes_read, &tree.nodes, &proof, NULL));
        g_assert_false(merkle_prove_consistency(tree.hasher, 3, 15, test_nodes_read, &tree.nodes, &proof, NULL));
        g_assert_false(merkle_tree_load(&loaded, tree.hasher, 15, test_nodes_read, &tree.nodes, NULL));
}

static void a_proof_takes_few_reads_and_the_nodes_little_room(void) {
        g_auto(Tree) tree = tree_new();
        guint64 kept = 0;

        grow(&tree, 100000);
        proved_inclusion(&tree, 54321, 99999);
        g_assert_cmpuint(tree.nodes.reads, <=, 2 * 17);
        tree.nodes.reads = 0;
        proved_consistency(&tree, 54321, 99999);
        g_assert_cmpuint(tree.nodes.reads, <=, 2 * 17 + 17);
        for (guint i = 0; i < MERKLE_LEVELS_MAX; i++)
                kept += tree.nodes.levels[i] ? tree.nodes.levels[i]->len : 0;
        g_assert_cmpuint(kept, <, 107000);
}

#define ADD(test) g_test_add_func("/merkle/" #test, test)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        ADD(the_reference_vectors_hold);
        ADD(every_proof_in_every_small_tree_is_the_recursions_and_verifies);
        ADD(random_proofs_in_large_trees_are_the_recursions_and_verify);
        ADD(the_edge_is_rebuilt_from_what_was_kept);
        ADD(no_other_place_size_leaf_root_or_proof_verifies_inclusion);
        ADD(no_other_history_verifies_consistency);
        ADD(an_empty_old_tree_is_the_beginning_of_every_tree);
        ADD(a_store_that_fails_changes_nothing);
        ADD(a_proof_takes_few_reads_and_the_nodes_little_room);
        return g_test_run();
}
