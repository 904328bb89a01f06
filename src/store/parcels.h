/* Rows of parcels: paper on its way to the mail desk. */
#pragma once

#include "store/store.h"

typedef struct ParcelRow {
        Uuid id, proceeding;
        char *courier;
        GBytes *sealed_tracking; /* under the proceeding's key; found by keyed hash */
        char *state;             /* announced, received, complete, incomplete, failed */
        gint64 announced_at, received_at, checked_at;
        Uuid received_by;
        char *originals; /* kept, returned, destroyed, none; NULL: not told yet */
} ParcelRow;

void parcel_row_free(ParcelRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParcelRow, parcel_row_free)

bool store_parcel_add(StoreTx *tx, const ParcelRow *row, GError **error);

/* Saves what the mail desk said of it. */
bool store_parcel_save(StoreTx *tx, const ParcelRow *row, GError **error);

/* Lists a proceeding's, oldest first: array of ParcelRow *, the caller's. */
bool store_parcel_list(StoreTx *tx, const Uuid *proceeding, GPtrArray **rows, GError **error);
