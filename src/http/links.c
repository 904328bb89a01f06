/* The platform lets its own users in as the holders of their accounts. */
#include "app/people.h"
#include "base/json-fields.h"
#include "http/answer.h"
#include "http/routes.h"

#define LINK_BODY_MAX (1 * KIB)

static const JsonField mint_fields[] = {
        { .name = "minutes",
          .type = JSON_FIELD_INTEGER,
          .offset = offsetof(MintSignInLink, minutes),
          .optional = true,
          .low = LINK_SIGN_IN_MINUTES_MIN,
          .high = LINK_SIGN_IN_MINUTES_MAX },
        { 0 },
};

static bool mint_sign_in_link(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        MintSignInLink wish = { .account = request->id, .minutes = LINK_SIGN_IN_MINUTES };
        g_auto(Outcome) outcome = { 0 };

        return json_fields_read(request->body, mint_fields, &wish, error)
               && app_mint_sign_in_link(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_CREATED, &outcome, NULL, error);
}

static bool mint_dispute_link(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_mint_dispute_link(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_CREATED, &outcome, NULL, error);
}

/* No Idempotency-Key: a link is shown once. */
const Route http_links_routes[] = {
        { .method = "POST",
          .path = "/v1/accounts/{id}/sign-in-links",
          .handle = mint_sign_in_link,
          .roles = ROLE_PLATFORM,
          .scopes = SCOPE_LINKS_WRITE,
          .body = BODY_JSON,
          .body_bytes_max = LINK_BODY_MAX,
          .rate = RATE_WRITE },
        { .method = "POST",
          .path = "/v1/cases/{id}/dispute-links",
          .handle = mint_dispute_link,
          .roles = ROLE_PLATFORM | ROLE_APPROVER,
          .scopes = SCOPE_LINKS_WRITE,
          .rate = RATE_WRITE },
        { 0 },
};
