/* An office in Shanghai that counts its days the slow way: day by day and hour by hour, over the published days and without the
 * product's calendar. What the product promises is held against it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define OFFICE_YEAR_MIN 2018 /* the published years */
#define OFFICE_YEAR_MAX 2026

/* A local time, minutes after midnight, of the first day of a month: an instant. */
gint64 office_instant(int year, int month, guint minutes);

/* The civil day of an instant, days since 1970-01-01, and whether people work on it. */
gint32 office_day(gint64 instant);
bool office_works_on(gint32 day);

/* The closing hour, 18:00, of the n-th working day after the day that `from` counts as: after closing that is the next. */
gint64 office_due(gint64 from, guint n);

/* The working days that are left of a promise when it is stopped at `now`. */
guint office_days_left(gint64 now, gint64 due);

/* `margin_hours` before `due`, rest days not counted: the 24 hours up to a rest day's closing are passed over. */
gint64 office_risk(gint64 due, guint margin_hours);

/* `instant`, if somebody is at their desk then; otherwise nine o'clock of the next working day. */
gint64 office_open_at(gint64 instant);
