/* PostgreSQL as a Store: a pool of connections and the rule of trying again. Private to this room; the three are
 * postgres_backend's. */
#pragma once

#include "store/backend.h"

void postgres_store_close(Store *store);
bool postgres_store_read(Store *store, StoreFn fn, gpointer data, GError **error);
bool postgres_store_write(Store *store, StoreFn fn, gpointer data, GError **error);
