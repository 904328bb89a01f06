/* What the use cases of evidence share: the media types, a file's document, finding a file. */
#include "app/evidence-parts.h"

#include "app/evidence.h"
#include "app/json-put.h"
#include "base/refusal.h"

#include <string.h>

/* The signatures by which a content is known. Sources: JPEG ISO/IEC 10918-1 B.1.1.3 (SOI and the next marker); PNG ISO/IEC
 * 15948 5.2; WebP RFC 9649 2.4 (four bytes of size between); PDF ISO 32000-1 7.5.2. */
typedef struct MediaType {
        const char *name;
        const char *begins; /* at offset 0 */
        gsize begins_size;
        const char *goes_on; /* at offset 8; NULL for nothing */
} MediaType;

static const MediaType media_types[] = {
        { "image/jpeg", "\xff\xd8\xff", 3, NULL },
        { "image/png", "\x89PNG\r\n\x1a\n", 8, NULL },
        { "image/webp", "RIFF", 4, "WEBP" },
        { "application/pdf", "%PDF-", 5, NULL },
};

const char *const evidence_media_types[] = { "image/jpeg", "image/png", "image/webp", "application/pdf", NULL };

static const MediaType *media_type_find(const char *name) {
        for (gsize i = 0; i < G_N_ELEMENTS(media_types); i++) {
                if (g_strcmp0(media_types[i].name, name) == 0)
                        return &media_types[i];
        }
        return NULL;
}

bool evidence_type_is_taken(const char *media_type) {
        return media_type_find(media_type) != NULL;
}

bool evidence_is_of_type(const char *media_type, const guint8 *head, gsize size) {
        const MediaType *type = media_type_find(media_type);

        return type && size >= EVIDENCE_HEAD_SIZE && memcmp(head, type->begins, type->begins_size) == 0
               && (!type->goes_on || memcmp(head + 8, type->goes_on, strlen(type->goes_on)) == 0);
}

bool evidence_refuse_type(GError **error) {
        g_autofree char *taken = g_strjoinv(", ", (char **) evidence_media_types);

        return refuse(error, REFUSAL_UNSUPPORTED_MEDIA, NULL, taken, NULL);
}

static void name_put(json_t *document, const EvidenceRow *row) {
        char name[2 * sizeof row->content_mac + 1];

        for (gsize i = 0; i < sizeof row->content_mac; i++)
                g_snprintf(name + 2 * i, 3, "%02x", row->content_mac[i]);
        json_put_text(document, "content_name", name);
}

json_t *evidence_document(const EvidenceRow *row) {
        json_t *document =
                json_pack("{s:s, s:s, s:s, s:I, s:s}", "material", row->material, "state",
                          enum_name(&evidence_state_names, (int) row->state), "media_type", row->media_type,
                          "size_bytes", (json_int_t) row->size_bytes, "uploaded_by", row->uploaded_role);

        json_put_id(document, "id", &row->id);
        json_put_instant(document, "uploaded_at", row->uploaded_at);
        name_put(document, row);
        return document;
}

json_t *evidence_document_alone(const EvidenceRow *row, const Proceeding *proceeding) {
        json_t *document = evidence_document(row);

        json_put_id(document, "proceeding", &row->proceeding);
        json_put_text(document, "kind", enum_name(&proceeding_kind_names, (int) proceeding->kind));
        json_object_set_new(document, "proceeding_version", json_integer(proceeding->version));
        json_put_text(document, "item", row->item);
        json_put_text(document, "of", enum_name(&side_names, (int) row->side));
        return document;
}

/* The kind is the proceeding's own; which one the file belongs to is no wish of the caller's. */
static bool dossier_of(AppTx *tx, const Uuid *id, Dossier **dossier, GError **error) {
        g_autoptr(Proceeding) proceeding = NULL;

        if (!store_proceeding_load(tx->store, id, &proceeding, NULL, error))
                return false;
        if (!proceeding)
                return fail(error, FAILURE_CORRUPT, "a file has no proceeding");
        *dossier = dossier_load(tx, id, proceeding->kind, error);
        return *dossier != NULL;
}

bool evidence_find(AppTx *tx, const Uuid *id, EvidenceRow **row, Dossier **dossier, GError **error) {
        g_autoptr(EvidenceRow) found = NULL;
        g_autoptr(Dossier) its = NULL;

        if (!store_evidence_load(tx->store, id, &found, error))
                return false;
        if (!found || found->state == EVIDENCE_WITHDRAWN)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (!dossier_of(tx, &found->proceeding, &its, error))
                return false;
        if (!dossier_shows(its, found->side))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        *row = g_steal_pointer(&found);
        *dossier = g_steal_pointer(&its);
        return true;
}

void evidence_answer(const EvidenceRow *row, const Proceeding *proceeding, Outcome *outcome) {
        outcome->document = evidence_document_alone(row, proceeding);
        outcome->id = row->id;
        outcome->key_owner = proceeding->id;
}
