/* Holds the history of one case or attempt against what the office would have promised, and against what the clock owed it. */
#pragma once

#include "app/app.h"

#define DEADLINE_LATE (10 * INSTANT_SECOND) /* how late the clock may look: the runner sleeps for seconds */

typedef struct DeadlineSum {
        guint events, promises, stood, at_risk, escalated, missed, claims, lapsed;
        guint ended[32]; /* by ProceedingState */
} DeadlineSum;

/* Walks the history and aborts with its place where
 * - a promise is not the closing hour of a working day that the office counted;
 * - one that came to be at risk was not escalated then, and once, and before it was missed;
 * - a missed one was not given a new date at once;
 * - a claim was held beyond its time, or taken away before;
 * - it has not ended.
 * What there was is added to `sum`. */
void deadline_audit(App *app, const Uuid *id, guint review_days, DeadlineSum *sum);
