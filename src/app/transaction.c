/* One transaction a use case, and the memory of what was answered under an Idempotency-Key. */
#include "app/app.h"

#include "app/prove.h"
#include "base/refusal.h"
#include "store/idempotency.h"

typedef struct Transaction {
        App *app;
        const Call *call;
        AppFn fn;
        gpointer wish;
        Outcome *outcome;
} Transaction;

void outcome_clear(Outcome *outcome) {
        g_clear_pointer(&outcome->document, json_decref);
        *outcome = (Outcome){ 0 };
}

/* What is kept of an outcome: the document, the version, the id. */
static json_t *outcome_pack(const Outcome *outcome) {
        char id[UUID_TEXT_SIZE];

        return json_pack("{s:O, s:I, s:s}", "document", outcome->document, "version", (json_int_t) outcome->version,
                         "id", uuid_format(&outcome->id, id));
}

static bool outcome_unpack(json_t *kept, Outcome *outcome, GError **error) {
        json_t *document = json_object_get(kept, "document");

        if (!document || !uuid_parse(json_string_value(json_object_get(kept, "id")), &outcome->id))
                return fail(error, FAILURE_CORRUPT, "a kept outcome is not one");
        outcome->document = json_incref(document);
        outcome->version = json_integer_value(json_object_get(kept, "version"));
        return true;
}

/* The row's id for sealing: the caller's principal stands in for one. */
static bool outcome_recall(AppTx *tx, const IdempotencyRow *row, Outcome *outcome, GError **error) {
        g_autoptr(DataKey) key = NULL;
        json_auto_t *kept = NULL;

        if (memcmp(row->body_sha256, tx->call->body_sha256, sizeof row->body_sha256) != 0)
                return refuse(error, REFUSAL_IDEMPOTENCY_KEY_REUSED, NULL, NULL);
        key = app_key(tx, &row->key_owner, error);
        return key
               && vault_unseal_json(key, "idempotency.outcome", &tx->call->actor->id, row->sealed_outcome, &kept,
                                    error)
               && outcome_unpack(kept, outcome, error);
}

static bool outcome_keep(AppTx *tx, const Outcome *outcome, GError **error) {
        g_autoptr(DataKey) key = NULL;
        g_autoptr(GBytes) sealed = NULL;
        json_auto_t *kept = NULL;

        if (!tx->call->idempotency_key || outcome->once || uuid_is_nil(&outcome->key_owner))
                return true;
        key = app_key(tx, &outcome->key_owner, error);
        if (!key)
                return false;
        kept = outcome_pack(outcome);
        sealed = vault_seal_json(key, "idempotency.outcome", &tx->call->actor->id, kept);
        return store_idempotency_add(tx->store, &tx->call->actor->id, tx->call->route, tx->call->idempotency_key,
                                     tx->call->body_sha256, &outcome->key_owner, sealed, tx->call->now, error);
}

static bool recalled(AppTx *tx, Outcome *outcome, bool *found, GError **error) {
        g_auto(IdempotencyRow) row = { 0 };

        *found = false;
        if (!tx->call->idempotency_key)
                return true;
        if (!store_idempotency_find(tx->store, &tx->call->actor->id, tx->call->route, tx->call->idempotency_key, &row,
                                    found, error))
                return false;
        return !*found || outcome_recall(tx, &row, outcome, error);
}

static bool write_run(StoreTx *store, gpointer data, GError **error) {
        Transaction *transaction = data;
        g_autoptr(GArray) touched = touched_new();
        AppTx tx = { .store = store, .app = transaction->app, .call = transaction->call, .touched = touched };
        bool found;

        outcome_clear(transaction->outcome);
        if (!recalled(&tx, transaction->outcome, &found, error))
                return false;
        if (found)
                return true;
        return transaction->fn(&tx, transaction->wish, transaction->outcome, error) && app_prove_touched(&tx, error)
               && outcome_keep(&tx, transaction->outcome, error);
}

static bool read_run(StoreTx *store, gpointer data, GError **error) {
        Transaction *transaction = data;
        AppTx tx = { .store = store, .app = transaction->app, .call = transaction->call };

        outcome_clear(transaction->outcome);
        return transaction->fn(&tx, transaction->wish, transaction->outcome, error);
}

bool app_write(App *app, const Call *call, AppFn fn, gpointer wish, Outcome *outcome, GError **error) {
        Transaction transaction = { app, call, fn, wish, outcome };

        return store_write(app->store, write_run, &transaction, error);
}

bool app_read(App *app, const Call *call, AppFn fn, gpointer wish, Outcome *outcome, GError **error) {
        Transaction transaction = { app, call, fn, wish, outcome };

        return store_read(app->store, read_run, &transaction, error);
}
