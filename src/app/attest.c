/* Hears what the staff attest of a company's Alipay account, and carries out what follows. */
#include "app/attestations.h"

#include "base/refusal.h"
#include "partners/enterprise-alipay.h"
#include "store/attestations.h"

bool attestation_about(AppTx *tx, const Dossier *dossier, const char *alipay_account, GError **error) {
        g_autoptr(AttestationRow) row = NULL;

        if (!store_attestation_load(tx->store, &dossier->proceeding->id, &row, error))
                return false;
        g_assert(row); /* asked for by the step */
        row->sealed_account = vault_seal_text(dossier->key, "attestations.account", &row->proceeding, alipay_account);
        return store_attestation_save(tx->store, row, error);
}

/* Every voice is in the history, its reason for the staff alone. */
static bool voice_record(AppTx *tx, Dossier *dossier, const Attest *wish, GError **error) {
        json_auto_t *detail = json_pack("{s:b}", "confirms", wish->confirms);
        StepWords words = { .text = wish->reason, .detail = detail };

        return app_step(tx, dossier, EVENT_ATTEST, &words, error);
}

static void voice_store(AppTx *tx, const Dossier *dossier, AttestationRow *row, const Attest *wish) {
        if (!row->first_outcome) {
                row->first_outcome = g_strdup(
                        enum_name(&alipay_verdict_names, wish->confirms ? ALIPAY_CONFIRMED : ALIPAY_REFUSED));
                row->first_by = tx->call->actor->id;
                row->first_at = tx->call->now;
                row->sealed_reason =
                        vault_seal_text(dossier->key, "attestations.reason", &row->proceeding, wish->reason);
        } else {
                row->second_by = tx->call->actor->id;
                row->second_at = tx->call->now;
        }
}

static bool voice_hear(AppTx *tx, Dossier *dossier, AttestationRow *row, const Attest *wish, AlipayAnswer *answer,
                       GError **error) {
        Attestation attestation = { .first = row->first_by,
                                    .second = row->second_by,
                                    .ended = row->ended_at != INSTANT_NONE };
        AttestationVoice voice = { .staff = tx->call->actor->id, .confirms = wish->confirms, .reason = wish->reason };

        if (!attestation_hear(&attestation, &voice, answer, error))
                return false;
        voice_store(tx, dossier, row, wish);
        return store_attestation_save(tx->store, row, error);
}

static bool answer_carry_out(AppTx *tx, Dossier *dossier, const AlipayAnswer *answer, GError **error) {
        StepWords words = { .text = answer->reason };

        if (answer->verdict == ALIPAY_PENDING)
                return true;
        if (answer->verdict == ALIPAY_CONFIRMED)
                return app_step(tx, dossier, EVENT_PARTNER_CONFIRM, NULL, error);
        return app_step(tx, dossier, EVENT_PARTNER_REFUSE, &words, error);
}

static bool attest(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Attest *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);
        g_autoptr(AttestationRow) row = NULL;
        g_auto(AlipayAnswer) answer = { 0 };

        if (!dossier || !voice_record(tx, dossier, wish, error)
            || !store_attestation_load(tx->store, &wish->id, &row, error))
                return false;
        g_assert(row); /* the state that takes a voice comes of the step that asks */
        return voice_hear(tx, dossier, row, wish, &answer, error) && answer_carry_out(tx, dossier, &answer, error)
               && dossier_answer(tx, dossier, outcome, error);
}

bool app_attest(App *app, const Call *call, const Attest *wish, Outcome *outcome, GError **error) {
        Attest copy = *wish;

        return app_write(app, call, attest, &copy, outcome, error);
}
