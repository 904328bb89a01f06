/* The use cases on the platform's side: accounts, what they cost and have paid, their verifications, what their origins
 * report, and the plan of a change. */
#pragma once

#include "app/app.h"
#include "partners/origin.h"
#include "store/accounts.h"
#include "store/verifications.h"

#define ACCOUNT_EXTERNAL_ID_LENGTH_MAX 128
#define ACCOUNTS_PAGE 50
#define VERIFICATIONS_PAGE 50

/* ---- accounts: document {id, external_id, origin, origin_verified, frozen, created_at, usage_reported_at} ---------- */

typedef struct RegisterAccount {
        char *external_id; /* the platform's own */
        int origin;        /* Origin */
        bool origin_verified;
        char *email, *mobile; /* where to reach whoever holds it; NULL for none */
} RegisterAccount;

/* Makes an account in the tenure of somebody whom nobody has named yet.
 * Refuses REFUSAL_ACCOUNT_EXISTS, REFUSAL_MALFORMED_VALUE, REFUSAL_NUMBER_INVALID (contacts). */
bool app_register_account(App *app, const Call *call, const RegisterAccount *wish, Outcome *outcome, GError **error);

typedef struct ChangeAccount {
        Uuid account;
        bool origin_given, origin_verified_given, frozen_given;
        int origin; /* Origin */
        bool origin_verified, frozen;
} ChangeAccount;

/* Changes what the platform knows of an account; what is not given stays. Refuses REFUSAL_NOT_FOUND, REFUSAL_VERSION_CHANGED. */
bool app_change_account(App *app, const Call *call, const ChangeAccount *wish, Outcome *outcome, GError **error);

/* One account, to the platform, staff and its own holder. Refuses REFUSAL_NOT_FOUND. */
bool app_show_account(App *app, const Call *call, const Uuid *account, Outcome *outcome, GError **error);

typedef struct LookUpAccounts {
        char *external_id; /* either this */
        char *number;      /* or an owner's number, */
        int number_kind;   /* NumberKind, */
        char *after;       /* and where its list goes on; NULL: from the first */
} LookUpAccounts;

/* Finds accounts by the platform's id, or those that a number owns now, by its keyed hash: nothing is opened. {items, next}.
 * Refuses REFUSAL_MISSING_FIELD where neither is given, REFUSAL_UNKNOWN_FIELD where both are, REFUSAL_NUMBER_INVALID,
 * REFUSAL_CURSOR_INVALID, REFUSAL_NOT_ALLOWED: a number is looked up by the platform, administrators and auditors only. */
bool app_look_up_accounts(App *app, const Call *call, const LookUpAccounts *wish, Outcome *outcome, GError **error);

/* ---- verifications ------------------------------------------------------------------------------------------------- */

/* The question that every purchase asks. One point look-up for a verified account, two for another, none where it
 * was asked before and nothing has changed; nothing is opened or written.
 * Refuses REFUSAL_NOT_FOUND. */
bool app_look_up_verification(App *app, const Call *call, const Uuid *account, VerifiedAs *answer, GError **error);

/* The same as a document, with the masked owner: {verified, kind, method, since, verification, subject}. */
bool app_show_verification(App *app, const Call *call, const Uuid *account, Outcome *outcome, GError **error);

typedef struct ListVerifications {
        Uuid account;
        const char *after; /* NULL: from the newest */
} ListVerifications;

/* An account's verifications, newest first: {items, next}. A holder sees whom their own names, and of all others that they
 * were, as what and when; so does everybody else of all. Refuses REFUSAL_NOT_FOUND, REFUSAL_CURSOR_INVALID.
 * Source: domain rules, "Who may see". */
bool app_list_verifications(App *app, const Call *call, const ListVerifications *wish, Outcome *outcome,
                            GError **error);

/* ---- what the platform reports ------------------------------------------------------------------------------------- */

typedef struct ReportedProduct {
        char *id, *name;
        int billing;                                                 /* Billing */
        char *cost_1_day, *cost_3_days, *cost_7_days, *cost_30_days; /* yuan, "12.345678"; NULL: not known */
        bool stop_order_given;
        gint64 stop_order; /* where not given: as they stand in the list */
} ReportedProduct;

void reported_product_free(ReportedProduct *product);

typedef struct ReportUsage {
        Uuid account;
        char *balance, *credit, *vouchers; /* yuan; credit and vouchers may be NULL: none */
        gint64 billing_lag_minutes;        /* -1: the policy's */
        GPtrArray *products;               /* ReportedProduct *; NULL: none */
} ReportUsage;

/* Takes what an account has and uses in place of what was reported before, and looks whether its money runs out.
 * Document {balance, credit, vouchers, billing_lag_minutes, products, reported_at}. Refuses REFUSAL_NOT_FOUND,
 * REFUSAL_MALFORMED_VALUE, REFUSAL_OUT_OF_RANGE, REFUSAL_REPEATED_VALUE. Source: seed row S3. */
bool app_report_usage(App *app, const Call *call, const ReportUsage *wish, Outcome *outcome, GError **error);

typedef struct ReportedPayment {
        int kind; /* PaymentKind */
        char *reference;
        char *issuer; /* of an invoice; NULL: not known */
        char *amount; /* yuan */
        gint64 paid_at;
        char *service; /* NULL: not known */
        bool in_force;
} ReportedPayment;

void reported_payment_free(ReportedPayment *payment);

typedef struct ReportPayments {
        Uuid account;
        GPtrArray *payments; /* ReportedPayment * */
} ReportPayments;

/* Takes what an account has paid in place of what was reported before. Document {items}. Refuses as app_report_usage().
 * Source: seed rows S9, S16. */
bool app_report_payments(App *app, const Call *call, const ReportPayments *wish, Outcome *outcome, GError **error);

/* The payments on record, to the platform, staff and the holder: {items}. Refuses REFUSAL_NOT_FOUND. */
bool app_list_payments(App *app, const Call *call, const Uuid *account, Outcome *outcome, GError **error);

typedef struct ReportOrigin {
        Uuid account;
        OriginReport report;
} ReportOrigin;

/* Follows an origin that reports the owner whom it has verified: the account's first verification, or in one transaction, by a
 * case born completed, the end of the present one and a new one. A case that was being prepared or reviewed ends.
 * Document {outcome: followed | unchanged | superseded, verification, case}. Refuses REFUSAL_NOT_FOUND,
 * REFUSAL_CASE_OPEN (a dispute must be settled first), what origin_report_check() refuses, and REFUSAL_NAME_INVALID.
 * Source: seed row S2. */
bool app_follow_origin(App *app, const Call *call, const ReportOrigin *wish, Outcome *outcome, GError **error);

/* ---- the guard and the plan ---------------------------------------------------------------------------------------- */

typedef struct TellContinuity {
        Uuid account;
        bool has_case;
        Uuid case_id;
        const char *route; /* NULL: the open case's, or until the money ends */
} TellContinuity;

/* The guard's forecast until the worst-case end of a route begun now, or of a case: {known, at, until, hours, money, needed,
 * shortfall, spent_at, holds_submission, products}. Refuses REFUSAL_NOT_FOUND, REFUSAL_UNKNOWN_VALUE (route). */
bool app_tell_continuity(App *app, const Call *call, const TellContinuity *wish, Outcome *outcome, GError **error);

typedef struct PlanAccountWish {
        Uuid account;
        int to; /* OwnerKind */
        bool has_enterprise_alipay, has_corporate_account, same_enterprise;
        const char *bank; /* NULL: a supported one */
} PlanAccountWish;

/* Every way to change this account's owner, as plan_to_json() writes it. Refuses REFUSAL_NOT_FOUND and what plan_make()
 * refuses. */
bool app_plan_account(App *app, const Call *call, const PlanAccountWish *wish, Outcome *outcome, GError **error);

/* What everybody may read of the policy in force: routes, methods, materials, reasons, mail address, banks, origins, consents. */
json_t *app_policy_document(const App *app);

/* The policy in force as it was written. The caller unrefs it. Fails as store_read() does. */
GBytes *app_policy_text(App *app, GError **error);
