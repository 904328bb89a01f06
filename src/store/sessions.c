/* Sessions. The cookie itself is nowhere: only its keyed hash. */
#include "store/sessions.h"

#include <string.h>

#define COLUMNS "token_hash, id, kind, created_at, seen_at, expires_at, staff_id, account_id, case_id, subject_id"

static const char *const kinds[] = {
        [SESSION_STAFF] = "staff", [SESSION_HOLDER] = "holder", [SESSION_PARTY] = "party"
};
const EnumNames session_kind_names = ENUM_NAMES(kinds);

static const Statement session_add = { "INSERT INTO sessions (" COLUMNS
                                       ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" };

static const Statement session_find = {
        "SELECT s.token_hash, s.id, s.kind, s.created_at, s.seen_at, s.expires_at, s.staff_id, s.account_id, "
        "s.case_id, "
        "s.subject_id, p.roles FROM sessions s LEFT JOIN staff p ON p.id = s.staff_id AND p.disabled_at IS NULL "
        "WHERE s.token_hash = $1"
};

static const Statement session_touch = { "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $3" };

static const Statement sessions_of_staff = {
        "SELECT " COLUMNS " FROM sessions WHERE staff_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
};

static const Statement sessions_of_account = {
        "SELECT " COLUMNS " FROM sessions WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
};

static const Statement session_end = { "DELETE FROM sessions WHERE token_hash = $1" };

static const Statement sessions_end_of_staff = { "DELETE FROM sessions WHERE staff_id = $1" };

static const Statement sessions_end_of_holder = { "DELETE FROM sessions WHERE account_id = $1 AND kind = 'holder'" };

static const Statement sessions_sweep = { "DELETE FROM sessions WHERE expires_at <= $1" };

static bool session_from_row(Rows *rows, SessionRow *row, GError **error) {
        gsize size;
        gconstpointer hash = rows_blob(rows, 0, &size);
        int kind;

        if (size != SESSION_HASH_SIZE || !enum_find(&session_kind_names, rows_text(rows, 2), &kind))
                return fail(error, FAILURE_CORRUPT, "a session's row is not one");
        memcpy(row->token_hash, hash, size);
        row->id = rows_uuid(rows, 1);
        row->kind = (SessionKind) kind;
        row->created_at = rows_instant(rows, 3);
        row->seen_at = rows_instant(rows, 4);
        row->expires_at = rows_instant(rows, 5);
        row->staff = rows_uuid(rows, 6);
        row->account = rows_uuid(rows, 7);
        row->case_id = rows_uuid(rows, 8);
        row->subject = rows_uuid(rows, 9);
        return true;
}

bool store_session_add(StoreTx *tx, const SessionRow *row, GError **error) {
        return store_run(tx, &session_add, NULL, error,
                         VALUES(value_blob(row->token_hash, SESSION_HASH_SIZE), value_uuid(&row->id),
                                value_text(enum_name(&session_kind_names, (int) row->kind)),
                                value_instant(row->created_at), value_instant(row->seen_at),
                                value_instant(row->expires_at), value_uuid(&row->staff), value_uuid(&row->account),
                                value_uuid(&row->case_id), value_uuid(&row->subject)));
}

bool store_session_find(StoreTx *tx, const guint8 token_hash[static SESSION_HASH_SIZE], SessionRow *row, guint *roles,
                        bool *found, GError **error) {
        g_autoptr(Rows) rows = NULL;

        if (!store_first(tx, &session_find, &rows, error, VALUES(value_blob(token_hash, SESSION_HASH_SIZE))))
                return false;
        *found = rows != NULL;
        if (!rows)
                return true;
        *roles = (guint) rows_int(rows, 10);
        return session_from_row(rows, row, error);
}

bool store_session_touch(StoreTx *tx, const guint8 token_hash[static SESSION_HASH_SIZE], gint64 now,
                         gint64 unless_since, GError **error) {
        return store_run(
                tx, &session_touch, NULL, error,
                VALUES(value_blob(token_hash, SESSION_HASH_SIZE), value_instant(now), value_instant(unless_since)));
}

static bool sessions_list(StoreTx *tx, const Statement *statement, const Uuid *owner, GArray *rows, GError **error) {
        g_autoptr(Rows) found =
                store_query(tx, statement, error, VALUES(value_uuid(owner), value_int(SESSIONS_LISTED_MAX)));

        if (!found)
                return false;
        while (rows_next(found)) {
                SessionRow row = { 0 };

                if (!session_from_row(found, &row, error))
                        return false;
                g_array_append_val(rows, row);
        }
        return true;
}

bool store_sessions_of_staff(StoreTx *tx, const Uuid *staff, GArray *rows, GError **error) {
        return sessions_list(tx, &sessions_of_staff, staff, rows, error);
}

bool store_sessions_of_account(StoreTx *tx, const Uuid *account, GArray *rows, GError **error) {
        return sessions_list(tx, &sessions_of_account, account, rows, error);
}

bool store_session_end(StoreTx *tx, const guint8 token_hash[static SESSION_HASH_SIZE], GError **error) {
        return store_run(tx, &session_end, NULL, error, VALUES(value_blob(token_hash, SESSION_HASH_SIZE)));
}

bool store_sessions_end_of_staff(StoreTx *tx, const Uuid *staff, GError **error) {
        return store_run(tx, &sessions_end_of_staff, NULL, error, VALUES(value_uuid(staff)));
}

bool store_sessions_end_of_holder(StoreTx *tx, const Uuid *account, GError **error) {
        return store_run(tx, &sessions_end_of_holder, NULL, error, VALUES(value_uuid(account)));
}

bool store_sessions_sweep(StoreTx *tx, gint64 now, GError **error) {
        return store_run(tx, &sessions_sweep, NULL, error, VALUES(value_instant(now)));
}
