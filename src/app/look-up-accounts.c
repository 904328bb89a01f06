/* Finds accounts: by the platform's id, or by the number of whoever owns them, which stays a keyed hash throughout. */
#include "app/account-parts.h"
#include "app/identity.h"
#include "app/json-put.h"
#include "app/log.h"
#include "base/refusal.h"
#include "store/subjects.h"

#include <sodium.h>

#define NUMBER_READERS (ROLE_PLATFORM | ROLE_ADMINISTRATOR | ROLE_AUDITOR)

typedef struct AccountSearch {
        const char *external_id;
        guint8 number_hash[VAULT_HASH_SIZE];
        Uuid after;
} AccountSearch;

static void item_add(json_t *items, const Account *account) {
        json_array_append_new(items, account_document(account));
}

static bool by_external_id(AppTx *tx, const char *external_id, json_t *items, GError **error) {
        g_autoptr(Account) account = NULL;

        if (!store_account_by_external_id(tx->store, external_id, &account, error))
                return false;
        if (account)
                item_add(items, account);
        return true;
}

static bool by_number(AppTx *tx, const AccountSearch *search, json_t *items, json_t **next, GError **error) {
        g_autoptr(GArray) owned = NULL;

        if (!store_lookup_owned_accounts(tx->store, search->number_hash, &search->after, ACCOUNTS_PAGE + 1, &owned,
                                         error))
                return false;
        for (guint i = 0; i < MIN(owned->len, ACCOUNTS_PAGE); i++) {
                g_autoptr(Account) account = NULL;

                if (!store_account_load(tx->store, &g_array_index(owned, Uuid, i), &account, error))
                        return false;
                if (account)
                        item_add(items, account);
        }
        if (owned->len > ACCOUNTS_PAGE)
                *next = json_id(&g_array_index(owned, Uuid, ACCOUNTS_PAGE - 1));
        return true;
}

static bool id_search(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const AccountSearch *search = data;
        json_t *items = json_array();

        outcome->document = json_pack("{s:o, s:n}", "items", items, "next");
        return by_external_id(tx, search->external_id, items, error);
}

/* Who looked for whom is in the log; of the number it keeps the keyed hash. */
static bool look_up_record(AppTx *tx, const AccountSearch *search, const json_t *items, GError **error) {
        g_autoptr(DataKey) key = app_key_of_house(tx, error);
        char hash[2 * VAULT_HASH_SIZE + 1];
        json_auto_t *content = NULL;
        static const Uuid none = { { 0 } };
        Uuid id = uuid_new(tx->call->now);

        if (!key)
                return false;
        sodium_bin2hex(hash, sizeof hash, search->number_hash, sizeof search->number_hash);
        content = json_pack("{s:s, s:s, s:I}", "by_role", actor_role_name(tx->call->actor), "number_hash", hash,
                            "found", (json_int_t) json_array_size(items));
        json_put_id(content, "by", &tx->call->actor->id);
        return app_log_add(tx, &id, LOOK_UP_LEAF_PREFIX "number", &none, NULL, NULL, NULL, content, key, error);
}

static bool number_search(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const AccountSearch *search = data;
        json_t *items = json_array();
        json_t *next = NULL;
        bool found;

        outcome->document = json_pack("{s:o}", "items", items);
        found = by_number(tx, search, items, &next, error) && look_up_record(tx, search, items, error);
        json_object_set_new(outcome->document, "next", next ? next : json_null());
        return found;
}

static bool number_read(App *app, const Call *call, const LookUpAccounts *wish, AccountSearch *search,
                        GError **error) {
        CivilDate today = civil_date_at(call->now, app->policy->zone);
        NumberVerdict verdict;

        if (!actor_has(call->actor, NUMBER_READERS))
                return refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
        if (!number_require((NumberKind) wish->number_kind, wish->number, today, "/number", &verdict, error)
            || !cursor_read(wish->after, &search->after, error))
                return false;
        app_number_hash(app, (NumberKind) wish->number_kind, verdict.text, search->number_hash);
        return true;
}

bool app_look_up_accounts(App *app, const Call *call, const LookUpAccounts *wish, Outcome *outcome, GError **error) {
        AccountSearch search = { .external_id = wish->external_id };

        if (!wish->external_id && !wish->number)
                return refuse(error, REFUSAL_MISSING_FIELD, "/external_id", "external_id", NULL);
        if (wish->external_id && wish->number)
                return refuse(error, REFUSAL_UNKNOWN_FIELD, "/number", "number", NULL);
        if (wish->external_id)
                return app_read(app, call, id_search, &search, outcome, error);
        return number_read(app, call, wish, &search, error)
               && app_write(app, call, number_search, &search, outcome, error);
}
