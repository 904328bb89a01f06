/* The seven routes, each a short list of what is its own; what they share is in demo-walk.c. */
#include "base/refusal.h"
#include "cli/demo.h"
#include "domain/civil-date.h"

#include <string.h>

static json_t *words(const char *text) {
        return json_pack("{s:s}", "text", text);
}

/* ---- parts that several routes have --------------------------------------------------------------------------------- */

/* Prepares a case by ticket and hands it in; what is missing is refused first. */
static bool ticket_hand_in(Walk *walk, GError **error) {
        DemoRequest again = { .method = "POST" };

        if (!walk_plan(walk, error) || !walk_open_case(walk, error))
                return false;
        again.path = g_strdup_printf("/v1/accounts/%s/cases", walk->account);
        again.body = json_pack("{s:s}", "route", walk->route);
        return demo_refused(walk->demo, WHO_HOLDER, walk->holder, again, "case-open", error)
               && walk_refused(walk, WHO_HOLDER, "POST", "submission", json_object(), "consent-missing", error)
               && walk_consent(walk, error)
               && walk_refused(walk, WHO_HOLDER, "POST", "submission", json_object(), "evidence-missing", error)
               && walk_give_files(walk, error)
               && walk_step(walk, WHO_HOLDER, "POST", "submission", json_object(), "提交", "hands the case in",
                            error);
}

static bool claim_take(Walk *walk, DemoWho who, GError **error) {
        return walk_step(walk, who, "POST", "claim", NULL, "领取", "claims it", error);
}

static bool review_pass(Walk *walk, DemoWho who, GError **error) {
        return claim_take(walk, who, error)
               && walk_refused(walk, who, "POST", "approval", json_object(), "item-undecided", error)
               && walk_accept_items(walk, who, error)
               && walk_step(walk, who, "POST", "approval", json_object(), "批准", "approves", error);
}

/* Hands in, posts, and is received: the clock starts when the parcel is complete. */
static bool parcel_arrive(Walk *walk, const char *tracking, GError **error) {
        json_t *parcel = json_pack("{s:s, s:s}", "courier", "样本速运", "tracking", tracking);

        return walk_step(walk, WHO_HOLDER, "POST", "parcels", parcel, "寄出资料并填写运单号",
                         "posts the papers, gives the tracking number", error)
               && walk_step(walk, WHO_CLERK, "POST", "parcels/receipt", json_pack("{s:s}", "originals", "kept"),
                            "签收", "receives the parcel", error);
}

static bool mail_hand_in(Walk *walk, GError **error) {
        return walk_plan(walk, error) && walk_open_case(walk, error) && walk_consent(walk, error)
               && walk_step(walk, WHO_HOLDER, "POST", "submission", json_object(), "提交", "hands the case in", error)
               && parcel_arrive(walk, "SP0000000001", error);
}

static bool parcel_complete(Walk *walk, GError **error) {
        return walk_check_parcel(walk, error)
               && walk_step(walk, WHO_CLERK, "POST", "parcels/completion", json_object(), "资料齐全，转审核",
                            "finds it complete; the review begins", error);
}

/* The verification that follows a release, by documents. */
static bool attempt_by_documents(Walk *walk, GError **error) {
        if (!walk_open_attempt(walk, "documents", &walk->new_owner, error))
                return false;
        demo_say(walk->demo, WHO_HOLDER, "以新的身份重新认证：{0}", "is verified anew: {0}", walk->new_owner.name,
                 NULL);
        return walk_consent(walk, error) && walk_give_files(walk, error)
               && walk_step(walk, WHO_HOLDER, "POST", "submission", json_object(), "提交认证", "hands the attempt in",
                            error)
               && claim_take(walk, walk->reviewer, error) && walk_accept_items(walk, walk->reviewer, error)
               && walk_step(walk, walk->reviewer, "POST", "approval", json_object(), "认证通过", "approves", error);
}

static bool change_is_made(Walk *walk, GError **error) {
        walk->in_attempt = false;
        return walk_look(walk, WHO_PLATFORM, error) && walk_is_in(walk, "completed", error)
               && walk_verification(walk, true, error);
}

static bool case_is_over(Walk *walk, GError **error) {
        return change_is_made(walk, error) && walk_change_hands(walk, error) && walk_receipt(walk, error);
}

/* ---- the routes ------------------------------------------------------------------------------------------------------ */

/* A refused picture and a raised number of proofs go once through the holder's hands. */
static bool review_with_question(Walk *walk, GError **error) {
        DemoWho who = walk->reviewer, other = who == WHO_REVIEWER_1 ? WHO_REVIEWER_2 : WHO_REVIEWER_1;
        json_t *blurred = json_pack("{s:b, s:s, s:s}", "accepted", 0, "reason_code", "blurred", "text",
                                    "请重新拍摄，文字要清楚");
        json_t *more = json_pack("{s:b, s:s, s:i}", "accepted", 0, "reason_code", "more-proof-needed", "needed", 2);

        return claim_take(walk, who, error)
               && walk_refused(walk, other, "POST", "approval", json_object(), "claimed-by-another", error)
               && walk_step(walk, who, "PUT", "items/id-card-front-held/verdict", blurred, "手持照模糊，退回这一项",
                            "refuses one picture: blurred", error)
               && walk_step(walk, who, "PUT", "items/proof-of-payment/verdict", more, "支付凭证要两份",
                            "asks for two proofs of payment", error)
               && walk_step(walk, who, "POST", "question", words("请补充。"), "请持有人补充，审核时限暂停",
                            "asks the holder; the clock stands still", error)
               && walk_give_files(walk, error)
               && walk_step(walk, WHO_HOLDER, "POST", "resupply", json_object(), "补交",
                            "supplies what was asked for", error)
               && walk_accept_items(walk, who, error)
               && walk_step(walk, who, "POST", "approval", json_object(), "批准：原认证随即解除",
                            "approves: the old verification is released", error);
}

static bool personal_to_personal(Walk *walk, GError **error) {
        return ticket_hand_in(walk, error) && review_with_question(walk, error)
               && walk_is_in(walk, "re-verifying", error) && walk_verification(walk, false, error)
               && attempt_by_documents(walk, error) && case_is_over(walk, error);
}

static json_t *attestation(const char *reason) {
        return json_pack("{s:b, s:s}", "confirms", 1, "reason", reason);
}

/* Two of the staff attest what the partner says; the account is never unverified in between. */
static bool upgrade(Walk *walk, GError **error) {
        json_t *alipay = json_pack("{s:s}", "alipay_account", "finance@company.example.com");

        return walk_plan(walk, error) && walk_open_case(walk, error) && walk_consent(walk, error)
               && walk_step(walk, WHO_HOLDER, "POST", "submission", alipay, "填写企业支付宝账号并提交",
                            "names the enterprise Alipay and hands in", error)
               && walk_step(walk, WHO_REVIEWER_1, "POST", "attestation",
                            attestation("企业支付宝后台显示已认证，名称与代码一致"), "查核企业支付宝并作证",
                            "looks it up and attests", error)
               && walk_refused(walk, WHO_REVIEWER_1, "POST", "attestation", attestation("再次确认"), "same-hands",
                               error)
               && walk_verification(walk, true, error)
               && walk_step(walk, WHO_APPROVER, "POST", "attestation", attestation("另行查核，一致"),
                            "另一人作证，当即完成", "attests too: done at once", error)
               && case_is_over(walk, error);
}

/* ---- the corporate transfer ------------------------------------------------------------------------------------------- */

/* What the bank would read in the payment file: the amount and the reference of the only payment. */
static bool payment_read(GBytes *file, char **amount, char **reference) {
        gsize size;
        const char *bytes = g_bytes_get_data(file, &size);
        g_autofree char *text = g_strndup(bytes, size);
        const char *at = strstr(text, "<InstdAmt"), *id = strstr(text, "<EndToEndId>");
        const char *from = at ? strchr(at, '>') : NULL, *to = from ? strchr(from, '<') : NULL;
        const char *end = id ? strstr(id, "</") : NULL;

        if (!to || !end)
                return false;
        *amount = g_strndup(from + 1, (gsize) (to - from - 1));
        id += strlen("<EndToEndId>");
        *reference = g_strndup(id, (gsize) (end - id));
        return true;
}

static bool payment_file_take(Walk *walk, char **amount, char **reference, GError **error) {
        DemoRequest make = { .method = "POST", .path = g_strdup("/v1/bank/payment-files") };
        DemoRequest read = { .method = "GET" };
        g_auto(DemoAnswer) answer = { 0 };

        if (!demo_send(walk->demo, WHO_ADMIN, NULL, make, 201, &answer, error))
                return false;
        read.path = g_strdup_printf("/v1/bank/payment-files/%s", demo_answer_text(&answer, "id"));
        if (!demo_send(walk->demo, WHO_ADMIN, NULL, read, 200, &answer, error))
                return false;
        if (!payment_read(answer.bytes, amount, reference))
                return fail(error, FAILURE_CORRUPT, "the payment file holds no payment");
        demo_say(walk->demo, WHO_ADMIN, "取得付款文件（pain.001），交给任意一家银行",
                 "takes the payment file (pain.001) to any bank", NULL);
        return true;
}

static bool statement_hand_in(Walk *walk, const char *amount, const char *reference, GError **error) {
        char date[CIVIL_DATE_TEXT_SIZE];
        g_autofree char *csv = g_strdup_printf(
                "reference,amount,currency,direction,booked_on,status\n%s,%s,CNY,debit,%s,booked\n", reference,
                amount, civil_date_format(civil_date_at(walk->demo->began_at, walk->demo->zone), date));
        g_autoptr(GBytes) file = g_bytes_new(csv, strlen(csv));
        DemoRequest request = {
                .method = "POST", .path = g_strdup("/v1/bank/statements"), .file = file, .media_type = "text/csv"
        };

        if (!demo_send(walk->demo, WHO_ADMIN, NULL, request, 200, NULL, error))
                return false;
        demo_say(walk->demo, WHO_ADMIN, "交回银行对账单：款已付出", "hands in the bank's statement: it was paid",
                 NULL);
        return true;
}

static json_t *amount_of(const char *amount) {
        return json_pack("{s:s}", "amount", amount);
}

static json_t *payee_of(const char *bank) {
        return json_pack("{s:s, s:s}", "bank", bank, "account_number", "3301040160009876543");
}

static bool attempt_by_transfer(Walk *walk, GError **error) {
        g_autofree char *amount = NULL;
        g_autofree char *reference = NULL;
        const char *wrong;

        if (!walk_open_attempt(walk, "corporate-transfer", &walk->new_owner, error))
                return false;
        demo_say(walk->demo, WHO_HOLDER, "以对公打款认证企业：{0}", "has the company verified by a transfer: {0}",
                 walk->new_owner.name, NULL);
        if (!walk_consent(walk, error)
            || !walk_refused(walk, WHO_HOLDER, "POST", "submission", payee_of("NOBANK"), "bank-not-supported", error)
            || !walk_step(walk, WHO_HOLDER, "POST", "submission", payee_of("ICBC"), "填写企业对公账户并提交",
                          "names the corporate account, hands in", error)
            || !walk_refused(walk, WHO_HOLDER, "POST", "transfer/confirmation", amount_of("0.01"),
                             "transfer-not-sent", error)
            || !payment_file_take(walk, &amount, &reference, error)
            || !statement_hand_in(walk, amount, reference, error))
                return false;
        wrong = g_strcmp0(amount, "0.50") == 0 ? "0.51" : "0.50";
        return walk_refused(walk, WHO_HOLDER, "POST", "transfer/confirmation", amount_of(wrong), "amount-wrong",
                            error)
               && walk_step(walk, WHO_HOLDER, "POST", "transfer/confirmation", amount_of(amount),
                            "填写收到的金额，认证通过", "names the amount that came: verified", error);
}

static bool personal_to_enterprise_release(Walk *walk, GError **error) {
        return ticket_hand_in(walk, error) && review_pass(walk, walk->reviewer, error)
               && walk_is_in(walk, "re-verifying", error) && attempt_by_transfer(walk, error)
               && case_is_over(walk, error);
}

/* ---- by mail ---------------------------------------------------------------------------------------------------------- */

/* A form without its seal costs a second parcel. */
static bool parcel_complain(Walk *walk, GError **error) {
        json_t *bare = json_pack("{s:b, s:s, s:s}", "accepted", 0, "reason_code", "seal-missing", "text",
                                 "申请表上没有公章");

        return walk_step(walk, WHO_CLERK, "PUT", "items/owner-change-form/checking", bare, "申请表没有盖章",
                         "finds the form without a seal", error)
               && walk_step(walk, WHO_CLERK, "POST", "parcels/complaint", words("请盖章后补寄申请表。"),
                            "请持有人补寄", "asks for what was wrong", error)
               && parcel_arrive(walk, "SP0000000002", error);
}

static bool personal_to_enterprise_mail(Walk *walk, GError **error) {
        return mail_hand_in(walk, error) && parcel_complain(walk, error) && parcel_complete(walk, error)
               && review_pass(walk, walk->reviewer, error) && case_is_over(walk, error);
}

static bool enterprise_to_enterprise(Walk *walk, GError **error) {
        DemoRequest same = { .method = "POST", .path = g_strdup_printf("/v1/accounts/%s/cases", walk->account) };

        same.body = json_pack("{s:s, s:o}", "route", walk->route, "new_owner", claim_of(&walk->old_owner));
        return demo_refused(walk->demo, WHO_HOLDER, walk->holder, same, "same-owner", error)
               && mail_hand_in(walk, error) && parcel_complete(walk, error)
               && review_pass(walk, walk->reviewer, error) && case_is_over(walk, error);
}

/* Two pairs of eyes: the first reviewer may approve too, but not here. */
static bool enterprise_to_personal(Walk *walk, GError **error) {
        walk->reviewer = WHO_REVIEWER_1;
        return mail_hand_in(walk, error) && parcel_complete(walk, error) && review_pass(walk, WHO_REVIEWER_1, error)
               && walk_is_in(walk, "second-review", error)
               && walk_refused(walk, WHO_REVIEWER_1, "POST", "claim", NULL, "same-hands", error)
               && claim_take(walk, WHO_APPROVER, error)
               && walk_step(walk, WHO_APPROVER, "POST", "approval", json_object(), "复核批准",
                            "approves as the second", error)
               && case_is_over(walk, error);
}

static bool enterprise_rename(Walk *walk, GError **error) {
        DemoRequest other = { .method = "POST", .path = g_strdup_printf("/v1/accounts/%s/cases", walk->account) };
        Specimen stranger = specimen_company(77);

        other.body = json_pack("{s:s, s:o}", "route", walk->route, "new_owner", claim_of(&stranger));
        return demo_refused(walk->demo, WHO_HOLDER, walk->holder, other, "not-same-enterprise", error)
               && ticket_hand_in(walk, error) && review_pass(walk, walk->reviewer, error)
               && change_is_made(walk, error)
               && walk_receipt(walk, error); /* the owner is the same: so is the session */
}

/* ---- all of them -------------------------------------------------------------------------------------------------------- */

static const struct {
        const char *id;
        const char *name[LANGUAGE_COUNT];
        OwnerKind from, to;
        bool same;
        bool (*walk)(Walk *walk, GError **error);
} routes[] = {
        { "personal-to-personal",
          { "个人变更为其他个人", "from one person to another" },
          OWNER_PERSONAL,
          OWNER_PERSONAL,
          false,
          personal_to_personal },
        { "personal-to-enterprise-upgrade",
          { "个人升级为企业（企业支付宝）", "from a person to an enterprise, by enterprise Alipay" },
          OWNER_PERSONAL,
          OWNER_ENTERPRISE,
          false,
          upgrade },
        { "personal-to-enterprise-release",
          { "个人变更为企业（对公打款）", "from a person to an enterprise, by corporate transfer" },
          OWNER_PERSONAL,
          OWNER_ENTERPRISE,
          false,
          personal_to_enterprise_release },
        { "personal-to-enterprise-mail",
          { "个人变更为企业（邮寄）", "from a person to an enterprise, by mail" },
          OWNER_PERSONAL,
          OWNER_ENTERPRISE,
          false,
          personal_to_enterprise_mail },
        { "enterprise-to-enterprise",
          { "企业变更为其他企业", "from one enterprise to another" },
          OWNER_ENTERPRISE,
          OWNER_ENTERPRISE,
          false,
          enterprise_to_enterprise },
        { "enterprise-to-personal",
          { "企业变更为个人", "from an enterprise to a person" },
          OWNER_ENTERPRISE,
          OWNER_PERSONAL,
          false,
          enterprise_to_personal },
        { "enterprise-rename",
          { "企业名称变更", "a change of an enterprise's name" },
          OWNER_ENTERPRISE,
          OWNER_ENTERPRISE,
          true,
          enterprise_rename },
};

bool demo_routes(Demo *demo, GError **error) {
        for (guint i = 0; i < G_N_ELEMENTS(routes); i++) {
                Specimen old = routes[i].from == OWNER_PERSONAL ? specimen_person(i) : specimen_company(i);
                Specimen new = routes[i].to == OWNER_PERSONAL ? specimen_person(i + 20) : specimen_company(i + 20);
                g_autofree char *number = g_strdup_printf("%u/%u", i + 1, (guint) G_N_ELEMENTS(routes));
                Walk walk = { 0 };
                bool walked;

                if (routes[i].same)
                        new = specimen_renamed(&old);
                demo_title(demo, number, routes[i].id, routes[i].name[LANGUAGE_ZH], routes[i].name[LANGUAGE_EN]);
                walked = walk_begin(&walk, demo, routes[i].id, &old, &new, error) && routes[i].walk(&walk, error);
                walk_end(&walk);
                if (!walked)
                        return false;
        }
        return true;
}
