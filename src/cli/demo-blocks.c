/* What blocks a change before it begins, and what a wrong request comes to. */
#include "base/instant.h"
#include "cli/demo.h"

static DemoRequest case_of(const Walk *walk, const char *route) {
        return (DemoRequest){ .method = "POST",
                              .path = g_strdup_printf("/v1/accounts/%s/cases", walk->account),
                              .body = json_pack("{s:s}", "route", route) };
}

/* An account that signs in with Taobao and is verified there changes its owner there, and then follows. */
static bool origin_block(Demo *demo, GError **error) {
        Specimen owner = specimen_person(41);
        Walk walk = { .route = "personal-to-personal", .old_owner = owner, .new_owner = owner };
        g_autofree char *verified_at = instant_format(demo->began_at - INSTANT_HOUR, NULL);
        DemoRequest report = { .method = "POST" };
        bool shown = walk_enter(&walk, demo, "taobao", error);

        if (shown) {
                report.path = g_strdup_printf("/v1/accounts/%s/origin-reports", walk.account);
                report.body = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "report_id", "demo-report-1",
                                        "origin", "taobao", "origin_account", "tb-demo-1", "owner_kind", "personal",
                                        "owner_name", owner.name, "number_kind", "resident-id", "owner_number",
                                        owner.number, "verified_at", verified_at);
                shown = demo_send(demo, WHO_PLATFORM, NULL, report, 200, NULL, error);
        }
        if (shown) {
                demo_say(demo, WHO_PLATFORM, "淘宝报告：该账号已在淘宝认证",
                         "Taobao reports that the account is verified there", NULL);
                demo_say(demo, WHO_HOLDER, "申请变更", "asks for a change", NULL);
                shown = demo_refused(demo, WHO_HOLDER, walk.holder, case_of(&walk, walk.route), "change-at-origin",
                                     error);
        }
        walk_end(&walk);
        return shown;
}

static bool unverified_block(Demo *demo, GError **error) {
        Walk walk = { .route = "personal-to-personal",
                      .old_owner = specimen_person(42),
                      .new_owner = specimen_person(43) };
        Specimen wrong = specimen_person(42);
        DemoRequest attempt = { .method = "POST" };
        bool shown = walk_enter(&walk, demo, "local", error);

        if (shown) {
                demo_say(demo, WHO_HOLDER, "尚未认证就申请变更", "asks for a change before anybody was verified",
                         NULL);
                shown = demo_refused(demo, WHO_HOLDER, walk.holder, case_of(&walk, walk.route), "not-verified",
                                     error);
        }
        if (shown) {
                wrong.number[17] = wrong.number[17] == '0' ? '1' : '0';
                attempt.path = g_strdup_printf("/v1/accounts/%s/attempts", walk.account);
                attempt.body = json_pack("{s:s, s:o}", "method", "documents", "owner", claim_of(&wrong));
                demo_say(demo, WHO_HOLDER, "填错证件号码的最后一位", "mistypes the last character of the ID number",
                         NULL);
                shown = demo_refused(demo, WHO_HOLDER, walk.holder, attempt, "number-invalid", error);
        }
        walk_end(&walk);
        return shown;
}

bool demo_blocks(Demo *demo, GError **error) {
        demo_title(demo, "0/7", "blocks", "开始之前：哪些情形不能变更",
                   "before anything begins: what cannot be changed");
        return origin_block(demo, error) && unverified_block(demo, error);
}

static bool balance_block(Walk *walk, GError **error) {
        Demo *demo = walk->demo;

        if (!walk_plan(walk, error) || !walk_open_case(walk, error) || !walk_consent(walk, error)
            || !walk_give_files(walk, error)
            || !walk_refused(walk, WHO_HOLDER, "POST", "submission", json_object(), "balance-short", error)
            || !walk_report_usage(walk, "880.00", error))
                return false;
        demo_say(demo, WHO_PLATFORM, "充值后上报余额 880.00 元", "reports the balance after a top-up: 880.00 yuan",
                 NULL);
        return walk_step(walk, WHO_HOLDER, "POST", "submission", json_object(), "再次提交", "hands the case in again",
                         error)
               && walk_is_in(walk, "submitted", error);
}

/* The old owner never asked for this change. */
static bool dispute(Walk *walk, GError **error) {
        json_t *says = json_pack("{s:s}", "text", "我没有申请过变更。");
        json_t *upheld = json_pack("{s:s, s:s}", "reason_code", "dispute-upheld", "text", "经核实，异议成立。");

        return walk_enter_old_owner(walk, error)
               && walk_step(walk, WHO_OLD_OWNER, "POST", "dispute", says, "提出异议", "disputes the change", error)
               && walk_step(walk, WHO_APPROVER, "POST", "dispute/upholding", upheld, "支持异议，原认证不变",
                            "upholds the dispute: nothing has changed", error)
               && walk_is_in(walk, "rejected", error) && walk_verification(walk, true, error);
}

bool demo_balance(Demo *demo, GError **error) {
        Specimen old = specimen_person(44), new = specimen_person(45);
        Walk walk = { 0 };
        bool shown;

        demo_title(demo, "7/7 +", "balance, dispute", "余额不足时不许提交的规则；原所有人的异议",
                   "a policy that holds the submission while the money is short; a dispute by the old owner");
        shown = demo_server_restart(demo, "holds-submission: false", "holds-submission: true", error)
                && walk_begin(&walk, demo, "personal-to-personal", &old, &new, error) && balance_block(&walk, error)
                && dispute(&walk, error);
        walk_end(&walk);
        return shown;
}
