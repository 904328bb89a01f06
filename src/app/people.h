/* The use cases on people: staff, sessions, one-time links, API keys. */
#pragma once

#include "app/app.h"
#include "store/links.h"
#include "store/sessions.h"

#define STAFF_LOGIN_LENGTH_MAX 64
#define STAFF_NAME_LENGTH_MAX 100
#define API_KEY_NAME_LENGTH_MAX 100
#define API_KEY_PREFIX "shk_"

#define SESSION_STAFF_IDLE (30 * INSTANT_MINUTE)
#define SESSION_OTHERS_IDLE (2 * INSTANT_HOUR)
#define SESSION_LONGEST (12 * INSTANT_HOUR)

#define LINK_SIGN_IN_MINUTES_MIN 5
#define LINK_SIGN_IN_MINUTES_MAX 15
#define LINK_SIGN_IN_MINUTES 10 /* where none is said */
#define LINK_PASSWORD_LIFETIME (24 * INSTANT_HOUR)

/* The roles that a member of staff may carry: reviewer, approver, mail-clerk, auditor, administrator. Bit n is called
 * names[n], as in role_names; the others have no name here. */
extern const EnumNames staff_role_names;

/* ---- staff: document {id, login, name, roles, number_known, password_set, created_at, disabled_at} ------------------------------- */

typedef struct CreateStaff {
        char *login; /* a-z, 0-9, '.', '_', '-', '@'; either case, kept in lower case */
        char *name;
        guint roles; /* bits of Role, one at least */
        char *number; /* their own resident ID, so that they never review a case of their own: only its keyed hash is kept; NULL:
                       * not told */
} CreateStaff;

/* Makes a member of staff, without a password.
 * Refuses REFUSAL_MALFORMED_VALUE, REFUSAL_MISSING_FIELD (roles), REFUSAL_NUMBER_INVALID, REFUSAL_STAFF_EXISTS. */
bool app_create_staff(App *app, const Call *call, const CreateStaff *wish, Outcome *outcome, GError **error);

typedef struct ChangeStaff {
        Uuid staff;
        char *name; /* NULL: as it is */
        bool roles_given;
        guint roles;
        bool disabled_given;
        bool disabled;
        char *number; /* NULL: as it is */
} ChangeStaff;

/* Changes name and roles, disables, lets in again. Disabling ends all sessions and links and gives every claim back.
 * Refuses REFUSAL_NOT_FOUND, REFUSAL_VERSION_CHANGED (where the call has a version), REFUSAL_MISSING_FIELD (roles),
 * REFUSAL_LAST_ADMINISTRATOR. */
bool app_change_staff(App *app, const Call *call, const ChangeStaff *wish, Outcome *outcome, GError **error);

/* One member. Refuses REFUSAL_NOT_FOUND. */
bool app_show_staff(App *app, const Call *call, const Uuid *staff, Outcome *outcome, GError **error);

/* The members: {items, next}; `cursor` is a page's `next`, NULL for the first. Refuses REFUSAL_CURSOR_INVALID. */
bool app_list_staff(App *app, const Call *call, const char *cursor, Outcome *outcome, GError **error);

/* Finds a member by login, for the command line. Refuses REFUSAL_NOT_FOUND. */
bool app_find_staff(App *app, const Call *call, const char *login, Uuid *staff, GError **error);

/* ---- passwords ------------------------------------------------------------------------------------------------- */

/* Mints the one-time link by which a member sets a password; earlier ones end. Document {url, expires_at}, once.
 * Refuses REFUSAL_NOT_FOUND, also for a disabled member. */
bool app_mint_password_link(App *app, const Call *call, const Uuid *staff, Outcome *outcome, GError **error);

typedef struct SetPassword {
        SecretText *token; /* of a password link; NULL: `staff` is known */
        Uuid staff;
        SecretText *password;
} SetPassword;

/* Sets a password; ends the member's sessions and links. The document is NULL.
 * Refuses REFUSAL_LINK_INVALID, REFUSAL_NOT_FOUND, and what passwords_hash() refuses (pointer "/password"). */
bool app_set_password(App *app, const Call *call, const SetPassword *wish, Outcome *outcome, GError **error);

/* ---- sessions: document {id, kind, created_at, seen_at, expires_at, current} -------------------------------------- */

typedef struct SignIn {
        char *login;
        SecretText *password;
        const char *address; /* the peer's */
} SignIn;

/* Signs a member of staff in; the session that the caller had ends. `token` (the caller's) is the new cookie.
 * Refuses REFUSAL_BAD_CREDENTIALS (whatever is wrong), REFUSAL_TOO_MANY_REQUESTS. */
bool app_sign_in(App *app, const Call *call, const SignIn *wish, Outcome *outcome, SecretText **token,
                 GError **error);

/* Changes a one-time link for a session: an account's holder by LINK_SIGN_IN, a side of a case by LINK_DISPUTE. The session
 * that the caller had ends. `link` is the link's token, `token` (the caller's) the new cookie. Refuses REFUSAL_LINK_INVALID. */
bool app_exchange_link(App *app, const Call *call, const SecretText *link, Outcome *outcome, SecretText **token,
                       GError **error);

/* Ends the caller's session; all of the caller's sessions; one of them. The document is NULL. One that is not the caller's
 * is REFUSAL_NOT_FOUND. */
bool app_sign_out(App *app, const Call *call, Outcome *outcome, GError **error);
bool app_sign_out_everywhere(App *app, const Call *call, Outcome *outcome, GError **error);
bool app_end_session(App *app, const Call *call, const Uuid *session, Outcome *outcome, GError **error);

/* The caller's sessions that are not over: {items}, newest first, SESSIONS_LISTED_MAX at most. */
bool app_list_sessions(App *app, const Call *call, Outcome *outcome, GError **error);

/* Who the caller is: {kind, roles, scopes, staff: {id, login, name} or null, account_id, case_id, session_id,
 * expires_at}. */
bool app_show_actor(App *app, const Call *call, Outcome *outcome, GError **error);

/* ---- at the door ----------------------------------------------------------------------------------------------- */

/* Tells whose cookie this is; reads one row and never waits for a write. Refuses REFUSAL_SESSION_EXPIRED. */
bool app_recognise_session(App *app, const char *token, gint64 now, Actor *actor, GError **error);

/* Tells whose API key this is; reads one row at most. Refuses REFUSAL_API_KEY_INVALID. */
bool app_recognise_api_key(App *app, const char *api_key, gint64 now, Actor *actor, GError **error);

/* ---- one-time links -------------------------------------------------------------------------------------------- */

typedef struct LinkWish {
        LinkPurpose purpose;
        Uuid staff;                     /* password */
        Uuid account, case_id, subject; /* sign-in: account; dispute: all three */
        gint64 lifetime;                /* microseconds */
} LinkWish;

/* Mints a link inside a use case's transaction, whose outcome is then `once`. `token` is the caller's; it is shown in
 * app_link_url() and nowhere else. */
bool app_link_mint(AppTx *tx, const LinkWish *wish, SecretText **token, GError **error);

/* The address to hand out. The token stands in the fragment, which no server, log or referrer sees. The caller frees it. */
SecretText *app_link_url(const App *app, LinkPurpose purpose, const SecretText *token);

typedef struct MintSignInLink {
        Uuid account;
        gint64 minutes;
} MintSignInLink;

/* Mints the link by which the platform lets its own user in as the holder of an account. Document {url, expires_at}, once.
 * Refuses REFUSAL_NOT_FOUND. */
bool app_mint_sign_in_link(App *app, const Call *call, const MintSignInLink *wish, Outcome *outcome, GError **error);

/* Mints the link by which the old owner of a case can look at their side of it and dispute it, for as long as the policy has
 * it. Document {url, expires_at}, once. Refuses REFUSAL_NOT_FOUND, REFUSAL_WRONG_STATE (the case has ended).
 * Source: domain rules, "The case machine", dispute. */
bool app_mint_dispute_link(App *app, const Call *call, const Uuid *case_id, Outcome *outcome, GError **error);

/* ---- API keys: document {id, name, scopes, created_at, revoked_at} ------------------------------------------------- */

typedef struct MintApiKey {
        char *name;   /* what it is for */
        guint scopes; /* bits of Scope, one at least */
} MintApiKey;

/* Mints a key; the document has it besides as `key`, once. Refuses REFUSAL_MISSING_FIELD (scopes). */
bool app_mint_api_key(App *app, const Call *call, const MintApiKey *wish, Outcome *outcome, GError **error);

/* Revokes a key; from then on it opens nothing. Refuses REFUSAL_NOT_FOUND. */
bool app_revoke_api_key(App *app, const Call *call, const Uuid *key, Outcome *outcome, GError **error);

/* The keys: {items, next}, as app_list_staff(). */
bool app_list_api_keys(App *app, const Call *call, const char *cursor, Outcome *outcome, GError **error);
