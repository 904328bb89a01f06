/* The frame of the help centre's pages: head, header, search, footer, and the answer with its headers. Inside this room only. */
#pragma once

#include "app/app.h"
#include "http/help-texts.h"
#include "http/html.h"
#include "http/reply.h"
#include "http/request.h"

#define HELP_VOTER_COOKIE "shiming_help"  /* a guest's browser, for votes: one each */
#define HELP_ASKER_COOKIE "shiming_asked" /* of one question's address: who asked it as a guest */

/* The style and the script of the pages, carried in the program. */
extern const char help_css[];
extern const size_t help_css_size;
extern const char help_js[];
extern const size_t help_js_size;

/* A form that was sent and refused: shown again with what was typed and what is wrong with it. */
typedef struct HelpTry {
        const char *form;      /* the form's key, see HelpForm */
        const json_t *written; /* its fields */
        const GError *refusal;
} HelpTry;

typedef struct HelpPage {
        const Request *request;
        const App *app;
        Language language; /* ?lang=, or the browser's */
        GString *out;
        char *path;        /* of this page, without the language */
        const char *query; /* of the search; NULL for none */
        const char *
                choice; /* the list's order and state, "&order=hottest…", for the other language's link; NULL for none */
        const HelpTry *tried; /* NULL for none */
        GError *failure;      /* what the frame itself could not read; help_page_end() answers with it */
} HelpPage;

/* Reads the language and opens the page; `title` NULL: the front page. `description` is for search engines. */
void help_page_begin(HelpPage *page, const Request *request, const char *path, const char *title,
                     const char *description);

/* Closes the page and answers with it; the page is freed. Anybody may keep for a minute what is said to guests. */
bool help_page_end(HelpPage *page, Reply *reply, int status, GError **error);

/* The language of a request's pages. */
Language help_page_language(const Request *request);

/* A word of the pages in the page's language. */
const char *help_page_text(const HelpPage *page, HelpText text);

/* "zh" or "en", for ?lang=. */
const char *help_page_code(const HelpPage *page);

/* <h2>. */
void help_page_heading(HelpPage *page, HelpText text);

/* True where whoever asks takes pages; a refusal is a problem for all others. */
bool help_page_is_wanted(const Request *request);

/* Answers a refusal with a page where one is wanted; all else stays the door's. `answered` is what the handler gave. */
bool help_page_or_refusal(bool answered, const Request *request, Reply *reply, GError **error);

/* ---- parts that several pages have -------------------------------------------------------------------------------- */

/* A label; `kind` is its class. */
void help_put_tag(HelpPage *page, const char *kind, HelpText text);

/* "solved" or "open". */
void help_put_state(HelpPage *page, const char *state);

/* Who wrote it and when. */
void help_put_byline(HelpPage *page, const json_t *written);

/* How long ago a document's instant is. */
void help_put_when(HelpPage *page, const json_t *object, const char *member);

/* A count with its word. */
void help_put_number(HelpPage *page, const json_t *counted, const char *member, HelpText what);

/* The way to asking. */
void help_put_ask(HelpPage *page);

/* Where one is: the help centre, and below it `path` called `text`; `path` NULL: no link. */
void help_put_crumbs(HelpPage *page, const char *path, HelpText text);

/* What was just done, where the address says so, ?said=. */
void help_put_said(HelpPage *page);

/* ---- forms, help-forms.c ------------------------------------------------------------------------------------------- */

typedef struct HelpForm {
        const char *key;    /* tells the forms of a page apart */
        const char *action; /* the path that it is sent to */
        HelpText body;      /* what its text is */
        HelpText send;      /* the button */
        guint body_max;     /* characters */
        guint rows;
        bool with_title;
} HelpForm;

/* A form for writing, filled with what was tried. */
void help_put_form(HelpPage *page, const HelpForm *form);

/* True where this form was tried and refused. */
bool help_form_was_tried(const HelpPage *page, const char *key);

/* What is wrong where no field is to blame. */
void help_put_refusal(HelpPage *page, const char *text);

/* Reads a form's fields as an object of texts; an empty one is not there. Refuses REFUSAL_MALFORMED_VALUE. The caller owns it; NULL
 * with an error. */
json_t *help_form_read(const Request *request, GError **error);

/* ---- pages, for the table in help-pages.c -------------------------------------------------------------------------- */

bool help_question_page(const Request *request, Reply *reply, GError **error);
bool help_article_page(const Request *request, Reply *reply, GError **error);
bool help_route_page(const Request *request, Reply *reply, GError **error);
bool help_ask_page(const Request *request, Reply *reply, GError **error);
bool help_ask_form(const Request *request, Reply *reply, GError **error);

/* The question's page again, with a form that was refused. */
bool help_question_again(const Request *request, Reply *reply, const HelpTry *tried, GError **error);

/* Back to a question after something was done, "voted" (see help_put_said()), at `place` of it; NULL: its top. */
bool help_see_question(const Request *request, Reply *reply, const Uuid *question, const Uuid *place,
                       const char *said);
