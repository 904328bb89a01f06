/* Asking and answering without JavaScript: plain forms, whose fields become the same JSON that the API takes. The door has
 * compared the Origin. */
#include "http/help.h"

#include "base/refusal.h"
#include "http/answer.h"
#include "http/help-page.h"

#include <string.h>

static const char *written_of(const json_t *written, const char *member) {
        return written ? html_text_of(written, member) : "";
}

void help_put_body_fields(HelpPage *page, const json_t *written, guint rows) {
        html_put(page->out,
                 "<label>%s <textarea name=\"body\" required maxlength=\"%d\" rows=\"%u\">%s</textarea></label>"
                 "<label>%s <input name=\"name\" maxlength=\"%d\" autocomplete=\"nickname\" value=\"%s\"></label>"
                 "<p class=\"meta\">%s %s</p><button>%s</button>\n",
                 help_page_text(page, HELP_TEXT_BODY), HELP_BODY_LENGTH_MAX, rows, written_of(written, "body"),
                 help_page_text(page, HELP_TEXT_NAME), HELP_NAME_LENGTH_MAX, written_of(written, "name"),
                 help_page_text(page, HELP_TEXT_PUBLIC), help_page_text(page, HELP_TEXT_MARKDOWN),
                 help_page_text(page, HELP_TEXT_SEND));
}

static void refusal_put(HelpPage *page, const GError *refusal) {
        g_autofree char *text = refusal ? refusal_text(refusal, page->language) : NULL;

        if (text)
                html_put(page->out, "<div class=\"alert\" role=\"alert\"><b>%s</b> %s</div>\n",
                         help_page_text(page, HELP_TEXT_REFUSED), text);
}

static bool ask_show(const Request *request, Reply *reply, const json_t *written, const GError *refusal) {
        Language language = help_page_language(request);
        HelpPage page = { 0 };

        help_page_begin(&page, request, "/help/ask", help_text(HELP_TEXT_ASK, language),
                        help_text(HELP_TEXT_ASK_LEAD, language));
        html_put(page.out, "<article class=\"doc form\"><h1>%s</h1>\n", help_page_text(&page, HELP_TEXT_ASK));
        refusal_put(&page, refusal);
        html_put(page.out,
                 "<form method=\"post\" action=\"/help/questions?lang=%s\"><label>%s <input name=\"title\" required "
                 "maxlength=\"%d\" value=\"%s\"></label>",
                 help_page_code(&page), help_page_text(&page, HELP_TEXT_TITLE), HELP_TITLE_LENGTH_MAX,
                 written_of(written, "title"));
        help_put_body_fields(&page, written, 10);
        html_put(page.out, "</form></article>\n");
        return help_page_end(&page, reply, refusal ? refusal_type((RefusalKind) refusal->code)->http : HTTP_OK,
                             !refusal);
}

bool help_ask_page(const Request *request, Reply *reply, GError **error G_GNUC_UNUSED) {
        return ask_show(request, reply, NULL, NULL);
}

static bool answer_show(const Request *request, Reply *reply, const json_t *written, const GError *refusal) {
        Language language = help_page_language(request);
        char id[UUID_TEXT_SIZE];
        g_autofree char *path = g_strconcat("/help/questions/", uuid_format(&request->id, id), NULL);
        HelpPage page = { 0 };

        help_page_begin(&page, request, path, help_text(HELP_TEXT_ANSWER_IT, language),
                        help_text(HELP_TEXT_LEAD, language));
        html_put(page.out, "<article class=\"doc form\"><h1>%s</h1>\n", help_page_text(&page, HELP_TEXT_ANSWER_IT));
        refusal_put(&page, refusal);
        html_put(page.out, "<form method=\"post\" action=\"%s/answers?lang=%s\">", path, help_page_code(&page));
        help_put_body_fields(&page, written, 10);
        html_put(page.out, "</form></article>\n");
        return help_page_end(&page, reply, refusal_type((RefusalKind) refusal->code)->http, false);
}

/* Reads the form's body; the door has bounded its size. */
static GString *form_read(const Request *request, GError **error) {
        g_autoptr(GString) text = g_string_sized_new(1024);
        guint8 buffer[4096];
        gsize got;

        do {
                if (!request_body_read(request, buffer, sizeof buffer, &got, error))
                        return NULL;
                g_string_append_len(text, (const char *) buffer, (gssize) got);
        } while (got > 0);
        return g_steal_pointer(&text);
}

/* Fields as an object; an empty one is not there. Browsers end lines by CR LF (HTML Standard, "multipart/form-data and URL-encoded"),
 * which texts do not have. */
static json_t *fields_read(const Request *request, GError **error) {
        g_autoptr(GString) text = form_read(request, error);
        g_autoptr(GHashTable) fields = NULL;
        json_t *object;
        GHashTableIter iter;
        gpointer name, value;

        if (!text)
                return NULL;
        fields = g_uri_parse_params(text->str, (gssize) text->len, "&", G_URI_PARAMS_WWW_FORM, NULL);
        if (!fields) {
                refuse(error, REFUSAL_MALFORMED_VALUE, NULL, "form", "application/x-www-form-urlencoded", NULL);
                return NULL;
        }
        object = json_object();
        g_hash_table_iter_init(&iter, fields);
        while (g_hash_table_iter_next(&iter, &name, &value)) {
                g_autoptr(GString) line = g_string_new(value);

                g_string_replace(line, "\r\n", "\n", 0);
                if (line->len > 0)
                        json_object_set_new(object, name, json_string(line->str));
        }
        return object;
}

static bool received_show(const Request *request, Reply *reply, const json_t *made, const char *question) {
        Language language = help_page_language(request);
        const char *token = html_text_of(made, "edit_token");
        bool shown = g_str_equal(html_text_of(made, "moderation"), "shown");
        HelpPage page = { 0 };

        help_page_begin(&page, request, "/help/ask", help_text(HELP_TEXT_RECEIVED, language),
                        help_text(HELP_TEXT_LEAD, language));
        html_put(page.out, "<article class=\"doc notice\"><h1>%s</h1><p>%s</p>\n",
                 help_page_text(&page, HELP_TEXT_RECEIVED),
                 help_page_text(&page, shown ? HELP_TEXT_RECEIVED_SHOWN : HELP_TEXT_RECEIVED_WAITS));
        if (*token)
                html_put(page.out, "<h2>%s</h2><p>%s</p><p><code class=\"token\">%s</code></p>\n",
                         help_page_text(&page, HELP_TEXT_EDIT_TOKEN),
                         help_page_text(&page, HELP_TEXT_EDIT_TOKEN_LEAD), token);
        html_put(page.out,
                 "<p><a class=\"button\" href=\"/help/questions/%s?lang=%s\">%s</a> <a "
                 "href=\"/help?lang=%s\">%s</a></p></article>\n",
                 question, help_page_code(&page), help_page_text(&page, HELP_TEXT_TO_QUESTION), help_page_code(&page),
                 help_page_text(&page, HELP_TEXT_HOME));
        return help_page_end(&page, reply, HTTP_CREATED, false);
}

static bool ask(const Request *request, Reply *reply, const json_t *written, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        AskHelp wish = { 0 };
        bool asked = json_fields_read(written, help_ask_fields, &wish, error)
                     && app_ask_help(request->app, &call, &wish, &outcome, error);

        json_fields_clear(help_ask_fields, &wish);
        return asked && received_show(request, reply, outcome.document, html_text_of(outcome.document, "id"));
}

bool help_ask_form(const Request *request, Reply *reply, GError **error) {
        json_auto_t *written = fields_read(request, error);
        g_autoptr(GError) refusal = NULL;

        if (!written)
                return false;
        if (ask(request, reply, written, &refusal))
                return true;
        if (refusal->domain == REFUSAL && help_page_is_wanted(request))
                return ask_show(request, reply, written, refusal);
        g_propagate_error(error, g_steal_pointer(&refusal));
        return false;
}

static bool answer(const Request *request, Reply *reply, const json_t *written, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        PostHelp wish = { .kind = HELP_ANSWER, .parent = request->id };
        bool answered = json_fields_read(written, help_answer_fields, &wish, error)
                        && app_post_help(request->app, &call, &wish, &outcome, error);

        json_fields_clear(help_answer_fields, &wish);
        return answered
               && received_show(request, reply, outcome.document, html_text_of(outcome.document, "question"));
}

bool help_answer_form(const Request *request, Reply *reply, GError **error) {
        json_auto_t *written = fields_read(request, error);
        g_autoptr(GError) refusal = NULL;

        if (!written)
                return false;
        if (answer(request, reply, written, &refusal))
                return true;
        if (refusal->domain == REFUSAL && help_page_is_wanted(request) && !refusal_is(refusal, REFUSAL_NOT_FOUND))
                return answer_show(request, reply, written, refusal);
        g_propagate_error(error, g_steal_pointer(&refusal));
        return help_page_or_refusal(false, request, reply, error);
}
