/* A file for an item of a checklist: asked before it is read, sealed while it arrives, committed when it is on disk. */
#include "app/evidence.h"

#include "app/evidence-parts.h"
#include "app/log.h"
#include "app/step.h"
#include "base/refusal.h"
#include "store/idempotency.h"

#include <sodium.h>
#include <string.h>

struct EvidenceUpload {
        App *app;
        GiveEvidence wish;
        Uuid id;                       /* of the row and of the blob */
        Uuid key_owner;                /* whose data key the blob's is wrapped by */
        BlobWriter *writer;            /* NULL: a repetition, which is only hashed */
        crypto_hash_sha256_state hash; /* of a repetition */
        BlobRecord record;
        guint64 size_bytes, size_bytes_max;
        guint8 head[EVIDENCE_HEAD_SIZE];
        gsize head_size;
};

/* Whose data key a side's papers are sealed under; while nobody is named the proceeding's. */
static Uuid key_owner_of(const Proceeding *proceeding, Side side) {
        Uuid owner = side == SIDE_OLD ? proceeding->old_subject : proceeding->new_subject;

        return uuid_is_nil(&owner) ? proceeding->id : owner;
}

static bool refuse_material(const PolicyItem *item, const char *material, GError **error) {
        g_autoptr(GString) taken = g_string_new(NULL);

        for (const PolicyMaterial **each = item->any_of; *each; each++)
                g_string_append_printf(taken, "%s%s", taken->len ? ", " : "", (*each)->id);
        return refuse(error, REFUSAL_UNKNOWN_VALUE, NULL, "material", material, taken->str, NULL);
}

static const PolicyMaterial *material_find(const PolicyItem *item, const char *material, GError **error) {
        if (!material && !item->any_of[1])
                return item->any_of[0];
        if (!material) {
                refuse(error, REFUSAL_MISSING_FIELD, NULL, "material", NULL);
                return NULL;
        }
        for (const PolicyMaterial **each = item->any_of; *each; each++) {
                if (g_str_equal((*each)->id, material))
                        return *each;
        }
        refuse_material(item, material, error);
        return NULL;
}

static bool refuse_number(const LocalText *text, guint most, GError **error) {
        g_autofree char *name = refusal_both(local_text(text, LANGUAGE_ZH), local_text(text, LANGUAGE_EN));
        g_autofree char *number = g_strdup_printf("%u", most);

        return refuse(error, REFUSAL_EVIDENCE_LIMIT, NULL, name, number, NULL);
}

/* Files of an item and of a material that stand; those refused or withdrawn make room. */
static bool number_fits(AppTx *tx, const Dossier *dossier, const PolicyItem *item, const PolicyMaterial *material,
                        GError **error) {
        guint item_max = dossier->policy->limits.files_per_item, of_item = 0, of_material = 0;
        g_autoptr(GPtrArray) rows = NULL;

        if (!store_evidence_list(tx->store, &dossier->proceeding->id, &rows, error))
                return false;
        for (guint i = 0; i < rows->len; i++) {
                const EvidenceRow *row = g_ptr_array_index(rows, i);
                bool stands = row->state == EVIDENCE_GIVEN || row->state == EVIDENCE_ACCEPTED;

                if (!stands || !g_str_equal(row->item, item->id))
                        continue;
                of_item++;
                of_material += g_str_equal(row->material, material->id);
        }
        if (of_item >= item_max)
                return refuse_number(&item->name, item_max, error);
        return of_material < material->files_max || refuse_number(&material->name, material->files_max, error);
}

/* Whoever prepares may give anything that is asked for, and so may the clerk with the parcel open; later only what was
 * refused or is still missing. */
static bool item_is_wanted(const Dossier *dossier, const PolicyItem *item, GError **error) {
        ProceedingState state = dossier->proceeding->state;
        bool open = state == STATE_DRAFT || state == STATE_OPEN || state == STATE_AWAITING_PARCEL;
        g_autofree char *name = NULL;

        if (checklist_wants(dossier->lines, item->id, open))
                return true;
        name = refusal_both(local_text(&item->name, LANGUAGE_ZH), local_text(&item->name, LANGUAGE_EN));
        return refuse(error, REFUSAL_EVIDENCE_NOT_ASKED, NULL, name, NULL);
}

/* All that must hold at the beginning and again at the end. */
static bool may_give(AppTx *tx, const Dossier *dossier, const GiveEvidence *wish, const PolicyItem **item,
                     const PolicyMaterial **material, GError **error) {
        Proceeding tried = *dossier->proceeding; /* its strings stay the dossier's: nothing is freed here */
        ProceedingStep step;

        *item = dossier_item(dossier, wish->item, error);
        *material = *item ? material_find(*item, wish->material, error) : NULL;
        return *material
               && proceeding_step(&tried, EVENT_ATTACH_EVIDENCE, tx->call->actor, &dossier->facts, tx->call->now,
                                  &step, error)
               && item_is_wanted(dossier, *item, error) && number_fits(tx, dossier, *item, *material, error);
}

static bool size_fits(const EvidenceUpload *upload, guint64 size_bytes, GError **error) {
        g_autofree char *most = NULL;

        if (size_bytes <= upload->size_bytes_max)
                return true;
        most = g_strdup_printf("%" G_GUINT64_FORMAT, upload->size_bytes_max);
        return refuse(error, REFUSAL_BODY_TOO_LARGE, NULL, most, NULL);
}

typedef struct Begin {
        EvidenceUpload *upload;
        DataKey *key; /* NULL for a repetition */
} Begin;

/* A key that was used before is no wish to be judged: what became of the first may have made the second impossible. */
static bool is_repeated(AppTx *tx, bool *repeated, GError **error) {
        g_auto(IdempotencyRow) row = { 0 };

        *repeated = false;
        return !tx->call->idempotency_key
               || store_idempotency_find(tx->store, &tx->call->actor->id, tx->call->route, tx->call->idempotency_key,
                                         &row, repeated, error);
}

static bool begin(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        Begin *begin = data;
        EvidenceUpload *upload = begin->upload;
        g_autoptr(Dossier) dossier = NULL;
        const PolicyMaterial *material;
        const PolicyItem *item;
        bool repeated;

        g_clear_pointer(&begin->key, data_key_unref);
        upload->size_bytes_max = EVIDENCE_BYTES_MAX;
        if (!is_repeated(tx, &repeated, error))
                return false;
        if (repeated)
                return size_fits(upload, upload->wish.size_bytes, error);
        dossier = dossier_load(tx, &upload->wish.proceeding, upload->wish.kind, error);
        if (!dossier || !may_give(tx, dossier, &upload->wish, &item, &material, error))
                return false;
        upload->size_bytes_max = MIN((guint64) dossier->policy->limits.file_bytes_max, EVIDENCE_BYTES_MAX);
        upload->key_owner = key_owner_of(dossier->proceeding, item->of);
        begin->key = app_key(tx, &upload->key_owner, error);
        return begin->key && size_fits(upload, upload->wish.size_bytes, error);
}

EvidenceUpload *app_evidence_begin(App *app, const Call *call, const GiveEvidence *wish, GError **error) {
        g_autoptr(EvidenceUpload) upload = g_new0(EvidenceUpload, 1);
        Begin asked = { .upload = upload };
        g_autoptr(DataKey) key = NULL;
        g_auto(Outcome) none = { 0 };
        bool may;

        *upload = (EvidenceUpload){ .app = app, .wish = *wish, .id = uuid_new(call->now) };
        crypto_hash_sha256_init(&upload->hash);
        if (!evidence_type_is_taken(wish->media_type)) {
                evidence_refuse_type(error);
                return NULL;
        }
        may = app_read(app, call, begin, &asked, &none, error);
        key = asked.key;
        if (!may)
                return NULL;
        if (key)
                upload->writer = blob_writer_open(app->blobs, &upload->id, key, error);
        return key && !upload->writer ? NULL : g_steal_pointer(&upload);
}

bool app_evidence_append(EvidenceUpload *upload, gconstpointer bytes, gsize size, GError **error) {
        gsize missing = sizeof upload->head - upload->head_size, piece = MIN(missing, size);

        if (piece > 0) {
                memcpy(upload->head + upload->head_size, bytes, piece);
                upload->head_size += piece;
                if (piece == missing
                    && !evidence_is_of_type(upload->wish.media_type, upload->head, upload->head_size))
                        return evidence_refuse_type(error);
        }
        upload->size_bytes += size;
        if (!size_fits(upload, upload->size_bytes, error))
                return false;
        if (upload->writer)
                return blob_writer_append(upload->writer, bytes, size, error);
        crypto_hash_sha256_update(&upload->hash, bytes, size);
        return true;
}

static EvidenceRow *row_make(AppTx *tx, const EvidenceUpload *upload, const PolicyItem *item,
                             const PolicyMaterial *material, const DataKey *key) {
        const BlobRecord *record = &upload->record;
        EvidenceRow *row = g_new0(EvidenceRow, 1);

        *row = (EvidenceRow){ .id = upload->id,
                              .proceeding = upload->wish.proceeding,
                              .item = g_strdup(item->id),
                              .material = g_strdup(material->id),
                              .side = item->of,
                              .state = EVIDENCE_GIVEN,
                              .blob = upload->id,
                              .media_type = g_strdup(upload->wish.media_type),
                              .size_bytes = (gint64) record->size_bytes,
                              .wrapped_key = g_bytes_ref(record->wrapped_key),
                              .key_owner = upload->key_owner,
                              .sealed_hash = vault_seal(key, "evidence.hash", &upload->id, record->sha256,
                                                        sizeof record->sha256),
                              .uploaded_by = tx->call->actor->id,
                              .uploaded_role = g_strdup(actor_role_name(tx->call->actor)),
                              .uploaded_at = tx->call->now };
        memcpy(row->content_mac, record->outside_name, sizeof row->content_mac);
        return row;
}

static json_t *detail_of(const EvidenceRow *row) {
        json_auto_t *document = evidence_document(row);

        return json_pack("{s:O, s:O, s:s, s:s}", "evidence", json_object_get(document, "id"), "content_name",
                         json_object_get(document, "content_name"), "item", row->item, "material", row->material);
}

static bool finish(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const EvidenceUpload *upload = data;
        g_autoptr(Dossier) dossier = NULL;
        g_autoptr(DataKey) key = NULL;
        g_autoptr(EvidenceRow) row = NULL;
        json_auto_t *detail = NULL;
        const PolicyMaterial *material;
        const PolicyItem *item;
        StepWords words = { 0 };

        if (!upload->record.wrapped_key) /* a repetition whose first outcome went meanwhile, a day after it */
                return fail(error, FAILURE_SERIALIZATION, "an outcome was swept while its upload was repeated");
        dossier = dossier_load(tx, &upload->wish.proceeding, upload->wish.kind, error);
        if (!dossier || !may_give(tx, dossier, &upload->wish, &item, &material, error))
                return false;
        key = app_key(tx, &upload->key_owner, error);
        if (!key)
                return false;
        row = row_make(tx, upload, item, material, key);
        detail = detail_of(row);
        words.detail = detail;
        if (!app_evidence_add(tx, dossier->proceeding, row, error)
            || !app_step(tx, dossier, EVENT_ATTACH_EVIDENCE, &words, error))
                return false;
        evidence_answer(row, dossier->proceeding, outcome);
        return true;
}

/* On disk from here on, unless it is a repetition. */
static bool content_close(EvidenceUpload *upload, guint8 sha256[static BLOB_SHA256_SIZE], GError **error) {
        if (upload->head_size < sizeof upload->head)
                return evidence_refuse_type(error);
        if (!upload->writer) {
                crypto_hash_sha256_final(&upload->hash, sha256);
                return true;
        }
        if (!blob_writer_finish(upload->writer, &upload->record, error))
                return false;
        memcpy(sha256, upload->record.sha256, BLOB_SHA256_SIZE);
        return true;
}

/* What a repetition must have in common with the first: the request as the door hashed it, and the content. */
static void request_hash(const Call *call, const EvidenceUpload *upload, const guint8 *sha256,
                         guint8 hash[static BLOB_SHA256_SIZE]) {
        const char *media_type = upload->wish.media_type;
        crypto_hash_sha256_state state;

        crypto_hash_sha256_init(&state);
        if (call->body_sha256)
                crypto_hash_sha256_update(&state, call->body_sha256, BLOB_SHA256_SIZE);
        crypto_hash_sha256_update(&state, (const guint8 *) media_type, strlen(media_type) + 1);
        crypto_hash_sha256_update(&state, sha256, BLOB_SHA256_SIZE);
        crypto_hash_sha256_final(&state, hash);
}

static bool content_commit(EvidenceUpload *upload, const Call *call, const guint8 *sha256, Outcome *outcome,
                           GError **error) {
        guint8 hash[BLOB_SHA256_SIZE];
        Call whole = *call;

        if (upload->wish.sha256 && memcmp(upload->wish.sha256, sha256, BLOB_SHA256_SIZE) != 0)
                return refuse(error, REFUSAL_HASH_MISMATCH, NULL, NULL);
        request_hash(call, upload, sha256, hash);
        whole.body_sha256 = hash;
        return app_write(upload->app, &whole, finish, upload, outcome, error);
}

bool app_evidence_finish(EvidenceUpload *upload, const Call *call, Outcome *outcome, GError **error) {
        guint8 sha256[BLOB_SHA256_SIZE];
        g_autoptr(GError) reason = NULL;
        bool committed =
                content_close(upload, sha256, &reason) && content_commit(upload, call, sha256, outcome, &reason);
        bool refused = reason && reason->domain == REFUSAL;

        /* after a failure nobody knows whether the row was committed: then the blob is left to the sweep */
        if (upload->record.wrapped_key && (refused || (committed && !uuid_equal(&outcome->id, &upload->id))))
                blob_remove(upload->app->blobs, &upload->id, NULL);
        if (reason)
                g_propagate_error(error, g_steal_pointer(&reason));
        return committed;
}

void app_evidence_abort(EvidenceUpload *upload) {
        if (!upload)
                return;
        blob_writer_abort(upload->writer);
        blob_record_clear(&upload->record);
        g_free(upload);
}
