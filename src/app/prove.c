/* Tells the log what the rows that were changed say now. */
#include "app/prove.h"

#include "app/json-put.h"
#include "app/log.h"
#include "base/refusal.h"

#include <sodium.h>

#define PAGE 200

static const Uuid nothing = { { 0 } };

typedef struct Touched {
        ProofKind kind;
        Uuid id;
} Touched;

GArray *touched_new(void) {
        return g_array_new(FALSE, FALSE, sizeof(Touched));
}

void app_touch(AppTx *tx, ProofKind kind, const Uuid *id) {
        Touched touched = { kind, *id };

        g_assert(tx->touched);
        for (guint i = 0; i < tx->touched->len; i++) {
                if (uuid_equal(&g_array_index(tx->touched, Touched, i).id, id))
                        return;
        }
        g_array_append_val(tx->touched, touched);
}

static bool digest_put(const char *table, const guint8 digest[static PROOF_DIGEST_SIZE], gpointer user,
                       G_GNUC_UNUSED GError **error) {
        char text[2 * PROOF_DIGEST_SIZE + 1];

        return json_object_set_new(user, table,
                                   json_string(sodium_bin2hex(text, sizeof text, digest, PROOF_DIGEST_SIZE)))
               == 0;
}

json_t *app_proof_content(AppTx *tx, ProofKind kind, const Uuid *id, gint64 number, GError **error) {
        json_auto_t *digests = json_object();

        if (!store_proof_draw(tx->store, kind, id, digest_put, digests, error))
                return NULL;
        return json_pack("{s:s, s:o, s:I, s:O}", "of", enum_name(&proof_kind_names, (int) kind), "id", json_id(id),
                         "number", (json_int_t) number, "rows", digests);
}

static bool prove(AppTx *tx, ProofKind kind, const Uuid *id, const char *leaf_kind, GError **error) {
        g_autoptr(DataKey) key = kind == PROOF_API_KEY ? app_key_of_house(tx, error) : app_key(tx, id, error);
        ProofRow row = { .id = *id, .kind = kind };
        json_auto_t *content = NULL;
        bool found;

        if (!key || !store_proof_load(tx->store, id, &row, &found, error))
                return false;
        row.number++;
        row.leaf = uuid_new(tx->call->now);
        content = app_proof_content(tx, kind, id, row.number, error);
        if (!content)
                return false;
        json_object_set_new(content, "by_role", json_string(actor_role_name(tx->call->actor)));
        json_put_id(content, "by", &tx->call->actor->id);
        return app_log_add(tx, &row.leaf, leaf_kind, &nothing, NULL, NULL, id, content, key, error)
               && store_proof_put(tx->store, &row, error);
}

bool app_prove_touched(AppTx *tx, GError **error) {
        for (guint i = 0; i < tx->touched->len; i++) {
                const Touched *touched = &g_array_index(tx->touched, Touched, i);
                g_autofree char *leaf_kind =
                        g_strconcat(PROOF_LEAF_PREFIX, enum_name(&proof_kind_names, (int) touched->kind), NULL);

                if (!prove(tx, touched->kind, &touched->id, leaf_kind, error))
                        return false;
        }
        return true;
}

/* --- what is older than the proofs --- */

static bool page_adopt(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        g_autoptr(GArray) owed = NULL;
        guint *adopted = data;

        if (!store_proof_owed(tx->store, PAGE, &owed, error))
                return false;
        *adopted = owed->len;
        for (guint i = 0; i < owed->len; i++) {
                const ProofRow *row = &g_array_index(owed, ProofRow, i);

                if (!prove(tx, row->kind, &row->id, PROOF_LEAF_ADOPTED, error))
                        return false;
        }
        return true;
}

static bool owed_look(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        g_autoptr(GArray) owed = NULL;
        guint *there = data;

        if (!store_proof_owed(tx->store, 1, &owed, error))
                return false;
        *there = owed->len;
        return true;
}

bool app_prove_owed(App *app, gint64 now, GError **error) {
        Actor system = actor_system();
        Call call = { .actor = &system, .now = now, .version = -1, .route = "" };
        guint left;

        for (;;) {
                g_auto(Outcome) none = { 0 };

                if (!app_read(app, &call, owed_look, &left, &none, error))
                        return false;
                if (left == 0)
                        return true;
                if (!app_write(app, &call, page_adopt, &left, &none, error))
                        return false;
        }
}
