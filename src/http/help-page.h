/* The frame of the help centre's pages: head, header, search, footer, and the answer with its headers. Inside this room only. */
#pragma once

#include "app/app.h"
#include "http/help-texts.h"
#include "http/html.h"
#include "http/reply.h"
#include "http/request.h"

typedef struct HelpPage {
        const Request *request;
        const App *app;
        Language language; /* ?lang=, or the browser's */
        GString *out;
        char *path;        /* of this page, without the language */
        const char *query; /* of the search; NULL for none */
} HelpPage;

/* Reads the language and opens the page; `title` NULL: the front page. `description` is for search engines. */
void help_page_begin(HelpPage *page, const Request *request, const char *path, const char *title,
                     const char *description);

/* Closes the page and answers with it; the page is freed. `is_public`: anybody may keep it for a minute. */
bool help_page_end(HelpPage *page, Reply *reply, int status, bool is_public);

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

/* Answers NOT_FOUND with a page where one is wanted; all else stays the door's. `answered` is what the handler gave. */
bool help_page_or_refusal(bool answered, const Request *request, Reply *reply, GError **error);

/* ---- parts that several pages have -------------------------------------------------------------------------------- */

/* A label; `kind` is its class. */
void help_put_tag(HelpPage *page, const char *kind, HelpText text);

/* "solved" or "open". */
void help_put_state(HelpPage *page, const char *state);

/* Who wrote it and when. */
void help_put_byline(HelpPage *page, const json_t *written);

/* A count with its word. */
void help_put_number(HelpPage *page, const json_t *counted, const char *member, HelpText what);

/* The way to asking. */
void help_put_ask(HelpPage *page);

/* The fields of a form's text and name, filled with what was written before where `written` is not NULL. */
void help_put_body_fields(HelpPage *page, const json_t *written, guint rows);

/* ---- pages, for the table in help-pages.c -------------------------------------------------------------------------- */

bool help_question_page(const Request *request, Reply *reply, GError **error);
bool help_article_page(const Request *request, Reply *reply, GError **error);
bool help_route_page(const Request *request, Reply *reply, GError **error);
bool help_ask_page(const Request *request, Reply *reply, GError **error);
bool help_ask_form(const Request *request, Reply *reply, GError **error);
bool help_answer_form(const Request *request, Reply *reply, GError **error);
