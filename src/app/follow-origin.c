/* Follows an origin: what it has verified becomes the account's verification, and where that ends another one, by a case that
 * is born completed. */
#include "app/account-parts.h"
#include "app/identity.h"
#include "app/step.h"
#include "base/refusal.h"
#include "domain/names.h"

#include <sodium.h>

static const Uuid nobody = { { 0 } };

typedef struct Following {
        const ReportOrigin *wish;
        Identity owner;
} Following;

/* ---- what is under way ------------------------------------------------------------------------------------------- */

static bool attempt_withdraw(AppTx *tx, const Uuid *account, GError **error) {
        g_autoptr(Proceeding) open = NULL;
        g_autoptr(Dossier) dossier = NULL;

        if (!store_proceeding_open_of(tx->store, account, PROCEEDING_ATTEMPT, &open, error))
                return false;
        if (!open)
                return true;
        dossier = dossier_load_for_system(tx, &open->id, error);
        return dossier && app_step_as_system(tx, dossier, EVENT_WITHDRAW, NULL, error);
}

/* A change that the holder had begun here has no object any more; one under dispute is an approver's to settle first. */
static bool case_end(AppTx *tx, const Uuid *account, GError **error) {
        g_autoptr(Proceeding) open = NULL;
        g_autoptr(Dossier) dossier = NULL;

        if (!store_proceeding_open_of(tx->store, account, PROCEEDING_CASE, &open, error))
                return false;
        if (!open)
                return true;
        if (open->state == STATE_DISPUTED)
                return refuse(error, REFUSAL_CASE_OPEN, NULL, NULL);
        dossier = dossier_load_for_system(tx, &open->id, error);
        return dossier
               && app_step_as_system(tx, dossier, open->state == STATE_REVERIFYING ? EVENT_TIME_OVER : EVENT_WITHDRAW,
                                     NULL, error);
}

/* ---- the new verification ---------------------------------------------------------------------------------------- */

static Proceeding *case_make(AppTx *tx, const Account *account, const Verification *old, const Uuid *subject,
                             const Identity *owner) {
        Proceeding *proceeding = dossier_proceeding_new(tx, PROCEEDING_CASE, &account->id);

        proceeding->verification = old->id;
        proceeding->old_subject = old->subject;
        proceeding->new_subject = *subject;
        proceeding->route = g_strdup(POLICY_ROUTE_ORIGIN_SYNC);
        proceeding->method = METHOD_ORIGIN;
        proceeding->owner = owner->kind;
        return proceeding;
}

static bool replace(AppTx *tx, Account **account, const Verification *old, const Identity *owner, Uuid *case_id,
                    GError **error) {
        g_autoptr(Dossier) dossier = NULL;
        Proceeding *proceeding;
        Uuid subject;

        if (!app_subject_make(tx, &(*account)->id, owner, &subject, error))
                return false;
        proceeding = case_make(tx, *account, old, &subject, owner);
        *case_id = proceeding->id;
        dossier = dossier_begin(tx, proceeding, g_steal_pointer(account), error);
        if (!dossier)
                return false;
        dossier->passed = dossier->proceeding; /* as an attempt would, the report brings owner and method */
        return app_step_born(tx, dossier, error);
}

/* Whoever holds the account so far without a name is whom the origin names; after an owner known before, it is another. */
static bool verify_first(AppTx *tx, Account *account, const Identity *owner, GError **error) {
        g_auto(Identity) holder = { 0 };
        Uuid subject = account->tenure;
        bool known;

        if (!app_subject_open(tx, &subject, &holder, &known, error))
                return false;
        return (known ? app_subject_make(tx, &account->id, owner, &subject, error)
                      : app_subject_fill(tx, &subject, owner, error))
               && app_verify(tx, account, &subject, owner->kind, METHOD_ORIGIN, NULL, NULL, error);
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

static bool answer(AppTx *tx, const Uuid *account, const char *came_of_it, const Uuid *case_id, Outcome *outcome,
                   GError **error) {
        Verification active = { .id = { { 0 } } };
        bool verified;

        if (!store_verification_active(tx->store, account, &active, &verified, error))
                return false;
        outcome->document = json_pack("{s:s, s:o, s:o}", "outcome", came_of_it, "verification", json_id(&active.id),
                                      "case", json_id(case_id));
        outcome->key_owner = active.subject;
        return true;
}

static bool same_as_now(AppTx *tx, const Verification *active, const Identity *owner, bool *same, GError **error) {
        g_auto(Identity) known = { 0 };
        bool is_known;

        if (!app_subject_open(tx, &active->subject, &known, &is_known, error))
                return false;
        *same = is_known && identity_same_owner(&known, owner) && g_str_equal(known.name, owner->name);
        return true;
}

static bool origin_fits(const Account *account, const OriginReport *report, GError **error) {
        return account->origin == report->origin
               || refuse(error, REFUSAL_UNKNOWN_VALUE, "/origin", "origin",
                         enum_name(&origin_names, (int) report->origin),
                         enum_name(&origin_names, (int) account->origin), NULL);
}

static bool report_note(AppTx *tx, const Account *account, const OriginReport *report, GError **error) {
        json_auto_t *detail = json_pack("{s:s, s:o}", "origin", enum_name(&origin_names, (int) report->origin),
                                        "verified_at", json_time(report->verified_at));

        return store_account_origin_reported(tx->store, &account->id, report->verified_at, error)
               && account_event(tx, account, "origin-report", detail, error);
}

/* Whoever the origin has verified changes there from now on. */
static bool origin_trust(AppTx *tx, Account *account, GError **error) {
        if (account->origin_verified)
                return true;
        account->origin_verified = true;
        return store_account_save(tx->store, account, error);
}

static bool owner_change(AppTx *tx, Account **account, const Verification *active, bool verified,
                         const Identity *owner, Outcome *outcome, GError **error) {
        Uuid id = (*account)->id, case_id = nobody;

        return case_end(tx, &id, error) && attempt_withdraw(tx, &id, error)
               && (verified ? replace(tx, account, active, owner, &case_id, error)
                            : verify_first(tx, *account, owner, error))
               && answer(tx, &id, "followed", &case_id, outcome, error);
}

static bool follow(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Following *following = data;
        const OriginReport *report = &following->wish->report;
        const Uuid *id = &following->wish->account;
        g_autoptr(Account) account = NULL;
        Verification active;
        bool verified, same = false;
        gint64 last;

        if (!account_load_seen(tx, id, &account, error) || !origin_fits(account, report, error)
            || !store_account_origin_reported_at(tx->store, id, &last, error)
            || !store_verification_active(tx->store, id, &active, &verified, error))
                return false;
        if (last != INSTANT_NONE && report->verified_at < last)
                return answer(tx, id, "superseded", &nobody, outcome, error);
        if ((verified && !same_as_now(tx, &active, &following->owner, &same, error))
            || !report_note(tx, account, report, error) || !origin_trust(tx, account, error))
                return false;
        return same ? answer(tx, id, "unchanged", &nobody, outcome, error)
                    : owner_change(tx, &account, &active, verified, &following->owner, outcome, error);
}

bool app_follow_origin(App *app, const Call *call, const ReportOrigin *wish, Outcome *outcome, GError **error) {
        const OriginReport *report = &wish->report;
        Following following = { .wish = wish };
        NumberVerdict number;
        bool well;

        if (!origin_report_check(report, call->now, &number, error))
                return false;
        following.owner = (Identity){ .kind = report->owner_kind,
                                      .number_kind = report->number_kind,
                                      .number = g_strdup(number.text) };
        sodium_memzero(&number, sizeof number);
        well = name_require(report->owner_kind == OWNER_PERSONAL ? NAME_PERSON : NAME_ORGANISATION,
                            report->owner_name, "/owner_name", &following.owner.name, error)
               && app_write(app, call, follow, &following, outcome, error);
        identity_clear(&following.owner);
        return well;
}
