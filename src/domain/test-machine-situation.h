/* One situation of a proceeding for the tests of the machines: its route or method, and what else their conditions ask. */
#pragma once

#include "domain/machine.h"

#include "base/instant.h"

#define NOW (G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND) /* 2018-05-15T02:06:40Z, a Tuesday */

typedef struct Situation {
        PolicyRoute route;
        PolicyMethod way;
        ProceedingKind kind;
        Channel channel;
        OnApproval on_approval;
        CutOver cut_over;
        Method method;
        bool two, released, able, more_left, origin; /* more_left: tries, and attempts */
        char words[128];
} Situation;

static inline void situation_say(Situation *s) {
        static const char *const channels[] = {
                [CHANNEL_TICKET] = "ticket", [CHANNEL_MAIL] = "mail", [CHANNEL_ONLINE] = "online"
        };
        static const char *const methods[] = { [METHOD_DOCUMENTS] = "documents",
                                               [METHOD_CORPORATE_TRANSFER] = "transfer",
                                               [METHOD_ENTERPRISE_ALIPAY] = "alipay" };
        bool is_case = s->kind == PROCEEDING_CASE;

        g_snprintf(s->words, sizeof s->words, " %s %s %s %s %s %s %s ",
                   is_case ? channels[s->channel] : methods[s->method], s->two ? "two" : "one",
                   s->able ? "able" : "unable", s->on_approval == ON_APPROVAL_REPLACE ? "replace" : "release",
                   s->origin ? "origin" : "-", s->more_left ? "tries-left" : "last-try",
                   s->more_left ? "attempts-left" : "last-attempt");
}

static inline void situation_make(Situation *s, const Policy *policy) {
        s->way = *policy_method(policy, METHOD_DOCUMENTS, OWNER_PERSONAL);
        s->way.approvals = s->two ? 2 : 1;
        s->way.review_days = 3;
        s->way.holder_days = 30;
        if (s->origin) {
                situation_say(s);
                return;
        }
        s->route = *policy_route(policy, "personal-to-personal");
        s->route.channel = s->channel;
        s->route.on_approval = s->on_approval;
        s->route.cut_over = s->cut_over;
        s->route.approvals = s->two ? 2 : 1;
        situation_say(s);
}

static inline ProceedingFacts facts_of(const Situation *s, const Policy *policy, const Calendar *calendar) {
        bool is_case = s->kind == PROCEEDING_CASE;

        return (ProceedingFacts){ .route = !is_case    ? NULL
                                           : s->origin ? policy_route_origin_sync()
                                                       : &s->route,
                                  .way = is_case ? NULL : &s->way,
                                  .policy = policy,
                                  .calendar = calendar,
                                  .item_refused = true,
                                  .reason_given = true,
                                  .claimer_able = s->able,
                                  .locked_until = INSTANT_NONE };
}

static const Uuid somebody = { { 1 } }, colleague = { { 2 } };

/* A proceeding as it may stand in a state, claimed by the one who acts where anybody claims. */
static inline Proceeding proceeding_in(const Situation *s, ProceedingState state, const Policy *policy) {
        bool claimed = state == STATE_IN_REVIEW || state == STATE_SECOND_REVIEW || state == STATE_NEEDS_MORE;
        Proceeding proceeding = { .kind = s->kind,
                                  .method = s->method,
                                  .state = state,
                                  .released = s->released,
                                  .disputed_from = state == STATE_DISPUTED ? STATE_IN_REVIEW : STATE_NONE,
                                  .opened_at = NOW,
                                  .submitted_at = NOW,
                                  .ended_at = INSTANT_NONE,
                                  .expires_at = INSTANT_NONE,
                                  .lease_until = INSTANT_NONE,
                                  .clock = deadline_standing(3),
                                  .tries_left = s->more_left ? 2 : 1,
                                  .attempts_made = s->more_left ? 0 : policy->limits.attempts - 1 };

        if (claimed)
                proceeding.claimed_by = somebody;
        if (state == STATE_SECOND_REVIEW)
                proceeding.first_reviewer = colleague;
        return proceeding;
}
