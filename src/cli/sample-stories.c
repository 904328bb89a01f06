/* The sample's stories, one row an account: who has it, what is wished for, who does what and when, and where it ends. */
#include "cli/sample.h"

#define HOUR 60
#define DAY (24 * HOUR)

#define P2P "personal-to-personal"
#define UPGRADE "personal-to-enterprise-upgrade"
#define P2E_RELEASE "personal-to-enterprise-release"
#define P2E_MAIL "personal-to-enterprise-mail"
#define E2E "enterprise-to-enterprise"
#define E2P "enterprise-to-personal"
#define RENAME "enterprise-rename"

#define REGISTERED                   \
        { 0, platform_registers }, { \
                5, platform_reports  \
        }
#define VERIFIED                      \
        REGISTERED, {                 \
                5, holder_is_verified \
        }
#define HANDED_IN                                                                           \
        { 2 * DAY, holder_opens_case }, { 5, holder_consents }, { 20, holder_gives_all }, { \
                5, holder_submits                                                           \
        }
#define POSTED                                                                           \
        { 2 * DAY, holder_opens_case }, { 5, holder_consents }, { 5, holder_submits }, { \
                6 * HOUR, holder_posts_parcel                                            \
        }
#define ARRIVED                                \
        POSTED, { 2 * DAY, clerk_receives }, { \
                30, clerk_completes            \
        }
#define APPROVED                                                   \
        { 3 * HOUR, reviewer_claims }, { 10, reviewer_accepts }, { \
                5, reviewer_approves                               \
        }

/* clang-format off */
const SampleStory sample_stories[] = {
        { "aliyun-10001", { "未认证", "not verified" }, OWNER_PERSONAL, NULL, 3 * DAY, STATE_NONE,
          { REGISTERED } },
        { "aliyun-10002", { "未认证，首次认证填写中", "not verified, first attempt being prepared" }, OWNER_PERSONAL, NULL,
          DAY, STATE_OPEN,
          { REGISTERED, { 30, holder_opens_attempt_by_documents }, { 2, holder_consents }, { 10, holder_gives_some } } },
        { "aliyun-10003", { "未认证，首次认证审核中", "not verified, first attempt in review" }, OWNER_ENTERPRISE, NULL,
          5 * HOUR, STATE_IN_REVIEW,
          { REGISTERED, { 30, holder_opens_attempt_by_documents }, { 2, holder_consents }, { 15, holder_gives_all },
            { 3, holder_submits }, { 3 * HOUR + 30, reviewer_claims } } },
        { "aliyun-10004", { "未认证，首次认证未通过", "not verified, first attempt failed" }, OWNER_PERSONAL, NULL,
          6 * DAY, STATE_FAILED,
          { REGISTERED, { 30, holder_opens_attempt_by_documents }, { 2, holder_consents }, { 10, holder_gives_all },
            { 3, holder_submits }, { DAY, reviewer_claims }, { 20, reviewer_rejects } } },
        { "aliyun-10005", { "未认证，等待对公打款", "not verified, waits for a corporate transfer" }, OWNER_ENTERPRISE, NULL,
          6 * HOUR, STATE_SUBMITTED,
          { REGISTERED, { 30, holder_opens_attempt_by_transfer }, { 2, holder_consents }, { 5, holder_submits } } },
        { "aliyun-10006", { "个人已认证", "a verified person" }, OWNER_PERSONAL, NULL, 90 * DAY, STATE_PASSED,
          { VERIFIED } },
        { "aliyun-10007", { "企业已认证", "a verified company" }, OWNER_ENTERPRISE, NULL, 80 * DAY, STATE_PASSED,
          { VERIFIED } },
        { "aliyun-10008", { "个人已认证，账号被冻结", "a verified person, frozen" }, OWNER_PERSONAL, NULL, 70 * DAY,
          STATE_PASSED,
          { VERIFIED, { 30 * DAY, platform_freezes } } },
        { "aliyun-10009", { "在淘宝认证，须在淘宝变更", "verified at Taobao, changes there" }, OWNER_PERSONAL, NULL,
          60 * DAY, STATE_NONE,
          { { 0, platform_registers_from_taobao }, { 5, platform_reports } } },
        { "aliyun-10011", { "草稿，余额不足", "a draft, money short" }, OWNER_PERSONAL, P2P, 8 * DAY, STATE_DRAFT,
          { VERIFIED, { 6 * DAY, platform_reports_little_money }, { 30, holder_opens_case }, { 5, holder_consents },
            { 20, holder_gives_some } } },
        { "aliyun-10012", { "等待企业支付宝确认", "waits for enterprise Alipay" }, OWNER_PERSONAL, UPGRADE, 4 * DAY,
          STATE_AWAITING_PARTNER,
          { VERIFIED, { 3 * DAY, holder_opens_case }, { 2, holder_consents }, { 3, holder_submits } } },
        { "aliyun-10013", { "资料已寄出", "the parcel is on its way" }, OWNER_PERSONAL, P2E_MAIL, 4 * DAY,
          STATE_AWAITING_PARCEL,
          { VERIFIED, POSTED } },
        { "aliyun-10014", { "已提交，等待审核", "handed in, waits for review" }, OWNER_PERSONAL, P2P, 3 * DAY,
          STATE_SUBMITTED,
          { VERIFIED, HANDED_IN, { 2 * HOUR, holder_writes } } },
        { "aliyun-10015", { "审核中", "in review" }, OWNER_PERSONAL, P2E_RELEASE, 2 * DAY + 5 * HOUR, STATE_IN_REVIEW,
          { VERIFIED, HANDED_IN, { 3 * HOUR, holder_writes }, { 55, reviewer_claims }, { 2, reviewer_writes } } },
        { "aliyun-10016", { "等待第二人审核", "waits for the second approval" }, OWNER_ENTERPRISE, E2P, 7 * DAY,
          STATE_SECOND_REVIEW,
          { VERIFIED, ARRIVED, APPROVED } },
        { "aliyun-10017", { "需要补充材料", "more is asked for" }, OWNER_ENTERPRISE, RENAME, 5 * DAY, STATE_NEEDS_MORE,
          { VERIFIED, HANDED_IN, { DAY, reviewer_claims }, { 10, reviewer_refuses_one }, { 2, reviewer_asks_more } } },
        { "aliyun-10018", { "邮寄资料不齐", "the parcel lacked something" }, OWNER_ENTERPRISE, E2E, 7 * DAY,
          STATE_NEEDS_MORE,
          { VERIFIED, POSTED, { 2 * DAY, clerk_receives }, { 30, clerk_complains } } },
        { "aliyun-10019", { "已解除，等待重新认证", "released, waits for the new verification" }, OWNER_PERSONAL, P2P,
          7 * DAY, STATE_REVERIFYING,
          { VERIFIED, HANDED_IN, { DAY, reviewer_claims }, { 10, reviewer_accepts }, { 5, reviewer_approves } } },
        { "aliyun-10020", { "有异议", "disputed" }, OWNER_PERSONAL, P2P, 6 * DAY, STATE_DISPUTED,
          { VERIFIED, HANDED_IN, { DAY, reviewer_claims }, { 30, reviewer_disputes } } },
        { "aliyun-10021", { "已完成（个人变更为个人）", "completed, person to person" }, OWNER_PERSONAL, P2P, 30 * DAY,
          STATE_COMPLETED,
          { VERIFIED, HANDED_IN, { DAY, reviewer_claims }, { 10, reviewer_accepts }, { 5, reviewer_approves },
            { DAY, holder_is_verified } } },
        { "aliyun-10022", { "已完成（企业变更为企业）", "completed, company to company" }, OWNER_ENTERPRISE, E2E, 40 * DAY,
          STATE_COMPLETED,
          { VERIFIED, ARRIVED, APPROVED } },
        { "aliyun-10023", { "已拒绝，重新开始", "rejected, begun anew" }, OWNER_PERSONAL, P2P, 12 * DAY, STATE_DRAFT,
          { VERIFIED, HANDED_IN, { DAY, reviewer_claims }, { 10, reviewer_accepts }, { 5, reviewer_rejects },
            { 2 * DAY, holder_opens_again } } },
        { "aliyun-10024", { "已拒绝", "rejected" }, OWNER_PERSONAL, P2P, 14 * DAY, STATE_REJECTED,
          { VERIFIED, HANDED_IN, { DAY, reviewer_claims }, { 10, reviewer_accepts }, { 5, reviewer_rejects } } },
        { "aliyun-10025", { "已撤回", "withdrawn" }, OWNER_PERSONAL, P2P, 20 * DAY, STATE_WITHDRAWN,
          { VERIFIED, HANDED_IN, { 2 * HOUR, holder_withdraws } } },
        { "aliyun-10026", { "已过期", "expired" }, OWNER_PERSONAL, P2P, 45 * DAY, STATE_EXPIRED,
          { VERIFIED, { DAY, holder_opens_case }, { 27 * DAY + 10, clock_strikes }, { 3 * DAY, clock_strikes } } },
        { "aliyun-10027", { "已失效（未按时重新认证）", "lapsed: nobody was verified in time" }, OWNER_PERSONAL, P2P,
          50 * DAY, STATE_LAPSED,
          { VERIFIED, HANDED_IN, { DAY, reviewer_claims }, { 10, reviewer_accepts }, { 5, reviewer_approves },
            { 27 * DAY + 10, clock_strikes }, { 3 * DAY, clock_strikes } } },
        { 0 },
};
/* clang-format on */
