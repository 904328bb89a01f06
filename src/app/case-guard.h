/* The continuity guard as it stands for a case: whether the account's money lasts until the case's worst-case end. */
#pragma once

#include "app/dossier.h"
#include "domain/guard.h"
#include "store/products.h"

/* Reads an account's money as the platform reported it. `known` is false where it reported none; `products` holds the texts
 * that `money` borrows. */
bool app_guard_money(AppTx *tx, const Account *account, const Policy *policy, ProductList *products,
                     GuardAccount *money, bool *known, GError **error);

/* Gives how much is missing, in micro-yuan, for a case handed in now; 0 where the money lasts or nothing was reported.
 * Source: domain rules, "The continuity guard"; seed row S3. */
bool app_guard_shortfall_of_case(AppTx *tx, const Dossier *dossier, gint64 *shortfall, GError **error);
