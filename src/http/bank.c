/* Payment files out to the bank, statements back in: for the administrator. */
#include "app/transfers.h"
#include "http/answer.h"
#include "http/routes.h"
#include "partners/corporate-transfer.h"

#define READ_BYTES (64 * KIB)

/* Where nothing waits to be paid there is no file. */
static bool http_payment_file_make(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        if (!app_make_payment_file(request->app, &call, &outcome, error))
                return false;
        if (json_is_null(outcome.document))
                return reply_empty(reply, HTTP_NO_CONTENT);
        return answer_outcome(reply, HTTP_CREATED, &outcome, "/v1/bank/payment-files", error);
}

static bool http_payment_files_list(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_list_payment_files(request->app, &call, request_query(request, "after"), &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_payment_file_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_autoptr(GBytes) file = NULL;
        g_autofree char *disposition = NULL;
        char id[UUID_TEXT_SIZE];

        if (!app_read_payment_file(request->app, &call, &request->id, &file, error))
                return false;
        disposition = g_strdup_printf("attachment; filename=\"payments-%s.xml\"", uuid_format(&request->id, id));
        return reply_header(reply, "Content-Disposition", disposition)
               && reply_bytes(reply, HTTP_OK, "application/xml", file);
}

/* The door has held the length against the limit already. */
static GBytes *body_gather(const Request *request, GError **error) {
        g_autoptr(GByteArray) gathered = g_byte_array_new();
        g_autofree guint8 *piece = g_malloc(READ_BYTES);
        gsize got;

        do {
                if (!request_body_read(request, piece, READ_BYTES, &got, error))
                        return NULL;
                g_byte_array_append(gathered, piece, (guint) got);
        } while (got > 0);
        return g_byte_array_free_to_bytes(g_steal_pointer(&gathered));
}

static bool http_statement_take(const Request *request, Reply *reply, GError **error) {
        g_autoptr(GBytes) statement = body_gather(request, error);
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return statement && app_take_statement(request->app, &call, statement, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

/* A statement needs no Idempotency-Key: it is known by its hash, and the same once more changes nothing. */
const Route http_bank_routes[] = {
        { .method = "GET",
          .path = "/v1/bank/payment-files",
          .handle = http_payment_files_list,
          .roles = ROLE_ADMINISTRATOR | ROLE_AUDITOR,
          .query = { "after" },
          .rate = RATE_READ },
        { .method = "POST",
          .path = "/v1/bank/payment-files",
          .handle = http_payment_file_make,
          .roles = ROLE_ADMINISTRATOR,
          .rate = RATE_WRITE,
          .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "GET",
          .path = "/v1/bank/payment-files/{id}",
          .handle = http_payment_file_read,
          .roles = ROLE_ADMINISTRATOR,
          .rate = RATE_READ },
        { .method = "POST",
          .path = "/v1/bank/statements",
          .handle = http_statement_take,
          .roles = ROLE_ADMINISTRATOR,
          .body = BODY_STREAM,
          .body_bytes_max = STATEMENT_BYTES_MAX,
          .media = { "application/xml", "text/xml", "text/csv" },
          .rate = RATE_UPLOAD },
        { 0 },
};
