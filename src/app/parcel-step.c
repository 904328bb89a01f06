/* The parcel of a case by mail: announced, received, opened, complete or not. */
#include "app/cases.h"

#include "app/step.h"
#include "base/refusal.h"
#include "store/parcels.h"

static const char *state_after(ProceedingEvent event) {
        static const char *const states[EVENT_COUNT] = { [EVENT_ANNOUNCE_PARCEL] = "announced",
                                                         [EVENT_RECEIVE_PARCEL] = "received",
                                                         [EVENT_PARCEL_COMPLETE] = "complete",
                                                         [EVENT_PARCEL_INCOMPLETE] = "incomplete",
                                                         [EVENT_PARCEL_FAILED] = "failed" };

        g_assert(states[event]);
        return states[event];
}

static bool parcel_announce(AppTx *tx, const Dossier *dossier, const ParcelStep *wish, GError **error) {
        ParcelRow row = { .id = uuid_new(tx->call->now),
                          .proceeding = wish->id,
                          .courier = wish->courier,
                          .announced_at = tx->call->now };
        g_autoptr(GBytes) sealed = vault_seal_text(dossier->key, "parcels.tracking", &row.id, wish->tracking);
        guint8 hash[VAULT_HASH_SIZE];

        row.sealed_tracking = sealed;
        row.state = (char *) state_after(wish->event);
        vault_lookup_hash(tx->app->vault, VAULT_LOOKUP_TRACKING, wish->tracking, hash);
        return store_parcel_add(tx->store, &row, error)
               && store_lookup_add(tx->store, "tracking", hash, &wish->id, "proceeding", error);
}

/* The mail desk speaks of the parcel announced last; a parcel that nobody announced is taken as it is. */
static bool parcel_note(AppTx *tx, const ParcelStep *wish, GError **error) {
        g_autoptr(GPtrArray) rows = NULL;
        ParcelRow *last;

        if (!store_parcel_list(tx->store, &wish->id, &rows, error))
                return false;
        if (!rows->len)
                return true;
        last = g_ptr_array_index(rows, rows->len - 1);
        g_free(last->state);
        last->state = g_strdup(state_after(wish->event));
        if (wish->event == EVENT_RECEIVE_PARCEL) {
                last->received_at = tx->call->now;
                last->received_by = tx->call->actor->id;
        } else {
                last->checked_at = tx->call->now;
        }
        if (wish->originals) {
                g_free(last->originals);
                last->originals = g_strdup(wish->originals);
        }
        return store_parcel_save(tx->store, last, error);
}

static bool parcel_step(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ParcelStep *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, PROCEEDING_CASE, error);
        StepWords words = { .reason_code = wish->reason_code, .text = wish->text };
        bool announced = wish->event == EVENT_ANNOUNCE_PARCEL;

        if (!dossier || !app_step(tx, dossier, wish->event, &words, error))
                return false;
        if (announced ? !parcel_announce(tx, dossier, wish, error) || !dossier_ask_refused(tx, dossier, error)
                      : !parcel_note(tx, wish, error))
                return false;
        return dossier_refresh(tx, dossier, error) && dossier_answer(tx, dossier, outcome, error);
}

bool app_parcel_step(App *app, const Call *call, const ParcelStep *wish, Outcome *outcome, GError **error) {
        ParcelStep copy = *wish;

        return app_write(app, call, parcel_step, &copy, outcome, error);
}
