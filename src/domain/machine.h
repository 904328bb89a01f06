/* The shape of the two step tables; used only by their files and the engine. */
#pragma once

#include "domain/proceeding.h"

/* Conditions on a row, beside its state and event: all those named must hold. */
typedef enum When {
        WHEN_TICKET = 1 << 0,
        WHEN_MAIL = 1 << 1,
        WHEN_ONLINE = 1 << 2,
        WHEN_REPLACE = 1 << 3,       /* the route replaces on approval */
        WHEN_RELEASE_NOW = 1 << 4,   /* it releases on approval */
        WHEN_RELEASE_LATER = 1 << 5, /* it releases only as the attempt passes */
        WHEN_LAST_APPROVAL = 1 << 6, /* no further approval is needed after this one */
        WHEN_LEASE_HOLDS = 1 << 7,   /* somebody's claim can be renewed */
        WHEN_BY_DOCUMENTS = 1 << 8,
        WHEN_BY_TRANSFER = 1 << 9,
        WHEN_BY_ALIPAY = 1 << 10,
        WHEN_RELEASED = 1 << 11, /* the old verification has been ended by this case */
        WHEN_UNRELEASED = 1 << 12,
        WHEN_TRIES_LEFT = 1 << 13,    /* a wrong amount does not end it */
        WHEN_ATTEMPTS_LEFT = 1 << 14, /* a failed attempt does not end the case's re-verification */
        WHEN_ORIGIN_SYNC = 1 << 15    /* the route is the one by which an account follows its origin */
} When;

/* What must be so, else the step is refused. */
typedef enum Needs {
        NEEDS_CHECKLIST = 1 << 0,
        NEEDS_CLAIM = 1 << 1, /* the new owner's name and number, where the route binds them */
        NEEDS_CONSENT = 1 << 2,
        NEEDS_BALANCE = 1 << 3,    /* where the policy holds a submission for a shortfall */
        NEEDS_LEASE = 1 << 4,      /* the actor is the claimer */
        NEEDS_NO_CLAIMER = 1 << 5, /* nobody else holds the claim */
        NEEDS_ITEMS_ACCEPTED = 1 << 6,
        NEEDS_ITEM_REFUSED = 1 << 7,
        NEEDS_REASON = 1 << 8,
        NEEDS_DISINTERESTED = 1 << 9, /* not on one's own account */
        NEEDS_OTHER_HANDS = 1 << 10,  /* somebody who has not had it in hand */
        NEEDS_TIME = 1 << 11,         /* the holder's time is not over */
        NEEDS_UNLOCKED = 1 << 12
} Needs;

/* What becomes of the deadline clock, which stands with the whole review time from the opening on. */
typedef enum ClockAction {
        CLOCK_AS_IS,
        CLOCK_RUN,
        CLOCK_STAND,
        CLOCK_STOP,         /* for good */
        CLOCK_PROMISE_ANEW, /* a missed deadline: one working day more */
        CLOCK_AS_BEFORE     /* as it was before the dispute */
} ClockAction;

/* What becomes of the reviewer's claim. */
typedef enum ClaimAction {
        CLAIM_KEEP,
        CLAIM_TAKE,
        CLAIM_DROP,
        CLAIM_RENEW,
        CLAIM_GIVE_BACK /* to the first reviewer, with a lease of their own */
} ClaimAction;

/* What becomes of the holder's time. */
typedef enum HolderTime {
        HOLDER_TIME_AS_IS,
        HOLDER_TIME_NONE,
        HOLDER_TIME_ANSWER,   /* the policy's holder_days, or the method's */
        HOLDER_TIME_PARCEL,   /* parcel_days */
        HOLDER_TIME_REVERIFY, /* reverify_days */
        HOLDER_TIME_AS_BEFORE /* that of the state before the dispute, afresh */
} HolderTime;

#define IN(state) (1u << (state))
#define TO_WHERE_IT_WAS STATE_COUNT

/* A row of a step table. The first row that holds is taken, so that a narrower row stands above a wider one. */
typedef struct ProceedingRule {
        guint in; /* bits: the states in which the row holds, IN(STATE_…) */
        ProceedingEvent event;
        guint when;
        guint who;          /* bits of Role */
        ProceedingState to; /* STATE_NONE: it stays where it is; TO_WHERE_IT_WAS: before the dispute */
        guint needs;
        ClockAction clock;
        ClaimAction claim;
        HolderTime holder_time;
        guint effects;
        guint notify;
} ProceedingRule;

typedef struct ProceedingRules {
        const ProceedingRule *rules;
        gsize count;
} ProceedingRules;

extern const ProceedingRules case_rules;    /* case-machine.c */
extern const ProceedingRules attempt_rules; /* attempt-machine.c */
