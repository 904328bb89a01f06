/* Counts in whole days since 1970-01-01, a Thursday, and in the one zone that has had no summer time since 1991. */
#include "tests/fault/office.h"

#include "base/instant.h"
#include "domain/test-published-days.h"

#include <stdio.h>

#define ZONE (8 * INSTANT_HOUR)
#define OPENING (9 * INSTANT_HOUR)
#define CLOSING (18 * INSTANT_HOUR)

static gint32 day_of(int year, int month, int day) {
        GDate date;

        g_date_clear(&date, 1);
        g_date_set_dmy(&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
        return (gint32) g_date_get_julian(&date) - 719163; /* of 1970-01-01 */
}

static gint64 midnight(gint32 day) {
        return day * INSTANT_DAY - ZONE;
}

gint64 office_instant(int year, int month, guint minutes) {
        return midnight(day_of(year, month, 1)) + minutes * INSTANT_MINUTE;
}

gint32 office_day(gint64 instant) {
        return (gint32) ((instant + ZONE) / INSTANT_DAY);
}

bool office_works_on(gint32 day) {
        g_assert_cmpint(day, >=, day_of(OFFICE_YEAR_MIN, 1, 1));
        g_assert_cmpint(day, <=, day_of(OFFICE_YEAR_MAX, 12, 31));
        for (gsize i = 0; i < G_N_ELEMENTS(published_days); i++) {
                int y, m, d;

                g_assert_cmpint(sscanf(published_days[i].date, "%d-%d-%d", &y, &m, &d), ==, 3);
                if (day_of(y, m, d) == day)
                        return published_days[i].worked;
        }
        return (day + 3) % 7 < 5; /* 0: a Monday */
}

/* The day whose closing hour is the next one, at the instant or after it. */
static gint32 day_closing(gint64 instant) {
        gint32 day = office_day(instant);

        return instant > midnight(day) + CLOSING ? day + 1 : day;
}

gint64 office_due(gint64 from, guint n) {
        gint32 day = day_closing(from);

        while (n > 0) {
                day++;
                if (office_works_on(day))
                        n--;
        }
        return midnight(day) + CLOSING;
}

guint office_days_left(gint64 now, gint64 due) {
        guint left = 0;

        for (gint32 day = day_closing(now) + 1; day <= office_day(due); day++)
                left += office_works_on(day);
        return left;
}

gint64 office_risk(gint64 due, guint margin_hours) {
        gint64 at = due;

        for (guint hour = 0; hour < margin_hours; hour++) {
                at -= INSTANT_HOUR;
                while (!office_works_on(day_closing(at)))
                        at -= INSTANT_DAY;
        }
        return at;
}

gint64 office_open_at(gint64 instant) {
        gint32 day = office_day(instant);

        if (office_works_on(day) && instant >= midnight(day) + OPENING && instant < midnight(day) + CLOSING)
                return instant;
        if (instant >= midnight(day) + OPENING)
                day++;
        while (!office_works_on(day))
                day++;
        return midnight(day) + OPENING;
}
