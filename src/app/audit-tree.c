/* The log's verification, first pass: from its leaves up. Every leaf's hash is held against the node that was kept of it, every
 * kept node against those under it, every root against its checkpoint.
 *
 * The tree is built over the kept nodes of the lowest level. Where a leaf and its node differ a second tree goes on over the
 * leaves themselves, so that the checkpoint tells which of the two was changed, and one change is one finding. */
#include "app/audit.h"
#include "app/log-tree.h"
#include "base/refusal.h"
#include "ledger/checkpoint.h"
#include "store/checkpoints.h"
#include "store/log-nodes.h"

#include <string.h>

#define PAGE NODES_AT_ONCE

/* The kept nodes of one level, as far as they are needed next. */
typedef struct NodeWindow {
        bool filled;
        guint64 first;
        MerkleHash nodes[PAGE];
        bool there[PAGE];
} NodeWindow;

typedef struct TreeAudit {
        Audit *audit;
        NoteKey key;
        MerkleHasher *hasher;
        MerkleTree by_nodes, by_leaves;
        bool forked;      /* by_leaves goes its own way */
        bool broken;      /* a place has neither leaf nor node: nothing above it can be known */
        bool root_told;   /* what a wrong root brings after it is not told again */
        guint64 next;     /* place */
        guint64 differed; /* one after the last place where leaf and node differed */
        NodeWindow windows[MERKLE_LEVELS_MAX / MERKLE_LEVEL_STEP + 1];
        GPtrArray *checkpoints; /* the next ones */
        guint checkpoint;
        gint64 checkpoint_size; /* of the last one looked at */
        bool has_kept;
        Checkpoint kept;
} TreeAudit;

static void found_at(TreeAudit *tree, FindingKind kind, const char *what, guint64 number, const char *detail) {
        g_autofree char *place = g_strdup_printf("%s/%" G_GUINT64_FORMAT, what, number);

        audit_found(tree->audit, kind, place, detail);
}

/* A kept node, from a window of its level that moves along. */
static bool node_kept(TreeAudit *tree, guint level, guint64 index, MerkleHash *node, bool *there, GError **error) {
        NodeWindow *window = &tree->windows[level / MERKLE_LEVEL_STEP];
        guint64 first = index - index % PAGE;

        if (!window->filled || window->first != first) {
                if (!store_node_range(tree->audit->tx.store, level, (gint64) first, PAGE, window->nodes[0].bytes,
                                      window->there, error))
                        return false;
                window->first = first;
                window->filled = true;
        }
        *node = window->nodes[index - first];
        *there = window->there[index - first];
        return true;
}

/* A node above the leaves is complete: was the same one kept? A MerkleKeep. */
static bool node_compare(guint level, guint64 index, const MerkleHash *hash, gpointer user, GError **error) {
        TreeAudit *tree = user;
        g_autofree char *place = NULL;
        MerkleHash kept;
        bool there;

        if (level == 0)
                return true;
        if (!node_kept(tree, level, index, &kept, &there, error))
                return false;
        if (there && merkle_hash_equal(&kept, hash))
                return true;
        if (there && tree->differed > index << level)
                return true; /* the lower node was changed, and is told */
        place = g_strdup_printf("nodes/%u/%" G_GUINT64_FORMAT, level, index);
        audit_found(tree->audit, there ? FINDING_NODE_DIFFERS : FINDING_NODE_MISSING, place, NULL);
        return true;
}

static bool root_is(const MerkleTree *edge, MerkleHasher *hasher, const MerkleHash *root) {
        MerkleHash own;

        merkle_tree_root(edge, hasher, &own);
        return merkle_hash_equal(&own, root);
}

static bool root_fits(const TreeAudit *tree, const MerkleHash *root) {
        return tree->broken || root_is(&tree->by_nodes, tree->hasher, root)
               || (tree->forked && root_is(&tree->by_leaves, tree->hasher, root));
}

/* Holds a checkpoint's row against its note; gives the root that it vouches for. */
static bool checkpoint_open(TreeAudit *tree, const CheckpointRow *row, MerkleHash *root) {
        gsize size;
        const guint8 *bytes = g_bytes_get_data(row->root, &size);
        Checkpoint signed_one;
        CheckpointVerdict verdict = checkpoint_read(row->note, strlen(row->note), &tree->key, &signed_one);

        if (verdict != CHECKPOINT_GOOD) {
                found_at(tree, FINDING_CHECKPOINT_INVALID, "checkpoints", (guint64) row->size,
                         checkpoint_verdict_text(verdict, LANGUAGE_EN));
                return false;
        }
        *root = signed_one.root;
        if (signed_one.size != (guint64) row->size)
                found_at(tree, FINDING_CHECKPOINT_DIFFERS, "checkpoints", (guint64) row->size, "tree_size");
        if (size != sizeof root->bytes || memcmp(bytes, root->bytes, size) != 0)
                found_at(tree, FINDING_CHECKPOINT_DIFFERS, "checkpoints", (guint64) row->size, "root");
        return signed_one.size == (guint64) row->size;
}

static bool checkpoint_next(TreeAudit *tree, const CheckpointRow **row, GError **error) {
        *row = NULL;
        if (!tree->checkpoints || (tree->checkpoint == tree->checkpoints->len && tree->checkpoint > 0)) {
                g_clear_pointer(&tree->checkpoints, g_ptr_array_unref);
                tree->checkpoint = 0;
                if (!store_checkpoint_list(tree->audit->tx.store, tree->checkpoint_size, PAGE, &tree->checkpoints,
                                           error))
                        return false;
        }
        if (tree->checkpoint < tree->checkpoints->len)
                *row = g_ptr_array_index(tree->checkpoints, tree->checkpoint);
        return true;
}

static void checkpoint_take(TreeAudit *tree, const CheckpointRow *row) {
        tree->checkpoint_size = row->size;
        tree->checkpoint++;
        tree->audit->report->checkpoints++;
}

/* The tree has reached a size: do the checkpoints of that size vouch for it? */
static bool checkpoints_compare(TreeAudit *tree, guint64 size, GError **error) {
        const CheckpointRow *row;
        MerkleHash root;

        if (tree->has_kept && tree->kept.size == size && !root_fits(tree, &tree->kept.root))
                found_at(tree, FINDING_KEPT_DIFFERS, "log", size, NULL);
        if (!checkpoint_next(tree, &row, error))
                return false;
        if (!row || (guint64) row->size != size)
                return true;
        if (checkpoint_open(tree, row, &root) && !tree->root_told && !root_fits(tree, &root)) {
                found_at(tree, FINDING_ROOT_DIFFERS, "checkpoints", size, NULL);
                tree->root_told = true;
        }
        checkpoint_take(tree, row);
        return true;
}

static bool edge_append(TreeAudit *tree, const MerkleHash *node, const MerkleHash *leaf, GError **error) {
        if (!merkle_tree_append(&tree->by_nodes, tree->hasher, node, node_compare, tree, error))
                return false;
        if (!tree->forked)
                return true;
        return merkle_tree_append(&tree->by_leaves, tree->hasher, leaf, NULL, NULL, error);
}

/* Puts the next place into the trees; `bytes` NULL where no leaf has it. */
static bool place_take(TreeAudit *tree, gconstpointer bytes, gsize size, GError **error) {
        guint64 index = tree->next++;
        MerkleHash node, leaf;
        bool there;

        if (!node_kept(tree, 0, index, &node, &there, error))
                return false;
        if (bytes)
                merkle_leaf_hash(tree->hasher, bytes, size, &leaf);
        else
                leaf = node;
        if (!there && !bytes) {
                tree->broken = true;
                return true;
        }
        if (!there)
                found_at(tree, FINDING_NODE_MISSING, "nodes/0", index, NULL);
        if (there && !merkle_hash_equal(&node, &leaf)) {
                found_at(tree, FINDING_LEAF_FORGED, "log", index, NULL);
                if (!tree->forked)
                        tree->by_leaves = tree->by_nodes;
                tree->forked = true;
                tree->differed = index + 1;
        }
        return tree->broken
               || (edge_append(tree, there ? &node : &leaf, &leaf, error)
                   && checkpoints_compare(tree, index + 1, error));
}

/* Where leaves are missing their kept nodes stand in, as far as there are any. */
static bool gap_take(TreeAudit *tree, guint64 until, GError **error) {
        guint64 first = tree->next;
        g_autofree char *range = g_strdup_printf("%" G_GUINT64_FORMAT "–%" G_GUINT64_FORMAT, first, until - 1);

        found_at(tree, FINDING_LEAF_PLACE, "log", first, until - first > 1 ? range : NULL);
        while (tree->next < until && !tree->broken)
                if (!place_take(tree, NULL, 0, error))
                        return false;
        tree->next = until;
        return true;
}

static void leaf_count(TreeAudit *tree) {
        audit_step(tree->audit);
        tree->audit->report->leaves++;
}

/* A LeafVisit. */
static bool leaf_visit(gconstpointer bytes, gsize size, gpointer user, GError **error) {
        TreeAudit *tree = user;

        leaf_count(tree);
        return place_take(tree, bytes, size, error);
}

/* A leaf that need not be the next place's. */
static bool leaf_take(TreeAudit *tree, const LeafRow *row, GError **error) {
        guint64 index = (guint64) row->index;
        gsize size;
        gconstpointer bytes = g_bytes_get_data(row->bytes, &size);

        leaf_count(tree);
        if (index < tree->next)
                found_at(tree, FINDING_LEAF_PLACE, "log", index, NULL);
        else if ((index > tree->next && !gap_take(tree, index, error)) || !place_take(tree, bytes, size, error))
                return false;
        return tree->audit->wish->log_only || audit_leaf(tree->audit, row, error);
}

static bool leaves_read(Audit *audit, gint64 from, GPtrArray **page, GError **error) {
        return audit->wish->log_only ? store_leaf_bytes_from_index(audit->tx.store, from, PAGE, page, error)
                                     : store_leaf_from_index(audit->tx.store, from, PAGE, page, error);
}

/* A page of places at a time: the log alone in the order of the table, and by the places what does not follow it. */
static bool leaves_take(TreeAudit *tree, GError **error) {
        for (;;) {
                g_autoptr(GPtrArray) page = NULL;
                guint taken = 0;

                if (tree->audit->wish->log_only
                    && !store_leaf_walk(tree->audit->tx.store, (gint64) tree->next, PAGE, leaf_visit, tree, &taken,
                                        error))
                        return false;
                if (taken == PAGE)
                        continue;
                if (!leaves_read(tree->audit, (gint64) tree->next, &page, error))
                        return false;
                for (guint i = 0; i < page->len; i++)
                        if (!leaf_take(tree, g_ptr_array_index(page, i), error))
                                return false;
                if (page->len < PAGE)
                        return true;
        }
}

static guint64 nodes_of(guint64 leaves) {
        guint64 nodes = 0;

        for (guint level = 0; level < MERKLE_LEVELS_MAX; level += MERKLE_LEVEL_STEP)
                nodes += leaves >> level;
        return nodes;
}

/* What comes after the last leaf: nodes, checkpoints, a checkpoint kept elsewhere. */
static bool end_compare(TreeAudit *tree, GError **error) {
        guint64 size = tree->next;
        StoreTx *store = tree->audit->tx.store;
        const CheckpointRow *row;
        gint64 nodes, nodes_end;
        MerkleHash root;

        if (!store_node_count(store, &nodes, error) || !store_node_end(store, 0, &nodes_end, error))
                return false;
        if ((guint64) nodes_end > size || tree->audit->report->leaves != tree->audit->placed)
                found_at(tree, FINDING_LEAF_PLACE, "log", size, NULL);
        else if (!tree->broken && (guint64) nodes > nodes_of(size))
                found_at(tree, FINDING_NODE_UNKNOWN, "nodes", (guint64) nodes - nodes_of(size), NULL);
        if (size > (guint64) tree->checkpoint_size && !tree->broken)
                found_at(tree, FINDING_LOG_UNSIGNED, "checkpoints", (guint64) tree->checkpoint_size, NULL);
        if (tree->has_kept && tree->kept.size > size)
                found_at(tree, FINDING_KEPT_AHEAD, "log", size, NULL);
        for (;;) {
                if (!checkpoint_next(tree, &row, error))
                        return false;
                if (!row)
                        return true;
                if (checkpoint_open(tree, row, &root) && (guint64) row->size > size)
                        found_at(tree, FINDING_LOG_SHORT, "checkpoints", (guint64) row->size, NULL);
                checkpoint_take(tree, row);
        }
}

static void kept_open(TreeAudit *tree) {
        const VerifyLog *wish = tree->audit->wish;
        CheckpointVerdict verdict;

        if (!wish->kept_checkpoint)
                return;
        verdict = checkpoint_read(wish->kept_checkpoint, wish->kept_size, &tree->key, &tree->kept);
        tree->has_kept = verdict == CHECKPOINT_GOOD;
        if (!tree->has_kept)
                audit_found(tree->audit, FINDING_KEPT_INVALID, "kept-checkpoint",
                            checkpoint_verdict_text(verdict, LANGUAGE_EN));
}

bool audit_tree(Audit *audit, GError **error) {
        g_autofree TreeAudit *tree = g_new0(TreeAudit, 1);
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        bool looked;

        tree->audit = audit;
        tree->hasher = hasher;
        tree->key = log_key(audit->tx.app);
        kept_open(tree);
        looked = leaves_take(tree, error) && end_compare(tree, error);
        g_clear_pointer(&tree->checkpoints, g_ptr_array_unref);
        return looked;
}
