/* The writer of pages. */
#include "http/html.h"

#include "base/instant.h"

#include <stdarg.h>

typedef struct Span {
        gint64 size; /* microseconds */
        const char *words[LANGUAGE_COUNT];
        const char *one; /* English, of one */
} Span;

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

static char *ago(gint64 past, Language language) {
        static const Span spans[] = {
                { 365 * INSTANT_DAY, { "年前", "years ago" }, "year ago" },
                { 30 * INSTANT_DAY, { "个月前", "months ago" }, "month ago" },
                { INSTANT_DAY, { "天前", "days ago" }, "day ago" },
                { INSTANT_HOUR, { "小时前", "hours ago" }, "hour ago" },
                { INSTANT_MINUTE, { "分钟前", "minutes ago" }, "minute ago" },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(spans); i++) {
                gint64 count = past / spans[i].size;
                bool one = count == 1 && language == LANGUAGE_EN;

                if (count > 0)
                        return g_strdup_printf("%" G_GINT64_FORMAT " %s", count,
                                               one ? spans[i].one : spans[i].words[language]);
        }
        return g_strdup(language == LANGUAGE_ZH ? "刚刚" : "just now");
}

static char *exactly(gint64 instant, GTimeZone *zone, Language language) {
        static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                              "July",    "August",   "September", "October", "November", "December" };
        g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(instant / INSTANT_SECOND);
        g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
        int year, month, day;

        g_date_time_get_ymd(local, &year, &month, &day);
        if (language == LANGUAGE_ZH)
                return g_strdup_printf("%d年%d月%d日 %02d:%02d", year, month, day, g_date_time_get_hour(local),
                                       g_date_time_get_minute(local));
        return g_strdup_printf("%d %s %d, %02d:%02d", day, months[month - 1], year, g_date_time_get_hour(local),
                               g_date_time_get_minute(local));
}

void html_put_when(GString *out, const json_t *object, const char *member, GTimeZone *zone, gint64 now,
                   Language language) {
        const char *text = html_text_of(object, member);
        g_autofree char *relative = NULL, *exact = NULL;
        gint64 instant;

        if (!instant_parse(text, &instant))
                return;
        relative = ago(now - instant, language);
        exact = exactly(instant, zone, language);
        html_put(out, "<time datetime=\"%s\" title=\"%s\">%s<span class=\"for-readers\"> (%s)</span></time>", text,
                 exact, relative, exact);
}
