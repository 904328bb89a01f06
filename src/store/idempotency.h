/* Rows of idempotency: what was answered to a request that carried a key. */
#pragma once

#include "store/store.h"

#define IDEMPOTENCY_KEPT (24 * INSTANT_HOUR)

typedef struct IdempotencyRow {
        guint8 body_sha256[32];
        Uuid key_owner;
        GBytes *sealed_outcome;
} IdempotencyRow;

void idempotency_row_clear(IdempotencyRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(IdempotencyRow, idempotency_row_clear)

/* Finds what a principal was answered under a key on a route; `found` tells whether there is any. */
bool store_idempotency_find(StoreTx *tx, const Uuid *principal, const char *route, const char *key,
                            IdempotencyRow *row, bool *found, GError **error);

bool store_idempotency_add(StoreTx *tx, const Uuid *principal, const char *route, const char *key,
                           const guint8 body_sha256[static 32], const Uuid *key_owner, GBytes *sealed_outcome,
                           gint64 now, GError **error);

/* Forgets what is older than IDEMPOTENCY_KEPT. */
bool store_idempotency_sweep(StoreTx *tx, gint64 now, GError **error);
