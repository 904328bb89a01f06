/* Instants to and from RFC 3339. */
#include "base/instant.h"

#include <string.h>

/* The years 1 to 9999 in UTC, which are those that can be written again. */
#define INSTANT_MIN (G_GINT64_CONSTANT(-62135596800) * INSTANT_SECOND)
#define INSTANT_MAX (G_GINT64_CONSTANT(253402300800) * INSTANT_SECOND - 1)

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

/* Writes a number with its leading zeros; gives where it ends. Of every answer and log line: no printf. */
static char *digits_write(char *at, int count, gint64 number) {
        for (int i = count; i-- > 0; number /= 10)
                at[i] = (char) ('0' + number % 10);
        return at + count;
}

static char *date_write(char *at, GDateTime *local) {
        int year, month, day;

        g_date_time_get_ymd(local, &year, &month, &day);
        at = digits_write(at, 4, year);
        *at++ = '-';
        at = digits_write(at, 2, month);
        *at++ = '-';
        return digits_write(at, 2, day);
}

static char *time_write(char *at, GDateTime *local, gint64 fraction) {
        at = digits_write(at, 2, g_date_time_get_hour(local));
        *at++ = ':';
        at = digits_write(at, 2, g_date_time_get_minute(local));
        *at++ = ':';
        at = digits_write(at, 2, g_date_time_get_second(local));
        if (!fraction)
                return at;
        *at++ = '.';
        return digits_write(at, 6, fraction);
}

static char *offset_write(char *at, gint64 offset) {
        gint64 minutes = ABS(offset) / INSTANT_MINUTE;

        *at++ = offset < 0 ? '-' : '+';
        at = digits_write(at, 2, minutes / 60);
        *at++ = ':';
        return digits_write(at, 2, minutes % 60);
}

const char *instant_write(gint64 instant, GTimeZone *zone, char text[static INSTANT_TEXT_SIZE]) {
        gint64 seconds = instant / INSTANT_SECOND, fraction = instant % INSTANT_SECOND;
        g_autoptr(GDateTime) utc = NULL;
        g_autoptr(GDateTime) local = NULL;
        char *at = text;

        if (fraction < 0) {
                fraction += INSTANT_SECOND;
                seconds--;
        }
        utc = g_date_time_new_from_unix_utc(seconds);
        g_assert(utc);
        local = date_time_in(utc, zone);
        at = date_write(at, local);
        *at++ = 'T';
        at = time_write(at, local, fraction);
        if (local == utc)
                *at++ = 'Z';
        else
                at = offset_write(at, g_date_time_get_utc_offset(local));
        *at = '\0';
        return text;
}

char *instant_format(gint64 instant, GTimeZone *zone) {
        char *text = g_malloc(INSTANT_TEXT_SIZE);

        instant_write(instant, zone, text);
        return text;
}

char *instant_format_minute(gint64 instant, GTimeZone *zone) {
        gint64 minutes = instant / INSTANT_MINUTE + (instant % INSTANT_MINUTE > 0);
        g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(MIN(minutes, INSTANT_MAX / INSTANT_MINUTE) * 60);
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
        gint64 fraction, offset, read;
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
        read = g_date_time_to_unix(utc) * INSTANT_SECOND + fraction - offset;
        if (read < INSTANT_MIN || read > INSTANT_MAX)
                return false;
        *instant = read;
        return true;
}
