/* What waits for an attestation, and what exactly is to be looked up. */
#include "app/attestations.h"

#include "app/identity.h"
#include "app/json-put.h"
#include "base/refusal.h"
#include "store/attestations.h"

#define PAGE 50

static void voices_put(AppTx *tx, const AttestationRow *row, json_t *document) {
        json_put_instant(document, "asked_at", row->asked_at);
        json_put_instant(document, "confirmed_at", row->first_at);
        json_object_set_new(document, "confirmed_by_me",
                            json_boolean(row->first_outcome && uuid_equal(&row->first_by, &tx->call->actor->id)));
        json_put_instant(document, "ended_at", row->ended_at);
}

/* {"name", "number"}, so that whoever attests looks up the right company. */
static bool company_put(AppTx *tx, const Dossier *dossier, json_t *document, GError **error) {
        g_auto(Identity) company = { 0 };
        bool named;

        if (!app_subject_open(tx, &dossier->proceeding->new_subject, &company, &named, error))
                return false;
        json_object_set_new(document, "company",
                            named ? json_pack("{s:s, s:s}", "name", company.name, "number", company.number)
                                  : json_null());
        return true;
}

static bool read_attestation(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadAttestation *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);
        g_autoptr(AttestationRow) row = NULL;
        g_autoptr(SecretText) account = NULL;

        if (!dossier || !store_attestation_load(tx->store, &wish->id, &row, error))
                return false;
        if (!row || (dossier->view != VIEW_STAFF && dossier->view != VIEW_AT_HAND))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (dossier->facts.actor_is_owner)
                return refuse(error, REFUSAL_OWN_CASE, NULL, NULL);
        if (!vault_unseal_text(dossier->key, "attestations.account", &wish->id, row->sealed_account, &account, error))
                return false;
        outcome->document = json_pack("{s:s}", "kind", enum_name(&proceeding_kind_names, (int) wish->kind));
        outcome->version = dossier->proceeding->version;
        json_put_id(outcome->document, "id", &wish->id);
        json_put_text(outcome->document, "alipay_account", account);
        voices_put(tx, row, outcome->document);
        return company_put(tx, dossier, outcome->document, error);
}

bool app_read_attestation(App *app, const Call *call, const ReadAttestation *wish, Outcome *outcome, GError **error) {
        ReadAttestation copy = *wish;

        return app_read(app, call, read_attestation, &copy, outcome, error);
}

typedef struct Place {
        gint64 asked_at;
        Uuid id;
} Place;

static json_t *item_document(AppTx *tx, const AttestationRow *row, GError **error) {
        g_autoptr(Proceeding) proceeding = NULL;
        json_t *item;

        if (!store_proceeding_load(tx->store, &row->proceeding, &proceeding, NULL, error))
                return NULL;
        if (!proceeding) {
                fail(error, FAILURE_CORRUPT, "an attestation has no proceeding");
                return NULL;
        }
        item = json_pack("{s:s, s:s}", "kind", enum_name(&proceeding_kind_names, (int) proceeding->kind), "state",
                         enum_name(&proceeding_state_names, (int) proceeding->state));
        json_put_id(item, "id", &proceeding->id);
        json_put_id(item, "account", &proceeding->account);
        voices_put(tx, row, item);
        return item;
}

static json_t *next_place(const AttestationRow *last) {
        char id[UUID_TEXT_SIZE];

        return json_sprintf("%" G_GINT64_FORMAT ".%s", last->asked_at, uuid_format(&last->proceeding, id));
}

static bool list_attestations(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Place *after = data;
        g_autoptr(GPtrArray) rows = NULL;
        json_t *items = json_array();

        outcome->document = json_pack("{s:o}", "items", items);
        if (!store_attestation_waiting(tx->store, after->asked_at, &after->id, PAGE + 1, &rows, error))
                return false;
        for (guint i = 0; i < MIN(rows->len, PAGE); i++) {
                json_t *item = item_document(tx, g_ptr_array_index(rows, i), error);

                if (!item)
                        return false;
                json_array_append_new(items, item);
        }
        json_object_set_new(outcome->document, "next",
                            rows->len > PAGE ? next_place(g_ptr_array_index(rows, PAGE - 1)) : json_null());
        return true;
}

static bool place_read(const char *cursor, Place *place, GError **error) {
        const char *dot = cursor ? strchr(cursor, '.') : NULL;
        char *end = NULL;

        *place = (Place){ .asked_at = INSTANT_NONE };
        if (!cursor)
                return true;
        place->asked_at = g_ascii_strtoll(cursor, &end, 10);
        return (dot && end == dot && end != cursor && uuid_parse(dot + 1, &place->id))
               || refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
}

bool app_list_attestations(App *app, const Call *call, const char *cursor, Outcome *outcome, GError **error) {
        Place after;

        return place_read(cursor, &after, error) && app_read(app, call, list_attestations, &after, outcome, error);
}
