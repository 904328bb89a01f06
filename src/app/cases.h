/* The use cases of a change: wishes and functions. What each refuses beside what is named here is in proceeding_step(). */
#pragma once

#include "app/app.h"
#include "app/identity.h"
#include "domain/proceeding.h"

/* Opens a case on an account. Refuses REFUSAL_CHANGE_AT_ORIGIN, REFUSAL_NOT_VERIFIED, REFUSAL_CASE_OPEN,
 * REFUSAL_ROUTE_NOT_APPLICABLE, REFUSAL_BANK_NOT_SUPPORTED, REFUSAL_SAME_OWNER, REFUSAL_NOT_SAME_ENTERPRISE and what
 * identity_check() refuses. Source: seed rows S2, S4–S6, S13–S18. */
typedef struct OpenCase {
        Uuid account;
        char *route;
        char *bank; /* where the route needs a corporate account: its bank's code; NULL: a supported one */
        bool has_new_owner;
        Claim new_owner;
        char *statement;  /* NULL for none yet */
        Uuid opened_from; /* an ended case whose accepted evidence is taken over; nil for none */
} OpenCase;

bool app_open_case(App *app, const Call *call, const OpenCase *wish, Outcome *outcome, GError **error);

/* Names the new owner or says why, while the case is a draft. */
typedef struct AmendCase {
        Uuid id;
        bool has_new_owner;
        Claim new_owner;
        char *statement; /* NULL: as it is */
} AmendCase;

bool app_amend_case(App *app, const Call *call, const AmendCase *wish, Outcome *outcome, GError **error);

/* Opens an attempt to verify a subject: an account's first, or after a release (the case is found by the account).
 * Refuses REFUSAL_ALREADY_VERIFIED, REFUSAL_ATTEMPT_OPEN, REFUSAL_TOO_MANY_ACCOUNTS, REFUSAL_ROUTE_NOT_APPLICABLE (a method or owner that the case's
 * route does not allow; corporate transfer where no bank account is configured), REFUSAL_CHANGE_AT_ORIGIN, REFUSAL_TRANSFER_LOCKED. Source: seed rows S6, S12. */
typedef struct OpenAttempt {
        Uuid account;
        Method method;
        Claim owner;
} OpenAttempt;

bool app_open_attempt(App *app, const Call *call, const OpenAttempt *wish, Outcome *outcome, GError **error);

/* Hands in. What the partner must say is asked before the transaction. Fields that its way does not take are refused.
 * Refuses REFUSAL_MISSING_FIELD, REFUSAL_UNKNOWN_FIELD, REFUSAL_BANK_NOT_SUPPORTED, REFUSAL_MALFORMED_VALUE and
 * REFUSAL_NAME_INVALID (an account of somebody else). Source: seed rows S5, S6, S10, S17. */
typedef struct Submission {
        ProceedingKind kind;
        Uuid id;
        char *text;           /* NULL for none */
        char *bank;           /* corporate transfer: the policy's code */
        char *account_number; /* likewise: of the company's account there */
        char *account_name;   /* likewise: whose it is; NULL: the company's */
        char *alipay_account; /* enterprise Alipay: the company's log-in name there */
} Submission;

bool app_submit(App *app, const Call *call, const Submission *wish, Outcome *outcome, GError **error);

/* Any step that takes words at the most: submit (as app_submit() without fields), resupply, withdraw, claim, unclaim, ask more, approve, send back, reject,
 * dispute, resume, uphold. Refuses REFUSAL_UNKNOWN_VALUE for a reason code that the policy does not have. */
typedef struct TakeStep {
        ProceedingKind kind;
        Uuid id;
        ProceedingEvent event;
        char *reason_code; /* NULL for none */
        char *text;        /* NULL for none */
} TakeStep;

bool app_take_step(App *app, const Call *call, const TakeStep *wish, Outcome *outcome, GError **error);

/* Claims the open one with the earliest due time that the actor may review; the document is JSON null where there is none. */
bool app_claim_next(App *app, const Call *call, Outcome *outcome, GError **error);

/* Gives or takes back a consent, by purpose and the version of the text that was shown. */
typedef struct GiveConsent {
        ProceedingKind kind;
        Uuid id;
        char *purpose;
        char *text_version; /* NULL where it is taken back */
        bool withdrawn;
} GiveConsent;

bool app_give_consent(App *app, const Call *call, const GiveConsent *wish, Outcome *outcome, GError **error);

/* A reviewer's verdict on one item, or the mail clerk's checking off. Refuses REFUSAL_EVIDENCE_NOT_ASKED,
 * REFUSAL_REASON_MISSING, REFUSAL_UNKNOWN_VALUE, REFUSAL_OUT_OF_RANGE. Source: seed rows S8, S9, S14–S16. */
typedef struct DecideItem {
        ProceedingKind kind;
        Uuid id;
        char *item;
        bool accepted;
        char *reason_code;
        char *text;
        gint64 needed; /* how many files are asked for from now on, where the item can be raised; 0: as it is */
} DecideItem;

bool app_decide_item(App *app, const Call *call, const DecideItem *wish, Outcome *outcome, GError **error);
bool app_check_off_item(App *app, const Call *call, const DecideItem *wish, Outcome *outcome, GError **error);

/* Writes into the thread, or a note for the staff alone. */
typedef struct WriteMessage {
        ProceedingKind kind;
        Uuid id;
        char *body;
        bool internal;
} WriteMessage;

bool app_write_message(App *app, const Call *call, const WriteMessage *wish, Outcome *outcome, GError **error);

/* The parcel: announced with its courier and number, received, found complete or not, or lost. Source: seed row S19. */
typedef struct ParcelStep {
        Uuid id;
        ProceedingEvent
                event; /* EVENT_ANNOUNCE_PARCEL, _RECEIVE_PARCEL, _PARCEL_COMPLETE, _PARCEL_INCOMPLETE, _PARCEL_FAILED */
        char *courier, *tracking; /* announcing */
        char *originals;          /* received: "kept", "returned", "none" */
        char *reason_code, *text;
} ParcelStep;

bool app_parcel_step(App *app, const Call *call, const ParcelStep *wish, Outcome *outcome, GError **error);

/* Finds the cases that a parcel was announced for: {items: [{case}], next}. The number is looked up by its keyed hash. */
typedef struct FindParcel {
        char *tracking;
} FindParcel;

bool app_find_parcel(App *app, const Call *call, const FindParcel *wish, Outcome *outcome, GError **error);

/* Reading. */
typedef struct ReadProceeding {
        ProceedingKind kind;
        Uuid id;
        Uuid after; /* of a list: go on after this id; nil: from the first */
} ReadProceeding;

bool app_read_proceeding(App *app, const Call *call, const ReadProceeding *wish, Outcome *outcome, GError **error);
bool app_read_history(App *app, const Call *call, const ReadProceeding *wish, Outcome *outcome, GError **error);
bool app_read_messages(App *app, const Call *call, const ReadProceeding *wish, Outcome *outcome, GError **error);

/* The reviewers' queue: open cases and attempts in a state, by due time. */
typedef struct ReadQueue {
        ProceedingState state;
        bool mine;        /* those that the actor holds, whatever their state */
        gint64 after_due; /* go on after this place; INSTANT_NONE and nil: from the first */
        Uuid after;
        guint limit; /* 1 to 200 */
} ReadQueue;

bool app_read_queue(App *app, const Call *call, const ReadQueue *wish, Outcome *outcome, GError **error);

/* An account's cases and attempts, newest first. */
typedef struct ReadAccountProceedings {
        Uuid account;
        gint64 before; /* opened before; INSTANT_NONE: from the newest */
        guint limit;
} ReadAccountProceedings;

bool app_read_account_proceedings(App *app, const Call *call, const ReadAccountProceedings *wish, Outcome *outcome,
                                  GError **error);

/* Lets the clock look at what is due: leases, reminders, expiries, escalations. Gives how many steps were taken. One that
 * fails is logged and passed over. */
bool app_wake_due(App *app, gint64 now, guint *steps, GError **error);

/* Whether anything is due for it. */
bool app_is_due(App *app, gint64 now, bool *due, GError **error);
