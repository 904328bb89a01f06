/* Removes the content that nothing names: of uploads that were never committed, and of files taken back. */
#include "app/evidence.h"

#include "store/evidence.h"

typedef struct Known {
        Uuid blob;
        bool known;
} Known;

static bool known_find(StoreTx *tx, gpointer data, GError **error) {
        Known *known = data;

        return store_evidence_has_blob(tx, &known->blob, &known->known, error);
}

static bool blob_is_known(const Uuid *id, bool *known, gpointer user, GError **error) {
        App *app = user;
        Known wish = { .blob = *id };

        if (!store_read(app->store, known_find, &wish, error))
                return false;
        *known = wish.known;
        return true;
}

bool app_sweep_evidence(App *app, gint64 now, guint *removed, GError **error) {
        return blobs_sweep(app->blobs, now - EVIDENCE_SWEEP_AGE, blob_is_known, app, removed, error);
}
