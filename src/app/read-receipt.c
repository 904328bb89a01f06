/* The receipt of a case: what the log holds of it, proved, and opened as far as the asking side may see. */
#include "app/ledger.h"

#include "app/dossier.h"
#include "app/log-tree.h"
#include "app/log.h"
#include "base/refusal.h"
#include "ledger/receipt.h"
#include "store/checkpoints.h"
#include "store/evidence.h"

#define PAGE 200 /* leaves read at once */

typedef struct Receipt {
        const ReadReceipt *wish;
        bool placed;  /* the case's leaves have been given their places */
        bool waiting; /* out: a leaf has none yet */
} Receipt;

/* One leaf on its way into the receipt. */
typedef struct Entry {
        const LeafRow *row;
        Leaf leaf;
} Entry;

static bool is_of(const Entry *entry, const char *prefix) {
        return g_str_has_prefix(entry->leaf.kind, prefix);
}

/* The one subject whose own matters the view shows; nil for none. */
static Uuid side_of(const Dossier *dossier) {
        if (dossier->view == VIEW_BOTH_SIDES)
                return dossier->account->tenure;
        if (dossier->view == VIEW_OLD_SIDE)
                return dossier->proceeding->old_subject;
        return dossier->view == VIEW_NEW_SIDE ? dossier->proceeding->new_subject : (Uuid){ { 0 } };
}

/* Notes are the staff's, and what the new owner tried after the change is none of the old one's business. */
static bool is_shown(const Dossier *dossier, const Entry *entry) {
        if (g_str_has_suffix(entry->leaf.kind, ".write-note"))
                return dossier->view == VIEW_STAFF || dossier->view == VIEW_AT_HAND;
        return dossier->view != VIEW_OLD_SIDE || uuid_is_nil(&entry->leaf.attempt);
}

/* What names a person is sealed under that person's key: whose it is decides who may open it. The steps of a case are sealed
 * under the case's key and shown to both of its sides, as its history is. */
static bool is_open_to(const Dossier *dossier, const Entry *entry) {
        Uuid side = side_of(dossier);

        if (!is_of(entry, "verification.") && !is_of(entry, "evidence."))
                return true;
        if (dossier->view == VIEW_AT_HAND)
                return true;
        if (dossier->view == VIEW_BOTH_SIDES && is_of(entry, "evidence."))
                return true;
        return uuid_equal(&entry->row->key_owner, &side);
}

static bool entry_open(AppTx *tx, const Dossier *dossier, const Entry *entry, guint8 salt[static LEAF_SALT_SIZE],
                       json_t **content, GError **error) {
        g_autoptr(DataKey) key = NULL;
        g_autofree char *text = NULL;

        if (!is_open_to(dossier, entry))
                return true;
        if (!app_log_key(tx, &entry->row->key_owner, &key, error))
                return false;
        if (!key)
                return true;
        if (!app_log_open(entry->row, key, salt, &text, error))
                return false;
        *content = json_loads(text, 0, NULL);
        return *content || fail(error, FAILURE_CORRUPT, "a leaf's content is no document");
}

static bool entry_add(AppTx *tx, const Dossier *dossier, const LeafRow *row, guint64 size, MerkleHasher *hasher,
                      json_t *entries, GError **error) {
        Entry entry = { .row = row };
        ReceiptEntry proved = { .index = (guint64) row->index };
        guint8 salt[LEAF_SALT_SIZE];
        json_auto_t *content = NULL;
        json_t *document;
        gconstpointer bytes;
        gsize length;

        bytes = g_bytes_get_data(row->bytes, &length);
        if (!leaf_read(bytes, length, &entry.leaf))
                return fail(error, FAILURE_CORRUPT, "a row of leaves holds no leaf");
        if (!is_shown(dossier, &entry))
                return true;
        if (!merkle_prove_inclusion(hasher, proved.index, size, log_nodes_read, tx->store, &proved.proof, error)
            || !entry_open(tx, dossier, &entry, salt, &content, error))
                return false;
        proved.leaf = entry.leaf;
        proved.salt = content ? salt : NULL;
        proved.content = content;
        document = receipt_entry_document(&proved);
        return json_array_append_new(entries, document) == 0;
}

/* Adds a page of leaves; `after` becomes the last one's id. Those without a place were committed after the request came. */
static bool page_add(AppTx *tx, const Dossier *dossier, const GPtrArray *page, guint64 size, json_t *entries,
                     Uuid *after, GError **error) {
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();

        for (guint i = 0; i < page->len && json_array_size(entries) < RECEIPT_ENTRIES_MAX; i++) {
                const LeafRow *row = g_ptr_array_index(page, i);

                *after = row->id;
                if (row->index != LEAF_INDEX_NONE && !entry_add(tx, dossier, row, size, hasher, entries, error))
                        return false;
        }
        return true;
}

static bool receipt_draw_up(AppTx *tx, const Receipt *receipt, const Dossier *dossier, Outcome *outcome,
                            GError **error) {
        g_autoptr(CheckpointRow) newest = NULL;
        Uuid after = receipt->wish->after;
        json_t *entries;
        bool more = true;

        if (!store_checkpoint_newest(tx->store, &newest, error))
                return false;
        if (!newest)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        outcome->document = receipt_write(NULL, 0, newest->note);
        entries = json_object_get(outcome->document, "entries");
        while (more && json_array_size(entries) < RECEIPT_ENTRIES_MAX) {
                g_autoptr(GPtrArray) page = NULL;

                if (!store_leaf_of_case(tx->store, &receipt->wish->case_id, &after, PAGE, &page, error)
                    || !page_add(tx, dossier, page, (guint64) newest->size, entries, &after, error))
                        return false;
                more = page->len == PAGE;
        }
        return json_array_size(entries) > 0 || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

static bool read_receipt(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        Receipt *receipt = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &receipt->wish->case_id, PROCEEDING_CASE, error);
        g_autoptr(GPtrArray) waiting = NULL;

        if (!dossier || !store_leaf_pending_of_case(tx->store, &receipt->wish->case_id, 1, &waiting, error))
                return false;
        receipt->waiting = waiting->len > 0 && !receipt->placed;
        return receipt->waiting || receipt_draw_up(tx, receipt, dossier, outcome, error);
}

bool app_read_receipt(App *app, const Call *call, const ReadReceipt *wish, Outcome *outcome, GError **error) {
        Receipt receipt = { .wish = wish };

        if (!app_read(app, call, read_receipt, &receipt, outcome, error))
                return false;
        if (!receipt.waiting)
                return true;
        receipt.placed = true;
        return app_log_integrate_case(app, &wish->case_id, call->now, error)
               && app_read(app, call, read_receipt, &receipt, outcome, error);
}
