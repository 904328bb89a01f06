/* Rows of accounts: the platform's accounts, whose tenure they are in, and the money that the platform reported. */
#pragma once

#include "domain/guard.h"
#include "domain/terms.h"
#include "store/store.h"

typedef struct Account {
        Uuid id;
        char *external_id; /* the platform's own */
        Origin origin;
        bool origin_verified; /* verified there, so that changes happen there */
        bool frozen;
        Uuid tenure; /* the subject whose contacts are the account's; its own key seals them */
        gint64 version;
        gint64 created_at;
        bool usage_known; /* the platform has reported money and products */
        gint64 balance_micro_yuan, credit_micro_yuan, vouchers_micro_yuan;
        guint billing_lag_minutes;
        gint64 usage_at;
} Account;

void account_free(Account *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Account, account_free)

/* Adds one. A platform id that is there already is FAILURE_CONFLICT: look with store_account_by_external_id() first. */
bool store_account_add(StoreTx *tx, const Account *account, GError **error);

/* Loads one; NULL where there is none. The caller frees it. */
bool store_account_load(StoreTx *tx, const Uuid *id, Account **account, GError **error);
bool store_account_by_external_id(StoreTx *tx, const char *external_id, Account **account, GError **error);

/* Saves origin, freeze and tenure where the version is still the one loaded; counts it up. Refuses REFUSAL_VERSION_CHANGED. */
bool store_account_save(StoreTx *tx, Account *account, GError **error);

/* Saves balance, credit, vouchers, lag and their time, whatever the version: the platform's word replaces the earlier one. */
bool store_account_save_money(StoreTx *tx, const Account *account, GError **error);

/* The guard's watch over an account that has something to lose: which threshold was told last, and when to look again. */
typedef struct AccountWatch {
        guint told_hours; /* GUARD_TOLD_NONE: none yet */
        gint64 wake_at;   /* INSTANT_NONE: nobody looks */
} AccountWatch;

bool store_account_watch_load(StoreTx *tx, const Uuid *id, AccountWatch *watch, GError **error);
bool store_account_watch_save(StoreTx *tx, const Uuid *id, const AccountWatch *watch, GError **error);

/* Gives the ids (GArray of Uuid, the caller's) of accounts to look at by `now`, the longest due first. */
bool store_account_to_watch(StoreTx *tx, gint64 now, guint limit, GArray **ids, GError **error);

/* Lists all accounts in order of id, after `after` (nil: from the first): GPtrArray of Account *, the caller's. */
bool store_account_page(StoreTx *tx, const Uuid *after, guint limit, GPtrArray **accounts, GError **error);

bool store_account_count(StoreTx *tx, gint64 *count, GError **error);

/* When the origin verified what it reported last; INSTANT_NONE: it has reported nothing yet. */
bool store_account_origin_reported_at(StoreTx *tx, const Uuid *id, gint64 *verified_at, GError **error);
bool store_account_origin_reported(StoreTx *tx, const Uuid *id, gint64 verified_at, GError **error);
