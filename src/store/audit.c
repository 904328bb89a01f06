/* The rows as the log's verification walks them. */
#include "store/audit.h"

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
        [AUDIT_EVIDENCE] = { { "SELECT COUNT(*) FROM evidence" },
                             { "SELECT id FROM evidence ORDER BY id LIMIT $1" },
                             { "SELECT id FROM evidence WHERE id > $2 ORDER BY id LIMIT $1" } },
};

static const Statement key_state = { "SELECT wrapped, erased_at FROM data_keys WHERE owner_id = $1" };

static const Statement other_active = {
        "SELECT 1 FROM verifications WHERE account_id = $1 AND released_at IS NULL AND id <> $2 LIMIT 1"
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
