/* SQLite as a Store: one writer, a pool of readers. Private to this room; the three are sqlite_backend's. */
#pragma once

#include "store/backend.h"

void sqlite_store_close(Store *store);
bool sqlite_store_read(Store *store, StoreFn fn, gpointer data, GError **error);
bool sqlite_store_write(Store *store, StoreFn fn, gpointer data, GError **error);
guint sqlite_store_waiting(Store *store);
