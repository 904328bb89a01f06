/* Rows of checkpoints: the log's signed sizes and roots, each of a larger tree than the one before. */
#pragma once

#include "store/store.h"

typedef struct CheckpointRow {
        gint64 size; /* leaves */
        GBytes *root;
        char *note; /* signed */
        gint64 made_at;
} CheckpointRow;

void checkpoint_row_free(CheckpointRow *row); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CheckpointRow, checkpoint_row_free)

/* Adds a checkpoint where the newest one is of `after` leaves (0: there is none), by compare-and-set.
 * Fails with FAILURE_SERIALIZATION where it is not: another was quicker. */
bool store_checkpoint_add(StoreTx *tx, const CheckpointRow *row, gint64 after, GError **error);

/* Loads the newest; NULL where there is none. The caller frees it. */
bool store_checkpoint_newest(StoreTx *tx, CheckpointRow **row, GError **error);

/* Lists them by size, larger than `after`: array of CheckpointRow *, the caller's. */
bool store_checkpoint_list(StoreTx *tx, gint64 after, guint limit, GPtrArray **rows, GError **error);
