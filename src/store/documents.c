/* Policies and calendars kept whole: a case keeps those it began under. */
#include "store/documents.h"

static const Statement document_add = {
        "INSERT INTO documents (hash, kind, text, loaded_at) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING"
};

static const Statement document_load = { "SELECT text FROM documents WHERE hash = $1 AND kind = $2" };

bool store_document_add(StoreTx *tx, const char *hash, const char *kind, GBytes *text, gint64 now, GError **error) {
        return store_run(tx, &document_add, NULL, error,
                         VALUES(value_text(hash), value_text(kind), value_bytes(text), value_instant(now)));
}

bool store_document_load(StoreTx *tx, const char *hash, const char *kind, GBytes **text, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &document_load, &row, error, VALUES(value_text(hash), value_text(kind))))
                return false;
        *text = row ? rows_bytes(row, 0) : NULL;
        return true;
}
