/* Answers and comments. */
#pragma once

#include "store/help-questions.h"

typedef struct HelpPost {
        Uuid id;
        HelpPostKind kind;
        Uuid question;
        Uuid parent; /* an answer's: the question; a comment's: the question or one of its answers */
        char *body;  /* Markdown */
        HelpAuthor author;
        HelpModeration moderation;
        HelpHiddenFor hidden_for;
        gint64 created_at;
        gint64 helpful;
} HelpPost;

void help_post_free(HelpPost *post); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HelpPost, help_post_free)

bool store_help_post_add(StoreTx *tx, const HelpPost *post, GError **error);

/* NULL in `post` where there is none; the caller frees it. */
bool store_help_post_load(StoreTx *tx, const Uuid *id, HelpPost **post, GError **error);

/* Saves moderation and votes. `moderated_by` may be NULL: as it was. */
bool store_help_post_save(StoreTx *tx, const HelpPost *post, const Uuid *moderated_by, GError **error);

/* Appends a question's posts, oldest first, HELP_POSTS_MAX at most, to `posts`, which frees them. */
bool store_help_post_list(StoreTx *tx, const Uuid *question, GPtrArray *posts, GError **error);

/* Appends those that wait for the staff, oldest first, after `after` (the nil id: from the first). */
bool store_help_post_pending(StoreTx *tx, const Uuid *after, guint limit, GPtrArray *posts, GError **error);
