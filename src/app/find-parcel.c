/* The mail desk finds the case that a parcel belongs to, by the courier's number. */
#include "app/cases.h"

#include "app/json-put.h"
#include "base/refusal.h"
#include "store/subjects.h"

#define FOUND_MAX 20

static bool find_parcel(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        static const Uuid first = { { 0 } };
        const FindParcel *wish = data;
        g_autoptr(GArray) owners = NULL;
        guint8 hash[VAULT_HASH_SIZE];
        json_t *items;

        vault_lookup_hash(tx->app->vault, VAULT_LOOKUP_TRACKING, wish->tracking, hash);
        if (!store_lookup_find(tx->store, "tracking", hash, "proceeding", &first, FOUND_MAX, &owners, error))
                return false;
        outcome->document = json_pack("{s:[], s:n}", "items", "next");
        items = json_object_get(outcome->document, "items");
        for (guint i = 0; i < owners->len; i++) {
                json_t *found = json_object();

                json_put_id(found, "case", &g_array_index(owners, Uuid, i));
                json_array_append_new(items, found);
        }
        return true;
}

bool app_find_parcel(App *app, const Call *call, const FindParcel *wish, Outcome *outcome, GError **error) {
        FindParcel copy = *wish;

        return app_read(app, call, find_parcel, &copy, outcome, error);
}
