/* Instants to and from RFC 3339. */
#include "base/instant.h"

#include <string.h>

gint64 instant_now(void) {
        return g_get_real_time();
}

/* The instant in the zone; in UTC where the zone's offset is not of whole minutes, as local mean times were, which RFC 3339
 * cannot say, or leads out of the years that it has. */
static GDateTime *date_time_in(GDateTime *utc, GTimeZone *zone) {
        g_autoptr(GDateTime) local = zone ? g_date_time_to_timezone(utc, zone) : NULL;

        if (local && g_date_time_get_utc_offset(local) % INSTANT_MINUTE == 0)
                return g_steal_pointer(&local);
        return g_date_time_ref(utc);
}

char *instant_format(gint64 instant, GTimeZone *zone) {
        gint64 seconds = instant / INSTANT_SECOND, fraction = instant % INSTANT_SECOND;
        g_autoptr(GDateTime) utc = NULL;
        g_autoptr(GDateTime) local = NULL;
        g_autofree char *time = NULL;
        g_autofree char *offset = NULL;
        g_autofree char *date = NULL;

        if (fraction < 0) {
                fraction += INSTANT_SECOND;
                seconds--;
        }
        utc = g_date_time_new_from_unix_utc(seconds);
        g_assert(utc);
        local = date_time_in(utc, zone);
        time = g_date_time_format(local, "%H:%M:%S");
        /* strftime's %Y writes a year below 1000 without its leading zeros */
        date = g_strdup_printf("%04d-%02d-%02dT%s", g_date_time_get_year(local), g_date_time_get_month(local),
                               g_date_time_get_day_of_month(local), time);
        offset = local == utc ? g_strdup("Z") : g_date_time_format(local, "%:z");
        return fraction ? g_strdup_printf("%s.%06" G_GINT64_FORMAT "%s", date, fraction, offset)
                        : g_strconcat(date, offset, NULL);
}

char *instant_format_minute(gint64 instant, GTimeZone *zone) {
        gint64 minutes = (instant + INSTANT_MINUTE - 1) / INSTANT_MINUTE;
        g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(minutes * 60);
        g_autoptr(GDateTime) local = date_time_in(utc, zone);

        return g_date_time_format(local, "%Y-%m-%d %H:%M");
}

static bool digits_read(const char **at, int count, int low, int high, int *value) {
        int sum = 0;

        for (int i = 0; i < count; i++) {
                if (!g_ascii_isdigit((*at)[i]))
                        return false;
                sum = sum * 10 + ((*at)[i] - '0');
        }
        if (sum < low || sum > high)
                return false;
        *at += count;
        *value = sum;
        return true;
}

static bool sign_read(const char **at, const char *allowed, char *sign) {
        if (!**at || !strchr(allowed, **at))
                return false;
        *sign = *(*at)++;
        return true;
}

/* The digits after the decimal point, as microseconds; further digits are cut off. */
static bool fraction_read(const char **at, gint64 *fraction) {
        gint64 unit = INSTANT_SECOND / 10;

        if (**at != '.') {
                *fraction = 0;
                return true;
        }
        if (!g_ascii_isdigit((*at)[1]))
                return false;
        for ((*at)++, *fraction = 0; g_ascii_isdigit(**at); (*at)++, unit /= 10)
                *fraction += unit * (**at - '0');
        return true;
}

static bool offset_read(const char **at, gint64 *offset) {
        int hours, minutes;
        char sign;

        if (!sign_read(at, "Zz+-", &sign))
                return false;
        *offset = 0;
        if (g_ascii_toupper(sign) == 'Z')
                return true;
        if (!digits_read(at, 2, 0, 23, &hours) || !sign_read(at, ":", &(char){ 0 })
            || !digits_read(at, 2, 0, 59, &minutes))
                return false;
        *offset = (hours * INSTANT_HOUR + minutes * INSTANT_MINUTE) * (sign == '-' ? -1 : 1);
        return true;
}

bool instant_parse(const char *text, gint64 *instant) {
        int year, month, day, hour, minute, second;
        gint64 fraction, offset;
        g_autoptr(GDateTime) utc = NULL;
        char sign;

        if (!text || !digits_read(&text, 4, 1, 9999, &year) || !sign_read(&text, "-", &sign)
            || !digits_read(&text, 2, 1, 12, &month) || !sign_read(&text, "-", &sign)
            || !digits_read(&text, 2, 1, 31, &day) || !sign_read(&text, "Tt ", &sign)
            || !digits_read(&text, 2, 0, 23, &hour) || !sign_read(&text, ":", &sign)
            || !digits_read(&text, 2, 0, 59, &minute) || !sign_read(&text, ":", &sign)
            || !digits_read(&text, 2, 0, 59, &second) || !fraction_read(&text, &fraction)
            || !offset_read(&text, &offset) || *text)
                return false;
        utc = g_date_time_new_utc(year, month, day, hour, minute, second);
        if (!utc)
                return false;
        *instant = g_date_time_to_unix(utc) * INSTANT_SECOND + fraction - offset;
        return true;
}
