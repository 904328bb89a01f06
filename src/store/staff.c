/* Members of staff. Their names are sealed; the login is found by its keyed hash. */
#include "store/staff.h"

#include <string.h>

#define COLUMNS "id, login_hash, roles, sealed_profile, version, created_at, password_hash, disabled_at"

static const Statement staff_add = {
        "INSERT INTO staff (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (login_hash) DO NOTHING"
};

static const Statement staff_load = { "SELECT " COLUMNS " FROM staff WHERE id = $1" };

static const Statement staff_find = { "SELECT " COLUMNS " FROM staff WHERE login_hash = $1" };

static const Statement staff_first = { "SELECT " COLUMNS " FROM staff ORDER BY id LIMIT $1" };

static const Statement staff_after = { "SELECT " COLUMNS " FROM staff WHERE id > $1 ORDER BY id LIMIT $2" };

static const Statement staff_save = {
        "UPDATE staff SET roles = $1, sealed_profile = $2, disabled_at = $3, version = version + 1 "
        "WHERE id = $4 AND version = $5"
};

static const Statement staff_password_first = {
        "UPDATE staff SET password_hash = $2 WHERE id = $1 AND password_hash IS NULL"
};

static const Statement staff_password_next = {
        "UPDATE staff SET password_hash = $2 WHERE id = $1 AND password_hash = $3"
};

static const Statement staff_others = {
        "SELECT id FROM staff WHERE id <> $1 AND disabled_at IS NULL AND (roles & $2) <> 0 LIMIT 1"
};

static const Statement staff_claims = {
        "SELECT id FROM proceedings WHERE claimed_by = $1 ORDER BY due_at, id LIMIT $2"
};

void staff_row_clear(StaffRow *row) {
        g_clear_pointer(&row->sealed_profile, g_bytes_unref);
        g_clear_pointer(&row->password_hash, g_free);
}

void staff_row_free(StaffRow *row) {
        staff_row_clear(row);
        g_free(row);
}

static bool staff_from_row(Rows *rows, StaffRow *row, GError **error) {
        gsize size;
        gconstpointer hash = rows_blob(rows, 1, &size);

        if (size != STAFF_HASH_SIZE)
                return fail(error, FAILURE_CORRUPT, "a member of staff has no login hash");
        memcpy(row->login_hash, hash, size);
        row->id = rows_uuid(rows, 0);
        row->roles = (guint) rows_int(rows, 2);
        row->sealed_profile = rows_bytes(rows, 3);
        row->version = rows_int(rows, 4);
        row->created_at = rows_instant(rows, 5);
        row->password_hash = rows_text_copy(rows, 6);
        row->disabled_at = rows_instant(rows, 7);
        return true;
}

bool store_staff_add(StoreTx *tx, const StaffRow *row, bool *added, GError **error) {
        gint64 changed;

        if (!store_run(tx, &staff_add, &changed, error,
                       VALUES(value_uuid(&row->id), value_blob(row->login_hash, STAFF_HASH_SIZE),
                              value_int(row->roles), value_bytes(row->sealed_profile), value_int(row->version),
                              value_instant(row->created_at), value_text(row->password_hash),
                              value_instant(row->disabled_at))))
                return false;
        *added = changed == 1;
        return true;
}

static bool staff_one(StoreTx *tx, const Statement *statement, Value key, StaffRow *row, bool *found,
                      GError **error) {
        g_autoptr(Rows) rows = NULL;

        if (!store_first(tx, statement, &rows, error, VALUES(key)))
                return false;
        *found = rows != NULL;
        return !rows || staff_from_row(rows, row, error);
}

bool store_staff_load(StoreTx *tx, const Uuid *id, StaffRow *row, bool *found, GError **error) {
        return staff_one(tx, &staff_load, value_uuid(id), row, found, error);
}

bool store_staff_find(StoreTx *tx, const guint8 login_hash[static STAFF_HASH_SIZE], StaffRow *row, bool *found,
                      GError **error) {
        return staff_one(tx, &staff_find, value_blob(login_hash, STAFF_HASH_SIZE), row, found, error);
}

bool store_staff_list(StoreTx *tx, const Uuid *after, guint limit, GPtrArray *rows, GError **error) {
        guint count = MIN(limit, STAFF_PAGE_MAX);
        g_autoptr(Rows) found = uuid_is_nil(after) ? store_query(tx, &staff_first, error, VALUES(value_int(count)))
                                                   : store_query(tx, &staff_after, error,
                                                                 VALUES(value_uuid(after), value_int(count)));

        if (!found)
                return false;
        while (rows_next(found)) {
                StaffRow *row = g_new0(StaffRow, 1);

                g_ptr_array_add(rows, row);
                if (!staff_from_row(found, row, error))
                        return false;
        }
        return true;
}

bool store_staff_save(StoreTx *tx, StaffRow *row, bool *saved, GError **error) {
        gint64 changed;

        if (!store_run(tx, &staff_save, &changed, error,
                       VALUES(value_int(row->roles), value_bytes(row->sealed_profile),
                              value_instant(row->disabled_at), value_uuid(&row->id), value_int(row->version))))
                return false;
        *saved = changed == 1;
        row->version += *saved;
        return true;
}

bool store_staff_password(StoreTx *tx, const Uuid *id, const char *before, const char *password_hash, bool *saved,
                          GError **error) {
        gint64 changed;
        bool ran = before ? store_run(tx, &staff_password_next, &changed, error,
                                      VALUES(value_uuid(id), value_text(password_hash), value_text(before)))
                          : store_run(tx, &staff_password_first, &changed, error,
                                      VALUES(value_uuid(id), value_text(password_hash)));

        if (ran)
                *saved = changed == 1;
        return ran;
}

bool store_staff_others_have(StoreTx *tx, const Uuid *id, guint roles, bool *others, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &staff_others, &row, error, VALUES(value_uuid(id), value_int(roles))))
                return false;
        *others = row != NULL;
        return true;
}

bool store_staff_claims(StoreTx *tx, const Uuid *id, guint limit, GArray *ids, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &staff_claims, error, VALUES(value_uuid(id), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                Uuid claimed = rows_uuid(rows, 0);

                g_array_append_val(ids, claimed);
        }
        return true;
}
