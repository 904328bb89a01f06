/* Walks one account's way: the steps that the routes have in common, taken from what the server's documents ask for. */
#include "base/instant.h"
#include "base/refusal.h"
#include "cli/demo.h"
#include "domain/civil-date.h"

#include <glib/gstdio.h>
#include <string.h>

DemoClient *walk_client(const Walk *walk, DemoWho who) {
        if (who == WHO_OLD_OWNER)
                return walk->old_side;
        return who == WHO_HOLDER ? walk->holder : walk->demo->clients[who];
}

char *walk_path(const Walk *walk, const char *rest) {
        return g_strdup_printf("/v1/%s/%s%s%s", walk->in_attempt ? "attempts" : "cases",
                               walk->in_attempt ? walk->attempt_id : walk->case_id, *rest ? "/" : "", rest);
}

static char *account_path(const Walk *walk, const char *rest) {
        return g_strdup_printf("/v1/accounts/%s%s%s", walk->account, *rest ? "/" : "", rest);
}

json_t *claim_of(const Specimen *specimen) {
        return json_pack("{s:s, s:s, s:s, s:s}", "kind", specimen->kind == OWNER_PERSONAL ? "personal" : "enterprise",
                         "name", specimen->name, "number", specimen->number, "email", specimen->email);
}

static void document_take(Walk *walk, const DemoAnswer *answer) {
        json_decref(walk->document);
        g_free(walk->etag);
        walk->document = json_incref(answer->body);
        walk->etag = g_strdup(answer->etag);
}

/* ---- entering ----------------------------------------------------------------------------------------------------- */

static json_t *product_of(const char *id, const char *name, const char *day, const char *week) {
        return json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", id, "name", name, "billing", "pay-as-you-go",
                         "cost_1_day", day, "cost_7_days", week);
}

static json_t *payment_of(const Walk *walk, const char *kind, const char *reference, const char *amount,
                          const char *service) {
        g_autofree char *paid_at = instant_format(walk->demo->began_at - 12 * INSTANT_DAY, NULL);
        json_t *payment = json_pack("{s:s, s:s, s:s, s:s}", "kind", kind, "reference", reference, "amount", amount,
                                    "paid_at", paid_at);

        if (service) {
                json_object_set_new(payment, "service", json_string(service));
                json_object_set_new(payment, "issuer", json_string("阿里云计算有限公司"));
                json_object_set_new(payment, "in_force", json_true());
        }
        return payment;
}

bool walk_report_usage(Walk *walk, const char *balance, GError **error) {
        DemoRequest usage = { .method = "PUT", .path = account_path(walk, "usage") };

        usage.body = json_pack("{s:s, s:s, s:s, s:[o, o]}", "balance", balance, "credit", "0", "vouchers", "20",
                               "products", product_of("ecs", "ECS", "18.600000", "131.040000"),
                               product_of("oss", "OSS", "2.315000", "15.872000"));
        return demo_send(walk->demo, WHO_PLATFORM, NULL, usage, 200, NULL, error);
}

static bool payments_report(Walk *walk, GError **error) {
        DemoRequest payments = { .method = "PUT", .path = account_path(walk, "payments") };

        payments.body =
                json_pack("{s:[o, o, o]}", "payments", payment_of(walk, "invoice", "18050001", "1288.00", "ECS"),
                          payment_of(walk, "invoice", "18050002", "320.50", "OSS"),
                          payment_of(walk, "payment", "2018050222001", "500.00", NULL));
        return demo_send(walk->demo, WHO_PLATFORM, NULL, payments, 200, NULL, error);
}

/* The platform mints a one-time link, and whoever it hands it to comes in by it. */
static bool link_enter(Walk *walk, DemoWho who, DemoRequest mint, DemoClient **client, GError **error) {
        DemoRequest enter = { .method = "POST" };
        g_auto(DemoAnswer) answer = { 0 };
        const char *token;

        if (!demo_send(walk->demo, WHO_PLATFORM, NULL, mint, 201, &answer, error))
                return false;
        token = strchr(demo_answer_text(&answer, "url"), '#');
        enter.path = g_strdup("/v1/sessions/link");
        enter.body = json_pack("{s:s}", "token", token ? token + 1 : "");
        *client = demo_client(walk->demo);
        return demo_send(walk->demo, who, *client, enter, 201, NULL, error);
}

static bool holder_enter(Walk *walk, GError **error) {
        DemoRequest mint = { .method = "POST", .path = account_path(walk, "sign-in-links"), .body = json_object() };

        return link_enter(walk, WHO_HOLDER, mint, &walk->holder, error);
}

bool walk_enter_old_owner(Walk *walk, GError **error) {
        DemoRequest mint = { .method = "POST", .path = walk_path(walk, "dispute-links") };

        if (!link_enter(walk, WHO_OLD_OWNER, mint, &walk->old_side, error))
                return false;
        demo_say(walk->demo, WHO_PLATFORM, "把异议链接发给原所有人", "sends the old owner a link by which to dispute",
                 NULL);
        return true;
}

bool walk_enter(Walk *walk, Demo *demo, const char *origin, GError **error) {
        DemoRequest request = { .method = "POST", .path = g_strdup("/v1/accounts") };
        g_auto(DemoAnswer) answer = { 0 };

        walk->demo = demo;
        walk->reviewer = demo->accounts % 2 ? WHO_REVIEWER_2 : WHO_REVIEWER_1;
        g_snprintf(walk->external_id, sizeof walk->external_id, "aliyun-demo-%u", ++demo->accounts);
        request.body = json_pack("{s:s, s:s}", "external_id", walk->external_id, "origin", origin);
        if (!demo_send(demo, WHO_PLATFORM, NULL, request, 201, &answer, error))
                return false;
        walk->account = g_strdup(demo_answer_text(&answer, "id"));
        if (!walk_report_usage(walk, "60.00", error) || !payments_report(walk, error) || !holder_enter(walk, error))
                return false;
        demo_say(demo, WHO_PLATFORM, "登记账号 {0}，上报用量、余额和发票，发一次性链接让持有人进入",
                 "registers account {0}, reports usage, balance and invoices, lets its holder in by a one-time link",
                 walk->external_id, NULL);
        return true;
}

/* A session belongs to whoever held the account when it began: it ended with the change. */
bool walk_change_hands(Walk *walk, GError **error) {
        DemoRequest request = { .method = "GET", .path = account_path(walk, "") };

        demo_say(walk->demo, WHO_HOLDER, "变更之前的登录已随之失效",
                 "the session from before the change has ended with it", NULL);
        if (!demo_refused(walk->demo, WHO_HOLDER, walk->holder, request, "session-expired", error))
                return false;
        g_clear_pointer(&walk->holder, demo_client_free);
        if (!holder_enter(walk, error))
                return false;
        demo_say(walk->demo, WHO_PLATFORM, "发一次性链接让所有人重新进入", "lets the owner in by a new one-time link",
                 NULL);
        return true;
}

void walk_end(Walk *walk) {
        g_clear_pointer(&walk->holder, demo_client_free);
        g_clear_pointer(&walk->old_side, demo_client_free);
        g_clear_pointer(&walk->account, g_free);
        g_clear_pointer(&walk->case_id, g_free);
        g_clear_pointer(&walk->attempt_id, g_free);
        g_clear_pointer(&walk->etag, g_free);
        g_clear_pointer(&walk->document, json_decref);
}

/* ---- steps -------------------------------------------------------------------------------------------------------- */

bool walk_look(Walk *walk, DemoWho who, GError **error) {
        DemoRequest request = { .method = "GET", .path = walk_path(walk, "") };
        g_auto(DemoAnswer) answer = { 0 };

        if (!demo_send(walk->demo, who, walk_client(walk, who), request, 200, &answer, error))
                return false;
        document_take(walk, &answer);
        return true;
}

static bool step_send(Walk *walk, DemoWho who, const char *method, const char *rest, json_t *body, GError **error) {
        DemoRequest request = { .method = method, .body = body };
        g_auto(DemoAnswer) answer = { 0 };

        if (!walk_look(walk, who, error)) {
                json_decref(body);
                return false;
        }
        request.path = walk_path(walk, rest);
        request.etag = walk->etag;
        if (!demo_send(walk->demo, who, walk_client(walk, who), request, 200, &answer, error))
                return false;
        document_take(walk, &answer);
        return true;
}

/* What is worth a line of its own: the state, and until when. */
static char *standing_of(const Walk *walk) {
        const json_t *document = walk->document;
        const char *state = json_string_value(json_object_get(document, "state"));
        const char *due = json_string_value(json_object_get(document, "due_at"));
        const char *expires = json_string_value(json_object_get(document, "expires_at"));

        return g_strdup_printf("%s %s %s", state ? state : "", due ? due : "", expires ? expires : "");
}

bool walk_step(Walk *walk, DemoWho who, const char *method, const char *rest, json_t *body, const char *zh,
               const char *en, GError **error) {
        g_autofree char *before = standing_of(walk);
        g_autofree char *after = NULL;

        if (!step_send(walk, who, method, rest, body, error))
                return false;
        demo_say(walk->demo, who, zh, en, NULL);
        after = standing_of(walk);
        if (!g_str_equal(before, after))
                demo_say_state(walk->demo, walk->document);
        return true;
}

bool walk_refused(Walk *walk, DemoWho who, const char *method, const char *rest, json_t *body, const char *problem,
                  GError **error) {
        DemoRequest request = { .method = method, .body = body };

        if (!walk_look(walk, who, error)) {
                json_decref(body);
                return false;
        }
        request.path = walk_path(walk, rest);
        request.etag = walk->etag;
        return demo_refused(walk->demo, who, walk_client(walk, who), request, problem, error);
}

bool walk_is_in(const Walk *walk, const char *state, GError **error) {
        const char *is = json_string_value(json_object_get(walk->document, "state"));

        return g_strcmp0(is, state) == 0
               || fail(error, FAILURE_CORRUPT, "%s: the state %s was expected, it is %s", walk->route, state,
                       is ? is : "?");
}

/* ---- the plan ------------------------------------------------------------------------------------------------------ */

static const json_t *by_id(const json_t *list, const char *id) {
        for (gsize i = 0; i < json_array_size(list); i++) {
                const json_t *one = json_array_get(list, i);

                if (g_strcmp0(json_string_value(json_object_get(one, "id")), id) == 0)
                        return one;
        }
        return NULL;
}

static bool continuity_tell(Walk *walk, GError **error) {
        g_autofree char *rest = g_strdup_printf("continuity?route=%s", walk->route);
        DemoRequest request = { .method = "GET", .path = account_path(walk, rest) };
        g_auto(DemoAnswer) answer = { 0 };
        g_autofree char *spent = NULL;

        if (!demo_send(walk->demo, WHO_HOLDER, walk->holder, request, 200, &answer, error))
                return false;
        spent = demo_time(walk->demo, json_object_get(answer.body, "spent_at"));
        demo_say(walk->demo, WHO_DEMO, "余额 {0} 元，变更期间最多需要 {1} 元，还差 {2} 元，余额可用到 {3}",
                 "balance {0} yuan; the change needs {1} at the most, {2} short; the money lasts until {3}",
                 demo_answer_text(&answer, "money"), demo_answer_text(&answer, "needed"),
                 demo_answer_text(&answer, "shortfall"), spent, NULL);
        return true;
}

bool walk_plan(Walk *walk, GError **error) {
        bool to_person = walk->new_owner.kind == OWNER_PERSONAL;
        bool same = g_str_equal(walk->old_owner.number, walk->new_owner.number);
        g_autofree char *rest =
                g_strdup_printf("plan?to=%s&have=enterprise-alipay,corporate-account%s",
                                to_person ? "personal" : "enterprise", same ? "&same_enterprise=true" : "");
        DemoRequest request = { .method = "GET", .path = account_path(walk, rest) };
        g_auto(DemoAnswer) answer = { 0 };
        g_autofree char *ends = NULL;
        g_autofree char *count = NULL;
        const json_t *routes, *route;

        if (!demo_send(walk->demo, WHO_HOLDER, walk->holder, request, 200, &answer, error))
                return false;
        routes = json_object_get(answer.body, "routes");
        route = by_id(routes, walk->route);
        if (!route)
                return fail(error, FAILURE_CORRUPT, "the plan does not offer %s", walk->route);
        ends = demo_time(walk->demo, json_object_get(route, "ends_by"));
        count = g_strdup_printf("%u", (guint) json_array_size(routes));
        demo_say(walk->demo, WHO_HOLDER, "查看办法：{0} 种可行；{1}（{2}）预计 {3} 前办完",
                 "asks for the plan; routes that apply: {0}; {1} ({2}) should end by {3}", count, walk->route,
                 json_string_value(json_object_get(route, "channel")), ends, NULL);
        return continuity_tell(walk, error);
}

/* ---- opening ------------------------------------------------------------------------------------------------------- */

bool walk_open_case(Walk *walk, GError **error) {
        bool release = g_str_equal(walk->route, "personal-to-personal")
                       || g_str_equal(walk->route, "personal-to-enterprise-release");
        DemoRequest request = { .method = "POST", .path = account_path(walk, "cases") };
        g_auto(DemoAnswer) answer = { 0 };

        request.body =
                json_pack("{s:s, s:s}", "route", walk->route, "statement", "账号已转由新的所有人使用，申请变更。");
        if (!release)
                json_object_set_new(request.body, "new_owner", claim_of(&walk->new_owner));
        if (!demo_send(walk->demo, WHO_HOLDER, walk->holder, request, 201, &answer, error))
                return false;
        walk->case_id = g_strdup(demo_answer_text(&answer, "id"));
        walk->in_attempt = false;
        document_take(walk, &answer);
        demo_say(walk->demo, WHO_HOLDER, "按 {0} 申请变更", "opens a case by {0}", walk->route, NULL);
        demo_say_state(walk->demo, walk->document);
        return true;
}

bool walk_open_attempt(Walk *walk, const char *method, const Specimen *owner, GError **error) {
        DemoRequest request = { .method = "POST", .path = account_path(walk, "attempts") };
        g_auto(DemoAnswer) answer = { 0 };

        request.body = json_pack("{s:s, s:o}", "method", method, "owner", claim_of(owner));
        if (!demo_send(walk->demo, WHO_HOLDER, walk->holder, request, 201, &answer, error))
                return false;
        g_free(walk->attempt_id);
        walk->attempt_id = g_strdup(demo_answer_text(&answer, "id"));
        walk->in_attempt = true;
        document_take(walk, &answer);
        return true;
}

/* ---- consents and files -------------------------------------------------------------------------------------------- */

bool walk_consent(Walk *walk, GError **error) {
        DemoRequest policy = { .method = "GET", .path = g_strdup("/v1/policy") };
        g_auto(DemoAnswer) answer = { 0 };
        const json_t *consents;

        if (!demo_send(walk->demo, WHO_HOLDER, walk->holder, policy, 200, &answer, error))
                return false;
        consents = json_object_get(answer.body, "consents");
        for (gsize i = 0; i < json_array_size(consents); i++) {
                const json_t *consent = json_array_get(consents, i);
                g_autofree char *rest =
                        g_strdup_printf("consents/%s", json_string_value(json_object_get(consent, "purpose")));
                json_t *body = json_pack("{s:O}", "text_version", json_object_get(consent, "text_version"));

                if (!step_send(walk, WHO_HOLDER, "PUT", rest, body, error))
                        return false;
        }
        demo_say(walk->demo, WHO_HOLDER, "同意处理个人信息，并单独同意处理证件照片",
                 "consents to the handling of personal data, and apart to that of pictures of documents", NULL);
        return true;
}

/* In an attempt all papers are those of whoever is to be verified. */
static const Specimen *whose(const Walk *walk, const json_t *item) {
        const char *of = json_string_value(json_object_get(item, "of"));

        if (walk->in_attempt)
                return walk->case_id ? &walk->new_owner : &walk->old_owner;
        return g_strcmp0(of, "old") == 0 ? &walk->old_owner : &walk->new_owner;
}

static bool file_give(Walk *walk, const json_t *item, const char *material, GError **error) {
        char date[CIVIL_DATE_TEXT_SIZE];
        SpecimenPaper paper = { .material = material,
                                .of = whose(walk, item),
                                .old_owner = &walk->old_owner,
                                .new_owner = &walk->new_owner,
                                .sealed_by_old = json_is_true(json_object_get(item, "sealed_by_old")),
                                .sealed_by_new = json_is_true(json_object_get(item, "sealed_by_new")),
                                .account = walk->external_id,
                                .reference = "18050001",
                                .amount = "1288.00",
                                .date = civil_date_format(civil_date_at(walk->demo->began_at, walk->demo->zone),
                                                          date) };
        g_autofree char *rest = g_strdup_printf("items/%s/files?material=%s",
                                                json_string_value(json_object_get(item, "id")), material);
        DemoRequest request = { .method = "POST", .path = walk_path(walk, rest) };
        g_autoptr(GBytes) file = specimen_paper(&paper, &request.media_type);

        request.file = file;
        return demo_send(walk->demo, WHO_HOLDER, walk->holder, request, 201, NULL, error);
}

/* As many files as are wanting, of the kinds that the item takes, in turn. */
static bool item_fill(Walk *walk, const json_t *item, GString *names, GError **error) {
        const json_t *kinds = json_object_get(item, "any_of");
        json_int_t given = json_integer_value(json_object_get(item, "given"));
        json_int_t needed = json_integer_value(json_object_get(item, "needed"));

        for (json_int_t i = given; i < needed; i++) {
                const char *material = json_string_value(json_array_get(kinds, (gsize) i % json_array_size(kinds)));

                if (!file_give(walk, item, material, error))
                        return false;
                g_string_append_printf(names, "%s%s", names->len ? ", " : "", material);
        }
        return true;
}

bool walk_give_files(Walk *walk, GError **error) {
        g_autoptr(GString) names = g_string_new(NULL);
        json_t *items;

        if (!walk_look(walk, WHO_HOLDER, error))
                return false;
        items = json_object_get(walk->document, "items");
        for (gsize i = 0; i < json_array_size(items); i++) {
                const json_t *item = json_array_get(items, i);

                if (g_strcmp0(json_string_value(json_object_get(item, "state")), "accepted") != 0
                    && !item_fill(walk, item, names, error))
                        return false;
        }
        demo_say(walk->demo, WHO_HOLDER, "上传：{0}", "uploads: {0}", names->str, NULL);
        return walk_look(walk, WHO_HOLDER, error);
}

/* ---- verdicts ------------------------------------------------------------------------------------------------------ */

static bool items_put(Walk *walk, DemoWho who, const char *what, guint *count, GError **error) {
        g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
        json_t *items;

        if (!walk_look(walk, who, error))
                return false;
        items = json_object_get(walk->document, "items");
        for (gsize i = 0; i < json_array_size(items); i++) {
                const json_t *item = json_array_get(items, i);

                if (g_strcmp0(json_string_value(json_object_get(item, "state")), "accepted") != 0)
                        g_ptr_array_add(ids, g_strdup(json_string_value(json_object_get(item, "id"))));
        }
        for (guint i = 0; i < ids->len; i++) {
                g_autofree char *rest = g_strdup_printf("items/%s/%s", (const char *) ids->pdata[i], what);

                if (!step_send(walk, who, "PUT", rest, json_pack("{s:b}", "accepted", 1), error))
                        return false;
        }
        *count = ids->len;
        return true;
}

bool walk_accept_items(Walk *walk, DemoWho who, GError **error) {
        g_autofree char *text = NULL;
        guint count;

        if (!items_put(walk, who, "verdict", &count, error))
                return false;
        text = g_strdup_printf("%u", count);
        demo_say(walk->demo, who, "逐项核对：{0} 项通过", "goes through the items: accepts {0}", text, NULL);
        return true;
}

bool walk_check_parcel(Walk *walk, GError **error) {
        g_autofree char *text = NULL;
        guint count;

        if (!items_put(walk, WHO_CLERK, "checking", &count, error))
                return false;
        text = g_strdup_printf("%u", count);
        demo_say(walk->demo, WHO_CLERK, "拆包逐项清点：{0} 项齐全", "opens the parcel and checks off {0} items", text,
                 NULL);
        return true;
}

/* ---- what came of it ------------------------------------------------------------------------------------------------ */

bool walk_verification(Walk *walk, bool verified, GError **error) {
        DemoRequest request = { .method = "GET", .path = account_path(walk, "verification?include=subject") };
        g_auto(DemoAnswer) answer = { 0 };
        const json_t *subject;

        if (!demo_send(walk->demo, WHO_PLATFORM, NULL, request, 200, &answer, error))
                return false;
        subject = json_object_get(answer.body, "subject");
        if (json_is_true(json_object_get(answer.body, "verified")) != verified)
                return fail(error, FAILURE_CORRUPT, "%s: the account should be %s", walk->route,
                            verified ? "verified" : "unverified");
        if (verified)
                demo_say(walk->demo, WHO_PLATFORM, "查询账号：已认证，{0} {1} {2}（{3}）",
                         "asks who owns the account: {0} {1} {2} ({3})", demo_answer_text(&answer, "kind"),
                         json_string_value(json_object_get(subject, "name")),
                         json_string_value(json_object_get(subject, "number")), demo_answer_text(&answer, "method"),
                         NULL);
        else
                demo_say(walk->demo, WHO_PLATFORM, "查询账号：未认证",
                         "asks who owns the account: nobody is verified", NULL);
        return true;
}

/* The receipt is checked by another process, from its file and the log's key alone. */
bool walk_receipt(Walk *walk, GError **error) {
        g_autofree char *rest = g_strdup_printf("/v1/cases/%s/receipt", walk->case_id);
        g_autofree char *file = g_build_filename(walk->demo->folder, "receipt.json", NULL);
        DemoRequest receipt = { .method = "GET", .path = g_steal_pointer(&rest) };
        DemoRequest key = { .method = "GET", .path = g_strdup("/v1/log/key") };
        g_auto(DemoAnswer) answer = { 0 };
        g_auto(DemoAnswer) key_answer = { 0 };
        g_autofree char *line = NULL;
        g_autofree char *told = NULL;
        g_autofree char *count = NULL;
        json_auto_t *checked = NULL;

        if (!demo_send(walk->demo, WHO_PLATFORM, NULL, key, 200, &key_answer, error)) {
                g_free(receipt.path);
                return false;
        }
        if (!demo_send(walk->demo, WHO_HOLDER, walk->holder, receipt, 200, &answer, error))
                return false;
        if (!g_file_set_contents(file, g_bytes_get_data(answer.bytes, NULL), (gssize) g_bytes_get_size(answer.bytes),
                                 NULL))
                return fail(error, FAILURE_FILE, "%s cannot be written", file);
        line = g_strndup(g_bytes_get_data(key_answer.bytes, NULL), g_bytes_get_size(key_answer.bytes));
        told = demo_run(walk->demo, error, "ledger", "check-receipt", file, "--key", g_strstrip(line), "--json",
                        NULL);
        (void) g_remove(file);
        checked = told ? json_loads(told, 0, NULL) : NULL;
        if (!told)
                return false;
        if (!json_is_true(json_object_get(checked, "valid")))
                return fail(error, FAILURE_CORRUPT, "the receipt does not verify");
        count = g_strdup_printf("%u", (guint) json_array_size(json_object_get(checked, "entries")));
        demo_say(walk->demo, WHO_HOLDER, "下载回执，离线验证通过：{0} 条记录都在日志里",
                 "downloads the receipt; checked offline: all {0} entries are in the log", count, NULL);
        return true;
}

bool walk_begin(Walk *walk, Demo *demo, const char *route, const Specimen *old_owner, const Specimen *new_owner,
                GError **error) {
        bool person = old_owner->kind == OWNER_PERSONAL;

        *walk = (Walk){ .route = route, .old_owner = *old_owner, .new_owner = *new_owner };
        if (!walk_enter(walk, demo, "local", error) || !walk_open_attempt(walk, "documents", old_owner, error))
                return false;
        demo_say(demo, WHO_HOLDER, "首次认证：{0}", "is verified for the first time: {0}", old_owner->name, NULL);
        return walk_consent(walk, error) && walk_give_files(walk, error)
               && step_send(walk, WHO_HOLDER, "POST", "submission", json_object(), error)
               && step_send(walk, walk->reviewer, "POST", "claim", NULL, error)
               && walk_accept_items(walk, walk->reviewer, error)
               && walk_step(walk, walk->reviewer, "POST", "approval", json_object(),
                            person ? "认证通过" : "企业认证通过", "approves", error)
               && walk_is_in(walk, "passed", error) && walk_verification(walk, true, error);
}
