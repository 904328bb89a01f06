/* Looks a whole policy over and collects what is wrong with it. Wishes are tried with the planner itself; whether routes and
 * methods can end is held against what the case and attempt machines need to reach an end. */
#include "domain/policy-check.h"

#include "base/instant.h"
#include "domain/plan.h"
#include "domain/yaml-file.h"

typedef struct Check {
        const Policy *policy;
        const Calendar *calendar;
        GArray *findings;
} Check;

static void found(const Check *check, LocalText what, const char *pointer, ...) G_GNUC_PRINTF(3, 4);

/* Takes `what` over. */
static void found(const Check *check, LocalText what, const char *pointer, ...) {
        g_autofree char *place = NULL;
        PolicyFinding finding = { .what = what };
        va_list list;

        va_start(list, pointer);
        place = g_strdup_vprintf(pointer, list);
        va_end(list);
        finding.line = policy_line(check->policy, place);
        g_array_append_val(check->findings, finding);
}

/* ---- every wish has an answer ---- */

static PlanWish wish_at_its_barest(OwnerKind from, OwnerKind to, bool same_enterprise) {
        /* Any instant does: which routes apply does not hang on it. */
        return (PlanWish){ .from = from, .to = to, .same_enterprise = same_enterprise, .at = 0 };
}

/* A route must be left to whoever has neither enterprise Alipay nor corporate account. */
static void wish_has_route(const Check *check, OwnerKind from, OwnerKind to, bool same_enterprise) {
        PlanWish wish = wish_at_its_barest(from, to, same_enterprise);
        g_autoptr(Plan) plan = plan_make(check->policy, check->calendar, &wish, NULL);

        if (plan && plan->routes->len > 0)
                return;
        found(check,
              LOCAL_TEXT("从 %s 到 %s%s 没有人人可走的办法，请增加一条 need: nothing 的",
                         "no route is open to everybody from %s to %s%s; add one with need: nothing",
                         enum_name(&owner_kind_names, (int) from), enum_name(&owner_kind_names, (int) to),
                         same_enterprise ? " (same-subject)" : ""),
              "/routes");
}

static void wishes_have_answers(const Check *check) {
        for (int from = 0; from < owner_kind_names.count; from++) {
                for (int to = 0; to < owner_kind_names.count; to++)
                        wish_has_route(check, (OwnerKind) from, (OwnerKind) to, false);
        }
        wish_has_route(check, OWNER_ENTERPRISE, OWNER_ENTERPRISE, true);
        for (int origin = ORIGIN_TAOBAO; origin <= ORIGIN_ALIPAY; origin++) {
                if (!policy_origin(check->policy, (Origin) origin))
                        found(check,
                              LOCAL_TEXT("来源 %s 没有网址，在那里认证的账号得不到答复",
                                         "the origin %s has no address: accounts verified there would get no answer",
                                         enum_name(&origin_names, origin)),
                              "/origins");
        }
}

/* ---- every route can end ---- */

static const PolicyMethod *method_for(const PolicyRoute *route, OwnerKind owner, const Method *method) {
        for (guint i = 0; i < route->methods->len; i++) {
                const PolicyMethod *candidate = g_ptr_array_index(route->methods, i);

                if (candidate->owner == owner && (!method || candidate->method == *method))
                        return candidate;
        }
        return NULL;
}

static void release_can_end(const Check *check, const PolicyRoute *route, guint i) {
        const Method transfer = METHOD_CORPORATE_TRANSFER;

        if (!method_for(route, route->to, NULL))
                found(check,
                      LOCAL_TEXT("%s 解除之后没有可为 %s 认证的方式",
                                 "%s: after its release no method can verify the new owner (%s)", route->id,
                                 enum_name(&owner_kind_names, (int) route->to)),
                      "/routes/%u/methods", i);
        if (route->need == ROUTE_NEED_CORPORATE_ACCOUNT && !method_for(route, route->to, &transfer))
                found(check,
                      LOCAL_TEXT("%s 要求对公账户，却不能以 corporate-transfer 认证",
                                 "%s needs a corporate account, but cannot verify by corporate-transfer", route->id),
                      "/routes/%u/methods", i);
        for (guint k = 0; k < route->methods->len; k++) {
                const PolicyMethod *method = g_ptr_array_index(route->methods, k);

                if (route->destination == DESTINATION_BOUND && method->owner != route->to)
                        found(check,
                              LOCAL_TEXT("%s 的去向已定（bound），方式 %s 却属于另一类主体",
                                         "%s is bound, but its method %s is for the other kind of owner", route->id,
                                         method->id),
                              "/routes/%u/methods/%u", i, k);
        }
}

static void replace_can_end(const Check *check, const PolicyRoute *route, guint i) {
        bool new_side = route->channel == CHANNEL_ONLINE;

        for (guint k = 0; k < route->items->len; k++)
                new_side = new_side || ((const PolicyItem *) g_ptr_array_index(route->items, k))->of == SIDE_NEW;
        if (!new_side)
                found(check,
                      LOCAL_TEXT("%s 直接变更，却不要求新所有人的任何材料",
                                 "%s replaces, but asks for no document of the new owner", route->id),
                      "/routes/%u/items", i);
        if (route->methods->len > 0)
                found(check,
                      LOCAL_TEXT("%s 直接变更，不会再有认证，请删去 methods",
                                 "%s replaces: no attempt follows; remove its methods", route->id),
                      "/routes/%u/methods", i);
        if (route->destination == DESTINATION_FREE)
                found(check,
                      LOCAL_TEXT("%s 直接变更，去向应为 bound", "%s replaces: its destination must be bound",
                                 route->id),
                      "/routes/%u/destination", i);
        if (route->cut_over == CUT_OVER_ON_REVERIFY)
                found(check,
                      LOCAL_TEXT("%s 直接变更，cut-over 应为 on-release",
                                 "%s replaces: its cut-over must be on-release", route->id),
                      "/routes/%u/cut-over", i);
}

static void online_can_end(const Check *check, const PolicyRoute *route, guint i) {
        if (route->need != ROUTE_NEED_ENTERPRISE_ALIPAY || route->to != OWNER_ENTERPRISE
            || route->on_approval != ON_APPROVAL_REPLACE)
                found(check,
                      LOCAL_TEXT("%s 在线办理，须变更为企业、need: enterprise-alipay、on-approval: replace",
                                 "%s is online: it must lead to an enterprise with need: enterprise-alipay and "
                                 "on-approval: replace",
                                 route->id),
                      "/routes/%u/channel", i);
        if (route->review_days > 0 || route->approvals > 0)
                found(check,
                      LOCAL_TEXT("%s 在线办理，没有人审核：review-days 与 approvals 应为 0",
                                 "%s is online and nobody reviews: review-days and approvals must be 0", route->id),
                      "/routes/%u/review-days", i);
}

static void review_can_end(const Check *check, const PolicyRoute *route, guint i) {
        if (route->approvals < 1)
                found(check,
                      LOCAL_TEXT("%s 没有人批准，永远不会结束：approvals 至少为 1",
                                 "%s is approved by nobody and never ends: approvals must be 1 at least", route->id),
                      "/routes/%u/approvals", i);
        if (route->review_days < 1)
                found(check,
                      LOCAL_TEXT("%s 没有审核时间：review-days 至少为 1",
                                 "%s has no time for its review: review-days must be 1 at least", route->id),
                      "/routes/%u/review-days", i);
        if (check->policy->limits.escalate_hours >= route->review_days * 24 && route->review_days > 0)
                found(check,
                      LOCAL_TEXT("%s 的审核一开始就算临近超期：escalate-hours 应小于 %u",
                                 "%s is at risk from its first hour: escalate-hours must be below %u", route->id,
                                 route->review_days * 24),
                      "/limits/escalate-hours");
        if (route->items->len == 0)
                found(check,
                      LOCAL_TEXT("%s 不要求任何材料，没有可审核的",
                                 "%s asks for nothing, so there is nothing to review", route->id),
                      "/routes/%u/items", i);
        if (route->channel == CHANNEL_MAIL && route->transit_days > check->policy->limits.parcel_days)
                found(check,
                      LOCAL_TEXT("%s 的邮程超过 parcel-days，包裹未到即已过期",
                                 "%s: a parcel takes longer than parcel-days and expires under way", route->id),
                      "/routes/%u/transit-days", i);
}

static void sides_fit(const Check *check, const PolicyRoute *route, guint i) {
        if (route->same_subject && route->from != route->to)
                found(check,
                      LOCAL_TEXT("%s 主体不变（same-subject），from 与 to 应相同",
                                 "%s keeps its owner (same-subject): from and to must be the same", route->id),
                      "/routes/%u/same-subject", i);
        if (route->need != ROUTE_NEED_NOTHING && route->to != OWNER_ENTERPRISE)
                found(check,
                      LOCAL_TEXT("%s 变更为个人，不能要求企业的条件",
                                 "%s leads to a person and cannot need what only an enterprise has", route->id),
                      "/routes/%u/need", i);
}

static void routes_can_end(const Check *check) {
        for (guint i = 0; i < check->policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(check->policy->routes, i);

                sides_fit(check, route, i);
                if (route->on_approval == ON_APPROVAL_RELEASE)
                        release_can_end(check, route, i);
                else
                        replace_can_end(check, route, i);
                if (route->channel == CHANNEL_ONLINE)
                        online_can_end(check, route, i);
                else
                        review_can_end(check, route, i);
        }
}

/* ---- every method can end ---- */

static void documents_can_end(const Check *check, const PolicyMethod *method, guint i) {
        if (method->review_days < 1 || method->approvals < 1 || method->items->len == 0)
                found(check,
                      LOCAL_TEXT("%s 靠材料认证，须有材料、review-days 和 approvals",
                                 "%s goes by documents: it must have items, review-days and approvals", method->id),
                      "/methods/%u", i);
}

static void transfer_can_end(const Check *check, const PolicyMethod *method, guint i) {
        if (method->owner != OWNER_ENTERPRISE)
                found(check, LOCAL_TEXT("%s 只适用于企业", "%s is for enterprises only", method->id),
                      "/methods/%u/owner", i);
        if (method->tries < 1)
                found(check, LOCAL_TEXT("%s 须允许至少一次尝试", "%s must allow one try at least", method->id),
                      "/methods/%u/tries", i);
        if (method->holder_days <= method->arrival_days)
                found(check,
                      LOCAL_TEXT("%s 的款项还没到账就已过期：holder-days 应大于 arrival-days",
                                 "%s expires before its payment arrives: holder-days must be above arrival-days",
                                 method->id),
                      "/methods/%u/holder-days", i);
        if (check->policy->banks->len == 0)
                found(check, LOCAL_TEXT("%s 没有任何支持的银行", "%s has no supported bank", method->id),
                      "/methods/%u", i);
}

static void methods_can_end(const Check *check) {
        guint owners = 0;

        for (guint i = 0; i < check->policy->methods->len; i++) {
                const PolicyMethod *method = g_ptr_array_index(check->policy->methods, i);

                owners |= 1U << method->owner;
                if (method->method == METHOD_DOCUMENTS)
                        documents_can_end(check, method, i);
                if (method->method == METHOD_CORPORATE_TRANSFER)
                        transfer_can_end(check, method, i);
                if (method->method == METHOD_ENTERPRISE_ALIPAY && method->owner != OWNER_ENTERPRISE)
                        found(check, LOCAL_TEXT("%s 只适用于企业", "%s is for enterprises only", method->id),
                              "/methods/%u/owner", i);
        }
        for (int owner = 0; owner < owner_kind_names.count; owner++) {
                if (!(owners & (1U << owner)))
                        found(check,
                              LOCAL_TEXT("没有可为 %s 认证的方式", "no method verifies an owner of the kind %s",
                                         enum_name(&owner_kind_names, owner)),
                              "/methods");
        }
}

/* ---- every item can be met ---- */

static guint files_possible(const Policy *policy, const PolicyItem *item) {
        guint files = 0;

        for (const PolicyMaterial **material = item->any_of; *material; material++)
                files += (*material)->files_max;
        return MIN(files, policy->limits.files_per_item);
}

static void item_can_be_met(const Check *check, const PolicyItem *item, const OwnerKind owners[2],
                            const char *pointer) {
        if (item->at_least > files_possible(check->policy, item))
                found(check,
                      LOCAL_TEXT("%s 要 %u 个文件，最多却只能交 %u 个", "%s asks for %u files, but takes %u at most",
                                 item->id, item->at_least, files_possible(check->policy, item)),
                      "%s", pointer);
        if (item->at_least == 0 && !item->each_invoice)
                found(check,
                      LOCAL_TEXT("%s 什么也不要求：at-least 至少为 1",
                                 "%s asks for nothing: at-least must be 1 at least", item->id),
                      "%s", pointer);
        if (item->annual_record && owners[item->of] != OWNER_ENTERPRISE)
                found(check, LOCAL_TEXT("%s：个人没有年检记录", "%s: a person has no annual record", item->id), "%s",
                      pointer);
        if ((item->sealed_by_old && owners[SIDE_OLD] != OWNER_ENTERPRISE)
            || (item->sealed_by_new && owners[SIDE_NEW] != OWNER_ENTERPRISE))
                found(check, LOCAL_TEXT("%s：个人没有公章", "%s: a person has no company seal", item->id), "%s",
                      pointer);
}

static void items_can_be_met(const Check *check) {
        for (guint i = 0; i < check->policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(check->policy->routes, i);
                const OwnerKind owners[2] = { [SIDE_OLD] = route->from, [SIDE_NEW] = route->to };

                for (guint k = 0; k < route->items->len; k++) {
                        g_autofree char *pointer = g_strdup_printf("/routes/%u/items/%u", i, k);

                        item_can_be_met(check, g_ptr_array_index(route->items, k), owners, pointer);
                }
        }
        for (guint i = 0; i < check->policy->methods->len; i++) {
                const PolicyMethod *method = g_ptr_array_index(check->policy->methods, i);
                const OwnerKind owners[2] = { method->owner, method->owner };

                for (guint k = 0; k < method->items->len; k++) {
                        const PolicyItem *item = g_ptr_array_index(method->items, k);
                        g_autofree char *pointer = g_strdup_printf("/methods/%u/items/%u", i, k);

                        item_can_be_met(check, item, owners, pointer);
                        if (item->of == SIDE_OLD)
                                found(check,
                                      LOCAL_TEXT("认证没有原所有人，%s 无人可交",
                                                 "an attempt has no old owner to give %s", item->id),
                                      "%s", pointer);
                }
        }
}

/* ---- limits, reasons, consents ---- */

static void limits_are_sane(const Check *check) {
        const PolicyLimits *limits = &check->policy->limits;

        if (limits->reminder_days >= limits->holder_days)
                found(check,
                      LOCAL_TEXT("reminder-days 应小于 holder-days（%u）",
                                 "reminder-days must be below holder-days (%u)", limits->holder_days),
                      "/limits/reminder-days");
        for (guint i = 0; i < check->policy->materials->len; i++) {
                const PolicyMaterial *material = g_ptr_array_index(check->policy->materials, i);

                if (material->files_max > limits->files_per_item)
                        found(check,
                              LOCAL_TEXT("%s 的 files-max 超过 files-per-item（%u）",
                                         "%s: files-max is above files-per-item (%u)", material->id,
                                         limits->files_per_item),
                              "/materials/%u/files-max", i);
        }
}

static void reasons_serve(const Check *check) {
        bool evidence = false, rejection = false;

        for (guint i = 0; i < check->policy->reasons->len; i++) {
                const PolicyReason *reason = g_ptr_array_index(check->policy->reasons, i);

                evidence = evidence || reason->for_evidence;
                rejection = rejection || reason->for_rejection;
                if (!reason->for_evidence && !reason->for_rejection)
                        found(check,
                              LOCAL_TEXT("理由 %s 无处可用：请写 evidence: true 或 rejection: true",
                                         "the reason %s serves nothing: give it evidence: true or rejection: true",
                                         reason->id),
                              "/reasons/%u", i);
        }
        if (!evidence)
                found(check, LOCAL_TEXT("没有可退回材料的理由", "no reason can refuse an item of evidence"),
                      "/reasons");
        if (!rejection)
                found(check, LOCAL_TEXT("没有可驳回申请的理由", "no reason can reject a case"), "/reasons");
}

static void consents_suffice(const Check *check) {
        bool pictures = false;

        for (guint i = 0; i < check->policy->materials->len; i++)
                pictures = pictures
                           || ((const PolicyMaterial *) g_ptr_array_index(check->policy->materials, i))
                                      ->identity_picture;
        if (!policy_consent(check->policy, "verification"))
                found(check,
                      LOCAL_TEXT("缺少用途为 verification 的同意",
                                 "the consent with purpose verification is missing"),
                      "/consents");
        if (pictures && !policy_consent(check->policy, "identity-pictures"))
                found(check,
                      LOCAL_TEXT("有证件照片，却缺少用途为 identity-pictures 的同意",
                                 "there are identity pictures, but no consent with purpose identity-pictures"),
                      "/consents");
}

/* ---- texts, and what nobody uses ---- */

static bool text_has_letters(const char *text, bool ascii) {
        for (; *text; text = g_utf8_next_char(text)) {
                gunichar letter = g_utf8_get_char(text);

                if (g_unichar_isalnum(letter) && (!ascii || letter < 128))
                        return true;
        }
        return false;
}

/* The schema has seen that both languages are there; here that the English one is in letters that its readers can read. */
static void text_is_whole(const Check *check, const LocalText *text, const char *pointer) {
        if (!text_has_letters(text->in[LANGUAGE_ZH], false))
                found(check, LOCAL_TEXT("中文文字是空白", "the Chinese text is blank"), "%s/zh", pointer);
        if (!text_has_letters(text->in[LANGUAGE_EN], true))
                found(check, LOCAL_TEXT("英文文字是空白或不是英文", "the English text is blank or not English"),
                      "%s/en", pointer);
}

static void texts_of(const Check *check, const GPtrArray *list, const char *pointer, const char *key, size_t offset) {
        for (guint i = 0; i < list->len; i++) {
                const char *entry = g_ptr_array_index(list, i);
                g_autofree char *place = g_strdup_printf("%s/%u/%s", pointer, i, key);

                text_is_whole(check, (const LocalText *) (gconstpointer) (entry + offset), place);
        }
}

static void texts_are_whole(const Check *check) {
        const Policy *policy = check->policy;

        text_is_whole(check, &policy->platform, "/platform");
        text_is_whole(check, &policy->mail.address, "/mail/address");
        text_is_whole(check, &policy->mail.recipient, "/mail/recipient");
        text_is_whole(check, &policy->owes_text, "/cut-over/text");
        texts_of(check, policy->origins, "/origins", "name", offsetof(PolicyOrigin, name));
        texts_of(check, policy->banks, "/banks", "name", offsetof(PolicyBank, name));
        texts_of(check, policy->reasons, "/reasons", "text", offsetof(PolicyReason, text));
        texts_of(check, policy->materials, "/materials", "name", offsetof(PolicyMaterial, name));
        texts_of(check, policy->materials, "/materials", "guidance", offsetof(PolicyMaterial, guidance));
        texts_of(check, policy->methods, "/methods", "name", offsetof(PolicyMethod, name));
        texts_of(check, policy->routes, "/routes", "name", offsetof(PolicyRoute, name));
        texts_of(check, policy->routes, "/routes", "effort", offsetof(PolicyRoute, effort));
        texts_of(check, policy->consents, "/consents", "text", offsetof(PolicyConsent, text));
}

static void materials_mark(GHashTable *used, const GPtrArray *items) {
        for (guint i = 0; i < items->len; i++) {
                const PolicyItem *item = g_ptr_array_index(items, i);

                for (const PolicyMaterial **material = item->any_of; *material; material++)
                        g_hash_table_add(used, (gpointer) *material);
        }
}

static void materials_are_used(const Check *check) {
        g_autoptr(GHashTable) used = g_hash_table_new(g_direct_hash, g_direct_equal);

        for (guint i = 0; i < check->policy->routes->len; i++)
                materials_mark(used, ((const PolicyRoute *) g_ptr_array_index(check->policy->routes, i))->items);
        for (guint i = 0; i < check->policy->methods->len; i++)
                materials_mark(used, ((const PolicyMethod *) g_ptr_array_index(check->policy->methods, i))->items);
        for (guint i = 0; i < check->policy->materials->len; i++) {
                const PolicyMaterial *material = g_ptr_array_index(check->policy->materials, i);

                if (!g_hash_table_contains(used, material))
                        found(check,
                              LOCAL_TEXT("材料 %s 没有任何办法用到，请删去或列入",
                                         "no route or method asks for %s; remove or list it", material->id),
                              "/materials/%u", i);
        }
}

static gint by_line(gconstpointer a, gconstpointer b) {
        guint first = ((const PolicyFinding *) a)->line, second = ((const PolicyFinding *) b)->line;

        return (first > second) - (first < second);
}

static void finding_clear(gpointer finding) {
        local_text_clear(&((PolicyFinding *) finding)->what);
}

GArray *policy_check(const Policy *policy, const Calendar *calendar) {
        static void (*const checks[])(const Check *check) = {
                wishes_have_answers, routes_can_end,   methods_can_end, items_can_be_met,   limits_are_sane,
                reasons_serve,       consents_suffice, texts_are_whole, materials_are_used,
        };
        Check check = { policy, calendar, g_array_new(FALSE, TRUE, sizeof(PolicyFinding)) };

        g_array_set_clear_func(check.findings, finding_clear);
        for (guint i = 0; i < G_N_ELEMENTS(checks); i++)
                checks[i](&check);
        g_array_sort(check.findings, by_line);
        return check.findings;
}
