/* What people do in the sample, each through its use case. */
#include "app/accounts.h"
#include "app/evidence.h"
#include "base/refusal.h"
#include "cli/sample.h"
#include "domain/guard.h"
#include "store/payments.h"

static Call call_of(const Tale *tale, const Actor *actor) {
        return (Call){ .actor = actor, .now = tale->now, .version = -1, .route = "sample" };
}

static const Actor *hand(const Tale *tale, SampleHand which) {
        return &tale->sample->staff[which];
}

static Claim claim_of(const Specimen *specimen) {
        return (Claim){ .kind = specimen->kind,
                        .name = (char *) specimen->name,
                        .number_kind = -1,
                        .number = (char *) specimen->number,
                        .email = (char *) specimen->email };
}

/* The proceeding as its holder sees it after a step. */
static void see(Tale *tale, const Outcome *outcome) {
        json_decref(tale->document);
        tale->document = json_incref(outcome->document);
}

static bool look(Tale *tale, GError **error) {
        ReadProceeding wish = { .kind = tale->kind, .id = tale->id };
        Call call = call_of(tale, hand(tale, HAND_REVIEWER_1));
        g_auto(Outcome) outcome = { 0 };

        if (!app_read_proceeding(tale->sample->app, &call, &wish, &outcome, error))
                return false;
        see(tale, &outcome);
        return true;
}

static bool step(Tale *tale, const Actor *actor, ProceedingEvent event, const char *reason_code, const char *text,
                 GError **error) {
        TakeStep wish = { .kind = tale->kind,
                          .id = tale->id,
                          .event = event,
                          .reason_code = (char *) reason_code,
                          .text = (char *) text };
        Call call = call_of(tale, actor);
        g_auto(Outcome) outcome = { 0 };

        return app_take_step(tale->sample->app, &call, &wish, &outcome, error) && look(tale, error);
}

/* ---- the platform ------------------------------------------------------------------------------------------------ */

static bool registers(Tale *tale, Origin origin, GError **error) {
        RegisterAccount wish = { .external_id = (char *) tale->story->external_id,
                                 .origin = (int) origin,
                                 .email = tale->old_owner.email };
        Call call = call_of(tale, &tale->sample->platform);
        g_auto(Outcome) outcome = { 0 };

        if (!app_register_account(tale->sample->app, &call, &wish, &outcome, error))
                return false;
        tale->account = outcome.id;
        tale->holder = (Actor){
                .roles = ROLE_HOLDER, .id = uuid_new(tale->now), .account = outcome.id, .expires_at = INSTANT_NONE
        };
        return true;
}

bool platform_registers(Tale *tale, GError **error) {
        return registers(tale, ORIGIN_LOCAL, error);
}

/* The origin reports whom it has verified; from then on the change is made there. */
bool platform_registers_from_taobao(Tale *tale, GError **error) {
        ReportOrigin wish = { .report = { .report_id = (char *) "sample-report-1",
                                          .origin = ORIGIN_TAOBAO,
                                          .origin_account = (char *) "tb-sample-1",
                                          .owner_kind = OWNER_PERSONAL,
                                          .owner_name = tale->old_owner.name,
                                          .number_kind = NUMBER_RESIDENT_ID,
                                          .owner_number = tale->old_owner.number,
                                          .verified_at = tale->now - INSTANT_HOUR } };
        Call call = call_of(tale, &tale->sample->platform);
        g_auto(Outcome) outcome = { 0 };

        if (!registers(tale, ORIGIN_TAOBAO, error))
                return false;
        wish.account = tale->account;
        return app_follow_origin(tale->sample->app, &call, &wish, &outcome, error);
}

bool platform_freezes(Tale *tale, GError **error) {
        ChangeAccount wish = { .account = tale->account, .frozen_given = true, .frozen = true };
        Call call = call_of(tale, &tale->sample->platform);
        g_auto(Outcome) outcome = { 0 };

        return app_change_account(tale->sample->app, &call, &wish, &outcome, error);
}

static bool usage_report(Tale *tale, const char *balance, GError **error) {
        static const struct {
                const char *id, *name, *day, *week;
        } rows[] = {
                { "ecs", "云服务器 ECS", "18.600000", "131.040000" },
                { "oss", "对象存储 OSS", "2.315000", "15.872000" },
                { "cdn", "内容分发 CDN", "6.480000", "52.100000" },
        };
        g_autoptr(GPtrArray) products = g_ptr_array_new_with_free_func((GDestroyNotify) reported_product_free);
        ReportUsage wish = { .account = tale->account,
                             .balance = (char *) balance,
                             .credit = (char *) "0",
                             .vouchers = (char *) "50",
                             .billing_lag_minutes = -1,
                             .products = products };
        Call call = call_of(tale, &tale->sample->platform);
        g_auto(Outcome) outcome = { 0 };

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                ReportedProduct *product = g_new0(ReportedProduct, 1);

                product->id = g_strdup(rows[i].id);
                product->name = g_strdup(rows[i].name);
                product->billing = BILLING_PAY_AS_YOU_GO;
                product->cost_1_day = g_strdup(rows[i].day);
                product->cost_7_days = g_strdup(rows[i].week);
                product->stop_order = -1;
                g_ptr_array_add(products, product);
        }
        return app_report_usage(tale->sample->app, &call, &wish, &outcome, error);
}

static bool payments_report(Tale *tale, GError **error) {
        static const struct {
                PaymentKind kind;
                const char *reference, *amount, *service;
                bool in_force;
        } rows[] = {
                { PAYMENT_INVOICE, "18050001", "1288.00", "云服务器 ECS", true },
                { PAYMENT_INVOICE, "18050002", "320.50", "域名", true },
                { PAYMENT_REMITTANCE, "HK20180426001", "2000.00", NULL, false },
                { PAYMENT_PAYMENT, "2018050222001", "500.00", NULL, false },
        };
        g_autoptr(GPtrArray) payments = g_ptr_array_new_with_free_func((GDestroyNotify) reported_payment_free);
        ReportPayments wish = { .account = tale->account, .payments = payments };
        Call call = call_of(tale, &tale->sample->platform);
        g_auto(Outcome) outcome = { 0 };

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                ReportedPayment *payment = g_new0(ReportedPayment, 1);

                payment->kind = (int) rows[i].kind;
                payment->reference = g_strdup(rows[i].reference);
                payment->issuer = rows[i].kind == PAYMENT_INVOICE ? g_strdup("阿里云计算有限公司") : NULL;
                payment->amount = g_strdup(rows[i].amount);
                payment->paid_at = tale->now - 10 * INSTANT_DAY;
                payment->service = g_strdup(rows[i].service);
                payment->in_force = rows[i].in_force;
                g_ptr_array_add(payments, payment);
        }
        return app_report_payments(tale->sample->app, &call, &wish, &outcome, error);
}

bool platform_reports(Tale *tale, GError **error) {
        return usage_report(tale, "2680.50", error) && payments_report(tale, error);
}

bool platform_reports_little_money(Tale *tale, GError **error) {
        return usage_report(tale, "36.20", error) && payments_report(tale, error);
}

/* ---- the holder -------------------------------------------------------------------------------------------------- */

static bool opens_case(Tale *tale, const Uuid *opened_from, GError **error) {
        const PolicyRoute *route = policy_route(tale->sample->app->policy, tale->story->route);
        OpenCase wish = { .account = tale->account,
                          .route = (char *) tale->story->route,
                          .statement = (char *) "账号已转由新的所有人使用，申请变更实名认证。" };
        Call call = call_of(tale, &tale->holder);
        g_auto(Outcome) outcome = { 0 };

        if (route->on_approval == ON_APPROVAL_REPLACE) {
                wish.has_new_owner = true;
                wish.new_owner = claim_of(&tale->new_owner);
        }
        if (opened_from)
                wish.opened_from = *opened_from;
        if (!app_open_case(tale->sample->app, &call, &wish, &outcome, error))
                return false;
        tale->kind = PROCEEDING_CASE;
        tale->id = tale->case_id = outcome.id;
        see(tale, &outcome);
        return true;
}

bool holder_opens_case(Tale *tale, GError **error) {
        return opens_case(tale, NULL, error);
}

bool holder_opens_again(Tale *tale, GError **error) {
        return opens_case(tale, &tale->case_id, error);
}

static bool opens_attempt(Tale *tale, const Specimen *owner, Method method, GError **error) {
        OpenAttempt wish = { .account = tale->account, .method = method, .owner = claim_of(owner) };
        Call call = call_of(tale, &tale->holder);
        g_auto(Outcome) outcome = { 0 };

        if (!app_open_attempt(tale->sample->app, &call, &wish, &outcome, error))
                return false;
        tale->kind = PROCEEDING_ATTEMPT;
        tale->id = outcome.id;
        see(tale, &outcome);
        return true;
}

/* After a release the attempt is the new owner's; an account's first is the old one's. */
static const Specimen *owner_to_be(const Tale *tale) {
        return uuid_is_nil(&tale->case_id) ? &tale->old_owner : &tale->new_owner;
}

bool holder_opens_attempt_by_documents(Tale *tale, GError **error) {
        return opens_attempt(tale, owner_to_be(tale), METHOD_DOCUMENTS, error);
}

bool holder_opens_attempt_by_transfer(Tale *tale, GError **error) {
        return opens_attempt(tale, owner_to_be(tale), METHOD_CORPORATE_TRANSFER, error);
}

bool holder_consents(Tale *tale, GError **error) {
        const GPtrArray *consents = tale->sample->app->policy->consents;

        for (guint i = 0; i < consents->len; i++) {
                const PolicyConsent *consent = g_ptr_array_index(consents, i);
                GiveConsent wish = { .kind = tale->kind,
                                     .id = tale->id,
                                     .purpose = consent->purpose,
                                     .text_version = consent->text_version };
                Call call = call_of(tale, &tale->holder);
                g_auto(Outcome) outcome = { 0 };

                if (!app_give_consent(tale->sample->app, &call, &wish, &outcome, error))
                        return false;
        }
        return true;
}

static bool file_give(Tale *tale, const json_t *item, GError **error) {
        bool of_old =
                tale->kind == PROCEEDING_CASE && g_str_equal(json_string_value(json_object_get(item, "of")), "old");
        CivilDate today = civil_date_at(tale->now, tale->sample->app->policy->zone);
        char date[CIVIL_DATE_TEXT_SIZE];
        SpecimenPaper paper = { .material = json_string_value(json_array_get(json_object_get(item, "any_of"), 0)),
                                .of = of_old                          ? &tale->old_owner
                                      : tale->kind == PROCEEDING_CASE ? &tale->new_owner
                                                                      : owner_to_be(tale),
                                .old_owner = &tale->old_owner,
                                .new_owner = &tale->new_owner,
                                .sealed_by_old = json_is_true(json_object_get(item, "sealed_by_old")),
                                .sealed_by_new = json_is_true(json_object_get(item, "sealed_by_new")),
                                .account = tale->story->external_id,
                                .reference = "18050001",
                                .amount = "1288.00",
                                .date = civil_date_format(today, date) };
        const char *media_type;
        g_autoptr(GBytes) file = specimen_paper(&paper, &media_type);
        GiveEvidence wish = { .kind = tale->kind,
                              .proceeding = tale->id,
                              .item = json_string_value(json_object_get(item, "id")),
                              .material = paper.material,
                              .media_type = media_type,
                              .size_bytes = g_bytes_get_size(file) };
        Call call = call_of(tale, &tale->holder);
        g_autoptr(EvidenceUpload) upload = app_evidence_begin(tale->sample->app, &call, &wish, error);
        g_auto(Outcome) outcome = { 0 };

        return upload && app_evidence_append(upload, g_bytes_get_data(file, NULL), g_bytes_get_size(file), error)
               && app_evidence_finish(upload, &call, &outcome, error);
}

/* Gives a file for each item that wants one, `most` of them. */
static bool files_give(Tale *tale, gsize most, GError **error) {
        json_t *items;

        if (!look(tale, error))
                return false;
        items = json_object_get(tale->document, "items");
        for (gsize i = 0; i < json_array_size(items) && i < most; i++) {
                const json_t *item = json_array_get(items, i);
                const char *state = json_string_value(json_object_get(item, "state"));
                json_int_t wanted = json_integer_value(json_object_get(item, "needed"))
                                    - json_integer_value(json_object_get(item, "given"));

                if (wanted > 0 && !g_str_equal(state, "accepted") && !file_give(tale, item, error))
                        return false;
        }
        return true;
}

bool holder_gives_some(Tale *tale, GError **error) {
        return files_give(tale, 1, error);
}

bool holder_gives_all(Tale *tale, GError **error) {
        return files_give(tale, G_MAXSIZE, error);
}

static bool writes(Tale *tale, const Actor *actor, const char *body, GError **error) {
        WriteMessage wish = { .kind = tale->kind, .id = tale->id, .body = (char *) body };
        Call call = call_of(tale, actor);
        g_auto(Outcome) outcome = { 0 };

        return app_write_message(tale->sample->app, &call, &wish, &outcome, error);
}

bool holder_writes(Tale *tale, GError **error) {
        return writes(tale, &tale->holder, "您好，材料已全部上传，请问大约什么时候能审核完？", error);
}

/* What a company is asked for beside its papers: where to be paid, or who it is at Alipay. */
bool holder_submits(Tale *tale, GError **error) {
        const PolicyRoute *route =
                tale->kind == PROCEEDING_CASE ? policy_route(tale->sample->app->policy, tale->story->route) : NULL;
        const char *method = json_string_value(json_object_get(tale->document, "method"));
        Submission wish = { .kind = tale->kind, .id = tale->id };
        Call call = call_of(tale, &tale->holder);
        g_auto(Outcome) outcome = { 0 };

        if (route && route->channel == CHANNEL_ONLINE)
                wish.alipay_account = (char *) "finance@company.example.com";
        if (g_strcmp0(method, enum_name(&method_names, METHOD_CORPORATE_TRANSFER)) == 0) {
                wish.bank = (char *) "ICBC";
                wish.account_number = (char *) "3301040160009876543";
        }
        return app_submit(tale->sample->app, &call, &wish, &outcome, error) && look(tale, error);
}

bool holder_resupplies(Tale *tale, GError **error) {
        return step(tale, &tale->holder, EVENT_RESUPPLY, NULL, "已重新拍摄并上传。", error);
}

bool holder_withdraws(Tale *tale, GError **error) {
        return step(tale, &tale->holder, EVENT_WITHDRAW, NULL, "双方商定不再转让。", error);
}

static bool parcel(Tale *tale, const Actor *actor, ProceedingEvent event, const char *text, GError **error) {
        g_autofree char *tracking = g_strdup_printf("SAMPLE%s", tale->story->external_id);
        ParcelStep wish = { .id = tale->id, .event = event, .text = (char *) text };
        Call call = call_of(tale, actor);
        g_auto(Outcome) outcome = { 0 };

        if (event == EVENT_ANNOUNCE_PARCEL) {
                wish.courier = (char *) "样本速运";
                wish.tracking = tracking;
        }
        if (event == EVENT_RECEIVE_PARCEL)
                wish.originals = (char *) "kept";
        return app_parcel_step(tale->sample->app, &call, &wish, &outcome, error) && look(tale, error);
}

bool holder_posts_parcel(Tale *tale, GError **error) {
        return parcel(tale, &tale->holder, EVENT_ANNOUNCE_PARCEL, NULL, error);
}

/* ---- the staff --------------------------------------------------------------------------------------------------- */

typedef bool (*ItemUseCase)(App *app, const Call *call, const DecideItem *wish, Outcome *outcome, GError **error);

/* Decides on every item: all are good, or all but the first, for a reason. */
static bool items_decide(Tale *tale, SampleHand who, ItemUseCase decide, const char *bad, GError **error) {
        json_t *items;

        if (!look(tale, error))
                return false;
        items = json_object_get(tale->document, "items");
        for (gsize i = 0; i < json_array_size(items); i++) {
                const json_t *item = json_array_get(items, i);
                DecideItem wish = { .kind = tale->kind,
                                    .id = tale->id,
                                    .item = (char *) json_string_value(json_object_get(item, "id")),
                                    .accepted = !bad || i > 0,
                                    .reason_code = !bad || i > 0 ? NULL : (char *) bad };
                Call call = call_of(tale, hand(tale, who));
                g_auto(Outcome) outcome = { 0 };

                if (g_str_equal(json_string_value(json_object_get(item, "state")), "accepted"))
                        continue;
                if (!decide(tale->sample->app, &call, &wish, &outcome, error))
                        return false;
        }
        return look(tale, error);
}

bool clerk_receives(Tale *tale, GError **error) {
        return parcel(tale, hand(tale, HAND_CLERK), EVENT_RECEIVE_PARCEL, NULL, error);
}

bool clerk_completes(Tale *tale, GError **error) {
        return items_decide(tale, HAND_CLERK, app_check_off_item, NULL, error)
               && parcel(tale, hand(tale, HAND_CLERK), EVENT_PARCEL_COMPLETE, NULL, error);
}

bool clerk_complains(Tale *tale, GError **error) {
        return items_decide(tale, HAND_CLERK, app_check_off_item, "seal-missing", error)
               && parcel(tale, hand(tale, HAND_CLERK), EVENT_PARCEL_INCOMPLETE, "申请表上没有加盖公章。", error);
}

bool reviewer_claims(Tale *tale, GError **error) {
        return step(tale, hand(tale, HAND_REVIEWER_1), EVENT_CLAIM, NULL, NULL, error);
}

bool reviewer_accepts(Tale *tale, GError **error) {
        return items_decide(tale, HAND_REVIEWER_1, app_decide_item, NULL, error);
}

bool reviewer_refuses_one(Tale *tale, GError **error) {
        return items_decide(tale, HAND_REVIEWER_1, app_decide_item, "blurred", error);
}

bool reviewer_asks_more(Tale *tale, GError **error) {
        return step(tale, hand(tale, HAND_REVIEWER_1), EVENT_ASK_MORE, NULL, "请按说明重新提供。", error);
}

bool reviewer_writes(Tale *tale, GError **error) {
        return writes(tale, hand(tale, HAND_REVIEWER_1), "您好，已收到，会在承诺的时间之前答复您。", error);
}

bool reviewer_approves(Tale *tale, GError **error) {
        return step(tale, hand(tale, HAND_REVIEWER_1), EVENT_APPROVE, NULL, NULL, error);
}

bool reviewer_rejects(Tale *tale, GError **error) {
        return step(tale, hand(tale, HAND_REVIEWER_1), EVENT_REJECT, "name-mismatch", "申请表上的姓名与证件不一致。",
                    error);
}

bool reviewer_disputes(Tale *tale, GError **error) {
        return step(tale, hand(tale, HAND_REVIEWER_1), EVENT_DISPUTE, NULL, "原所有人来电，称没有申请过变更。",
                    error);
}

bool approver_claims(Tale *tale, GError **error) {
        return step(tale, hand(tale, HAND_APPROVER), EVENT_CLAIM, NULL, NULL, error);
}

bool approver_approves(Tale *tale, GError **error) {
        return step(tale, hand(tale, HAND_APPROVER), EVENT_APPROVE, NULL, NULL, error);
}

/* ---- several at once ---------------------------------------------------------------------------------------------- */

bool holder_is_verified(Tale *tale, GError **error) {
        return holder_opens_attempt_by_documents(tale, error) && holder_consents(tale, error)
               && holder_gives_all(tale, error) && holder_submits(tale, error) && reviewer_claims(tale, error)
               && reviewer_accepts(tale, error) && reviewer_approves(tale, error);
}

bool clock_strikes(Tale *tale, GError **error) {
        guint steps = 0;

        return app_wake_due(tale->sample->app, tale->now, &steps, error)
               && (uuid_is_nil(&tale->id) || look(tale, error));
}
