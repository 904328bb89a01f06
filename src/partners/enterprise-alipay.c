/* Puts the question about a company's Alipay to whichever adapter is configured, and holds what an attestation by staff
 * must be. */
#include "partners/enterprise-alipay.h"

#include "base/refusal.h"

#define COMPANY_NAME_LENGTH_MAX 140
#define USCC_LENGTH 18
#define ALIPAY_ACCOUNT_LENGTH_MAX 128

static const char *const verdicts[] = {
        [ALIPAY_CONFIRMED] = "confirmed",
        [ALIPAY_REFUSED] = "refused",
        [ALIPAY_PENDING] = "pending",
};
const EnumNames alipay_verdict_names = ENUM_NAMES(verdicts);

void alipay_answer_clear(AlipayAnswer *answer) {
        g_clear_pointer(&answer->reason, g_free);
}

static bool field_check(const char *text, const char *name, glong length_max, GError **error) {
        g_autofree char *pointer = g_strconcat("/", name, NULL);
        g_autofree char *limit = g_strdup_printf("%ld", length_max);

        if (!text || !*text)
                return refuse(error, REFUSAL_MISSING_FIELD, pointer, name, NULL);
        if (g_utf8_strlen(text, -1) > length_max)
                return refuse(error, REFUSAL_TOO_LONG, pointer, name, limit, NULL);
        return true;
}

bool enterprise_alipay_ask(EnterpriseAlipay *alipay, const AlipayQuestion *question, AlipayAnswer *answer,
                           GError **error) {
        return field_check(question->company_name, "company_name", COMPANY_NAME_LENGTH_MAX, error)
               && field_check(question->uscc, "uscc", USCC_LENGTH, error)
               && field_check(question->alipay_account, "alipay_account", ALIPAY_ACCOUNT_LENGTH_MAX, error)
               && alipay->kind->ask(alipay, question, answer, error);
}

void enterprise_alipay_free(EnterpriseAlipay *alipay) {
        if (alipay)
                alipay->kind->free(alipay);
}

static bool attestation_ask(EnterpriseAlipay *alipay, const AlipayQuestion *question, AlipayAnswer *answer,
                            GError **error) {
        (void) alipay, (void) question, (void) error;
        *answer = (AlipayAnswer){ .verdict = ALIPAY_PENDING };
        return true;
}

static void attestation_free(EnterpriseAlipay *alipay) {
        g_free(alipay);
}

EnterpriseAlipay *alipay_attestation_new(void) {
        static const EnterpriseAlipayKind kind = {
                .name = "attestation",
                .ask = attestation_ask,
                .free = attestation_free,
        };
        EnterpriseAlipay *alipay = g_new0(EnterpriseAlipay, 1);

        alipay->kind = &kind;
        return alipay;
}

static bool reason_check(const char *reason, GError **error) {
        g_autofree char *stripped = g_strstrip(g_strdup(reason ? reason : ""));

        if (!*stripped)
                return refuse(error, REFUSAL_REASON_MISSING, "/reason", NULL);
        return field_check(stripped, "reason", ATTESTATION_REASON_LENGTH_MAX, error);
}

bool attestation_hear(Attestation *attestation, const AttestationVoice *voice, AlipayAnswer *answer, GError **error) {
        bool is_first = uuid_is_nil(&attestation->first);

        if (attestation->ended)
                return refuse(error, REFUSAL_WRONG_STATE, NULL, REFUSAL_BOTH("已核实", "attested"), NULL);
        if (!reason_check(voice->reason, error))
                return false;
        if (uuid_equal(&voice->staff, &attestation->asked_by) || uuid_equal(&voice->staff, &attestation->first))
                return refuse(error, REFUSAL_SAME_HANDS, NULL, NULL);
        *(is_first ? &attestation->first : &attestation->second) = voice->staff;
        attestation->ended = !is_first || !voice->confirms;
        *answer = (AlipayAnswer){
                .verdict = !voice->confirms ? ALIPAY_REFUSED
                           : is_first       ? ALIPAY_PENDING
                                            : ALIPAY_CONFIRMED,
                .reason = voice->confirms ? NULL : g_strstrip(g_strdup(voice->reason)),
        };
        return true;
}
