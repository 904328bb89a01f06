/* Accounts over HTTP: registered, changed, shown, found. */
#include "app/accounts.h"

#include "domain/numbers.h"
#include "http/answer.h"
#include "http/routes.h"

#define READERS (ROLE_HOLDER | ROLES_STAFF | ROLE_PLATFORM)
#define ACCOUNT_BODY_MAX (4 * KIB)

static const JsonField contacts_fields[] = {
        { .name = "email",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(RegisterAccount, email),
          .optional = true,
          .length_max = 254 },
        { .name = "mobile",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(RegisterAccount, mobile),
          .optional = true,
          .length_max = 32 },
        { 0 },
};

static const JsonField register_fields[] = {
        { .name = "external_id",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(RegisterAccount, external_id),
          .length_max = ACCOUNT_EXTERNAL_ID_LENGTH_MAX },
        { .name = "origin",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(RegisterAccount, origin),
          .names = &origin_names },
        { .name = "origin_verified",
          .type = JSON_FIELD_BOOLEAN,
          .offset = offsetof(RegisterAccount, origin_verified),
          .optional = true },
        { .name = "contacts", .type = JSON_FIELD_OBJECT, .optional = true, .fields = contacts_fields },
        { 0 },
};

static bool register_account(const Request *request, Reply *reply, GError **error) {
        RegisterAccount wish = { 0 };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool made = json_fields_read(request->body, register_fields, &wish, error)
                    && app_register_account(request->app, &call, &wish, &outcome, error);

        json_fields_clear(register_fields, &wish);
        return made && answer_outcome(reply, HTTP_CREATED, &outcome, "/v1/accounts", error);
}

static const JsonField change_fields[] = {
        { .name = "origin",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(ChangeAccount, origin),
          .optional = true,
          .names = &origin_names,
          .present_offset = offsetof(ChangeAccount, origin_given) },
        { .name = "origin_verified",
          .type = JSON_FIELD_BOOLEAN,
          .offset = offsetof(ChangeAccount, origin_verified),
          .optional = true,
          .present_offset = offsetof(ChangeAccount, origin_verified_given) },
        { .name = "frozen",
          .type = JSON_FIELD_BOOLEAN,
          .offset = offsetof(ChangeAccount, frozen),
          .optional = true,
          .present_offset = offsetof(ChangeAccount, frozen_given) },
        { 0 },
};

static bool change_account(const Request *request, Reply *reply, GError **error) {
        ChangeAccount wish = { .account = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return json_fields_read(request->body, change_fields, &wish, error)
               && app_change_account(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool show_account(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_show_account(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static const JsonField look_up_fields[] = {
        { .name = "external_id",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(LookUpAccounts, external_id),
          .optional = true,
          .length_max = ACCOUNT_EXTERNAL_ID_LENGTH_MAX },
        { .name = "number",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(LookUpAccounts, number),
          .optional = true,
          .length_max = 128 },
        { .name = "number_kind",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(LookUpAccounts, number_kind),
          .optional = true,
          .names = &identity_kind_names },
        { .name = "after",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(LookUpAccounts, after),
          .optional = true,
          .length_max = 64 },
        { 0 },
};

static bool look_up_accounts(const Request *request, Reply *reply, GError **error) {
        LookUpAccounts wish = { .number_kind = NUMBER_RESIDENT_ID };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool found = json_fields_read(request->body, look_up_fields, &wish, error)
                     && app_look_up_accounts(request->app, &call, &wish, &outcome, error);

        json_fields_clear(look_up_fields, &wish);
        return found && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

/* Looking up changes nothing, so that it takes no Idempotency-Key: it is a POST to keep numbers out of addresses. */
const Route http_account_routes[] = {
        { .method = "POST",
          .path = "/v1/accounts",
          .handle = register_account,
          .roles = ROLE_PLATFORM,
          .scopes = SCOPE_ACCOUNTS_WRITE,
          .body = BODY_JSON,
          .body_bytes_max = ACCOUNT_BODY_MAX,
          .rate = RATE_WRITE,
          .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "POST",
          .path = "/v1/account-lookups",
          .handle = look_up_accounts,
          .roles = ROLES_STAFF | ROLE_PLATFORM,
          .scopes = SCOPE_ACCOUNTS_READ,
          .body = BODY_JSON,
          .body_bytes_max = ACCOUNT_BODY_MAX,
          .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/accounts/{id}",
          .handle = show_account,
          .roles = READERS,
          .scopes = SCOPE_ACCOUNTS_READ,
          .rate = RATE_READ },
        { .method = "PATCH",
          .path = "/v1/accounts/{id}",
          .handle = change_account,
          .roles = ROLE_PLATFORM,
          .scopes = SCOPE_ACCOUNTS_WRITE,
          .body = BODY_JSON,
          .body_bytes_max = ACCOUNT_BODY_MAX,
          .rate = RATE_WRITE,
          .requires = REQUIRES_IDEMPOTENCY_KEY | REQUIRES_IF_MATCH },
        { 0 },
};
