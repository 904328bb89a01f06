/* Imports: their progress, and their rows in bulk. */
#include "store/imports.h"

#include <string.h>

#define IMPORT_COLUMNS "id, source, started_at, done_at, position, lines, hash, taken, rejected, rejected_bytes"

static const Statement import_newest = { "SELECT " IMPORT_COLUMNS
                                         " FROM imports WHERE source = $1 ORDER BY id DESC LIMIT 1" };

static const Statement import_add = { "INSERT INTO imports (" IMPORT_COLUMNS
                                      ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)" };

static const Statement import_move = {
        "UPDATE imports SET done_at = $3, position = $4, lines = $5, hash = $6, taken = $7, rejected = $8, "
        "rejected_bytes = $9 WHERE id = $1 AND position = $2 AND done_at IS NULL"
};

/* INSERT and COPY of the same columns, side by side. */
#define LOAD(table, columns, places)                                                  \
        {                                                                             \
                .sql = "INSERT INTO " table " (" columns ") VALUES (" places ")",     \
                .postgres = "COPY " table " (" columns ") FROM STDIN (FORMAT binary)" \
        }

static const Statement accounts_load =
        LOAD("accounts", "id, external_id, origin, origin_verified, frozen, tenure, version, created_at",
             "$1, $2, $3, $4, $5, $6, $7, $8");
static const Statement keys_load = LOAD("data_keys", "owner_id, owner_kind, wrapped, created_at", "$1, $2, $3, $4");
static const Statement subjects_load = LOAD(
        "subjects", "id, account_id, kind, sealed_identity, sealed_contacts, created_at", "$1, $2, $3, $4, $5, $6");
static const Statement lookups_load = LOAD("lookups", "purpose, hash, owner_id, owner_kind", "$1, $2, $3, $4");
static const Statement verifications_load = LOAD(
        "verifications",
        "id, account_id, subject_id, kind, method, verified_at, opened_by_proceeding, released_at, released_by_case",
        "$1, $2, $3, $4, $5, $6, $7, $8, $9");
static const Statement leaves_load =
        LOAD("leaves", "id, bytes, key_owner, sealed_opening, made_at, leaf_index, verification_id",
             "$1, $2, $3, $4, $5, $6, $7");

static const Statement import_known = {
        .sql = "SELECT external_id, created_at FROM accounts WHERE external_id IN (SELECT value FROM json_each($1))",
        .postgres = "SELECT external_id, created_at FROM accounts "
                    "WHERE external_id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))"
};

static const Statement id_taken = { "SELECT 1 FROM accounts WHERE id = $1 UNION ALL SELECT 1 FROM subjects "
                                    "WHERE id = $1 UNION ALL SELECT 1 FROM verifications WHERE id = $1 LIMIT 1" };

void import_row_free(ImportRow *row) {
        if (!row)
                return;
        g_free(row->source);
        g_free(row);
}

bool store_import_newest(StoreTx *tx, const char *source, ImportRow **import, GError **error) {
        g_autoptr(Rows) row = NULL;
        gconstpointer hash;
        gsize size;

        *import = NULL;
        if (!store_first(tx, &import_newest, &row, error, VALUES(value_text(source))))
                return false;
        if (!row)
                return true;
        *import = g_new0(ImportRow, 1);
        **import = (ImportRow){ .id = rows_uuid(row, 0),
                                .source = rows_text_copy(row, 1),
                                .started_at = rows_instant(row, 2),
                                .done_at = rows_instant(row, 3),
                                .position = rows_int(row, 4),
                                .lines = rows_int(row, 5),
                                .taken = rows_int(row, 7),
                                .rejected = rows_int(row, 8),
                                .rejected_bytes = rows_int(row, 9) };
        hash = rows_blob(row, 6, &size);
        if (size == IMPORT_HASH_SIZE)
                memcpy((*import)->hash, hash, size);
        return true;
}

bool store_import_add(StoreTx *tx, const ImportRow *row, GError **error) {
        return store_run(tx, &import_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_text(row->source), value_instant(row->started_at),
                                value_instant(row->done_at), value_int(row->position), value_int(row->lines),
                                value_blob(row->hash, sizeof row->hash), value_int(row->taken),
                                value_int(row->rejected), value_int(row->rejected_bytes)));
}

bool store_import_move(StoreTx *tx, const ImportRow *row, gint64 from, bool *moved, GError **error) {
        gint64 changed;

        if (!store_run(tx, &import_move, &changed, error,
                       VALUES(value_uuid(&row->id), value_int(from), value_instant(row->done_at),
                              value_int(row->position), value_int(row->lines),
                              value_blob(row->hash, sizeof row->hash), value_int(row->taken),
                              value_int(row->rejected), value_int(row->rejected_bytes))))
                return false;
        *moved = changed == 1;
        return true;
}

/* ---- in bulk ------------------------------------------------------------------------------------------------------- */

static bool is_left_out(const ImportRows *rows, guint account) {
        return g_array_index(rows->accounts, ImportAccountRow, account).left_out;
}

static const Uuid *account_id(const ImportRows *rows, guint account) {
        return &g_array_index(rows->accounts, ImportAccountRow, account).id;
}

static Value bytes_value(const ImportBytes *bytes) {
        return value_blob(bytes->bytes, bytes->size);
}

static bool account_fill(gsize place, Value *values, gconstpointer data) {
        const ImportRows *rows = data;
        const ImportAccountRow *row = &g_array_index(rows->accounts, ImportAccountRow, place);

        if (row->left_out)
                return false;
        values[0] = value_uuid(&row->id);
        values[1] = value_text(row->external_id);
        values[2] = value_text(enum_name(&origin_names, (int) row->origin));
        values[3] = value_int(row->origin_verified);
        values[4] = value_int(row->frozen);
        values[5] = value_uuid(&row->tenure);
        values[6] = value_int(1);
        values[7] = value_instant(row->created_at);
        return true;
}

static bool key_fill(gsize place, Value *values, gconstpointer data) {
        const ImportRows *rows = data;
        const ImportSubjectRow *row = &g_array_index(rows->subjects, ImportSubjectRow, place);

        if (is_left_out(rows, row->account))
                return false;
        values[0] = value_uuid(&row->id);
        values[1] = value_text("subject");
        values[2] = bytes_value(&row->wrapped);
        values[3] = value_instant(row->created_at);
        return true;
}

static bool subject_fill(gsize place, Value *values, gconstpointer data) {
        const ImportRows *rows = data;
        const ImportSubjectRow *row = &g_array_index(rows->subjects, ImportSubjectRow, place);

        if (is_left_out(rows, row->account))
                return false;
        values[0] = value_uuid(&row->id);
        values[1] = value_uuid(account_id(rows, row->account));
        values[2] = value_text(row->kind_known ? enum_name(&owner_kind_names, (int) row->kind) : NULL);
        values[3] = bytes_value(&row->sealed_identity);
        values[4] = bytes_value(&row->sealed_contacts);
        values[5] = value_instant(row->created_at);
        return true;
}

static bool lookup_fill(gsize place, Value *values, gconstpointer data) {
        const ImportRows *rows = data;
        const ImportLookupRow *row = &g_array_index(rows->lookups, ImportLookupRow, place);

        if (is_left_out(rows, row->account))
                return false;
        values[0] = value_text(row->purpose);
        values[1] = value_blob(row->hash, sizeof row->hash);
        values[2] = value_uuid(&row->subject);
        values[3] = value_text("subject");
        return true;
}

static bool verification_fill(gsize place, Value *values, gconstpointer data) {
        const ImportRows *rows = data;
        const ImportVerificationRow *row = &g_array_index(rows->verifications, ImportVerificationRow, place);

        if (is_left_out(rows, row->account))
                return false;
        values[0] = value_uuid(&row->id);
        values[1] = value_uuid(account_id(rows, row->account));
        values[2] = value_uuid(&row->subject);
        values[3] = value_text(enum_name(&owner_kind_names, (int) row->kind));
        values[4] = value_text(enum_name(&method_names, (int) row->method));
        values[5] = value_instant(row->verified_at);
        values[6] = value_uuid(&row->opened_by);
        values[7] = value_instant(row->released_at);
        values[8] = value_uuid(&row->released_by);
        return true;
}

static bool leaf_fill(gsize place, Value *values, gconstpointer data) {
        const ImportRows *rows = data;
        const ImportLeafRow *row = &g_array_index(rows->leaves, ImportLeafRow, place);

        if (is_left_out(rows, row->account))
                return false;
        values[0] = value_uuid(&row->id);
        values[1] = bytes_value(&row->bytes);
        values[2] = value_uuid(&row->key_owner);
        values[3] = bytes_value(&row->sealed_opening);
        values[4] = value_instant(row->made_at);
        values[5] = value_int(row->index);
        values[6] = value_uuid(&row->verification);
        return true;
}

bool store_import_load(StoreTx *tx, const ImportRows *rows, GError **error) {
        return store_load(tx, &accounts_load, 8, rows->accounts->len, account_fill, rows, error)
               && store_load(tx, &keys_load, 4, rows->subjects->len, key_fill, rows, error)
               && store_load(tx, &subjects_load, 6, rows->subjects->len, subject_fill, rows, error)
               && store_load(tx, &lookups_load, 4, rows->lookups->len, lookup_fill, rows, error)
               && store_load(tx, &verifications_load, 9, rows->verifications->len, verification_fill, rows, error)
               && store_load(tx, &leaves_load, 7, rows->leaves->len, leaf_fill, rows, error);
}

bool store_import_known(StoreTx *tx, const char *external_ids, ImportKnown known, gpointer user, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &import_known, error, VALUES(value_text(external_ids)));

        if (!rows)
                return false;
        while (rows_next(rows))
                known(rows_text(rows, 0), rows_instant(rows, 1), user);
        return true;
}

bool store_import_id_is_taken(StoreTx *tx, const Uuid *id, bool *taken, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &id_taken, &row, error, VALUES(value_uuid(id))))
                return false;
        *taken = row != NULL;
        return true;
}
