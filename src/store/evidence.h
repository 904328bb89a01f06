/* Rows of evidence: each file that was given for an item of a proceeding's checklist. */
#pragma once

#include "domain/terms.h"
#include "store/store.h"

typedef enum EvidenceState { EVIDENCE_GIVEN, EVIDENCE_ACCEPTED, EVIDENCE_REFUSED, EVIDENCE_WITHDRAWN } EvidenceState;

extern const EnumNames evidence_state_names; /* given, accepted, refused, withdrawn */

typedef struct EvidenceRow {
        Uuid id, proceeding;
        char *item, *material;
        Side side;
        EvidenceState state;
        Uuid blob; /* may be shared by a case and the one it was opened from */
        char *media_type;
        gint64 size_bytes;
        guint8 content_mac[32]; /* its name outside, under the key owner's key */
        GBytes *wrapped_key;    /* of the blob, under the key owner's key */
        Uuid key_owner;
        GBytes *sealed_hash; /* SHA-256 of the content, "evidence.hash", under the key owner's key */
        Uuid uploaded_by;
        char *uploaded_role;
        gint64 uploaded_at;
} EvidenceRow;

void evidence_row_free(EvidenceRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EvidenceRow, evidence_row_free)

/* Adds one. Only app_evidence_add() calls it, which makes the row's log leaf too. */
bool store_evidence_add(StoreTx *tx, const EvidenceRow *row, GError **error);

/* Loads one; NULL where there is none. The caller frees it. */
bool store_evidence_load(StoreTx *tx, const Uuid *id, EvidenceRow **row, GError **error);

/* Lists a proceeding's, oldest first, the withdrawn ones too: array of EvidenceRow *, the caller's. */
bool store_evidence_list(StoreTx *tx, const Uuid *proceeding, GPtrArray **rows, GError **error);

/* Adds how many files stand for each item (given or accepted) to `files` (ItemFiles *, see domain/checklist.h). */
bool store_evidence_count(StoreTx *tx, const Uuid *proceeding, GPtrArray *files, GError **error);

/* Sets the state of one file. */
bool store_evidence_set_state(StoreTx *tx, const Uuid *id, EvidenceState state, GError **error);

/* Sets the state of an item's files that stand in another. */
bool store_evidence_set_states(StoreTx *tx, const Uuid *proceeding, const char *item, EvidenceState from,
                               EvidenceState to, GError **error);

/* Tells whether any row at all names a blob. */
bool store_evidence_names_blob(StoreTx *tx, const Uuid *blob, bool *names, GError **error);

/* Tells whether any row that was not withdrawn names a blob: for the sweep of orphans. */
bool store_evidence_has_blob(StoreTx *tx, const Uuid *blob, bool *has, GError **error);

/* Lists the blobs that rows name which were not withdrawn, each once, by id, after `after` (nil: from the first): appended to
 * `blobs`, an array of Uuid. */
bool store_evidence_blobs(StoreTx *tx, const Uuid *after, guint limit, GArray *blobs, GError **error);
