/* Evidence over HTTP: a file streamed in, taken back, told of, streamed out. */
#include "app/evidence.h"

#include "http/answer.h"
#include "http/content-digest.h"
#include "http/routes.h"

#include <string.h>

#define PIECE_BYTES (32 * KIB) /* how much of a body is in the handler's hands at a time */
#define MATERIAL_QUERY "material"

static bool body_take(const Request *request, EvidenceUpload *upload, GError **error) {
        g_autofree guint8 *piece = g_malloc(PIECE_BYTES);
        gsize got;

        do {
                if (!request_body_read(request, piece, PIECE_BYTES, &got, error)
                    || !app_evidence_append(upload, piece, got, error))
                        return false;
        } while (got > 0);
        return true;
}

/* Nothing of the body is asked for before the case has said that it wants the file. */
static bool http_evidence_give(const Request *request, Reply *reply, GError **error) {
        guint8 sha256[CONTENT_DIGEST_SIZE];
        GiveEvidence wish = { .kind = answer_kind(request),
                              .proceeding = request->id,
                              .item = request_slug(request, "item"),
                              .material = request_query(request, MATERIAL_QUERY),
                              .media_type = request->body_media,
                              .size_bytes = request->body_bytes };
        Call call = answer_call(request);
        g_autoptr(EvidenceUpload) upload = NULL;
        g_auto(Outcome) outcome = { 0 };
        bool digest_given;

        if (!content_digest_read(request_header(request, "Content-Digest"), sha256, &digest_given, error))
                return false;
        wish.sha256 = digest_given ? sha256 : NULL;
        upload = app_evidence_begin(request->app, &call, &wish, error);
        if (!upload || !body_take(request, upload, error))
                return false;
        call.now = request_clock(request);
        return app_evidence_finish(upload, &call, &outcome, error)
               && answer_outcome(reply, HTTP_CREATED, &outcome, "/v1/evidence", error);
}

static bool http_evidence_withdraw(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_withdraw_evidence(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_evidence_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_read_evidence(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

/* A blob's pieces, of its own size, into the answer's blocks. */
typedef struct ContentSource {
        BlobReader *reader;
        const guint8 *piece;
        gsize left;
} ContentSource;

static bool content_pull(gpointer data, guint8 *buffer, gsize size, gsize *got, GError **error) {
        ContentSource *source = data;

        if (source->left == 0 && !blob_reader_next(source->reader, &source->piece, &source->left, error))
                return false;
        *got = MIN(size, source->left);
        if (*got > 0)
                memcpy(buffer, source->piece, *got);
        source->piece += *got;
        source->left -= *got;
        return true;
}

static void content_source_free(gpointer data) {
        ContentSource *source = data;

        blob_reader_close(source->reader);
        g_free(source);
}

/* Which contents a browser may show, and by what ending all are known. The name says nothing of whom it is about. */
static const struct {
        const char *media_type, *ending, *disposition;
} shown[] = {
        { "image/jpeg", "jpg", "inline" },
        { "image/png", "png", "inline" },
        { "image/webp", "webp", "inline" },
        { "application/pdf", "pdf", "attachment" },
};

static void disposition_put(Reply *reply, const Uuid *id, const char *media_type) {
        const char *ending = "bin", *disposition = "attachment";
        g_autofree char *value = NULL;
        char text[UUID_TEXT_SIZE];

        for (gsize i = 0; i < G_N_ELEMENTS(shown); i++) {
                if (g_str_equal(shown[i].media_type, media_type)) {
                        ending = shown[i].ending;
                        disposition = shown[i].disposition;
                }
        }
        value = g_strdup_printf("%s; filename=\"%s.%s\"", disposition, uuid_format(id, text), ending);
        reply_header(reply, "Content-Disposition", value);
}

static bool http_evidence_content(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(EvidenceContent) content = { 0 };
        ContentSource *source;

        if (!app_open_evidence(request->app, &call, &request->id, &content, error))
                return false;
        source = g_new0(ContentSource, 1);
        source->reader = g_steal_pointer(&content.reader);
        disposition_put(reply, &request->id, content.media_type);
        reply_header(reply, "Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
        return reply_stream(reply, HTTP_OK, content.media_type, content.size_bytes, content_pull, source,
                            content_source_free);
}

#define PARTIES (ROLE_HOLDER | ROLE_PARTY)
#define REVIEWING_STAFF (ROLE_REVIEWER | ROLE_APPROVER)
#define MEDIA \
        { "image/jpeg", "image/png", "image/webp", "application/pdf" }

/* Files are given and taken back without If-Match: those of one case may come in side by side. */
/* clang-format off */
const Route http_evidence_routes[] = {
        { .method = "POST", .path = "/v1/cases/{id}/items/{item}/files", .handle = http_evidence_give,
          .roles = ROLE_HOLDER | ROLE_MAIL_CLERK, .body = BODY_STREAM, .body_bytes_max = EVIDENCE_BYTES_MAX, .media = MEDIA,
          .query = { MATERIAL_QUERY }, .rate = RATE_UPLOAD, .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "POST", .path = "/v1/attempts/{id}/items/{item}/files", .handle = http_evidence_give,
          .roles = ROLE_HOLDER, .body = BODY_STREAM, .body_bytes_max = EVIDENCE_BYTES_MAX, .media = MEDIA,
          .query = { MATERIAL_QUERY }, .rate = RATE_UPLOAD, .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "GET", .path = "/v1/evidence/{id}", .handle = http_evidence_read, .roles = PARTIES | ROLES_STAFF,
          .rate = RATE_READ },
        { .method = "DELETE", .path = "/v1/evidence/{id}", .handle = http_evidence_withdraw, .roles = ROLE_HOLDER,
          .rate = RATE_WRITE, .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "GET", .path = "/v1/evidence/{id}/content", .handle = http_evidence_content,
          .roles = PARTIES | REVIEWING_STAFF | ROLE_MAIL_CLERK, .rate = RATE_READ },
        { 0 },
};
/* clang-format on */
