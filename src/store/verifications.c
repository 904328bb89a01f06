/* Verifications, written once. */
#include "store/verifications.h"

#include "store/answer-cache.h"
#include "store/backend.h"

#define VERIFICATION_COLUMNS \
        "id, account_id, subject_id, kind, method, verified_at, opened_by_proceeding, released_at, released_by_case"

static const Statement verification_add = {
        "INSERT INTO verifications (id, account_id, subject_id, kind, method, verified_at, opened_by_proceeding) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)"
};

static const Statement verification_release = {
        "UPDATE verifications SET released_at = $2, released_by_case = $3 WHERE id = $1 AND released_at IS NULL"
};

static const Statement verification_active = { "SELECT " VERIFICATION_COLUMNS
                                               " FROM verifications WHERE account_id = $1 AND released_at IS NULL" };

static const Statement verification_load = { "SELECT " VERIFICATION_COLUMNS " FROM verifications WHERE id = $1" };

static const Statement verification_history = {
        "SELECT " VERIFICATION_COLUMNS
        " FROM verifications WHERE account_id = $1 ORDER BY verified_at DESC, id DESC LIMIT $2"
};

static const Statement verification_history_before = {
        "SELECT " VERIFICATION_COLUMNS " FROM verifications WHERE account_id = $1 AND (verified_at, id) < ($2, $3) "
        "ORDER BY verified_at DESC, id DESC LIMIT $4"
};

static const Statement verification_range = { "SELECT " VERIFICATION_COLUMNS
                                              " FROM verifications WHERE account_id > $1 AND account_id <= $2 "
                                              "ORDER BY account_id, verified_at, id" };

bool store_verification_add(StoreTx *tx, const Verification *verification, GError **error) {
        return store_run(tx, &verification_add, NULL, error,
                         VALUES(value_uuid(&verification->id), value_uuid(&verification->account),
                                value_uuid(&verification->subject),
                                value_text(enum_name(&owner_kind_names, (int) verification->kind)),
                                value_text(enum_name(&method_names, (int) verification->method)),
                                value_instant(verification->verified_at), value_uuid(&verification->opened_by)));
}

bool store_verification_release(StoreTx *tx, const Uuid *id, const Uuid *case_id, gint64 now, GError **error) {
        gint64 changed = 0;

        if (!store_run(tx, &verification_release, &changed, error,
                       VALUES(value_uuid(id), value_instant(now), value_uuid(case_id))))
                return false;
        return changed == 1 || refuse(error, REFUSAL_NOT_VERIFIED, NULL, NULL);
}

static bool verification_from_row(Rows *row, Verification *verification, GError **error) {
        int kind, method;

        if (!enum_find(&owner_kind_names, rows_text(row, 3), &kind)
            || !enum_find(&method_names, rows_text(row, 4), &method))
                return fail(error, FAILURE_CORRUPT, "a verification has an unknown word");
        *verification = (Verification){ .id = rows_uuid(row, 0),
                                        .account = rows_uuid(row, 1),
                                        .subject = rows_uuid(row, 2),
                                        .kind = (OwnerKind) kind,
                                        .method = (Method) method,
                                        .verified_at = rows_instant(row, 5),
                                        .opened_by = rows_uuid(row, 6),
                                        .released_at = rows_instant(row, 7),
                                        .released_by = rows_uuid(row, 8) };
        return true;
}

static bool verification_first(StoreTx *tx, const Statement *statement, const Uuid *id, Verification *verification,
                               bool *found, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, statement, &row, error, VALUES(value_uuid(id))))
                return false;
        *found = row != NULL;
        return !row || verification_from_row(row, verification, error);
}

bool store_verification_active(StoreTx *tx, const Uuid *account, Verification *verification, bool *found,
                               GError **error) {
        return verification_first(tx, &verification_active, account, verification, found, error);
}

bool store_verification_load(StoreTx *tx, const Uuid *id, Verification *verification, bool *found, GError **error) {
        return verification_first(tx, &verification_load, id, verification, found, error);
}

static bool history_read(Rows *rows, GArray **history, GError **error) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Verification));

        while (rows_next(rows)) {
                Verification verification;

                if (!verification_from_row(rows, &verification, error))
                        return false;
                g_array_append_val(found, verification);
        }
        *history = g_steal_pointer(&found);
        return true;
}

bool store_verification_history(StoreTx *tx, const Uuid *account, guint limit, GArray **history, GError **error) {
        g_autoptr(Rows) rows =
                store_query(tx, &verification_history, error, VALUES(value_uuid(account), value_int(limit)));

        return rows && history_read(rows, history, error);
}

bool store_verification_range(StoreTx *tx, const Uuid *after, const Uuid *last, GArray **verifications,
                              GError **error) {
        Value place = { .type = VALUE_UUID, .bytes = after->bytes, .size = sizeof after->bytes };
        g_autoptr(Rows) rows = store_query(tx, &verification_range, error, VALUES(place, value_uuid(last)));

        return rows && history_read(rows, verifications, error);
}

bool store_verification_history_before(StoreTx *tx, const Uuid *account, gint64 at, const Uuid *id, guint limit,
                                       GArray **history, GError **error) {
        Value place = { .type = VALUE_UUID, .bytes = id->bytes, .size = sizeof id->bytes };
        g_autoptr(Rows) rows = store_query(tx, &verification_history_before, error,
                                           VALUES(value_uuid(account), value_instant(at), place, value_int(limit)));

        return rows && history_read(rows, history, error);
}

bool store_answer_find(Store *store, const Uuid *account, VerifiedAs *answer, StoreMark *mark) {
        return store->answers && answer_cache_find(store->answers, account, answer, mark);
}

void store_answer_keep(Store *store, const Uuid *account, const VerifiedAs *answer, const StoreMark *mark) {
        if (store->answers)
                answer_cache_put(store->answers, account, answer, mark);
}
