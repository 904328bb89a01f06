/* Makes the fixture's world: data folder, App, accounts, members of staff, cases. */
#include "tests/app/fixture.h"

#include "app/cases.h"
#include "app/open.h"
#include "app/people.h"
#include "app/step.h"
#include "store/accounts.h"

#include <glib/gstdio.h>

const Claim fixture_zhang = {
        .kind = OWNER_PERSONAL, .name = (char *) "张三", .number_kind = -1, .number = (char *) "11010519491231002X"
};
const Claim fixture_li = {
        .kind = OWNER_PERSONAL, .name = (char *) "李四", .number_kind = -1, .number = (char *) "440524188001010014"
};
const Claim fixture_wang = {
        .kind = OWNER_PERSONAL, .name = (char *) "王五", .number_kind = -1, .number = (char *) "110105194912310046"
};
const Claim fixture_company = { .kind = OWNER_ENTERPRISE,
                                .name = (char *) "某某科技有限公司",
                                .number_kind = -1,
                                .number = (char *) "91350100M000100Y43" };

void fixture_open(Fixture *fixture, Contract *contract) {
        g_autoptr(GError) error = NULL;
        g_autoptr(AppConfig) config = NULL;
        char *folder = g_dir_make_tmp("shiming-fixture-XXXXXX", &error);

        g_assert_no_error(error);
        g_assert_true(app_folder_make(folder, FIXTURE_NOW, &error));
        config = app_config_of_folder(folder);
        g_free(config->store);
        config->store = g_strdup(contract->location);
        config->public_url = g_strdup("https://id.example");
        *fixture = (Fixture){ .folder = folder, .now = FIXTURE_NOW };
        fixture->app = app_open(config, fixture->now, &error);
        g_assert_no_error(error);
        passwords_free(fixture->app->passwords);
        fixture->app->passwords = passwords_new(1, 8192); /* cheap: what they cost is not under test */
        fixture->account = fixture_account(fixture, "u-10001", &fixture_zhang);
        fixture->holder = fixture_holder(&fixture->account);
}

static void folder_remove(const char *path) {
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

        for (const char *name = folder ? g_dir_read_name(folder) : NULL; name; name = g_dir_read_name(folder)) {
                g_autofree char *inside = g_build_filename(path, name, NULL);

                folder_remove(inside);
        }
        g_remove(path);
}

void fixture_close(Fixture *fixture) {
        if (!fixture->folder)
                return;
        app_close(fixture->app);
        folder_remove(fixture->folder);
        g_free(fixture->folder);
        *fixture = (Fixture){ 0 };
}

typedef struct NewAccount {
        Uuid id;
        const char *external_id;
        const Claim *owner;
} NewAccount;

static bool account_make(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        const NewAccount *wish = data;
        CivilDate today = civil_date_at(tx->call->now, tx->app->policy->zone);
        Account account = { .id = wish->id,
                            .external_id = (char *) wish->external_id,
                            .origin = ORIGIN_LOCAL,
                            .version = 1,
                            .created_at = tx->call->now,
                            .usage_at = INSTANT_NONE };
        g_auto(Identity) identity = { 0 };

        if (wish->owner && !identity_check(wish->owner, today, "/owner", &identity, error))
                return false;
        if (!app_subject_make(tx, &wish->id, wish->owner ? &identity : NULL, &account.tenure, error)
            || !store_account_add(tx->store, &account, error))
                return false;
        return !wish->owner
               || app_verify(tx, &account, &account.tenure, identity.kind, METHOD_IMPORTED, NULL, NULL, error);
}

Uuid fixture_account(Fixture *fixture, const char *external_id, const Claim *owner) {
        NewAccount wish = { .id = uuid_new(fixture->now), .external_id = external_id, .owner = owner };
        Actor system = actor_system();
        Call call = fixture_call(fixture, &system);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_write(fixture->app, &call, account_make, &wish, &outcome, &error);
        g_assert_no_error(error);
        return wish.id;
}

Actor fixture_holder(const Uuid *account) {
        return (Actor){
                .roles = ROLE_HOLDER, .id = uuid_new(FIXTURE_NOW), .account = *account, .expires_at = INSTANT_NONE
        };
}

Actor fixture_party(const Uuid *account, const Uuid *case_id) {
        return (Actor){ .roles = ROLE_PARTY,
                        .id = uuid_new(FIXTURE_NOW),
                        .account = *account,
                        .case_id = *case_id,
                        .expires_at = INSTANT_NONE };
}

Actor fixture_staff(Fixture *fixture, const char *login, guint roles) {
        CreateStaff wish = { .login = (char *) login, .name = (char *) "赵六", .roles = roles };
        Actor system = actor_system();
        Call call = fixture_call(fixture, &system);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_create_staff(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return (Actor){ .roles = roles, .id = outcome.id, .expires_at = INSTANT_NONE };
}

Actor fixture_platform(void) {
        return (Actor){
                .roles = ROLE_PLATFORM, .scopes = SCOPES_ALL, .id = uuid_new(FIXTURE_NOW), .expires_at = INSTANT_NONE
        };
}

Call fixture_call(const Fixture *fixture, const Actor *actor) {
        return (Call){ .actor = actor, .now = fixture->now, .version = -1, .route = "test" };
}

Uuid fixture_case(Fixture *fixture, const char *route, const Claim *owner) {
        OpenCase wish = { .account = fixture->account,
                          .route = (char *) route,
                          .has_new_owner = owner != NULL,
                          .statement = (char *) "账号已转让。" };
        Call call = fixture_call(fixture, &fixture->holder);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        if (owner)
                wish.new_owner = *owner;
        app_open_case(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        fixture_consent(fixture, &fixture->holder, PROCEEDING_CASE, &outcome.id);
        return outcome.id;
}

void fixture_consent(Fixture *fixture, const Actor *actor, ProceedingKind kind, const Uuid *id) {
        const GPtrArray *consents = fixture->app->policy->consents;

        for (guint i = 0; i < consents->len; i++) {
                const PolicyConsent *consent = g_ptr_array_index(consents, i);
                GiveConsent wish = {
                        .kind = kind, .id = *id, .purpose = consent->purpose, .text_version = consent->text_version
                };
                Call call = fixture_call(fixture, actor);
                g_auto(Outcome) outcome = { 0 };
                g_autoptr(GError) error = NULL;

                app_give_consent(fixture->app, &call, &wish, &outcome, &error);
                g_assert_no_error(error);
        }
}

void fixture_step(Fixture *fixture, const Actor *actor, ProceedingKind kind, const Uuid *id, ProceedingEvent event,
                  const char *reason_code, const char *text) {
        TakeStep wish = {
                .kind = kind, .id = *id, .event = event, .reason_code = (char *) reason_code, .text = (char *) text
        };
        Call call = fixture_call(fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_take_step(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
}

void fixture_decide(Fixture *fixture, const Actor *actor, ProceedingKind kind, const Uuid *id, const char *item,
                    const char *reason_code) {
        DecideItem wish = { .kind = kind,
                            .id = *id,
                            .item = (char *) item,
                            .accepted = !reason_code,
                            .reason_code = (char *) reason_code };
        Call call = fixture_call(fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_decide_item(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
}

json_t *fixture_read(Fixture *fixture, const Actor *actor, ProceedingKind kind, const Uuid *id) {
        ReadProceeding wish = { .kind = kind, .id = *id };
        Call call = fixture_call(fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_read_proceeding(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return json_incref(outcome.document);
}

typedef struct Active {
        const Uuid *account;
        Verification verification;
        bool found;
} Active;

static bool active_read(StoreTx *tx, gpointer data, GError **error) {
        Active *active = data;

        return store_verification_active(tx, active->account, &active->verification, &active->found, error);
}

bool fixture_active(Fixture *fixture, const Uuid *account, Verification *verification) {
        Active active = { .account = account };
        g_autoptr(GError) error = NULL;

        store_read(fixture->app->store, active_read, &active, &error);
        g_assert_no_error(error);
        *verification = active.verification;
        return active.found;
}
