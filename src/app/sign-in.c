/* Signs a member of staff in. Argon2id runs between two transactions; what it was asked about must still be so in the
 * second. */
#include "app/people-parts.h"

#include "app/prove.h"
#include "app/sign-in-delays.h"
#include "base/refusal.h"

#include <string.h>

typedef struct SigningIn {
        guint8 login_hash[STAFF_HASH_SIZE];
        StaffRow staff;      /* as it was when the password was checked; its id is nil for an unknown login */
        char *password_hash; /* anew, where the cost has changed since; else NULL */
        SecretText *token;
} SigningIn;

static bool look(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        SigningIn *signing = data;
        bool found;

        (void) outcome;
        staff_row_clear(&signing->staff);
        signing->staff = (StaffRow){ .disabled_at = INSTANT_NONE };
        return store_staff_find(tx->store, signing->login_hash, &signing->staff, &found, error);
}

static bool begin(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const SigningIn *signing = data;
        g_auto(StaffRow) row = { 0 };
        SessionRow session = { .kind = SESSION_STAFF, .staff = signing->staff.id };
        bool saved;

        if (!staff_load(tx, &signing->staff.id, &row, error))
                return false;
        if (row.disabled_at != INSTANT_NONE || g_strcmp0(row.password_hash, signing->staff.password_hash) != 0)
                return refuse(error, REFUSAL_BAD_CREDENTIALS, NULL, NULL);
        if (signing->password_hash)
                app_touch(tx, PROOF_STAFF, &row.id);
        if (signing->password_hash
            && !store_staff_password(tx->store, &row.id, row.password_hash, signing->password_hash, &saved, error))
                return false;
        if (!session_begin(tx, &session, signing->token, error))
                return false;
        outcome->document = session_document(&session, &(const Actor){ .session = session.id });
        outcome->once = true;
        return true;
}

static bool password_is_right(App *app, const SignIn *wish, SigningIn *signing, GError **error) {
        const StaffRow *staff = &signing->staff;
        bool may = !uuid_is_nil(&staff->id) && staff->disabled_at == INSTANT_NONE;
        bool outdated = false;

        if (!passwords_check(app->passwords, may ? staff->password_hash : NULL, wish->password, &outdated))
                return refuse(error, REFUSAL_BAD_CREDENTIALS, NULL, NULL);
        if (outdated)
                signing->password_hash = passwords_hash(app->passwords, wish->password, "/password", NULL);
        return true;
}

static char *delay_key(const guint8 login_hash[static STAFF_HASH_SIZE]) {
        g_autofree char *hash = g_base64_encode(login_hash, STAFF_HASH_SIZE);

        return g_strconcat("login:", hash, NULL);
}

bool app_sign_in(App *app, const Call *call, const SignIn *wish, Outcome *outcome, SecretText **token,
                 GError **error) {
        g_autoptr(SecretText) login = g_ascii_strdown(wish->login, -1), made = vault_token_new();
        g_autofree char *address = g_strconcat("address:", wish->address, NULL), *key = NULL;
        SigningIn signing = { .token = made };
        bool good;

        vault_lookup_hash(app->vault, VAULT_LOOKUP_LOGIN, login, signing.login_hash);
        key = delay_key(signing.login_hash);
        if (!sign_in_delays_try(app->sign_in_delays, address, SIGN_IN_ADDRESS_WAIT_S_MAX, call->now, error)
            || !sign_in_delays_try(app->sign_in_delays, key, SIGN_IN_LOGIN_WAIT_S_MAX, call->now, error))
                return false;
        good = app_read(app, call, look, &signing, outcome, error) && password_is_right(app, wish, &signing, error)
               && app_write(app, call, begin, &signing, outcome, error);
        staff_row_clear(&signing.staff);
        g_free(signing.password_hash);
        if (!good)
                return false;
        sign_in_delays_forgive(app->sign_in_delays, key);
        sign_in_delays_forgive(app->sign_in_delays, address);
        *token = g_steal_pointer(&made);
        return true;
}
