/* Rows of transfers: the small payment that proves a company's corporate account. */
#pragma once

#include "store/store.h"

/* Gives until when an account may begin no new transfer; INSTANT_NONE where it may. */
bool store_transfer_locked_until(StoreTx *tx, const Uuid *account, gint64 *until, GError **error);
