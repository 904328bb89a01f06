/* Shows everybody what the policy in force asks for: the same data by which cases are decided. */
#include "app/account-parts.h"
#include "app/transfer-parts.h"
#include "base/refusal.h"
#include "store/documents.h"

static json_t *item_document(const PolicyItem *item) {
        json_t *any_of = json_array(), *seals = json_array();

        for (const PolicyMaterial **material = item->any_of; *material; material++)
                json_array_append_new(any_of, json_string((*material)->id));
        if (item->sealed_by_old)
                json_array_append_new(seals, json_string(enum_name(&side_names, SIDE_OLD)));
        if (item->sealed_by_new)
                json_array_append_new(seals, json_string(enum_name(&side_names, SIDE_NEW)));
        return json_pack("{s:s, s:o, s:s, s:o, s:i, s:b, s:b, s:b, s:o}", "id", item->id, "name",
                         json_local(&item->name), "of", enum_name(&side_names, (int) item->of), "any_of", any_of,
                         "at_least", (int) item->at_least, "raisable", (int) item->raisable, "each_invoice",
                         (int) item->each_invoice, "annual_record", (int) item->annual_record, "seals", seals);
}

typedef json_t *(*EntryDocument)(gconstpointer entry);

static json_t *entries_document(const GPtrArray *entries, EntryDocument document) {
        json_t *list = json_array();

        for (guint i = 0; i < entries->len; i++)
                json_array_append_new(list, document(g_ptr_array_index(entries, i)));
        return list;
}

static json_t *item_entry(gconstpointer entry) {
        return item_document(entry);
}

static json_t *method_entry(gconstpointer entry) {
        const PolicyMethod *method = entry;

        return json_pack("{s:s, s:s, s:s, s:o, s:i, s:i, s:i, s:i, s:i, s:i, s:o}", "id", method->id, "method",
                         enum_name(&method_names, (int) method->method), "owner",
                         enum_name(&owner_kind_names, (int) method->owner), "name", json_local(&method->name),
                         "review_days", (int) method->review_days, "approvals", (int) method->approvals,
                         "holder_days", (int) method->holder_days, "arrival_days", (int) method->arrival_days,
                         "tries", (int) method->tries, "lock_days", (int) method->lock_days, "items",
                         entries_document(method->items, item_entry));
}

static json_t *methods_document(const App *app) {
        json_t *list = entries_document(app->policy->methods, method_entry), *document;
        gsize i;

        json_array_foreach(list, i, document)
                json_object_set_new(document, "offered",
                                    json_boolean(method_is_offered(app, g_ptr_array_index(app->policy->methods, i))));
        return list;
}

static json_t *method_id(gconstpointer entry) {
        return json_string(((const PolicyMethod *) entry)->id);
}

static json_t *route_entry(gconstpointer entry) {
        const PolicyRoute *route = entry;
        json_t *document = json_pack(
                "{s:s, s:o, s:o, s:s, s:s, s:b, s:s, s:s, s:s}", "id", route->id, "name", json_local(&route->name),
                "effort", json_local(&route->effort), "from", enum_name(&owner_kind_names, (int) route->from), "to",
                enum_name(&owner_kind_names, (int) route->to), "same_enterprise", (int) route->same_subject, "need",
                enum_name(&route_need_names, (int) route->need), "channel",
                enum_name(&channel_names, (int) route->channel), "on_approval",
                enum_name(&on_approval_names, (int) route->on_approval));
        json_t *rest =
                json_pack("{s:s, s:s, s:o, s:i, s:i, s:o}", "destination",
                          enum_name(&destination_names, (int) route->destination), "cut_over",
                          enum_name(&cut_over_names, (int) route->cut_over), "methods",
                          entries_document(route->methods, method_id), "review_days", (int) route->review_days,
                          "approvals", (int) route->approvals, "items", entries_document(route->items, item_entry));

        json_object_update_new(document, rest);
        return document;
}

static json_t *material_entry(gconstpointer entry) {
        const PolicyMaterial *material = entry;

        return json_pack("{s:s, s:o, s:o, s:s, s:s?, s:b, s:i}", "id", material->id, "name",
                         json_local(&material->name), "guidance", json_local(&material->guidance), "picture",
                         enum_name(&picture_kind_names, (int) material->picture), "form",
                         material->form == FORM_NONE ? NULL : enum_name(&form_names, (int) material->form),
                         "identity_picture", (int) material->identity_picture, "files_max",
                         (int) material->files_max);
}

static json_t *reason_entry(gconstpointer entry) {
        const PolicyReason *reason = entry;

        return json_pack("{s:s, s:o, s:b, s:b}", "id", reason->id, "text", json_local(&reason->text), "for_evidence",
                         (int) reason->for_evidence, "for_rejection", (int) reason->for_rejection);
}

static json_t *origin_entry(gconstpointer entry) {
        const PolicyOrigin *origin = entry;

        return json_pack("{s:s, s:o, s:s}", "origin", enum_name(&origin_names, (int) origin->origin), "name",
                         json_local(&origin->name), "address", origin->address);
}

static json_t *bank_entry(gconstpointer entry) {
        const PolicyBank *bank = entry;

        return json_pack("{s:s, s:o}", "code", bank->code, "name", json_local(&bank->name));
}

static json_t *consent_entry(gconstpointer entry) {
        const PolicyConsent *consent = entry;

        return json_pack("{s:s, s:s, s:o}", "purpose", consent->purpose, "text_version", consent->text_version,
                         "text", json_local(&consent->text));
}

static json_t *limits_document(const PolicyLimits *limits) {
        return json_pack(
                "{s:i, s:i, s:i, s:i, s:i, s:i, s:I, s:i, s:i, s:i, s:i, s:b, s:b}", "holder_days",
                (int) limits->holder_days, "reminder_days", (int) limits->reminder_days, "parcel_days",
                (int) limits->parcel_days, "attempts", (int) limits->attempts, "reverify_days",
                (int) limits->reverify_days, "files_per_item", (int) limits->files_per_item, "file_bytes_max",
                (json_int_t) limits->file_bytes_max, "accounts_per_person", (int) limits->accounts_per_person,
                "accounts_per_enterprise", (int) limits->accounts_per_enterprise, "days_between_changes",
                (int) limits->days_between_changes, "dispute_days", (int) limits->dispute_days, "refuse_frozen",
                (int) limits->refuse_frozen, "refuse_arrears", (int) limits->refuse_arrears);
}

static json_t *continuity_document(const PolicyContinuity *continuity) {
        json_t *hours = json_array();

        for (guint i = 0; i < continuity->alert_hours->len; i++)
                json_array_append_new(hours, json_integer(g_array_index(continuity->alert_hours, gint64, i)));
        return json_pack("{s:b, s:o, s:i}", "holds_submission", (int) continuity->holds_submission, "alert_hours",
                         hours, "billing_lag_minutes", (int) continuity->billing_lag_minutes);
}

static json_t *issuers_document(const Policy *policy) {
        json_t *issuers = json_array();

        for (char **issuer = policy->invoice_issuers; issuer && *issuer; issuer++)
                json_array_append_new(issuers, json_string(*issuer));
        return issuers;
}

json_t *app_policy_document(const App *app) {
        const Policy *policy = app->policy;
        g_autofree char *closing =
                g_strdup_printf("%02u:%02u", policy->closing_minutes / 60, policy->closing_minutes % 60);
        json_t *document = json_pack(
                "{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:o, s:{s:o, s:o, s:s, s:s?}}", "id", policy->id, "edition",
                policy->edition, "hash", policy->hash, "calendar", calendar_version(app->calendar), "platform",
                json_local(&policy->platform), "zone", policy->zone_name, "closing_hour", closing, "limits",
                limits_document(&policy->limits), "continuity", continuity_document(&policy->continuity), "mail",
                "address", json_local(&policy->mail.address), "recipient", json_local(&policy->mail.recipient),
                "postcode", policy->mail.postcode, "phone", policy->mail.phone);
        json_t *lists = json_pack(
                "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "routes", entries_document(policy->routes, route_entry),
                "methods", methods_document(app), "materials", entries_document(policy->materials, material_entry),
                "reasons", entries_document(policy->reasons, reason_entry), "origins",
                entries_document(policy->origins, origin_entry), "banks", entries_document(policy->banks, bank_entry),
                "consents", entries_document(policy->consents, consent_entry), "invoice_issuers",
                issuers_document(policy));

        json_object_update_new(document, lists);
        json_object_set_new(document, "owes_text", json_local(&policy->owes_text));
        return document;
}

typedef struct PolicyText {
        const char *hash;
        GBytes *text;
} PolicyText;

static bool text_load(StoreTx *store, gpointer data, GError **error) {
        PolicyText *wanted = data;

        g_clear_pointer(&wanted->text, g_bytes_unref);
        if (!store_document_load(store, wanted->hash, "policy", &wanted->text, error))
                return false;
        return wanted->text || fail(error, FAILURE_CORRUPT, "the policy in force is not kept");
}

GBytes *app_policy_text(App *app, GError **error) {
        PolicyText wanted = { .hash = app->policy->hash };

        return store_read(app->store, text_load, &wanted, error) ? wanted.text : NULL;
}
