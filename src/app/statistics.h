/* The use cases of those who look after the whole: counts over a range of days, and the calendar that days are counted by. */
#pragma once

#include "app/app.h"

#define STATISTICS_DAYS_MAX 366
#define STATISTICS_ROWS_MAX 200 /* of each list: reasons, routes, reviewers; the most frequent */

typedef struct ReadStatistics {
        CivilDate from, to; /* both counted; in the policy's zone */
} ReadStatistics;

/* Counts what is open by age, and what was done in a range of days: by day, by month the deadlines kept, by reason, by route,
 * by member of staff, who is an id to all but administrators. Reads nothing personal but the names that it shows those.
 *
 * The document is {from, to, age_days, open, days, months, reasons, routes, reviewers}; see schema Statistics of the contract.
 * Refuses REFUSAL_OUT_OF_RANGE: `to` before `from`, or more than STATISTICS_DAYS_MAX days. */
bool app_read_statistics(App *app, const Call *call, const ReadStatistics *wish, Outcome *outcome, GError **error);

/* The range where none is asked for: the thirty days up to the call's. */
ReadStatistics statistics_lately(const App *app, gint64 now);

/* A year of the calendar in force: {year, known, years, days: [{date, working, holiday}], sources}. A year that it does not
 * have is not known and has no days. The caller owns the result. */
json_t *app_calendar_document(const App *app, int year);
