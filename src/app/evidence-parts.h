/* What the use cases of evidence share. */
#pragma once

#include "app/dossier.h"
#include "store/evidence.h"

#define EVENT_NAME_VIEW_EVIDENCE "view-evidence"

/* True where the first bytes of a content are those of a media type. `size` bytes are there; EVIDENCE_HEAD_SIZE decide. */
#define EVIDENCE_HEAD_SIZE 12
bool evidence_is_of_type(const char *media_type, const guint8 *head, gsize size);

/* True for a media type that is taken. */
bool evidence_type_is_taken(const char *media_type);

/* Refuses REFUSAL_UNSUPPORTED_MEDIA and names those that are taken. */
bool evidence_refuse_type(GError **error);

/* What a file's rows say of it to whoever may know that it is there. The caller owns it. */
json_t *evidence_document(const EvidenceRow *row);

/* The same with its place: its proceeding, kind, item and side, and the proceeding's version. */
json_t *evidence_document_alone(const EvidenceRow *row, const Proceeding *proceeding);

/* Loads a file and the dossier that it belongs to. The caller frees both.
 * Refuses REFUSAL_NOT_FOUND: there is none, it was withdrawn, or its side is not the actor's to see. */
bool evidence_find(AppTx *tx, const Uuid *id, EvidenceRow **row, Dossier **dossier, GError **error);

/* Fills an outcome with a file's document. */
void evidence_answer(const EvidenceRow *row, const Proceeding *proceeding, Outcome *outcome);
