/* The log outside: its checkpoint, key and proofs for everybody, its leaves for the auditor, receipts for the parties. */
#include "app/ledger.h"

#include "base/refusal.h"
#include "http/answer.h"
#include "http/routes.h"

#include <string.h>

#define INDEX_MAX ((G_GINT64_CONSTANT(1) << 53) - 1) /* what JSON carries whole */

/* Answers with one member of a document as plain text. */
static bool text_answer(Reply *reply, const json_t *document, const char *member, const char *ending) {
        const char *text = json_string_value(json_object_get(document, member));
        g_autofree char *whole = g_strconcat(text, ending, NULL);
        g_autoptr(GBytes) bytes = g_bytes_new(whole, strlen(whole));

        return reply_bytes(reply, HTTP_OK, "text/plain; charset=utf-8", bytes);
}

static bool checkpoint(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_read_checkpoint(request->app, &call, &outcome, error)
               && text_answer(reply, outcome.document, "checkpoint", "");
}

static bool key(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_read_log_key(request->app, &call, &outcome, error)
               && text_answer(reply, outcome.document, "key", "\n");
}

/* Reads a whole number of the query that must be there. */
static bool number_read(const Request *request, const char *name, gint64 low, gint64 *value, GError **error) {
        if (!request_query(request, name))
                return refuse(error, REFUSAL_MISSING_FIELD, NULL, name, NULL);
        return request_query_integer(request, name, low, INDEX_MAX, value, error);
}

static bool inclusion(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        ProveInclusion wish = { 0 };

        return number_read(request, "leaf_index", 0, &wish.leaf_index, error)
               && request_query_integer(request, "tree_size", 1, INDEX_MAX, &wish.tree_size, error)
               && app_prove_inclusion(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool consistency(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        ProveConsistency wish = { 0 };

        return number_read(request, "from", 1, &wish.from, error)
               && request_query_integer(request, "to", 1, INDEX_MAX, &wish.to, error)
               && app_prove_consistency(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool leaf(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_read_leaf(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool receipt(const Request *request, Reply *reply, GError **error) {
        const char *after = request_query(request, "after");
        ReadReceipt wish = { .case_id = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        if (after && !uuid_parse(after, &wish.after))
                return refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
        return app_read_receipt(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

const Route http_ledger_routes[] = {
        { .method = "GET",
          .path = "/v1/cases/{id}/receipt",
          .handle = receipt,
          .roles = ROLE_HOLDER | ROLE_PARTY | ROLE_AUDITOR,
          .query = { "after" },
          .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/log/checkpoint",
          .handle = checkpoint,
          .roles = ROLE_ANYONE,
          .rate = RATE_READ },
        { .method = "GET", .path = "/v1/log/key", .handle = key, .roles = ROLE_ANYONE, .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/log/proof",
          .handle = inclusion,
          .roles = ROLE_ANYONE,
          .query = { "leaf_index", "tree_size" },
          .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/log/consistency",
          .handle = consistency,
          .roles = ROLE_ANYONE,
          .query = { "from", "to" },
          .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/log/leaves/{id}",
          .handle = leaf,
          .roles = ROLE_AUDITOR | ROLE_ADMINISTRATOR,
          .rate = RATE_READ },
        { 0 },
};
