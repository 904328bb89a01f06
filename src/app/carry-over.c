/* Carries accepted evidence from an ended case into a new one. */
#include "app/carry-over.h"

#include "app/log.h"
#include "base/refusal.h"
#include "store/evidence.h"

#include <string.h>

#define CARRIED_STATES ((1u << STATE_REJECTED) | (1u << STATE_EXPIRED) | (1u << STATE_WITHDRAWN))

/* The same subject keeps its key; whoever is named anew gets the blob's key, name and hash under their own. */
static bool row_rekey(AppTx *tx, EvidenceRow *row, const Uuid *new_owner, const Uuid *new_id, GError **error) {
        g_autoptr(DataKey) from = app_key(tx, &row->key_owner, error);
        g_autoptr(DataKey) to = from ? app_key(tx, new_owner, error) : NULL;
        g_autoptr(GBytes) wrapped = NULL;
        guint8 *sha256 = NULL;
        gsize size;

        if (!to || !vault_unseal(from, "evidence.hash", &row->id, row->sealed_hash, &sha256, &size, error))
                return false;
        wrapped = blob_key_rewrap(&row->blob, row->wrapped_key, from, to, error);
        if (wrapped && size == BLOB_SHA256_SIZE) {
                blob_outside_name(to, sha256, row->content_mac);
                g_bytes_unref(row->sealed_hash);
                row->sealed_hash = vault_seal(to, "evidence.hash", new_id, sha256, size);
                g_bytes_unref(row->wrapped_key);
                row->wrapped_key = g_steal_pointer(&wrapped);
                row->key_owner = *new_owner;
                row->id = *new_id;
        }
        g_free(sha256);
        return uuid_equal(&row->id, new_id) || (error && *error)
               || fail(error, FAILURE_CORRUPT, "a file has no hash");
}

static bool row_carry(AppTx *tx, const Dossier *dossier, EvidenceRow *row, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        const Uuid *owner = row->side == SIDE_OLD ? &proceeding->old_subject : &proceeding->new_subject;
        Uuid id = uuid_new(tx->call->now);

        if (!policy_item(proceeding_items(&dossier->facts), row->item))
                return true; /* another route does not ask for it */
        if (uuid_is_nil(owner))
                owner = &proceeding->id;
        if (!row_rekey(tx, row, owner, &id, error))
                return false;
        row->proceeding = proceeding->id;
        row->state = EVIDENCE_GIVEN;
        return app_evidence_add(tx, proceeding, row, error);
}

bool carry_over_evidence(AppTx *tx, Dossier *dossier, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        g_autoptr(Dossier) ended = NULL;
        g_autoptr(GPtrArray) rows = NULL;

        if (uuid_is_nil(&proceeding->opened_from))
                return true;
        ended = dossier_load(tx, &proceeding->opened_from, PROCEEDING_CASE, error);
        if (!ended)
                return false;
        if (!uuid_equal(&ended->proceeding->account, &proceeding->account) || ended->view != VIEW_BOTH_SIDES)
                return refuse(error, REFUSAL_NOT_FOUND, "/opened_from", NULL);
        if (!(CARRIED_STATES & (1u << ended->proceeding->state)))
                return refuse_state(ended->proceeding->state, "/opened_from", error);
        if (!store_evidence_list(tx->store, &ended->proceeding->id, &rows, error))
                return false;
        for (guint i = 0; i < rows->len; i++) {
                EvidenceRow *row = g_ptr_array_index(rows, i);

                if (row->state == EVIDENCE_ACCEPTED && !row_carry(tx, dossier, row, error))
                        return false;
        }
        return true;
}
