/* What an account uses, has and has paid, over HTTP, and what its money is worth during a change. */
#include "app/accounts.h"

#include "base/refusal.h"
#include "domain/guard.h"
#include "http/answer.h"
#include "http/routes.h"
#include "store/payments.h"

#define READERS (ROLE_HOLDER | ROLES_STAFF | ROLE_PLATFORM)
#define NAME_LENGTH_MAX 128
#define MONEY_LENGTH_MAX 24
#define LAG_MINUTES_MAX (GUARD_DAYS_MAX * 24 * 60)

#define MONEY_FIELD(struct_name, member)                                                                             \
        {                                                                                                            \
                .name = #member, .type = JSON_FIELD_TEXT, .offset = offsetof(struct_name, member), .optional = true, \
                .length_max = MONEY_LENGTH_MAX                                                                       \
        }

/* clang-format off */
static const JsonField product_fields[] = {
        { .name = "id", .type = JSON_FIELD_TEXT, .offset = offsetof(ReportedProduct, id), .length_max = NAME_LENGTH_MAX },
        { .name = "name", .type = JSON_FIELD_TEXT, .offset = offsetof(ReportedProduct, name), .length_max = NAME_LENGTH_MAX },
        { .name = "billing", .type = JSON_FIELD_ENUM, .offset = offsetof(ReportedProduct, billing), .names = &billing_names },
        MONEY_FIELD(ReportedProduct, cost_1_day),
        MONEY_FIELD(ReportedProduct, cost_3_days),
        MONEY_FIELD(ReportedProduct, cost_7_days),
        MONEY_FIELD(ReportedProduct, cost_30_days),
        { .name = "stop_order", .type = JSON_FIELD_INTEGER, .offset = offsetof(ReportedProduct, stop_order), .optional = true,
          .low = 0, .high = G_MAXINT32, .present_offset = offsetof(ReportedProduct, stop_order_given) },
        { 0 },
};

static const JsonField usage_fields[] = {
        { .name = "balance", .type = JSON_FIELD_TEXT, .offset = offsetof(ReportUsage, balance), .length_max = MONEY_LENGTH_MAX },
        MONEY_FIELD(ReportUsage, credit),
        MONEY_FIELD(ReportUsage, vouchers),
        { .name = "billing_lag_minutes", .type = JSON_FIELD_INTEGER, .offset = offsetof(ReportUsage, billing_lag_minutes),
          .optional = true, .low = 0, .high = LAG_MINUTES_MAX },
        { .name = "products", .type = JSON_FIELD_LIST, .offset = offsetof(ReportUsage, products), .high = GUARD_PRODUCTS_MAX,
          .fields = product_fields, .element_size = sizeof(ReportedProduct),
          .element_free = (GDestroyNotify) reported_product_free },
        { 0 },
};

static const JsonField payment_fields[] = {
        { .name = "kind", .type = JSON_FIELD_ENUM, .offset = offsetof(ReportedPayment, kind), .names = &payment_kind_names },
        { .name = "reference", .type = JSON_FIELD_TEXT, .offset = offsetof(ReportedPayment, reference),
          .length_max = NAME_LENGTH_MAX },
        { .name = "issuer", .type = JSON_FIELD_TEXT, .offset = offsetof(ReportedPayment, issuer), .optional = true,
          .length_max = NAME_LENGTH_MAX },
        { .name = "amount", .type = JSON_FIELD_TEXT, .offset = offsetof(ReportedPayment, amount),
          .length_max = MONEY_LENGTH_MAX },
        { .name = "paid_at", .type = JSON_FIELD_INSTANT, .offset = offsetof(ReportedPayment, paid_at) },
        { .name = "service", .type = JSON_FIELD_TEXT, .offset = offsetof(ReportedPayment, service), .optional = true,
          .length_max = NAME_LENGTH_MAX },
        { .name = "in_force", .type = JSON_FIELD_BOOLEAN, .offset = offsetof(ReportedPayment, in_force), .optional = true },
        { 0 },
};

static const JsonField payments_fields[] = {
        { .name = "payments", .type = JSON_FIELD_LIST, .offset = offsetof(ReportPayments, payments), .high = PAYMENTS_MAX,
          .fields = payment_fields, .element_size = sizeof(ReportedPayment),
          .element_free = (GDestroyNotify) reported_payment_free },
        { 0 },
};
/* clang-format on */

static bool report_usage(const Request *request, Reply *reply, GError **error) {
        ReportUsage wish = { .account = request->id, .billing_lag_minutes = -1 };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool taken = json_fields_read(request->body, usage_fields, &wish, error)
                     && app_report_usage(request->app, &call, &wish, &outcome, error);

        json_fields_clear(usage_fields, &wish);
        return taken && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool report_payments(const Request *request, Reply *reply, GError **error) {
        ReportPayments wish = { .account = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool taken = json_fields_read(request->body, payments_fields, &wish, error)
                     && app_report_payments(request->app, &call, &wish, &outcome, error);

        json_fields_clear(payments_fields, &wish);
        return taken && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool list_payments(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_list_payments(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool tell_continuity(const Request *request, Reply *reply, GError **error) {
        const char *case_text = request_query(request, "case");
        TellContinuity wish = { .account = request->id, .route = request_query(request, "route") };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        wish.has_case = case_text != NULL;
        if (case_text && !uuid_parse(case_text, &wish.case_id))
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, "case", "01631b2a-6d40-7c3a-9f0e-2b6f0f0c7a11",
                              NULL);
        return app_tell_continuity(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

/* What is reported stands in place of what was reported before, so that a repeated PUT changes nothing more: no key. */
const Route http_usage_routes[] = {
        { .method = "PUT",
          .path = "/v1/accounts/{id}/usage",
          .handle = report_usage,
          .roles = ROLE_PLATFORM,
          .scopes = SCOPE_USAGE_WRITE,
          .body = BODY_JSON,
          .body_bytes_max = ROUTE_JSON_BYTES_MAX,
          .rate = RATE_WRITE },
        { .method = "PUT",
          .path = "/v1/accounts/{id}/payments",
          .handle = report_payments,
          .roles = ROLE_PLATFORM,
          .scopes = SCOPE_USAGE_WRITE,
          .body = BODY_JSON,
          .body_bytes_max = ROUTE_JSON_BYTES_MAX,
          .rate = RATE_WRITE },
        { .method = "GET",
          .path = "/v1/accounts/{id}/payments",
          .handle = list_payments,
          .roles = READERS,
          .scopes = SCOPE_ACCOUNTS_READ,
          .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/accounts/{id}/continuity",
          .handle = tell_continuity,
          .roles = READERS,
          .scopes = SCOPE_ACCOUNTS_READ,
          .query = { "case", "route" },
          .rate = RATE_READ },
        { 0 },
};
