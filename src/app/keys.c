/* Data keys between their rows and the vault. */
#include "app/app.h"

#include "base/refusal.h"
#include "store/keys.h"

static const char *const owners[] = { [KEY_OWNER_SUBJECT] = "subject",
                                      [KEY_OWNER_PROCEEDING] = "proceeding",
                                      [KEY_OWNER_STAFF] = "staff",
                                      [KEY_OWNER_DESK] = "desk" };
const EnumNames key_owner_names = ENUM_NAMES(owners);

DataKey *app_key_make(AppTx *tx, const Uuid *owner, KeyOwner kind, GError **error) {
        g_autoptr(GBytes) wrapped = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(tx->app->vault, owner, &wrapped);

        if (!store_key_add(tx->store, owner, enum_name(&key_owner_names, (int) kind), wrapped, tx->call->now, error))
                return NULL;
        return g_steal_pointer(&key);
}

/* An id of version 7 of the year 1970: nobody else has it. */
const Uuid key_owner_house = { { [6] = 0x70, [8] = 0x80, [15] = 1 } };

DataKey *app_key_of_house(AppTx *tx, GError **error) {
        g_autoptr(GBytes) wrapped = NULL;

        if (!store_key_load(tx->store, &key_owner_house, &wrapped, error))
                return NULL;
        return wrapped ? vault_data_key_unwrap(tx->app->vault, &key_owner_house, wrapped, error)
                       : app_key_make(tx, &key_owner_house, KEY_OWNER_DESK, error);
}

DataKey *app_key(AppTx *tx, const Uuid *owner, GError **error) {
        g_autoptr(GBytes) wrapped = NULL;

        if (!store_key_load(tx->store, owner, &wrapped, error))
                return NULL;
        if (!wrapped) {
                refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
                return NULL;
        }
        return vault_data_key_unwrap(tx->app->vault, owner, wrapped, error);
}
