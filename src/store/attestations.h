/* Rows of attestations: a partner's answer given by two of the staff, where the partner is not connected. */
#pragma once

#include "store/store.h"

typedef struct AttestationRow {
        Uuid proceeding;
        gint64 asked_at;
        char *first_outcome; /* NULL: nobody attested yet */
        Uuid first_by, second_by;
        gint64 first_at, second_at;
        gint64 ended_at;        /* answered, or its proceeding ended otherwise; INSTANT_NONE: it waits */
        GBytes *sealed_account; /* which account the partner is asked about, under the proceeding's key */
        GBytes *sealed_reason;  /* the first's, likewise */
} AttestationRow;

void attestation_row_free(AttestationRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AttestationRow, attestation_row_free)

/* Asks for one. */
bool store_attestation_ask(StoreTx *tx, const Uuid *proceeding, gint64 now, GError **error);

/* Loads one; NULL where none was asked for. The caller frees it. */
bool store_attestation_load(StoreTx *tx, const Uuid *proceeding, AttestationRow **row, GError **error);

/* Saves what is asked about and what the first and the second said. */
bool store_attestation_save(StoreTx *tx, const AttestationRow *row, GError **error);

/* Ends one that still waits; nothing where there is none. */
bool store_attestation_end(StoreTx *tx, const Uuid *proceeding, gint64 now, GError **error);

/* Lists those that wait, the longest waiting first, after a place (INSTANT_NONE and nil: from the first): an array of
 * AttestationRow *, the caller's. */
bool store_attestation_waiting(StoreTx *tx, gint64 after_asked, const Uuid *after, guint limit, GPtrArray **rows,
                               GError **error);
