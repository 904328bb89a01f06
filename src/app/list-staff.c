/* Reads members of staff: one, a page of them, the one of a login. */
#include "app/people-parts.h"

#include "base/refusal.h"

static bool show(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_auto(StaffRow) row = { 0 };

        if (!staff_load(tx, data, &row, error))
                return false;
        outcome->document = staff_document(tx, &row, error);
        outcome->version = row.version;
        outcome->id = row.id;
        return outcome->document != NULL;
}

bool app_show_staff(App *app, const Call *call, const Uuid *staff, Outcome *outcome, GError **error) {
        return app_read(app, call, show, (gpointer) staff, outcome, error);
}

static bool list(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Uuid *after = data;
        g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify) staff_row_free);
        json_t *items = json_array();
        json_t *next = json_null();

        outcome->document = json_pack("{s:o}", "items", items);
        if (!store_staff_list(tx->store, after, PEOPLE_PAGE + 1, rows, error))
                return false;
        for (guint i = 0; i < MIN(rows->len, PEOPLE_PAGE); i++) {
                json_t *item = staff_document(tx, rows->pdata[i], error);

                if (!item || json_array_append_new(items, item) != 0)
                        return false;
        }
        if (rows->len > PEOPLE_PAGE)
                next = json_id(&((const StaffRow *) rows->pdata[PEOPLE_PAGE - 1])->id);
        return json_object_set_new(outcome->document, "next", next) == 0;
}

bool app_list_staff(App *app, const Call *call, const char *cursor, Outcome *outcome, GError **error) {
        Uuid after;

        return cursor_read(cursor, &after, error) && app_read(app, call, list, &after, outcome, error);
}

static bool find(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_auto(StaffRow) row = { 0 };
        bool found;

        if (!store_staff_find(tx->store, data, &row, &found, error))
                return false;
        outcome->id = row.id;
        return found || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

bool app_find_staff(App *app, const Call *call, const char *login, Uuid *staff, GError **error) {
        g_autoptr(SecretText) normal = staff_login_normal(login, error);
        g_auto(Outcome) outcome = { 0 };
        guint8 hash[STAFF_HASH_SIZE];

        if (!normal)
                return false;
        vault_lookup_hash(app->vault, VAULT_LOOKUP_LOGIN, normal, hash);
        if (!app_read(app, call, find, hash, &outcome, error))
                return false;
        *staff = outcome.id;
        return true;
}
