/* What the use cases on people share: logins, profiles, documents. */
#include "app/people-parts.h"

#include "store/subjects.h"

#include "base/refusal.h"

#include <string.h>

#define ROLES_NAMED 6

static const char *const staff_roles[ROLES_NAMED] = { NULL,         "reviewer", "approver",
                                                      "mail-clerk", "auditor",  "administrator" };
const EnumNames staff_role_names = ENUM_NAMES(staff_roles);

G_STATIC_ASSERT(ROLE_REVIEWER == 1 << 1 && ROLE_ADMINISTRATOR == 1 << (ROLES_NAMED - 1));

SecretText *staff_login_normal(const char *login, GError **error) {
        g_autoptr(SecretText) normal = g_ascii_strdown(login, -1);

        if (strlen(normal) > STAFF_LOGIN_LENGTH_MAX) {
                refuse(error, REFUSAL_TOO_LONG, "/login", "login", G_STRINGIFY(STAFF_LOGIN_LENGTH_MAX), NULL);
                return NULL;
        }
        if (!*normal || strspn(normal, "abcdefghijklmnopqrstuvwxyz0123456789._-@") != strlen(normal)) {
                refuse(error, REFUSAL_MALFORMED_VALUE, "/login", "login", "a-z, 0-9, '.', '_', '-', '@'", NULL);
                return NULL;
        }
        return g_steal_pointer(&normal);
}

bool staff_load(AppTx *tx, const Uuid *id, StaffRow *row, GError **error) {
        bool found;

        return store_staff_load(tx->store, id, row, &found, error)
               && (found || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL));
}

void staff_profile_seal(const DataKey *key, StaffRow *row, const char *login, const char *name) {
        json_auto_t *profile = json_pack("{s:s, s:s}", "login", login, "name", name);

        g_clear_pointer(&row->sealed_profile, g_bytes_unref);
        row->sealed_profile = vault_seal_json(key, "staff.profile", &row->id, profile);
}

bool staff_profile_open(AppTx *tx, const StaffRow *row, json_t **profile, GError **error) {
        g_autoptr(DataKey) key = app_key(tx, &row->id, error);

        return key && vault_unseal_json(key, "staff.profile", &row->id, row->sealed_profile, profile, error);
}

json_t *staff_document(AppTx *tx, const StaffRow *row, GError **error) {
        json_auto_t *profile = NULL;
        guint8 hash[VAULT_HASH_SIZE];
        bool number_known;

        if (!staff_profile_open(tx, row, &profile, error)
            || !store_lookup_of(tx->store, "number", &row->id, hash, &number_known, error))
                return NULL;
        return json_pack("{s:o, s:O, s:O, s:o, s:b, s:b, s:o, s:o, s:I}", "id", json_id(&row->id), "login",
                         json_object_get(profile, "login"), "name", json_object_get(profile, "name"), "roles",
                         json_set(row->roles, &staff_role_names), "number_known", (int) number_known, "password_set",
                         row->password_hash != NULL, "created_at", json_time(row->created_at), "disabled_at",
                         json_time(row->disabled_at), "version", (json_int_t) row->version);
}

bool set_is_given(guint set, const char *name, GError **error) {
        g_autofree char *pointer = g_strconcat("/", name, NULL);

        return set || refuse(error, REFUSAL_MISSING_FIELD, pointer, name, NULL);
}

json_t *json_set(guint set, const EnumNames *names) {
        json_t *list = json_array();

        for (int i = 0; i < names->count; i++) {
                if (names->names[i] && (set & (1U << i)))
                        json_array_append_new(list, json_string(names->names[i]));
        }
        return list;
}
