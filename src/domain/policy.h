/* The policy: routes, materials, channels, deadlines, limits and texts, as data (policy/aliyun.yaml is the seed's).
 * A policy never changes once loaded; it is known by the SHA-256 of its bytes, and a case keeps the one it began under. */
#pragma once

#include "base/language.h"
#include "domain/terms.h"

#include <glib.h>
#include <stdbool.h>

typedef struct PolicyReason {
        char *id; /* "blurred" */
        LocalText text;
        bool for_evidence;  /* may refuse an item */
        bool for_rejection; /* may reject a whole case or fail an attempt */
} PolicyReason;

typedef struct PolicyMaterial {
        char *id; /* "id-card-front-held" */
        LocalText name, guidance;
        PictureKind picture;   /* what its pictures show: chooses the drawing of how to take one */
        Form form;             /* the paper that it is, where the program draws it */
        bool identity_picture; /* wants the consent of its own (purpose "identity-pictures") */
        guint files_max;       /* pictures or pages that may be given for it */
} PolicyMaterial;

/* One line of a checklist: met by at least `at_least` files, each of one of the materials in `any_of`. */
typedef struct PolicyItem {
        char *id; /* "proof-of-payment" */
        LocalText name;
        Side of;
        const PolicyMaterial **any_of; /* closed by NULL */
        guint at_least;
        bool raisable;      /* a reviewer may ask for more than at_least on a case */
        bool each_invoice;  /* every invoice in force that the platform reported, one each; at_least where none is */
        bool annual_record; /* a licence that must bear the latest annual record */
        bool sealed_by_old, sealed_by_new; /* whose company seal the paper must bear */
} PolicyItem;

typedef struct PolicyOrigin {
        Origin origin;
        LocalText name;
        char *address; /* where its holders change their verification */
} PolicyOrigin;

typedef struct PolicyBank {
        char *code;  /* what --bank takes */
        char *cnaps; /* clearing code of the head office, 12 digits */
        LocalText name;
} PolicyBank;

/* How one kind of owner can be verified, for the first time or after a release. */
typedef struct PolicyMethod {
        char *id; /* "personal-documents" */
        Method method;
        OwnerKind owner;
        LocalText name;
        guint review_days;  /* working days; 0 where nobody reviews */
        guint approvals;    /* reviewers needed */
        guint holder_days;  /* natural days that the attempt may wait for the holder */
        guint arrival_days; /* working days until a transfer arrives at the latest */
        guint tries;        /* wrong amounts that end it */
        guint lock_days;    /* natural days during which no new transfer may be begun after that */
        GPtrArray *items;   /* PolicyItem * */
} PolicyMethod;

typedef struct PolicyRoute {
        char *id;
        LocalText name, effort;
        OwnerKind from, to;
        bool same_subject; /* the number stays, the name changes */
        RouteNeed need;
        Channel channel;
        OnApproval on_approval;
        Destination destination;
        CutOver cut_over;
        GPtrArray *
                methods; /* PolicyMethod *, those an attempt after the release may use, the expected first; empty for REPLACE */
        guint review_days; /* working days */
        guint approvals;
        guint transit_days; /* natural days that a parcel takes, for the plan */
        GPtrArray *items;   /* PolicyItem *, in the order shown */
} PolicyRoute;

typedef struct PolicyLimits {
        guint holder_days;    /* natural days in which the holder must act before a case expires */
        guint reminder_days;  /* natural days before that at which the holder is reminded */
        guint parcel_days;    /* natural days in which an announced parcel must arrive */
        guint claim_minutes;  /* a reviewer's lease */
        guint escalate_hours; /* hours before the due time at which a case counts as at risk */
        guint attempts;       /* attempts after a release */
        guint reverify_days;  /* natural days after a release in which an attempt must pass */
        guint files_per_item;
        gint64 file_bytes_max;
        guint accounts_per_person;     /* 0: no limit */
        guint accounts_per_enterprise; /* 0: no limit */
        guint days_between_changes;    /* 0: no limit */
        guint dispute_days;            /* natural days after the end in which the old owner's link can dispute */
        bool refuse_frozen, refuse_arrears;
} PolicyLimits;

typedef struct PolicyMail {
        LocalText address, recipient;
        char *postcode, *phone; /* phone may be NULL */
} PolicyMail;

typedef struct PolicyContinuity {
        bool holds_submission;     /* a shortfall holds the submission; otherwise it warns */
        GArray *alert_hours;       /* gint64, thresholds, falling: 72, 24, 0 */
        guint billing_lag_minutes; /* used where the platform reports none */
} PolicyContinuity;

typedef struct PolicyConsent {
        char *purpose; /* "verification", "identity-pictures" */
        char *text_version;
        LocalText text;
} PolicyConsent;

typedef enum CutOverOwes { OWES_OLD, OWES_NEW, OWES_SPLIT } CutOverOwes;

typedef struct Policy {
        gint refs;
        char *hash;    /* SHA-256 of the bytes it was read from, lower-case hexadecimal */
        char *id;      /* "aliyun" */
        char *edition; /* "2018-05" */
        LocalText platform;
        GTimeZone *zone;
        char *zone_name;
        guint closing_minutes; /* closing hour, minutes after midnight */
        PolicyLimits limits;
        PolicyMail mail;
        PolicyContinuity continuity;
        CutOverOwes owes; /* who owes what fell due between the submission and the cut-over */
        LocalText owes_text;
        GPtrArray *origins, *banks, *reasons, *materials, *methods, *routes, *consents;
        GStrv invoice_issuers; /* names accepted on an invoice */
        struct YamlFile *file; /* holds the strings, and knows each value's line */
} Policy;

/* Reads a policy. `name` is the file's, for messages.
 * Refuses REFUSAL_POLICY_INVALID with file, line and mend. The caller owns a reference. */
Policy *policy_load(const char *name, const char *bytes, gsize size, GError **error);

/* The compiled-in policy/aliyun.yaml; never fails. Reads it anew each time: keep the result. The caller owns a reference. */
Policy *policy_builtin(void);

/* The bytes of the compiled-in policy; they belong to the program. */
const char *policy_builtin_text(gsize *size);

Policy *policy_ref(Policy *policy);
void policy_unref(Policy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policy, policy_unref)

/* Look-ups by id; NULL where there is none. What they give belongs to the policy. */
const PolicyRoute *policy_route(const Policy *policy, const char *id);
const PolicyMethod *policy_method(const Policy *policy, Method method, OwnerKind owner);
const PolicyReason *policy_reason(const Policy *policy, const char *id);
const PolicyMaterial *policy_material(const Policy *policy, const char *id);
const PolicyOrigin *policy_origin(const Policy *policy, Origin origin);
const PolicyBank *policy_bank(const Policy *policy, const char *code);
const PolicyConsent *policy_consent(const Policy *policy, const char *purpose);
const PolicyItem *policy_item(const GPtrArray *items, const char *id);

/* The route of a case that nobody opens: an origin has reported a new owner (domain rules, "The case machine"). It is in no
 * policy and belongs to the program. */
#define POLICY_ROUTE_ORIGIN_SYNC "origin-sync"
const PolicyRoute *policy_route_origin_sync(void);

/* The line, from 1, at which a value stands in the policy's file ("/routes/2/items"), or the nearest value that holds it. */
guint policy_line(const Policy *policy, const char *pointer);

/* The text in a language. */
const char *local_text(const LocalText *text, Language language);
