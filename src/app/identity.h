/* Who somebody says they are, who they turned out to be, and the sealed subject that keeps it. */
#pragma once

#include "app/app.h"
#include "domain/numbers.h"
#include "store/subjects.h"

/* A claim as it came in. The strings belong to the wish. */
typedef struct Claim {
        OwnerKind kind;
        char *name;
        int number_kind; /* NumberKind; -1: resident-id for a person, uscc for a company */
        char *number;
        char *email, *mobile; /* where to reach them; NULL for none */
} Claim;

/* Checked and normalised; the strings are the struct's own. */
typedef struct Identity {
        OwnerKind kind;
        NumberKind number_kind;
        SecretText *name, *number;
        SecretText *email, *mobile;
} Identity;

void identity_clear(Identity *identity);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Identity, identity_clear)

/* Checks a claim's name and number. `pointer` is the claim's place in the body, "/new_owner"; `today` in the policy's zone.
 *
 * Refuses REFUSAL_NAME_INVALID, REFUSAL_NUMBER_INVALID, REFUSAL_UNKNOWN_VALUE (a number of another kind of owner),
 * REFUSAL_MALFORMED_VALUE (mail address), each with its pointer. */
bool identity_check(const Claim *claim, CivilDate today, const char *pointer, Identity *identity, GError **error);

/* True where two identities are the same owner: kind, kind of number and number; never the name. */
bool identity_same_owner(const Identity *a, const Identity *b);

/* Makes a subject of an account: its data key, its row, its place in the blind index. `identity` NULL: nobody named yet. */
bool app_subject_make(AppTx *tx, const Uuid *account, const Identity *identity, Uuid *subject, GError **error);

/* Fills a subject that was made without an identity, or corrects a claim before it is verified. Contacts that the identity
 * does not bring stay as they are. */
bool app_subject_fill(AppTx *tx, const Uuid *subject, const Identity *identity, GError **error);

/* Sets where a subject can be reached, whether anybody named it or not. `pointer` is the contacts' place in the body.
 * Refuses as identity_check() does for contacts. */
bool app_subject_reach(AppTx *tx, const Uuid *subject, const char *email, const char *mobile, CivilDate today,
                       const char *pointer, GError **error);

/* Gives the keyed hash under which a checked and normalised number is found. */
void app_number_hash(const App *app, NumberKind kind, const char *number, guint8 hash[static VAULT_HASH_SIZE]);

/* Opens a subject's identity; `known` false where it never named anybody or was erased. */
bool app_subject_open(AppTx *tx, const Uuid *subject, Identity *identity, bool *known, GError **error);

/* Gives {"kind", "name", "number_kind", "number"} of a subject, masked or whole; JSON null where nobody is known. The caller
 * owns it; NULL on failure. */
json_t *app_subject_document(AppTx *tx, const Uuid *subject, bool whole, GError **error);

/* Keeps the keyed hash of a member of staff's own number, in place of an earlier one: whoever owns an account under it may not
 * review its cases. Refuses REFUSAL_NUMBER_INVALID (pointer "/number"). Source: domain rules, "The case machine". */
bool app_staff_number_keep(AppTx *tx, const Uuid *staff, const char *number, GError **error);

/* Tells whether two subjects have the same number: one owner, in two tenures. */
bool app_subject_same_owner(AppTx *tx, const Uuid *a, const Uuid *b, bool *same, GError **error);

/* Refuses REFUSAL_TOO_MANY_ACCOUNTS where the owner of this number holds as many verified accounts as the policy allows. */
bool app_subject_has_room(AppTx *tx, const Policy *policy, const Identity *identity, const char *pointer,
                          GError **error);
