/* Handing in, and what the outside world then says: the transfer and its amount, the attestation of an Alipay account. */
#include "app/attestations.h"
#include "app/cases.h"
#include "app/transfers.h"
#include "base/json-fields.h"
#include "http/answer.h"
#include "http/routes.h"
#include "partners/enterprise-alipay.h"

#define TEXT_LENGTH_MAX 2000
#define ACCOUNT_LENGTH_MAX 34
#define ACCOUNT_NAME_LENGTH_MAX 200
#define ALIPAY_LENGTH_MAX 128
#define AMOUNT_LENGTH_MAX 16
#define REVIEWING_STAFF (ROLE_REVIEWER | ROLE_APPROVER)

#define SUBMISSION_TEXT(member, longest)                                                                            \
        {                                                                                                           \
                .name = #member, .type = JSON_FIELD_TEXT, .offset = offsetof(Submission, member), .optional = true, \
                .length_max = (longest)                                                                             \
        }

static const JsonField case_submission_fields[] = {
        SUBMISSION_TEXT(text, TEXT_LENGTH_MAX),
        SUBMISSION_TEXT(alipay_account, ALIPAY_LENGTH_MAX),
        { 0 },
};

static const JsonField attempt_submission_fields[] = {
        SUBMISSION_TEXT(text, TEXT_LENGTH_MAX),
        SUBMISSION_TEXT(alipay_account, ALIPAY_LENGTH_MAX),
        SUBMISSION_TEXT(bank, 64),
        SUBMISSION_TEXT(account_number, ACCOUNT_LENGTH_MAX),
        SUBMISSION_TEXT(account_name, ACCOUNT_NAME_LENGTH_MAX),
        { 0 },
};

static bool http_submit(const Request *request, Reply *reply, GError **error) {
        Submission wish = { .kind = answer_kind(request), .id = request->id };
        const JsonField *fields = wish.kind == PROCEEDING_CASE ? case_submission_fields : attempt_submission_fields;
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool submitted = json_fields_read(request->body, fields, &wish, error)
                         && app_submit(request->app, &call, &wish, &outcome, error);

        json_fields_clear(fields, &wish);
        return submitted && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_transfer_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_read_transfer(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static const JsonField confirmation_fields[] = {
        { .name = "amount",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(ConfirmTransfer, amount),
          .length_max = AMOUNT_LENGTH_MAX },
        { 0 },
};

static bool http_transfer_confirm(const Request *request, Reply *reply, GError **error) {
        ConfirmTransfer wish = { .id = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool confirmed = json_fields_read(request->body, confirmation_fields, &wish, error)
                         && app_confirm_transfer(request->app, &call, &wish, &outcome, error);

        json_fields_clear(confirmation_fields, &wish);
        return confirmed && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static const JsonField attestation_fields[] = {
        { .name = "confirms", .type = JSON_FIELD_BOOLEAN, .offset = offsetof(Attest, confirms) },
        { .name = "reason",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Attest, reason),
          .length_max = ATTESTATION_REASON_LENGTH_MAX },
        { 0 },
};

static bool http_attest(const Request *request, Reply *reply, GError **error) {
        Attest wish = { .kind = answer_kind(request), .id = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool attested = json_fields_read(request->body, attestation_fields, &wish, error)
                        && app_attest(request->app, &call, &wish, &outcome, error);

        json_fields_clear(attestation_fields, &wish);
        return attested && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_attestation_read(const Request *request, Reply *reply, GError **error) {
        ReadAttestation wish = { .kind = answer_kind(request), .id = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_read_attestation(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_attestations_list(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_list_attestations(request->app, &call, request_query(request, "cursor"), &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

#define STEP(address, handler, who)                                                                          \
        {                                                                                                    \
                .method = "POST", .path = (address), .handle = (handler), .roles = (who), .body = BODY_JSON, \
                .body_bytes_max = 16 * KIB, .rate = RATE_WRITE,                                              \
                .requires = REQUIRES_IDEMPOTENCY_KEY | REQUIRES_IF_MATCH                                     \
        }
#define READ(address, handler, who) \
        { .method = "GET", .path = (address), .handle = (handler), .roles = (who), .rate = RATE_READ }

/* clang-format off */
const Route http_partner_routes[] = {
        STEP("/v1/cases/{id}/submission", http_submit, ROLE_HOLDER),
        STEP("/v1/attempts/{id}/submission", http_submit, ROLE_HOLDER),
        READ("/v1/attempts/{id}/transfer", http_transfer_read, ROLE_HOLDER | ROLES_STAFF),
        STEP("/v1/attempts/{id}/transfer/confirmation", http_transfer_confirm, ROLE_HOLDER),
        READ("/v1/cases/{id}/attestation", http_attestation_read, REVIEWING_STAFF),
        STEP("/v1/cases/{id}/attestation", http_attest, REVIEWING_STAFF),
        READ("/v1/attempts/{id}/attestation", http_attestation_read, REVIEWING_STAFF),
        STEP("/v1/attempts/{id}/attestation", http_attest, REVIEWING_STAFF),
        { .method = "GET", .path = "/v1/attestations", .handle = http_attestations_list, .roles = REVIEWING_STAFF,
          .query = { "cursor" }, .rate = RATE_READ },
        { 0 },
};
/* clang-format on */
