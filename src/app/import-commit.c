/* Writes a batch: one transaction for its rows, their places in the log, and how far the file has come. */
#include "app/import-batch.h"

#include "app/log-tree.h"
#include "base/refusal.h"
#include "ledger/checkpoint.h"
#include "store/checkpoints.h"
#include "store/log-nodes.h"

#include <string.h>

#define TRIES_MAX 8

typedef struct Commit {
        App *app;
        ImportRow next; /* as the import will stand; `source` is borrowed */
        gint64 from;
        ImportBatch *batch;
        gint64 now;
        ImportRejectsKeep keep;
        gpointer user;
        GArray *rejects; /* ImportReject: the batch's, and what the database gave */
} Commit;

/* ---- what is known already ----------------------------------------------------------------------------------------- */

static ImportAccountRow *account_row(const ImportBatch *batch, guint account) {
        return &g_array_index(batch->rows.accounts, ImportAccountRow, account);
}

static void account_leave_out(Commit *commit, guint account, const char *reason) {
        ImportReject reject = { .line = g_array_index(commit->batch->lines, ImportLine, account), .reason = reason };

        if (account_row(commit->batch, account)->left_out)
                return;
        account_row(commit->batch, account)->left_out = true;
        g_array_append_val(commit->rejects, reject);
}

/* What this import made itself bears the instant of its beginning. */
static void known_note(const char *external_id, gint64 created_at, gpointer user) {
        Commit *commit = user;
        gpointer account;

        if (g_hash_table_lookup_extended(commit->batch->external_ids, external_id, NULL, &account))
                account_leave_out(commit, GPOINTER_TO_UINT(account),
                                  created_at == commit->batch->started_at ? IMPORT_REASON_REPEATED
                                                                          : IMPORT_REASON_EXISTS);
}

static char *external_ids_text(const ImportBatch *batch) {
        g_autoptr(GString) text = g_string_sized_new(32 * (gsize) batch->lines->len + 2);

        g_string_append_c(text, '[');
        for (guint i = 0; i < batch->rows.accounts->len; i++) {
                if (i)
                        g_string_append_c(text, ',');
                import_string_append(text, account_row(batch, i)->external_id);
        }
        g_string_append_c(text, ']');
        return g_string_free(g_steal_pointer(&text), FALSE);
}

static gint by_line(gconstpointer a, gconstpointer b) {
        const ImportReject *one = a, *other = b;

        return (one->line.number > other->line.number) - (one->line.number < other->line.number);
}

/* Sets afresh which accounts are left out. */
static bool known_find(StoreTx *tx, Commit *commit, GError **error) {
        ImportBatch *batch = commit->batch;
        g_autofree char *external_ids = external_ids_text(batch);
        bool taken;

        g_array_set_size(commit->rejects, 0);
        g_array_append_vals(commit->rejects, batch->rejects->data, batch->rejects->len);
        for (guint i = 0; i < batch->rows.accounts->len; i++)
                account_row(batch, i)->left_out = false;
        if (batch->rows.accounts->len && !store_import_known(tx, external_ids, known_note, commit, error))
                return false;
        for (guint i = 0; i < batch->given_ids->len; i++) {
                if (!store_import_id_is_taken(tx, &g_array_index(batch->given_ids, Uuid, i), &taken, error))
                        return false;
                if (taken)
                        account_leave_out(commit, g_array_index(batch->given_by, guint, i), IMPORT_REASON_ID_EXISTS);
        }
        g_array_sort(commit->rejects, by_line);
        return true;
}

/* ---- the log ------------------------------------------------------------------------------------------------------- */

static bool node_note(guint level, guint64 index, const MerkleHash *hash, gpointer user, GError **error) {
        NodeRow node = { .level = level, .position = (gint64) index };

        (void) error;
        memcpy(node.hash, hash->bytes, sizeof node.hash);
        g_array_append_val((GArray *) user, node);
        return true;
}

static bool leaves_place(ImportBatch *batch, MerkleTree *tree, MerkleHasher *hasher, GArray *nodes, GError **error) {
        for (guint i = 0; i < batch->rows.leaves->len; i++) {
                ImportLeafRow *leaf = &g_array_index(batch->rows.leaves, ImportLeafRow, i);

                if (account_row(batch, leaf->account)->left_out)
                        continue;
                leaf->index = (gint64) tree->size;
                if (!merkle_tree_append(tree, hasher, &g_array_index(batch->leaf_hashes, MerkleHash, i), node_note,
                                        nodes, error))
                        return false;
        }
        return true;
}

/* Gives the leaves the log's next places; the rows are written afterwards. */
static bool log_extend(StoreTx *tx, Commit *commit, GError **error) {
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(NodeRow));
        g_autoptr(CheckpointRow) newest = NULL;
        MerkleTree tree = { 0 };
        gint64 size;

        if (!store_checkpoint_newest(tx, &newest, error))
                return false;
        size = newest ? newest->size : 0;
        if (!merkle_tree_load(&tree, hasher, (guint64) size, log_nodes_read, tx, error)
            || !leaves_place(commit->batch, &tree, hasher, nodes, error))
                return false;
        return tree.size == (guint64) size
               || (store_nodes_load(tx, (const NodeRow *) (gpointer) nodes->data, nodes->len, error)
                   && log_checkpoint_add(tx, commit->app, &tree, hasher, size, commit->now, error));
}

/* ---- the transaction ----------------------------------------------------------------------------------------------- */

static void progress_count(Commit *commit, const ImportRow *before) {
        guint left_out = 0;

        for (guint i = 0; i < commit->batch->rows.accounts->len; i++)
                left_out += account_row(commit->batch, i)->left_out;
        commit->next.taken = before->taken + commit->batch->rows.accounts->len - left_out;
        commit->next.rejected = before->rejected + commit->rejects->len;
}

static bool rejects_keep(Commit *commit, GError **error) {
        return commit->keep((const ImportReject *) (gpointer) commit->rejects->data, commit->rejects->len,
                            &commit->next.rejected_bytes, commit->user, error);
}

typedef struct Committing {
        Commit *commit;
        const ImportRow *before;
} Committing;

/* The rejected lines go to their file before the commit, which says how long that file is: one that was written for a
 * transaction that failed is cut back when the lines come again. */
static bool batch_write(StoreTx *tx, gpointer data, GError **error) {
        Committing *committing = data;
        Commit *commit = committing->commit;
        bool moved;

        if (!store_take_time(tx, error) || !known_find(tx, commit, error))
                return false;
        progress_count(commit, committing->before);
        if (!log_extend(tx, commit, error) || !store_import_load(tx, &commit->batch->rows, error)
            || !rejects_keep(commit, error) || !store_import_move(tx, &commit->next, commit->from, &moved, error))
                return false;
        return moved || refuse(error, REFUSAL_IMPORT_ELSEWHERE, NULL, NULL);
}

static bool batch_rehearse(StoreTx *tx, gpointer data, GError **error) {
        Committing *committing = data;

        if (!known_find(tx, committing->commit, error))
                return false;
        progress_count(committing->commit, committing->before);
        return true;
}

/* The server, or another import, may have taken the same places or ids; on the next try they are seen. */
static bool was_second(const GError *error) {
        return store_error_is_conflict(error) || store_error_is_rule(error, NULL)
               || g_error_matches(error, FAILURE, FAILURE_SERIALIZATION);
}

static bool write_again(Store *store, Committing *committing, GError **error) {
        for (guint tries = 1;; tries++) {
                g_autoptr(GError) reason = NULL;

                if (store_write(store, batch_write, committing, &reason))
                        return true;
                if (!was_second(reason) || tries == TRIES_MAX) {
                        g_propagate_error(error, g_steal_pointer(&reason));
                        return false;
                }
        }
}

static Commit commit_begin(App *app, const ImportRow *import, ImportBatch *batch, const ImportReach *reach,
                           gint64 now) {
        Commit commit = { .app = app,
                          .next = *import,
                          .from = import->position,
                          .batch = batch,
                          .now = now,
                          .rejects = g_array_new(FALSE, FALSE, sizeof(ImportReject)) };

        commit.next.position = reach->position;
        commit.next.lines = reach->lines;
        commit.next.done_at = reach->end ? now : INSTANT_NONE;
        memcpy(commit.next.hash, reach->hash, sizeof reach->hash);
        return commit;
}

static bool commit_end(Commit *commit, bool done, ImportRow *import) {
        if (done)
                *import = commit->next;
        g_array_unref(commit->rejects);
        return done;
}

bool app_import_commit(App *app, ImportRow *import, ImportBatch *batch, const ImportReach *reach, gint64 now,
                       ImportRejectsKeep keep, gpointer user, GError **error) {
        Commit commit = commit_begin(app, import, batch, reach, now);
        Committing committing = { &commit, import };

        commit.keep = keep;
        commit.user = user;
        return commit_end(&commit, write_again(app->store, &committing, error), import);
}

bool app_import_rehearse(App *app, ImportRow *import, ImportBatch *batch, const ImportReach *reach,
                         ImportRejectsKeep keep, gpointer user, GError **error) {
        Commit commit = commit_begin(app, import, batch, reach, import->started_at);
        Committing committing = { &commit, import };
        bool done;

        commit.keep = keep;
        commit.user = user;
        done = store_read(app->store, batch_rehearse, &committing, error) && rejects_keep(&commit, error);
        return commit_end(&commit, done, import);
}

/* ---- its row ------------------------------------------------------------------------------------------------------- */

typedef struct Finding {
        const char *source;
        ImportRow **row;
} Finding;

static bool import_find(StoreTx *tx, gpointer data, GError **error) {
        Finding *finding = data;

        return store_import_newest(tx, finding->source, finding->row, error);
}

bool app_import_find(App *app, const char *source, ImportRow **row, GError **error) {
        Finding finding = { source, row };

        return store_read(app->store, import_find, &finding, error);
}

static bool import_add(StoreTx *tx, gpointer data, GError **error) {
        return store_import_add(tx, data, error);
}

ImportRow *app_import_begin(App *app, const char *source, gint64 now, GError **error) {
        g_autoptr(ImportRow) row = g_new0(ImportRow, 1);

        row->id = uuid_new(now);
        row->source = g_strdup(source);
        row->started_at = now;
        row->done_at = INSTANT_NONE;
        return store_write(app->store, import_add, row, error) ? g_steal_pointer(&row) : NULL;
}
