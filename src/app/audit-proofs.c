/* The log's verification of what changes: the leaves that tell of a thing's rows, the newest of each held against them; and what
 * is proven without a leaf: policies and calendars by their hash, the blind index by what it is made of, files that no row names. */
#include "app/audit.h"
#include "app/evidence.h"
#include "app/identity.h"
#include "app/log.h"
#include "app/prove.h"
#include "base/refusal.h"

#include <string.h>

/* What a leaf says of a thing's rows. */
typedef struct Said {
        ProofKind kind;
        Uuid id;
        gint64 number;
        const json_t *rows; /* of the document */
} Said;

static bool said_read(const json_t *document, Said *said) {
        int kind;

        said->number = json_integer_value(json_object_get(document, "number"));
        said->rows = json_object_get(document, "rows");
        if (!enum_find(&proof_kind_names, json_string_value(json_object_get(document, "of")), &kind)
            || !uuid_parse(json_string_value(json_object_get(document, "id")), &said->id))
                return false;
        said->kind = (ProofKind) kind;
        return said->number > 0 && json_is_object(said->rows);
}

static bool rows_compare(Audit *audit, const Said *said, GError **error) {
        json_auto_t *now = app_proof_content(&audit->tx, said->kind, &said->id, said->number, error);
        g_autoptr(GString) differ = g_string_new(NULL);

        if (!now)
                return false;
        audit_members_compare(said->rows, json_object_get(now, "rows"), differ);
        if (differ->len)
                audit_found_row(audit, FINDING_CONTENT_DIFFERS, proof_table(said->kind), &said->id, differ->str);
        return true;
}

/* Those that were told again since say nothing of the rows as they are now. */
static bool said_compare(Audit *audit, const LeafRow *row, const Said *said, GError **error) {
        ProofRow proof = { 0 };
        bool found, is_newest;

        if (!store_proof_load(audit->tx.store, &said->id, &proof, &found, error))
                return false;
        is_newest = found && uuid_equal(&proof.leaf, &row->id);
        if (!found || proof.kind != said->kind
            || (is_newest ? proof.number != said->number : proof.number <= said->number)) {
                audit_found_row(audit, FINDING_CONTENT_DIFFERS, "proofs", &said->id, NULL);
                return true;
        }
        return !is_newest || rows_compare(audit, said, error);
}

/* What the program adopted when the proofs came is older than every other proof. */
static void order_note(Audit *audit, const Leaf *leaf) {
        if (g_str_equal(leaf->kind, PROOF_LEAF_ADOPTED)) {
                audit->adopted_last = MAX(audit->adopted_last, leaf->time);
                return;
        }
        audit->proven_first = MIN(audit->proven_first, leaf->time);
}

bool audit_leaf_of_rows(Audit *audit, const LeafRow *row, const Leaf *leaf, const DataKey *key, GError **error) {
        g_autofree char *text = NULL;
        json_auto_t *document = NULL;
        g_autoptr(GError) reason = NULL;
        Said said;

        order_note(audit, leaf);
        if (!uuid_equal(&row->key_owner, &leaf->attempt) && !uuid_equal(&row->key_owner, &key_owner_house)) {
                audit_found_row(audit, FINDING_LEAF_DIFFERS, "leaves", &row->id, "key_owner");
                return true;
        }
        if (!key)
                return true;
        if (!audit_leaf_open(audit, row, leaf, key, &text, error))
                return false;
        document = text ? json_loads(text, 0, NULL) : NULL;
        if (!document) /* noted already */
                return true;
        if (!said_read(document, &said) || !uuid_equal(&said.id, &leaf->attempt)) {
                audit_found_row(audit, FINDING_LEAF_SEALED, "leaves", &row->id, NULL);
                return true;
        }
        return said_compare(audit, row, &said, &reason)
               || audit_tolerate(audit, FINDING_UNREADABLE, proof_table(said.kind), &said.id,
                                 g_steal_pointer(&reason), error);
}

bool audit_is_proven(Audit *audit, ProofKind kind, const Uuid *id, GError **error) {
        g_autoptr(LeafRow) leaf = NULL;
        ProofRow proof;
        bool found;

        if (!store_proof_load(audit->tx.store, id, &proof, &found, error)
            || (found && !uuid_is_nil(&proof.leaf) && !store_leaf_load(audit->tx.store, &proof.leaf, &leaf, error)))
                return false;
        if (!leaf)
                audit_found_row(audit, FINDING_LEAF_MISSING, proof_table(kind), id, NULL);
        return true;
}

/* --- without a leaf --- */

static bool document_look(const char *hash, GBytes *text, gpointer user, G_GNUC_UNUSED GError **error) {
        g_autofree char *is = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, text);
        g_autofree char *place = g_strconcat("documents/", hash, NULL);

        if (!g_str_equal(is, hash))
                audit_found(user, FINDING_CONTENT_DIFFERS, place, "text");
        return true;
}

static bool blob_is_named(const Uuid *id, bool *known, gpointer user, GError **error) {
        Audit *audit = user;

        return store_evidence_names_blob(audit->tx.store, id, known, error);
}

static bool blob_unknown(const Uuid *id, gpointer user, G_GNUC_UNUSED GError **error) {
        audit_found_row(user, FINDING_BLOB_UNKNOWN, "evidence", id, NULL);
        return true;
}

bool audit_without_leaves(Audit *audit, GError **error) {
        if (audit->adopted_last > audit->proven_first)
                audit_found(audit, FINDING_PROOF_LATE, "proofs", NULL);
        return store_audit_documents(audit->tx.store, document_look, audit, error)
               && (!audit->wish->now
                   || blobs_unknown(audit->tx.app->blobs, audit->wish->now - 2 * EVIDENCE_SWEEP_AGE, blob_is_named,
                                    blob_unknown, audit, error));
}

/* One who was erased, or has named nobody yet, is in no index. */
bool audit_index(Audit *audit, const Uuid *subject, GError **error) {
        guint8 number[VAULT_HASH_SIZE], name[VAULT_HASH_SIZE];
        g_auto(Identity) identity = { 0 };
        g_autoptr(GError) reason = NULL;
        bool known = false, fits;

        if (!app_subject_open(&audit->tx, subject, &identity, &known, &reason) && reason->domain != REFUSAL)
                return audit_tolerate(audit, FINDING_UNREADABLE, "subjects", subject, g_steal_pointer(&reason),
                                      error);
        if (known) {
                app_number_hash(audit->tx.app, identity.number_kind, identity.number, number);
                vault_lookup_hash(audit->tx.app->vault, VAULT_LOOKUP_NAME, identity.name, name);
        }
        if (!store_audit_index(audit->tx.store, subject, known ? name : NULL, known ? number : NULL, &fits, error))
                return false;
        if (!fits)
                audit_found_row(audit, FINDING_CONTENT_DIFFERS, "subjects", subject, "lookups");
        return true;
}
