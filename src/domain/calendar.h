/* Working days: the official days off and make-up workdays of `calendar/cn.yaml`, and counting by them. A year that the
 * file does not have counts weekends only, and the answer is then `provisional`. */
#pragma once

#include "domain/civil-date.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Calendar Calendar; /* never changes once loaded; shared by reference */

/* A day on which the official calendar says something: off, or a make-up workday (调休上班). */
typedef struct CalendarDay {
        CivilDate date;
        bool working;
        const char *holiday; /* the holiday that it belongs to, "春节"; belongs to the calendar */
} CalendarDay;

/* Loads a calendar from the bytes of a YAML file and keeps a copy of them. `name` (file name) is for messages only. The
 * caller owns the result.
 *
 * Refuses REFUSAL_CALENDAR_INVALID with file, line and mend. */
Calendar *calendar_load(const char *name, const char *bytes, gsize size, GError **error);

/* Loads the calendar compiled in. Reads it anew each time: keep the result. The caller owns it. */
Calendar *calendar_builtin(void);

Calendar *calendar_ref(Calendar *calendar);
void calendar_unref(Calendar *calendar); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Calendar, calendar_unref)

/* The SHA-256 of the file's bytes in lower-case hexadecimal: two calendars are the same if this is. */
const char *calendar_version(const Calendar *calendar);

/* The file's bytes as they were loaded. They belong to the calendar. */
GBytes *calendar_bytes(const Calendar *calendar);

/* The years covered, rising, `count` of them (one at least). They belong to the calendar. */
const int *calendar_years(const Calendar *calendar, guint *count);

/* The published days of one year in order of date; NULL and 0 for a year that is not covered. */
const CalendarDay *calendar_year_days(const Calendar *calendar, int year, guint *count);

/* The notices that a year's days were taken from, closed by NULL; NULL for a year that is not covered. */
const char *const *calendar_year_sources(const Calendar *calendar, int year);

/* In all that follows `date` is a day of the years 1 to 9999, and `provisional` (may be NULL) is set: true where a day that
 * the answer depends on lies in a year that the calendar does not have. */

bool calendar_is_working_day(const Calendar *calendar, CivilDate date, bool *provisional);

/* Gives the n-th working day strictly after `date`; for n = 0 `date` itself if it is a working day, else the next.
 * CIVIL_DATE_NONE where that lies after 9999-12-31 or `date` is CIVIL_DATE_NONE. Source: domain rules, "Working days". */
CivilDate calendar_add_working_days(const Calendar *calendar, CivilDate date, guint n, bool *provisional);

/* Gives the n-th working day strictly before `date`, n at least 1. CIVIL_DATE_NONE where that lies before 0001-01-01 or
 * `date` is CIVIL_DATE_NONE. */
CivilDate calendar_subtract_working_days(const Calendar *calendar, CivilDate date, guint n, bool *provisional);

/* Counts the working days strictly after `after`, up to and with `until`; 0 where `until` is not later. */
guint calendar_count_working_days(const Calendar *calendar, CivilDate after, CivilDate until, bool *provisional);
