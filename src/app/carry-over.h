/* A new case takes over what was accepted in the one that it goes on from. */
#pragma once

#include "app/dossier.h"

/* Copies the accepted evidence of the case that this one was opened from, its keys wrapped anew; nothing where it was opened
 * from none. Refuses REFUSAL_NOT_FOUND (no such case of this account, or not the actor's), REFUSAL_WRONG_STATE (it has not
 * ended, or has changed the owner). Source: domain rules, "The case machine". */
bool carry_over_evidence(AppTx *tx, Dossier *dossier, GError **error);
