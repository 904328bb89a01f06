/* Hands a case or an attempt in: by documents to the reviewers, by transfer to the bank, by Alipay to the partner. */
#include "app/attestations.h"
#include "app/cases.h"

#include "app/case-guard.h"
#include "app/transfer-parts.h"
#include "base/refusal.h"
#include "partners/enterprise-alipay.h"
#include "store/attestations.h"

typedef struct Handing {
        const Submission *wish;
        bool asked;     /* the partner, before the transaction */
        gint64 version; /* of the proceeding that it was asked about */
        AlipayAnswer answer;
} Handing;

static bool is_by_transfer(const Dossier *dossier) {
        return dossier->proceeding->kind == PROCEEDING_ATTEMPT
               && dossier->proceeding->method == METHOD_CORPORATE_TRANSFER;
}

static bool asks_partner(const Dossier *dossier) {
        return dossier->proceeding->kind == PROCEEDING_ATTEMPT
                       ? dossier->proceeding->method == METHOD_ENTERPRISE_ALIPAY
                       : dossier->facts.route->channel == CHANNEL_ONLINE;
}

static bool is_prepared(const Proceeding *proceeding) {
        return proceeding->state == STATE_DRAFT || proceeding->state == STATE_OPEN;
}

/* ---- asking the partner ---- */

typedef struct Question {
        const Submission *wish;
        bool is_asked;
        gint64 version;
        Identity company;
} Question;

static bool question_gather(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        Question *question = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &question->wish->id, question->wish->kind, error);
        bool named;

        identity_clear(&question->company);
        question->is_asked = false;
        if (!dossier || !app_subject_open(tx, &dossier->proceeding->new_subject, &question->company, &named, error))
                return false;
        question->is_asked = named && asks_partner(dossier) && is_prepared(dossier->proceeding);
        question->version = dossier->proceeding->version;
        return true;
}

/* Whether there is anything to ask is judged in the transaction; here only what would be asked is read, and If-Match is
 * not looked at, since a request that is repeated comes with an old one. */
static bool partner_ask(App *app, const Call *call, Handing *handing, GError **error) {
        Question question = { .wish = handing->wish };
        g_auto(Outcome) nothing = { 0 };
        g_autoptr(GError) refused = NULL;
        AlipayQuestion asked;
        Call reading = *call;
        bool good = true;

        reading.version = -1;
        if (!app_read(app, &reading, question_gather, &question, &nothing, &refused)) {
                if (refused->domain != REFUSAL)
                        good = (g_propagate_error(error, g_steal_pointer(&refused)), false);
        } else if (question.is_asked) {
                asked = (AlipayQuestion){ .case_id = handing->wish->id,
                                          .company_name = question.company.name,
                                          .uscc = question.company.number,
                                          .alipay_account = handing->wish->alipay_account };
                good = enterprise_alipay_ask(app->alipay, &asked, &handing->answer, error);
                handing->asked = good;
                handing->version = question.version;
        }
        identity_clear(&question.company);
        return good;
}

/* What the partner said at once, or who is to attest it. */
static bool partner_answered(AppTx *tx, Dossier *dossier, const Handing *handing, GError **error) {
        StepWords words = { .text = handing->answer.reason };

        if (!attestation_about(tx, dossier, handing->wish->alipay_account, error))
                return false;
        if (handing->answer.verdict == ALIPAY_PENDING)
                return true;
        if (handing->answer.verdict == ALIPAY_CONFIRMED)
                return app_step_as_system(tx, dossier, EVENT_PARTNER_CONFIRM, NULL, error);
        return app_step_as_system(tx, dossier, EVENT_PARTNER_REFUSE, &words, error);
}

/* ---- handing in ---- */

/* Fields belong to one way of being verified each. */
static bool fields_fit(const Dossier *dossier, const Submission *wish, GError **error) {
        const struct {
                const char *pointer, *value;
                bool taken, needed;
        } fields[] = {
                { "/bank", wish->bank, is_by_transfer(dossier), true },
                { "/account_number", wish->account_number, is_by_transfer(dossier), true },
                { "/account_name", wish->account_name, is_by_transfer(dossier), false },
                { "/alipay_account", wish->alipay_account, asks_partner(dossier), true },
        };

        for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
                const char *name = fields[i].pointer + 1;

                if (fields[i].value && !fields[i].taken)
                        return refuse(error, REFUSAL_UNKNOWN_FIELD, fields[i].pointer, name, NULL);
                if (!fields[i].value && fields[i].taken && fields[i].needed)
                        return refuse(error, REFUSAL_MISSING_FIELD, fields[i].pointer, name, NULL);
        }
        return true;
}

static bool submit_by_transfer(AppTx *tx, Dossier *dossier, const Submission *wish, const StepWords *words,
                               GError **error) {
        g_auto(Payee) payee = { 0 };

        return method_check_offered(tx->app, dossier->facts.way, error)
               && payee_check(tx, dossier, wish->bank, wish->account_number, wish->account_name, &payee, error)
               && app_step(tx, dossier, EVENT_SUBMIT, words, error)
               && transfer_draw(tx, dossier, wish->bank, &payee, error);
}

static bool submit_to_partner(AppTx *tx, Dossier *dossier, const Handing *handing, const StepWords *words,
                              GError **error) {
        gint64 version = dossier->proceeding->version;

        if (!app_step(tx, dossier, EVENT_SUBMIT, words, error))
                return false;
        if (!handing->asked || handing->version != version)
                return refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
        return partner_answered(tx, dossier, handing, error);
}

static bool step_submit(AppTx *tx, Dossier *dossier, const Handing *handing, GError **error) {
        StepWords words = { .text = handing->wish->text };

        if (dossier->proceeding->kind == PROCEEDING_CASE
            && !app_guard_shortfall_of_case(tx, dossier, &dossier->facts.shortfall, error))
                return false;
        if (is_prepared(dossier->proceeding) && !fields_fit(dossier, handing->wish, error))
                return false;
        if (is_prepared(dossier->proceeding) && is_by_transfer(dossier))
                return submit_by_transfer(tx, dossier, handing->wish, &words, error);
        if (asks_partner(dossier))
                return submit_to_partner(tx, dossier, handing, &words, error);
        return app_step(tx, dossier, EVENT_SUBMIT, &words, error);
}

static bool submit(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Handing *handing = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &handing->wish->id, handing->wish->kind, error);

        return dossier && step_submit(tx, dossier, handing, error) && dossier_answer(tx, dossier, outcome, error);
}

bool app_submit(App *app, const Call *call, const Submission *wish, Outcome *outcome, GError **error) {
        Handing handing = { .wish = wish };
        bool submitted = (!wish->alipay_account || partner_ask(app, call, &handing, error))
                         && app_write(app, call, submit, &handing, outcome, error);

        alipay_answer_clear(&handing.answer);
        return submitted;
}
