/* Between requests and use cases. */
#include "http/answer.h"

Call answer_call(const Request *request) {
        return (Call){ .actor = &request->actor,
                       .now = request->now,
                       .version = request->version,
                       .route = request->route->path,
                       .idempotency_key = request->idempotency_key,
                       .body_sha256 = request->body_sha256,
                       .language = request->language };
}

ProceedingKind answer_kind(const Request *request) {
        return g_str_has_prefix(request->route->path, "/v1/attempts/") ? PROCEEDING_ATTEMPT : PROCEEDING_CASE;
}

bool answer_outcome(Reply *reply, HttpStatus status, Outcome *outcome, const char *made_under, GError **error) {
        if (outcome->version > 0)
                reply_etag(reply, outcome->version);
        if (made_under && !uuid_is_nil(&outcome->id)) {
                char id[UUID_TEXT_SIZE];
                g_autofree char *path = g_strconcat(made_under, "/", uuid_format(&outcome->id, id), NULL);

                reply_location(reply, path);
        }
        return reply_json(reply, status, g_steal_pointer(&outcome->document), error);
}
