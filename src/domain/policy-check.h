/* Proves a policy: that every wish has an answer, that every route can end, and that nothing is asked for in vain. A policy
 * that loads can still strand a holder; one without findings cannot. */
#pragma once

#include "domain/calendar.h"
#include "domain/policy.h"

/* One thing that is wrong. */
typedef struct PolicyFinding {
        guint line; /* in the policy's file, from 1 */
        LocalText what;
} PolicyFinding;

/* Gives everything that is wrong, in order of lines; an empty array for a good policy. The caller owns it. */
GArray *policy_check(const Policy *policy, const Calendar *calendar);
