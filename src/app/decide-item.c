/* Verdicts on the items of a checklist: the reviewer's, and the mail clerk's when the parcel is opened. */
#include "app/cases.h"

#include "app/step.h"
#include "base/refusal.h"
#include "store/evidence.h"
#include "store/items.h"

#define ITEM_NEEDED_MAX 20

static bool reason_fits(const Dossier *dossier, const DecideItem *wish, GError **error) {
        const PolicyReason *reason = wish->reason_code ? policy_reason(dossier->policy, wish->reason_code) : NULL;

        if (wish->accepted)
                return !wish->reason_code
                       || refuse(error, REFUSAL_UNKNOWN_FIELD, "/reason_code", "reason_code", NULL);
        if (!wish->reason_code)
                return refuse(error, REFUSAL_REASON_MISSING, "/reason_code", NULL);
        if (reason && reason->for_evidence)
                return true;
        return refuse(error, REFUSAL_UNKNOWN_VALUE, "/reason_code", "reason_code", wish->reason_code,
                      "GET /v1/policy", NULL);
}

/* Only a raisable item can be asked for more often, and the reason is shown to the holder. */
static bool number_fits(const PolicyItem *item, const DecideItem *wish, GError **error) {
        g_autofree char *low = g_strdup_printf("%u", item->at_least);
        g_autofree char *high = g_strdup_printf("%d", item->raisable ? ITEM_NEEDED_MAX : (int) item->at_least);

        if (!wish->needed)
                return true;
        if (wish->needed < item->at_least
            || wish->needed > (item->raisable ? ITEM_NEEDED_MAX : (gint64) item->at_least))
                return refuse(error, REFUSAL_OUT_OF_RANGE, "/needed", "needed", low, high, NULL);
        return wish->accepted || wish->text || wish->reason_code
               || refuse(error, REFUSAL_REASON_MISSING, "/text", NULL);
}

static guint needed_before(const Dossier *dossier, const char *item) {
        for (guint i = 0; i < dossier->verdicts->len; i++) {
                const ItemVerdict *verdict = g_ptr_array_index(dossier->verdicts, i);

                if (g_str_equal(verdict->item, item))
                        return verdict->needed;
        }
        return 0;
}

/* The files share the item's fate; those given after a refusal are looked at for themselves. */
static bool verdict_write(AppTx *tx, const Dossier *dossier, const DecideItem *wish, ItemState state,
                          GError **error) {
        const Uuid *id = &dossier->proceeding->id;
        g_autoptr(GBytes) sealed = vault_seal_text(dossier->key, "items.text", id, wish->text);
        ItemRow row = { .item = wish->item,
                        .state = (char *) enum_name(&item_state_names, (int) state),
                        .needed = wish->needed ? (guint) wish->needed : needed_before(dossier, wish->item),
                        .reason_code = wish->reason_code,
                        .sealed_text = sealed,
                        .decided_by = tx->call->actor->id,
                        .decided_at = tx->call->now };

        if (!store_item_put(tx->store, id, &row, error))
                return false;
        if (state == ITEM_REFUSED && !wish->needed)
                return store_evidence_set_states(tx->store, id, wish->item, EVIDENCE_GIVEN, EVIDENCE_REFUSED, error)
                       && store_evidence_set_states(tx->store, id, wish->item, EVIDENCE_ACCEPTED, EVIDENCE_REFUSED,
                                                    error);
        if (state != ITEM_ACCEPTED)
                return true;
        return store_evidence_set_states(tx->store, id, wish->item, EVIDENCE_GIVEN, EVIDENCE_ACCEPTED, error);
}

static bool item_decide(AppTx *tx, const DecideItem *wish, ProceedingEvent event, ItemState if_good, Outcome *outcome,
                        GError **error) {
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);
        const PolicyItem *item = dossier ? dossier_item(dossier, wish->item, error) : NULL;
        ItemState state = wish->accepted ? if_good : ITEM_REFUSED;
        json_auto_t *detail =
                json_pack("{s:s, s:s, s:I}", "item", wish->item, "verdict", enum_name(&item_state_names, (int) state),
                          "needed", (json_int_t) wish->needed);
        StepWords words = { .reason_code = wish->reason_code, .text = wish->text, .detail = detail };

        return item && reason_fits(dossier, wish, error) && number_fits(item, wish, error)
               && verdict_write(tx, dossier, wish, state, error) && app_step(tx, dossier, event, &words, error)
               && dossier_answer(tx, dossier, outcome, error);
}

static bool decide(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        return item_decide(tx, data, EVENT_DECIDE_ITEM, ITEM_ACCEPTED, outcome, error);
}

static bool check_off(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        return item_decide(tx, data, EVENT_CHECK_OFF_ITEM, ITEM_RECEIVED, outcome, error);
}

bool app_decide_item(App *app, const Call *call, const DecideItem *wish, Outcome *outcome, GError **error) {
        DecideItem copy = *wish;

        return app_write(app, call, decide, &copy, outcome, error);
}

bool app_check_off_item(App *app, const Call *call, const DecideItem *wish, Outcome *outcome, GError **error) {
        DecideItem copy = *wish;

        return app_write(app, call, check_off, &copy, outcome, error);
}
