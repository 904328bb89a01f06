/* The attempt machine: which steps one try to verify a subject may take, for an account's first time or after a release. */
#include "domain/machine.h"

#define IN_PREPARATION (IN(STATE_OPEN) | IN(STATE_NEEDS_MORE))
#define IN_REVIEW (IN(STATE_IN_REVIEW) | IN(STATE_SECOND_REVIEW))
#define IN_QUEUE (IN(STATE_SUBMITTED) | IN_REVIEW)
#define NOT_ENDED (IN_PREPARATION | IN_QUEUE)

#define REVIEWING_STAFF (ROLE_REVIEWER | ROLE_APPROVER)

/* clang-format off */
static const ProceedingRule rules[] = {
        /* the holder prepares */
        { .in = IN(STATE_NONE), .event = EVENT_OPEN, .who = ROLE_HOLDER, .to = STATE_OPEN, .needs = NEEDS_UNLOCKED,
          .holder_time = HOLDER_TIME_ANSWER },
        { .in = IN(STATE_OPEN), .event = EVENT_AMEND, .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = IN_PREPARATION, .event = EVENT_CONSENT, .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = IN_PREPARATION, .event = EVENT_CONSENT_WITHDRAW, .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = IN_PREPARATION, .event = EVENT_ATTACH_EVIDENCE, .who = ROLE_HOLDER, .needs = NEEDS_TIME | NEEDS_CONSENT },
        { .in = IN_PREPARATION, .event = EVENT_WITHDRAW_EVIDENCE, .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = NOT_ENDED, .event = EVENT_WRITE_MESSAGE, .who = ROLE_HOLDER, .notify = NOTIFY_REVIEWERS },
        { .in = NOT_ENDED, .event = EVENT_WRITE_MESSAGE, .who = REVIEWING_STAFF, .notify = NOTIFY_HOLDER },
        { .in = NOT_ENDED, .event = EVENT_WRITE_NOTE, .who = REVIEWING_STAFF },

        /* submitted, by the method */
        { .in = IN(STATE_OPEN), .event = EVENT_SUBMIT, .when = WHEN_BY_DOCUMENTS, .who = ROLE_HOLDER, .to = STATE_SUBMITTED,
          .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CLAIM | NEEDS_CHECKLIST, .clock = CLOCK_RUN,
          .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER | NOTIFY_REVIEWERS },
        { .in = IN(STATE_OPEN), .event = EVENT_SUBMIT, .when = WHEN_BY_TRANSFER, .who = ROLE_HOLDER, .to = STATE_SUBMITTED,
          .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CLAIM | NEEDS_CHECKLIST | NEEDS_UNLOCKED,
          .holder_time = HOLDER_TIME_ANSWER, .effects = EFFECT_DRAW_AMOUNT, .notify = NOTIFY_HOLDER },
        { .in = IN(STATE_OPEN), .event = EVENT_SUBMIT, .when = WHEN_BY_ALIPAY, .who = ROLE_HOLDER, .to = STATE_SUBMITTED,
          .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CLAIM | NEEDS_CHECKLIST, .holder_time = HOLDER_TIME_NONE,
          .effects = EFFECT_ASK_PARTNER, .notify = NOTIFY_HOLDER | NOTIFY_APPROVERS },

        /* documents, reviewed */
        { .in = IN(STATE_SUBMITTED), .event = EVENT_CLAIM, .when = WHEN_BY_DOCUMENTS, .who = ROLE_REVIEWER,
          .to = STATE_IN_REVIEW, .needs = NEEDS_DISINTERESTED, .claim = CLAIM_TAKE },
        { .in = IN(STATE_IN_REVIEW), .event = EVENT_CLAIM, .who = ROLE_REVIEWER, .needs = NEEDS_LEASE, .claim = CLAIM_RENEW },
        { .in = IN(STATE_SECOND_REVIEW), .event = EVENT_CLAIM, .who = ROLE_APPROVER,
          .needs = NEEDS_NO_CLAIMER | NEEDS_DISINTERESTED | NEEDS_OTHER_HANDS, .claim = CLAIM_TAKE },
        { .in = IN(STATE_IN_REVIEW), .event = EVENT_UNCLAIM, .who = ROLE_REVIEWER, .to = STATE_SUBMITTED,
          .needs = NEEDS_LEASE, .claim = CLAIM_DROP },
        { .in = IN(STATE_SECOND_REVIEW), .event = EVENT_UNCLAIM, .who = ROLE_APPROVER, .needs = NEEDS_LEASE,
          .claim = CLAIM_DROP },
        { .in = IN(STATE_IN_REVIEW), .event = EVENT_LEASE_LAPSE, .who = ROLE_SYSTEM, .to = STATE_SUBMITTED,
          .claim = CLAIM_DROP, .notify = NOTIFY_REVIEWERS },
        { .in = IN(STATE_SECOND_REVIEW), .event = EVENT_LEASE_LAPSE, .who = ROLE_SYSTEM, .claim = CLAIM_DROP,
          .notify = NOTIFY_APPROVERS },
        { .in = IN_REVIEW, .event = EVENT_DECIDE_ITEM, .who = REVIEWING_STAFF, .needs = NEEDS_LEASE, .claim = CLAIM_RENEW },
        { .in = IN(STATE_IN_REVIEW), .event = EVENT_ASK_MORE, .who = ROLE_REVIEWER, .to = STATE_NEEDS_MORE,
          .needs = NEEDS_LEASE | NEEDS_ITEM_REFUSED, .clock = CLOCK_STAND, .holder_time = HOLDER_TIME_ANSWER,
          .notify = NOTIFY_HOLDER },
        /* what comes then is new to everybody: it is reviewed from the beginning */
        { .in = IN(STATE_SECOND_REVIEW), .event = EVENT_ASK_MORE, .who = ROLE_APPROVER, .to = STATE_NEEDS_MORE,
          .needs = NEEDS_LEASE | NEEDS_ITEM_REFUSED, .clock = CLOCK_STAND, .claim = CLAIM_DROP,
          .holder_time = HOLDER_TIME_ANSWER, .notify = NOTIFY_HOLDER },
        { .in = IN(STATE_NEEDS_MORE), .event = EVENT_RESUPPLY, .when = WHEN_LEASE_HOLDS, .who = ROLE_HOLDER,
          .to = STATE_IN_REVIEW, .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CHECKLIST, .clock = CLOCK_RUN, .claim = CLAIM_RENEW,
          .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_REVIEWERS },
        { .in = IN(STATE_NEEDS_MORE), .event = EVENT_RESUPPLY, .who = ROLE_HOLDER, .to = STATE_SUBMITTED,
          .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CHECKLIST, .clock = CLOCK_RUN, .claim = CLAIM_DROP,
          .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_REVIEWERS },
        { .in = IN(STATE_IN_REVIEW), .event = EVENT_APPROVE, .when = WHEN_LAST_APPROVAL, .who = ROLE_REVIEWER,
          .to = STATE_PASSED, .needs = NEEDS_LEASE | NEEDS_DISINTERESTED | NEEDS_ITEMS_ACCEPTED, .clock = CLOCK_STOP,
          .claim = CLAIM_DROP, .effects = EFFECT_PASS_CASE, .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },
        { .in = IN(STATE_IN_REVIEW), .event = EVENT_APPROVE, .who = ROLE_REVIEWER, .to = STATE_SECOND_REVIEW,
          .needs = NEEDS_LEASE | NEEDS_DISINTERESTED | NEEDS_ITEMS_ACCEPTED, .claim = CLAIM_DROP,
          .notify = NOTIFY_APPROVERS },
        { .in = IN(STATE_SECOND_REVIEW), .event = EVENT_APPROVE, .who = ROLE_APPROVER, .to = STATE_PASSED,
          .needs = NEEDS_LEASE | NEEDS_DISINTERESTED | NEEDS_OTHER_HANDS | NEEDS_ITEMS_ACCEPTED, .clock = CLOCK_STOP,
          .claim = CLAIM_DROP, .effects = EFFECT_PASS_CASE, .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },
        { .in = IN(STATE_SECOND_REVIEW), .event = EVENT_SEND_BACK, .who = ROLE_APPROVER, .to = STATE_IN_REVIEW,
          .needs = NEEDS_LEASE | NEEDS_REASON, .claim = CLAIM_GIVE_BACK, .notify = NOTIFY_REVIEWERS },
        { .in = IN_REVIEW, .event = EVENT_REJECT, .who = REVIEWING_STAFF, .to = STATE_FAILED,
          .needs = NEEDS_LEASE | NEEDS_DISINTERESTED | NEEDS_REASON, .clock = CLOCK_STOP, .claim = CLAIM_DROP,
          .effects = EFFECT_FAIL_CASE, .notify = NOTIFY_HOLDER },

        /* the partner answers, or two of the staff attest what it says */
        { .in = IN(STATE_SUBMITTED), .event = EVENT_ATTEST, .when = WHEN_BY_ALIPAY, .who = REVIEWING_STAFF,
          .needs = NEEDS_DISINTERESTED, .notify = NOTIFY_APPROVERS },
        { .in = IN(STATE_SUBMITTED), .event = EVENT_PARTNER_CONFIRM, .when = WHEN_BY_ALIPAY,
          .who = REVIEWING_STAFF | ROLE_SYSTEM, .to = STATE_PASSED, .needs = NEEDS_DISINTERESTED,
          .effects = EFFECT_PASS_CASE, .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },
        { .in = IN(STATE_SUBMITTED), .event = EVENT_PARTNER_REFUSE, .when = WHEN_BY_ALIPAY,
          .who = REVIEWING_STAFF | ROLE_SYSTEM, .to = STATE_FAILED, .needs = NEEDS_DISINTERESTED | NEEDS_REASON,
          .effects = EFFECT_FAIL_CASE, .notify = NOTIFY_HOLDER },

        /* the transfer */
        { .in = IN(STATE_SUBMITTED), .event = EVENT_TRANSFER_SEND, .when = WHEN_BY_TRANSFER,
          .who = ROLE_ADMINISTRATOR | ROLE_SYSTEM, .notify = NOTIFY_HOLDER },
        { .in = IN(STATE_SUBMITTED), .event = EVENT_TRANSFER_CONFIRM, .when = WHEN_BY_TRANSFER, .who = ROLE_HOLDER,
          .to = STATE_PASSED, .needs = NEEDS_TIME, .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_PASS_CASE,
          .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },
        { .in = IN(STATE_SUBMITTED), .event = EVENT_TRANSFER_WRONG_AMOUNT, .when = WHEN_BY_TRANSFER | WHEN_TRIES_LEFT,
          .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = IN(STATE_SUBMITTED), .event = EVENT_TRANSFER_WRONG_AMOUNT, .when = WHEN_BY_TRANSFER, .who = ROLE_HOLDER,
          .to = STATE_FAILED, .needs = NEEDS_TIME, .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_FAIL_CASE,
          .notify = NOTIFY_HOLDER },
        { .in = IN(STATE_SUBMITTED), .event = EVENT_TRANSFER_END, .when = WHEN_BY_TRANSFER,
          .who = ROLE_REVIEWER | ROLE_ADMINISTRATOR | ROLE_SYSTEM, .to = STATE_FAILED, .needs = NEEDS_REASON,
          .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_FAIL_CASE, .notify = NOTIFY_HOLDER },

        /* the clock speaks up */
        { .in = IN_QUEUE, .event = EVENT_ESCALATE, .who = ROLE_SYSTEM, .notify = NOTIFY_REVIEWERS | NOTIFY_APPROVERS },
        { .in = IN_QUEUE, .event = EVENT_DEADLINE_MISS, .who = ROLE_SYSTEM, .clock = CLOCK_PROMISE_ANEW,
          .notify = NOTIFY_HOLDER | NOTIFY_REVIEWERS | NOTIFY_APPROVERS },
        { .in = IN_PREPARATION | IN(STATE_SUBMITTED), .event = EVENT_REMIND, .who = ROLE_SYSTEM, .notify = NOTIFY_HOLDER },

        /* ended without a verification */
        { .in = NOT_ENDED, .event = EVENT_WITHDRAW, .who = ROLE_HOLDER | ROLE_SYSTEM, .to = STATE_WITHDRAWN, .clock = CLOCK_STOP,
          .claim = CLAIM_DROP, .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER },
        { .in = IN_PREPARATION, .event = EVENT_TIME_OVER, .who = ROLE_SYSTEM, .to = STATE_EXPIRED, .clock = CLOCK_STOP,
          .claim = CLAIM_DROP, .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER },
        { .in = IN(STATE_SUBMITTED), .event = EVENT_TIME_OVER, .when = WHEN_BY_TRANSFER, .who = ROLE_SYSTEM,
          .to = STATE_EXPIRED, .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_FAIL_CASE, .notify = NOTIFY_HOLDER },
};
/* clang-format on */

const ProceedingRules attempt_rules = { rules, G_N_ELEMENTS(rules) };
