/* The help centre: procedure pages drawn from the policy, articles by staff, questions and answers by everybody.
 *
 * Reading functions give documents without a language but for the search, which marks words in the caller's. Markdown comes
 * with its safe HTML beside it ("body", "body_html"). */
#pragma once

#include "app/app.h"
#include "store/help-articles.h"
#include "store/help-posts.h"
#include "store/help-words.h"

#define HELP_PAGE_MAX 50
#define HELP_BROWSER_TOKEN_LENGTH_MIN 22 /* 128 bits in base64url */
#define HELP_BROWSER_TOKEN_LENGTH_MAX 64
#define HELP_QUERY_LENGTH_MAX 100
#define HELP_SLUG_LENGTH_MAX 64

/* ---- written by everybody --------------------------------------------------------------------------------------- */

typedef struct AskHelp {
        char *title, *body;
        char *name; /* to be shown; NULL for none */
} AskHelp;

/* Asks a question. A guest's waits for the staff and comes with "edit_token", shown this once, by which the guest can accept an
 * answer.
 *
 * Refuses REFUSAL_NOT_ALLOWED (auditors), REFUSAL_TOO_MANY_REQUESTS (too many guests' texts wait). */
bool app_ask_help(App *app, const Call *call, const AskHelp *wish, Outcome *outcome, GError **error);

typedef struct PostHelp {
        HelpPostKind kind;
        bool on_answer; /* a comment on an answer */
        Uuid parent;    /* the question, or that answer */
        Uuid within;    /* the question that the answer must be of; nil: any */
        char *body, *name;
} PostHelp;

/* Answers or comments. Refuses REFUSAL_NOT_FOUND, REFUSAL_NOT_ALLOWED, REFUSAL_TOO_MANY_REQUESTS (also where the question has
 * HELP_POSTS_MAX posts already). */
bool app_post_help(App *app, const Call *call, const PostHelp *wish, Outcome *outcome, GError **error);

typedef struct AcceptHelp {
        Uuid question, answer;
        char *edit_token; /* of a guest's question; NULL for none */
} AcceptHelp;

/* Accepts an answer: by the holder who asked, once by the guest who has the token, or by staff, in place of one accepted before.
 * Refuses REFUSAL_NOT_FOUND, REFUSAL_NOT_ALLOWED. */
bool app_accept_help(App *app, const Call *call, const AcceptHelp *wish, Outcome *outcome, GError **error);

typedef struct VoteHelp {
        bool on_answer;
        bool helpful;        /* false takes the vote back */
        Uuid thing;          /* a question or an answer */
        Uuid within;         /* the question that the answer must be of; nil: any */
        char *browser_token; /* guests: random, made by the browser; kept as a keyed hash only */
} VoteHelp;

/* Finds something helpful, or no more; again changes nothing. The outcome's id is the question's. Refuses REFUSAL_NOT_FOUND, REFUSAL_MISSING_FIELD ("/browser_token"),
 * REFUSAL_MALFORMED_VALUE. */
bool app_vote_help(App *app, const Call *call, const VoteHelp *wish, Outcome *outcome, GError **error);

/* ---- read by everybody ------------------------------------------------------------------------------------------ */

/* Routes, articles, hottest and newest questions, downloads. */
bool app_help_home(App *app, const Call *call, Outcome *outcome, GError **error);

typedef struct ListHelp {
        HelpOrder order;
        HelpStateFilter state;
        const char *after; /* the page before told it as "next"; NULL: the first */
        guint limit;
} ListHelp;

/* Refuses REFUSAL_CURSOR_INVALID. */
bool app_list_help(App *app, const Call *call, const ListHelp *wish, Outcome *outcome, GError **error);

typedef struct ReadHelp {
        Uuid question;
        const char
                *browser_token; /* a guest's, as for voting: says what this guest has found helpful; NULL for none */
        bool again;             /* after an act of one's own: no further view */
        const char *
                edit_token; /* a guest's who asked: sees the question before it is shown, may accept; NULL for none */
} ReadHelp;

/* A question with what was written below it; counts a view. Refuses REFUSAL_NOT_FOUND. */
bool app_help_question(App *app, const Call *call, const ReadHelp *wish, Outcome *outcome, GError **error);

typedef struct SearchHelp {
        const char *query; /* NULL: nothing is asked for, nothing found */
        const char *after;
        guint limit;
} SearchHelp;

/* Refuses REFUSAL_TOO_LONG, REFUSAL_CURSOR_INVALID. */
bool app_search_help(App *app, const Call *call, const SearchHelp *wish, Outcome *outcome, GError **error);

/* The procedure pages. The second refuses REFUSAL_NOT_FOUND. */
json_t *app_help_routes(const App *app);
bool app_help_route(App *app, const char *slug, Outcome *outcome, GError **error);

/* Articles; staff see drafts too. The second counts a view and refuses REFUSAL_NOT_FOUND. */
bool app_help_articles(App *app, const Call *call, const char *after, Outcome *outcome, GError **error);
bool app_help_article(App *app, const Call *call, const char *slug, Outcome *outcome, GError **error);

/* ---- by staff --------------------------------------------------------------------------------------------------- */

typedef struct ModerateHelp {
        bool is_post;
        Uuid id;
        Uuid within; /* the question that a post must be of; nil: any */
        int state;   /* HELP_SHOWN or HELP_HIDDEN */
        int reason;  /* HelpHiddenFor, where it is hidden */
} ModerateHelp;

/* Shows or hides. An accepted answer that is hidden is accepted no more. The outcome's id is the question's. Refuses
 * REFUSAL_NOT_FOUND, REFUSAL_MISSING_FIELD ("/reason"). */
bool app_moderate_help(App *app, const Call *call, const ModerateHelp *wish, Outcome *outcome, GError **error);

/* What waits: questions first, then posts, each oldest first, and how much it is in all. Refuses REFUSAL_CURSOR_INVALID. */
bool app_help_pending(App *app, const Call *call, const char *after, Outcome *outcome, GError **error);

/* How much waits, HELP_PENDING_MAX of questions and of posts at most. */
bool app_help_waiting(App *app, const Call *call, guint *waiting, GError **error);

/* Markdown as an article of it would look: a document with "html". */
json_t *app_help_preview(const char *markdown);

typedef struct WriteArticle {
        char *slug; /* new articles only */
        struct {
                char *zh, *en;
        } title, body;
        bool published;
} WriteArticle;

/* Refuses REFUSAL_REPEATED_VALUE ("/slug") where it is taken, REFUSAL_MALFORMED_VALUE. */
bool app_add_article(App *app, const Call *call, const WriteArticle *wish, Outcome *outcome, GError **error);

/* Refuses REFUSAL_NOT_FOUND, REFUSAL_VERSION_CHANGED. */
bool app_change_article(App *app, const Call *call, const char *slug, const WriteArticle *wish, Outcome *outcome,
                        GError **error);

/* ---- at start --------------------------------------------------------------------------------------------------- */

/* Draws the program's own article and the words of the procedure pages from the policy in force, where it or the program's
 * texts have changed since; the first time it also adds the question that this product answers. What staff have changed stays. */
bool app_help_draw(App *app, gint64 now, GError **error);
