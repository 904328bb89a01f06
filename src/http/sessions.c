/* Signing in and out, by password or by one-time link, and who one is. */
#include "app/people.h"
#include "base/json-fields.h"
#include "http/answer.h"
#include "http/routes.h"

#define SESSION_BODY_MAX (4 * KIB)
#define ROLES_IN_SESSION (ROLES_STAFF | ROLE_HOLDER | ROLE_PARTY)

typedef struct Credentials {
        SecretText *login, *password;
} Credentials;

static void credentials_clear(Credentials *credentials) {
        g_clear_pointer(&credentials->login, secret_text_free);
        g_clear_pointer(&credentials->password, secret_text_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Credentials, credentials_clear)

static const JsonField credentials_fields[] = {
        { .name = "login",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Credentials, login),
          .length_max = STAFF_LOGIN_LENGTH_MAX },
        { .name = "password",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Credentials, password),
          .length_max = PASSWORD_LENGTH_MAX },
        { 0 },
};

typedef struct Token {
        SecretText *token;
} Token;

static void token_clear(Token *token) {
        g_clear_pointer(&token->token, secret_text_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Token, token_clear)

static const JsonField token_fields[] = {
        { .name = "token",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Token, token),
          .length_max = VAULT_TOKEN_SIZE },
        { 0 },
};

/* Answers with a session just begun, and its cookie. */
static bool reply_session(Reply *reply, Outcome *outcome, const SecretText *token, GError **error) {
        return reply_session_cookie(reply, token, SESSION_LONGEST / INSTANT_SECOND)
               && answer_outcome(reply, HTTP_CREATED, outcome, NULL, error);
}

static bool sign_in(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Credentials) credentials = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(SecretText) token = NULL;
        SignIn wish = { .address = request->address };

        if (!json_fields_read(request->body, credentials_fields, &credentials, error))
                return false;
        wish.login = credentials.login;
        wish.password = credentials.password;
        return app_sign_in(request->app, &call, &wish, &outcome, &token, error)
               && reply_session(reply, &outcome, token, error);
}

static bool exchange_link(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Token) link = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(SecretText) token = NULL;

        return json_fields_read(request->body, token_fields, &link, error)
               && app_exchange_link(request->app, &call, link.token, &outcome, &token, error)
               && reply_session(reply, &outcome, token, error);
}

static bool show(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_show_actor(request->app, &call, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool list(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_list_sessions(request->app, &call, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

/* A session that is over already is signed out too: the cookie goes in any case. */
static bool sign_out(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        if (!uuid_is_nil(&request->actor.session) && !app_sign_out(request->app, &call, &outcome, error))
                return false;
        return reply_session_cookie(reply, "", 0) && reply_empty(reply, HTTP_NO_CONTENT);
}

static bool sign_out_everywhere(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_sign_out_everywhere(request->app, &call, &outcome, error) && reply_session_cookie(reply, "", 0)
               && reply_empty(reply, HTTP_NO_CONTENT);
}

static bool end(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_end_session(request->app, &call, &request->id, &outcome, error)
               && reply_empty(reply, HTTP_NO_CONTENT);
}

/* Who may come in without being told: on all servers but a sample's, nobody. */
static bool sample(const Request *request, Reply *reply, GError **error) {
        const App *app = request->app;

        return reply_json(reply, HTTP_OK,
                          app->sample ? json_incref(app->sample) : json_pack("{s:[], s:[]}", "staff", "accounts"),
                          error);
}

/* None takes an Idempotency-Key: the first two mint a secret that is shown once, the others may be repeated as they are. */
const Route http_sessions_routes[] = {
        { .method = "POST",
          .path = "/v1/sessions",
          .handle = sign_in,
          .roles = ROLE_ANYONE | ROLES_IN_SESSION,
          .body = BODY_JSON,
          .body_bytes_max = SESSION_BODY_MAX,
          .rate = RATE_LOGIN },
        { .method = "POST",
          .path = "/v1/sessions/link",
          .handle = exchange_link,
          .roles = ROLE_ANYONE | ROLES_IN_SESSION,
          .body = BODY_JSON,
          .body_bytes_max = SESSION_BODY_MAX,
          .rate = RATE_LOGIN },
        { .method = "GET",
          .path = "/v1/sample",
          .handle = sample,
          .roles = ROLE_ANYONE | ROLES_IN_SESSION,
          .rate = RATE_READ },
        { .method = "GET", .path = "/v1/sessions", .handle = list, .roles = ROLES_IN_SESSION, .rate = RATE_READ },
        { .method = "DELETE",
          .path = "/v1/sessions",
          .handle = sign_out_everywhere,
          .roles = ROLES_IN_SESSION,
          .rate = RATE_WRITE },
        { .method = "DELETE",
          .path = "/v1/sessions/{id}",
          .handle = end,
          .roles = ROLES_IN_SESSION,
          .rate = RATE_WRITE },
        { .method = "GET",
          .path = "/v1/session",
          .handle = show,
          .roles = ROLES_IN_SESSION | ROLE_PLATFORM,
          .scopes = SCOPES_ALL,
          .rate = RATE_READ },
        { .method = "DELETE",
          .path = "/v1/session",
          .handle = sign_out,
          .roles = ROLE_ANYONE | ROLES_IN_SESSION,
          .rate = RATE_WRITE },
        { 0 },
};
