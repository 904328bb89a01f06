/* The use cases of attestation: where the partner who knows a company's Alipay account is not connected, two of the staff
 * look it up and say what they saw. Source: seed rows S5, S17; domain rules, the case machine's awaiting-partner. */
#pragma once

#include "app/step.h"

/* Says what one member of staff saw. A refusal ends it, and its reason goes to the holder; a confirmation needs a second
 * one by another person, and then the change is carried out in the same transaction.
 *
 * Refuses REFUSAL_WRONG_STATE, REFUSAL_REASON_MISSING, REFUSAL_TOO_LONG, REFUSAL_SAME_HANDS, REFUSAL_OWN_CASE. */
typedef struct Attest {
        ProceedingKind kind;
        Uuid id;
        bool confirms;
        char *reason; /* what was looked at and seen */
} Attest;

bool app_attest(App *app, const Call *call, const Attest *wish, Outcome *outcome, GError **error);

/* Reads what is to be attested, whole, for whoever looks it up: {id, kind, company: {name, number}, alipay_account,
 * asked_at, confirmed_at, confirmed_by_me, ended_at}. Refuses REFUSAL_NOT_FOUND where nobody asked. */
typedef struct ReadAttestation {
        ProceedingKind kind;
        Uuid id;
} ReadAttestation;

bool app_read_attestation(App *app, const Call *call, const ReadAttestation *wish, Outcome *outcome, GError **error);

/* Lists what waits for an attestation, the longest waiting first. `cursor` is the `next` of the page before, or NULL.
 * Refuses REFUSAL_CURSOR_INVALID. */
bool app_list_attestations(App *app, const Call *call, const char *cursor, Outcome *outcome, GError **error);

/* Notes, after EVENT_SUBMIT, which account the partner is asked about. */
bool attestation_about(AppTx *tx, const Dossier *dossier, const char *alipay_account, GError **error);
