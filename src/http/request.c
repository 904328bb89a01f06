/* What handlers may ask of a request. */
#include "http/request.h"

#include "base/refusal.h"
#include "http/exchange.h"
#include "http/header-values.h"
#include "http/request-parts.h"
#include "http/server-parts.h"

void request_clear(Request *request) {
        RequestInside *inside = request->inside;

        g_clear_pointer(&request->body, json_decref);
        g_clear_pointer(&inside->headers, headers_free);
        g_clear_pointer(&inside->raw_address, g_free);
        g_clear_pointer(&inside->media, g_free);
}

Uuid request_uuid(const Request *request, const char *name) {
        const char *text = route_match_parameter(&request->inside->match, name);
        Uuid uuid;
        bool parsed = text && uuid_parse(text, &uuid);

        g_assert(parsed);
        return uuid;
}

const char *request_slug(const Request *request, const char *name) {
        const char *text = route_match_parameter(&request->inside->match, name);

        g_assert(text);
        return text;
}

const char *request_query(const Request *request, const char *name) {
        g_assert(g_strv_contains(request->route->query, name));
        return address_query(&request->inside->address, name);
}

bool request_query_integer(const Request *request, const char *name, gint64 low, gint64 high, gint64 *value,
                           GError **error) {
        const char *text = request_query(request, name);
        g_autoptr(GError) unused = NULL;
        g_autofree char *low_text = g_strdup_printf("%" G_GINT64_FORMAT, low);
        g_autofree char *high_text = g_strdup_printf("%" G_GINT64_FORMAT, high);
        gint64 read;

        if (!text)
                return true;
        if (!g_ascii_string_to_signed(text, 10, low, high, &read, &unused)) {
                if (g_error_matches(unused, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS))
                        return refuse(error, REFUSAL_OUT_OF_RANGE, NULL, name, low_text, high_text, NULL);
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, name, "a whole number", NULL);
        }
        *value = read;
        return true;
}

bool request_query_enum(const Request *request, const char *name, const EnumNames *names, int *value,
                        GError **error) {
        const char *text = request_query(request, name);
        g_autofree char *all = NULL;

        if (!text || enum_find(names, text, value))
                return true;
        all = enum_names_join(names);
        return refuse(error, REFUSAL_UNKNOWN_VALUE, NULL, name, text, all, NULL);
}

const char *request_header(const Request *request, const char *name) {
        return headers_find(request->inside->headers, name);
}

char *request_cookie(const Request *request, const char *name) {
        g_autofree char *secured = g_strconcat("__Secure-", name, NULL);

        return header_cookie(request_header(request, "Cookie"), request->inside->server->secure ? secured : name);
}

gint64 request_clock(const Request *request) {
        return server_now(request->inside->server);
}

bool request_body_read(const Request *request, guint8 *buffer, gsize size, gsize *got, GError **error) {
        g_assert(request->route->body == BODY_STREAM && size);
        return exchange_body_read(request->inside->exchange, buffer, size, got, error);
}
