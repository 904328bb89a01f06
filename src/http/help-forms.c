/* Writing without JavaScript: plain forms, what is wrong beside the field, and asking. Their fields become the same JSON that the
 * API takes; the door has compared the Origin. */
#include "http/help.h"

#include "base/refusal.h"
#include "http/answer.h"
#include "http/help-page.h"

#include <string.h>

#define ASKER_COOKIE_S (180 * 24 * 3600U)

typedef struct Field {
        const char *name;
        HelpText label;
        guint length_max; /* characters */
        guint rows;       /* 0: one line */
        bool optional;
} Field;

bool help_form_was_tried(const HelpPage *page, const char *key) {
        return page->tried && g_str_equal(page->tried->form, key);
}

void help_put_refusal(HelpPage *page, const char *text) {
        html_put(page->out, "<div class=\"alert\" role=\"alert\"><b>%s</b> %s</div>\n",
                 help_page_text(page, HELP_TEXT_REFUSED), text);
}

/* True where the form's refusal names this field. */
static bool is_to_blame(const HelpPage *page, const HelpForm *form, const char *field) {
        const char *pointer = help_form_was_tried(page, form->key) ? refusal_pointer(page->tried->refusal) : NULL;

        return pointer && g_str_equal(pointer + 1, field);
}

/* What is wrong with a field in words for a reader, who sees its label and does not know its name. */
static char *wrong_text(const HelpPage *page, const char *limit) {
        const GError *refusal = page->tried->refusal;

        if (refusal_is(refusal, REFUSAL_MISSING_FIELD))
                return g_strdup(help_page_text(page, HELP_TEXT_FILL_IN));
        return refusal_is(refusal, REFUSAL_TOO_LONG) ? g_strdup(limit) : refusal_text(refusal, page->language);
}

static void field_end(HelpPage *page, const HelpForm *form, const Field *field, bool blamed) {
        g_autoptr(GString) limit = g_string_new(help_page_text(page, HELP_TEXT_LIMIT));
        g_autofree char *number = g_strdup_printf("%u", field->length_max);
        g_autofree char *wrong = NULL;

        g_string_replace(limit, "{}", number, 1);
        html_put(page->out,
                 "<small class=\"meta\" id=\"%s-%s-limit\" data-max=\"%u\" data-left=\"%s\" "
                 "data-over=\"%s\">%s</small>",
                 field->name, form->key, field->length_max, help_page_text(page, HELP_TEXT_LEFT),
                 help_page_text(page, HELP_TEXT_OVER), limit->str);
        if (blamed)
                wrong = wrong_text(page, limit->str);
        if (wrong)
                html_put(page->out, "<p class=\"wrong\" id=\"%s-%s-wrong\" role=\"alert\">%s</p>", field->name,
                         form->key, wrong);
        html_put(page->out, "</div>\n");
}

/* A field says its limit but does not cut off what is longer: nothing that was typed is lost. */
static void field_put(HelpPage *page, const HelpForm *form, const Field *field) {
        bool blamed = is_to_blame(page, form, field->name);
        const char *written =
                help_form_was_tried(page, form->key) ? html_text_of(page->tried->written, field->name) : "";

        html_put(page->out, "<div class=\"field\"><label for=\"%s-%s\">%s</label>", field->name, form->key,
                 help_page_text(page, field->label));
        html_put(page->out, field->rows ? "<textarea" : "<input");
        html_put(page->out, " id=\"%s-%s\" name=\"%s\" aria-describedby=\"%s-%s-limit %s-%s-wrong\"", field->name,
                 form->key, field->name, field->name, form->key, field->name, form->key);
        g_string_append(page->out, field->optional ? " autocomplete=\"nickname\"" : " required");
        if (blamed)
                g_string_append(page->out, " aria-invalid=\"true\" autofocus");
        if (field->rows)
                html_put(page->out, " rows=\"%u\">\n%s</textarea>", field->rows, written);
        else
                html_put(page->out, " value=\"%s\">", written);
        field_end(page, form, field, blamed);
}

static HelpText voice_of(const Actor *actor) {
        HelpAuthorKind kind = HELP_GUEST;

        help_author_kind(actor, &kind);
        return kind == HELP_STAFF    ? HELP_TEXT_AS_STAFF
               : kind == HELP_HOLDER ? HELP_TEXT_AS_HOLDER
                                     : HELP_TEXT_AS_GUEST;
}

void help_put_form(HelpPage *page, const HelpForm *form) {
        const Field title = { "title", HELP_TEXT_TITLE, HELP_TITLE_LENGTH_MAX, 0, false };
        const Field body = { "body", form->body, form->body_max, form->rows, false };
        const Field name = { "name", HELP_TEXT_NAME, HELP_NAME_LENGTH_MAX, 0, true };
        bool placed = is_to_blame(page, form, "title") || is_to_blame(page, form, "body")
                      || is_to_blame(page, form, "name");

        html_put(page->out, "<form class=\"writing\" id=\"%s\" method=\"post\" action=\"%s?lang=%s\">\n", form->key,
                 form->action, help_page_code(page));
        if (help_form_was_tried(page, form->key) && !placed) {
                g_autofree char *text = refusal_text(page->tried->refusal, page->language);

                help_put_refusal(page, text);
        }
        if (form->with_title)
                field_put(page, form, &title);
        field_put(page, form, &body);
        field_put(page, form, &name);
        html_put(page->out, "<p class=\"meta\">%s %s %s</p><button>%s</button></form>\n",
                 help_page_text(page, voice_of(&page->request->actor)), help_page_text(page, HELP_TEXT_PUBLIC),
                 help_page_text(page, HELP_TEXT_MARKDOWN), help_page_text(page, form->send));
}

/* Reads the form's body; the door has bounded its size. */
static GString *body_read(const Request *request, GError **error) {
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

/* Browsers end lines by CR LF (HTML Standard, "multipart/form-data and URL-encoded"), which texts do not have. */
json_t *help_form_read(const Request *request, GError **error) {
        g_autoptr(GString) text = body_read(request, error);
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

/* ---- asking ---------------------------------------------------------------------------------------------------- */

static bool ask_show(const Request *request, Reply *reply, const HelpTry *tried, GError **error) {
        Language language = help_page_language(request);
        const HelpForm form = { .key = "ask",
                                .action = "/help/questions",
                                .body = HELP_TEXT_BODY,
                                .send = HELP_TEXT_SEND,
                                .body_max = HELP_BODY_LENGTH_MAX,
                                .rows = 10,
                                .with_title = true };
        HelpPage page = { .tried = tried };

        help_page_begin(&page, request, "/help/ask", help_text(HELP_TEXT_ASK, language),
                        help_text(HELP_TEXT_ASK_LEAD, language));
        help_put_crumbs(&page, "/help/questions", HELP_TEXT_QUESTIONS);
        html_put(page.out, "<article class=\"doc narrow\"><h1>%s</h1>\n", help_page_text(&page, HELP_TEXT_ASK));
        help_put_form(&page, &form);
        html_put(page.out, "</article>\n");
        return help_page_end(&page, reply, tried ? refusal_type((RefusalKind) tried->refusal->code)->http : HTTP_OK,
                             error);
}

bool help_ask_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(ask_show(request, reply, NULL, error), request, reply, error);
}

/* Tells a guest what happens next, and the code, which is shown this once. */
static bool received_show(const Request *request, Reply *reply, const char *path, const char *token, GError **error) {
        Language language = help_page_language(request);
        HelpPage page = { 0 };

        help_page_begin(&page, request, "/help/ask", help_text(HELP_TEXT_RECEIVED, language),
                        help_text(HELP_TEXT_LEAD, language));
        html_put(page.out, "<article class=\"doc narrow\"><h1>%s</h1><p>%s</p>\n",
                 help_page_text(&page, HELP_TEXT_RECEIVED), help_page_text(&page, HELP_TEXT_RECEIVED_WAITS));
        html_put(page.out, "<p><a href=\"%s?lang=%s\">%s%s</a></p>\n", path, help_page_code(&page),
                 page.app->public_url, path);
        html_put(page.out, "<h2>%s</h2><p>%s</p><p><code class=\"token\">%s</code></p>\n",
                 help_page_text(&page, HELP_TEXT_EDIT_TOKEN), help_page_text(&page, HELP_TEXT_EDIT_TOKEN_LEAD),
                 token);
        html_put(page.out,
                 "<p><a class=\"button\" href=\"%s?lang=%s\">%s</a> <a href=\"/help?lang=%s\">%s</a></p></article>\n",
                 path, help_page_code(&page), help_page_text(&page, HELP_TEXT_TO_QUESTION), help_page_code(&page),
                 help_page_text(&page, HELP_TEXT_HOME));
        reply_cookie(reply, HELP_ASKER_COOKIE, token, path, ASKER_COOKIE_S);
        return help_page_end(&page, reply, HTTP_CREATED, error);
}

static bool ask(const Request *request, Reply *reply, const json_t *written, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        AskHelp wish = { 0 };
        bool asked = json_fields_read(written, help_ask_fields, &wish, error)
                     && app_ask_help(request->app, &call, &wish, &outcome, error);
        g_autofree char *path = NULL;
        const char *token;

        json_fields_clear(help_ask_fields, &wish);
        if (!asked)
                return false;
        path = g_strconcat("/help/questions/", html_text_of(outcome.document, "id"), NULL);
        token = html_text_of(outcome.document, "edit_token");
        return *token ? received_show(request, reply, path, token, error)
                      : help_see_question(request, reply, &outcome.id, NULL, "asked");
}

bool help_ask_form(const Request *request, Reply *reply, GError **error) {
        json_auto_t *written = help_form_read(request, error);
        g_autoptr(GError) refusal = NULL;
        HelpTry tried = { .form = "ask", .written = written };

        if (!written)
                return false;
        if (ask(request, reply, written, &refusal))
                return true;
        if (refusal->domain == REFUSAL && help_page_is_wanted(request)) {
                tried.refusal = refusal;
                return ask_show(request, reply, &tried, error);
        }
        g_propagate_error(error, g_steal_pointer(&refusal));
        return false;
}
