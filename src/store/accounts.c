/* The platform's accounts. */
#include "store/accounts.h"

#define ACCOUNT_COLUMNS                                                                                              \
        "id, external_id, origin, origin_verified, frozen, tenure, version, created_at, balance, credit, vouchers, " \
        "billing_lag_minutes, usage_at"

static const Statement account_add = {
        "INSERT INTO accounts (id, external_id, origin, origin_verified, frozen, tenure, version, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, 1, $7)"
};

static const Statement account_load = { "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id = $1" };

static const Statement account_by_external_id = { "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE external_id = $1" };

static const Statement account_page = { "SELECT " ACCOUNT_COLUMNS
                                        " FROM accounts WHERE id > $1 ORDER BY id LIMIT $2" };

static const Statement account_count = { "SELECT COUNT(*) FROM accounts" };

static const Statement account_save = {
        "UPDATE accounts SET origin = $3, origin_verified = $4, frozen = $5, tenure = $6, version = version + 1 "
        "WHERE id = $1 AND version = $2"
};

static const Statement account_save_money = { "UPDATE accounts SET balance = $2, credit = $3, vouchers = $4, "
                                              "billing_lag_minutes = $5, usage_at = $6 WHERE id = $1" };

static const Statement watch_load = { "SELECT guard_told_hours, guard_wake_at FROM accounts WHERE id = $1" };

static const Statement watch_save = { "UPDATE accounts SET guard_told_hours = $2, guard_wake_at = $3 WHERE id = $1" };

static const Statement origin_reported_at = { "SELECT origin_reported_at FROM accounts WHERE id = $1" };

static const Statement origin_reported = { "UPDATE accounts SET origin_reported_at = $2 WHERE id = $1" };

static const Statement accounts_to_watch = {
        "SELECT id FROM accounts WHERE guard_wake_at <= $1 ORDER BY guard_wake_at LIMIT $2"
};

void account_free(Account *account) {
        if (!account)
                return;
        g_free(account->external_id);
        g_free(account);
}

bool store_account_add(StoreTx *tx, const Account *account, GError **error) {
        return store_run(tx, &account_add, NULL, error,
                         VALUES(value_uuid(&account->id), value_text(account->external_id),
                                value_text(enum_name(&origin_names, (int) account->origin)),
                                value_int(account->origin_verified), value_int(account->frozen),
                                value_uuid(&account->tenure), value_instant(account->created_at)));
}

static Account *account_from_row(Rows *row, GError **error) {
        g_autoptr(Account) account = g_new0(Account, 1);
        int origin;

        if (!enum_find(&origin_names, rows_text(row, 2), &origin)) {
                fail(error, FAILURE_CORRUPT, "an account has an unknown origin");
                return NULL;
        }
        account->id = rows_uuid(row, 0);
        account->external_id = rows_text_copy(row, 1);
        account->origin = (Origin) origin;
        account->origin_verified = rows_bool(row, 3);
        account->frozen = rows_bool(row, 4);
        account->tenure = rows_uuid(row, 5);
        account->version = rows_int(row, 6);
        account->created_at = rows_instant(row, 7);
        account->usage_known = !rows_is_null(row, 12);
        account->balance_micro_yuan = rows_int(row, 8);
        account->credit_micro_yuan = rows_int(row, 9);
        account->vouchers_micro_yuan = rows_int(row, 10);
        account->billing_lag_minutes = (guint) rows_int(row, 11);
        account->usage_at = rows_instant(row, 12);
        return g_steal_pointer(&account);
}

static bool account_first(StoreTx *tx, const Statement *statement, Account **account, GError **error, Values values) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, statement, &row, error, values))
                return false;
        *account = row ? account_from_row(row, error) : NULL;
        return !row || *account;
}

bool store_account_load(StoreTx *tx, const Uuid *id, Account **account, GError **error) {
        return account_first(tx, &account_load, account, error, VALUES(value_uuid(id)));
}

bool store_account_by_external_id(StoreTx *tx, const char *external_id, Account **account, GError **error) {
        return account_first(tx, &account_by_external_id, account, error, VALUES(value_text(external_id)));
}

bool store_account_page(StoreTx *tx, const Uuid *after, guint limit, GPtrArray **accounts, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) account_free);
        Value place = { .type = VALUE_UUID, .bytes = after->bytes, .size = sizeof after->bytes };
        g_autoptr(Rows) rows = store_query(tx, &account_page, error, VALUES(place, value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                Account *account = account_from_row(rows, error);

                if (!account)
                        return false;
                g_ptr_array_add(found, account);
        }
        *accounts = g_steal_pointer(&found);
        return true;
}

bool store_account_count(StoreTx *tx, gint64 *count, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &account_count, &row, error, NO_VALUES))
                return false;
        *count = row ? rows_int(row, 0) : 0;
        return true;
}

bool store_account_save(StoreTx *tx, Account *account, GError **error) {
        gint64 changed = 0;

        if (!store_run(tx, &account_save, &changed, error,
                       VALUES(value_uuid(&account->id), value_int(account->version),
                              value_text(enum_name(&origin_names, (int) account->origin)),
                              value_int(account->origin_verified), value_int(account->frozen),
                              value_uuid(&account->tenure))))
                return false;
        if (changed != 1)
                return refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
        account->version++;
        return true;
}

bool store_account_save_money(StoreTx *tx, const Account *account, GError **error) {
        return store_run(tx, &account_save_money, NULL, error,
                         VALUES(value_uuid(&account->id), value_int(account->balance_micro_yuan),
                                value_int(account->credit_micro_yuan), value_int(account->vouchers_micro_yuan),
                                value_int(account->billing_lag_minutes), value_instant(account->usage_at)));
}

bool store_account_watch_load(StoreTx *tx, const Uuid *id, AccountWatch *watch, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &watch_load, &row, error, VALUES(value_uuid(id))))
                return false;
        *watch = (AccountWatch){ .told_hours =
                                         !row || rows_is_null(row, 0) ? GUARD_TOLD_NONE : (guint) rows_int(row, 0),
                                 .wake_at = row ? rows_instant(row, 1) : INSTANT_NONE };
        return true;
}

bool store_account_watch_save(StoreTx *tx, const Uuid *id, const AccountWatch *watch, GError **error) {
        Value told = watch->told_hours == GUARD_TOLD_NONE ? value_null(VALUE_INT) : value_int(watch->told_hours);

        return store_run(tx, &watch_save, NULL, error, VALUES(value_uuid(id), told, value_instant(watch->wake_at)));
}

bool store_account_to_watch(StoreTx *tx, gint64 now, guint limit, GArray **ids, GError **error) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Uuid));
        g_autoptr(Rows) rows =
                store_query(tx, &accounts_to_watch, error, VALUES(value_instant(now), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                Uuid id = rows_uuid(rows, 0);

                g_array_append_val(found, id);
        }
        *ids = g_steal_pointer(&found);
        return true;
}

bool store_account_origin_reported_at(StoreTx *tx, const Uuid *id, gint64 *verified_at, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &origin_reported_at, &row, error, VALUES(value_uuid(id))))
                return false;
        *verified_at = row ? rows_instant(row, 0) : INSTANT_NONE;
        return true;
}

bool store_account_origin_reported(StoreTx *tx, const Uuid *id, gint64 verified_at, GError **error) {
        return store_run(tx, &origin_reported, NULL, error, VALUES(value_uuid(id), value_instant(verified_at)));
}
