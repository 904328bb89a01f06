/* The writer of pages. */
#include "http/html.h"

#include "base/instant.h"

#include <stdarg.h>

void html_put(GString *out, const char *format, ...) {
        g_autofree char *escaped = NULL;
        va_list arguments;

        va_start(arguments, format);
        escaped = g_markup_vprintf_escaped(format, arguments);
        va_end(arguments);
        g_string_append(out, escaped);
}

const char *html_text_of(const json_t *object, const char *member) {
        const char *text = json_string_value(json_object_get(object, member));

        return text ? text : "";
}

const char *html_local_of(const json_t *object, const char *member, Language language) {
        return html_text_of(json_object_get(object, member), language == LANGUAGE_ZH ? "zh" : "en");
}

void html_put_date(GString *out, const json_t *object, const char *member, GTimeZone *zone) {
        const char *text = html_text_of(object, member);
        gint64 instant;

        if (!instant_parse(text, &instant))
                return;
        g_autofree char *local = instant_format(instant, zone);

        html_put(out, "<time datetime=\"%s\">%.10s</time>", text, local);
}
