/* Rows of documents: policies and calendars once loaded, whole, by their hash. */
#pragma once

#include "store/store.h"

/* Keeps a document; one that is kept already stays as it is. `kind` is "policy" or "calendar". */
bool store_document_add(StoreTx *tx, const char *hash, const char *kind, GBytes *text, gint64 now, GError **error);

/* Loads a document; `text` (the caller's) is NULL where none of that kind has the hash. */
bool store_document_load(StoreTx *tx, const char *hash, const char *kind, GBytes **text, GError **error);
