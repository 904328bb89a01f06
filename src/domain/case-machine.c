/* The case machine: which steps a change of owner may take. A table, and nothing else decides. */
#include "domain/machine.h"

#define IN_PREPARATION (IN(STATE_DRAFT) | IN(STATE_NEEDS_MORE))
#define IN_REVIEW (IN(STATE_IN_REVIEW) | IN(STATE_SECOND_REVIEW))
#define IN_QUEUE (IN(STATE_SUBMITTED) | IN_REVIEW)
#define BEFORE_APPROVAL (IN_PREPARATION | IN(STATE_AWAITING_PARTNER) | IN(STATE_AWAITING_PARCEL) | IN_QUEUE)
#define NOT_ENDED (BEFORE_APPROVAL | IN(STATE_REVERIFYING) | IN(STATE_DISPUTED))

#define REVIEWING_STAFF (ROLE_REVIEWER | ROLE_APPROVER)

/* clang-format off */
static const ProceedingRule rules[] = {
        /* an origin has reported a new owner */
        { .in = IN(STATE_NONE), .event = EVENT_FOLLOW_ORIGIN, .when = WHEN_ORIGIN_SYNC, .who = ROLE_PLATFORM, .to = STATE_COMPLETED,
          .clock = CLOCK_STOP, .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_RELEASE | EFFECT_VERIFY,
          .notify = NOTIFY_HOLDER | NOTIFY_OLD_OWNER | NOTIFY_PLATFORM },

        /* the holder prepares */
        { .in = IN(STATE_NONE), .event = EVENT_OPEN, .who = ROLE_HOLDER | ROLE_PLATFORM, .to = STATE_DRAFT,
          .holder_time = HOLDER_TIME_ANSWER },
        { .in = IN(STATE_DRAFT), .event = EVENT_AMEND, .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = IN_PREPARATION, .event = EVENT_CONSENT, .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = IN_PREPARATION, .event = EVENT_CONSENT_WITHDRAW, .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = IN_PREPARATION, .event = EVENT_ATTACH_EVIDENCE, .who = ROLE_HOLDER, .needs = NEEDS_TIME | NEEDS_CONSENT },
        { .in = IN_PREPARATION, .event = EVENT_WITHDRAW_EVIDENCE, .who = ROLE_HOLDER, .needs = NEEDS_TIME },
        { .in = NOT_ENDED, .event = EVENT_WRITE_MESSAGE, .who = ROLE_HOLDER, .notify = NOTIFY_REVIEWERS },
        { .in = NOT_ENDED, .event = EVENT_WRITE_MESSAGE, .who = REVIEWING_STAFF | ROLE_MAIL_CLERK, .notify = NOTIFY_HOLDER },
        { .in = NOT_ENDED, .event = EVENT_WRITE_NOTE, .who = REVIEWING_STAFF | ROLE_MAIL_CLERK },

        /* submitted, by the route's channel */
        { .in = IN(STATE_DRAFT), .event = EVENT_SUBMIT, .when = WHEN_TICKET, .who = ROLE_HOLDER, .to = STATE_SUBMITTED,
          .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CLAIM | NEEDS_CHECKLIST | NEEDS_BALANCE, .clock = CLOCK_RUN,
          .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_WARN_OLD, .notify = NOTIFY_HOLDER | NOTIFY_REVIEWERS },
        { .in = IN(STATE_DRAFT), .event = EVENT_SUBMIT, .when = WHEN_ONLINE, .who = ROLE_HOLDER, .to = STATE_AWAITING_PARTNER,
          .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CLAIM | NEEDS_CHECKLIST | NEEDS_BALANCE,
          .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_ASK_PARTNER | EFFECT_WARN_OLD,
          .notify = NOTIFY_HOLDER | NOTIFY_APPROVERS },
        { .in = IN(STATE_DRAFT), .event = EVENT_SUBMIT, .when = WHEN_MAIL, .who = ROLE_HOLDER, .to = STATE_AWAITING_PARCEL,
          .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CLAIM | NEEDS_BALANCE, .clock = CLOCK_STAND,
          .holder_time = HOLDER_TIME_PARCEL, .effects = EFFECT_WARN_OLD, .notify = NOTIFY_HOLDER | NOTIFY_CLERKS },

        /* the partner answers, or two of the staff attest what it says */
        { .in = IN(STATE_AWAITING_PARTNER), .event = EVENT_ATTEST, .who = REVIEWING_STAFF, .needs = NEEDS_DISINTERESTED,
          .notify = NOTIFY_APPROVERS },
        { .in = IN(STATE_AWAITING_PARTNER), .event = EVENT_PARTNER_CONFIRM, .who = REVIEWING_STAFF | ROLE_SYSTEM,
          .to = STATE_APPROVED, .needs = NEEDS_DISINTERESTED, .effects = EFFECT_CARRY_OUT },
        { .in = IN(STATE_AWAITING_PARTNER), .event = EVENT_PARTNER_REFUSE, .who = REVIEWING_STAFF | ROLE_SYSTEM,
          .to = STATE_REJECTED, .needs = NEEDS_DISINTERESTED | NEEDS_REASON, .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },

        /* the parcel */
        { .in = IN(STATE_AWAITING_PARCEL), .event = EVENT_ANNOUNCE_PARCEL, .who = ROLE_HOLDER, .notify = NOTIFY_CLERKS },
        { .in = IN(STATE_NEEDS_MORE), .event = EVENT_ANNOUNCE_PARCEL, .when = WHEN_MAIL, .who = ROLE_HOLDER,
          .to = STATE_AWAITING_PARCEL, .needs = NEEDS_TIME | NEEDS_CONSENT, .claim = CLAIM_DROP,
          .holder_time = HOLDER_TIME_PARCEL, .notify = NOTIFY_CLERKS },
        /* from now on the holder owes nothing until the clerk says so */
        { .in = IN(STATE_AWAITING_PARCEL), .event = EVENT_RECEIVE_PARCEL, .who = ROLE_MAIL_CLERK,
          .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER },
        { .in = IN(STATE_AWAITING_PARCEL), .event = EVENT_CHECK_OFF_ITEM, .who = ROLE_MAIL_CLERK,
          .needs = NEEDS_DISINTERESTED },
        { .in = IN(STATE_AWAITING_PARCEL), .event = EVENT_ATTACH_EVIDENCE, .who = ROLE_MAIL_CLERK },
        { .in = IN(STATE_AWAITING_PARCEL), .event = EVENT_PARCEL_COMPLETE, .who = ROLE_MAIL_CLERK, .to = STATE_SUBMITTED,
          .needs = NEEDS_CHECKLIST | NEEDS_DISINTERESTED, .clock = CLOCK_RUN, .holder_time = HOLDER_TIME_NONE,
          .notify = NOTIFY_HOLDER | NOTIFY_REVIEWERS },
        { .in = IN(STATE_AWAITING_PARCEL), .event = EVENT_PARCEL_INCOMPLETE, .who = ROLE_MAIL_CLERK, .to = STATE_NEEDS_MORE,
          .needs = NEEDS_ITEM_REFUSED | NEEDS_DISINTERESTED, .holder_time = HOLDER_TIME_ANSWER, .notify = NOTIFY_HOLDER },
        { .in = IN(STATE_AWAITING_PARCEL), .event = EVENT_PARCEL_FAILED, .who = ROLE_MAIL_CLERK,
          .needs = NEEDS_REASON, .holder_time = HOLDER_TIME_PARCEL, .notify = NOTIFY_HOLDER },

        /* reviewed */
        { .in = IN(STATE_SUBMITTED), .event = EVENT_CLAIM, .who = ROLE_REVIEWER, .to = STATE_IN_REVIEW,
          .needs = NEEDS_DISINTERESTED, .claim = CLAIM_TAKE },
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
        { .in = IN(STATE_NEEDS_MORE), .event = EVENT_RESUPPLY, .when = WHEN_TICKET | WHEN_LEASE_HOLDS, .who = ROLE_HOLDER,
          .to = STATE_IN_REVIEW, .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CHECKLIST, .clock = CLOCK_RUN, .claim = CLAIM_RENEW,
          .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_REVIEWERS },
        { .in = IN(STATE_NEEDS_MORE), .event = EVENT_RESUPPLY, .when = WHEN_TICKET, .who = ROLE_HOLDER,
          .to = STATE_SUBMITTED, .needs = NEEDS_TIME | NEEDS_CONSENT | NEEDS_CHECKLIST, .clock = CLOCK_RUN, .claim = CLAIM_DROP,
          .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_REVIEWERS },
        { .in = IN(STATE_IN_REVIEW), .event = EVENT_APPROVE, .when = WHEN_LAST_APPROVAL, .who = ROLE_REVIEWER,
          .to = STATE_APPROVED, .needs = NEEDS_LEASE | NEEDS_DISINTERESTED | NEEDS_ITEMS_ACCEPTED, .clock = CLOCK_STOP,
          .claim = CLAIM_DROP, .effects = EFFECT_CARRY_OUT },
        { .in = IN(STATE_IN_REVIEW), .event = EVENT_APPROVE, .who = ROLE_REVIEWER, .to = STATE_SECOND_REVIEW,
          .needs = NEEDS_LEASE | NEEDS_DISINTERESTED | NEEDS_ITEMS_ACCEPTED, .claim = CLAIM_DROP,
          .notify = NOTIFY_APPROVERS },
        { .in = IN(STATE_SECOND_REVIEW), .event = EVENT_APPROVE, .who = ROLE_APPROVER, .to = STATE_APPROVED,
          .needs = NEEDS_LEASE | NEEDS_DISINTERESTED | NEEDS_OTHER_HANDS | NEEDS_ITEMS_ACCEPTED, .clock = CLOCK_STOP,
          .claim = CLAIM_DROP, .effects = EFFECT_CARRY_OUT },
        { .in = IN(STATE_SECOND_REVIEW), .event = EVENT_SEND_BACK, .who = ROLE_APPROVER, .to = STATE_IN_REVIEW,
          .needs = NEEDS_LEASE | NEEDS_REASON, .claim = CLAIM_GIVE_BACK, .notify = NOTIFY_REVIEWERS },
        { .in = IN_REVIEW, .event = EVENT_REJECT, .who = REVIEWING_STAFF, .to = STATE_REJECTED,
          .needs = NEEDS_LEASE | NEEDS_DISINTERESTED | NEEDS_REASON, .clock = CLOCK_STOP, .claim = CLAIM_DROP,
          .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },

        /* carried out, in the approval's own transaction */
        { .in = IN(STATE_APPROVED), .event = EVENT_CARRY_OUT, .when = WHEN_REPLACE, .who = ROLE_SYSTEM,
          .to = STATE_COMPLETED, .effects = EFFECT_RELEASE | EFFECT_VERIFY,
          .notify = NOTIFY_HOLDER | NOTIFY_OLD_OWNER | NOTIFY_PLATFORM },
        { .in = IN(STATE_APPROVED), .event = EVENT_CARRY_OUT, .when = WHEN_RELEASE_NOW, .who = ROLE_SYSTEM,
          .to = STATE_REVERIFYING, .holder_time = HOLDER_TIME_REVERIFY, .effects = EFFECT_RELEASE,
          .notify = NOTIFY_HOLDER | NOTIFY_OLD_OWNER | NOTIFY_PLATFORM },
        { .in = IN(STATE_APPROVED), .event = EVENT_CARRY_OUT, .when = WHEN_RELEASE_LATER, .who = ROLE_SYSTEM,
          .to = STATE_REVERIFYING, .holder_time = HOLDER_TIME_REVERIFY, .notify = NOTIFY_HOLDER },

        /* verified anew */
        { .in = IN(STATE_REVERIFYING), .event = EVENT_ATTEMPT_PASS, .when = WHEN_RELEASED, .who = ROLE_SYSTEM,
          .to = STATE_COMPLETED, .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_VERIFY,
          .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },
        { .in = IN(STATE_REVERIFYING), .event = EVENT_ATTEMPT_PASS, .when = WHEN_UNRELEASED, .who = ROLE_SYSTEM,
          .to = STATE_COMPLETED, .holder_time = HOLDER_TIME_NONE, .effects = EFFECT_RELEASE | EFFECT_VERIFY,
          .notify = NOTIFY_HOLDER | NOTIFY_OLD_OWNER | NOTIFY_PLATFORM },
        { .in = IN(STATE_REVERIFYING), .event = EVENT_ATTEMPT_FAIL, .when = WHEN_ATTEMPTS_LEFT, .who = ROLE_SYSTEM },
        { .in = IN(STATE_REVERIFYING), .event = EVENT_ATTEMPT_FAIL, .who = ROLE_SYSTEM, .to = STATE_LAPSED,
          .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },
        /* an attempt may end by itself while its case is disputed */
        { .in = IN(STATE_DISPUTED), .event = EVENT_ATTEMPT_FAIL, .who = ROLE_SYSTEM },
        { .in = IN(STATE_REVERIFYING), .event = EVENT_TIME_OVER, .who = ROLE_SYSTEM, .to = STATE_LAPSED,
          .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER | NOTIFY_PLATFORM },

        /* the clock speaks up */
        { .in = IN_QUEUE, .event = EVENT_ESCALATE, .who = ROLE_SYSTEM, .notify = NOTIFY_REVIEWERS | NOTIFY_APPROVERS },
        { .in = IN_QUEUE, .event = EVENT_DEADLINE_MISS, .who = ROLE_SYSTEM, .clock = CLOCK_PROMISE_ANEW,
          .notify = NOTIFY_HOLDER | NOTIFY_REVIEWERS | NOTIFY_APPROVERS },
        { .in = IN_PREPARATION | IN(STATE_AWAITING_PARCEL) | IN(STATE_REVERIFYING), .event = EVENT_REMIND, .who = ROLE_SYSTEM, .notify = NOTIFY_HOLDER },

        /* ended without a change */
        { .in = BEFORE_APPROVAL, .event = EVENT_WITHDRAW, .who = ROLE_HOLDER, .to = STATE_WITHDRAWN, .clock = CLOCK_STOP,
          .claim = CLAIM_DROP, .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER | NOTIFY_OLD_OWNER },
        /* the account has followed its origin meanwhile, so that the case is about nothing any more */
        { .in = BEFORE_APPROVAL, .event = EVENT_WITHDRAW, .who = ROLE_SYSTEM, .to = STATE_WITHDRAWN, .clock = CLOCK_STOP,
          .claim = CLAIM_DROP, .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER | NOTIFY_REVIEWERS },
        { .in = IN_PREPARATION | IN(STATE_AWAITING_PARCEL), .event = EVENT_TIME_OVER, .who = ROLE_SYSTEM,
          .to = STATE_EXPIRED, .clock = CLOCK_STOP, .claim = CLAIM_DROP, .holder_time = HOLDER_TIME_NONE,
          .notify = NOTIFY_HOLDER },

        /* disputed */
        { .in = NOT_ENDED & ~IN(STATE_DISPUTED), .event = EVENT_DISPUTE,
          .who = ROLE_PARTY | REVIEWING_STAFF, .to = STATE_DISPUTED, .needs = NEEDS_REASON, .clock = CLOCK_STAND,
          .claim = CLAIM_DROP, .holder_time = HOLDER_TIME_NONE, .notify = NOTIFY_HOLDER | NOTIFY_APPROVERS | NOTIFY_PLATFORM },
        { .in = IN(STATE_DISPUTED), .event = EVENT_RESUME, .who = ROLE_APPROVER, .to = TO_WHERE_IT_WAS,
          .needs = NEEDS_REASON | NEEDS_DISINTERESTED, .clock = CLOCK_AS_BEFORE, .holder_time = HOLDER_TIME_AS_BEFORE,
          .notify = NOTIFY_HOLDER | NOTIFY_OLD_OWNER },
        { .in = IN(STATE_DISPUTED), .event = EVENT_UPHOLD_DISPUTE, .when = WHEN_RELEASED, .who = ROLE_APPROVER,
          .to = STATE_REJECTED, .needs = NEEDS_REASON | NEEDS_DISINTERESTED, .clock = CLOCK_STOP, .effects = EFFECT_RESTORE,
          .notify = NOTIFY_HOLDER | NOTIFY_OLD_OWNER | NOTIFY_PLATFORM },
        { .in = IN(STATE_DISPUTED), .event = EVENT_UPHOLD_DISPUTE, .who = ROLE_APPROVER, .to = STATE_REJECTED,
          .needs = NEEDS_REASON | NEEDS_DISINTERESTED, .clock = CLOCK_STOP, .notify = NOTIFY_HOLDER | NOTIFY_OLD_OWNER },
};
/* clang-format on */

const ProceedingRules case_rules = { rules, G_N_ELEMENTS(rules) };
