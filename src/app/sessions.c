/* A person's own sessions: begun, shown, ended. */
#include "app/people-parts.h"

#include "base/refusal.h"

bool session_is_alive(const SessionRow *row, gint64 now) {
        gint64 idle = row->kind == SESSION_STAFF ? SESSION_STAFF_IDLE : SESSION_OTHERS_IDLE;

        return now < row->expires_at && now - row->seen_at < idle;
}

json_t *session_document(const SessionRow *row, const Actor *actor) {
        return json_pack("{s:o, s:s, s:o, s:o, s:o, s:b}", "id", json_id(&row->id), "kind",
                         enum_name(&session_kind_names, (int) row->kind), "created_at", json_time(row->created_at),
                         "seen_at", json_time(row->seen_at), "expires_at", json_time(row->expires_at), "current",
                         uuid_equal(&row->id, &actor->session));
}

/* The sessions of whoever acts: a member of staff's, a holder's of this account, a party's own one. */
static GArray *sessions_of_actor(AppTx *tx, GError **error) {
        const Actor *actor = tx->call->actor;
        g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(SessionRow));
        bool staff = actor_has(actor, ROLES_STAFF);
        SessionKind kind = staff ? SESSION_STAFF : actor_has(actor, ROLE_HOLDER) ? SESSION_HOLDER : SESSION_PARTY;

        if (!(staff ? store_sessions_of_staff(tx->store, &actor->id, rows, error)
                    : store_sessions_of_account(tx->store, &actor->account, rows, error)))
                return NULL;
        for (guint i = rows->len; i > 0; i--) {
                const SessionRow *row = &g_array_index(rows, SessionRow, i - 1);

                if (row->kind != kind || (kind == SESSION_PARTY && !uuid_equal(&row->id, &actor->session)))
                        g_array_remove_index(rows, i - 1);
        }
        return g_steal_pointer(&rows);
}

/* Ends one of the actor's sessions; `ended` tells whether it was one of theirs. */
static bool session_end(AppTx *tx, const Uuid *session, bool *ended, GError **error) {
        g_autoptr(GArray) rows = sessions_of_actor(tx, error);

        if (!rows)
                return false;
        *ended = false;
        for (guint i = 0; i < rows->len && !*ended; i++) {
                const SessionRow *row = &g_array_index(rows, SessionRow, i);

                *ended = uuid_equal(&row->id, session);
                if (*ended && !store_session_end(tx->store, row->token_hash, error))
                        return false;
        }
        return true;
}

bool session_begin(AppTx *tx, SessionRow *row, const SecretText *token, GError **error) {
        const Actor *actor = tx->call->actor;
        bool ended;

        vault_token_hash(tx->app->vault, VAULT_TOKEN_SESSION, token, row->token_hash);
        row->id = uuid_new(tx->call->now);
        row->created_at = row->seen_at = tx->call->now;
        row->expires_at = tx->call->now + SESSION_LONGEST;
        if (!uuid_is_nil(&actor->session) && !session_end(tx, &actor->session, &ended, error))
                return false;
        return store_session_add(tx->store, row, error);
}

static bool end_one(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        bool ended;

        (void) outcome;
        return session_end(tx, data, &ended, error) && (ended || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL));
}

bool app_end_session(App *app, const Call *call, const Uuid *session, Outcome *outcome, GError **error) {
        return app_write(app, call, end_one, (gpointer) session, outcome, error);
}

bool app_sign_out(App *app, const Call *call, Outcome *outcome, GError **error) {
        return app_write(app, call, end_one, (gpointer) &call->actor->session, outcome, error);
}

static bool end_all(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Actor *actor = tx->call->actor;

        if (actor_has(actor, ROLES_STAFF))
                return store_sessions_end_of_staff(tx->store, &actor->id, error);
        if (actor_has(actor, ROLE_HOLDER))
                return store_sessions_end_of_holder(tx->store, &actor->account, error);
        return end_one(tx, data, outcome, error);
}

bool app_sign_out_everywhere(App *app, const Call *call, Outcome *outcome, GError **error) {
        return app_write(app, call, end_all, (gpointer) &call->actor->session, outcome, error);
}

static bool list(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(GArray) rows = sessions_of_actor(tx, error);
        json_t *items = json_array();

        (void) data;
        outcome->document = json_pack("{s:o}", "items", items);
        if (!rows)
                return false;
        for (guint i = 0; i < rows->len; i++) {
                const SessionRow *row = &g_array_index(rows, SessionRow, i);

                if (session_is_alive(row, tx->call->now))
                        json_array_append_new(items, session_document(row, tx->call->actor));
        }
        return true;
}

bool app_list_sessions(App *app, const Call *call, Outcome *outcome, GError **error) {
        return app_read(app, call, list, NULL, outcome, error);
}

/* A member of staff sees their own name. */
static bool staff_part(AppTx *tx, json_t **part, GError **error) {
        const Actor *actor = tx->call->actor;
        g_auto(StaffRow) row = { 0 };

        if (!actor_has(actor, ROLES_STAFF)) {
                *part = json_null();
                return true;
        }
        if (!staff_load(tx, &actor->id, &row, error) || !staff_profile_open(tx, &row, part, error))
                return false;
        return json_object_set_new(*part, "id", json_id(&row.id)) == 0;
}

static bool show_actor(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Actor *actor = tx->call->actor;
        const char *kind = actor_has(actor, ROLES_STAFF) ? "staff" : actor_role_name(actor);
        json_t *staff = NULL;

        (void) data;
        if (!staff_part(tx, &staff, error))
                return false;
        outcome->document =
                json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kind", kind, "roles",
                          json_set(actor->roles, &role_names), "scopes", json_set(actor->scopes, &scope_names),
                          "staff", staff, "account_id", json_id(&actor->account), "case_id", json_id(&actor->case_id),
                          "session_id", json_id(&actor->session), "expires_at", json_time(actor->expires_at));
        return true;
}

bool app_show_actor(App *app, const Call *call, Outcome *outcome, GError **error) {
        return app_read(app, call, show_actor, NULL, outcome, error);
}
