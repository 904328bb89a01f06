/* Days to and from year, month and day. The year is thought to begin in March, so that the leap day comes last and the
 * months before it have one formula; 400 years always have 146097 days. */
#include "domain/civil-date.h"

#include "base/instant.h"

#define DAYS_PER_400_YEARS 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 */

static bool year_is_leap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month) {
        static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

        return days[month - 1] + (month == 2 && year_is_leap(year));
}

bool civil_date_make(int year, int month, int day, CivilDate *date) {
        int march_year, march_month, days;

        if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
                return false;
        march_year = month > 2 ? year : year - 1;
        march_month = month > 2 ? month - 3 : month + 9;
        days = march_year * 365 + march_year / 4 - march_year / 100 + march_year / 400;
        *date = days + (153 * march_month + 2) / 5 + day - 1 - DAYS_TO_1970;
        return true;
}

void civil_date_split(CivilDate date, int *year, int *month, int *day) {
        int days, era, of_era, year_of_era, of_year, march_month;

        g_assert(date >= CIVIL_DATE_MIN && date <= CIVIL_DATE_MAX);
        days = date + DAYS_TO_1970;
        era = days / DAYS_PER_400_YEARS;
        of_era = days % DAYS_PER_400_YEARS;
        year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / (DAYS_PER_400_YEARS - 1)) / 365;
        of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        march_month = (5 * of_year + 2) / 153;
        if (year)
                *year = era * 400 + year_of_era + (march_month >= 10);
        if (month)
                *month = march_month < 10 ? march_month + 3 : march_month - 9;
        if (day)
                *day = of_year - (153 * march_month + 2) / 5 + 1;
}

int civil_date_year(CivilDate date) {
        int year;

        civil_date_split(date, &year, NULL, NULL);
        return year;
}

int civil_date_weekday(CivilDate date) {
        return (date - CIVIL_DATE_MIN) % 7 + 1; /* 0001-01-01 was a Monday */
}

static bool digits_read(const char *text, int count, int *value) {
        int sum = 0;

        for (int i = 0; i < count; i++) {
                if (!g_ascii_isdigit(text[i]))
                        return false;
                sum = sum * 10 + (text[i] - '0');
        }
        *value = sum;
        return true;
}

bool civil_date_parse(const char *text, CivilDate *date) {
        int year, month, day;

        return text && digits_read(text, 4, &year) && text[4] == '-' && digits_read(text + 5, 2, &month)
               && text[7] == '-' && digits_read(text + 8, 2, &day) && !text[10]
               && civil_date_make(year, month, day, date);
}

const char *civil_date_format(CivilDate date, char text[static CIVIL_DATE_TEXT_SIZE]) {
        int year, month, day;

        civil_date_split(date, &year, &month, &day);
        g_snprintf(text, CIVIL_DATE_TEXT_SIZE, "%04d-%02d-%02d", year, month, day);
        return text;
}

/* Whole seconds since 1970, rounded down. */
static gint64 instant_seconds(gint64 instant) {
        return instant / INSTANT_SECOND - (instant % INSTANT_SECOND < 0);
}

CivilDate civil_date_at(gint64 instant, GTimeZone *zone) {
        g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(instant_seconds(instant));
        g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, zone) : NULL;
        CivilDate date;
        int year, month, day;

        if (!local)
                return CIVIL_DATE_NONE;
        g_date_time_get_ymd(local, &year, &month, &day);
        return civil_date_make(year, month, day, &date) ? date : CIVIL_DATE_NONE;
}

gint64 civil_date_instant(CivilDate date, guint minutes, GTimeZone *zone) {
        g_autoptr(GDateTime) local = NULL;
        int year, month, day;

        g_assert(minutes <= 24 * 60);
        if (date != CIVIL_DATE_NONE && minutes == 24 * 60) {
                date++;
                minutes = 0;
        }
        if (date == CIVIL_DATE_NONE || date > CIVIL_DATE_MAX)
                return INSTANT_NONE;
        civil_date_split(date, &year, &month, &day);
        local = g_date_time_new(zone, year, month, day, (int) minutes / 60, (int) minutes % 60, 0);
        return local ? g_date_time_to_unix(local) * INSTANT_SECOND : INSTANT_NONE;
}
