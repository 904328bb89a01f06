/* The dossier: one proceeding with all that its rows say, gathered in a transaction, for a step or for a page. */
#pragma once

#include "app/app.h"
#include "domain/checklist.h"
#include "domain/proceeding.h"
#include "store/accounts.h"
#include "store/proceedings.h"

/* How much of a proceeding an actor may see. */
typedef enum View {
        VIEW_NOTHING,
        VIEW_BOTH_SIDES, /* the holder while the account has not changed hands by it */
        VIEW_OLD_SIDE,   /* the old owner, by link or after the change */
        VIEW_NEW_SIDE,   /* the new owner after the change */
        VIEW_STAFF,      /* staff without the case at hand: masked */
        VIEW_AT_HAND,    /* staff who hold the claim, or whose turn it is: whole */
        VIEW_PLATFORM    /* states and dates */
} View;

typedef struct Dossier {
        Proceeding *proceeding;
        ProceedingSealed sealed;
        Account *account;
        const Policy *policy; /* those it began under; the documents' */
        const Calendar *calendar;
        DataKey *key;        /* the proceeding's */
        GPtrArray *verdicts; /* ItemVerdict *, texts opened */
        GPtrArray *files;    /* ItemFiles * */
        GPtrArray *consents; /* purposes that stand, char * */
        GArray *lines;       /* ChecklistLine */
        char *missing, *undecided, *missing_consent;
        ProceedingFacts facts;
        View view;
        const Proceeding *passed; /* a case's step by EVENT_ATTEMPT_PASS: the attempt; borrowed */
} Dossier;

/* Loads a proceeding of a kind for the call's actor.
 *
 * Refuses REFUSAL_NOT_FOUND where there is none or it is not the actor's to see, REFUSAL_VERSION_CHANGED where the call's
 * If-Match is not its version. The caller frees it with dossier_free(). */
Dossier *dossier_load(AppTx *tx, const Uuid *id, ProceedingKind kind, GError **error);

/* The same for the system: no view is asked for, no version compared. */
Dossier *dossier_load_for_system(AppTx *tx, const Uuid *id, GError **error);

/* Makes a proceeding that begins now, under the policy and calendar in force; who and what it is about is left to the caller,
 * who owns it. */
Proceeding *dossier_proceeding_new(AppTx *tx, ProceedingKind kind, const Uuid *account);

/* Begins the dossier of a proceeding that is not stored yet. Takes `proceeding` and `account` over; makes its data key. */
Dossier *dossier_begin(AppTx *tx, Proceeding *proceeding, Account *account, GError **error);

/* Reads evidence, verdicts and consents again and draws the checklist up anew, after a use case changed them. */
bool dossier_refresh(AppTx *tx, Dossier *dossier, GError **error);

/* Asks for the refused items again, and only for those: what answers the refusal has been given, or is on its way. */
bool dossier_ask_refused(AppTx *tx, const Dossier *dossier, GError **error);

/* The item of its checklist; refuses REFUSAL_EVIDENCE_NOT_ASKED where it has none of that id. Belongs to the policy. */
const PolicyItem *dossier_item(const Dossier *dossier, const char *item, GError **error);

/* Whether a side's person and papers are the reader's to see at all. */
bool dossier_shows(const Dossier *dossier, Side side);

void dossier_free(Dossier *dossier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dossier, dossier_free)

/* True where the view may read what people wrote: the holder who wrote it, and staff with the case at hand. */
bool view_reads_words(View view);

/* The document of a case or attempt as the dossier's view may see it. The caller owns it; NULL on failure. */
json_t *dossier_document(AppTx *tx, Dossier *dossier, GError **error);

/* Fills an outcome with the document, its version and the proceeding's key for repetition. */
bool dossier_answer(AppTx *tx, Dossier *dossier, Outcome *outcome, GError **error);
