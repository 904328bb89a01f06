/* The rules of the help centre, pure: who may say what, who sees it before it was looked at, whose answer is accepted, what is
 * hot and what fits a search best. */
#pragma once

#include "base/enum-names.h"
#include "domain/actor.h"

#include <glib.h>
#include <stdbool.h>

#define HELP_TITLE_LENGTH_MAX 120 /* characters */
#define HELP_BODY_LENGTH_MAX 10000
#define HELP_COMMENT_LENGTH_MAX 1000
#define HELP_NAME_LENGTH_MAX 30
#define HELP_ARTICLE_LENGTH_MAX 30000
#define HELP_POSTS_MAX 500 /* answers and comments of one question */
#define HELP_PENDING_MAX \
        1000 /* guests' contributions that wait for the staff; further ones are refused until some are seen */

/* Staff who look over what guests write and who write articles. */
#define HELP_EDITORS (ROLE_REVIEWER | ROLE_APPROVER | ROLE_ADMINISTRATOR)

typedef enum HelpAuthorKind { HELP_GUEST, HELP_HOLDER, HELP_STAFF } HelpAuthorKind;
typedef enum HelpModeration { HELP_PENDING, HELP_SHOWN, HELP_HIDDEN } HelpModeration;
typedef enum HelpPostKind { HELP_ANSWER, HELP_COMMENT } HelpPostKind;

/* Why something is not shown: what a writer can understand, in a word. */
typedef enum HelpHiddenFor {
        HELP_FOR_NOTHING, /* it is shown, or waits */
        HELP_FOR_PERSONAL_DATA,
        HELP_FOR_ADVERTISING,
        HELP_FOR_OFF_TOPIC,
        HELP_FOR_ABUSE,
        HELP_FOR_DUPLICATE,
        HELP_FOR_UNCLEAR
} HelpHiddenFor;

extern const EnumNames help_author_names;     /* guest, holder, staff */
extern const EnumNames help_moderation_names; /* pending, shown, hidden */
extern const EnumNames help_post_names;       /* answer, comment */
extern const EnumNames help_hidden_for_names; /* personal-data, advertising, off-topic, abuse, duplicate, unclear */

/* As whom somebody writes. Auditors, who change nothing, may not; parties of a case and API keys write as guests do.
 * Gives false where the actor may not write. */
bool help_author_kind(const Actor *actor, HelpAuthorKind *kind);

/* What guests write waits for the staff; what others write is shown at once. */
HelpModeration help_moderation_first(HelpAuthorKind kind);

/* Whether somebody sees what is so moderated. */
bool help_sees(const Actor *actor, HelpModeration moderation);

/* Whether an answer may be accepted.
 *
 * asker_kind   of the question
 * is_asker     the actor is the asker: the same owner of an account, the same member of staff, or a guest with the question's edit
 *              token */
bool help_may_accept(const Actor *actor, HelpAuthorKind asker_kind, bool is_asker);

/* How hot a question is. points = views + 20 × helpful votes + 10 × answers; heat = 1024 × (log2(1 + points) + created / 7 days),
 * so that a week more of age weighs as much as twice the points, and the order never changes by itself: it can be an index.
 *
 * created_at  microseconds since 1970, UTC */
gint64 help_heat(gint64 views, gint64 helpful, gint64 answers, gint64 created_at);

/* How well a document fits a search: 4096 × the share of the query's words that it has + 256 × log2(1 + their weight) + recency, of
 * which half a year counts as much as twice the weight. Likewise without the present time. */
gint64 help_relevance(guint matched, guint asked, gint64 weight, gint64 written_at);

/* Fewer than half of a query's words is no match. */
bool help_matches(guint matched, guint asked);
