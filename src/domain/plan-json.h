/* The plan as JSON, the same for the command line and the door. Its shape:
 *
 *   routes   [{id, channel, materials: [item ids], review_due, ends_by}], review_due null where nobody reviews
 *   refused  [{id, reason}]
 *   details  the instant, policy and calendar that the plan was made by; `routes` by id: names, steps, items with what meets
 *            them, approvals, balance; `refused` by id: the reason as a text; `origin`: where to change instead
 *
 * Times are RFC 3339 in the policy's zone, money is yuan as a text, texts are {"zh": …, "en": …}. */
#pragma once

#include "domain/plan.h"

#include <jansson.h>

/* The caller owns the result. */
json_t *plan_to_json(const Plan *plan, const Policy *policy, const Calendar *calendar);
