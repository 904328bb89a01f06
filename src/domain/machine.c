/* The engine that walks the step tables: finds the row, asks for what it needs, moves clock, claim and holder's time. */
#include "domain/machine.h"

#include "base/refusal.h"
#include "domain/money.h"

#define WAITS_FOR_HOLDER \
        (IN(STATE_DRAFT) | IN(STATE_OPEN) | IN(STATE_AWAITING_PARCEL) | IN(STATE_NEEDS_MORE) | IN(STATE_REVERIFYING))

static const char *const kind_table[] = { [PROCEEDING_CASE] = "case", [PROCEEDING_ATTEMPT] = "attempt" };
const EnumNames proceeding_kind_names = ENUM_NAMES(kind_table);

static const char *const state_table[] = {
        [STATE_NONE] = "none",
        [STATE_DRAFT] = "draft",
        [STATE_OPEN] = "open",
        [STATE_AWAITING_PARTNER] = "awaiting-partner",
        [STATE_AWAITING_PARCEL] = "awaiting-parcel",
        [STATE_SUBMITTED] = "submitted",
        [STATE_IN_REVIEW] = "in-review",
        [STATE_SECOND_REVIEW] = "second-review",
        [STATE_NEEDS_MORE] = "needs-more",
        [STATE_APPROVED] = "approved",
        [STATE_REVERIFYING] = "re-verifying",
        [STATE_DISPUTED] = "disputed",
        [STATE_COMPLETED] = "completed",
        [STATE_PASSED] = "passed",
        [STATE_REJECTED] = "rejected",
        [STATE_FAILED] = "failed",
        [STATE_WITHDRAWN] = "withdrawn",
        [STATE_EXPIRED] = "expired",
        [STATE_LAPSED] = "lapsed",
};
const EnumNames proceeding_state_names = ENUM_NAMES(state_table);

/* As whoever is refused a step reads it. */
static const char *const state_words[] = {
        [STATE_NONE] = REFUSAL_BOTH("尚未开始", "not begun"),
        [STATE_DRAFT] = REFUSAL_BOTH("准备中", "being prepared"),
        [STATE_OPEN] = REFUSAL_BOTH("填写中", "being filled in"),
        [STATE_AWAITING_PARTNER] = REFUSAL_BOTH("等待第三方确认", "waiting for a partner"),
        [STATE_AWAITING_PARCEL] = REFUSAL_BOTH("等待邮件", "waiting for the parcel"),
        [STATE_SUBMITTED] = REFUSAL_BOTH("待审核", "waiting for review"),
        [STATE_IN_REVIEW] = REFUSAL_BOTH("审核中", "in review"),
        [STATE_SECOND_REVIEW] = REFUSAL_BOTH("复核中", "in second review"),
        [STATE_NEEDS_MORE] = REFUSAL_BOTH("待补充", "waiting for what is missing"),
        [STATE_APPROVED] = REFUSAL_BOTH("已通过", "approved"),
        [STATE_REVERIFYING] = REFUSAL_BOTH("待重新认证", "to be verified anew"),
        [STATE_DISPUTED] = REFUSAL_BOTH("有异议", "disputed"),
        [STATE_COMPLETED] = REFUSAL_BOTH("已完成", "completed"),
        [STATE_PASSED] = REFUSAL_BOTH("已通过", "passed"),
        [STATE_REJECTED] = REFUSAL_BOTH("未通过", "rejected"),
        [STATE_FAILED] = REFUSAL_BOTH("未成功", "failed"),
        [STATE_WITHDRAWN] = REFUSAL_BOTH("已撤回", "withdrawn"),
        [STATE_EXPIRED] = REFUSAL_BOTH("已过期", "expired"),
        [STATE_LAPSED] = REFUSAL_BOTH("已失效", "lapsed"),
};

bool refuse_state(ProceedingState state, const char *pointer, GError **error) {
        return refuse(error, REFUSAL_WRONG_STATE, pointer, state_words[state], NULL);
}

static const char *const event_table[] = {
        [EVENT_OPEN] = "open",
        [EVENT_AMEND] = "amend",
        [EVENT_CONSENT] = "consent",
        [EVENT_CONSENT_WITHDRAW] = "consent-withdraw",
        [EVENT_ATTACH_EVIDENCE] = "attach-evidence",
        [EVENT_WITHDRAW_EVIDENCE] = "withdraw-evidence",
        [EVENT_WRITE_MESSAGE] = "write-message",
        [EVENT_WRITE_NOTE] = "write-note",
        [EVENT_SUBMIT] = "submit",
        [EVENT_ATTEST] = "attest",
        [EVENT_PARTNER_CONFIRM] = "partner-confirm",
        [EVENT_PARTNER_REFUSE] = "partner-refuse",
        [EVENT_ANNOUNCE_PARCEL] = "announce-parcel",
        [EVENT_RECEIVE_PARCEL] = "receive-parcel",
        [EVENT_CHECK_OFF_ITEM] = "check-off-item",
        [EVENT_PARCEL_COMPLETE] = "parcel-complete",
        [EVENT_PARCEL_INCOMPLETE] = "parcel-incomplete",
        [EVENT_PARCEL_FAILED] = "parcel-failed",
        [EVENT_CLAIM] = "claim",
        [EVENT_UNCLAIM] = "unclaim",
        [EVENT_LEASE_LAPSE] = "lease-lapse",
        [EVENT_DECIDE_ITEM] = "decide-item",
        [EVENT_ASK_MORE] = "ask-more",
        [EVENT_RESUPPLY] = "resupply",
        [EVENT_APPROVE] = "approve",
        [EVENT_SEND_BACK] = "send-back",
        [EVENT_REJECT] = "reject",
        [EVENT_CARRY_OUT] = "carry-out",
        [EVENT_ATTEMPT_PASS] = "attempt-pass",
        [EVENT_ATTEMPT_FAIL] = "attempt-fail",
        [EVENT_TRANSFER_SEND] = "transfer-send",
        [EVENT_TRANSFER_CONFIRM] = "transfer-confirm",
        [EVENT_TRANSFER_WRONG_AMOUNT] = "transfer-wrong-amount",
        [EVENT_TRANSFER_END] = "transfer-end",
        [EVENT_ESCALATE] = "escalate",
        [EVENT_DEADLINE_MISS] = "deadline-miss",
        [EVENT_REMIND] = "remind",
        [EVENT_WITHDRAW] = "withdraw",
        [EVENT_TIME_OVER] = "time-over",
        [EVENT_DISPUTE] = "dispute",
        [EVENT_RESUME] = "resume",
        [EVENT_UPHOLD_DISPUTE] = "uphold-dispute",
        [EVENT_FOLLOW_ORIGIN] = "follow-origin",
};
const EnumNames proceeding_event_names = ENUM_NAMES(event_table);

G_STATIC_ASSERT(G_N_ELEMENTS(state_table) == STATE_COUNT);
G_STATIC_ASSERT(G_N_ELEMENTS(event_table) == EVENT_COUNT && EVENT_COUNT <= 64);

static const ProceedingRules *rules_of(const Proceeding *proceeding) {
        return proceeding->kind == PROCEEDING_CASE ? &case_rules : &attempt_rules;
}

static guint approvals_needed(const ProceedingFacts *facts) {
        return facts->route ? facts->route->approvals : facts->way->approvals;
}

static guint route_conditions(const Proceeding *proceeding, const PolicyRoute *route) {
        static const guint channels[] = {
                [CHANNEL_TICKET] = WHEN_TICKET, [CHANNEL_MAIL] = WHEN_MAIL, [CHANNEL_ONLINE] = WHEN_ONLINE
        };
        guint held = channels[route->channel];

        if (route == policy_route_origin_sync())
                held |= WHEN_ORIGIN_SYNC;
        if (route->on_approval == ON_APPROVAL_REPLACE)
                held |= WHEN_REPLACE;
        else
                held |= route->cut_over == CUT_OVER_ON_RELEASE ? WHEN_RELEASE_NOW : WHEN_RELEASE_LATER;
        return held | (proceeding->released ? WHEN_RELEASED : WHEN_UNRELEASED);
}

static guint method_condition(Method method) {
        if (method == METHOD_DOCUMENTS)
                return WHEN_BY_DOCUMENTS;
        return method == METHOD_CORPORATE_TRANSFER ? WHEN_BY_TRANSFER : WHEN_BY_ALIPAY;
}

static guint conditions_held(const Proceeding *proceeding, const ProceedingFacts *facts) {
        guint held = proceeding->kind == PROCEEDING_CASE ? route_conditions(proceeding, facts->route)
                                                         : method_condition(proceeding->method);

        if (approvals_needed(facts) < 2)
                held |= WHEN_LAST_APPROVAL;
        if (!uuid_is_nil(&proceeding->claimed_by) && facts->claimer_able)
                held |= WHEN_LEASE_HOLDS;
        if (proceeding->tries_left > 1)
                held |= WHEN_TRIES_LEFT;
        if (proceeding->attempts_made + 1 < facts->policy->limits.attempts)
                held |= WHEN_ATTEMPTS_LEFT;
        return held;
}

static bool rule_holds(const ProceedingRule *rule, const Proceeding *proceeding, guint held) {
        return (rule->in & IN(proceeding->state)) && !(rule->when & ~held);
}

/* The first row that holds for state, event and conditions; where several roles have rows of their own, the actor's. */
static const ProceedingRule *rule_find(const Proceeding *proceeding, ProceedingEvent event, const Actor *actor,
                                       const ProceedingFacts *facts, bool *state_holds) {
        const ProceedingRules *table = rules_of(proceeding);
        guint held = conditions_held(proceeding, facts);

        *state_holds = false;
        for (gsize i = 0; i < table->count; i++) {
                const ProceedingRule *rule = &table->rules[i];

                if (rule->event != event || !rule_holds(rule, proceeding, held))
                        continue;
                *state_holds = true;
                if (actor_has(actor, rule->who))
                        return rule;
        }
        return NULL;
}

static bool refuse_shortfall(const ProceedingFacts *facts, GError **error) {
        /* people pay in fen: rounded up, or it would still be a little short */
        g_autofree char *yuan = money_format_fen((facts->shortfall + MONEY_FEN - 1) / MONEY_FEN);

        return refuse(error, REFUSAL_BALANCE_SHORT, NULL, yuan, NULL);
}

static bool refuse_locked(const ProceedingFacts *facts, GError **error) {
        g_autofree char *until = instant_format_minute(facts->locked_until, facts->policy->zone);

        return refuse(error, REFUSAL_TRANSFER_LOCKED, NULL, until, NULL);
}

bool refuse_consent(const char *purpose, const char *pointer, GError **error) {
        bool pictures = g_str_equal(purpose, "identity-pictures");

        return refuse(error, REFUSAL_CONSENT_MISSING, pointer,
                      pictures ? REFUSAL_BOTH("处理身份证件的照片", "processing pictures of identity documents")
                               : REFUSAL_BOTH("处理办理所需的信息", "processing what this needs"),
                      NULL);
}

/* The items by their names, "申请表、照片" and "Form, photo". */
static bool refuse_items(RefusalKind kind, const ProceedingFacts *facts, const char *items, GError **error) {
        g_auto(GStrv) ids = g_strsplit(items, ", ", -1);
        g_autofree char *pointer = g_strconcat("/items/", ids[0], NULL);
        g_autoptr(GString) zh = g_string_new(NULL), en = g_string_new(NULL);
        g_autofree char *names = NULL;

        for (char **id = ids; *id; id++) {
                const PolicyItem *item = policy_item(proceeding_items(facts), *id);

                g_string_append_printf(zh, "%s%s", zh->len > 0 ? "、" : "",
                                       item ? local_text(&item->name, LANGUAGE_ZH) : *id);
                g_string_append_printf(en, "%s%s", en->len > 0 ? ", " : "",
                                       item ? local_text(&item->name, LANGUAGE_EN) : *id);
        }
        names = refusal_both(zh->str, en->str);
        return refuse(error, kind, pointer, names, NULL);
}

static bool lease_is_held_by(const Proceeding *proceeding, const Actor *actor) {
        return !uuid_is_nil(&proceeding->claimed_by) && uuid_equal(&proceeding->claimed_by, &actor->id);
}

/* What the staff's hands must be like. */
static bool hands_are_right(const Proceeding *proceeding, guint needs, const Actor *actor,
                            const ProceedingFacts *facts, GError **error) {
        if ((needs & NEEDS_DISINTERESTED) && facts->actor_is_owner)
                return refuse(error, REFUSAL_OWN_CASE, NULL, NULL);
        if ((needs & NEEDS_LEASE) && !lease_is_held_by(proceeding, actor))
                return refuse(error, REFUSAL_CLAIMED_BY_ANOTHER, NULL, NULL);
        if ((needs & NEEDS_NO_CLAIMER) && !uuid_is_nil(&proceeding->claimed_by)
            && !lease_is_held_by(proceeding, actor))
                return refuse(error, REFUSAL_CLAIMED_BY_ANOTHER, NULL, NULL);
        if ((needs & NEEDS_OTHER_HANDS) && facts->actor_had_a_hand)
                return refuse(error, REFUSAL_SAME_HANDS, NULL, NULL);
        return true;
}

/* What must be there. */
static bool needs_are_met(const Proceeding *proceeding, guint needs, const ProceedingFacts *facts, gint64 now,
                          GError **error) {
        if ((needs & NEEDS_TIME) && proceeding->expires_at != INSTANT_NONE && now >= proceeding->expires_at)
                return refuse(error, REFUSAL_EXPIRED, NULL, NULL);
        if ((needs & NEEDS_UNLOCKED) && facts->locked_until != INSTANT_NONE && now < facts->locked_until)
                return refuse_locked(facts, error);
        if ((needs & NEEDS_CLAIM) && facts->missing_claim)
                return refuse(error, REFUSAL_CLAIM_MISSING, "/new_owner", NULL);
        if ((needs & NEEDS_CONSENT) && facts->missing_consent)
                return refuse_consent(facts->missing_consent, "/consents", error);
        if ((needs & NEEDS_CHECKLIST) && facts->missing_items)
                return refuse_items(REFUSAL_EVIDENCE_MISSING, facts, facts->missing_items, error);
        if ((needs & NEEDS_ITEMS_ACCEPTED) && facts->undecided_items)
                return refuse_items(REFUSAL_ITEM_UNDECIDED, facts, facts->undecided_items, error);
        if ((needs & NEEDS_ITEM_REFUSED) && !facts->item_refused)
                return refuse(error, REFUSAL_REASON_MISSING, "/items", NULL);
        if ((needs & NEEDS_REASON) && !facts->reason_given)
                return refuse(error, REFUSAL_REASON_MISSING, "/reason", NULL);
        if ((needs & NEEDS_BALANCE) && facts->policy->continuity.holds_submission && facts->shortfall > 0)
                return refuse_shortfall(facts, error);
        return true;
}

static ProceedingState state_after(const Proceeding *proceeding, const ProceedingRule *rule) {
        if (rule->to == STATE_NONE)
                return proceeding->state;
        if (rule->to != TO_WHERE_IT_WAS)
                return rule->to;
        /* the claim was dropped with the dispute, so a review begins by a new claim */
        return proceeding->disputed_from == STATE_IN_REVIEW ? STATE_SUBMITTED : proceeding->disputed_from;
}

static OfficeHours office_hours(const ProceedingFacts *facts) {
        return (OfficeHours){ .calendar = facts->calendar,
                              .zone = facts->policy->zone,
                              .closing_minutes = facts->policy->closing_minutes };
}

static void clock_move(Proceeding *proceeding, ClockAction action, ProceedingState to, const ProceedingFacts *facts,
                       gint64 now) {
        OfficeHours hours = office_hours(facts);

        if (action == CLOCK_AS_BEFORE)
                action = STATE_IS_IN_CLOCK(to) ? CLOCK_RUN : CLOCK_AS_IS;
        if (action == CLOCK_AS_IS)
                return;
        proceeding->escalated = false;
        if (action == CLOCK_RUN)
                deadline_resume(&hours, &proceeding->clock, now);
        else if (action == CLOCK_STAND)
                deadline_pause(&hours, &proceeding->clock, now);
        else if (action == CLOCK_PROMISE_ANEW)
                proceeding->clock = deadline_start(&hours, now, 1);
        else
                proceeding->clock = deadline_standing(0);
}

static void claim_move(Proceeding *proceeding, ClaimAction action, const Actor *actor, const Policy *policy,
                       gint64 now) {
        static const Uuid nobody = { { 0 } };

        if (action == CLAIM_KEEP)
                return;
        if (action == CLAIM_DROP) {
                proceeding->claimed_by = nobody;
                proceeding->lease_until = INSTANT_NONE;
                return;
        }
        if (action == CLAIM_TAKE)
                proceeding->claimed_by = actor->id;
        if (action == CLAIM_GIVE_BACK) {
                proceeding->claimed_by = proceeding->first_reviewer;
                proceeding->first_reviewer = nobody;
        }
        proceeding->lease_until = now + policy->limits.claim_minutes * INSTANT_MINUTE;
}

static HolderTime holder_time_of(ProceedingState state) {
        if (state == STATE_AWAITING_PARCEL)
                return HOLDER_TIME_PARCEL;
        if (state == STATE_REVERIFYING)
                return HOLDER_TIME_REVERIFY;
        return IN(state) & WAITS_FOR_HOLDER ? HOLDER_TIME_ANSWER : HOLDER_TIME_NONE;
}

static void holder_time_move(Proceeding *proceeding, HolderTime time, ProceedingState to,
                             const ProceedingFacts *facts, gint64 now) {
        const PolicyLimits *limits = &facts->policy->limits;
        gint64 days = 0;

        if (time == HOLDER_TIME_AS_BEFORE)
                time = holder_time_of(to);
        if (time == HOLDER_TIME_AS_IS)
                return;
        if (time == HOLDER_TIME_ANSWER)
                days = facts->way ? facts->way->holder_days : limits->holder_days;
        else if (time == HOLDER_TIME_PARCEL)
                days = limits->parcel_days;
        else if (time == HOLDER_TIME_REVERIFY)
                days = limits->reverify_days;
        proceeding->expires_at = time == HOLDER_TIME_NONE ? INSTANT_NONE : now + days * INSTANT_DAY;
        proceeding->reminded = false;
}

/* The few facts of the row that an event itself sets. */
static void event_note(Proceeding *proceeding, ProceedingEvent event, const Actor *actor,
                       const ProceedingFacts *facts, gint64 now) {
        if (event == EVENT_FOLLOW_ORIGIN) {
                proceeding->opened_at = proceeding->submitted_at = now;
        } else if (event == EVENT_OPEN) {
                proceeding->opened_at = now;
                proceeding->tries_left = facts->way ? facts->way->tries : 0;
                proceeding->clock =
                        deadline_standing(facts->way ? facts->way->review_days : facts->route->review_days);
        } else if (event == EVENT_SUBMIT) {
                proceeding->submitted_at = now;
        } else if (event == EVENT_APPROVE && uuid_is_nil(&proceeding->first_reviewer)) {
                proceeding->first_reviewer = actor->id;
        } else if (event == EVENT_ASK_MORE) {
                proceeding->first_reviewer = (Uuid){ { 0 } };
        } else if (event == EVENT_ATTEMPT_FAIL) {
                proceeding->attempts_made++;
        } else if (event == EVENT_TRANSFER_WRONG_AMOUNT && proceeding->tries_left > 0) {
                proceeding->tries_left--;
        } else if (event == EVENT_ESCALATE) {
                proceeding->escalated = true;
        } else if (event == EVENT_REMIND) {
                proceeding->reminded = true;
        } else if (event == EVENT_DISPUTE) {
                proceeding->disputed_from = proceeding->state;
        }
}

static void rule_apply(Proceeding *proceeding, const ProceedingRule *rule, const Actor *actor,
                       const ProceedingFacts *facts, gint64 now, ProceedingStep *step) {
        ProceedingState from = proceeding->state, to = state_after(proceeding, rule);

        event_note(proceeding, rule->event, actor, facts, now);
        clock_move(proceeding, rule->clock, to, facts, now);
        claim_move(proceeding, rule->claim, actor, facts->policy, now);
        holder_time_move(proceeding, rule->holder_time, to, facts, now);
        proceeding->state = to;
        proceeding->released |= (rule->effects & EFFECT_RELEASE) != 0;
        if (STATE_IS_END(to))
                proceeding->ended_at = now;
        *step = (ProceedingStep){
                .event = rule->event, .from = from, .to = to, .effects = rule->effects, .notify = rule->notify
        };
}

bool proceeding_step(Proceeding *proceeding, ProceedingEvent event, const Actor *actor, const ProceedingFacts *facts,
                     gint64 now, ProceedingStep *step, GError **error) {
        bool state_holds;
        const ProceedingRule *rule = rule_find(proceeding, event, actor, facts, &state_holds);

        if (!rule && state_holds)
                return refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
        if (!rule)
                return refuse_state(proceeding->state, NULL, error);
        if (!hands_are_right(proceeding, rule->needs, actor, facts, error)
            || !needs_are_met(proceeding, rule->needs, facts, now, error))
                return false;
        rule_apply(proceeding, rule, actor, facts, now, step);
        return true;
}

guint64 proceeding_events_for(const Proceeding *proceeding, const Actor *actor, const ProceedingFacts *facts) {
        const ProceedingRules *table = rules_of(proceeding);
        guint held = conditions_held(proceeding, facts);
        guint64 decided = 0, events = 0; /* for each event its first row decides, as in rule_find() */

        for (gsize i = 0; i < table->count; i++) {
                const ProceedingRule *rule = &table->rules[i];
                guint64 event = G_GUINT64_CONSTANT(1) << rule->event;

                if ((decided & event) || !rule_holds(rule, proceeding, held) || !actor_has(actor, rule->who))
                        continue;
                decided |= event;
                if (hands_are_right(proceeding, rule->needs, actor, facts, NULL))
                        events |= event;
        }
        return events;
}

static void earliest(gint64 *instant, gint64 candidate) {
        if (candidate != INSTANT_NONE && (*instant == INSTANT_NONE || candidate < *instant))
                *instant = candidate;
}

static gint64 reminder_at(const Proceeding *proceeding, const Policy *policy) {
        return proceeding->expires_at - policy->limits.reminder_days * INSTANT_DAY;
}

gint64 proceeding_wake_at(const Proceeding *proceeding, const ProceedingFacts *facts) {
        OfficeHours hours = office_hours(facts);
        gint64 wake = INSTANT_NONE;

        if (STATE_IS_END(proceeding->state))
                return INSTANT_NONE;
        if (proceeding->state == STATE_IN_REVIEW || proceeding->state == STATE_SECOND_REVIEW)
                earliest(&wake, proceeding->lease_until);
        if (proceeding->clock.running)
                earliest(&wake, proceeding->escalated ? proceeding->clock.due_at + 1
                                                      : deadline_risk_at(&hours, &proceeding->clock,
                                                                         facts->policy->limits.escalate_hours));
        if (proceeding->expires_at != INSTANT_NONE)
                earliest(&wake,
                         proceeding->reminded ? proceeding->expires_at : reminder_at(proceeding, facts->policy));
        return wake;
}

bool proceeding_wake_event(const Proceeding *proceeding, const ProceedingFacts *facts, gint64 now,
                           ProceedingEvent *event) {
        OfficeHours hours = office_hours(facts);
        bool reviewed = proceeding->state == STATE_IN_REVIEW || proceeding->state == STATE_SECOND_REVIEW;

        if (STATE_IS_END(proceeding->state))
                return false;
        if (proceeding->expires_at != INSTANT_NONE && now >= proceeding->expires_at)
                *event = EVENT_TIME_OVER;
        else if (reviewed && proceeding->lease_until != INSTANT_NONE && now >= proceeding->lease_until)
                *event = EVENT_LEASE_LAPSE;
        else if (!proceeding->escalated
                 && deadline_is_at_risk(&hours, &proceeding->clock, facts->policy->limits.escalate_hours, now))
                *event = EVENT_ESCALATE;
        else if (deadline_is_missed(&proceeding->clock, now))
                *event = EVENT_DEADLINE_MISS;
        else if (proceeding->expires_at != INSTANT_NONE && !proceeding->reminded
                 && now >= reminder_at(proceeding, facts->policy))
                *event = EVENT_REMIND;
        else
                return false;
        return true;
}

bool proceeding_waits_for_holder(const Proceeding *proceeding) {
        return (IN(proceeding->state) & WAITS_FOR_HOLDER) != 0;
}

const GPtrArray *proceeding_items(const ProceedingFacts *facts) {
        return facts->route ? facts->route->items : facts->way->items;
}

void proceeding_clear(Proceeding *proceeding) {
        g_clear_pointer(&proceeding->route, g_free);
        g_clear_pointer(&proceeding->policy_hash, g_free);
        g_clear_pointer(&proceeding->calendar_hash, g_free);
}

void proceeding_free(Proceeding *proceeding) {
        if (!proceeding)
                return;
        proceeding_clear(proceeding);
        g_free(proceeding);
}
