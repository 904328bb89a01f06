/* The table of refusals, from which HTTP statuses, texts and docs/problems.md come, and the error domains. */
#include "base/refusal.h"

#include <stdarg.h>
#include <string.h>

/* clang-format off */
static const RefusalType refusal_types[REFUSAL_COUNT] = {
        [REFUSAL_MALFORMED_BODY] = { "malformed-body", 400,
                { "请求格式有误", "Malformed body" },
                { "请求内容不是有效的 JSON：{0}。请检查后重新发送。",
                  "The body is not valid JSON: {0}. Correct it and send it again." } },
        [REFUSAL_UNKNOWN_FIELD] = { "unknown-field", 422,
                { "多余的字段", "Unknown field" },
                { "不认识字段“{0}”。请去掉它；接口文档列出了可用的字段。",
                  "The field \"{0}\" is not known. Remove it; the contract lists the fields." } },
        [REFUSAL_MISSING_FIELD] = { "missing-field", 422,
                { "缺少字段", "Missing field" },
                { "缺少必填字段“{0}”。",
                  "The required field \"{0}\" is missing." } },
        [REFUSAL_WRONG_TYPE] = { "wrong-type", 422,
                { "类型不符", "Wrong type" },
                { "“{0}”应当是{1}。",
                  "\"{0}\" should be {1}." } },
        [REFUSAL_OUT_OF_RANGE] = { "out-of-range", 422,
                { "超出范围", "Out of range" },
                { "“{0}”应在 {1} 到 {2} 之间。",
                  "\"{0}\" should lie between {1} and {2}." } },
        [REFUSAL_TOO_LONG] = { "too-long", 422,
                { "内容过长", "Too long" },
                { "“{0}”最多 {1} 个字符。",
                  "\"{0}\" may have {1} characters at most." } },
        [REFUSAL_UNKNOWN_VALUE] = { "unknown-value", 422,
                { "取值无效", "Unknown value" },
                { "“{0}”不能是“{1}”，可用的取值：{2}。",
                  "\"{0}\" cannot be \"{1}\"; it takes one of: {2}." } },
        [REFUSAL_MALFORMED_VALUE] = { "malformed-value", 422,
                { "写法有误", "Malformed value" },
                { "“{0}”写法有误，应写成{1}。",
                  "\"{0}\" is malformed; write it as {1}." } },
        [REFUSAL_REPEATED_VALUE] = { "repeated-value", 422,
                { "重复的取值", "Repeated value" },
                { "“{0}”的值“{1}”出现了不止一次。",
                  "The value \"{1}\" of \"{0}\" is there more than once." } },
        [REFUSAL_NUMBER_INVALID] = { "number-invalid", 422,
                { "号码无效", "Invalid number" },
                { "号码未通过校验：{0}。请对照证件核对。",
                  "The number fails its check: {0}. Compare it with the document." } },
        [REFUSAL_NAME_INVALID] = { "name-invalid", 422,
                { "姓名或名称无效", "Invalid name" },
                { "“{0}”不是可用的姓名或名称：{1}。",
                  "\"{0}\" is not a usable name: {1}." } },
        [REFUSAL_BODY_TOO_LARGE] = { "body-too-large", 413,
                { "内容过大", "Body too large" },
                { "请求内容超过上限 {0} 字节。",
                  "The body is larger than the limit of {0} bytes." } },
        [REFUSAL_UNSUPPORTED_MEDIA] = { "unsupported-media", 415,
                { "不支持的文件类型", "Unsupported media type" },
                { "不支持这种内容类型。请使用：{0}。",
                  "This kind of content is not taken here. Use one of: {0}." } },
        [REFUSAL_LENGTH_REQUIRED] = { "length-required", 411,
                { "缺少长度", "Length required" },
                { "请求须带 Content-Length。",
                  "The request must carry a Content-Length." } },
        [REFUSAL_HASH_MISMATCH] = { "hash-mismatch", 422,
                { "内容校验不符", "Content hash mismatch" },
                { "收到的内容与所附的 SHA-256 不符，可能在传输中损坏。请重新上传。",
                  "What arrived does not match the SHA-256 given with it; it may have been damaged on the way. Upload it again." } },
        [REFUSAL_NO_SUCH_ROUTE] = { "no-such-route", 404,
                { "没有这个地址", "No such address" },
                { "没有这个地址。可用的地址见 /v1/openapi.yaml。",
                  "There is nothing at this address. /v1/openapi.yaml lists what there is." } },
        [REFUSAL_METHOD_NOT_ALLOWED] = { "method-not-allowed", 405,
                { "不支持这种方法", "Method not allowed" },
                { "这个地址不支持 {0}。可用：{1}。",
                  "This address does not take {0}. It takes: {1}." } },
        [REFUSAL_NOT_SIGNED_IN] = { "not-signed-in", 401,
                { "尚未登录", "Not signed in" },
                { "请先登录，或附上 API 密钥。",
                  "Sign in first, or send an API key." } },
        [REFUSAL_BAD_CREDENTIALS] = { "bad-credentials", 401,
                { "登录失败", "Sign-in failed" },
                { "用户名或密码不对。",
                  "The user name or the password is wrong." } },
        [REFUSAL_SESSION_EXPIRED] = { "session-expired", 401,
                { "登录已过期", "Session expired" },
                { "登录已过期，请重新登录；未提交的内容不会被处理。",
                  "Your session has expired. Sign in again; nothing was carried out." } },
        [REFUSAL_NOT_ALLOWED] = { "not-allowed", 403,
                { "没有权限", "Not allowed" },
                { "您的角色不能执行此操作。",
                  "Your role may not do this." } },
        [REFUSAL_FOREIGN_ORIGIN] = { "foreign-origin", 403,
                { "来源不符", "Foreign origin" },
                { "请求来自其他网站，已拒绝。",
                  "The request came from another site and was refused." } },
        [REFUSAL_TOO_MANY_REQUESTS] = { "too-many-requests", 429,
                { "请求过于频繁", "Too many requests" },
                { "请求过于频繁，请在 {0} 秒后重试。",
                  "Too many requests. Try again in {0} seconds." } },
        [REFUSAL_NOT_FOUND] = { "not-found", 404,
                { "没有找到", "Not found" },
                { "没有找到，或您无权查看。",
                  "There is no such thing, or it is not yours to see." } },
        [REFUSAL_IDEMPOTENCY_KEY_MISSING] = { "idempotency-key-missing", 400,
                { "缺少 Idempotency-Key", "Idempotency-Key missing" },
                { "此请求须带 Idempotency-Key 头（1 至 128 个可见字符），以便安全重试。",
                  "This request needs an Idempotency-Key header (1 to 128 visible characters), so that it can be repeated safely." } },
        [REFUSAL_IDEMPOTENCY_KEY_REUSED] = { "idempotency-key-reused", 422,
                { "Idempotency-Key 已用于别的请求", "Idempotency-Key reused" },
                { "这个 Idempotency-Key 已用于内容不同的请求。请换一个新的。",
                  "This Idempotency-Key was used with another request. Take a new one." } },
        [REFUSAL_VERSION_MISSING] = { "version-missing", 428,
                { "缺少 If-Match", "If-Match missing" },
                { "请附上 If-Match 头，写明您看到的版本（ETag）。",
                  "Send an If-Match header with the version (ETag) that you saw." } },
        [REFUSAL_VERSION_CHANGED] = { "version-changed", 412,
                { "内容已被他人更新", "Changed meanwhile" },
                { "在您查看之后内容已经更新。请刷新后再试。",
                  "This has changed since you looked at it. Load it again and repeat." } },
        [REFUSAL_CURSOR_INVALID] = { "cursor-invalid", 400,
                { "翻页标记无效", "Invalid cursor" },
                { "翻页标记无效，请从第一页开始。",
                  "The cursor is not valid. Start from the first page." } },
        [REFUSAL_LINK_INVALID] = { "link-invalid", 403,
                { "链接无效", "Invalid link" },
                { "链接无效、已用过或已过期。请申请新的链接。",
                  "The link is not valid, was used already or has expired. Ask for a new one." } },
        [REFUSAL_STARTING_OR_STOPPING] = { "starting-or-stopping", 503,
                { "服务正在启动或停止", "Starting or stopping" },
                { "服务正在启动或停止，请稍后重试。",
                  "The service is starting or stopping. Try again shortly." } },
        [REFUSAL_ACCOUNT_EXISTS] = { "account-exists", 409,
                { "账号已存在", "Account exists" },
                { "该平台账号已登记。",
                  "This platform account is already known." } },
        [REFUSAL_CHANGE_AT_ORIGIN] = { "change-at-origin", 409,
                { "请到原网站变更", "Change it at the origin" },
                { "该账号通过{0}登录并已在那里完成实名认证，请到 {1} 修改。",
                  "This account signs in with {0} and is verified there; change it at {1}." } },
        [REFUSAL_CASE_OPEN] = { "case-open", 409,
                { "已有进行中的变更", "A case is open" },
                { "该账号已有进行中的变更，请先完成或撤回。",
                  "A change of this account is already under way. Finish or withdraw it first." } },
        [REFUSAL_ROUTE_NOT_APPLICABLE] = { "route-not-applicable", 409,
                { "此办法不适用", "Route does not apply" },
                { "办法“{0}”不适用：{1}。",
                  "The route \"{0}\" does not apply: {1}." } },
        [REFUSAL_NOT_VERIFIED] = { "not-verified", 409,
                { "账号尚未实名认证", "Not verified" },
                { "该账号目前没有实名认证。",
                  "This account has no verification at present." } },
        [REFUSAL_ALREADY_VERIFIED] = { "already-verified", 409,
                { "账号已实名认证", "Already verified" },
                { "该账号已有实名认证；认证信息不得修改，请走变更流程。",
                  "This account is verified already. A verification is never edited: open a change." } },
        [REFUSAL_SAME_OWNER] = { "same-owner", 422,
                { "新旧主体相同", "Same owner" },
                { "新的所有人与现在的所有人相同，无需变更。",
                  "The new owner is the present owner; there is nothing to change." } },
        [REFUSAL_NOT_SAME_ENTERPRISE] = { "not-same-enterprise", 422,
                { "不是同一企业", "Not the same enterprise" },
                { "企业名称变更须为同一统一社会信用代码。若是另一企业，请选择企业变更为其他企业。",
                  "A change of name keeps the unified social credit code. For another company choose the route to another enterprise." } },
        [REFUSAL_TOO_MANY_ACCOUNTS] = { "too-many-accounts", 409,
                { "名下账号过多", "Too many accounts" },
                { "该主体名下已有 {0} 个账号，达到上限。",
                  "This subject already owns {0} accounts, which is the limit." } },
        [REFUSAL_CHANGED_RECENTLY] = { "changed-recently", 409,
                { "变更过于频繁", "Changed recently" },
                { "距上次变更不足 {0} 天，请在 {1} 之后再申请。",
                  "The last change is less than {0} days ago. Ask again after {1}." } },
        [REFUSAL_ACCOUNT_FROZEN] = { "account-frozen", 409,
                { "账号已冻结", "Account frozen" },
                { "账号已被冻结，不能变更。请先联系平台解除冻结。",
                  "The account is frozen and cannot change hands. Ask the platform to lift the freeze first." } },
        [REFUSAL_IN_ARREARS] = { "in-arrears", 409,
                { "账号欠费", "In arrears" },
                { "账号欠费，不能变更。请先结清。",
                  "The account is in arrears and cannot change hands. Settle them first." } },
        [REFUSAL_BALANCE_SHORT] = { "balance-short", 409,
                { "余额不足", "Balance short" },
                { "变更期间余额不足，还差 {0} 元。请先充值。",
                  "The balance will not last for the change; {0} yuan are short. Top it up first." } },
        [REFUSAL_BANK_NOT_SUPPORTED] = { "bank-not-supported", 409,
                { "不支持该银行", "Bank not supported" },
                { "不支持银行“{0}”。可用的银行见变更办法。",
                  "The bank \"{0}\" is not supported. The policy lists those that are." } },
        [REFUSAL_WRONG_STATE] = { "wrong-state", 409,
                { "当前状态不允许", "Wrong state" },
                { "现在的状态是“{0}”，不能再这样做。请看最新的进展。",
                  "It is {0} now, and this cannot be done any more. Look at how it stands." } },
        [REFUSAL_CLAIM_MISSING] = { "claim-missing", 422,
                { "缺少主体信息", "Claim missing" },
                { "缺少新所有人的信息（姓名或名称、号码）。",
                  "The new owner's claim (name and number) is missing." } },
        [REFUSAL_EVIDENCE_MISSING] = { "evidence-missing", 422,
                { "还缺少材料", "Evidence missing" },
                { "还缺少材料：{0}。",
                  "Still missing: {0}." } },
        [REFUSAL_EVIDENCE_NOT_ASKED] = { "evidence-not-asked", 409,
                { "不需要此材料", "Evidence not asked for" },
                { "此时不需要材料“{0}”。",
                  "The item \"{0}\" is not asked for now." } },
        [REFUSAL_EVIDENCE_LIMIT] = { "evidence-limit", 409,
                { "文件过多", "Too many files" },
                { "材料“{0}”最多 {1} 个文件。请先删去不需要的。",
                  "The item \"{0}\" takes {1} files at most. Remove one first." } },
        [REFUSAL_CONSENT_MISSING] = { "consent-missing", 409,
                { "尚未同意", "Consent missing" },
                { "请先就“{0}”作出同意。",
                  "Give your consent to \"{0}\" first." } },
        [REFUSAL_ITEM_UNDECIDED] = { "item-undecided", 422,
                { "仍有材料未核对", "Item undecided" },
                { "尚未核对的材料：{0}。",
                  "Not decided on yet: {0}." } },
        [REFUSAL_REASON_MISSING] = { "reason-missing", 422,
                { "缺少理由", "Reason missing" },
                { "请写明理由。",
                  "Give a reason." } },
        [REFUSAL_CLAIMED_BY_ANOTHER] = { "claimed-by-another", 409,
                { "他人正在审核", "Claimed by another" },
                { "此件正由他人审核，或您尚未领取。",
                  "Somebody else has claimed this case, or you have not claimed it." } },
        [REFUSAL_OWN_CASE] = { "own-case", 403,
                { "不能审核自己的账号", "Own case" },
                { "不能审核自己账号的变更。",
                  "Nobody reviews a case on their own account." } },
        [REFUSAL_SAME_HANDS] = { "same-hands", 403,
                { "须由另一人完成", "Another pair of eyes needed" },
                { "此步须由未经手此件的另一人完成。",
                  "This step needs somebody who has not had this case in hand." } },
        [REFUSAL_ATTEMPT_OPEN] = { "attempt-open", 409,
                { "已有进行中的认证", "An attempt is open" },
                { "该账号已有进行中的认证，请先完成或等待结果。",
                  "A verification of this account is already being attempted. Finish it first." } },
        [REFUSAL_AMOUNT_WRONG] = { "amount-wrong", 422,
                { "金额不对", "Wrong amount" },
                { "金额不对，还可以尝试 {0} 次。",
                  "The amount is wrong; {0} tries are left." } },
        [REFUSAL_TRANSFER_LOCKED] = { "transfer-locked", 409,
                { "打款认证已锁定", "Transfer locked" },
                { "对公打款认证已锁定，请在 {0} 之后再试，或改用其他方式。",
                  "Verification by transfer is locked. Try again after {0} or use another way." } },
        [REFUSAL_TRANSFER_NOT_SENT] = { "transfer-not-sent", 409,
                { "款项尚未到账", "Transfer not sent yet" },
                { "款项尚未打出或到账，请稍候。",
                  "The payment has not been sent or has not arrived yet. Wait for it." } },
        [REFUSAL_STATEMENT_INVALID] = { "statement-invalid", 422,
                { "对账单无效", "Invalid statement" },
                { "对账单第 {0} 行有误：{1}。整份未予处理。",
                  "The statement is wrong at line {0}: {1}. Nothing of it was taken." } },
        [REFUSAL_EXPIRED] = { "expired", 409,
                { "已过期", "Expired" },
                { "已超过期限，请重新开始。",
                  "The time for this is over. Start again." } },
        [REFUSAL_NOT_CONFIGURED] = { "not-configured", 409,
                { "尚未配置", "Not configured" },
                { "配置中没有“{0}”，此操作不可用。请管理员补上后重启。",
                  "The configuration has no \"{0}\", without which this cannot be done. Have the administrator add it and start again." } },
        [REFUSAL_USAGE] = { "usage", 400,
                { "用法有误", "Wrong usage" },
                { "{0}。用法：{1}",
                  "{0}. Usage: {1}" } },
        [REFUSAL_POLICY_INVALID] = { "policy-invalid", 422,
                { "规则文件有误", "Invalid policy" },
                { "{0} 第 {1} 行：{2}。",
                  "{0}:{1}: {3}." } },
        [REFUSAL_CALENDAR_INVALID] = { "calendar-invalid", 422,
                { "日历文件有误", "Invalid calendar" },
                { "{0} 第 {1} 行：{2}。",
                  "{0}:{1}: {3}." } },
        [REFUSAL_CONFIG_INVALID] = { "config-invalid", 422,
                { "配置文件有误", "Invalid configuration" },
                { "{0} 第 {1} 行：{2}。",
                  "{0}:{1}: {3}." } },
        [REFUSAL_KEYRING_INVALID] = { "keyring-invalid", 422,
                { "密钥文件不可用", "Unusable keyring" },
                { "{0}：{1}。",
                  "{0}: {2}." } },
        [REFUSAL_FOLDER_NOT_EMPTY] = { "folder-not-empty", 409,
                { "目录不是空的", "Folder not empty" },
                { "目录 {0} 不是空的。请另选一个目录。",
                  "The folder {0} is not empty. Choose another." } },
        [REFUSAL_BACKUP_UNUSABLE] = { "backup-unusable", 409,
                { "备份不可用", "Unusable backup" },
                { "{0}：{1}。",
                  "{0}: {2}." } },
        [REFUSAL_RECEIPT_INVALID] = { "receipt-invalid", 422,
                { "回执无效", "Invalid receipt" },
                { "回执未通过验证：{0}。",
                  "The receipt does not verify: {1}." } },
        [REFUSAL_LOG_INCONSISTENT] = { "log-inconsistent", 409,
                { "日志不一致", "Inconsistent log" },
                { "日志与数据库有 {0} 处不一致。",
                  "The log and the database do not agree; findings: {0}." } },
        [REFUSAL_LAST_ADMINISTRATOR] = { "last-administrator", 409,
                { "最后一名管理员", "Last administrator" },
                { "不能停用最后一名管理员。",
                  "The last administrator cannot be disabled." } },
        [REFUSAL_STAFF_EXISTS] = { "staff-exists", 409,
                { "用户已存在", "User exists" },
                { "用户名“{0}”已被使用。",
                  "The user name \"{0}\" is taken." } },
        [REFUSAL_PASSWORD_WEAK] = { "password-weak", 422,
                { "密码过短", "Password too short" },
                { "密码至少 {0} 个字符。",
                  "A password has {0} characters at least." } },
        [REFUSAL_API_KEY_INVALID] = { "api-key-invalid", 401,
                { "API 密钥无效", "Invalid API key" },
                { "API 密钥无效或已撤销。请检查密钥，或申请新的。",
                  "The API key is not valid or was revoked. Check it, or ask for a new one." } },
        [REFUSAL_IMPORT_INVALID] = { "import-invalid", 422,
                { "导入文件有误", "Invalid import file" },
                { "{0}：{1}。未导入任何内容。",
                  "{0}: {2}. Nothing was taken." } },
        [REFUSAL_IMPORT_CHANGED] = { "import-changed", 409,
                { "导入文件已改动", "Import file changed" },
                { "{0} 的前 {1} 字节与上次中断时不同。请换回原文件以继续，或加 --anew 从头开始（已导入的账号会列为重复）。",
                  "{0} has changed within its first {1} bytes, which were taken before the interruption. Give the file as it was to go on, or begin again with --anew (accounts that were taken will be rejected as known)." } },
        [REFUSAL_IMPORT_ELSEWHERE] = { "import-elsewhere", 409,
                { "正在别处导入", "Being imported elsewhere" },
                { "另一个程序正在导入同一文件。请等它结束。",
                  "Another program is importing the same file. Wait for it to end." } },
        [REFUSAL_IMPORT_LINES] = { "import-lines", 422,
                { "有未导入的行", "Lines were rejected" },
                { "{0} 行未导入：{1}。{2}",
                  "Lines that were not taken: {0} ({1}). {2}" } },
};
/* clang-format on */

typedef struct Refusal {
        char *pointer;
        GStrv parameters;
} Refusal;

static void refusal_init(Refusal *refusal) {
        refusal->pointer = NULL;
        refusal->parameters = NULL;
}

static void refusal_copy(const Refusal *from, Refusal *to) {
        to->pointer = g_strdup(from->pointer);
        to->parameters = g_strdupv(from->parameters);
}

static void refusal_clear(Refusal *refusal) {
        g_free(refusal->pointer);
        g_strfreev(refusal->parameters);
}

#define refusal_private_init refusal_init
#define refusal_private_copy refusal_copy
#define refusal_private_clear refusal_clear
typedef Refusal RefusalPrivate;
G_DEFINE_EXTENDED_ERROR(Refusal, refusal)

G_DEFINE_QUARK(shiming - failure, failure)

/* As REFUSAL_BOTH() has it: a control character, which no text from outside may hold. */
#define BETWEEN_LANGUAGES '\x1f'

static void parameter_append(GString *filled, const char *parameter, Language language) {
        const char *between = strchr(parameter, BETWEEN_LANGUAGES);

        if (!between)
                g_string_append(filled, parameter);
        else if (language == LANGUAGE_ZH)
                g_string_append_len(filled, parameter, between - parameter);
        else
                g_string_append(filled, between + 1);
}

static char *text_fill(const char *text, GStrv parameters, Language language) {
        guint count = parameters ? g_strv_length(parameters) : 0;
        g_autoptr(GString) filled = g_string_new(NULL);

        for (; *text; text++) {
                guint index =
                        text[0] == '{' && g_ascii_isdigit(text[1]) && text[2] == '}' ? (guint) (text[1] - '0') : 10;

                if (index >= count) {
                        g_string_append_c(filled, *text);
                        continue;
                }
                parameter_append(filled, parameters[index], language);
                text += 2;
        }
        return g_string_free(g_steal_pointer(&filled), FALSE);
}

bool refuse(GError **error, RefusalKind kind, const char *pointer, ...) {
        g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
        Refusal *refusal;
        va_list list;

        if (!error)
                return false;
        va_start(list, pointer);
        for (const char *parameter = va_arg(list, const char *); parameter; parameter = va_arg(list, const char *))
                g_strv_builder_add(builder, parameter);
        va_end(list);
        *error = g_error_new_literal(REFUSAL, (int) kind, refusal_type(kind)->type);
        refusal = refusal_get_private(*error);
        refusal->pointer = g_strdup(pointer);
        refusal->parameters = g_strv_builder_end(builder);
        return false;
}

bool fail(GError **error, FailureKind kind, const char *format, ...) {
        va_list list;

        if (!error)
                return false;
        va_start(list, format);
        *error = g_error_new_valist(FAILURE, (int) kind, format, list);
        va_end(list);
        return false;
}

char *refusal_both(const char *zh, const char *en) {
        return g_strdup_printf("%s%c%s", zh, BETWEEN_LANGUAGES, en);
}

const RefusalType *refusal_type(RefusalKind kind) {
        g_assert(kind < REFUSAL_COUNT && refusal_types[kind].type);
        return &refusal_types[kind];
}

bool refusal_is(const GError *error, RefusalKind kind) {
        return g_error_matches(error, REFUSAL, (int) kind);
}

const char *refusal_pointer(const GError *error) {
        return refusal_get_private(error)->pointer;
}

const char *refusal_parameter(const GError *error, guint index) {
        const Refusal *refusal = refusal_get_private(error);

        return refusal->parameters && index < g_strv_length(refusal->parameters) ? refusal->parameters[index] : NULL;
}

char *refusal_text(const GError *error, Language language) {
        const Refusal *refusal = refusal_get_private(error);

        return text_fill(refusal_type((RefusalKind) error->code)->text[language], refusal->parameters, language);
}
