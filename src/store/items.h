/* Rows of items: the verdicts on a checklist. */
#pragma once

#include "store/store.h"

typedef struct ItemRow {
        char *item;
        char *state;
        guint needed; /* 0: the policy's number */
        char *reason_code;
        GBytes *sealed_text; /* under the proceeding's key */
        Uuid decided_by;
        gint64 decided_at;
} ItemRow;

void item_row_free(ItemRow *row);

/* Writes a verdict in place of the last one on the item. */
bool store_item_put(StoreTx *tx, const Uuid *proceeding, const ItemRow *row, GError **error);

/* Lists a proceeding's: array of ItemRow *, the caller's. */
bool store_item_list(StoreTx *tx, const Uuid *proceeding, GPtrArray **rows, GError **error);
