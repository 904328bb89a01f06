/* Calendar files: what loads counts working days there and back. */
#include "tests/fuzz/fuzz.h"

#include "domain/calendar.h"

static void check_days(const Calendar *calendar, int year) {
        guint count, n = 7;
        const CalendarDay *days = calendar_year_days(calendar, year, &count);
        CivilDate begin, later;
        bool provisional = false;

        g_assert(civil_date_make(year, 1, 1, &begin) && *calendar_year_sources(calendar, year));
        for (guint i = 0; i < count; i++) {
                g_assert(civil_date_year(days[i].date) == year && *days[i].holiday);
                g_assert(i == 0 || days[i - 1].date < days[i].date);
                g_assert(calendar_is_working_day(calendar, days[i].date, &provisional) == days[i].working);
        }
        g_assert(!provisional);
        later = calendar_add_working_days(calendar, begin, n, NULL);
        if (later == CIVIL_DATE_NONE)
                return;
        g_assert(calendar_is_working_day(calendar, later, NULL));
        g_assert(calendar_count_working_days(calendar, begin, later, NULL) == n);
        calendar_subtract_working_days(calendar, later, n, NULL);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        g_autofree char *text = fuzz_copy(bytes, size);
        GError *error = NULL;
        g_autoptr(Calendar) calendar = calendar_load("calendar.yaml", text, size, &error);
        const int *years;
        guint count;

        fuzz_check(calendar != NULL, error);
        if (!calendar)
                return 0;
        years = calendar_years(calendar, &count);
        g_assert(count > 0);
        for (guint i = 0; i < count; i++)
                check_days(calendar, years[i]);
        return 0;
}
