/* The partner that knows whether a company's Alipay account is verified. An adapter answers the question; the first one
 * has staff look it up and attest it, a second pair of eyes included. Source: seed rows S5, S17; domain rules, the case
 * machine's awaiting-partner. */
#pragma once

#include "base/enum-names.h"
#include "base/uuid.h"

#include <glib.h>
#include <stdbool.h>

typedef enum AlipayVerdict {
        ALIPAY_CONFIRMED,
        ALIPAY_REFUSED, /* with a reason for the holder */
        ALIPAY_PENDING  /* staff must attest it */
} AlipayVerdict;

extern const EnumNames alipay_verdict_names; /* confirmed, refused, pending */

/* The question. The texts belong to the caller and are personal: adapters neither keep nor log them. */
typedef struct AlipayQuestion {
        Uuid case_id; /* or the attempt's; the same id asked again is the same question */
        const char *company_name;
        const char *uscc;           /* unified social credit code */
        const char *alipay_account; /* log-in name of the company's Alipay */
} AlipayQuestion;

typedef struct AlipayAnswer {
        AlipayVerdict verdict;
        char *reason; /* NULL unless refused */
} AlipayAnswer;

void alipay_answer_clear(AlipayAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AlipayAnswer, alipay_answer_clear)

/* An adapter: the first member of its own struct. */
typedef struct EnterpriseAlipay EnterpriseAlipay;

typedef struct EnterpriseAlipayKind {
        const char *name; /* as the configuration names it */
        bool (*ask)(EnterpriseAlipay *alipay, const AlipayQuestion *question, AlipayAnswer *answer, GError **error);
        void (*free)(EnterpriseAlipay *alipay);
} EnterpriseAlipayKind;

struct EnterpriseAlipay {
        const EnterpriseAlipayKind *kind;
};

/* Asks whether the company's Alipay is verified; never within a database transaction, since an adapter may wait on a
 * network. `answer` is untouched on failure; clear it with alipay_answer_clear().
 *
 * Refuses REFUSAL_MISSING_FIELD and REFUSAL_TOO_LONG by field; fails with FAILURE_NETWORK, to be asked again later. */
bool enterprise_alipay_ask(EnterpriseAlipay *alipay, const AlipayQuestion *question, AlipayAnswer *answer,
                           GError **error);

void enterprise_alipay_free(EnterpriseAlipay *alipay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EnterpriseAlipay, enterprise_alipay_free)

/* The adapter that asks staff: every answer is PENDING until they attest. The caller frees it. */
EnterpriseAlipay *alipay_attestation_new(void);

/* ---- the attestation ---- */

#define ATTESTATION_REASON_LENGTH_MAX 500 /* characters */

/* What one member of staff says after looking. */
typedef struct AttestationVoice {
        Uuid staff;
        bool confirms;
        const char *reason; /* what was looked at and seen; for a refusal, what the holder is told */
} AttestationVoice;

/* An attestation as stored: nil ids where nobody has spoken yet. */
typedef struct Attestation {
        Uuid asked_by; /* who put the question; a holder's or a member of staff's */
        Uuid first;
        Uuid second;
        bool ended; /* confirmed twice, or refused */
} Attestation;

/* Adds a voice. A refusal ends it at once; a confirmation needs two, by different people, neither of whom asked.
 *
 * attestation  in: as stored; out: with the voice in it; untouched if refused
 * answer       out: PENDING after the first confirmation, then the end; clear it with alipay_answer_clear()
 *
 * Refuses REFUSAL_REASON_MISSING, REFUSAL_TOO_LONG (/reason), REFUSAL_SAME_HANDS, REFUSAL_WRONG_STATE once it has ended. */
bool attestation_hear(Attestation *attestation, const AttestationVoice *voice, AlipayAnswer *answer, GError **error);
