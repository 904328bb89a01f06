/* The files given for a checklist. */
#include "store/evidence.h"

#include "domain/checklist.h"

#include <string.h>

static const char *const states[] = { [EVIDENCE_GIVEN] = "given",
                                      [EVIDENCE_ACCEPTED] = "accepted",
                                      [EVIDENCE_REFUSED] = "refused",
                                      [EVIDENCE_WITHDRAWN] = "withdrawn" };
const EnumNames evidence_state_names = ENUM_NAMES(states);

#define EVIDENCE_COLUMNS                                                                                        \
        "id, proceeding_id, item, material, side, state, blob_id, media_type, size, content_mac, wrapped_key, " \
        "key_owner, "                                                                                           \
        "sealed_hash, uploaded_by, uploaded_role, uploaded_at"

static const Statement evidence_add = {
        "INSERT INTO evidence (" EVIDENCE_COLUMNS ") "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
};

static const Statement evidence_load = { "SELECT " EVIDENCE_COLUMNS " FROM evidence WHERE id = $1" };

static const Statement evidence_list = { "SELECT " EVIDENCE_COLUMNS
                                         " FROM evidence WHERE proceeding_id = $1 ORDER BY id" };

static const Statement evidence_count = { "SELECT item, COUNT(*) FROM evidence WHERE proceeding_id = $1 AND state IN "
                                          "('given', 'accepted') GROUP BY item" };

static const Statement evidence_set_state = { "UPDATE evidence SET state = $2 WHERE id = $1" };

static const Statement evidence_set_states = {
        "UPDATE evidence SET state = $4 WHERE proceeding_id = $1 AND item = $2 AND state = $3"
};

static const Statement evidence_has_blob = {
        "SELECT 1 FROM evidence WHERE blob_id = $1 AND state <> 'withdrawn' LIMIT 1"
};

static const Statement evidence_names_blob = { "SELECT 1 FROM evidence WHERE blob_id = $1 LIMIT 1" };

void evidence_row_free(EvidenceRow *row) {
        if (!row)
                return;
        g_free(row->item);
        g_free(row->material);
        g_free(row->media_type);
        g_free(row->uploaded_role);
        g_clear_pointer(&row->wrapped_key, g_bytes_unref);
        g_clear_pointer(&row->sealed_hash, g_bytes_unref);
        g_free(row);
}

static const Statement evidence_blobs = {
        "SELECT DISTINCT blob_id FROM evidence WHERE state <> 'withdrawn' ORDER BY blob_id LIMIT $1"
};

static const Statement evidence_blobs_after = {
        "SELECT DISTINCT blob_id FROM evidence WHERE state <> 'withdrawn' AND blob_id > $2 ORDER BY blob_id LIMIT $1"
};

static Value state_value(EvidenceState state) {
        return value_text(enum_name(&evidence_state_names, (int) state));
}

bool store_evidence_add(StoreTx *tx, const EvidenceRow *row, GError **error) {
        return store_run(tx, &evidence_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_uuid(&row->proceeding), value_text(row->item),
                                value_text(row->material), value_text(enum_name(&side_names, (int) row->side)),
                                state_value(row->state), value_uuid(&row->blob), value_text(row->media_type),
                                value_int(row->size_bytes), value_blob(row->content_mac, sizeof row->content_mac),
                                value_bytes(row->wrapped_key), value_uuid(&row->key_owner),
                                value_bytes(row->sealed_hash), value_uuid(&row->uploaded_by),
                                value_text(row->uploaded_role), value_instant(row->uploaded_at)));
}

static EvidenceRow *evidence_from_row(Rows *row, GError **error) {
        g_autoptr(EvidenceRow) evidence = g_new0(EvidenceRow, 1);
        gconstpointer mac;
        int side, state;
        gsize size;

        mac = rows_blob(row, 9, &size);
        if (!enum_find(&side_names, rows_text(row, 4), &side)
            || !enum_find(&evidence_state_names, rows_text(row, 5), &state) || size != sizeof evidence->content_mac) {
                fail(error, FAILURE_CORRUPT, "a row of evidence is not one");
                return NULL;
        }
        memcpy(evidence->content_mac, mac, size);
        evidence->id = rows_uuid(row, 0);
        evidence->proceeding = rows_uuid(row, 1);
        evidence->item = rows_text_copy(row, 2);
        evidence->material = rows_text_copy(row, 3);
        evidence->side = (Side) side;
        evidence->state = (EvidenceState) state;
        evidence->blob = rows_uuid(row, 6);
        evidence->media_type = rows_text_copy(row, 7);
        evidence->size_bytes = rows_int(row, 8);
        evidence->wrapped_key = rows_bytes(row, 10);
        evidence->key_owner = rows_uuid(row, 11);
        evidence->sealed_hash = rows_bytes(row, 12);
        evidence->uploaded_by = rows_uuid(row, 13);
        evidence->uploaded_role = rows_text_copy(row, 14);
        evidence->uploaded_at = rows_instant(row, 15);
        return g_steal_pointer(&evidence);
}

bool store_evidence_load(StoreTx *tx, const Uuid *id, EvidenceRow **evidence, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &evidence_load, &row, error, VALUES(value_uuid(id))))
                return false;
        *evidence = row ? evidence_from_row(row, error) : NULL;
        return !row || *evidence;
}

bool store_evidence_list(StoreTx *tx, const Uuid *proceeding, GPtrArray **list, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) evidence_row_free);
        g_autoptr(Rows) rows = store_query(tx, &evidence_list, error, VALUES(value_uuid(proceeding)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                EvidenceRow *row = evidence_from_row(rows, error);

                if (!row)
                        return false;
                g_ptr_array_add(found, row);
        }
        *list = g_steal_pointer(&found);
        return true;
}

bool store_evidence_count(StoreTx *tx, const Uuid *proceeding, GPtrArray *files, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &evidence_count, error, VALUES(value_uuid(proceeding)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                ItemFiles *entry = g_new0(ItemFiles, 1);

                entry->item = rows_text_copy(rows, 0);
                entry->count = (guint) rows_int(rows, 1);
                g_ptr_array_add(files, entry);
        }
        return true;
}

bool store_evidence_set_state(StoreTx *tx, const Uuid *id, EvidenceState state, GError **error) {
        return store_run(tx, &evidence_set_state, NULL, error, VALUES(value_uuid(id), state_value(state)));
}

bool store_evidence_set_states(StoreTx *tx, const Uuid *proceeding, const char *item, EvidenceState from,
                               EvidenceState to, GError **error) {
        return store_run(tx, &evidence_set_states, NULL, error,
                         VALUES(value_uuid(proceeding), value_text(item), state_value(from), state_value(to)));
}

static bool blob_find(StoreTx *tx, const Statement *statement, const Uuid *blob, bool *found, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, statement, &row, error, VALUES(value_uuid(blob))))
                return false;
        *found = row != NULL;
        return true;
}

bool store_evidence_blobs(StoreTx *tx, const Uuid *after, guint limit, GArray *blobs, GError **error) {
        g_autoptr(Rows) rows = uuid_is_nil(after) ? store_query(tx, &evidence_blobs, error, VALUES(value_int(limit)))
                                                  : store_query(tx, &evidence_blobs_after, error,
                                                                VALUES(value_int(limit), value_uuid(after)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                Uuid blob = rows_uuid(rows, 0);

                g_array_append_val(blobs, blob);
        }
        return true;
}

bool store_evidence_names_blob(StoreTx *tx, const Uuid *blob, bool *names, GError **error) {
        return blob_find(tx, &evidence_names_blob, blob, names, error);
}

bool store_evidence_has_blob(StoreTx *tx, const Uuid *blob, bool *has, GError **error) {
        return blob_find(tx, &evidence_has_blob, blob, has, error);
}
