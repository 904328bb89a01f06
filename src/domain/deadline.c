/* The deadline clock: closing hours of working days. Everything is counted from the day that an instant counts as. */
#include "domain/deadline.h"

#include "base/instant.h"

/* The day at whose closing hour, or before it, an instant may lie. A closing hour of 24:00 is an instant of the next civil
 * day, and counts as this one's. */
static CivilDate day_of(const OfficeHours *hours, gint64 instant) {
        return civil_date_at(hours->closing_minutes == 24 * 60 ? instant - 1 : instant, hours->zone);
}

/* The day that an instant counts as. */
static CivilDate day_counted(const OfficeHours *hours, gint64 instant) {
        CivilDate date = day_of(hours, instant);
        gint64 closing = civil_date_instant(date, hours->closing_minutes, hours->zone);

        if (closing == INSTANT_NONE)
                return CIVIL_DATE_NONE;
        return instant > closing ? date + 1 : date;
}

gint64 deadline_due(const OfficeHours *hours, gint64 from, guint n, bool *provisional) {
        CivilDate due = calendar_add_working_days(hours->calendar, day_counted(hours, from), n, provisional);

        return civil_date_instant(due, hours->closing_minutes, hours->zone);
}

DeadlineClock deadline_standing(guint n) {
        return (DeadlineClock){ .due_at = INSTANT_NONE, .working_days_left = n };
}

DeadlineClock deadline_start(const OfficeHours *hours, gint64 now, guint n) {
        DeadlineClock clock = { .running = true };

        clock.due_at = deadline_due(hours, now, n, &clock.provisional);
        return clock;
}

void deadline_pause(const OfficeHours *hours, DeadlineClock *clock, gint64 now) {
        guint left = 0;

        if (!clock->running)
                return;
        if (clock->due_at != INSTANT_NONE)
                left = calendar_count_working_days(hours->calendar, day_counted(hours, now),
                                                   day_of(hours, clock->due_at), NULL);
        *clock = deadline_standing(left);
}

void deadline_resume(const OfficeHours *hours, DeadlineClock *clock, gint64 now) {
        if (!clock->running)
                *clock = deadline_start(hours, now, MAX(clock->working_days_left, 1));
}

gint64 deadline_risk_at(const OfficeHours *hours, const DeadlineClock *clock, guint margin_hours) {
        CivilDate day;
        gint64 closing;

        if (!clock->running || clock->due_at == INSTANT_NONE)
                return INSTANT_NONE;
        if (margin_hours < 24)
                return clock->due_at - margin_hours * INSTANT_HOUR;
        day = calendar_subtract_working_days(hours->calendar, day_of(hours, clock->due_at), margin_hours / 24, NULL);
        closing = civil_date_instant(day, hours->closing_minutes, hours->zone);
        return closing == INSTANT_NONE ? INSTANT_NONE : closing - margin_hours % 24 * INSTANT_HOUR;
}

bool deadline_is_at_risk(const OfficeHours *hours, const DeadlineClock *clock, guint margin_hours, gint64 now) {
        gint64 risk_at = deadline_risk_at(hours, clock, margin_hours);

        return risk_at != INSTANT_NONE && now >= risk_at;
}

bool deadline_is_missed(const DeadlineClock *clock, gint64 now) {
        return clock->running && clock->due_at != INSTANT_NONE && now > clock->due_at;
}
