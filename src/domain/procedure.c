/* The policy's words put in order for a reader. */
#include "domain/procedure.h"

#include <string.h>

static LocalText text_of(const char *zh, const char *en) {
        return (LocalText){ { g_strdup(zh), g_strdup(en) } };
}

static void text_clear(LocalText *text) {
        for (int language = 0; language < LANGUAGE_COUNT; language++)
                g_clear_pointer(&text->in[language], g_free);
}

static void text_free(gpointer data) {
        text_clear(data);
        g_free(data);
}

static void paper_free(gpointer data) {
        ProcedurePaper *paper = data;

        text_clear(&paper->side);
        text_clear(&paper->count);
        text_clear(&paper->seals);
        text_clear(&paper->note);
        g_free(paper);
}

/* Puts a value in the place of the first "{}". */
static void fill(LocalText *text, const char *zh, const char *en) {
        const char *values[LANGUAGE_COUNT] = { zh, en };

        for (int language = 0; language < LANGUAGE_COUNT; language++) {
                g_autoptr(GString) filled = g_string_new(text->in[language]);

                g_string_replace(filled, "{}", values[language], 1);
                g_free(text->in[language]);
                text->in[language] = g_strdup(filled->str);
        }
}

static void fill_text(LocalText *text, const LocalText *value) {
        fill(text, local_text(value, LANGUAGE_ZH), local_text(value, LANGUAGE_EN));
}

static void fill_number(LocalText *text, gint64 number) {
        g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, number);

        fill(text, digits, digits);
}

static LocalText *line(GPtrArray *lines, const char *zh, const char *en) {
        LocalText *text = g_new0(LocalText, 1);

        *text = text_of(zh, en);
        g_ptr_array_add(lines, text);
        return text;
}

static void number_line(GPtrArray *lines, gint64 number, const char *zh, const char *en) {
        fill_number(line(lines, zh, en), number);
}

/* ---- papers ---------------------------------------------------------------------------------------------------- */

static LocalText seals_of(const PolicyItem *item) {
        if (item->sealed_by_old && item->sealed_by_new)
                return text_of("须加盖变更前和变更后双方单位的公章",
                               "bears the seals of both the old and the new company");
        if (item->sealed_by_old)
                return text_of("须加盖变更前单位的公章", "bears the seal of the old company");
        if (item->sealed_by_new)
                return text_of("须加盖变更后单位的公章", "bears the seal of the new company");
        return (LocalText){ { NULL, NULL } };
}

static LocalText note_of(const PolicyItem *item) {
        if (item->annual_record)
                return text_of("须带有最新年度的年检（年报）记录", "with the latest annual record");
        if (item->raisable)
                return text_of("特殊情况下审核人员可能要求更多", "the reviewer may ask for more in special cases");
        return (LocalText){ { NULL, NULL } };
}

static LocalText count_of(const PolicyItem *item) {
        LocalText count;
        bool choice = item->any_of[0] && item->any_of[1];

        if (item->each_invoice)
                return text_of("每一项有效业务的发票各一份", "one for the invoice of every service in force");
        count = choice ? text_of("以下任意 {} 份", "any {} of these") : text_of("{} 份", "{} needed");
        fill_number(&count, item->at_least);
        return count;
}

static void papers_add(Procedure *procedure) {
        for (guint i = 0; i < procedure->route->items->len; i++) {
                ProcedurePaper *paper = g_new0(ProcedurePaper, 1);

                paper->item = g_ptr_array_index(procedure->route->items, i);
                paper->side = paper->item->of == SIDE_OLD ? text_of("原所有人", "old owner")
                                                          : text_of("新所有人", "new owner");
                paper->count = count_of(paper->item);
                paper->seals = seals_of(paper->item);
                paper->note = note_of(paper->item);
                g_ptr_array_add(procedure->papers, paper);
        }
}

/* ---- steps ----------------------------------------------------------------------------------------------------- */

static void steps_begin(Procedure *procedure) {
        GPtrArray *steps = procedure->steps;

        fill_text(line(steps, "登录控制台，进入“账号管理 › 实名认证”，点击“变更”，选择“{}”。",
                       "Sign in to the console, open Account management › Real-name verification, choose Change, "
                       "then “{}”."),
                  &procedure->route->name);
        if (procedure->route->same_subject)
                line(steps, "填写变更后的企业名称，并同意处理所需的信息；统一社会信用代码不变。",
                     "Enter the enterprise's new name and agree to the processing of the information needed; the "
                     "unified social "
                     "credit code stays.");
        else if (procedure->route->destination == DESTINATION_BOUND)
                line(steps, "填写新所有人的名称和证件号码，并同意处理所需的个人信息。",
                     "Enter the new owner's name and number, and agree to the processing of the personal information "
                     "needed.");
        else
                line(steps, "同意处理所需的个人信息；新所有人的信息可以在解除之后再填写。",
                     "Agree to the processing of the personal information needed; the new owner can be named after "
                     "the release.");
}

static void steps_hand_in(Procedure *procedure, const Policy *policy) {
        GPtrArray *steps = procedure->steps;

        if (procedure->route->channel == CHANNEL_ONLINE) {
                line(steps, "提交申请，由合作方确认企业支付宝的实名认证；无需上传材料。",
                     "Hand the application in; the partner confirms the verified enterprise Alipay account. Nothing "
                     "to upload.");
                return;
        }
        if (procedure->route->channel == CHANNEL_TICKET) {
                line(steps, "按下面的清单逐项上传材料；带申请表的先下载、填写并签字或盖章。",
                     "Upload the documents item by item as listed below; download forms first, fill them in, sign or "
                     "seal them.");
                line(steps, "提交工单，材料齐全即开始计时。",
                     "Hand the ticket in; the clock starts once everything is there.");
                return;
        }
        line(steps, "准备下面清单中的纸质资料，并在要求处加盖公章。",
             "Prepare the papers listed below, with company seals where asked for.");
        line(steps, "在线提交申请，再把资料寄到下面的地址，并登记快递公司和单号。",
             "Hand the application in online, post the papers to the address below, and enter the courier and "
             "tracking number.");
        number_line(steps, policy->limits.parcel_days, "资料须在提交后 {} 天内寄达；齐全后开始计时。",
                    "The parcel must arrive within {} days; the clock starts once it is complete.");
}

static void steps_review(Procedure *procedure) {
        const PolicyRoute *route = procedure->route;
        LocalText *text;

        if (route->review_days == 0)
                return;
        text = line(procedure->steps,
                    "工作人员在 {} 个工作日内审核（需 {} 人通过）；缺什么会逐项告诉您，补齐后继续。",
                    "Staff review it within {} working days ({} approval(s)); what is missing is told item by item, "
                    "and the review goes "
                    "on once it is there.");
        fill_number(text, route->review_days);
        fill_number(text, route->approvals);
}

static void steps_end(Procedure *procedure, const Policy *policy) {
        LocalText *text;

        if (procedure->route->same_subject) {
                line(procedure->steps, "通过后，账号的实名认证立即改为新的企业名称，无需再认证。",
                     "Once approved, the verification bears the enterprise's new name at once; nothing more to do.");
                return;
        }
        if (procedure->route->on_approval == ON_APPROVAL_REPLACE) {
                line(procedure->steps, "通过后，账号的实名认证立即变更为新所有人，无需再认证。",
                     "Once approved, the verification passes to the new owner at once; nothing more to do.");
                return;
        }
        line(procedure->steps, "通过后，原实名认证即被解除。", "Once approved, the old verification is released.");
        text = line(procedure->steps, "在解除后 {} 天内用新所有人的信息重新认证，最多可尝试 {} 次。",
                    "Verify the new owner within {} days after the release, in {} attempts at most.");
        fill_number(text, policy->limits.reverify_days);
        fill_number(text, policy->limits.attempts);
}

static void methods_add(Procedure *procedure) {
        for (guint i = 0; i < procedure->route->methods->len; i++) {
                const PolicyMethod *method = g_ptr_array_index(procedure->route->methods, i);
                LocalText *text;

                if (method->review_days > 0) {
                        text = line(procedure->methods, "{}：{} 个工作日内审核。",
                                    "{}: reviewed within {} working days.");
                        fill_text(text, &method->name);
                        fill_number(text, method->review_days);
                } else if (method->tries > 0) {
                        text = line(procedure->methods,
                                    "{}：最迟 {} 个工作日到账，金额可填 {} 次，都填错后 {} 天内不能再发起。",
                                    "{}: the payment arrives within {} working days; {} tries at the amount, then "
                                    "none for {} days.");
                        fill_text(text, &method->name);
                        fill_number(text, method->arrival_days);
                        fill_number(text, method->tries);
                        fill_number(text, method->lock_days);
                } else {
                        fill_text(line(procedure->methods, "{}：由合作方确认。", "{}: confirmed by the partner."),
                                  &method->name);
                }
        }
}

/* ---- dates and limits ------------------------------------------------------------------------------------------ */

static void dates_add(Procedure *procedure, const Policy *policy) {
        g_autofree char *closing =
                g_strdup_printf("%02u:%02u", policy->closing_minutes / 60, policy->closing_minutes % 60);
        LocalText *text;

        if (procedure->route->review_days == 0) {
                line(procedure->dates, "没有人工审核：合作方一确认即完成。",
                     "Nobody reviews it: it is complete as soon as the partner confirms.");
                return;
        }
        text = procedure->route->channel == CHANNEL_MAIL
                       ? line(procedure->dates, "自收齐资料之日的次日起算，第 {} 个工作日的 {} 之前审核完毕。",
                              "Reviewed by working day {} after the complete parcel arrived, {} at the latest.")
                       : line(procedure->dates, "自提交之日的次日起算，第 {} 个工作日的 {} 之前审核完毕。",
                              "Reviewed by working day {} after the day it was handed in, {} at the latest.");
        fill_number(text, procedure->route->review_days);
        fill(text, closing, closing);
        text = line(procedure->dates, "工作日按 {} 时区和国家公布的放假调休安排计算；{} 以后收到的按次日计。",
                    "Working days are counted in the zone {}, with the official days off and make-up workdays; what "
                    "comes in after {} "
                    "counts as the next day's.");
        fill(text, policy->zone_name, policy->zone_name);
        fill(text, closing, closing);
        line(procedure->dates, "等待您补充材料期间不计时。", "The clock stands still while we wait for you.");
}

static void limits_of_money(Procedure *procedure, const Policy *policy) {
        if (policy->continuity.holds_submission)
                line(procedure->limits, "账号下有按量付费的产品而余额不够用到变更结束时，须先充值才能提交。",
                     "While pay-as-you-go products run and the balance does not last until the change is over, top "
                     "up first: it cannot be "
                     "handed in.");
        else
                line(procedure->limits,
                     "账号下有按量付费的产品时，请保证余额够用到变更结束，以免欠费停机；不足时会提醒您。",
                     "While pay-as-you-go products run, keep enough balance until the change is over, so that "
                     "nothing stops; you are told "
                     "when it runs short.");
        fill_text(line(procedure->limits, "{}", "{}"), &policy->owes_text);
}

static void limits_add(Procedure *procedure, const Policy *policy) {
        limits_of_money(procedure, policy);
        if (procedure->route->channel != CHANNEL_ONLINE)
                number_line(procedure->limits, policy->limits.holder_days,
                            "轮到您办理时，{} 天内没有动作则申请过期，原认证不变。",
                            "When it is your turn and nothing happens for {} days, the application expires and the "
                            "verification stays as it is.");
        if (procedure->route->on_approval == ON_APPROVAL_RELEASE)
                line(procedure->limits, "解除之后、重新认证之前，账号处于未实名状态。",
                     "Between the release and the new verification the account is unverified.");
        number_line(procedure->limits, policy->limits.dispute_days,
                    "原所有人可在结束后 {} 天内通过专用链接提出异议。",
                    "The old owner can dispute the change by a link of their own for {} days after its end.");
        line(procedure->limits, "被退回、拒绝、撤回或过期的申请不影响现有的实名认证。",
             "An application returned, rejected, withdrawn or expired leaves the present verification as it is.");
}

/* ---- refusals -------------------------------------------------------------------------------------------------- */

bool procedure_can_refuse(const Policy *policy, const PolicyRoute *route, PlanReason reason) {
        const PolicyLimits *limits = &policy->limits;
        guint accounts = route->to == OWNER_PERSONAL ? limits->accounts_per_person : limits->accounts_per_enterprise;
        bool between_enterprises = route->from == OWNER_ENTERPRISE && route->to == OWNER_ENTERPRISE;
        const bool can[PLAN_REASON_COUNT] = {
                [PLAN_CHANGE_AT_ORIGIN] = true,
                [PLAN_WRONG_KIND] = true,
                [PLAN_SAME_ENTERPRISE] = between_enterprises && !route->same_subject,
                [PLAN_NOT_SAME_ENTERPRISE] = route->same_subject,
                [PLAN_NOT_VERIFIED] = true,
                [PLAN_CASE_OPEN] = true,
                [PLAN_FROZEN] = limits->refuse_frozen,
                [PLAN_ARREARS] = limits->refuse_arrears,
                [PLAN_CHANGED_RECENTLY] = limits->days_between_changes > 0,
                [PLAN_TOO_MANY_ACCOUNTS] = accounts > 0,
                [PLAN_NO_ENTERPRISE_ALIPAY] = route->need == ROUTE_NEED_ENTERPRISE_ALIPAY,
                [PLAN_NO_CORPORATE_ACCOUNT] = route->need == ROUTE_NEED_CORPORATE_ACCOUNT,
                [PLAN_BANK_NOT_SUPPORTED] = route->need == ROUTE_NEED_CORPORATE_ACCOUNT,
        };

        return can[reason];
}

static void origins_add(Procedure *procedure, const Policy *policy) {
        for (guint i = 0; i < policy->origins->len; i++) {
                const PolicyOrigin *origin = g_ptr_array_index(policy->origins, i);
                LocalText *text = line(procedure->refusals, "通过{}登录并已在那里实名认证的账号，请到 {} 变更。",
                                       "An account that signs in with {} and is verified there changes it at {}.");

                fill_text(text, &origin->name);
                fill(text, origin->address, origin->address);
        }
}

/* Whom a route is for: what a plan says of somebody else would not tell a reader. */
static void kinds_add(Procedure *procedure) {
        static const LocalText kinds[] = {
                [OWNER_PERSONAL] = { { "个人", "a person" } }, [OWNER_ENTERPRISE] = { { "企业", "an enterprise" } }
        };
        LocalText *text = line(procedure->refusals, "现在的所有人不是{}，或新的所有人不是{}。",
                               "The present owner is not {}, or the new owner is not {}.");

        fill_text(text, &kinds[procedure->route->from]);
        fill_text(text, &kinds[procedure->route->to]);
}

/* Of the origins each has its own line; for one that the policy does not name there is the plan's. */
static void refusals_add(Procedure *procedure, const Policy *policy) {
        const Plan nowhere = { .routes = NULL };

        kinds_add(procedure);
        origins_add(procedure, policy);
        for (int reason = 0; reason < PLAN_REASON_COUNT; reason++) {
                g_autofree char *zh = plan_reason_text(&nowhere, (PlanReason) reason, LANGUAGE_ZH);
                g_autofree char *en = plan_reason_text(&nowhere, (PlanReason) reason, LANGUAGE_EN);
                LocalText *text;

                if (!procedure_can_refuse(policy, procedure->route, (PlanReason) reason) || reason == PLAN_WRONG_KIND
                    || (reason == PLAN_CHANGE_AT_ORIGIN && policy->origins->len > 0))
                        continue;
                text = line(procedure->refusals, "{}。", "{}.");
                en[0] = g_ascii_toupper(en[0]);
                fill(text, zh, en);
        }
}

static LocalText channel_of(const PolicyRoute *route) {
        switch (route->channel) {
        case CHANNEL_TICKET: return text_of("在线工单", "Ticket, online");
        case CHANNEL_MAIL: return text_of("邮寄资料", "Papers by mail");
        case CHANNEL_ONLINE: return text_of("控制台在线办理", "Online in the console");
        }
        g_assert_not_reached();
}

Procedure *procedure_of(const Policy *policy, const PolicyRoute *route) {
        Procedure *procedure = g_new0(Procedure, 1);
        GPtrArray **lists[] = { &procedure->steps, &procedure->dates, &procedure->refusals, &procedure->limits,
                                &procedure->methods };

        for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
                *lists[i] = g_ptr_array_new_with_free_func(text_free);
        procedure->papers = g_ptr_array_new_with_free_func(paper_free);
        procedure->route = route;
        procedure->channel = channel_of(route);
        papers_add(procedure);
        steps_begin(procedure);
        steps_hand_in(procedure, policy);
        steps_review(procedure);
        steps_end(procedure, policy);
        methods_add(procedure);
        dates_add(procedure, policy);
        limits_add(procedure, policy);
        refusals_add(procedure, policy);
        return procedure;
}

void procedure_free(Procedure *procedure) {
        if (!procedure)
                return;
        text_clear(&procedure->channel);
        g_ptr_array_unref(procedure->steps);
        g_ptr_array_unref(procedure->papers);
        g_ptr_array_unref(procedure->dates);
        g_ptr_array_unref(procedure->refusals);
        g_ptr_array_unref(procedure->limits);
        g_ptr_array_unref(procedure->methods);
        g_free(procedure);
}

static void lines_join(GString *text, const GPtrArray *lines, Language language) {
        for (guint i = 0; i < lines->len; i++)
                g_string_append_printf(text, "%s\n", local_text(g_ptr_array_index(lines, i), language));
}

char *procedure_text(const Procedure *procedure, Language language) {
        g_autoptr(GString) text = g_string_new(NULL);

        g_string_append_printf(text, "%s\n", local_text(&procedure->route->effort, language));
        lines_join(text, procedure->steps, language);
        for (guint i = 0; i < procedure->papers->len; i++) {
                const ProcedurePaper *paper = g_ptr_array_index(procedure->papers, i);

                g_string_append_printf(text, "%s\n", local_text(&paper->item->name, language));
                for (const PolicyMaterial **material = paper->item->any_of; *material; material++)
                        g_string_append_printf(text, "%s\n", local_text(&(*material)->name, language));
        }
        lines_join(text, procedure->methods, language);
        lines_join(text, procedure->dates, language);
        lines_join(text, procedure->limits, language);
        lines_join(text, procedure->refusals, language);
        return g_string_free(g_steal_pointer(&text), FALSE);
}
