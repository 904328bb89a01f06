/* Removes what is over. */
#include "app/sweep.h"

#include "store/idempotency.h"
#include "store/links.h"
#include "store/sessions.h"

static bool sweep(StoreTx *tx, gpointer data, GError **error) {
        const gint64 *now = data;

        return store_sessions_sweep(tx, *now, error) && store_links_sweep(tx, *now, error)
               && store_idempotency_sweep(tx, *now, error);
}

bool app_sweep(App *app, gint64 now, GError **error) {
        return store_write(app->store, sweep, &now, error);
}
