/* API keys: minted and shown once, listed, revoked. */
#include "app/people-parts.h"

#include "app/api-key-cache.h"
#include "app/prove.h"
#include "base/refusal.h"
#include "store/api-keys.h"

static json_t *api_key_document(const ApiKeyRow *row) {
        return json_pack("{s:o, s:s, s:o, s:o, s:o}", "id", json_id(&row->id), "name", row->name, "scopes",
                         json_set(row->scopes, &scope_names), "created_at", json_time(row->created_at), "revoked_at",
                         json_time(row->revoked_at));
}

static bool mint(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const MintApiKey *wish = data;
        g_autoptr(SecretText) token = vault_token_new(), key = g_strconcat(API_KEY_PREFIX, token, NULL);
        g_auto(ApiKeyRow) row = { .id = uuid_new(tx->call->now),
                                  .name = g_strdup(wish->name),
                                  .scopes = wish->scopes,
                                  .created_at = tx->call->now,
                                  .revoked_at = INSTANT_NONE };

        vault_api_key_hash(tx->app->vault, key, row.key_hash);
        app_touch(tx, PROOF_API_KEY, &row.id);
        if (!store_api_key_add(tx->store, &row, error))
                return false;
        outcome->document = api_key_document(&row);
        outcome->id = row.id;
        outcome->once = true;
        return json_object_set_new(outcome->document, "key", json_string(key)) == 0;
}

bool app_mint_api_key(App *app, const Call *call, const MintApiKey *wish, Outcome *outcome, GError **error) {
        return set_is_given(wish->scopes, "scopes", error)
               && app_write(app, call, mint, (gpointer) wish, outcome, error);
}

static bool end(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_auto(ApiKeyRow) row = { 0 };
        bool found;

        (void) outcome;
        if (!store_api_key_load(tx->store, data, &row, &found, error))
                return false;
        if (!found)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        app_touch(tx, PROOF_API_KEY, &row.id);
        return store_api_key_revoke(tx->store, &row.id, tx->call->now, error);
}

bool app_revoke_api_key(App *app, const Call *call, const Uuid *key, Outcome *outcome, GError **error) {
        if (!app_write(app, call, end, (gpointer) key, outcome, error))
                return false;
        api_key_cache_empty(app->api_keys);
        return true;
}

static bool list(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Uuid *after = data;
        g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify) api_key_row_free);
        json_t *items = json_array();
        json_t *next = json_null();

        outcome->document = json_pack("{s:o}", "items", items);
        if (!store_api_key_list(tx->store, after, PEOPLE_PAGE + 1, rows, error))
                return false;
        for (guint i = 0; i < MIN(rows->len, PEOPLE_PAGE); i++)
                json_array_append_new(items, api_key_document(rows->pdata[i]));
        if (rows->len > PEOPLE_PAGE)
                next = json_id(&((const ApiKeyRow *) rows->pdata[PEOPLE_PAGE - 1])->id);
        return json_object_set_new(outcome->document, "next", next) == 0;
}

bool app_list_api_keys(App *app, const Call *call, const char *cursor, Outcome *outcome, GError **error) {
        Uuid after;

        return cursor_read(cursor, &after, error) && app_read(app, call, list, &after, outcome, error);
}
