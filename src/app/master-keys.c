/* Rotating the master key; see master-keys.h. */
#include "app/master-keys.h"

#include "app/log.h"
#include "base/json-text.h"
#include "base/refusal.h"
#include "store/keys.h"

#define REWRAPPED_AT_ONCE 500
#define PASSES_MAX 5

static bool counts_read(StoreTx *tx, gpointer data, GError **error) {
        GArray **counts = data;

        g_clear_pointer(counts, g_array_unref);
        return store_take_time(tx, error) && store_key_masters(tx, counts, error);
}

static gint64 count_of(const GArray *counts, guint32 master) {
        for (guint i = 0; i < counts->len; i++)
                if (g_array_index(counts, KeyMasterCount, i).master == master)
                        return g_array_index(counts, KeyMasterCount, i).keys;
        return 0;
}

static GArray *keys_of_ring(const Keyring *keyring, const GArray *counts) {
        GArray *keys = g_array_new(FALSE, FALSE, sizeof(MasterKey));

        for (guint i = 0; i < keyring_master_count(keyring); i++) {
                const KeyringMaster *master = keyring_master(keyring, i);
                MasterKey key = { .id = master->id,
                                  .created = master->created,
                                  .active = master->active,
                                  .prepared = keyring_is_prepared(keyring, i),
                                  .in_ring = true,
                                  .wraps = count_of(counts, master->id) };

                g_array_append_val(keys, key);
        }
        return keys;
}

bool app_master_keys(App *app, GArray **keys, GError **error) {
        g_autoptr(GArray) counts = NULL;
        const Keyring *keyring;
        guint index;

        if (!store_read(app->store, counts_read, &counts, error))
                return false;
        vault_keyring_refresh(app->vault);
        keyring = vault_keyring(app->vault);
        *keys = keys_of_ring(keyring, counts);
        for (guint i = 0; i < counts->len; i++) {
                const KeyMasterCount *count = &g_array_index(counts, KeyMasterCount, i);
                MasterKey lacking = { .id = count->master, .created = INSTANT_NONE, .wraps = count->keys };

                if (!keyring_find(keyring, count->master, &index))
                        g_array_append_val(*keys, lacking);
        }
        return true;
}

/* Counts the data keys that are under another master key than the active one. */
static bool behind_count(App *app, gint64 *behind, gint64 *all, GError **error) {
        g_autoptr(GArray) keys = NULL;

        if (!app_master_keys(app, &keys, error))
                return false;
        *behind = *all = 0;
        for (guint i = 0; i < keys->len; i++) {
                const MasterKey *key = &g_array_index(keys, MasterKey, i);

                *all += key->wraps;
                *behind += key->active ? 0 : key->wraps;
        }
        return true;
}

/* ---- what is logged ---------------------------------------------------------------------------------------------- */

typedef struct KeyChange {
        App *app;
        const char *event;
        const json_t *detail; /* ids of master keys */
        const char *who;
        gint64 now;
} KeyChange;

/* An event of the instance itself, of no account, under the key of the house; who did it is sealed. */
static bool change_add(StoreTx *store, gpointer data, GError **error) {
        const KeyChange *change = data;
        Actor system = actor_system();
        Call call = { .actor = &system, .now = change->now, .version = -1, .route = "keys" };
        AppTx tx = { .store = store, .app = change->app, .call = &call };
        json_auto_t *who = json_pack("{s:s}", "who", change->who);
        g_autofree char *detail = json_text_write(change->detail, JSON_TEXT_AS_MADE, NULL);
        g_autofree char *kind = g_strconcat("instance.", change->event, NULL);
        g_autoptr(DataKey) key = app_key_of_house(&tx, error);
        Event event = { .id = uuid_new(call.now),
                        .at = call.now,
                        .event = change->event,
                        .actor_role = actor_role_name(&system),
                        .due_at = INSTANT_NONE,
                        .detail = detail };
        g_autoptr(GBytes) sealed = key ? vault_seal_json(key, "events.text", &event.id, who) : NULL;
        json_auto_t *content = NULL;

        if (!key)
                return false;
        event.sealed_text = sealed;
        content = app_log_event_content(&event, key);
        return store_event_add(store, &event, error)
               && app_log_add(&tx, &event.id, kind, &event.account, NULL, NULL, NULL, content, key, error);
}

/* Takes `detail`. */
static bool change_log(App *app, const char *event, json_t *detail, const char *who, gint64 now, GError **error) {
        KeyChange change = { .app = app, .event = event, .detail = detail, .who = who, .now = now };
        bool logged = store_write(app->store, change_add, &change, error);

        json_decref(detail);
        return logged;
}

static json_t *master_json(guint32 id) {
        g_autofree char *text = g_strdup_printf("%08x", id);

        return json_string(text);
}

/* ---- wrapping anew --------------------------------------------------------------------------------------------- */

typedef struct Lot {
        Uuid after;
        GArray *rows;     /* KeyRow */
        GPtrArray *fresh; /* GBytes *, one a row */
        guint64 changed;
} Lot;

static void lot_clear(Lot *lot) {
        g_clear_pointer(&lot->rows, g_array_unref);
        g_clear_pointer(&lot->fresh, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lot, lot_clear)

static bool lot_read(StoreTx *tx, gpointer data, GError **error) {
        Lot *lot = data;

        g_clear_pointer(&lot->rows, g_array_unref);
        return store_key_list(tx, &lot->after, REWRAPPED_AT_ONCE, &lot->rows, error);
}

static void bytes_free(gpointer bytes) {
        g_bytes_unref(bytes);
}

static bool lot_wrap(App *app, Lot *lot, bool *any, GError **error) {
        g_clear_pointer(&lot->fresh, g_ptr_array_unref);
        lot->fresh = g_ptr_array_new_with_free_func(bytes_free);
        *any = false;
        for (guint i = 0; i < lot->rows->len; i++) {
                const KeyRow *row = &g_array_index(lot->rows, KeyRow, i);
                GBytes *fresh = vault_data_key_rewrap(app->vault, &row->owner, row->wrapped, error);

                if (!fresh)
                        return false;
                g_ptr_array_add(lot->fresh, fresh);
                *any |= fresh != row->wrapped;
        }
        return true;
}

/* A row that was erased or wrapped anew by another hand meanwhile is left as it is. */
static bool lot_write(StoreTx *tx, gpointer data, GError **error) {
        Lot *lot = data;

        lot->changed = 0;
        for (guint i = 0; i < lot->rows->len; i++) {
                const KeyRow *row = &g_array_index(lot->rows, KeyRow, i);
                GBytes *fresh = g_ptr_array_index(lot->fresh, i);
                bool done = false;

                if (fresh != row->wrapped && !store_key_rewrap(tx, &row->owner, row->wrapped, fresh, &done, error))
                        return false;
                lot->changed += done;
        }
        return true;
}

/* Goes through all data keys once. */
static bool keys_pass(App *app, RotateKeys *wish, guint64 all, GError **error) {
        g_auto(Lot) lot = { 0 };
        guint64 seen = 0;
        bool any;

        do {
                if (!store_read(app->store, lot_read, &lot, error) || !lot_wrap(app, &lot, &any, error)
                    || (any && !store_write(app->store, lot_write, &lot, error)))
                        return false;
                wish->rewrapped += any ? lot.changed : 0;
                if (lot.rows->len > 0)
                        lot.after = g_array_index(lot.rows, KeyRow, lot.rows->len - 1).owner;
                seen += lot.rows->len;
                if (wish->progress)
                        wish->progress(seen, MAX(all, seen), wish->user);
        } while (lot.rows->len == REWRAPPED_AT_ONCE);
        return true;
}

bool app_rotate_keys(App *app, RotateKeys *wish, const char *who, gint64 now, GError **error) {
        const Keyring *keyring;
        gint64 all;

        if (!behind_count(app, &wish->left, &all, error))
                return false;
        wish->rewrapped = 0;
        wish->begun = wish->left == 0;
        if (wish->begun && !keyring_change(keyring_path(vault_keyring(app->vault)), KEYRING_ROTATE, NULL, now, error))
                return false;
        vault_keyring_refresh(app->vault);
        keyring = vault_keyring(app->vault);
        wish->active = keyring_master(keyring, keyring_active(keyring))->id;
        if (!change_log(app, "keys-rotate",
                        json_pack("{s:o, s:b}", "master_key", master_json(wish->active), "begun", (int) wish->begun),
                        who, now, error))
                return false;
        for (guint pass = 0; pass == 0 || (wish->left > 0 && pass < PASSES_MAX); pass++)
                if (!keys_pass(app, wish, (guint64) all, error) || !behind_count(app, &wish->left, &all, error))
                        return false;
        return true;
}

bool app_prepare_key(App *app, const char *who, gint64 now, GError **error) {
        return keyring_change(keyring_path(vault_keyring(app->vault)), KEYRING_PREPARE, NULL, now, error)
               && change_log(app, "keys-prepare", json_object(), who, now, error);
}

/* ---- the end of old ones --------------------------------------------------------------------------------------- */

static bool refuse_keyring(GError **error, const char *path, const char *zh, const char *en) {
        return refuse(error, REFUSAL_KEYRING_INVALID, NULL, path, zh, en, NULL);
}

/* Lists what is behind the active key and wraps nothing; the caller owns it, NULL on failure. */
static GArray *unneeded_list(App *app, gint64 now, GError **error) {
        const char *path = keyring_path(vault_keyring(app->vault));
        g_autoptr(GArray) keys = NULL, list = g_array_new(FALSE, FALSE, sizeof(guint32));

        if (!app_master_keys(app, &keys, error))
                return NULL;
        for (guint i = 0; i < keys->len; i++) {
                const MasterKey *key = &g_array_index(keys, MasterKey, i);

                if (!key->active && key->wraps > 0) {
                        refuse_keyring(error, path, "旧主密钥仍在使用；请先运行 keys rotate",
                                       "old master keys still wrap data keys; run keys rotate first");
                        return NULL;
                }
                if (key->active && now - key->created < MASTER_KEYS_DROP_AGE) {
                        refuse_keyring(error, path, "主密钥刚更换不久；请一小时后再试",
                                       "the master key was changed lately; try again after an hour");
                        return NULL;
                }
                if (!key->active && !key->prepared)
                        g_array_append_val(list, key->id);
        }
        return g_steal_pointer(&list);
}

/* Logged first: what is gone from the ring cannot be told from what never was there. */
bool app_drop_keys(App *app, const char *who, gint64 now, GArray **dropped, GError **error) {
        g_autoptr(GArray) ids = unneeded_list(app, now, error);
        json_t *names;

        if (!ids)
                return false;
        if (ids->len > 0) {
                names = json_array();
                for (guint i = 0; i < ids->len; i++)
                        json_array_append_new(names, master_json(g_array_index(ids, guint32, i)));
                if (!change_log(app, "keys-drop", json_pack("{s:o}", "dropped", names), who, now, error)
                    || !keyring_change(keyring_path(vault_keyring(app->vault)), KEYRING_DROP, ids, now, error))
                        return false;
        }
        *dropped = g_steal_pointer(&ids);
        return true;
}
