/* Procedure pages as documents. */
#include "app/help-parts.h"

#include "base/refusal.h"
#include "domain/procedure.h"

json_t *help_route_row(const PolicyRoute *route) {
        return json_pack("{s:s, s:o, s:o, s:s, s:s, s:s, s:i}", "slug", route->id, "name", json_local(&route->name),
                         "effort", json_local(&route->effort), "from",
                         enum_name(&owner_kind_names, (int) route->from), "to",
                         enum_name(&owner_kind_names, (int) route->to), "channel",
                         enum_name(&channel_names, (int) route->channel), "review_days", (int) route->review_days);
}

json_t *app_help_routes(const App *app) {
        json_t *list = json_array();

        for (guint i = 0; i < app->policy->routes->len; i++)
                json_array_append_new(list, help_route_row(g_ptr_array_index(app->policy->routes, i)));
        return list;
}

static json_t *lines_document(const GPtrArray *lines) {
        json_t *list = json_array();

        for (guint i = 0; i < lines->len; i++)
                json_array_append_new(list, json_local(g_ptr_array_index(lines, i)));
        return list;
}

static json_t *local_or_null(const LocalText *text) {
        return text->in[LANGUAGE_ZH] ? json_local(text) : json_null();
}

static json_t *materials_document(const PolicyItem *item) {
        json_t *list = json_array();

        for (const PolicyMaterial **material = item->any_of; *material; material++)
                json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:s?}", "id", (*material)->id, "name",
                                                      json_local(&(*material)->name), "guidance",
                                                      json_local(&(*material)->guidance), "download",
                                                      help_download_of(*material)));
        return list;
}

static json_t *papers_document(const GPtrArray *papers) {
        json_t *list = json_array();

        for (guint i = 0; i < papers->len; i++) {
                const ProcedurePaper *paper = g_ptr_array_index(papers, i);

                json_array_append_new(
                        list, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "id", paper->item->id, "name",
                                        json_local(&paper->item->name), "of", json_local(&paper->side), "count",
                                        json_local(&paper->count), "seals", local_or_null(&paper->seals), "note",
                                        local_or_null(&paper->note), "materials", materials_document(paper->item)));
        }
        return list;
}

/* Where the papers go; null where nothing is posted. */
static json_t *mail_document(const Policy *policy, const PolicyRoute *route) {
        if (route->channel != CHANNEL_MAIL)
                return json_null();
        return json_pack("{s:o, s:o, s:s, s:s?}", "address", json_local(&policy->mail.address), "recipient",
                         json_local(&policy->mail.recipient), "postcode", policy->mail.postcode, "phone",
                         policy->mail.phone);
}

static json_t *reasons_document(const Policy *policy, const PolicyRoute *route) {
        json_t *list = json_array();

        for (guint i = 0; route->review_days > 0 && i < policy->reasons->len; i++) {
                const PolicyReason *reason = g_ptr_array_index(policy->reasons, i);

                json_array_append_new(list, json_local(&reason->text));
        }
        return list;
}

bool app_help_route(App *app, const char *slug, Outcome *outcome, GError **error) {
        const PolicyRoute *route = policy_route(app->policy, slug);
        g_autoptr(Procedure) procedure = route ? procedure_of(app->policy, route) : NULL;
        json_t *rest;

        if (!procedure)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        outcome->document = help_route_row(route);
        rest = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "channel_name",
                         json_local(&procedure->channel), "steps", lines_document(procedure->steps), "papers",
                         papers_document(procedure->papers), "mail", mail_document(app->policy, route), "methods",
                         lines_document(procedure->methods), "dates", lines_document(procedure->dates), "limits",
                         lines_document(procedure->limits), "refusals", lines_document(procedure->refusals),
                         "reasons", reasons_document(app->policy, route));
        json_object_update_new(outcome->document, rest);
        return true;
}
