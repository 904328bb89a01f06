/* The plan: for a wish every route that applies, in order of the date on which it would end, and every other one with the
 * reason. Pure: time, policy and calendar are arguments. Source: domain rules, "Routes"; seed rows S2 to S6, S11, S17. */
#pragma once

#include "domain/deadline.h"
#include "domain/guard.h"
#include "domain/policy.h"

#include <glib.h>
#include <stdbool.h>

/* Why a route does not apply, in the order in which the reasons are looked for. */
typedef enum PlanReason {
        PLAN_CHANGE_AT_ORIGIN,     /* change-at-origin: verified where the account signs in; see Plan.origin */
        PLAN_WRONG_KIND,           /* wrong-kind: not from, or not to, this kind of owner */
        PLAN_SAME_ENTERPRISE,      /* same-enterprise: the owner stays, so that only a change of name is left */
        PLAN_NOT_SAME_ENTERPRISE,  /* not-same-enterprise: the route is for the same enterprise only */
        PLAN_NOT_VERIFIED,         /* not-verified: the account has no verification that could change */
        PLAN_CASE_OPEN,            /* case-open */
        PLAN_FROZEN,               /* frozen, where the policy refuses that */
        PLAN_ARREARS,              /* arrears, where the policy refuses that */
        PLAN_CHANGED_RECENTLY,     /* changed-recently */
        PLAN_TOO_MANY_ACCOUNTS,    /* too-many-accounts of the new subject */
        PLAN_NO_ENTERPRISE_ALIPAY, /* no-enterprise-alipay */
        PLAN_NO_CORPORATE_ACCOUNT, /* no-corporate-account */
        PLAN_PAYS_NOBODY,          /* pays-nobody: the platform has no bank account to make the transfer from */
        PLAN_BANK_NOT_SUPPORTED,   /* bank-not-supported */
        PLAN_REASON_COUNT
} PlanReason;

extern const EnumNames plan_reason_names;

typedef enum PlanStepKind {
        PLAN_STEP_SUBMIT,           /* submit: the holder hands the case in */
        PLAN_STEP_SEND_PARCEL,      /* send-parcel: and puts the papers in the post */
        PLAN_STEP_PARTNER_CONFIRMS, /* partner-confirms */
        PLAN_STEP_PARCEL_COMPLETE,  /* parcel-complete: the parcel is there, and whole */
        PLAN_STEP_REVIEWED,         /* reviewed: at the latest */
        PLAN_STEP_RELEASED,         /* released: the old verification has ended */
        PLAN_STEP_VERIFIED,         /* verified: the new owner is, by the method expected */
        PLAN_STEP_REPLACED,         /* replaced: the old verification by the new, at once */
        PLAN_STEP_COUNT
} PlanStepKind;

extern const EnumNames plan_step_names;

/* What the platform knows of the account; everything zero where it does not tell. */
typedef struct PlanAccount {
        bool not_verified, case_open, frozen, arrears;
        guint accounts_of_new_subject;
        gint64 last_change_at;     /* INSTANT_NONE: never */
        const GuardAccount *money; /* NULL: not known, and no balance is told */
} PlanAccount;

typedef struct PlanWish {
        Origin origin;
        bool origin_verified; /* means nothing where the origin is local */
        OwnerKind from, to;
        bool same_enterprise; /* the unified social credit code stays, the name changes */
        bool has_enterprise_alipay;
        bool has_corporate_account;
        bool platform_pays_nobody;  /* it has no bank account, so that no corporate transfer can be made */
        const char *bank;           /* code of the corporate account's bank; NULL: a supported one */
        gint64 at;                  /* when the case would be handed in */
        const PlanAccount *account; /* NULL: nothing is known of it */
} PlanWish;

typedef struct PlanStep {
        PlanStepKind kind;
        gint64 by; /* the latest instant expected if the holder acts at once */
} PlanStep;

#define PLAN_STEPS_MAX 5

typedef struct PlanRoute {
        const PolicyRoute *route;
        const PolicyMethod *method; /* that the attempt after a release is expected to use; NULL where none follows */
        PlanStep steps[PLAN_STEPS_MAX];
        guint steps_count;
        gint64 review_due; /* INSTANT_NONE where nobody reviews */
        gint64 ends_by;
        bool provisional;       /* a date counts a year without an official calendar */
        bool forecast_known;    /* the account's money was given */
        GuardForecast forecast; /* until ends_by */
} PlanRoute;

typedef struct PlanRefused {
        const PolicyRoute *route;
        PlanReason reason;
} PlanRefused;

/* Borrows from the policy; the policy must outlive it. */
typedef struct Plan {
        gint64 at;
        GPtrArray *routes; /* PlanRoute *, by ends_by, then in the policy's order */
        GArray *refused;   /* PlanRefused, in the policy's order */
        const PolicyOrigin
                *origin; /* where to change instead, if the reason is PLAN_CHANGE_AT_ORIGIN; NULL if unknown */
} Plan;

/* Answers a wish. Every route of the policy is either among the routes or among those refused. The caller owns the plan.
 *
 * Refuses REFUSAL_OUT_OF_RANGE: a date beyond the year 9999 (pointer "/at"), and what guard_forecast() refuses. */
Plan *plan_make(const Policy *policy, const Calendar *calendar, const PlanWish *wish, GError **error);

void plan_free(Plan *plan); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* Finds why one route does not apply to a wish; gives true, `reason` untouched, where it does. The rule behind plan_make(),
 * for whoever opens a case. */
bool plan_route_applies(const Policy *policy, const PolicyRoute *route, const PlanWish *wish, PlanReason *reason);

/* The reason as a sentence in a language. The caller frees it. */
char *plan_reason_text(const Plan *plan, PlanReason reason, Language language);

/* The step in a few words; belongs to the program. */
const char *plan_step_text(PlanStepKind kind, Language language);
