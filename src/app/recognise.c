/* Tells the door who shows a cookie or a key. On the way of every request: one row is read, nothing is written or opened. */
#include "app/people-parts.h"

#include "app/api-key-cache.h"
#include "app/session-touch.h"
#include "base/refusal.h"

#include <string.h>

#define TOKEN_LENGTH (VAULT_TOKEN_SIZE - 1)

typedef struct Recognising {
        guint8 hash[SESSION_HASH_SIZE];
        SessionRow session;
        Uuid key;
        guint set; /* roles or scopes */
        bool found;
} Recognising;

static bool session_look(StoreTx *tx, gpointer data, GError **error) {
        Recognising *recognising = data;

        return store_session_find(tx, recognising->hash, &recognising->session, &recognising->set,
                                  &recognising->found, error);
}

static Actor actor_of_session(const SessionRow *session, guint staff_roles) {
        static const guint roles[] = {
                [SESSION_STAFF] = 0, [SESSION_HOLDER] = ROLE_HOLDER, [SESSION_PARTY] = ROLE_PARTY
        };

        return (Actor){ .roles = session->kind == SESSION_STAFF ? staff_roles & ROLES_STAFF : roles[session->kind],
                        .id = session->kind == SESSION_STAFF ? session->staff : session->id,
                        .account = session->account,
                        .case_id = session->case_id,
                        .session = session->id,
                        .expires_at = session->expires_at };
}

bool app_recognise_session(App *app, const char *token, gint64 now, Actor *actor, GError **error) {
        Recognising recognising = { 0 };
        Actor found;

        if (strlen(token) != TOKEN_LENGTH)
                return refuse(error, REFUSAL_SESSION_EXPIRED, NULL, NULL);
        vault_token_hash(app->vault, VAULT_TOKEN_SESSION, token, recognising.hash);
        if (!store_read(app->store, session_look, &recognising, error))
                return false;
        if (!recognising.found || !session_is_alive(&recognising.session, now))
                return refuse(error, REFUSAL_SESSION_EXPIRED, NULL, NULL);
        found = actor_of_session(&recognising.session, recognising.set);
        if (!found.roles)
                return refuse(error, REFUSAL_SESSION_EXPIRED, NULL, NULL);
        session_touches_note(app->touches, &recognising.session, now);
        *actor = found;
        return true;
}

static bool key_look(StoreTx *tx, gpointer data, GError **error) {
        Recognising *recognising = data;

        return store_api_key_find(tx, recognising->hash, &recognising->key, &recognising->set, &recognising->found,
                                  error);
}

bool app_recognise_api_key(App *app, const char *api_key, gint64 now, Actor *actor, GError **error) {
        Recognising recognising = { 0 };
        guint generation;

        if (!g_str_has_prefix(api_key, API_KEY_PREFIX) || strlen(api_key) != strlen(API_KEY_PREFIX) + TOKEN_LENGTH)
                return refuse(error, REFUSAL_API_KEY_INVALID, NULL, NULL);
        vault_api_key_hash(app->vault, api_key, recognising.hash);
        if (!api_key_cache_find(app->api_keys, recognising.hash, now, &recognising.key, &recognising.set,
                                &generation)) {
                if (!store_read(app->store, key_look, &recognising, error))
                        return false;
                if (!recognising.found)
                        return refuse(error, REFUSAL_API_KEY_INVALID, NULL, NULL);
                api_key_cache_put(app->api_keys, recognising.hash, now, &recognising.key, recognising.set,
                                  generation);
        }
        *actor = (Actor){
                .roles = ROLE_PLATFORM, .scopes = recognising.set, .id = recognising.key, .expires_at = INSTANT_NONE
        };
        return true;
}
