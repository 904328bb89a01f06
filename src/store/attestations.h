/* Rows of attestations: a partner's answer given by two of the staff, where the partner is not connected. */
#pragma once

#include "store/store.h"

typedef struct AttestationRow {
        Uuid proceeding;
        gint64 asked_at;
        char *first_outcome; /* NULL: nobody attested yet */
        Uuid first_by, second_by;
        gint64 first_at, second_at;
        GBytes *sealed_reason; /* the first's, under the proceeding's key */
} AttestationRow;

void attestation_row_free(AttestationRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AttestationRow, attestation_row_free)

/* Asks for one. */
bool store_attestation_ask(StoreTx *tx, const Uuid *proceeding, gint64 now, GError **error);

/* Loads one; NULL where none was asked for. The caller frees it. */
bool store_attestation_load(StoreTx *tx, const Uuid *proceeding, AttestationRow **row, GError **error);

/* Saves what the first and the second said. */
bool store_attestation_save(StoreTx *tx, const AttestationRow *row, GError **error);

/* Lists the proceedings (GArray of Uuid) that wait for an attestation, the longest waiting first. */
bool store_attestation_waiting(StoreTx *tx, guint limit, GArray **proceedings, GError **error);
