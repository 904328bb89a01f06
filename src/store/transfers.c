/* The small payments that prove corporate accounts. */
#include "store/transfers.h"

static const Statement transfer_locked_until = {
        "SELECT MAX(locked_until) FROM transfers WHERE account_id = $1 AND locked_until IS NOT NULL"
};

bool store_transfer_locked_until(StoreTx *tx, const Uuid *account, gint64 *until, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &transfer_locked_until, &row, error, VALUES(value_uuid(account))))
                return false;
        *until = row ? rows_instant(row, 0) : INSTANT_NONE;
        return true;
}
