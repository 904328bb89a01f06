/* A file taken back by whoever gave it. The row stays; its content goes with the next sweep. */
#include "app/evidence.h"

#include "app/evidence-parts.h"
#include "app/step.h"
#include "base/refusal.h"

/* The holder's own are those that came in by the holder's hand: sessions differ from day to day. */
static bool is_own(AppTx *tx, const EvidenceRow *row, GError **error) {
        if (!g_str_equal(row->uploaded_role, actor_role_name(tx->call->actor)))
                return refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
        return row->state == EVIDENCE_GIVEN
               || refuse(error, REFUSAL_WRONG_STATE, NULL, REFUSAL_BOTH("已审核或已移除", "reviewed or removed"),
                         NULL);
}

static bool withdraw(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Uuid *id = data;
        g_autoptr(EvidenceRow) row = NULL;
        g_autoptr(Dossier) dossier = NULL;
        json_auto_t *detail = NULL;
        char text[UUID_TEXT_SIZE];
        StepWords words = { 0 };

        if (!evidence_find(tx, id, &row, &dossier, error) || !is_own(tx, row, error)
            || !store_evidence_set_state(tx->store, id, EVIDENCE_WITHDRAWN, error))
                return false;
        detail = json_pack("{s:s, s:s}", "evidence", uuid_format(id, text), "item", row->item);
        words.detail = detail;
        if (!app_step(tx, dossier, EVENT_WITHDRAW_EVIDENCE, &words, error))
                return false;
        row->state = EVIDENCE_WITHDRAWN;
        evidence_answer(row, dossier->proceeding, outcome);
        return true;
}

bool app_withdraw_evidence(App *app, const Call *call, const Uuid *id, Outcome *outcome, GError **error) {
        Uuid copy = *id;

        return app_write(app, call, withdraw, &copy, outcome, error);
}
