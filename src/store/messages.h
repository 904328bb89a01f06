/* Rows of messages: the thread between holder and staff, and the staff's own notes. */
#pragma once

#include "store/store.h"

typedef struct MessageRow {
        Uuid id, proceeding, author;
        char *author_role;
        bool internal; /* staff's eyes only */
        GBytes *sealed_body;
        gint64 written_at;
} MessageRow;

void message_row_free(MessageRow *row);

bool store_message_add(StoreTx *tx, const MessageRow *row, GError **error);

/* Lists a thread, oldest first, after `after` (nil: from the first): array of MessageRow *, the caller's. */
bool store_message_list(StoreTx *tx, const Uuid *proceeding, const Uuid *after, guint limit, GPtrArray **rows,
                        GError **error);
