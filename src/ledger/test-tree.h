/* The nodes of a tree kept in memory, as a store would keep them. Tests only. */
#pragma once

#include "base/refusal.h"
#include "ledger/merkle.h"

typedef struct TestNodes {
        GArray *levels[MERKLE_LEVELS_MAX]; /* of MerkleHash */
        guint reads;
        bool away; /* the store fails */
} TestNodes;

static inline void test_nodes_clear(TestNodes *nodes) {
        for (guint i = 0; i < MERKLE_LEVELS_MAX; i++)
                if (nodes->levels[i])
                        g_array_unref(nodes->levels[i]);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TestNodes, test_nodes_clear)

static inline bool test_nodes_keep(guint level, guint64 index, const MerkleHash *hash, gpointer user,
                                   GError **error) {
        TestNodes *nodes = user;

        if (nodes->away)
                return fail(error, FAILURE_STORE, "the store is away");
        g_assert_cmpuint(level % MERKLE_LEVEL_STEP, ==, 0);
        if (!nodes->levels[level])
                nodes->levels[level] = g_array_new(FALSE, FALSE, sizeof(MerkleHash));
        g_assert_cmpuint(nodes->levels[level]->len, ==, index);
        g_array_append_vals(nodes->levels[level], hash, 1);
        return true;
}

static inline bool test_nodes_read(guint level, guint64 first, guint count, MerkleHash *hashes, gpointer user,
                                   GError **error) {
        TestNodes *nodes = user;

        if (nodes->away)
                return fail(error, FAILURE_STORE, "the store is away");
        nodes->reads++;
        g_assert_cmpuint(level % MERKLE_LEVEL_STEP, ==, 0);
        g_assert_cmpuint(count, <=, MERKLE_READ_MAX);
        g_assert_cmpuint(first + count, <=, nodes->levels[level]->len);
        for (guint i = 0; i < count; i++)
                hashes[i] = g_array_index(nodes->levels[level], MerkleHash, first + i);
        return true;
}
