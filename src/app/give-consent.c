/* Consent: to what, in which words, for which proceeding. */
#include "app/cases.h"

#include "app/step.h"
#include "base/refusal.h"
#include "store/consents.h"

static bool consent_add(AppTx *tx, const Dossier *dossier, const GiveConsent *wish, GError **error) {
        ConsentRow row = { .id = uuid_new(tx->call->now),
                           .subject = dossier->account->tenure,
                           .given_for = dossier->proceeding->id,
                           .purpose = wish->purpose,
                           .text_version = wish->text_version,
                           .given_at = tx->call->now };
        gint64 before;

        return store_consent_withdraw(tx->store, &dossier->proceeding->id, wish->purpose, tx->call->now, &before,
                                      error)
               && store_consent_add(tx->store, &row, error);
}

static bool consent_change(AppTx *tx, const Dossier *dossier, const GiveConsent *wish, GError **error) {
        const PolicyConsent *consent = policy_consent(dossier->policy, wish->purpose);
        gint64 changed = 0;

        if (!consent)
                return refuse(error, REFUSAL_NOT_FOUND, "/purpose", NULL);
        if (!wish->withdrawn) {
                if (g_strcmp0(consent->text_version, wish->text_version) != 0)
                        return refuse(error, REFUSAL_UNKNOWN_VALUE, "/text_version", "text_version",
                                      wish->text_version, consent->text_version, NULL);
                return consent_add(tx, dossier, wish, error);
        }
        if (!store_consent_withdraw(tx->store, &dossier->proceeding->id, wish->purpose, tx->call->now, &changed,
                                    error))
                return false;
        return changed || refuse_consent(wish->purpose, "/purpose", error);
}

static bool give_consent(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const GiveConsent *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);
        json_auto_t *detail = json_pack("{s:s, s:s*}", "purpose", wish->purpose, "text_version", wish->text_version);
        StepWords words = { .detail = detail };

        return dossier && consent_change(tx, dossier, wish, error)
               && app_step(tx, dossier, wish->withdrawn ? EVENT_CONSENT_WITHDRAW : EVENT_CONSENT, &words, error)
               && dossier_answer(tx, dossier, outcome, error);
}

bool app_give_consent(App *app, const Call *call, const GiveConsent *wish, Outcome *outcome, GError **error) {
        GiveConsent copy = *wish;

        return app_write(app, call, give_consent, &copy, outcome, error);
}
