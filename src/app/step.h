/* The one way by which a proceeding changes: machine, compare-and-set, history, log, notices, all in one transaction. */
#pragma once

#include "app/dossier.h"

/* What is said with a step. */
typedef struct StepWords {
        const char *reason_code; /* of the policy; NULL for none */
        const char *text;        /* sealed under the proceeding's key; NULL for none */
        const json_t *detail;    /* ids and codes only; borrowed; NULL for none */
} StepWords;

/* Steps a stored proceeding as the call's actor and carries out what the step brings with it: the release, the new verification,
 * the attempt's case, and so on. The dossier is as after the step.
 *
 * Refuses what proceeding_step() refuses, and REFUSAL_VERSION_CHANGED. */
bool app_step(AppTx *tx, Dossier *dossier, ProceedingEvent event, const StepWords *words, GError **error);

/* The same as the clock or the jobs. */
bool app_step_as_system(AppTx *tx, Dossier *dossier, ProceedingEvent event, const StepWords *words, GError **error);

/* Writes into history and log what the call's actor did without changing the proceeding: no state, no version. `name` is the
 * event's, `detail` holds ids and codes only. */
bool app_note_event(AppTx *tx, const Dossier *dossier, const char *name, const json_t *detail, GError **error);

/* Opens a new proceeding: steps it by EVENT_OPEN and adds its row. */
bool app_step_open(AppTx *tx, Dossier *dossier, const StepWords *words, GError **error);

/* Records a case that is born completed (EVENT_FOLLOW_ORIGIN): `dossier->passed` says as what and how the new subject is verified,
 * and the account's present verification ends. Refuses REFUSAL_NOT_VERIFIED. */
bool app_step_born(AppTx *tx, Dossier *dossier, GError **error);

/* Makes a verification, hands the account's tenure to its subject, and logs it. */
bool app_verify(AppTx *tx, Account *account, const Uuid *subject, OwnerKind kind, Method method,
                const Uuid *opened_by, const Uuid *in_case, GError **error);

/* Ends a verification by a case, and logs it. */
bool app_release(AppTx *tx, const Uuid *verification, const Uuid *by_case, GError **error);
