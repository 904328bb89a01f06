/* The document of a case or attempt: what its reader may see of it, and nothing else. */
#include "app/dossier.h"

#include "app/evidence-parts.h"
#include "app/identity.h"
#include "app/json-put.h"
#include "store/parcels.h"

bool dossier_shows(const Dossier *dossier, Side side) {
        if (dossier->view == VIEW_OLD_SIDE)
                return side == SIDE_OLD;
        if (dossier->view == VIEW_NEW_SIDE)
                return side == SIDE_NEW;
        return dossier->view != VIEW_PLATFORM && dossier->view != VIEW_NOTHING;
}

bool view_reads_words(View view) {
        return view == VIEW_BOTH_SIDES || view == VIEW_AT_HAND;
}

/* Whole names and numbers are for the owner themself and for whoever has the case at hand. */
static bool view_is_whole(View view) {
        return view == VIEW_AT_HAND;
}

static json_t *files_of_item(const Dossier *dossier, const GPtrArray *rows, const char *item) {
        json_t *files = json_array();

        for (guint i = 0; i < rows->len; i++) {
                const EvidenceRow *row = g_ptr_array_index(rows, i);

                if (g_str_equal(row->item, item) && row->state != EVIDENCE_WITHDRAWN
                    && dossier_shows(dossier, row->side))
                        json_array_append_new(files, evidence_document(row));
        }
        return files;
}

static json_t *item_document(const Dossier *dossier, const ChecklistLine *line, const GPtrArray *rows) {
        const PolicyItem *item = line->item;
        json_t *document = json_pack("{s:s, s:s, s:s, s:i, s:i, s:o}", "id", item->id, "of",
                                     enum_name(&side_names, (int) item->of), "state",
                                     enum_name(&item_state_names, (int) line->state), "needed", (int) line->needed,
                                     "given", (int) line->given, "files", files_of_item(dossier, rows, item->id));
        json_t *any_of = json_array();

        for (const PolicyMaterial **material = item->any_of; *material; material++)
                json_array_append_new(any_of, json_string((*material)->id));
        json_object_set_new(document, "any_of", any_of);
        json_put_local(document, "name", &item->name);
        json_object_set_new(document, "sealed_by_old", json_boolean(item->sealed_by_old));
        json_object_set_new(document, "sealed_by_new", json_boolean(item->sealed_by_new));
        if (line->verdict && dossier_shows(dossier, item->of)) {
                json_put_text(document, "reason_code", line->verdict->reason_code);
                json_put_text(document, "text", view_reads_words(dossier->view) ? line->verdict->text : NULL);
        }
        return document;
}

static bool items_put(AppTx *tx, const Dossier *dossier, json_t *document, GError **error) {
        g_autoptr(GPtrArray) rows = NULL;
        json_t *items = json_array();

        json_object_set_new(document, "items", items);
        if (!store_evidence_list(tx->store, &dossier->proceeding->id, &rows, error))
                return false;
        for (guint i = 0; i < dossier->lines->len; i++)
                json_array_append_new(items,
                                      item_document(dossier, &g_array_index(dossier->lines, ChecklistLine, i), rows));
        return true;
}

static bool parcels_put(AppTx *tx, const Dossier *dossier, json_t *document, GError **error) {
        g_autoptr(GPtrArray) rows = NULL;
        json_t *parcels = json_array();

        json_object_set_new(document, "parcels", parcels);
        if (!store_parcel_list(tx->store, &dossier->proceeding->id, &rows, error))
                return false;
        for (guint i = 0; i < rows->len; i++) {
                const ParcelRow *row = g_ptr_array_index(rows, i);
                json_t *parcel = json_pack("{s:s, s:s}", "courier", row->courier, "state", row->state);
                g_autoptr(SecretText) tracking = NULL;

                json_array_append_new(parcels, parcel);
                json_put_instant(parcel, "announced_at", row->announced_at);
                json_put_instant(parcel, "received_at", row->received_at);
                json_put_instant(parcel, "checked_at", row->checked_at);
                json_put_text(parcel, "originals", row->originals);
                if (!vault_unseal_text(dossier->key, "parcels.tracking", &row->id, row->sealed_tracking, &tracking,
                                       error))
                        return false;
                json_put_text(parcel, "tracking", tracking);
        }
        return true;
}

static bool owner_put(AppTx *tx, const Dossier *dossier, json_t *document, const char *name, Side side,
                      const Uuid *subject, GError **error) {
        json_t *owner;

        if (uuid_is_nil(subject) || !dossier_shows(dossier, side)) {
                json_object_set_new(document, name, json_null());
                return true;
        }
        owner = app_subject_document(tx, subject, view_is_whole(dossier->view), error);
        return owner && json_object_set_new(document, name, owner) == 0;
}

static bool owners_put(AppTx *tx, const Dossier *dossier, json_t *document, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;

        if (proceeding->kind == PROCEEDING_ATTEMPT)
                return owner_put(tx, dossier, document, "owner", SIDE_NEW, &proceeding->new_subject, error);
        return owner_put(tx, dossier, document, "old_owner", SIDE_OLD, &proceeding->old_subject, error)
               && owner_put(tx, dossier, document, "new_owner", SIDE_NEW, &proceeding->new_subject, error);
}

/* The holder's own words, and why it ended. */
static bool words_put(const Dossier *dossier, json_t *document, GError **error) {
        const Uuid *id = &dossier->proceeding->id;
        g_autoptr(SecretText) statement = NULL;
        g_autoptr(SecretText) reason = NULL;

        if (!view_reads_words(dossier->view))
                return true;
        if (!vault_unseal_text(dossier->key, "proceedings.statement", id, dossier->sealed.statement, &statement,
                               error)
            || !vault_unseal_text(dossier->key, "proceedings.reason", id, dossier->sealed.reason, &reason, error))
                return false;
        json_put_text(document, "statement", statement);
        json_put_text(document, "ended_because", reason);
        return true;
}

static json_t *events_offered(AppTx *tx, const Dossier *dossier) {
        guint64 offered = proceeding_events_for(dossier->proceeding, tx->call->actor, &dossier->facts);
        json_t *events = json_array();

        for (int event = 0; event < EVENT_COUNT; event++) {
                if (offered & (G_GUINT64_CONSTANT(1) << event))
                        json_array_append_new(events, json_string(enum_name(&proceeding_event_names, event)));
        }
        return events;
}

/* While the clock runs, those that would remain if it were stopped now: whole ones after today. */
static guint working_days_left(const AppTx *tx, const Dossier *dossier) {
        const Policy *policy = dossier->facts.policy;
        OfficeHours hours = { .calendar = dossier->facts.calendar,
                              .zone = policy->zone,
                              .closing_minutes = policy->closing_minutes };
        DeadlineClock clock = dossier->proceeding->clock;

        deadline_pause(&hours, &clock, tx->call->now);
        return clock.working_days_left;
}

static void dates_put(const AppTx *tx, const Dossier *dossier, json_t *document) {
        const Proceeding *proceeding = dossier->proceeding;

        json_put_instant(document, "opened_at", proceeding->opened_at);
        json_put_instant(document, "submitted_at", proceeding->submitted_at);
        json_put_instant(document, "ended_at", proceeding->ended_at);
        json_put_instant(document, "due_at", proceeding->clock.due_at);
        json_put_instant(document, "expires_at", proceeding->expires_at);
        json_object_set_new(document, "provisional", json_boolean(proceeding->clock.provisional));
        json_object_set_new(document, "working_days_left", json_integer(working_days_left(tx, dossier)));
}

static void kind_put(const Dossier *dossier, json_t *document) {
        const Proceeding *proceeding = dossier->proceeding;

        if (proceeding->kind == PROCEEDING_ATTEMPT) {
                json_put_text(document, "method", enum_name(&method_names, (int) proceeding->method));
                json_put_text(document, "owner_kind", enum_name(&owner_kind_names, (int) proceeding->owner));
                json_put_id(document, "case", &proceeding->parent);
                json_object_set_new(document, "tries_left", json_integer(proceeding->tries_left));
                return;
        }
        json_put_text(document, "route", proceeding->route);
        json_put_text(document, "channel",
                      dossier->facts.route ? enum_name(&channel_names, (int) dossier->facts.route->channel) : NULL);
        json_put_id(document, "opened_from", &proceeding->opened_from);
        json_put_id(document, "verification", &proceeding->verification);
        json_object_set_new(document, "released", json_boolean(proceeding->released));
}

static json_t *consents_document(const Dossier *dossier) {
        json_t *consents = json_array();

        for (guint i = 0; i < dossier->consents->len; i++)
                json_array_append_new(consents, json_string(g_ptr_array_index(dossier->consents, i)));
        return consents;
}

static bool claim_put(AppTx *tx, const Dossier *dossier, json_t *document) {
        const Proceeding *proceeding = dossier->proceeding;

        json_object_set_new(document, "claimed", json_boolean(!uuid_is_nil(&proceeding->claimed_by)));
        json_object_set_new(document, "claimed_by_me",
                            json_boolean(uuid_equal(&proceeding->claimed_by, &tx->call->actor->id)
                                         && !uuid_is_nil(&proceeding->claimed_by)));
        if (actor_has(tx->call->actor, ROLES_STAFF)) {
                json_put_id(document, "claimed_by", &proceeding->claimed_by);
                json_put_instant(document, "lease_until", proceeding->lease_until);
        }
        return true;
}

json_t *dossier_document(AppTx *tx, Dossier *dossier, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        json_auto_t *document = json_object();

        json_put_id(document, "id", &proceeding->id);
        json_put_text(document, "kind", enum_name(&proceeding_kind_names, (int) proceeding->kind));
        json_put_id(document, "account", &proceeding->account);
        json_put_text(document, "state", enum_name(&proceeding_state_names, (int) proceeding->state));
        json_object_set_new(document, "version", json_integer(proceeding->version));
        json_put_text(document, "policy", proceeding->policy_hash);
        kind_put(dossier, document);
        dates_put(tx, dossier, document);
        claim_put(tx, dossier, document);
        json_object_set_new(document, "events", events_offered(tx, dossier));
        json_object_set_new(document, "consents", consents_document(dossier));
        json_put_text(document, "missing_items", dossier->missing);
        json_put_text(document, "missing_consent", dossier->missing_consent);
        json_object_set_new(document, "missing_claim", json_boolean(dossier->facts.missing_claim));
        if (!owners_put(tx, dossier, document, error) || !items_put(tx, dossier, document, error)
            || !parcels_put(tx, dossier, document, error) || !words_put(dossier, document, error))
                return NULL;
        return json_incref(document);
}

bool dossier_answer(AppTx *tx, Dossier *dossier, Outcome *outcome, GError **error) {
        outcome->document = dossier_document(tx, dossier, error);
        outcome->version = dossier->proceeding->version;
        outcome->id = dossier->proceeding->id;
        outcome->key_owner = dossier->proceeding->id;
        return outcome->document != NULL;
}
