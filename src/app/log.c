/* What the log says of each change, so that it can be drawn up again from the rows and compared. */
#include "app/log.h"

#include "app/identity.h"
#include "base/refusal.h"
#include "ledger/leaf.h"
#include "store/leaves.h"

#include <sodium.h>

bool app_log_add(AppTx *tx, const Uuid *id, const char *kind, const Uuid *account, const Uuid *in_case,
                 const Uuid *verification, const Uuid *attempt, const json_t *content, const DataKey *key, GError **error) {
        Leaf leaf = { .id = *id, .time = tx->call->now, .account = *account };
        guint8 salt[LEAF_SALT_SIZE], bytes[LEAF_SIZE_MAX];
        g_autofree char *text = leaf_content_write(content);
        g_autofree char *salt_text = NULL;
        g_autoptr(GBytes) row = NULL;
        g_autoptr(GBytes) sealed = NULL;
        json_auto_t *opening = NULL;

        g_assert(text && leaf_kind_is_valid(kind));
        leaf.in_case = in_case ? *in_case : (Uuid){ { 0 } };
        leaf.verification = verification ? *verification : (Uuid){ { 0 } };
        leaf.attempt = attempt ? *attempt : (Uuid){ { 0 } };
        g_strlcpy(leaf.kind, kind, sizeof leaf.kind);
        randombytes_buf(salt, sizeof salt);
        leaf_commit(salt, text, leaf.commitment);
        salt_text = g_base64_encode(salt, sizeof salt);
        opening = json_pack("{s:s, s:s}", "salt", salt_text, "content", text);
        row = g_bytes_new(bytes, leaf_write(&leaf, bytes));
        sealed = vault_seal_json(key, "leaves.opening", id, opening);
        return store_leaf_add(tx->store, id, row, data_key_owner(key), sealed, tx->call->now, error);
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

json_t *app_log_event_content(const Event *event) {
        json_t *content = json_pack("{s:s, s:I, s:s, s:I}", "event", event->event, "at", (json_int_t) event->at,
                                    "actor_role", event->actor_role, "version", (json_int_t) event->version);

        id_put(content, "id", &event->id);
        id_put(content, "account", &event->account);
        id_put(content, "proceeding", &event->proceeding);
        id_put(content, "actor", &event->actor);
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
        json_t *owner = app_subject_document(tx, &verification->subject, true, error);

        id_put(content, "verification", &verification->id);
        id_put(content, "account", &verification->account);
        id_put(content, "subject", &verification->subject);
        id_put(content, "opened_by", &verification->opened_by);
        if (!owner) {
                json_decref(content);
                return NULL;
        }
        json_object_set_new(content, "owner", owner);
        return content;
}

json_t *app_log_release_content(const Verification *verification) {
        json_t *content = json_pack("{s:I}", "released_at", (json_int_t) verification->released_at);

        id_put(content, "verification", &verification->id);
        id_put(content, "account", &verification->account);
        id_put(content, "released_by", &verification->released_by);
        return content;
}
