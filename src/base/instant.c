/* Instants to and from RFC 3339. */
#include "base/instant.h"

#include <string.h>

/* The years 1 to 9999 in UTC, which are those that can be written again. */
#define INSTANT_MIN (G_GINT64_CONSTANT(-62135596800) * INSTANT_SECOND)
#define INSTANT_MAX (G_GINT64_CONSTANT(253402300800) * INSTANT_SECOND - 1)

gint64 instant_now(void) {
        return g_get_real_time();
}

/* A day and a time of day on the wall, and how far that wall's clock is ahead of UTC. */
typedef struct WallTime {
        gint64 year, month, day, second; /* the second of the day */
        gint64 ahead_s;
        bool utc;
} WallTime;

/* Divides seconds since 1970 into a date of the Gregorian calendar and a time: of each answer and log line, hence without GDateTime.
 * Years are counted from March on, so that the day that some have more is the last, in cycles of 400 years, 146,097 days. */
static WallTime wall_split(gint64 seconds) {
        gint64 from_march =
                seconds + G_GINT64_CONSTANT(719468) * 86400; /* since 0000-03-01; not negative from year 1 on */
        gint64 days = from_march / 86400, in_cycle = days % 146097;
        gint64 year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
        gint64 in_year = in_cycle - (365 * year + year / 4 - year / 100);
        gint64 month = (5 * in_year + 2) / 153; /* 0: March; five months have 153 days */
        WallTime wall = { .second = from_march % 86400, .day = in_year - (153 * month + 2) / 5 + 1 };

        wall.month = month < 10 ? month + 3 : month - 9;
        wall.year = year + days / 146097 * 400 + (wall.month <= 2);
        return wall;
}

/* In UTC where the zone's offset is not of whole minutes, as local mean times were, which RFC 3339 cannot say, or leads out of the
 * years that it has. */
static WallTime wall_time(gint64 seconds, GTimeZone *zone) {
        gint interval = zone ? g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, seconds) : 0;
        gint64 ahead_s = zone ? g_time_zone_get_offset(zone, interval) : 0, local = seconds + ahead_s;
        bool utc =
                !zone || ahead_s % 60 || local < INSTANT_MIN / INSTANT_SECOND || local > INSTANT_MAX / INSTANT_SECOND;
        WallTime wall;

        g_assert(seconds >= INSTANT_MIN / INSTANT_SECOND && seconds <= INSTANT_MAX / INSTANT_SECOND);
        wall = wall_split(utc ? seconds : local);
        wall.ahead_s = utc ? 0 : ahead_s;
        wall.utc = utc;
        return wall;
}

/* Writes a number with its leading zeros; gives where it ends. */
static char *digits_write(char *at, int count, gint64 number) {
        for (int i = count; i-- > 0; number /= 10)
                at[i] = (char) ('0' + number % 10);
        return at + count;
}

static char *date_write(char *at, const WallTime *wall) {
        at = digits_write(at, 4, wall->year);
        *at++ = '-';
        at = digits_write(at, 2, wall->month);
        *at++ = '-';
        return digits_write(at, 2, wall->day);
}

static char *minute_write(char *at, const WallTime *wall) {
        at = digits_write(at, 2, wall->second / 3600);
        *at++ = ':';
        return digits_write(at, 2, wall->second / 60 % 60);
}

static char *offset_write(char *at, gint64 offset_s) {
        gint64 minutes = ABS(offset_s) / 60;

        *at++ = offset_s < 0 ? '-' : '+';
        at = digits_write(at, 2, minutes / 60);
        *at++ = ':';
        return digits_write(at, 2, minutes % 60);
}

const char *instant_write(gint64 instant, GTimeZone *zone, char text[static INSTANT_TEXT_SIZE]) {
        gint64 seconds = instant / INSTANT_SECOND, fraction = instant % INSTANT_SECOND;
        WallTime wall;
        char *at = text;

        if (fraction < 0) {
                fraction += INSTANT_SECOND;
                seconds--;
        }
        wall = wall_time(seconds, zone);
        at = date_write(at, &wall);
        *at++ = 'T';
        at = minute_write(at, &wall);
        *at++ = ':';
        at = digits_write(at, 2, wall.second % 60);
        if (fraction) {
                *at++ = '.';
                at = digits_write(at, 6, fraction);
        }
        if (wall.utc)
                *at++ = 'Z';
        else
                at = offset_write(at, wall.ahead_s);
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
        WallTime wall = wall_time(MIN(minutes, INSTANT_MAX / INSTANT_MINUTE) * 60, zone);
        char *text = g_malloc(INSTANT_TEXT_SIZE), *at = date_write(text, &wall);

        *at++ = ' ';
        *minute_write(at, &wall) = '\0';
        return text;
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
