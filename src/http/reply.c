/* Builds answers. */
#include "http/reply.h"

#include "base/json-text.h"
#include "base/refusal.h"
#include "http/header-values.h"
#include "http/problem.h"
#include "http/reply-parts.h"

#include <microhttpd.h>
#include <string.h>

#define MEDIA_JSON "application/json"
#define MEDIA_PROBLEM "application/problem+json"
#define RETRY_AFTER_S "2"

static const char *const door_headers[][2] = {
        { "X-Content-Type-Options", "nosniff" },
        { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
        { "Referrer-Policy", "no-referrer" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Cache-Control", "no-store" },
};

void reply_reset(Reply *reply) {
        g_clear_pointer(&reply->media, g_free);
        g_clear_pointer(&reply->text, g_free);
        g_clear_pointer(&reply->bytes, g_bytes_unref);
        g_clear_pointer(&reply->download, download_unref);
        g_clear_pointer(&reply->headers, g_ptr_array_unref);
        reply->status = 0;
        reply->size = 0;
}

static void reply_content(Reply *reply, int status, const char *media) {
        g_clear_pointer(&reply->text, g_free);
        g_clear_pointer(&reply->bytes, g_bytes_unref);
        g_clear_pointer(&reply->download, download_unref);
        g_free(reply->media);
        reply->media = g_strdup(media);
        reply->status = status;
        reply->size = 0;
}

bool reply_json_text(Reply *reply, HttpStatus status, char *text, gsize size) {
        reply_content(reply, (int) status, MEDIA_JSON);
        reply->text = text;
        reply->size = size;
        return true;
}

bool reply_json(Reply *reply, HttpStatus status, json_t *document, GError **error) {
        json_auto_t *owned = document;
        char *text;
        gsize size;

        if (!owned)
                return fail(error, FAILURE_CORRUPT, "the answer cannot be written as JSON");
        text = json_text_write(owned, JSON_TEXT_AS_MADE, &size);
        return reply_json_text(reply, status, text, size);
}

bool reply_bytes(Reply *reply, HttpStatus status, const char *media, GBytes *bytes) {
        reply_content(reply, (int) status, media);
        reply->bytes = g_bytes_ref(bytes);
        reply->size = g_bytes_get_size(bytes);
        return true;
}

bool reply_empty(Reply *reply, HttpStatus status) {
        reply_content(reply, (int) status, NULL);
        return true;
}

bool reply_stream(Reply *reply, HttpStatus status, const char *media, guint64 size, ReplyPull pull, gpointer source,
                  GDestroyNotify source_free) {
        reply_content(reply, (int) status, media);
        reply->download = download_new(reply->exchange, size, pull, source, source_free);
        reply->size = size;
        return true;
}

bool reply_header(Reply *reply, const char *name, const char *value) {
        if (!reply->headers)
                reply->headers = g_ptr_array_new_with_free_func(g_free);
        for (guint i = 0; i < reply->headers->len; i += 2) {
                if (g_ascii_strcasecmp(reply->headers->pdata[i], name) != 0)
                        continue;
                g_free(reply->headers->pdata[i + 1]);
                reply->headers->pdata[i + 1] = g_strdup(value);
                return true;
        }
        g_ptr_array_add(reply->headers, g_strdup(name));
        g_ptr_array_add(reply->headers, g_strdup(value));
        return true;
}

bool reply_etag(Reply *reply, gint64 version) {
        g_autofree char *etag = g_strdup_printf("\"%" G_GINT64_FORMAT "\"", version);

        return reply_header(reply, "ETag", etag);
}

bool reply_location(Reply *reply, const char *path) {
        return reply_header(reply, "Location", path);
}

bool reply_session_cookie(Reply *reply, const char *token, guint max_age_s) {
        g_autofree char *cookie = g_strdup_printf("%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%u%s",
                                                  reply->secure ? SESSION_COOKIE_SECURE : SESSION_COOKIE,
                                                  max_age_s ? token : "", max_age_s, reply->secure ? "; Secure" : "");

        return reply_header(reply, "Set-Cookie", cookie);
}

bool reply_cookie(Reply *reply, const char *name, const char *token, const char *path, guint max_age_s) {
        g_autofree char *cookie = g_strdup_printf("%s%s=%s; Path=%s; HttpOnly; SameSite=Strict; Max-Age=%u%s",
                                                  reply->secure ? "__Secure-" : "", name, token, path, max_age_s,
                                                  reply->secure ? "; Secure" : "");

        return reply_header(reply, "Set-Cookie", cookie);
}

static bool retry_after_is_valid(const char *seconds) {
        return seconds && *seconds && strspn(seconds, "0123456789") == strlen(seconds);
}

void reply_problem(Reply *reply, const GError *error, Language language, const char *request_id) {
        json_auto_t *problem = problem_render(error, language, request_id);
        const char *seconds = refusal_is(error, REFUSAL_TOO_MANY_REQUESTS) ? refusal_parameter(error, 0) : NULL;
        gsize size;

        g_assert(problem);
        reply_reset(reply);
        reply_content(reply, problem_status(error), MEDIA_PROBLEM);
        reply->text = json_text_write(problem, JSON_TEXT_AS_MADE, &size);
        reply->size = size;
        reply_header(reply, "Content-Language", language == LANGUAGE_ZH ? "zh-CN" : "en");
        if (reply->status == 401)
                reply_header(reply, "WWW-Authenticate", "Bearer realm=\"shiming\"");
        if (reply->status == 429 || reply->status == 503)
                reply_header(reply, "Retry-After", retry_after_is_valid(seconds) ? seconds : RETRY_AFTER_S);
}

static void bytes_unref(void *bytes) {
        g_bytes_unref(bytes);
}

static struct MHD_Response *response_with_content(Reply *reply) {
        const void *bytes;

        if (reply->download)
                return download_response(g_steal_pointer(&reply->download));
        if (!reply->bytes)
                return MHD_create_response_from_buffer((size_t) reply->size, g_steal_pointer(&reply->text),
                                                       MHD_RESPMEM_MUST_FREE);
        bytes = g_bytes_get_data(reply->bytes, NULL);
        return MHD_create_response_from_buffer_with_free_callback_cls((size_t) reply->size, (void *) bytes,
                                                                      bytes_unref, g_steal_pointer(&reply->bytes));
}

static void response_header(struct MHD_Response *response, const char *name, const char *value) {
        enum MHD_Result added = MHD_add_response_header(response, name, value);

        g_assert(added == MHD_YES); /* a header that cannot be sent is a bug of ours */
}

static bool reply_has_header(const Reply *reply, const char *name) {
        for (guint i = 0; reply->headers && i < reply->headers->len; i += 2) {
                if (g_ascii_strcasecmp(reply->headers->pdata[i], name) == 0)
                        return true;
        }
        return false;
}

struct MHD_Response *reply_response(Reply *reply, const char *request_id, bool close) {
        struct MHD_Response *response = response_with_content(reply);

        g_assert(response);
        for (gsize i = 0; i < G_N_ELEMENTS(door_headers); i++) {
                if (!reply_has_header(reply, door_headers[i][0]))
                        response_header(response, door_headers[i][0], door_headers[i][1]);
        }
        for (guint i = 0; reply->headers && i < reply->headers->len; i += 2)
                response_header(response, reply->headers->pdata[i], reply->headers->pdata[i + 1]);
        if (reply->media)
                response_header(response, "Content-Type", reply->media);
        if (reply->secure)
                response_header(response, "Strict-Transport-Security", "max-age=31536000");
        response_header(response, "X-Request-Id", request_id);
        response_header(response, close ? "Connection" : "Keep-Alive", close ? "close" : reply->keep_alive);
        return response;
}
