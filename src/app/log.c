/* What the log says of each change, so that it can be drawn up again from the rows and compared. */
#include "app/log.h"

#include "app/identity.h"
#include "base/refusal.h"
#include "store/accounts.h"
#include "store/keys.h"

#include <sodium.h>
#include <string.h>

#define ACTOR_HASH_SIZE crypto_generichash_BYTES_MIN

static const Uuid nobody = { { 0 } };

bool app_log_add(AppTx *tx, const Uuid *id, const char *kind, const Uuid *account, const Uuid *in_case,
                 const Uuid *verification, const Uuid *attempt, const json_t *content, const DataKey *key,
                 GError **error) {
        Leaf leaf = { .id = *id, .time = tx->call->now, .account = *account };
        LeafRow row = { .id = *id, .key_owner = *data_key_owner(key), .made_at = tx->call->now };
        guint8 salt[LEAF_SALT_SIZE], bytes[LEAF_SIZE_MAX];
        g_autofree char *text = leaf_content_write(content);
        g_autofree char *salt_text = NULL;
        g_autoptr(GBytes) canonical = NULL;
        g_autoptr(GBytes) sealed = NULL;
        json_auto_t *opening = NULL;

        g_assert(text && leaf_kind_is_valid(kind));
        leaf.in_case = row.in_case = in_case ? *in_case : nobody;
        leaf.verification = row.verification = verification ? *verification : nobody;
        leaf.attempt = attempt ? *attempt : nobody;
        g_strlcpy(leaf.kind, kind, sizeof leaf.kind);
        randombytes_buf(salt, sizeof salt);
        leaf_commit(salt, text, leaf.commitment);
        salt_text = g_base64_encode(salt, sizeof salt);
        opening = json_pack("{s:s, s:s}", "salt", salt_text, "content", text);
        canonical = g_bytes_new(bytes, leaf_write(&leaf, bytes));
        row.bytes = canonical;
        sealed = vault_seal_json(key, LEAF_OPENING_FIELD, id, opening);
        row.sealed_opening = sealed;
        return store_leaf_add(tx->store, &row, error);
}

static void id_put(json_t *object, const char *name, const Uuid *id) {
        char text[UUID_TEXT_SIZE];

        if (!uuid_is_nil(id))
                json_object_set_new(object, name, json_string(uuid_format(id, text)));
}

static void text_put(json_t *object, const char *name, const char *text) {
        if (text)
                json_object_set_new(object, name, json_string(text));
}

/* Nobody is no secret. */
static void actor_put(json_t *object, const Uuid *actor, const DataKey *key) {
        guint8 subkey[VAULT_HASH_SIZE], hash[ACTOR_HASH_SIZE];
        char text[2 * ACTOR_HASH_SIZE + 1];

        if (uuid_is_nil(actor))
                return;
        data_key_derive(key, DATA_KEY_FOR_ACTORS, subkey);
        crypto_generichash(hash, sizeof hash, actor->bytes, sizeof actor->bytes, subkey, sizeof subkey);
        sodium_memzero(subkey, sizeof subkey);
        json_object_set_new(object, "actor_hash", json_string(sodium_bin2hex(text, sizeof text, hash, sizeof hash)));
}

json_t *app_log_event_content(const Event *event, const DataKey *key) {
        json_t *content = json_pack("{s:s, s:I, s:s, s:I}", "event", event->event, "at", (json_int_t) event->at,
                                    "actor_role", event->actor_role, "version", (json_int_t) event->version);

        id_put(content, "id", &event->id);
        id_put(content, "account", &event->account);
        id_put(content, "proceeding", &event->proceeding);
        actor_put(content, &event->actor, key);
        text_put(content, "from", event->from_state);
        text_put(content, "to", event->to_state);
        text_put(content, "reason_code", event->reason_code);
        text_put(content, "detail", event->detail);
        if (event->due_at != INSTANT_NONE)
                json_object_set_new(content, "due_at", json_integer(event->due_at));
        if (event->sealed_text) {
                g_autofree char *hash = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, event->sealed_text);

                text_put(content, "sealed_text_sha256", hash);
        }
        return content;
}

json_t *app_log_verification_content(AppTx *tx, const Verification *verification, GError **error) {
        json_t *content = json_pack("{s:s, s:s, s:I}", "kind", enum_name(&owner_kind_names, (int) verification->kind),
                                    "method", enum_name(&method_names, (int) verification->method), "verified_at",
                                    (json_int_t) verification->verified_at);
        g_autoptr(Account) account = NULL;
        json_t *owner = NULL;

        if (store_account_load(tx->store, &verification->account, &account, error))
                owner = app_subject_document(tx, &verification->subject, true, error);
        id_put(content, "verification", &verification->id);
        id_put(content, "account", &verification->account);
        id_put(content, "subject", &verification->subject);
        id_put(content, "opened_by", &verification->opened_by);
        if (!owner) {
                json_decref(content);
                return NULL;
        }
        json_object_set_new(content, "owner", owner);
        text_put(content, LOG_EXTERNAL_ID, account ? account->external_id : NULL);
        return content;
}

json_t *app_log_release_content(const Verification *verification) {
        json_t *content = json_pack("{s:I}", "released_at", (json_int_t) verification->released_at);

        id_put(content, "verification", &verification->id);
        id_put(content, "account", &verification->account);
        id_put(content, "released_by", &verification->released_by);
        return content;
}

json_t *app_log_evidence_content(const EvidenceRow *row, const DataKey *key, GError **error) {
        g_autofree guint8 *sha256 = NULL;
        char text[2 * BLOB_SHA256_SIZE + 1];
        json_t *content;
        gsize size;

        if (!vault_unseal(key, "evidence.hash", &row->id, row->sealed_hash, &sha256, &size, error))
                return NULL;
        if (size != BLOB_SHA256_SIZE) {
                fail(error, FAILURE_CORRUPT, "a file's hash is not one");
                return NULL;
        }
        content = json_pack("{s:s, s:s, s:s, s:s, s:I, s:s, s:s, s:I}", "item", row->item, "material", row->material,
                            "side", enum_name(&side_names, (int) row->side), "media_type", row->media_type, "size",
                            (json_int_t) row->size_bytes, "sha256",
                            sodium_bin2hex(text, sizeof text, sha256, BLOB_SHA256_SIZE), "uploaded_role",
                            row->uploaded_role, "uploaded_at", (json_int_t) row->uploaded_at);
        id_put(content, "evidence", &row->id);
        id_put(content, "proceeding", &row->proceeding);
        id_put(content, "blob", &row->blob);
        actor_put(content, &row->uploaded_by, key);
        return content;
}

bool app_evidence_add(AppTx *tx, const Proceeding *proceeding, const EvidenceRow *row, GError **error) {
        bool is_case = proceeding->kind == PROCEEDING_CASE;
        g_autoptr(DataKey) key = app_key(tx, &row->key_owner, error);
        json_auto_t *content = key ? app_log_evidence_content(row, key, error) : NULL;

        return content && store_evidence_add(tx->store, row, error)
               && app_log_add(tx, &row->id, "evidence.added", &proceeding->account,
                              is_case ? &proceeding->id : &proceeding->parent, NULL, is_case ? NULL : &proceeding->id,
                              content, key, error);
}

bool app_log_key(AppTx *tx, const Uuid *owner, DataKey **key, GError **error) {
        g_autoptr(GBytes) wrapped = NULL;

        *key = NULL;
        if (!store_key_load(tx->store, owner, &wrapped, error))
                return false;
        if (wrapped)
                *key = vault_data_key_unwrap(tx->app->vault, owner, wrapped, error);
        return !wrapped || *key;
}

bool app_log_open(const LeafRow *row, const DataKey *key, guint8 salt[static LEAF_SALT_SIZE], char **content,
                  GError **error) {
        json_auto_t *opening = NULL;
        const char *salt_text, *content_text;
        g_autofree guint8 *bytes = NULL;
        gsize size = 0;

        if (!vault_unseal_json(key, LEAF_OPENING_FIELD, &row->id, row->sealed_opening, &opening, error))
                return false;
        salt_text = json_string_value(json_object_get(opening, "salt"));
        content_text = json_string_value(json_object_get(opening, "content"));
        bytes = salt_text ? g_base64_decode(salt_text, &size) : NULL;
        if (size != LEAF_SALT_SIZE || !content_text)
                return fail(error, FAILURE_CORRUPT, "a leaf's opening is not one");
        memcpy(salt, bytes, LEAF_SALT_SIZE);
        *content = g_strdup(content_text);
        return true;
}
