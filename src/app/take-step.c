/* Steps that take a reason or a few words at the most, and the claim of whatever is due next. */
#include "app/cases.h"

#include "app/step.h"
#include "base/refusal.h"
#include "store/evidence.h"

#define QUEUE_LOOKED_AT 50

/* A code must be one that the policy has for the purpose. */
static bool reason_is_known(const Dossier *dossier, ProceedingEvent event, const char *code, GError **error) {
        const PolicyReason *reason;

        if (!code)
                return true;
        reason = policy_reason(dossier->policy, code);
        if (reason && (event != EVENT_REJECT || reason->for_rejection))
                return true;
        return refuse(error, REFUSAL_UNKNOWN_VALUE, "/reason_code", "reason_code", code, "GET /v1/policy", NULL);
}

static bool step_follow(AppTx *tx, Dossier *dossier, ProceedingEvent event, GError **error) {
        if (event != EVENT_RESUPPLY)
                return true;
        return dossier_ask_refused(tx, dossier, error) && dossier_refresh(tx, dossier, error);
}

static bool take_step(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const TakeStep *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);
        StepWords words = { .reason_code = wish->reason_code, .text = wish->text };

        return dossier && reason_is_known(dossier, wish->event, wish->reason_code, error)
               && app_step(tx, dossier, wish->event, &words, error) && step_follow(tx, dossier, wish->event, error)
               && dossier_answer(tx, dossier, outcome, error);
}

bool app_take_step(App *app, const Call *call, const TakeStep *wish, Outcome *outcome, GError **error) {
        TakeStep copy = *wish;
        Submission submission = { .kind = wish->kind, .id = wish->id, .text = wish->text };

        if (wish->event == EVENT_SUBMIT)
                return app_submit(app, call, &submission, outcome, error);
        return app_write(app, call, take_step, &copy, outcome, error);
}

/* Tries the queue from the front; what the actor may not review is passed over. */
static bool claim_from(AppTx *tx, ProceedingState state, Outcome *outcome, bool *claimed, GError **error) {
        ProceedingCursor front = { .due_at = INSTANT_NONE };
        g_autoptr(GPtrArray) rows = NULL;

        if (!store_proceeding_queue(tx->store, state, &front, QUEUE_LOOKED_AT, &rows, error))
                return false;
        for (guint i = 0; i < rows->len && !*claimed; i++) {
                const ProceedingRow *row = g_ptr_array_index(rows, i);
                g_autoptr(Dossier) dossier = dossier_load(tx, &row->id, row->kind, error);
                guint64 offered;

                if (!dossier)
                        return false;
                offered = proceeding_events_for(dossier->proceeding, tx->call->actor, &dossier->facts);
                if (!(offered & (G_GUINT64_CONSTANT(1) << EVENT_CLAIM))
                    || !uuid_is_nil(&dossier->proceeding->claimed_by))
                        continue;
                if (!app_step(tx, dossier, EVENT_CLAIM, NULL, error) || !dossier_answer(tx, dossier, outcome, error))
                        return false;
                *claimed = true;
        }
        return true;
}

static bool claim_next(AppTx *tx, G_GNUC_UNUSED gpointer data, Outcome *outcome, GError **error) {
        bool claimed = false;

        if (!claim_from(tx, STATE_SECOND_REVIEW, outcome, &claimed, error)
            || (!claimed && !claim_from(tx, STATE_SUBMITTED, outcome, &claimed, error)))
                return false;
        if (!claimed)
                outcome->document = json_null();
        return true;
}

bool app_claim_next(App *app, const Call *call, Outcome *outcome, GError **error) {
        return app_write(app, call, claim_next, NULL, outcome, error);
}
