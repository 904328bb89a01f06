/* Days of the civil calendar (proleptic Gregorian, ISO 8601): whole numbers, no clock and no zone inside. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Days since 1970-01-01. Sums of a date and a number of days are plain integer sums. */
typedef gint32 CivilDate;

#define CIVIL_DATE_NONE G_MININT32 /* "no such day" */
#define CIVIL_DATE_MIN (-719162)   /* 0001-01-01 */
#define CIVIL_DATE_MAX 2932896     /* 9999-12-31 */
#define CIVIL_DATE_TEXT_SIZE 11    /* "2018-05-15" with the closing NUL */

/* Makes a day of a year (1 to 9999), month and day. Gives false, `date` untouched, where the calendar has no such day. */
bool civil_date_make(int year, int month, int day, CivilDate *date);

/* Takes a day apart; `date` lies between CIVIL_DATE_MIN and CIVIL_DATE_MAX. Each pointer may be NULL. */
void civil_date_split(CivilDate date, int *year, int *month, int *day);

/* Gives the year of a day between CIVIL_DATE_MIN and CIVIL_DATE_MAX. */
int civil_date_year(CivilDate date);

/* Gives the day of the week: 1 Monday … 7 Sunday (ISO 8601). */
int civil_date_weekday(CivilDate date);

/* Reads exactly "YYYY-MM-DD" in ASCII digits. Gives false, `date` untouched, for anything else. */
bool civil_date_parse(const char *text, CivilDate *date);

/* Writes "YYYY-MM-DD" and a NUL into `text`; gives `text`. `date` lies between CIVIL_DATE_MIN and CIVIL_DATE_MAX. */
const char *civil_date_format(CivilDate date, char text[static CIVIL_DATE_TEXT_SIZE]);

/* Gives the day that an instant (microseconds since 1970, UTC) falls on in a zone; CIVIL_DATE_NONE outside the years 1
 * to 9999. */
CivilDate civil_date_at(gint64 instant, GTimeZone *zone);

/* Gives the instant of a local time: `minutes` after midnight (0 to 1440, which is the midnight that ends the day) of
 * `date` in `zone`. Where clocks are set back and the time comes twice, the second is meant; where they are set forward
 * and it is left out, the instant at which they are. INSTANT_NONE where date is CIVIL_DATE_NONE or the time lies after
 * the year 9999. */
gint64 civil_date_instant(CivilDate date, guint minutes, GTimeZone *zone);
