/* Questions of the help centre, and who wrote what: the author is shared with the posts. */
#pragma once

#include "domain/help.h"
#include "store/store.h"

#define HELP_EDIT_TOKEN_HASH_SIZE 32

typedef struct HelpAuthor {
        HelpAuthorKind kind;
        Uuid id;    /* holder: the tenure of the account; staff: the member; nil for guests */
        char *name; /* as they wished to be shown; NULL for none */
} HelpAuthor;

typedef struct HelpQuestion {
        Uuid id;
        char *title, *body; /* the body is Markdown */
        HelpAuthor author;
        HelpModeration moderation;
        HelpHiddenFor hidden_for;
        Uuid accepted; /* the accepted answer; nil while the question is open */
        gint64 created_at;
        gint64 views, helpful;
        gint64 answers; /* shown ones */
        gint64 heat;
        bool has_edit_token; /* a guest's that was not used yet */
        guint8 edit_token_hash[HELP_EDIT_TOKEN_HASH_SIZE];
} HelpQuestion;

void help_question_free(HelpQuestion *question); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HelpQuestion, help_question_free)

/* Which lists there are; OPEN and SOLVED leave the others out. */
typedef enum HelpOrder { HELP_NEWEST, HELP_HOTTEST } HelpOrder;
typedef enum HelpStateFilter { HELP_ANY_STATE, HELP_OPEN, HELP_SOLVED } HelpStateFilter;

bool store_help_question_add(StoreTx *tx, const HelpQuestion *question, GError **error);

/* NULL in `question` where there is none; the caller frees it. */
bool store_help_question_load(StoreTx *tx, const Uuid *id, HelpQuestion **question, GError **error);

/* Saves what may change: accepted answer, moderation, counts, heat, the edit token. `moderated_by` may be NULL: as it was. */
bool store_help_question_save(StoreTx *tx, const HelpQuestion *question, const Uuid *moderated_by, GError **error);

/* Appends a page of shown questions, HelpQuestion *, to `questions`, which frees them.
 *
 * before_heat, before  the last row of the page before; `before` NULL: the first page */
bool store_help_question_list(StoreTx *tx, HelpOrder order, HelpStateFilter state, gint64 before_heat,
                              const Uuid *before, guint limit, GPtrArray *questions, GError **error);

/* Appends those that wait for the staff, oldest first, after `after` (the nil id: from the first). */
bool store_help_question_pending(StoreTx *tx, const Uuid *after, guint limit, GPtrArray *questions, GError **error);

/* Counts what waits for the staff, questions and posts together, up to `limit` of each. */
bool store_help_count_pending(StoreTx *tx, guint limit, guint *count, GError **error);

/* A page's place, the nil id as one before all others, where value_uuid() would say NULL. */
Value store_help_place(const Uuid *after);

/* Notes a vote; `first` is false where this voter had voted for this already. */
bool store_help_vote(StoreTx *tx, const Uuid *thing, GBytes *voter, gint64 now, bool *first, GError **error);

/* Takes a vote back; `was` is false where there was none. */
bool store_help_unvote(StoreTx *tx, const Uuid *thing, GBytes *voter, bool *was, GError **error);

/* Whether this voter has voted for this. */
bool store_help_voted(StoreTx *tx, const Uuid *thing, GBytes *voter, bool *voted, GError **error);

/* A reason as its column holds it: NULL for HELP_FOR_NOTHING; and back. */
Value store_help_hidden_for(HelpHiddenFor reason);
HelpHiddenFor store_help_hidden_for_read(Rows *row, int column);
