/* Owners as accounts came to know them, and the blind index. */
#include "store/subjects.h"

#include <string.h>

static const Statement subject_add = {
        "INSERT INTO subjects (id, account_id, kind, sealed_identity, sealed_contacts, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)"
};

static const Statement subject_load = { "SELECT id, account_id, kind, sealed_identity, sealed_contacts, created_at, "
                                        "erased_at FROM subjects WHERE id = $1" };

static const Statement subject_range = {
        "SELECT subjects.id, subjects.account_id, subjects.kind, subjects.sealed_identity, subjects.sealed_contacts, "
        "subjects.created_at, subjects.erased_at, data_keys.wrapped FROM subjects "
        "LEFT JOIN data_keys ON data_keys.owner_id = subjects.id "
        "WHERE subjects.account_id > $1 AND subjects.account_id <= $2 ORDER BY subjects.account_id, subjects.id"
};

static const Statement subject_save = {
        "UPDATE subjects SET kind = $2, sealed_identity = $3, sealed_contacts = $4 WHERE id = $1"
};

static const Statement lookup_add = {
        "INSERT INTO lookups (purpose, hash, owner_id, owner_kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
};

static const Statement lookup_clear = { "DELETE FROM lookups WHERE owner_id = $1 AND purpose = $2" };

static const Statement lookup_find = {
        "SELECT owner_id FROM lookups WHERE purpose = $1 AND hash = $2 AND owner_kind = $3 AND owner_id > $4 "
        "ORDER BY owner_id LIMIT $5"
};

static const Statement lookup_of = { "SELECT hash FROM lookups WHERE owner_id = $1 AND purpose = $2" };

static const Statement lookup_active_accounts = {
        "SELECT COUNT(*) FROM lookups JOIN verifications ON verifications.subject_id = lookups.owner_id "
        "WHERE lookups.purpose = 'number' AND lookups.hash = $1 AND verifications.released_at IS NULL"
};

static const Statement lookup_owned_accounts = {
        "SELECT verifications.account_id FROM lookups JOIN verifications ON verifications.subject_id = "
        "lookups.owner_id "
        "WHERE lookups.purpose = 'number' AND lookups.hash = $1 AND verifications.released_at IS NULL "
        "AND verifications.account_id > $2 ORDER BY verifications.account_id LIMIT $3"
};

void subject_row_free(SubjectRow *row) {
        if (!row)
                return;
        g_clear_pointer(&row->sealed_identity, g_bytes_unref);
        g_clear_pointer(&row->sealed_contacts, g_bytes_unref);
        g_free(row);
}

static Value kind_value(const SubjectRow *row) {
        return value_text(row->kind_known ? enum_name(&owner_kind_names, (int) row->kind) : NULL);
}

bool store_subject_add(StoreTx *tx, const SubjectRow *row, GError **error) {
        return store_run(tx, &subject_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_uuid(&row->account), kind_value(row),
                                value_bytes(row->sealed_identity), value_bytes(row->sealed_contacts),
                                value_instant(row->created_at)));
}

static SubjectRow *subject_from_row(Rows *row) {
        SubjectRow *loaded = g_new0(SubjectRow, 1);
        int kind = 0;

        loaded->id = rows_uuid(row, 0);
        loaded->account = rows_uuid(row, 1);
        loaded->kind_known = enum_find(&owner_kind_names, rows_text(row, 2), &kind);
        loaded->kind = (OwnerKind) kind;
        loaded->sealed_identity = rows_bytes(row, 3);
        loaded->sealed_contacts = rows_bytes(row, 4);
        loaded->created_at = rows_instant(row, 5);
        loaded->erased_at = rows_instant(row, 6);
        return loaded;
}

bool store_subject_load(StoreTx *tx, const Uuid *id, SubjectRow **subject, GError **error) {
        g_autoptr(Rows) row = NULL;

        *subject = NULL;
        if (!store_first(tx, &subject_load, &row, error, VALUES(value_uuid(id))))
                return false;
        if (!row)
                return true;
        *subject = subject_from_row(row);
        return true;
}

void keyed_subject_free(KeyedSubject *subject) {
        if (!subject)
                return;
        subject_row_free(subject->row);
        g_clear_pointer(&subject->wrapped, g_bytes_unref);
        g_free(subject);
}

bool store_subject_range(StoreTx *tx, const Uuid *after, const Uuid *last, GPtrArray **subjects, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) keyed_subject_free);
        Value place = { .type = VALUE_UUID, .bytes = after->bytes, .size = sizeof after->bytes };
        g_autoptr(Rows) rows = store_query(tx, &subject_range, error, VALUES(place, value_uuid(last)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                KeyedSubject *subject = g_new0(KeyedSubject, 1);

                subject->row = subject_from_row(rows);
                subject->wrapped = rows_bytes(rows, 7);
                g_ptr_array_add(found, subject);
        }
        *subjects = g_steal_pointer(&found);
        return true;
}

bool store_subject_save(StoreTx *tx, const SubjectRow *row, GError **error) {
        return store_run(tx, &subject_save, NULL, error,
                         VALUES(value_uuid(&row->id), kind_value(row), value_bytes(row->sealed_identity),
                                value_bytes(row->sealed_contacts)));
}

bool store_lookup_add(StoreTx *tx, const char *purpose, const guint8 hash[static 32], const Uuid *owner,
                      const char *owner_kind, GError **error) {
        return store_run(
                tx, &lookup_add, NULL, error,
                VALUES(value_text(purpose), value_blob(hash, 32), value_uuid(owner), value_text(owner_kind)));
}

bool store_lookup_clear(StoreTx *tx, const char *purpose, const Uuid *owner, GError **error) {
        return store_run(tx, &lookup_clear, NULL, error, VALUES(value_uuid(owner), value_text(purpose)));
}

static GArray *ids_read(Rows *rows) {
        GArray *ids = g_array_new(FALSE, FALSE, sizeof(Uuid));

        while (rows_next(rows)) {
                Uuid id = rows_uuid(rows, 0);

                g_array_append_val(ids, id);
        }
        return ids;
}

/* The nil id as a place before all others, where value_uuid() would say NULL. */
static Value place_value(const Uuid *after) {
        return (Value){ .type = VALUE_UUID, .bytes = after->bytes, .size = sizeof after->bytes };
}

bool store_lookup_find(StoreTx *tx, const char *purpose, const guint8 hash[static 32], const char *owner_kind,
                       const Uuid *after, guint limit, GArray **owners, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &lookup_find, error,
                                           VALUES(value_text(purpose), value_blob(hash, 32), value_text(owner_kind),
                                                  place_value(after), value_int(limit)));

        if (!rows)
                return false;
        *owners = ids_read(rows);
        return true;
}

bool store_lookup_owned_accounts(StoreTx *tx, const guint8 hash[static 32], const Uuid *after, guint limit,
                                 GArray **accounts, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &lookup_owned_accounts, error,
                                           VALUES(value_blob(hash, 32), place_value(after), value_int(limit)));

        if (!rows)
                return false;
        *accounts = ids_read(rows);
        return true;
}

bool store_lookup_of(StoreTx *tx, const char *purpose, const Uuid *owner, guint8 hash[static 32], bool *found,
                     GError **error) {
        g_autoptr(Rows) row = NULL;
        gconstpointer bytes;
        gsize size = 0;

        if (!store_first(tx, &lookup_of, &row, error, VALUES(value_uuid(owner), value_text(purpose))))
                return false;
        bytes = row ? rows_blob(row, 0, &size) : NULL;
        *found = bytes && size == 32;
        if (*found)
                memcpy(hash, bytes, 32);
        return true;
}

bool store_lookup_active_accounts(StoreTx *tx, const guint8 hash[static 32], gint64 *count, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &lookup_active_accounts, &row, error, VALUES(value_blob(hash, 32))))
                return false;
        *count = row ? rows_int(row, 0) : 0;
        return true;
}
