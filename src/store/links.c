/* One-time links. The token itself is nowhere: only its keyed hash. */
#include "store/links.h"

#include <string.h>

#define COLUMNS "token_hash, purpose, created_at, expires_at, staff_id, account_id, case_id, subject_id, used_at"

static const char *const purposes[] = {
        [LINK_SIGN_IN] = "sign-in", [LINK_PASSWORD] = "password", [LINK_DISPUTE] = "dispute"
};
const EnumNames link_purpose_names = ENUM_NAMES(purposes);

static const Statement link_add = { "INSERT INTO links (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" };

static const Statement link_find = { "SELECT " COLUMNS " FROM links WHERE token_hash = $1" };

static const Statement link_use = {
        "UPDATE links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"
};

static const Statement links_void_of_staff = {
        "UPDATE links SET used_at = $2 WHERE staff_id = $1 AND used_at IS NULL"
};

static const Statement links_sweep = { "DELETE FROM links WHERE expires_at <= $1" };

bool store_link_add(StoreTx *tx, const LinkRow *row, GError **error) {
        return store_run(tx, &link_add, NULL, error,
                         VALUES(value_blob(row->token_hash, LINK_HASH_SIZE),
                                value_text(enum_name(&link_purpose_names, (int) row->purpose)),
                                value_instant(row->created_at), value_instant(row->expires_at),
                                value_uuid(&row->staff), value_uuid(&row->account), value_uuid(&row->case_id),
                                value_uuid(&row->subject), value_instant(row->used_at)));
}

bool store_link_find(StoreTx *tx, const guint8 token_hash[static LINK_HASH_SIZE], LinkRow *row, bool *found,
                     GError **error) {
        g_autoptr(Rows) rows = NULL;
        int purpose;

        if (!store_first(tx, &link_find, &rows, error, VALUES(value_blob(token_hash, LINK_HASH_SIZE))))
                return false;
        *found = rows != NULL;
        if (!rows)
                return true;
        if (!enum_find(&link_purpose_names, rows_text(rows, 1), &purpose))
                return fail(error, FAILURE_CORRUPT, "a link's row is not one");
        memcpy(row->token_hash, token_hash, LINK_HASH_SIZE);
        row->purpose = (LinkPurpose) purpose;
        row->created_at = rows_instant(rows, 2);
        row->expires_at = rows_instant(rows, 3);
        row->staff = rows_uuid(rows, 4);
        row->account = rows_uuid(rows, 5);
        row->case_id = rows_uuid(rows, 6);
        row->subject = rows_uuid(rows, 7);
        row->used_at = rows_instant(rows, 8);
        return true;
}

bool store_link_use(StoreTx *tx, const guint8 token_hash[static LINK_HASH_SIZE], gint64 now, bool *used,
                    GError **error) {
        gint64 changed;

        if (!store_run(tx, &link_use, &changed, error,
                       VALUES(value_blob(token_hash, LINK_HASH_SIZE), value_instant(now))))
                return false;
        *used = changed == 1;
        return true;
}

bool store_links_void_of_staff(StoreTx *tx, const Uuid *staff, gint64 now, GError **error) {
        return store_run(tx, &links_void_of_staff, NULL, error, VALUES(value_uuid(staff), value_instant(now)));
}

bool store_links_sweep(StoreTx *tx, gint64 now, GError **error) {
        return store_run(tx, &links_sweep, NULL, error, VALUES(value_instant(now)));
}
