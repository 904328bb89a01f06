/* The rows as the log's verification walks them. */
#include "store/audit.h"

#include <string.h>

typedef struct Walk {
        Statement count, first, after;
} Walk;

static const Walk walks[AUDIT_TABLE_COUNT] = {
        [AUDIT_EVENTS] = { { "SELECT COUNT(*) FROM events" },
                           { "SELECT id FROM events ORDER BY id LIMIT $1" },
                           { "SELECT id FROM events WHERE id > $2 ORDER BY id LIMIT $1" } },
        [AUDIT_VERIFICATIONS] = { { "SELECT COUNT(*) FROM verifications" },
                                  { "SELECT id FROM verifications ORDER BY id LIMIT $1" },
                                  { "SELECT id FROM verifications WHERE id > $2 ORDER BY id LIMIT $1" } },
        [AUDIT_PROCEEDINGS] = { { "SELECT COUNT(*) FROM proceedings" },
                                { "SELECT id FROM proceedings ORDER BY id LIMIT $1" },
                                { "SELECT id FROM proceedings WHERE id > $2 ORDER BY id LIMIT $1" } },
        [AUDIT_ACCOUNTS] = { { "SELECT COUNT(*) FROM accounts" },
                             { "SELECT id FROM accounts ORDER BY id LIMIT $1" },
                             { "SELECT id FROM accounts WHERE id > $2 ORDER BY id LIMIT $1" } },
        [AUDIT_SUBJECTS] = { { "SELECT COUNT(*) FROM subjects" },
                             { "SELECT id FROM subjects ORDER BY id LIMIT $1" },
                             { "SELECT id FROM subjects WHERE id > $2 ORDER BY id LIMIT $1" } },
        [AUDIT_STAFF] = { { "SELECT COUNT(*) FROM staff" },
                          { "SELECT id FROM staff ORDER BY id LIMIT $1" },
                          { "SELECT id FROM staff WHERE id > $2 ORDER BY id LIMIT $1" } },
        [AUDIT_API_KEYS] = { { "SELECT COUNT(*) FROM api_keys" },
                             { "SELECT id FROM api_keys ORDER BY id LIMIT $1" },
                             { "SELECT id FROM api_keys WHERE id > $2 ORDER BY id LIMIT $1" } },
        [AUDIT_EVIDENCE] = { { "SELECT COUNT(*) FROM evidence" },
                             { "SELECT id FROM evidence ORDER BY id LIMIT $1" },
                             { "SELECT id FROM evidence WHERE id > $2 ORDER BY id LIMIT $1" } },
};

static const Statement key_state = { "SELECT wrapped, erased_at FROM data_keys WHERE owner_id = $1" };

static const Statement other_active = {
        "SELECT 1 FROM verifications WHERE account_id = $1 AND released_at IS NULL AND id <> $2 LIMIT 1"
};

static const Statement documents = { "SELECT hash, text FROM documents ORDER BY hash" };

static const Statement index_of = {
        "SELECT purpose, hash, owner_kind FROM lookups WHERE owner_id = $1 ORDER BY purpose"
};

static const Statement row_state = {
        "SELECT state, version, CASE WHEN clock_running = 1 THEN due_at END FROM proceedings WHERE id = $1"
};

static const Statement event_state = {
        "SELECT to_state, version, due_at FROM events WHERE proceeding_id = $1 AND to_state IS NOT NULL "
        "ORDER BY version DESC LIMIT 1"
};

void audit_state_clear(AuditState *state) {
        g_clear_pointer(&state->state, g_free);
}

bool store_audit_count(StoreTx *tx, AuditTable table, gint64 *count, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &walks[table].count, &row, error, NO_VALUES))
                return false;
        *count = rows_int(row, 0);
        return true;
}

bool store_audit_ids(StoreTx *tx, AuditTable table, const Uuid *after, guint limit, GArray **ids, GError **error) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Uuid));
        g_autoptr(Rows) rows =
                uuid_is_nil(after)
                        ? store_query(tx, &walks[table].first, error, VALUES(value_int(limit)))
                        : store_query(tx, &walks[table].after, error, VALUES(value_int(limit), value_uuid(after)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                Uuid id = rows_uuid(rows, 0);

                g_array_append_val(found, id);
        }
        *ids = g_steal_pointer(&found);
        return true;
}

bool store_audit_key(StoreTx *tx, const Uuid *owner, AuditKey *state, GBytes **wrapped, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &key_state, &row, error, VALUES(value_uuid(owner))))
                return false;
        *wrapped = row ? rows_bytes(row, 0) : NULL;
        *state = *wrapped ? AUDIT_KEY_KEPT : row && !rows_is_null(row, 1) ? AUDIT_KEY_ERASED : AUDIT_KEY_UNKNOWN;
        return true;
}

bool store_audit_other_active(StoreTx *tx, const Uuid *account, const Uuid *verification, bool *other,
                              GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &other_active, &row, error, VALUES(value_uuid(account), value_uuid(verification))))
                return false;
        *other = row != NULL;
        return true;
}

static bool state_first(StoreTx *tx, const Statement *statement, const Uuid *proceeding, AuditState *state,
                        bool *found, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, statement, &row, error, VALUES(value_uuid(proceeding))))
                return false;
        *found = row != NULL;
        if (row)
                *state = (AuditState){ .state = rows_text_copy(row, 0),
                                       .version = rows_int(row, 1),
                                       .due_at = rows_instant(row, 2) };
        return true;
}

bool store_audit_row_state(StoreTx *tx, const Uuid *proceeding, AuditState *state, bool *found, GError **error) {
        return state_first(tx, &row_state, proceeding, state, found, error);
}

bool store_audit_event_state(StoreTx *tx, const Uuid *proceeding, AuditState *state, bool *found, GError **error) {
        return state_first(tx, &event_state, proceeding, state, found, error);
}

bool store_audit_documents(StoreTx *tx, AuditDocument look, gpointer user, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &documents, error, NO_VALUES);

        if (!rows)
                return false;
        while (rows_next(rows)) {
                g_autoptr(GBytes) text = rows_bytes(rows, 1);

                if (!look(rows_text(rows, 0), text, user, error))
                        return false;
        }
        return true;
}

static bool index_row_is(Rows *rows, const char *purpose, const guint8 *hash) {
        gsize size;
        gconstpointer bytes = rows_blob(rows, 1, &size);

        return g_strcmp0(rows_text(rows, 0), purpose) == 0 && g_strcmp0(rows_text(rows, 2), "subject") == 0
               && size == 32 && memcmp(bytes, hash, size) == 0;
}

bool store_audit_index(StoreTx *tx, const Uuid *subject, const guint8 *name, const guint8 *number, bool *fits,
                       GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &index_of, error, VALUES(value_uuid(subject)));

        if (!rows)
                return false;
        *fits = !name
                || (rows_next(rows) && index_row_is(rows, "name", name) && rows_next(rows)
                    && index_row_is(rows, "number", number));
        *fits = *fits && !rows_next(rows);
        return true;
}
