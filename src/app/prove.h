/* Rows that change are proven by what the log was told of them last: a leaf "rows.KIND" with digests of all rows of a proceeding,
 * a member of staff or an API key, made at the end of each transaction that touched them. The leaf bears the thing's id in the
 * attempt's place, and is of no case, so that no receipt lists it. */
#pragma once

#include "app/app.h"
#include "store/proofs.h"

#define PROOF_LEAF_PREFIX "rows."
#define PROOF_LEAF_ADOPTED \
        "rows.adopted" /* of what was there before the proofs: all of them come before any other proof */

/* An empty list of what a transaction touched. The caller unrefs it. */
GArray *touched_new(void);

/* Says that rows of this thing were changed, added or removed in this transaction; saying it twice is saying it once. */
void app_touch(AppTx *tx, ProofKind kind, const Uuid *id);

/* Tells the log what the rows of everything that was touched say now. Runs last, once all of them are written. */
bool app_prove_touched(AppTx *tx, GError **error);

/* The content of a leaf "rows.KIND" as the rows are now: the number of the proof, and each table's digest. Without who acted.
 * The caller owns it; NULL on failure. */
json_t *app_proof_content(AppTx *tx, ProofKind kind, const Uuid *id, gint64 number, GError **error);

/* Tells the log of what is older than the proofs, at the first start after they came. Fails as store_write() does. */
bool app_prove_owed(App *app, gint64 now, GError **error);
