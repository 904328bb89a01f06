/* The plan of an account's change, and the policy by which it is made, over HTTP. */
#include "app/accounts.h"
#include "base/refusal.h"
#include "http/answer.h"
#include "http/routes.h"

#define PLANNERS (ROLE_HOLDER | ROLES_STAFF | ROLE_PLATFORM)

static const char *const have_table[] = { "enterprise-alipay", "corporate-account" };
static const EnumNames have_names = ENUM_NAMES(have_table);

/* What the new owner has, joined by commas. */
static bool have_read(const Request *request, PlanAccountWish *wish, GError **error) {
        const char *text = request_query(request, "have");
        g_auto(GStrv) words = g_strsplit(text ? text : "", ",", 4);
        bool has[G_N_ELEMENTS(have_table)] = { false };

        for (char **word = words; *word; word++) {
                g_autofree char *allowed = enum_names_join(&have_names);
                int which;

                if (!enum_find(&have_names, *word, &which))
                        return refuse(error, REFUSAL_UNKNOWN_VALUE, NULL, "have", *word, allowed, NULL);
                has[which] = true;
        }
        wish->has_enterprise_alipay = has[0];
        wish->has_corporate_account = has[1];
        return true;
}

static bool plan_read(const Request *request, PlanAccountWish *wish, GError **error) {
        static const char *const truth[] = { "false", "true" };
        static const EnumNames truth_names = ENUM_NAMES(truth);
        int same_enterprise = 0;

        if (!request_query(request, "to"))
                return refuse(error, REFUSAL_MISSING_FIELD, NULL, "to", NULL);
        if (!request_query_enum(request, "to", &owner_kind_names, &wish->to, error)
            || !request_query_enum(request, "same_enterprise", &truth_names, &same_enterprise, error)
            || !have_read(request, wish, error))
                return false;
        wish->same_enterprise = same_enterprise;
        wish->bank = request_query(request, "bank");
        return true;
}

static bool plan_account(const Request *request, Reply *reply, GError **error) {
        PlanAccountWish wish = { .account = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return plan_read(request, &wish, error) && app_plan_account(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool show_policy(const Request *request, Reply *reply, GError **error) {
        return reply_json(reply, HTTP_OK, app_policy_document(request->app), error);
}

static bool show_policy_text(const Request *request, Reply *reply, GError **error) {
        g_autoptr(GBytes) text = app_policy_text(request->app, error);

        return text && reply_bytes(reply, HTTP_OK, "application/yaml", text);
}

const Route http_plan_routes[] = {
        { .method = "GET",
          .path = "/v1/accounts/{id}/plan",
          .handle = plan_account,
          .roles = PLANNERS,
          .scopes = SCOPE_ACCOUNTS_READ,
          .query = { "to", "have", "bank", "same_enterprise" },
          .rate = RATE_READ },
        { .method = "GET", .path = "/v1/policy", .handle = show_policy, .roles = ROLE_ANYONE, .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/policy/text",
          .handle = show_policy_text,
          .roles = ROLE_ANYONE,
          .rate = RATE_READ },
        { 0 },
};
