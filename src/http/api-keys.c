/* API keys, for the administrator. */
#include "app/people.h"
#include "base/json-fields.h"
#include "http/answer.h"
#include "http/routes.h"

#define API_KEY_BODY_MAX (4 * KIB)

static const JsonField mint_fields[] = {
        { .name = "name",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(MintApiKey, name),
          .length_max = API_KEY_NAME_LENGTH_MAX },
        { .name = "scopes",
          .type = JSON_FIELD_ENUM_SET,
          .offset = offsetof(MintApiKey, scopes),
          .names = &scope_names },
        { 0 },
};

static bool mint(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        MintApiKey wish = { 0 };
        bool minted = json_fields_read(request->body, mint_fields, &wish, error)
                      && app_mint_api_key(request->app, &call, &wish, &outcome, error);

        json_fields_clear(mint_fields, &wish);
        return minted && answer_outcome(reply, HTTP_CREATED, &outcome, NULL, error);
}

static bool list(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_list_api_keys(request->app, &call, request_query(request, "after"), &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool end(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_revoke_api_key(request->app, &call, &request->id, &outcome, error)
               && reply_empty(reply, HTTP_NO_CONTENT);
}

/* No Idempotency-Key: a key is shown once, and a revocation may be repeated as it is. */
const Route http_api_keys_routes[] = {
        { .method = "GET",
          .path = "/v1/api-keys",
          .handle = list,
          .roles = ROLE_ADMINISTRATOR | ROLE_AUDITOR,
          .query = { "after" },
          .rate = RATE_READ },
        { .method = "POST",
          .path = "/v1/api-keys",
          .handle = mint,
          .roles = ROLE_ADMINISTRATOR,
          .body = BODY_JSON,
          .body_bytes_max = API_KEY_BODY_MAX,
          .rate = RATE_WRITE },
        { .method = "DELETE",
          .path = "/v1/api-keys/{id}",
          .handle = end,
          .roles = ROLE_ADMINISTRATOR,
          .rate = RATE_WRITE },
        { 0 },
};
