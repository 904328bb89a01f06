/* Rows of verifications: written once, released once, never changed; the database itself refuses anything else. */
#pragma once

#include "domain/terms.h"
#include "store/store.h"

typedef struct Verification {
        Uuid id, account, subject;
        OwnerKind kind;
        Method method;
        gint64 verified_at;
        Uuid opened_by;     /* the case or attempt that made it; nil for origin and import */
        gint64 released_at; /* INSTANT_NONE: active */
        Uuid released_by;   /* the case that released it */
} Verification;

/* Adds one. Where the account has an active one the database refuses: FAILURE_RULE or FAILURE_CONFLICT. */
bool store_verification_add(StoreTx *tx, const Verification *verification, GError **error);

/* Sets released_at and released_by_case, once. Refuses REFUSAL_NOT_VERIFIED where it is not active. */
bool store_verification_release(StoreTx *tx, const Uuid *id, const Uuid *case_id, gint64 now, GError **error);

/* Whether an account is verified; if so, as what, how, since when, and by which verification. */
typedef struct VerifiedAs {
        bool verified;
        OwnerKind kind;
        Method method;
        gint64 since;
        Uuid verification;
} VerifiedAs;

/* What tells one state of the database from all others. */
typedef struct StoreMark {
        guint8 bytes[48];
} StoreMark;

/* Gives the answer for an account from memory, where one is kept that holds for the database as it is now. Otherwise false, and
 * `mark` is for store_answer_keep(). */
bool store_answer_find(Store *store, const Uuid *account, VerifiedAs *answer, StoreMark *mark);

/* Keeps an answer that was read after store_answer_find() gave `mark`. */
void store_answer_keep(Store *store, const Uuid *account, const VerifiedAs *answer, const StoreMark *mark);

/* Loads the active one of an account; `found` false where the account is not verified. One point look-up. */
bool store_verification_active(StoreTx *tx, const Uuid *account, Verification *verification, bool *found,
                               GError **error);

bool store_verification_load(StoreTx *tx, const Uuid *id, Verification *verification, bool *found, GError **error);

/* Lists an account's, newest first: GArray of Verification, the caller's. */
bool store_verification_history(StoreTx *tx, const Uuid *account, guint limit, GArray **history, GError **error);

/* Lists those of the accounts with ids after `after`, up to and with `last`, in order of account and time: GArray of
 * Verification, the caller's. */
bool store_verification_range(StoreTx *tx, const Uuid *after, const Uuid *last, GArray **verifications,
                              GError **error);

/* Goes on with the list after a place: those verified before `at`, or then and under a lower id. */
bool store_verification_history_before(StoreTx *tx, const Uuid *account, gint64 at, const Uuid *id, guint limit,
                                       GArray **history, GError **error);
