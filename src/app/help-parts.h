/* What the use cases of the help centre share. Inside this room only. */
#pragma once

#include "app/help.h"
#include "app/json-put.h"
#include "domain/help-words.h"

/* Who writes, and whose key seals what is kept for a repeated request (nil for guests). The caller frees author->name. Refuses
 * REFUSAL_NOT_ALLOWED; for guests REFUSAL_TOO_MANY_REQUESTS where too much waits already. */
bool help_author_find(AppTx *tx, const char *name, HelpAuthor *author, GError **error);

/* The owner of the account whose holder acts; nil for all others. */
bool help_tenure_of(AppTx *tx, Uuid *tenure, GError **error);

/* Whether the actor asked a question: its owner or member of staff, or a guest with its edit token (NULL for none). */
bool help_is_asker(AppTx *tx, const HelpQuestion *question, const char *edit_token, bool *is, GError **error);

/* Loads a question or post that the actor may see; a post of the question `within` where that is not nil. Refuses REFUSAL_NOT_FOUND. NULL with an error; the caller frees the result. */
HelpQuestion *help_question_find(AppTx *tx, const Uuid *id, GError **error);
HelpPost *help_post_find(AppTx *tx, const Uuid *id, const Uuid *within, GError **error);

/* Brings a question in line with its posts: counts shown answers, lets go of an accepted one that is not shown, reckons the heat,
 * writes the index and saves. `moderated_by` may be NULL. */
bool help_question_settle(StoreTx *tx, HelpQuestion *question, const Uuid *moderated_by, GError **error);

/* Puts an article into the index, or takes it out where it is not published. */
bool help_article_index(StoreTx *tx, const HelpArticle *article, GError **error);

/* The id under which a procedure page stands in the index: of its slug alone. */
Uuid help_route_id(const char *slug);

/* Documents. The caller owns them. */
json_t *help_question_row(const HelpQuestion *question);
json_t *help_question_whole(const HelpQuestion *question); /* the row with what was written */
json_t *help_question_document(const HelpQuestion *question, const GPtrArray *posts, const Actor *actor, bool asked);
json_t *help_post_document(const HelpPost *post, bool accepted);
json_t *help_article_row(const HelpArticle *article);
json_t *help_article_document(const HelpArticle *article);
json_t *help_route_row(const PolicyRoute *route);
json_t *help_downloads_document(const Policy *policy);

/* Marks in a question's document what the voter has found helpful; a guest is one by `browser_token`, NULL for none. */
bool help_votes_mark(AppTx *tx, const HelpQuestion *question, const char *browser_token, json_t *document,
                     GError **error);

/* The path of the download of a material's form; NULL where there is none. */
const char *help_download_of(const PolicyMaterial *material);
