/* What the server tells of itself: whether it lives and can work, its contract, and what each problem means. */
#include "base/exposition.h"
#include "base/refusal.h"
#include "http/problem.h"
#include "http/reply.h"
#include "http/request-parts.h"
#include "http/routes.h"
#include "http/server-parts.h"

#include <string.h>

extern const char openapi_yaml[];
extern const size_t openapi_yaml_size;

static bool answer_alive(const Request *request G_GNUC_UNUSED, Reply *reply, GError **error) {
        return reply_json(reply, HTTP_OK, json_pack("{s:s}", "status", "alive"), error);
}

static bool answer_ready(const Request *request, Reply *reply, GError **error) {
        const HttpConfig *config = &request->inside->server->config;

        if (config->ready && !config->ready(config->app, error))
                return false;
        return reply_json(reply, HTTP_OK, json_pack("{s:s}", "status", "ready"), error);
}

static bool answer_metrics(const Request *request, Reply *reply, GError **error) {
        HttpServer *server = request->inside->server;
        const HttpConfig *config = &server->config;
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(GBytes) text = NULL;

        http_metrics_write(server->metrics, out);
        exposition_family(out, "shiming_http_connections", "gauge", "Open connections.");
        exposition_count(out, "shiming_http_connections", connections_count(server->connections), NULL);
        exposition_family(out, "shiming_http_uploads", "gauge", "Uploads under way.");
        exposition_count(out, "shiming_http_uploads", uploads_count(server->uploads), NULL);
        if (config->measure && !config->measure(config->measured, request->now, out, error))
                return false;
        text = g_string_free_to_bytes(g_steal_pointer(&out));
        return reply_bytes(reply, HTTP_OK, EXPOSITION_MEDIA, text);
}

static bool answer_contract(const Request *request G_GNUC_UNUSED, Reply *reply, GError **error G_GNUC_UNUSED) {
        g_autoptr(GBytes) contract = g_bytes_new_static(openapi_yaml, openapi_yaml_size);

        return reply_bytes(reply, HTTP_OK, "application/yaml", contract)
               && reply_header(reply, "Cache-Control", "no-cache");
}

static json_t *type_render(const ProblemType *type, Language language) {
        g_autofree char *uri = g_strconcat("/problems/", type->slug, NULL);

        return json_pack("{s:s, s:i, s:s, s:s}", "type", uri, "status", type->http, "title", type->title[language],
                         "text", type->text[language]);
}

static bool answer_problems(const Request *request, Reply *reply, GError **error) {
        json_t *types = json_array();

        for (guint index = 0; index < problem_type_count(); index++) {
                ProblemType type = problem_type(index);

                json_array_append_new(types, type_render(&type, request->language));
        }
        return reply_json(reply, HTTP_OK, json_pack("{s:o}", "problems", types), error);
}

static bool reply_page(Reply *reply, const ProblemType *type, Language language) {
        g_autofree char *title = g_markup_escape_text(type->title[language], -1);
        g_autofree char *text = g_markup_escape_text(type->text[language], -1);
        g_autofree char *page =
                g_strdup_printf("<!doctype html>\n<html lang=\"%s\"><meta charset=\"utf-8\"><title>%s</title>\n"
                                "<h1>%s</h1>\n<p>%s</p>\n<p><code>%s</code>, HTTP %d</p>\n</html>\n",
                                language == LANGUAGE_ZH ? "zh-CN" : "en", title, title, text, type->slug, type->http);
        g_autoptr(GBytes) bytes = g_bytes_new(page, strlen(page));

        return reply_bytes(reply, HTTP_OK, "text/html; charset=utf-8", bytes);
}

static bool answer_problem(const Request *request, Reply *reply, GError **error) {
        const char *accept = request_header(request, "Accept");
        ProblemType type;

        if (!problem_type_find(request_slug(request, "slug"), &type))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (accept && strstr(accept, "text/html"))
                return reply_page(reply, &type, request->language);
        return reply_json(reply, HTTP_OK, type_render(&type, request->language), error);
}

const Route http_service_routes[] = {
        { .method = "GET",
          .path = "/healthz",
          .handle = answer_alive,
          .roles = ROLE_ANYONE,
          .rate = RATE_READ,
          .inline_ok = INLINE_ALWAYS },
        { .method = "GET", .path = "/readyz", .handle = answer_ready, .roles = ROLE_ANYONE, .rate = RATE_READ },
        { .method = "GET",
          .path = "/metrics",
          .handle = answer_metrics,
          .roles = ROLE_ADMINISTRATOR | ROLE_PLATFORM,
          .scopes = SCOPE_METRICS_READ,
          .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/openapi.yaml",
          .handle = answer_contract,
          .roles = ROLE_ANYONE,
          .rate = RATE_READ,
          .inline_ok = INLINE_ALWAYS },
        { .method = "GET",
          .path = "/problems",
          .handle = answer_problems,
          .roles = ROLE_ANYONE,
          .rate = RATE_READ,
          .inline_ok = INLINE_ALWAYS },
        { .method = "GET",
          .path = "/problems/{slug}",
          .handle = answer_problem,
          .roles = ROLE_ANYONE,
          .rate = RATE_READ,
          .inline_ok = INLINE_ALWAYS },
        { 0 },
};
