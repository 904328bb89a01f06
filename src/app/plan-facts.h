/* What the rules must know of an account before a change of it can be planned or opened. */
#pragma once

#include "app/app.h"
#include "domain/plan.h"
#include "store/accounts.h"

/* Reads whether a case is open, when it last changed hands, freeze and arrears. `facts->money` is left as it is. */
bool plan_facts_read(AppTx *tx, const Account *account, PlanAccount *facts, GError **error);

/* True where the account's verification is another site's to change. */
bool account_is_origins(const Account *account);

/* Sets REFUSAL_CHANGE_AT_ORIGIN with the origin's name and address, and gives false. Source: seed row S2. */
bool refuse_at_origin(const Policy *policy, const Account *account, GError **error);
