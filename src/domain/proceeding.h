/* A proceeding is what a case (one change of owner) and an attempt (one try to verify a subject) have in common: states,
 * a reviewer's claim, a deadline clock, time that the holder has. Which steps there are is in two tables, case-machine.c
 * and attempt-machine.c; what is not in them cannot happen. The engine that walks them is machine.c. */
#pragma once

#include "base/uuid.h"
#include "domain/actor.h"
#include "domain/calendar.h"
#include "domain/deadline.h"
#include "domain/policy.h"

#include <glib.h>
#include <stdbool.h>

typedef enum ProceedingKind { PROCEEDING_CASE, PROCEEDING_ATTEMPT } ProceedingKind;

typedef enum ProceedingState {
        STATE_NONE,  /* not yet opened */
        STATE_DRAFT, /* a case that its holder prepares */
        STATE_OPEN,  /* an attempt that its holder prepares */
        STATE_AWAITING_PARTNER,
        STATE_AWAITING_PARCEL,
        STATE_SUBMITTED,
        STATE_IN_REVIEW,
        STATE_SECOND_REVIEW,
        STATE_NEEDS_MORE,
        STATE_APPROVED, /* lasts within one transaction only */
        STATE_REVERIFYING,
        STATE_DISPUTED,
        STATE_COMPLETED, /* the ends, from here on */
        STATE_PASSED,
        STATE_REJECTED,
        STATE_FAILED,
        STATE_WITHDRAWN,
        STATE_EXPIRED,
        STATE_LAPSED,
        STATE_COUNT
} ProceedingState;

typedef enum ProceedingEvent {
        EVENT_OPEN,
        EVENT_AMEND,
        EVENT_CONSENT,
        EVENT_CONSENT_WITHDRAW,
        EVENT_ATTACH_EVIDENCE,
        EVENT_WITHDRAW_EVIDENCE,
        EVENT_WRITE_MESSAGE,
        EVENT_WRITE_NOTE,
        EVENT_SUBMIT,
        EVENT_ATTEST,
        EVENT_PARTNER_CONFIRM,
        EVENT_PARTNER_REFUSE,
        EVENT_ANNOUNCE_PARCEL,
        EVENT_RECEIVE_PARCEL,
        EVENT_CHECK_OFF_ITEM,
        EVENT_PARCEL_COMPLETE,
        EVENT_PARCEL_INCOMPLETE,
        EVENT_PARCEL_FAILED,
        EVENT_CLAIM,
        EVENT_UNCLAIM,
        EVENT_LEASE_LAPSE,
        EVENT_DECIDE_ITEM,
        EVENT_ASK_MORE,
        EVENT_RESUPPLY,
        EVENT_APPROVE,
        EVENT_SEND_BACK,
        EVENT_REJECT,
        EVENT_CARRY_OUT,
        EVENT_ATTEMPT_PASS,
        EVENT_ATTEMPT_FAIL,
        EVENT_TRANSFER_SEND,
        EVENT_TRANSFER_CONFIRM,
        EVENT_TRANSFER_WRONG_AMOUNT,
        EVENT_TRANSFER_END,
        EVENT_ESCALATE,
        EVENT_DEADLINE_MISS,
        EVENT_REMIND,
        EVENT_WITHDRAW,
        EVENT_TIME_OVER,
        EVENT_DISPUTE,
        EVENT_RESUME,
        EVENT_UPHOLD_DISPUTE,
        EVENT_FOLLOW_ORIGIN, /* born completed: an origin has reported a new owner */
        EVENT_COUNT
} ProceedingEvent;

extern const EnumNames proceeding_kind_names;
extern const EnumNames proceeding_state_names;
extern const EnumNames proceeding_event_names;

#define STATE_IS_END(state) ((state) >= STATE_COMPLETED)
#define STATE_IS_IN_CLOCK(state) ((state) >= STATE_SUBMITTED && (state) <= STATE_SECOND_REVIEW) /* the deadline's */

typedef struct Proceeding {
        ProceedingKind kind;
        Uuid id, account;
        Uuid parent;                       /* an attempt's case; nil for a first verification and for cases */
        Uuid opened_from;                  /* the ended case that this one goes on from; nil for none */
        Uuid verification;                 /* a case's: the one to be changed */
        Uuid old_subject;                  /* a case's: whom that verification names */
        Uuid new_subject;                  /* whom the account is to belong to; nil while no claim was given */
        char *route;                       /* a case's; an attempt has none */
        Method method;                     /* an attempt's */
        OwnerKind owner;                   /* an attempt's: the kind of its subject */
        char *policy_hash, *calendar_hash; /* what it began under */
        ProceedingState state;
        ProceedingState disputed_from; /* where a dispute found it */
        bool released;                 /* a case's: the old verification has been ended by it */
        gint64 version;                /* of the row, for compare-and-set */
        gint64 opened_at, submitted_at, ended_at;
        DeadlineClock clock;
        bool escalated;    /* so that it is told once a promised deadline */
        gint64 expires_at; /* when the holder's time is over; INSTANT_NONE while nobody waits for the holder */
        bool reminded;
        Uuid claimed_by; /* staff; nil for nobody */
        gint64 lease_until;
        Uuid first_reviewer; /* who approved first where two must */
        guint tries_left;    /* an attempt by transfer: wrong amounts left */
        guint attempts_made; /* a case's: attempts that failed after the release */
} Proceeding;

/* What the rows of a proceeding say, gathered by the use case before a step. */
typedef struct ProceedingFacts {
        const PolicyRoute *route; /* a case's */
        const PolicyMethod *way;  /* an attempt's */
        const Policy *policy;
        const Calendar *calendar;
        const char *missing_items;   /* ids, joined by ", ", of what is asked for and not there; NULL: all is there */
        const char *undecided_items; /* of what the reviewer has not accepted; NULL: all is accepted */
        const char *missing_consent; /* a purpose; NULL: all are given */
        bool missing_claim;          /* the route binds a new owner and none was named */
        bool item_refused;           /* at least one item stands refused, or more of it was asked for */
        bool reason_given;
        bool claimer_able;     /* whoever holds the claim may still review */
        bool actor_is_owner;   /* the member of staff owns this account, or is either subject */
        bool actor_had_a_hand; /* has uploaded, claimed, decided or attested here before */
        gint64 shortfall;      /* micro-yuan that the guard misses until the route's end; 0: none */
        gint64 locked_until;   /* a transfer method's lock-out; INSTANT_NONE: none */
} ProceedingFacts;

/* What a step does beyond the row: bits. Carried out by the use case in the same transaction. */
typedef enum ProceedingEffect {
        EFFECT_RELEASE = 1 << 0,   /* end the old verification */
        EFFECT_VERIFY = 1 << 1,    /* make the new one */
        EFFECT_RESTORE = 1 << 2,   /* verify the old owner anew */
        EFFECT_CARRY_OUT = 1 << 3, /* go on with EVENT_CARRY_OUT at once */
        EFFECT_PASS_CASE = 1 << 4, /* the attempt's case goes on with EVENT_ATTEMPT_PASS */
        EFFECT_FAIL_CASE = 1 << 5, /* the attempt's case goes on with EVENT_ATTEMPT_FAIL */
        EFFECT_WARN_OLD = 1 << 6,  /* the old owner is told, with a link by which to dispute */
        EFFECT_ASK_PARTNER = 1 << 7,
        EFFECT_DRAW_AMOUNT = 1 << 8 /* a transfer is drawn for the attempt */
} ProceedingEffect;

/* Who is told, bits. */
typedef enum Notify {
        NOTIFY_HOLDER = 1 << 0,
        NOTIFY_REVIEWERS = 1 << 1,
        NOTIFY_APPROVERS = 1 << 2,
        NOTIFY_CLERKS = 1 << 3,
        NOTIFY_PLATFORM = 1 << 4,
        NOTIFY_OLD_OWNER = 1 << 5
} Notify;

typedef struct ProceedingStep {
        ProceedingEvent event;
        ProceedingState from, to;
        guint effects; /* bits of ProceedingEffect */
        guint notify;  /* bits of Notify */
} ProceedingStep;

/* Steps a proceeding by one event.
 *
 * proceeding  in: as stored; out: as it is after the event; untouched if refused
 * facts       what its rows say; route, policy and calendar are those it began under
 * now         microseconds since 1970, UTC
 * step        out: what happened and what must be carried out in the same transaction
 *
 * Refuses REFUSAL_WRONG_STATE (no such step), REFUSAL_NOT_ALLOWED (not this role), and by the needs of the row
 * REFUSAL_EVIDENCE_MISSING, REFUSAL_CLAIM_MISSING, REFUSAL_CONSENT_MISSING, REFUSAL_BALANCE_SHORT, REFUSAL_ITEM_UNDECIDED,
 * REFUSAL_REASON_MISSING, REFUSAL_CLAIMED_BY_ANOTHER, REFUSAL_OWN_CASE, REFUSAL_SAME_HANDS,
 * REFUSAL_TRANSFER_LOCKED, REFUSAL_EXPIRED.
 * Source: domain rules, "The case machine"; seed rows S5–S7, S9–S12, S14–S18. */
bool proceeding_step(Proceeding *proceeding, ProceedingEvent event, const Actor *actor, const ProceedingFacts *facts,
                     gint64 now, ProceedingStep *step, GError **error);

/* Refuses REFUSAL_WRONG_STATE for the state that it is in, named in both languages; `pointer` as in refuse(). Gives false. */
bool refuse_state(ProceedingState state, const char *pointer, GError **error);

/* Refuses REFUSAL_CONSENT_MISSING for a purpose of the policy, named in both languages. Gives false. */
bool refuse_consent(const char *purpose, const char *pointer, GError **error);

/* Tells which events an actor may try now, bits (1 << event, in 64), needs not considered: for what a page offers. */
guint64 proceeding_events_for(const Proceeding *proceeding, const Actor *actor, const ProceedingFacts *facts);

/* When the clock must look at it again: lease, reminder, expiry, escalation or due time, whichever is first;
 * INSTANT_NONE where nothing waits. */
gint64 proceeding_wake_at(const Proceeding *proceeding, const ProceedingFacts *facts);

/* The step that the clock owes at `now`, the weightiest first; false for none. Step it as ROLE_SYSTEM and ask again. */
bool proceeding_wake_event(const Proceeding *proceeding, const ProceedingFacts *facts, gint64 now,
                           ProceedingEvent *event);

/* True while the holder owes something, so that the deadline clock stands still. */
bool proceeding_waits_for_holder(const Proceeding *proceeding);

/* The checklist that it is held to: its route's or its method's. */
const GPtrArray *proceeding_items(const ProceedingFacts *facts);

void proceeding_clear(Proceeding *proceeding);
void proceeding_free(Proceeding *proceeding);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Proceeding, proceeding_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Proceeding, proceeding_free)
