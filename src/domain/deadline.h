/* The deadline clock: when a review is due in working days, and how the promise stands still while the holder owes
 * something. Pure: time is an argument. Source: domain rules, "Working days" and the notes of "The case machine". */
#pragma once

#include "domain/calendar.h"

#include <glib.h>
#include <stdbool.h>

/* How an office counts its days: the calendar and policy that a case began under. Borrowed, never owned here. */
typedef struct OfficeHours {
        const Calendar *calendar;
        GTimeZone *zone;       /* the policy's */
        guint closing_minutes; /* the policy's closing hour, minutes after midnight, 1 to 1440 */
} OfficeHours;

/* The clock of one case or attempt, as stored. */
typedef struct DeadlineClock {
        bool running;
        gint64 due_at;           /* running: the promised instant; else INSTANT_NONE */
        guint working_days_left; /* standing: whole working days that remain; running: 0 */
        bool provisional;        /* the promise counts a year without an official calendar */
} DeadlineClock;

/* Gives the closing hour of the n-th working day after the day that `from` counts as, and whether it is provisional (may
 * be NULL). INSTANT_NONE where that lies after the year 9999.
 *
 * The day that an instant counts as is its civil day in the zone; after (not at) the closing hour it is the next civil
 * day. Working day or not makes no difference to that: a Friday evening counts as Saturday, and Saturday's n-th working
 * day is Friday's. To push an evening on to the next *working* day would promise Friday evening a later answer than
 * Saturday morning. n = 0: that day's own closing if it is a working day, else the next working day's.
 *
 * Also the latest expected end of n working days' work in a plan, chained: the end of one step is the `from` of the next. */
gint64 deadline_due(const OfficeHours *hours, gint64 from, guint n, bool *provisional);

/* Gives a clock that has not started: it stands with n whole working days. */
DeadlineClock deadline_standing(guint n);

/* Starts the clock afresh at `now` with n working days: a submission, or the new date after a missed deadline. */
DeadlineClock deadline_start(const OfficeHours *hours, gint64 now, guint n);

/* Stops a running clock at `now`; a standing one stays as it is. What remains is kept in whole working days, from closing
 * to closing: those after the day that `now` counts as, up to the due day. Stopped within the day that it was started
 * on, it keeps all; stopped on its last day or later, none. */
void deadline_pause(const OfficeHours *hours, DeadlineClock *clock, gint64 now);

/* Restarts a standing clock at `now`: due at the closing hour of the working day that is as many working days on as remain,
 * at least one. A running one stays as it is. */
void deadline_resume(const OfficeHours *hours, DeadlineClock *clock, gint64 now);

/* Gives the instant from which a deadline is at risk and escalated: `margin_hours` before it is due, days off not counted.
 * Each working day stands for the 24 hours up to its closing: 24 hours before Monday's closing is Friday's closing, 30
 * hours are six more. INSTANT_NONE while the clock stands. Source: the policy's escalation hours. */
gint64 deadline_risk_at(const OfficeHours *hours, const DeadlineClock *clock, guint margin_hours);

/* True from that instant on, while the clock runs. */
bool deadline_is_at_risk(const OfficeHours *hours, const DeadlineClock *clock, guint margin_hours, gint64 now);

/* True after (not at) the due instant, while the clock runs. */
bool deadline_is_missed(const DeadlineClock *clock, gint64 now);
