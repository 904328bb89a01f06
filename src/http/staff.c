/* Members of staff, for the administrator; and setting a password by a one-time link. */
#include "app/people.h"
#include "base/json-fields.h"
#include "domain/numbers.h"
#include "http/answer.h"
#include "http/routes.h"

#define STAFF_BODY_MAX (4 * KIB)

static const JsonField create_fields[] = {
        { .name = "login",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(CreateStaff, login),
          .length_max = STAFF_LOGIN_LENGTH_MAX },
        { .name = "name",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(CreateStaff, name),
          .length_max = STAFF_NAME_LENGTH_MAX },
        { .name = "roles",
          .type = JSON_FIELD_ENUM_SET,
          .offset = offsetof(CreateStaff, roles),
          .names = &staff_role_names },
        { .name = "number",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(CreateStaff, number),
          .optional = true,
          .length_max = NUMBER_LENGTH_MAX },
        { 0 },
};

static const JsonField change_fields[] = {
        { .name = "name",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(ChangeStaff, name),
          .optional = true,
          .length_max = STAFF_NAME_LENGTH_MAX },
        { .name = "roles",
          .type = JSON_FIELD_ENUM_SET,
          .offset = offsetof(ChangeStaff, roles),
          .optional = true,
          .names = &staff_role_names,
          .present_offset = offsetof(ChangeStaff, roles_given) },
        { .name = "disabled",
          .type = JSON_FIELD_BOOLEAN,
          .offset = offsetof(ChangeStaff, disabled),
          .optional = true,
          .present_offset = offsetof(ChangeStaff, disabled_given) },
        { .name = "number",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(ChangeStaff, number),
          .optional = true,
          .length_max = NUMBER_LENGTH_MAX },
        { 0 },
};

static const JsonField password_fields[] = {
        { .name = "token",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(SetPassword, token),
          .length_max = VAULT_TOKEN_SIZE },
        { .name = "password",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(SetPassword, password),
          .length_max = PASSWORD_LENGTH_MAX },
        { 0 },
};

static bool create(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        CreateStaff wish = { 0 };
        bool created = json_fields_read(request->body, create_fields, &wish, error)
                       && app_create_staff(request->app, &call, &wish, &outcome, error);

        json_fields_clear(create_fields, &wish);
        return created && answer_outcome(reply, HTTP_CREATED, &outcome, "/v1/staff", error);
}

static bool change(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        ChangeStaff wish = { .staff = request->id };
        bool changed = json_fields_read(request->body, change_fields, &wish, error)
                       && app_change_staff(request->app, &call, &wish, &outcome, error);

        json_fields_clear(change_fields, &wish);
        return changed && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool show(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_show_staff(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool list(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_list_staff(request->app, &call, request_query(request, "after"), &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool mint_password_link(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_mint_password_link(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_CREATED, &outcome, NULL, error);
}

static bool set_password(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        SetPassword wish = { 0 };
        bool set = json_fields_read(request->body, password_fields, &wish, error)
                   && app_set_password(request->app, &call, &wish, &outcome, error);

        secret_text_free(wish.token);
        secret_text_free(wish.password);
        return set && reply_empty(reply, HTTP_NO_CONTENT);
}

/* The two that mint or use up a one-time link take no Idempotency-Key: the link is shown once, and is used once. */
const Route http_staff_routes[] = {
        { .method = "GET",
          .path = "/v1/staff",
          .handle = list,
          .roles = ROLE_ADMINISTRATOR,
          .query = { "after" },
          .rate = RATE_READ },
        { .method = "POST",
          .path = "/v1/staff",
          .handle = create,
          .roles = ROLE_ADMINISTRATOR,
          .body = BODY_JSON,
          .body_bytes_max = STAFF_BODY_MAX,
          .rate = RATE_WRITE,
          .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "GET", .path = "/v1/staff/{id}", .handle = show, .roles = ROLE_ADMINISTRATOR, .rate = RATE_READ },
        { .method = "PATCH",
          .path = "/v1/staff/{id}",
          .handle = change,
          .roles = ROLE_ADMINISTRATOR,
          .body = BODY_JSON,
          .body_bytes_max = STAFF_BODY_MAX,
          .rate = RATE_WRITE,
          .requires = REQUIRES_IF_MATCH | REQUIRES_IDEMPOTENCY_KEY },
        { .method = "POST",
          .path = "/v1/staff/{id}/password-links",
          .handle = mint_password_link,
          .roles = ROLE_ADMINISTRATOR,
          .rate = RATE_WRITE },
        { .method = "POST",
          .path = "/v1/passwords",
          .handle = set_password,
          .roles = ROLE_ANYONE,
          .body = BODY_JSON,
          .body_bytes_max = STAFF_BODY_MAX,
          .rate = RATE_LOGIN },
        { 0 },
};
