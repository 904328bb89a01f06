/* The thread of a proceeding. */
#include "store/messages.h"

static const Statement message_add = {
        "INSERT INTO messages (id, proceeding_id, author_role, author_id, internal, sealed_body, written_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)"
};

static const Statement message_list = {
        "SELECT id, proceeding_id, author_role, author_id, internal, sealed_body, written_at FROM messages "
        "WHERE proceeding_id = $1 AND id > $2 ORDER BY id LIMIT $3"
};

void message_row_free(MessageRow *row) {
        if (!row)
                return;
        g_free(row->author_role);
        g_clear_pointer(&row->sealed_body, g_bytes_unref);
        g_free(row);
}

bool store_message_add(StoreTx *tx, const MessageRow *row, GError **error) {
        return store_run(tx, &message_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_uuid(&row->proceeding), value_text(row->author_role),
                                value_uuid(&row->author), value_int(row->internal), value_bytes(row->sealed_body),
                                value_instant(row->written_at)));
}

bool store_message_list(StoreTx *tx, const Uuid *proceeding, const Uuid *after, guint limit, GPtrArray **list,
                        GError **error) {
        Value beginning = { .type = VALUE_UUID, .bytes = after->bytes, .size = sizeof after->bytes };
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) message_row_free);
        g_autoptr(Rows) rows =
                store_query(tx, &message_list, error, VALUES(value_uuid(proceeding), beginning, value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                MessageRow *row = g_new0(MessageRow, 1);

                *row = (MessageRow){ .id = rows_uuid(rows, 0),
                                     .proceeding = rows_uuid(rows, 1),
                                     .author_role = rows_text_copy(rows, 2),
                                     .author = rows_uuid(rows, 3),
                                     .internal = rows_bool(rows, 4),
                                     .sealed_body = rows_bytes(rows, 5),
                                     .written_at = rows_instant(rows, 6) };
                g_ptr_array_add(found, row);
        }
        *list = g_steal_pointer(&found);
        return true;
}
