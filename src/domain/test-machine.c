/* The two machines against a model of their own: what the domain rules say in words, a line a step, read here as text. Every
 * state, event, role and condition is tried; what no line allows must be refused and leave the proceeding as it was. */
#include "base/refusal.h"
#include "domain/test-machine-situation.h"

#include <string.h>

/* kind | from | event | conditions | who | to. "-" for none, "same" for no change; conditions must all hold. */
static const char *const model[] = {
        "case|none|open|-|holder platform|draft",
        "case|none|follow-origin|origin|platform|completed",

        "case|draft|amend|-|holder|same",
        "case|draft needs-more|consent|-|holder|same",
        "case|draft needs-more|consent-withdraw|-|holder|same",
        "case|draft needs-more|attach-evidence|-|holder|same",
        "case|draft needs-more|withdraw-evidence|-|holder|same",
        "case|open-states disputed|write-message|-|holder reviewer approver mail-clerk|same",
        "case|open-states disputed|write-note|-|reviewer approver mail-clerk|same",

        "case|draft|submit|ticket|holder|submitted",
        "case|draft|submit|online|holder|awaiting-partner",
        "case|draft|submit|mail|holder|awaiting-parcel",
        "case|awaiting-partner|attest|-|reviewer approver|same",
        "case|awaiting-partner|partner-confirm|-|reviewer approver system|approved",
        "case|awaiting-partner|partner-refuse|-|reviewer approver system|rejected",
        "case|awaiting-parcel|announce-parcel|-|holder|same",
        "case|awaiting-parcel|receive-parcel|-|mail-clerk|same",
        "case|awaiting-parcel|check-off-item|-|mail-clerk|same",
        "case|awaiting-parcel|attach-evidence|-|mail-clerk|same",
        "case|awaiting-parcel|parcel-complete|-|mail-clerk|submitted",
        "case|awaiting-parcel|parcel-incomplete|-|mail-clerk|needs-more",
        "case|awaiting-parcel|parcel-failed|-|mail-clerk|same",
        "case|needs-more|announce-parcel|mail|holder|awaiting-parcel",
        "case|needs-more|resupply|ticket able|holder|in-review",
        "case|needs-more|resupply|ticket unable|holder|submitted",

        "case|submitted|claim|-|reviewer|in-review",
        "case|in-review|claim|-|reviewer|same",
        "case|second-review|claim|-|approver|same",
        "case|in-review|unclaim|-|reviewer|submitted",
        "case|second-review|unclaim|-|approver|same",
        "case|in-review|lease-lapse|-|system|submitted",
        "case|second-review|lease-lapse|-|system|same",
        "case|in-review second-review|decide-item|-|reviewer approver|same",
        "case|in-review|ask-more|-|reviewer|needs-more",
        "case|second-review|ask-more|-|approver|needs-more",
        "case|in-review|approve|one|reviewer|approved",
        "case|in-review|approve|two|reviewer|second-review",
        "case|second-review|approve|-|approver|approved",
        "case|second-review|send-back|-|approver|in-review",
        "case|in-review second-review|reject|-|reviewer approver|rejected",

        "case|approved|carry-out|replace|system|completed",
        "case|approved|carry-out|release|system|re-verifying",
        "case|re-verifying|attempt-pass|-|system|completed",
        "case|re-verifying|attempt-fail|attempts-left|system|same",
        "case|re-verifying|attempt-fail|last-attempt|system|lapsed",
        "case|disputed|attempt-fail|-|system|same",
        "case|re-verifying|time-over|-|system|lapsed",
        "case|draft awaiting-parcel needs-more|time-over|-|system|expired",
        "case|before-approval|withdraw|-|holder system|withdrawn",
        "case|submitted in-review second-review|escalate|-|system|same",
        "case|submitted in-review second-review|deadline-miss|-|system|same",
        "case|draft needs-more awaiting-parcel re-verifying|remind|-|system|same",
        "case|open-states|dispute|-|party reviewer approver|disputed",
        "case|disputed|resume|-|approver|submitted", /* the dispute of these tests found it in review */
        "case|disputed|uphold-dispute|-|approver|rejected",

        "attempt|none|open|-|holder|open",
        "attempt|open|amend|-|holder|same",
        "attempt|open needs-more|consent|-|holder|same",
        "attempt|open needs-more|consent-withdraw|-|holder|same",
        "attempt|open needs-more|attach-evidence|-|holder|same",
        "attempt|open needs-more|withdraw-evidence|-|holder|same",
        "attempt|open-states|write-message|-|holder reviewer approver|same",
        "attempt|open-states|write-note|-|reviewer approver|same",
        "attempt|open|submit|-|holder|submitted",
        "attempt|submitted|claim|documents|reviewer|in-review",
        "attempt|in-review|claim|-|reviewer|same",
        "attempt|second-review|claim|-|approver|same",
        "attempt|in-review|unclaim|-|reviewer|submitted",
        "attempt|second-review|unclaim|-|approver|same",
        "attempt|in-review|lease-lapse|-|system|submitted",
        "attempt|second-review|lease-lapse|-|system|same",
        "attempt|in-review second-review|decide-item|-|reviewer approver|same",
        "attempt|in-review|ask-more|-|reviewer|needs-more",
        "attempt|second-review|ask-more|-|approver|needs-more",
        "attempt|needs-more|resupply|able|holder|in-review",
        "attempt|needs-more|resupply|unable|holder|submitted",
        "attempt|in-review|approve|one|reviewer|passed",
        "attempt|in-review|approve|two|reviewer|second-review",
        "attempt|second-review|approve|-|approver|passed",
        "attempt|second-review|send-back|-|approver|in-review",
        "attempt|in-review second-review|reject|-|reviewer approver|failed",
        "attempt|submitted|attest|alipay|reviewer approver|same",
        "attempt|submitted|partner-confirm|alipay|reviewer approver system|passed",
        "attempt|submitted|partner-refuse|alipay|reviewer approver system|failed",
        "attempt|submitted|transfer-send|transfer|administrator system|same",
        "attempt|submitted|transfer-confirm|transfer|holder|passed",
        "attempt|submitted|transfer-wrong-amount|transfer tries-left|holder|same",
        "attempt|submitted|transfer-wrong-amount|transfer last-try|holder|failed",
        "attempt|submitted|transfer-end|transfer|reviewer administrator system|failed",
        "attempt|submitted in-review second-review|escalate|-|system|same",
        "attempt|submitted in-review second-review|deadline-miss|-|system|same",
        "attempt|open needs-more submitted|remind|-|system|same",
        "attempt|open needs-more|time-over|-|system|expired",
        "attempt|submitted|time-over|transfer|system|expired",
        "attempt|open-states|withdraw|-|holder system|withdrawn",
};

static const char before_approval[] =
        " draft awaiting-partner awaiting-parcel submitted in-review second-review needs-more ";
static const char attempt_open_states[] = " open submitted in-review second-review needs-more ";

typedef struct Line {
        ProceedingKind kind;
        char *from, *event, *conditions, *who, *to; /* lists have a space before and after each word */
} Line;

typedef struct Model {
        GPtrArray *lines; /* Line * */
        Policy *policy;
        Calendar *calendar;
} Model;

static void line_free(gpointer data) {
        Line *line = data;

        g_free(line->from);
        g_free(line->event);
        g_free(line->conditions);
        g_free(line->who);
        g_free(line->to);
        g_free(line);
}

/* The words of a list, with the two that stand for many. */
static char *states_spell_out(ProceedingKind kind, const char *words) {
        g_autoptr(GString) list = g_string_new(NULL);

        g_string_printf(list, " %s ", words);
        g_string_replace(list, " before-approval ", before_approval, 0);
        if (kind == PROCEEDING_ATTEMPT)
                g_string_replace(list, " open-states ", attempt_open_states, 0);
        if (g_string_replace(list, " open-states ", before_approval, 0))
                g_string_append(list, "re-verifying ");
        return g_string_free(g_steal_pointer(&list), FALSE);
}

static bool has_word(const char *list, const char *word) {
        g_autofree char *spaced = g_strdup_printf(" %s ", word);

        return strstr(list, spaced) != NULL;
}

static void model_open(Model *read, gconstpointer data) {
        (void) data;
        read->lines = g_ptr_array_new_with_free_func(line_free);
        read->policy = policy_builtin();
        read->calendar = calendar_builtin();
        for (guint i = 0; i < G_N_ELEMENTS(model); i++) {
                g_auto(GStrv) parts = g_strsplit(model[i], "|", 6);
                Line *line = g_new0(Line, 1);

                g_assert_cmpuint(g_strv_length(parts), ==, 6);
                line->kind = g_str_equal(parts[0], "case") ? PROCEEDING_CASE : PROCEEDING_ATTEMPT;
                line->from = states_spell_out(line->kind, parts[1]);
                line->event = g_strdup(parts[2]);
                line->conditions = g_strdup(parts[3]);
                line->who = g_strdup_printf(" %s ", parts[4]);
                line->to = g_strdup(parts[5]);
                g_ptr_array_add(read->lines, line);
        }
}

static void model_close(Model *read, gconstpointer data) {
        (void) data;
        g_ptr_array_unref(read->lines);
        policy_unref(read->policy);
        calendar_unref(read->calendar);
}

static bool line_holds(const Line *line, const Situation *s, ProceedingState state, ProceedingEvent event) {
        g_auto(GStrv) conditions = g_strsplit(line->conditions, " ", -1);

        if (line->kind != s->kind || !has_word(line->from, enum_name(&proceeding_state_names, (int) state))
            || !g_str_equal(line->event, enum_name(&proceeding_event_names, (int) event)))
                return false;
        for (char **condition = conditions; *condition; condition++) {
                if (!g_str_equal(*condition, "-") && !has_word(s->words, *condition))
                        return false;
        }
        return true;
}

static void assert_step_is_the_models(const Model *read, const Situation *s, ProceedingState state,
                                      ProceedingEvent event, const GPtrArray *holding, guint role) {
        ProceedingFacts facts = facts_of(s, read->policy, read->calendar);
        Proceeding proceeding = proceeding_in(s, state, read->policy), before = proceeding;
        Actor actor = { .roles = role, .id = role == ROLE_SYSTEM ? (Uuid){ { 0 } } : somebody };
        const char *name = role ? actor_role_name(&actor) : "nobody";
        g_autoptr(GError) error = NULL;
        const Line *allowed = NULL;
        ProceedingStep step;
        bool stepped;

        for (guint i = 0; i < holding->len; i++) {
                const Line *line = g_ptr_array_index(holding, i);

                if (role && has_word(line->who, name))
                        allowed = line;
        }
        stepped = proceeding_step(&proceeding, event, &actor, &facts, NOW, &step, &error);
        if (stepped != (allowed != NULL)
            || (!stepped && !refusal_is(error, holding->len ? REFUSAL_NOT_ALLOWED : REFUSAL_WRONG_STATE)))
                g_error("%s in %s, %s by %s (%s): %s, against the model",
                        enum_name(&proceeding_kind_names, (int) s->kind),
                        enum_name(&proceeding_state_names, (int) state),
                        enum_name(&proceeding_event_names, (int) event), name, s->words,
                        stepped ? "taken" : error->message);
        if (!allowed) {
                g_assert_true(memcmp(&before, &proceeding, sizeof before) == 0);
                return;
        }
        g_assert_cmpstr(enum_name(&proceeding_state_names, (int) proceeding.state), ==,
                        g_str_equal(allowed->to, "same") ? enum_name(&proceeding_state_names, (int) state)
                                                         : allowed->to);
        g_assert_cmpint(step.from, ==, state);
        g_assert_cmpint(step.to, ==, proceeding.state);
}

static void try_every_step(const Model *read, const Situation *s) {
        for (int state = 0; state < STATE_COUNT; state++) {
                for (int event = 0; event < EVENT_COUNT; event++) {
                        g_autoptr(GPtrArray) holding = g_ptr_array_new();

                        for (guint i = 0; i < read->lines->len; i++) {
                                Line *line = g_ptr_array_index(read->lines, i);

                                if (line_holds(line, s, (ProceedingState) state, (ProceedingEvent) event))
                                        g_ptr_array_add(holding, line);
                        }
                        assert_step_is_the_models(read, s, (ProceedingState) state, (ProceedingEvent) event, holding,
                                                  0);
                        for (int role = 0; role < ROLE_COUNT; role++)
                                assert_step_is_the_models(read, s, (ProceedingState) state, (ProceedingEvent) event,
                                                          holding, 1u << role);
                }
        }
}

static void a_case_steps_as_the_rules_say_and_no_other_way(Model *read, gconstpointer data) {
        (void) data;
        for (guint i = 0; i < 3 * 3 * 16; i++) {
                Situation s = { .kind = PROCEEDING_CASE,
                                .channel = (Channel) (i % 3),
                                .on_approval = i / 3 % 3 ? ON_APPROVAL_RELEASE : ON_APPROVAL_REPLACE,
                                .cut_over = i / 3 % 3 == 2 ? CUT_OVER_ON_REVERIFY : CUT_OVER_ON_RELEASE,
                                .two = i / 9 & 1,
                                .released = i / 9 & 2,
                                .able = i / 9 & 4,
                                .more_left = i / 9 & 8 };

                situation_make(&s, read->policy);
                try_every_step(read, &s);
        }
}

static void an_attempt_steps_as_the_rules_say_and_no_other_way(Model *read, gconstpointer data) {
        (void) data;
        for (guint i = 0; i < 3 * 8; i++) {
                Situation s = { .kind = PROCEEDING_ATTEMPT,
                                .method = (Method) (i % 3),
                                .two = i / 3 & 1,
                                .able = i / 3 & 2,
                                .more_left = i / 3 & 4 };

                situation_make(&s, read->policy);
                try_every_step(read, &s);
        }
}

static void a_case_that_follows_an_origin_is_born_completed(Model *read, gconstpointer data) {
        Situation s = { .kind = PROCEEDING_CASE,
                        .channel = CHANNEL_ONLINE,
                        .on_approval = ON_APPROVAL_REPLACE,
                        .able = true,
                        .origin = true };
        ProceedingFacts facts;
        Proceeding proceeding;
        Actor platform = { .roles = ROLE_PLATFORM, .id = somebody };
        ProceedingStep step;

        (void) data;
        situation_make(&s, read->policy);
        facts = facts_of(&s, read->policy, read->calendar);
        proceeding = proceeding_in(&s, STATE_NONE, read->policy);
        g_assert_true(proceeding_step(&proceeding, EVENT_FOLLOW_ORIGIN, &platform, &facts, NOW, &step, NULL));
        g_assert_cmpint(proceeding.state, ==, STATE_COMPLETED);
        g_assert_true(proceeding.released && proceeding.ended_at == NOW);
        g_assert_cmpuint(step.effects, ==, EFFECT_RELEASE | EFFECT_VERIFY);
}

/* ---- what a step brings with it ------------------------------------------------------------------------------------ */

/* clang-format off */
static void what_a_step_carries_out_is_what_the_rules_say(Model *read, gconstpointer data) {
        static const struct {
                Situation s;
                ProceedingState state;
                ProceedingEvent event;
                guint role, effects;
        } steps[] = {
                { { .kind = PROCEEDING_CASE, .on_approval = ON_APPROVAL_REPLACE }, STATE_APPROVED, EVENT_CARRY_OUT,
                  ROLE_SYSTEM, EFFECT_RELEASE | EFFECT_VERIFY },
                { { .kind = PROCEEDING_CASE }, STATE_APPROVED, EVENT_CARRY_OUT, ROLE_SYSTEM, EFFECT_RELEASE },
                { { .kind = PROCEEDING_CASE, .cut_over = CUT_OVER_ON_REVERIFY }, STATE_APPROVED, EVENT_CARRY_OUT, ROLE_SYSTEM,
                  0 },
                { { .kind = PROCEEDING_CASE, .released = true }, STATE_REVERIFYING, EVENT_ATTEMPT_PASS, ROLE_SYSTEM,
                  EFFECT_VERIFY },
                { { .kind = PROCEEDING_CASE, .cut_over = CUT_OVER_ON_REVERIFY }, STATE_REVERIFYING, EVENT_ATTEMPT_PASS,
                  ROLE_SYSTEM, EFFECT_RELEASE | EFFECT_VERIFY },
                { { .kind = PROCEEDING_CASE, .released = true }, STATE_DISPUTED, EVENT_UPHOLD_DISPUTE, ROLE_APPROVER,
                  EFFECT_RESTORE },
                { { .kind = PROCEEDING_CASE }, STATE_DISPUTED, EVENT_UPHOLD_DISPUTE, ROLE_APPROVER, 0 },
                { { .kind = PROCEEDING_CASE }, STATE_IN_REVIEW, EVENT_APPROVE, ROLE_REVIEWER, EFFECT_CARRY_OUT },
                { { .kind = PROCEEDING_CASE }, STATE_IN_REVIEW, EVENT_REJECT, ROLE_REVIEWER, 0 },
                { { .kind = PROCEEDING_CASE }, STATE_DRAFT, EVENT_WITHDRAW, ROLE_HOLDER, 0 },
                { { .kind = PROCEEDING_CASE }, STATE_DRAFT, EVENT_TIME_OVER, ROLE_SYSTEM, 0 },
                { { .kind = PROCEEDING_CASE }, STATE_DRAFT, EVENT_SUBMIT, ROLE_HOLDER, EFFECT_WARN_OLD },
                { { .kind = PROCEEDING_CASE, .channel = CHANNEL_ONLINE }, STATE_DRAFT, EVENT_SUBMIT, ROLE_HOLDER,
                  EFFECT_WARN_OLD | EFFECT_ASK_PARTNER },
                { { .kind = PROCEEDING_ATTEMPT }, STATE_IN_REVIEW, EVENT_APPROVE, ROLE_REVIEWER, EFFECT_PASS_CASE },
                { { .kind = PROCEEDING_ATTEMPT }, STATE_IN_REVIEW, EVENT_REJECT, ROLE_REVIEWER, EFFECT_FAIL_CASE },
                { { .kind = PROCEEDING_ATTEMPT, .method = METHOD_CORPORATE_TRANSFER }, STATE_OPEN, EVENT_SUBMIT, ROLE_HOLDER,
                  EFFECT_DRAW_AMOUNT },
        };

        (void) data;
        for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
                Situation s = steps[i].s;
                Actor actor = { .roles = steps[i].role,
                                .id = steps[i].role == ROLE_SYSTEM ? (Uuid){ { 0 } } : somebody };
                Proceeding proceeding = proceeding_in(&s, steps[i].state, read->policy);
                g_autoptr(GError) error = NULL;
                ProceedingFacts facts;
                ProceedingStep step;

                situation_make(&s, read->policy);
                facts = facts_of(&s, read->policy, read->calendar);
                proceeding_step(&proceeding, steps[i].event, &actor, &facts, NOW, &step, &error);
                g_assert_no_error(error);
                g_assert_cmpuint(step.effects, ==, steps[i].effects);
        }
}

/* ---- what a step asks for ------------------------------------------------------------------------------------------ */

typedef enum Spoil {
        SPOIL_ITEM,
        SPOIL_UNDECIDED,
        SPOIL_CONSENT,
        SPOIL_CLAIM,
        SPOIL_REFUSED,
        SPOIL_REASON,
        SPOIL_OWNER,
        SPOIL_HANDS,
        SPOIL_TIME,
        SPOIL_LOCK,
        SPOIL_LEASE
} Spoil;

static void spoil(Spoil what, ProceedingFacts *facts, Proceeding *proceeding) {
        switch (what) {
        case SPOIL_ITEM: facts->missing_items = "release-form, id-front"; return;
        case SPOIL_UNDECIDED: facts->undecided_items = "release-form"; return;
        case SPOIL_CONSENT: facts->missing_consent = "verification"; return;
        case SPOIL_CLAIM: facts->missing_claim = true; return;
        case SPOIL_REFUSED: facts->item_refused = false; return;
        case SPOIL_REASON: facts->reason_given = false; return;
        case SPOIL_OWNER: facts->actor_is_owner = true; return;
        case SPOIL_HANDS: facts->actor_had_a_hand = true; return;
        case SPOIL_TIME: proceeding->expires_at = NOW; return;
        case SPOIL_LOCK: facts->locked_until = NOW + 1; return;
        case SPOIL_LEASE: proceeding->claimed_by = colleague; return;
        }
        g_assert_not_reached();
}

static void what_a_step_needs_is_asked_for(Model *read, gconstpointer data) {
        static const struct {
                ProceedingKind kind;
                ProceedingState state;
                ProceedingEvent event;
                guint role;
                Spoil what;
                RefusalKind refusal;
        } needs[] = {
                { PROCEEDING_CASE, STATE_DRAFT, EVENT_SUBMIT, ROLE_HOLDER, SPOIL_ITEM, REFUSAL_EVIDENCE_MISSING },
                { PROCEEDING_CASE, STATE_DRAFT, EVENT_SUBMIT, ROLE_HOLDER, SPOIL_CLAIM, REFUSAL_CLAIM_MISSING },
                { PROCEEDING_CASE, STATE_DRAFT, EVENT_SUBMIT, ROLE_HOLDER, SPOIL_CONSENT, REFUSAL_CONSENT_MISSING },
                { PROCEEDING_CASE, STATE_DRAFT, EVENT_SUBMIT, ROLE_HOLDER, SPOIL_TIME, REFUSAL_EXPIRED },
                { PROCEEDING_CASE, STATE_DRAFT, EVENT_ATTACH_EVIDENCE, ROLE_HOLDER, SPOIL_CONSENT, REFUSAL_CONSENT_MISSING },
                { PROCEEDING_CASE, STATE_NEEDS_MORE, EVENT_RESUPPLY, ROLE_HOLDER, SPOIL_ITEM, REFUSAL_EVIDENCE_MISSING },
                { PROCEEDING_CASE, STATE_NEEDS_MORE, EVENT_RESUPPLY, ROLE_HOLDER, SPOIL_CONSENT, REFUSAL_CONSENT_MISSING },
                { PROCEEDING_CASE, STATE_NEEDS_MORE, EVENT_RESUPPLY, ROLE_HOLDER, SPOIL_TIME, REFUSAL_EXPIRED },
                { PROCEEDING_CASE, STATE_AWAITING_PARCEL, EVENT_PARCEL_COMPLETE, ROLE_MAIL_CLERK, SPOIL_ITEM,
                  REFUSAL_EVIDENCE_MISSING },
                { PROCEEDING_CASE, STATE_AWAITING_PARCEL, EVENT_PARCEL_COMPLETE, ROLE_MAIL_CLERK, SPOIL_OWNER, REFUSAL_OWN_CASE },
                { PROCEEDING_CASE, STATE_AWAITING_PARCEL, EVENT_PARCEL_INCOMPLETE, ROLE_MAIL_CLERK, SPOIL_REFUSED,
                  REFUSAL_REASON_MISSING },
                { PROCEEDING_CASE, STATE_AWAITING_PARCEL, EVENT_PARCEL_FAILED, ROLE_MAIL_CLERK, SPOIL_REASON,
                  REFUSAL_REASON_MISSING },
                { PROCEEDING_CASE, STATE_AWAITING_PARTNER, EVENT_PARTNER_REFUSE, ROLE_APPROVER, SPOIL_REASON,
                  REFUSAL_REASON_MISSING },
                { PROCEEDING_CASE, STATE_AWAITING_PARTNER, EVENT_PARTNER_CONFIRM, ROLE_APPROVER, SPOIL_OWNER, REFUSAL_OWN_CASE },
                { PROCEEDING_CASE, STATE_SUBMITTED, EVENT_CLAIM, ROLE_REVIEWER, SPOIL_OWNER, REFUSAL_OWN_CASE },
                { PROCEEDING_CASE, STATE_IN_REVIEW, EVENT_APPROVE, ROLE_REVIEWER, SPOIL_LEASE, REFUSAL_CLAIMED_BY_ANOTHER },
                { PROCEEDING_CASE, STATE_IN_REVIEW, EVENT_APPROVE, ROLE_REVIEWER, SPOIL_OWNER, REFUSAL_OWN_CASE },
                { PROCEEDING_CASE, STATE_IN_REVIEW, EVENT_APPROVE, ROLE_REVIEWER, SPOIL_UNDECIDED, REFUSAL_ITEM_UNDECIDED },
                { PROCEEDING_CASE, STATE_IN_REVIEW, EVENT_ASK_MORE, ROLE_REVIEWER, SPOIL_REFUSED, REFUSAL_REASON_MISSING },
                { PROCEEDING_CASE, STATE_IN_REVIEW, EVENT_REJECT, ROLE_REVIEWER, SPOIL_REASON, REFUSAL_REASON_MISSING },
                { PROCEEDING_CASE, STATE_IN_REVIEW, EVENT_REJECT, ROLE_REVIEWER, SPOIL_LEASE, REFUSAL_CLAIMED_BY_ANOTHER },
                { PROCEEDING_CASE, STATE_SECOND_REVIEW, EVENT_CLAIM, ROLE_APPROVER, SPOIL_HANDS, REFUSAL_SAME_HANDS },
                { PROCEEDING_CASE, STATE_SECOND_REVIEW, EVENT_CLAIM, ROLE_APPROVER, SPOIL_LEASE, REFUSAL_CLAIMED_BY_ANOTHER },
                { PROCEEDING_CASE, STATE_SECOND_REVIEW, EVENT_APPROVE, ROLE_APPROVER, SPOIL_HANDS, REFUSAL_SAME_HANDS },
                { PROCEEDING_CASE, STATE_SECOND_REVIEW, EVENT_APPROVE, ROLE_APPROVER, SPOIL_OWNER, REFUSAL_OWN_CASE },
                { PROCEEDING_CASE, STATE_SECOND_REVIEW, EVENT_SEND_BACK, ROLE_APPROVER, SPOIL_REASON, REFUSAL_REASON_MISSING },
                { PROCEEDING_CASE, STATE_SUBMITTED, EVENT_DISPUTE, ROLE_PARTY, SPOIL_REASON, REFUSAL_REASON_MISSING },
                { PROCEEDING_CASE, STATE_DISPUTED, EVENT_RESUME, ROLE_APPROVER, SPOIL_OWNER, REFUSAL_OWN_CASE },
                { PROCEEDING_CASE, STATE_DISPUTED, EVENT_UPHOLD_DISPUTE, ROLE_APPROVER, SPOIL_REASON, REFUSAL_REASON_MISSING },
                { PROCEEDING_ATTEMPT, STATE_NONE, EVENT_OPEN, ROLE_HOLDER, SPOIL_LOCK, REFUSAL_TRANSFER_LOCKED },
                { PROCEEDING_ATTEMPT, STATE_OPEN, EVENT_SUBMIT, ROLE_HOLDER, SPOIL_ITEM, REFUSAL_EVIDENCE_MISSING },
                { PROCEEDING_ATTEMPT, STATE_OPEN, EVENT_SUBMIT, ROLE_HOLDER, SPOIL_TIME, REFUSAL_EXPIRED },
                { PROCEEDING_ATTEMPT, STATE_IN_REVIEW, EVENT_APPROVE, ROLE_REVIEWER, SPOIL_OWNER, REFUSAL_OWN_CASE },
                { PROCEEDING_ATTEMPT, STATE_SECOND_REVIEW, EVENT_APPROVE, ROLE_APPROVER, SPOIL_HANDS, REFUSAL_SAME_HANDS },
        };

        (void) data;
        for (guint i = 0; i < G_N_ELEMENTS(needs); i++) {
                Situation s = { .kind = needs[i].kind, .able = true, .more_left = true };
                Actor actor = { .roles = needs[i].role, .id = somebody };
                Proceeding proceeding, before;
                g_autoptr(GError) error = NULL;
                ProceedingFacts facts;
                ProceedingStep step;

                situation_make(&s, read->policy);
                facts = facts_of(&s, read->policy, read->calendar);
                proceeding = proceeding_in(&s, needs[i].state, read->policy);
                spoil(needs[i].what, &facts, &proceeding);
                before = proceeding;
                if (proceeding_step(&proceeding, needs[i].event, &actor, &facts, NOW, &step, &error)
                    || !refusal_is(error, needs[i].refusal))
                        g_error("need %u: %s in %s", i, enum_name(&proceeding_event_names, (int) needs[i].event),
                                enum_name(&proceeding_state_names, (int) needs[i].state));
                g_assert_true(memcmp(&before, &proceeding, sizeof before) == 0);
        }
}

/* clang-format on */

static void a_shortfall_holds_a_submission_only_where_the_policy_says_so(Model *read, gconstpointer data) {
        Situation s = { .kind = PROCEEDING_CASE };
        Actor holder = { .roles = ROLE_HOLDER, .id = somebody };
        Policy holding = *read->policy;
        ProceedingFacts facts;
        Proceeding proceeding;
        g_autoptr(GError) error = NULL;
        ProceedingStep step;

        (void) data;
        situation_make(&s, read->policy);
        facts = facts_of(&s, read->policy, read->calendar);
        proceeding = proceeding_in(&s, STATE_DRAFT, read->policy);
        facts.shortfall = 1;
        holding.continuity.holds_submission = true;
        facts.policy = &holding;
        g_assert_false(proceeding_step(&proceeding, EVENT_SUBMIT, &holder, &facts, NOW, &step, &error));
        g_assert_true(refusal_is(error, REFUSAL_BALANCE_SHORT));
        holding.continuity.holds_submission = false;
        g_assert_true(proceeding_step(&proceeding, EVENT_SUBMIT, &holder, &facts, NOW, &step, NULL));
}

/* ---- second reviews ------------------------------------------------------------------------------------------------ */

static void step_of(Proceeding *p, const ProceedingFacts *facts, ProceedingEvent event, guint role, const Uuid *who) {
        Actor actor = { .roles = role, .id = *who };
        g_autoptr(GError) error = NULL;
        ProceedingStep step;

        proceeding_step(p, event, &actor, facts, NOW, &step, &error);
        g_assert_no_error(error);
}

static void what_is_sent_back_is_the_first_reviewers_again(Model *read, gconstpointer data) {
        Situation s = { .kind = PROCEEDING_CASE, .two = true, .able = true };
        ProceedingFacts facts;
        Proceeding p;

        (void) data;
        situation_make(&s, read->policy);
        facts = facts_of(&s, read->policy, read->calendar);
        p = proceeding_in(&s, STATE_SUBMITTED, read->policy);
        step_of(&p, &facts, EVENT_CLAIM, ROLE_REVIEWER, &somebody);
        step_of(&p, &facts, EVENT_APPROVE, ROLE_REVIEWER, &somebody);
        step_of(&p, &facts, EVENT_CLAIM, ROLE_APPROVER, &colleague);
        step_of(&p, &facts, EVENT_SEND_BACK, ROLE_APPROVER, &colleague);
        g_assert_cmpint(p.state, ==, STATE_IN_REVIEW);
        g_assert_true(uuid_equal(&p.claimed_by, &somebody));
        g_assert_true(uuid_is_nil(&p.first_reviewer));
        g_assert_cmpint(p.lease_until, ==, NOW + read->policy->limits.claim_minutes * INSTANT_MINUTE);
}

static void what_the_second_review_asks_for_is_reviewed_from_the_beginning(Model *read, gconstpointer data) {
        Situation s = { .kind = PROCEEDING_CASE, .two = true, .able = true };
        ProceedingFacts facts;
        Proceeding p;

        (void) data;
        situation_make(&s, read->policy);
        facts = facts_of(&s, read->policy, read->calendar);
        p = proceeding_in(&s, STATE_SECOND_REVIEW, read->policy);
        step_of(&p, &facts, EVENT_ASK_MORE, ROLE_APPROVER, &somebody);
        step_of(&p, &facts, EVENT_RESUPPLY, ROLE_HOLDER, &colleague);
        g_assert_cmpint(p.state, ==, STATE_SUBMITTED);
        g_assert_true(uuid_is_nil(&p.first_reviewer));
}

static void a_parcel_that_is_there_costs_the_holder_no_time(Model *read, gconstpointer data) {
        Situation s = { .kind = PROCEEDING_CASE, .channel = CHANNEL_MAIL };
        ProceedingFacts facts;
        Proceeding p;

        (void) data;
        situation_make(&s, read->policy);
        facts = facts_of(&s, read->policy, read->calendar);
        p = proceeding_in(&s, STATE_DRAFT, read->policy);
        step_of(&p, &facts, EVENT_SUBMIT, ROLE_HOLDER, &somebody);
        g_assert_cmpint(p.expires_at, ==, NOW + read->policy->limits.parcel_days * INSTANT_DAY);
        g_assert_false(p.clock.running);
        step_of(&p, &facts, EVENT_RECEIVE_PARCEL, ROLE_MAIL_CLERK, &colleague);
        g_assert_cmpint(proceeding_wake_at(&p, &facts), ==, INSTANT_NONE);
        step_of(&p, &facts, EVENT_PARCEL_COMPLETE, ROLE_MAIL_CLERK, &colleague);
        g_assert_true(p.clock.running);
}

int main(int argc, char **argv) {
        static const struct {
                const char *name;
                void (*test)(Model *read, gconstpointer data);
                ProceedingKind kind;
        } tests[] = {
                { "/machine/a case steps as the rules say and no other way",
                  a_case_steps_as_the_rules_say_and_no_other_way, 0 },
                { "/machine/an attempt steps as the rules say and no other way",
                  an_attempt_steps_as_the_rules_say_and_no_other_way, 0 },
                { "/machine/a case that follows an origin is born completed",
                  a_case_that_follows_an_origin_is_born_completed, 0 },
                { "/machine/what a step carries out is what the rules say",
                  what_a_step_carries_out_is_what_the_rules_say, 0 },
                { "/machine/what a step needs is asked for", what_a_step_needs_is_asked_for, 0 },
                { "/machine/a shortfall holds a submission only where the policy says so",
                  a_shortfall_holds_a_submission_only_where_the_policy_says_so, 0 },
                { "/machine/what is sent back is the first reviewer's again",
                  what_is_sent_back_is_the_first_reviewers_again, 0 },
                { "/machine/what the second review asks for is reviewed from the beginning",
                  what_the_second_review_asks_for_is_reviewed_from_the_beginning, 0 },
                { "/machine/a parcel that is there costs the holder no time",
                  a_parcel_that_is_there_costs_the_holder_no_time, 0 },
        };

        g_test_init(&argc, &argv, NULL);
        for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
                g_test_add(tests[i].name, Model, GUINT_TO_POINTER(tests[i].kind), model_open, tests[i].test,
                           model_close);
        return g_test_run();
}
