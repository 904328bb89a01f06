/* What the log is told of rows that change: of each thing that has such rows, digests of all of them, and a row that says which
 * leaf told them last. */
#pragma once

#include "base/enum-names.h"
#include "store/store.h"

#define PROOF_DIGEST_SIZE 32

typedef enum ProofKind {
        PROOF_PROCEEDING, /* its row, items, consents, messages, parcels, transfer, attestation, look-ups */
        PROOF_STAFF,      /* its row and look-ups */
        PROOF_API_KEY,
        PROOF_KIND_COUNT
} ProofKind;

extern const EnumNames proof_kind_names; /* proceeding, staff, api-key */

/* The table that holds the thing itself. */
const char *proof_table(ProofKind kind);

typedef struct ProofRow {
        Uuid id; /* the proceeding's, the member's, the key's */
        ProofKind kind;
        gint64 number; /* from 1; 0: older than the proofs, and not told yet */
        Uuid leaf;     /* nil where it was not told */
} ProofRow;

/* Loads one; `found` false where the log was never told. Fails with FAILURE_CORRUPT. */
bool store_proof_load(StoreTx *tx, const Uuid *id, ProofRow *row, bool *found, GError **error);

/* Gives those that were not told yet, `limit` at most: GArray of ProofRow, the caller's. */
bool store_proof_owed(StoreTx *tx, guint limit, GArray **rows, GError **error);

/* Stores one in place of the one before. */
bool store_proof_put(StoreTx *tx, const ProofRow *row, GError **error);

/* Called for each table that has rows of the thing, with the SHA-256 of every column of all of them, which is the same on both
 * databases; false with an error ends it. */
typedef bool (*ProofDrawn)(const char *table, const guint8 digest[static PROOF_DIGEST_SIZE], gpointer user,
                           GError **error);

/* Draws the digests of a thing's rows as they are now. */
bool store_proof_draw(StoreTx *tx, ProofKind kind, const Uuid *id, ProofDrawn drawn, gpointer user, GError **error);
