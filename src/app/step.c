/* Carries one step out: every change of a proceeding passes here. */
#include "app/step.h"

#include "app/guard-watch.h"
#include "app/log.h"
#include "app/prove.h"
#include "app/transfer-parts.h"
#include "base/json-text.h"
#include "base/refusal.h"
#include "store/attestations.h"
#include "store/events.h"
#include "store/notices.h"
#include "store/verifications.h"

static const Uuid nobody = { { 0 } };

static const char *leaf_kind(const Proceeding *proceeding, char kind[static 64], const char *event) {
        g_snprintf(kind, 64, "%s.%s", enum_name(&proceeding_kind_names, (int) proceeding->kind), event);
        return kind;
}

/* The history's row and its leaf, under one id. */
static bool event_add(AppTx *tx, const Dossier *dossier, Event *event, const StepWords *words, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        bool is_case = proceeding->kind == PROCEEDING_CASE;
        g_autoptr(GBytes) sealed =
                vault_seal_text(dossier->key, "events.text", &event->id, words ? words->text : NULL);
        g_autofree char *detail =
                words && words->detail ? json_text_write(words->detail, JSON_TEXT_SORTED, NULL) : NULL;
        json_auto_t *content = NULL;
        char kind[64];

        event->reason_code = words ? words->reason_code : NULL;
        event->sealed_text = sealed;
        event->detail = detail;
        content = app_log_event_content(event, dossier->key);
        return store_event_add(tx->store, event, error)
               && app_log_add(tx, &event->id, leaf_kind(proceeding, kind, event->event), &proceeding->account,
                              is_case ? &proceeding->id : &proceeding->parent, NULL, is_case ? NULL : &proceeding->id,
                              content, dossier->key, error);
}

static bool event_record(AppTx *tx, const Dossier *dossier, const Actor *actor, const ProceedingStep *step,
                         const StepWords *words, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        Event event = { .id = uuid_new(tx->call->now),
                        .account = proceeding->account,
                        .proceeding = proceeding->id,
                        .at = tx->call->now,
                        .event = enum_name(&proceeding_event_names, (int) step->event),
                        .actor_role = actor_role_name(actor),
                        .actor = actor->id,
                        .from_state = enum_name(&proceeding_state_names, (int) step->from),
                        .to_state = enum_name(&proceeding_state_names, (int) step->to),
                        .version = proceeding->version,
                        .due_at = proceeding->clock.running ? proceeding->clock.due_at : INSTANT_NONE };

        app_touch(tx, PROOF_PROCEEDING, &proceeding->id);
        return event_add(tx, dossier, &event, words, error);
}

bool app_note_event(AppTx *tx, const Dossier *dossier, const char *name, const json_t *detail, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        const Actor *actor = tx->call->actor;
        StepWords words = { .detail = detail };
        Event event = { .id = uuid_new(tx->call->now),
                        .account = proceeding->account,
                        .proceeding = proceeding->id,
                        .at = tx->call->now,
                        .event = name,
                        .actor_role = actor_role_name(actor),
                        .actor = actor->id,
                        .due_at = INSTANT_NONE };

        return event_add(tx, dossier, &event, &words, error);
}

static bool notice_add(AppTx *tx, const Proceeding *proceeding, const ProceedingStep *step, NoticeRecipient to,
                       const Uuid *subject, const char *role, GError **error) {
        Notice notice = { .id = uuid_new(tx->call->now),
                          .to = to,
                          .subject = *subject,
                          .role = role,
                          .event = enum_name(&proceeding_event_names, (int) step->event),
                          .account = proceeding->account,
                          .proceeding = proceeding->id,
                          .created_at = tx->call->now };

        return store_notice_add(tx->store, &notice, error);
}

/* The holder is whoever the account belongs to after the step; the old owner is told apart only where that is another. */
static bool notices_record(AppTx *tx, const Dossier *dossier, const ProceedingStep *step, GError **error) {
        static const struct {
                Notify who;
                const char *role;
        } roles[] = { { NOTIFY_REVIEWERS, "reviewer" },
                      { NOTIFY_APPROVERS, "approver" },
                      { NOTIFY_CLERKS, "mail-clerk" } };
        const Proceeding *proceeding = dossier->proceeding;
        const Uuid *holder = &dossier->account->tenure;
        bool warn_old = (step->notify & NOTIFY_OLD_OWNER) || (step->effects & EFFECT_WARN_OLD);

        for (guint i = 0; i < G_N_ELEMENTS(roles); i++) {
                if ((step->notify & roles[i].who)
                    && !notice_add(tx, proceeding, step, NOTICE_TO_ROLE, &nobody, roles[i].role, error))
                        return false;
        }
        if ((step->notify & NOTIFY_PLATFORM)
            && !notice_add(tx, proceeding, step, NOTICE_TO_PLATFORM, &nobody, NULL, error))
                return false;
        if ((step->notify & NOTIFY_HOLDER)
            && !notice_add(tx, proceeding, step, NOTICE_TO_SUBJECT, holder, NULL, error))
                return false;
        if (warn_old && !uuid_is_nil(&proceeding->old_subject)
            && !((step->notify & NOTIFY_HOLDER) && uuid_equal(holder, &proceeding->old_subject)))
                return notice_add(tx, proceeding, step, NOTICE_TO_SUBJECT, &proceeding->old_subject, NULL, error);
        return true;
}

/* How the new verification of a case came about. */
static Method case_method(const Dossier *dossier) {
        return dossier->facts.route->need == ROUTE_NEED_ENTERPRISE_ALIPAY
                               && dossier->facts.route->channel == CHANNEL_ONLINE
                       ? METHOD_ENTERPRISE_ALIPAY
                       : METHOD_CASE_EVIDENCE;
}

/* Ends the attempt that a case which has ended leaves open. */
static bool attempt_end(AppTx *tx, const Proceeding *ended, GError **error) {
        g_autoptr(Proceeding) open = NULL;
        g_autoptr(Dossier) attempt = NULL;

        if (!store_proceeding_open_of(tx->store, &ended->account, PROCEEDING_ATTEMPT, &open, error))
                return false;
        if (!open || !uuid_equal(&open->parent, &ended->id))
                return true;
        attempt = dossier_load_for_system(tx, &open->id, error);
        return attempt && app_step_as_system(tx, attempt, EVENT_WITHDRAW, NULL, error);
}

/* An attempt passed: its case goes on with its subject, or the account has its first verification. */
static bool attempt_passed(AppTx *tx, Dossier *attempt, GError **error) {
        const Proceeding *proceeding = attempt->proceeding;
        g_autoptr(Dossier) parent = NULL;

        if (uuid_is_nil(&proceeding->parent))
                return app_verify(tx, attempt->account, &proceeding->new_subject, proceeding->owner,
                                  proceeding->method, &proceeding->id, NULL, error);
        parent = dossier_load_for_system(tx, &proceeding->parent, error);
        if (!parent)
                return false;
        parent->proceeding->new_subject = proceeding->new_subject;
        parent->passed = proceeding;
        return app_step_as_system(tx, parent, EVENT_ATTEMPT_PASS, NULL, error);
}

static bool attempt_failed(AppTx *tx, const Dossier *attempt, GError **error) {
        g_autoptr(Dossier) parent = NULL;

        if (uuid_is_nil(&attempt->proceeding->parent))
                return true;
        parent = dossier_load_for_system(tx, &attempt->proceeding->parent, error);
        return parent && app_step_as_system(tx, parent, EVENT_ATTEMPT_FAIL, NULL, error);
}

static bool owner_verify(AppTx *tx, Dossier *dossier, GError **error) {
        const Proceeding *proceeding = dossier->proceeding, *passed = dossier->passed;

        if (passed)
                return app_verify(tx, dossier->account, &passed->new_subject, passed->owner, passed->method,
                                  &passed->id, &proceeding->id, error);
        return app_verify(tx, dossier->account, &proceeding->new_subject, dossier->facts.route->to,
                          case_method(dossier), &proceeding->id, &proceeding->id, error);
}

/* What the old verification says of the old owner is made true again by a new row. */
static bool owner_restore(AppTx *tx, Dossier *dossier, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        Verification old;
        bool found;

        if (!store_verification_load(tx->store, &proceeding->verification, &old, &found, error))
                return false;
        if (!found)
                return fail(error, FAILURE_CORRUPT, "a case names a verification that is not there");
        return app_verify(tx, dossier->account, &old.subject, old.kind, METHOD_RESTORED, &proceeding->id,
                          &proceeding->id, error);
}

/* What the outside world was asked to do for a proceeding that has ended. */
static bool outside_end(AppTx *tx, const Dossier *dossier, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;

        if (proceeding->kind == PROCEEDING_ATTEMPT && proceeding->method == METHOD_CORPORATE_TRANSFER)
                return transfer_attempt_ended(tx, dossier, error);
        return store_attestation_end(tx->store, &proceeding->id, tx->call->now, error);
}

static bool effects_carry_out(AppTx *tx, Dossier *dossier, const ProceedingStep *step, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;

        if ((step->effects & EFFECT_RELEASE) && !app_release(tx, &proceeding->verification, &proceeding->id, error))
                return false;
        if ((step->effects & EFFECT_VERIFY) && !owner_verify(tx, dossier, error))
                return false;
        if ((step->effects & EFFECT_RESTORE) && !owner_restore(tx, dossier, error))
                return false;
        if ((step->effects & EFFECT_ASK_PARTNER)
            && !store_attestation_ask(tx->store, &proceeding->id, tx->call->now, error))
                return false;
        if (STATE_IS_END(step->to) && !outside_end(tx, dossier, error))
                return false;
        if ((step->effects & EFFECT_PASS_CASE) && !attempt_passed(tx, dossier, error))
                return false;
        if ((step->effects & EFFECT_FAIL_CASE) && !attempt_failed(tx, dossier, error))
                return false;
        if (proceeding->kind == PROCEEDING_CASE && STATE_IS_END(step->to) && step->from != STATE_APPROVED
            && !attempt_end(tx, proceeding, error))
                return false;
        return !(step->effects & EFFECT_CARRY_OUT) || app_step_as_system(tx, dossier, EVENT_CARRY_OUT, NULL, error);
}

static GBytes *end_reason(const Dossier *dossier, const ProceedingStep *step, const StepWords *words) {
        if (!STATE_IS_END(step->to) || !words)
                return NULL;
        return vault_seal_text(dossier->key, "proceedings.reason", &dossier->proceeding->id, words->text);
}

static bool step_as(AppTx *tx, Dossier *dossier, ProceedingEvent event, const Actor *actor, const StepWords *words,
                    GError **error) {
        Proceeding *proceeding = dossier->proceeding;
        g_autoptr(GBytes) reason = NULL;
        ProceedingStep step;

        dossier->facts.reason_given = words && (words->text || words->reason_code);
        if (!proceeding_step(proceeding, event, actor, &dossier->facts, tx->call->now, &step, error))
                return false;
        reason = end_reason(dossier, &step, words);
        return store_proceeding_save(tx->store, proceeding, reason,
                                     STATE_IS_END(step.to) && words ? words->reason_code : NULL,
                                     proceeding_wake_at(proceeding, &dossier->facts), error)
               && event_record(tx, dossier, actor, &step, words, error)
               && effects_carry_out(tx, dossier, &step, error) && notices_record(tx, dossier, &step, error)
               && dossier_refresh(tx, dossier, error);
}

bool app_step(AppTx *tx, Dossier *dossier, ProceedingEvent event, const StepWords *words, GError **error) {
        return step_as(tx, dossier, event, tx->call->actor, words, error);
}

bool app_step_as_system(AppTx *tx, Dossier *dossier, ProceedingEvent event, const StepWords *words, GError **error) {
        Actor system = actor_system();

        return step_as(tx, dossier, event, &system, words, error);
}

bool app_step_open(AppTx *tx, Dossier *dossier, const StepWords *words, GError **error) {
        Proceeding *proceeding = dossier->proceeding;
        ProceedingStep step;

        if (!proceeding_step(proceeding, EVENT_OPEN, tx->call->actor, &dossier->facts, tx->call->now, &step, error))
                return false;
        if (!store_proceeding_add(tx->store, proceeding, &dossier->sealed,
                                  proceeding_wake_at(proceeding, &dossier->facts), error)) {
                if (!store_error_is_conflict(*error))
                        return false;
                g_clear_error(error);
                return refuse(error, proceeding->kind == PROCEEDING_CASE ? REFUSAL_CASE_OPEN : REFUSAL_ATTEMPT_OPEN,
                              NULL, NULL);
        }
        if (proceeding->kind == PROCEEDING_CASE && !app_guard_begin(tx, dossier->account, error))
                return false;
        return event_record(tx, dossier, tx->call->actor, &step, words, error)
               && notices_record(tx, dossier, &step, error);
}

bool app_step_born(AppTx *tx, Dossier *dossier, GError **error) {
        Proceeding *proceeding = dossier->proceeding;
        ProceedingStep step;

        return proceeding_step(proceeding, EVENT_FOLLOW_ORIGIN, tx->call->actor, &dossier->facts, tx->call->now,
                               &step, error)
               && store_proceeding_add(tx->store, proceeding, &dossier->sealed, INSTANT_NONE, error)
               && event_record(tx, dossier, tx->call->actor, &step, NULL, error)
               && effects_carry_out(tx, dossier, &step, error) && notices_record(tx, dossier, &step, error);
}
