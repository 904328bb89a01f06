/* Writes a plan as JSON. */
#include "domain/plan-json.h"

#include "base/instant.h"
#include "domain/money.h"

static json_t *local_text_json(const LocalText *text) {
        return json_pack("{s:s, s:s}", "zh", text->in[LANGUAGE_ZH], "en", text->in[LANGUAGE_EN]);
}

static json_t *instant_json(gint64 instant, GTimeZone *zone) {
        g_autofree char *text = instant == INSTANT_NONE ? NULL : instant_format(instant, zone);

        return text ? json_string(text) : json_null();
}

static json_t *money_json(gint64 micro_yuan) {
        g_autofree char *text = money_format(micro_yuan);

        return json_string(text);
}

static json_t *material_json(const PolicyMaterial *material) {
        return json_pack("{s:s, s:o, s:o, s:s, s:s?, s:b, s:i}", "id", material->id, "name",
                         local_text_json(&material->name), "guidance", local_text_json(&material->guidance),
                         "picture", enum_name(&picture_kind_names, (int) material->picture), "form",
                         material->form == FORM_NONE ? NULL : enum_name(&form_names, (int) material->form),
                         "identity_picture", (int) material->identity_picture, "files_max",
                         (int) material->files_max);
}

static json_t *item_json(const PolicyItem *item) {
        json_t *any_of = json_array(), *seals = json_array();

        for (const PolicyMaterial **material = item->any_of; *material; material++)
                json_array_append_new(any_of, material_json(*material));
        if (item->sealed_by_old)
                json_array_append_new(seals, json_string(enum_name(&side_names, SIDE_OLD)));
        if (item->sealed_by_new)
                json_array_append_new(seals, json_string(enum_name(&side_names, SIDE_NEW)));
        return json_pack("{s:s, s:o, s:s, s:i, s:b, s:b, s:b, s:o, s:o}", "id", item->id, "name",
                         local_text_json(&item->name), "of", enum_name(&side_names, (int) item->of), "at_least",
                         (int) item->at_least, "raisable", (int) item->raisable, "each_invoice",
                         (int) item->each_invoice, "annual_record", (int) item->annual_record, "any_of", any_of,
                         "seals", seals);
}

static json_t *item_ids_json(const PolicyRoute *route) {
        json_t *ids = json_array();

        for (guint i = 0; i < route->items->len; i++)
                json_array_append_new(ids,
                                      json_string(((const PolicyItem *) g_ptr_array_index(route->items, i))->id));
        return ids;
}

static json_t *items_json(const PolicyRoute *route) {
        json_t *items = json_array();

        for (guint i = 0; i < route->items->len; i++)
                json_array_append_new(items, item_json(g_ptr_array_index(route->items, i)));
        return items;
}

static json_t *steps_json(const PlanRoute *planned, GTimeZone *zone) {
        json_t *steps = json_array();

        for (guint i = 0; i < planned->steps_count; i++) {
                PlanStepKind kind = planned->steps[i].kind;

                json_array_append_new(
                        steps, json_pack("{s:s, s:o, s:{s:s, s:s}}", "step", enum_name(&plan_step_names, (int) kind),
                                         "by", instant_json(planned->steps[i].by, zone), "text", "zh",
                                         plan_step_text(kind, LANGUAGE_ZH), "en", plan_step_text(kind, LANGUAGE_EN)));
        }
        return steps;
}

static json_t *balance_json(const PlanRoute *planned, GTimeZone *zone) {
        const GuardForecast *forecast = &planned->forecast;

        if (!planned->forecast_known)
                return json_null();
        return json_pack("{s:o, s:o, s:o, s:o}", "needed", money_json(forecast->needed_micro_yuan), "available",
                         money_json(forecast->money_micro_yuan), "shortfall",
                         money_json(forecast->shortfall_micro_yuan), "spent_at",
                         instant_json(forecast->ends_at, zone));
}

static json_t *route_details_json(const PlanRoute *planned, GTimeZone *zone) {
        const PolicyRoute *route = planned->route;

        return json_pack("{s:o, s:o, s:s, s:s, s:i, s:i, s:b, s:o, s:o, s:o}", "name", local_text_json(&route->name),
                         "effort", local_text_json(&route->effort), "on_approval",
                         enum_name(&on_approval_names, (int) route->on_approval), "destination",
                         enum_name(&destination_names, (int) route->destination), "review_days",
                         (int) route->review_days, "approvals", (int) route->approvals, "provisional",
                         (int) planned->provisional, "steps", steps_json(planned, zone), "items", items_json(route),
                         "balance", balance_json(planned, zone));
}

static json_t *routes_json(const Plan *plan, GTimeZone *zone) {
        json_t *routes = json_array();

        for (guint i = 0; i < plan->routes->len; i++) {
                const PlanRoute *planned = g_ptr_array_index(plan->routes, i);

                json_array_append_new(routes,
                                      json_pack("{s:s, s:s, s:o, s:o, s:o}", "id", planned->route->id, "channel",
                                                enum_name(&channel_names, (int) planned->route->channel), "materials",
                                                item_ids_json(planned->route), "review_due",
                                                instant_json(planned->review_due, zone), "ends_by",
                                                instant_json(planned->ends_by, zone)));
        }
        return routes;
}

static json_t *refused_json(const Plan *plan) {
        json_t *refused = json_array();

        for (guint i = 0; i < plan->refused->len; i++) {
                const PlanRefused *one = &g_array_index(plan->refused, PlanRefused, i);

                json_array_append_new(refused, json_pack("{s:s, s:s}", "id", one->route->id, "reason",
                                                         enum_name(&plan_reason_names, (int) one->reason)));
        }
        return refused;
}

static json_t *details_json(const Plan *plan, const Policy *policy, const Calendar *calendar) {
        json_t *routes = json_object(), *refused = json_object();

        for (guint i = 0; i < plan->routes->len; i++) {
                const PlanRoute *planned = g_ptr_array_index(plan->routes, i);

                json_object_set_new(routes, planned->route->id, route_details_json(planned, policy->zone));
        }
        for (guint i = 0; i < plan->refused->len; i++) {
                const PlanRefused *one = &g_array_index(plan->refused, PlanRefused, i);
                g_autofree char *zh = plan_reason_text(plan, one->reason, LANGUAGE_ZH);
                g_autofree char *en = plan_reason_text(plan, one->reason, LANGUAGE_EN);

                json_object_set_new(refused, one->route->id, json_pack("{s:{s:s, s:s}}", "text", "zh", zh, "en", en));
        }
        return json_pack("{s:o, s:{s:s, s:s, s:s}, s:s, s:o, s:o, s:o}", "at", instant_json(plan->at, policy->zone),
                         "policy", "id", policy->id, "edition", policy->edition, "hash", policy->hash, "calendar",
                         calendar_version(calendar), "routes", routes, "refused", refused, "origin",
                         plan->origin ? json_pack(
                                 "{s:s, s:o, s:s}", "id", enum_name(&origin_names, (int) plan->origin->origin),
                                 "name", local_text_json(&plan->origin->name), "address", plan->origin->address)
                                      : json_null());
}

json_t *plan_to_json(const Plan *plan, const Policy *policy, const Calendar *calendar) {
        json_t *json = json_pack("{s:o, s:o, s:o}", "routes", routes_json(plan, policy->zone), "refused",
                                 refused_json(plan), "details", details_json(plan, policy, calendar));

        g_assert(json); /* all texts come from a policy, which is UTF-8 without NUL */
        return json;
}
