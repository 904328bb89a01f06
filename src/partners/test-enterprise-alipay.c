/* Tests of the question about a company's Alipay and of its attestation. */
#include "partners/enterprise-alipay.h"

#include "base/refusal.h"

#include <locale.h>

static const Uuid holder = { { 1 } }, ann = { { 2 } }, bob = { { 3 } };

static const AlipayQuestion question = {
        .case_id = { { 9 } },
        .company_name = "杭州示例科技有限公司",
        .uscc = "91330106673959654P",
        .alipay_account = "finance@example.cn",
};

static AlipayVerdict hear(Attestation *attestation, Uuid staff, bool confirms) {
        g_auto(AlipayAnswer) answer = { 0 };
        g_autoptr(GError) error = NULL;
        bool heard = attestation_hear(
                attestation,
                &(AttestationVoice){ .staff = staff, .confirms = confirms, .reason = "已在企业支付宝后台核对" },
                &answer, &error);

        g_assert_no_error(error);
        g_assert_true(heard);
        return answer.verdict;
}

static void assert_refused(Attestation *attestation, Uuid staff, const char *reason, RefusalKind kind) {
        g_auto(AlipayAnswer) answer = { 0 };
        g_autoptr(GError) error = NULL;
        Attestation before = *attestation;

        g_assert_false(attestation_hear(attestation,
                                        &(AttestationVoice){ .staff = staff, .confirms = true, .reason = reason },
                                        &answer, &error));
        g_assert_true(refusal_is(error, kind));
        g_assert_true(uuid_equal(&before.first, &attestation->first)
                      && uuid_equal(&before.second, &attestation->second));
        g_assert_cmpint(before.ended, ==, attestation->ended);
}

static void the_first_adapter_leaves_the_answer_to_staff(void) {
        g_autoptr(EnterpriseAlipay) alipay = alipay_attestation_new();
        g_auto(AlipayAnswer) answer = { 0 };
        g_autoptr(GError) error = NULL;
        AlipayQuestion nameless = question;

        g_assert_true(enterprise_alipay_ask(alipay, &question, &answer, &error));
        g_assert_cmpstr(enum_name(&alipay_verdict_names, (int) answer.verdict), ==, "pending");
        nameless.company_name = "";
        g_assert_false(enterprise_alipay_ask(alipay, &nameless, &answer, &error));
        g_assert_true(refusal_is(error, REFUSAL_MISSING_FIELD));
        g_assert_cmpstr(refusal_pointer(error), ==, "/company_name");
}

static void two_people_confirm(void) {
        Attestation attestation = { .asked_by = holder };

        g_assert_cmpint(hear(&attestation, ann, true), ==, ALIPAY_PENDING);
        g_assert_cmpint(hear(&attestation, bob, true), ==, ALIPAY_CONFIRMED);
        assert_refused(&attestation, (Uuid){ { 4 } }, "又一个人", REFUSAL_WRONG_STATE);
}

static void either_of_them_may_refuse_with_a_reason(void) {
        Attestation attestation = { .asked_by = holder }, other = { .asked_by = holder };
        g_auto(AlipayAnswer) answer = { 0 };

        g_assert_cmpint(hear(&attestation, ann, false), ==, ALIPAY_REFUSED);
        assert_refused(&attestation, bob, "再看一次", REFUSAL_WRONG_STATE);
        g_assert_cmpint(hear(&other, ann, true), ==, ALIPAY_PENDING);
        g_assert_true(
                attestation_hear(&other, &(AttestationVoice){ .staff = bob, .reason = " 名称不符 " }, &answer, NULL));
        g_assert_cmpint(answer.verdict, ==, ALIPAY_REFUSED);
        g_assert_cmpstr(answer.reason, ==, "名称不符");
}

static void nobody_is_both_pairs_of_eyes(void) {
        Attestation attestation = { .asked_by = ann };

        assert_refused(&attestation, ann, "我自己问的", REFUSAL_SAME_HANDS);
        g_assert_cmpint(hear(&attestation, bob, true), ==, ALIPAY_PENDING);
        assert_refused(&attestation, bob, "我再看一次", REFUSAL_SAME_HANDS);
        assert_refused(&attestation, ann, "我自己问的", REFUSAL_SAME_HANDS);
}

static void an_attestation_without_a_reason_counts_for_nothing(void) {
        Attestation attestation = { .asked_by = holder };
        g_autofree char *long_reason = g_strnfill(ATTESTATION_REASON_LENGTH_MAX + 1, 'x');

        assert_refused(&attestation, ann, NULL, REFUSAL_REASON_MISSING);
        assert_refused(&attestation, ann, "  ", REFUSAL_REASON_MISSING);
        assert_refused(&attestation, ann, long_reason, REFUSAL_TOO_LONG);
}

int main(int argc, char **argv) {
        setlocale(LC_ALL, "C.UTF-8");
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/alipay/the first adapter leaves the answer to staff",
                        the_first_adapter_leaves_the_answer_to_staff);
        g_test_add_func("/alipay/two people confirm", two_people_confirm);
        g_test_add_func("/alipay/either of them may refuse with a reason", either_of_them_may_refuse_with_a_reason);
        g_test_add_func("/alipay/nobody is both pairs of eyes", nobody_is_both_pairs_of_eyes);
        g_test_add_func("/alipay/an attestation without a reason counts for nothing",
                        an_attestation_without_a_reason_counts_for_nothing);
        return g_test_run();
}
