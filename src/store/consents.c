/* Who agreed to what. */
#include "store/consents.h"

static const Statement consent_add = { "INSERT INTO consents (id, subject_id, purpose, text_version, given_at, "
                                       "given_for) VALUES ($1, $2, $3, $4, $5, $6)" };

static const Statement consent_withdraw = {
        "UPDATE consents SET withdrawn_at = $3 WHERE given_for = $1 AND purpose = $2 AND withdrawn_at IS NULL"
};

static const Statement consent_list = {
        "SELECT id, subject_id, given_for, purpose, text_version, given_at, withdrawn_at FROM consents "
        "WHERE given_for = $1 ORDER BY id"
};

void consent_row_free(ConsentRow *row) {
        if (!row)
                return;
        g_free(row->purpose);
        g_free(row->text_version);
        g_free(row);
}

bool store_consent_add(StoreTx *tx, const ConsentRow *row, GError **error) {
        return store_run(tx, &consent_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_uuid(&row->subject), value_text(row->purpose),
                                value_text(row->text_version), value_instant(row->given_at),
                                value_uuid(&row->given_for)));
}

bool store_consent_withdraw(StoreTx *tx, const Uuid *given_for, const char *purpose, gint64 now, gint64 *changed,
                            GError **error) {
        return store_run(tx, &consent_withdraw, changed, error,
                         VALUES(value_uuid(given_for), value_text(purpose), value_instant(now)));
}

bool store_consent_list(StoreTx *tx, const Uuid *given_for, GPtrArray **list, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) consent_row_free);
        g_autoptr(Rows) rows = store_query(tx, &consent_list, error, VALUES(value_uuid(given_for)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                ConsentRow *row = g_new0(ConsentRow, 1);

                *row = (ConsentRow){ .id = rows_uuid(rows, 0),
                                     .subject = rows_uuid(rows, 1),
                                     .given_for = rows_uuid(rows, 2),
                                     .purpose = rows_text_copy(rows, 3),
                                     .text_version = rows_text_copy(rows, 4),
                                     .given_at = rows_instant(rows, 5),
                                     .withdrawn_at = rows_instant(rows, 6) };
                g_ptr_array_add(found, row);
        }
        *list = g_steal_pointer(&found);
        return true;
}
