/* Remembers answers to "is this account verified?" on SQLite. Each holds for one state of the table: whatever another process
 * commits, and what this one commits to that table, makes all be asked anew; other commits of this process do not
 * (docs/decisions/0020-look-up.md). Private to this room. */
#pragma once

#include "store/verifications.h"

#define ANSWERS_MAX 131072 /* 8 MiB where so many are asked for */

typedef struct AnswerCache AnswerCache; /* may be shared by threads */

/* A StoreMark is the header of SQLite's WAL index. `index` is sqlite_connection_index() of a connection that outlives the cache. */
AnswerCache *answer_cache_new(gconstpointer index);
void answer_cache_free(AnswerCache *cache); /* takes NULL */

/* Finds the answer for an account as the database is now. `mark` is for answer_cache_put(). */
bool answer_cache_find(AnswerCache *cache, const Uuid *account, VerifiedAs *answer, StoreMark *mark);

/* Remembers an answer that was read after answer_cache_find() gave `mark`. */
void answer_cache_put(AnswerCache *cache, const Uuid *account, const VerifiedAs *answer, const StoreMark *mark);

/* Go around each commit of this process, the writer's lock on the database being held at the first. `changed`: it may have
 * changed answers. */
void answer_cache_commit_begin(AnswerCache *cache);
void answer_cache_commit_end(AnswerCache *cache, bool changed);
