/* What the forms of a question's page do: answer, comment, vote, accept, show and hide. Each ends by going back to the question (RFC
 * 9110, 303), so that opening it again sends nothing twice; what is refused shows the page again with what was typed. */
#include "http/help.h"

#include "base/refusal.h"
#include "http/answer.h"
#include "http/help-page.h"
#include "http/routes.h"

#include <string.h>

#define FORM_BYTES_MAX (128 * KIB)
#define VOTER_COOKIE_S (365 * 24 * 3600U)

/* What a form did: where to go back to, and what is said there. */
typedef struct Done {
        Uuid place; /* an answer or comment; nil: the question */
        const char *said;
} Done;

static const Uuid nowhere;

typedef bool (*Act)(const Request *request, Reply *reply, const json_t *written, Done *done, GError **error);

bool help_see_question(const Request *request, Reply *reply, const Uuid *question, const Uuid *place,
                       const char *said) {
        char id[UUID_TEXT_SIZE], at[UUID_TEXT_SIZE];
        g_autofree char *anchor =
                place && !uuid_is_nil(place) ? g_strconcat("#", uuid_format(place, at), NULL) : NULL;
        g_autofree char *path =
                g_strdup_printf("/help/questions/%s?lang=%s&said=%s%s", uuid_format(question, id),
                                help_page_language(request) == LANGUAGE_ZH ? "zh" : "en", said, anchor ? anchor : "");

        return reply_location(reply, path) && reply_empty(reply, HTTP_SEE_OTHER);
}

/* The answer or comment that the form's address names besides the question; false where it is about the question itself. */
static bool post_of(const Request *request, Uuid *post) {
        bool on_post = strstr(request->route->path, "{post_id}") != NULL;

        *post = on_post ? request_uuid(request, "post_id") : request->id;
        return on_post;
}

static bool write_post(const Request *request, HelpPostKind kind, const json_t *written, Done *done, GError **error) {
        const JsonField *fields = kind == HELP_ANSWER ? help_answer_fields : help_comment_fields;
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        PostHelp wish = { .kind = kind, .within = request->id };
        bool posted;

        wish.on_answer = post_of(request, &wish.parent);
        posted = json_fields_read(written, fields, &wish, error)
                 && app_post_help(request->app, &call, &wish, &outcome, error);
        json_fields_clear(fields, &wish);
        if (!posted)
                return false;
        if (g_str_equal(html_text_of(outcome.document, "moderation"), "shown"))
                *done = (Done){ .place = outcome.id, .said = kind == HELP_ANSWER ? "answered" : "commented" };
        else
                *done = (Done){ .place = wish.on_answer ? wish.parent : nowhere, .said = "waits" };
        return true;
}

static bool answer(const Request *request, Reply *reply G_GNUC_UNUSED, const json_t *written, Done *done,
                   GError **error) {
        return write_post(request, HELP_ANSWER, written, done, error);
}

static bool comment(const Request *request, Reply *reply G_GNUC_UNUSED, const json_t *written, Done *done,
                    GError **error) {
        return write_post(request, HELP_COMMENT, written, done, error);
}

/* A guest's browser gets its token with its first vote. */
static bool vote(const Request *request, Reply *reply, const json_t *written, Done *done, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        HelpAuthorKind voter;
        VoteHelp wish = { .within = request->id, .helpful = !g_str_equal(html_text_of(written, "helpful"), "false") };

        wish.on_answer = post_of(request, &wish.thing);
        wish.browser_token = request_cookie(request, HELP_VOTER_COOKIE);
        if (!wish.browser_token)
                wish.browser_token = vault_token_new();
        if (app_vote_help(request->app, &call, &wish, &outcome, error)) {
                *done = (Done){ .place = wish.on_answer ? wish.thing : nowhere,
                                .said = wish.helpful ? "voted" : "unvoted" };
                if (help_author_kind(call.actor, &voter) && voter == HELP_GUEST)
                        reply_cookie(reply, HELP_VOTER_COOKIE, wish.browser_token, "/help", VOTER_COOKIE_S);
        }
        secret_text_free(wish.browser_token);
        return done->said != NULL;
}

static bool accept_answer(const Request *request, Reply *reply G_GNUC_UNUSED, const json_t *written, Done *done,
                          GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        AcceptHelp wish = { .question = request->id };

        if (!json_fields_read(written, help_accept_fields, &wish, error))
                return false;
        if (!wish.edit_token)
                wish.edit_token = request_cookie(request, HELP_ASKER_COOKIE);
        if (app_accept_help(request->app, &call, &wish, &outcome, error))
                *done = (Done){ .place = wish.answer, .said = "accepted" };
        secret_text_free(wish.edit_token);
        return done->said != NULL;
}

static bool moderate(const Request *request, Reply *reply G_GNUC_UNUSED, const json_t *written, Done *done,
                     GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        ModerateHelp wish = { .within = request->id };

        wish.is_post = post_of(request, &wish.id);
        if (!json_fields_read(written, help_moderation_fields, &wish, error)
            || !app_moderate_help(request->app, &call, &wish, &outcome, error))
                return false;
        *done = (Done){ .place = wish.is_post ? wish.id : nowhere,
                        .said = wish.state == HELP_SHOWN ? "shown" : "hidden" };
        return true;
}

/* A form's key on its page: what it does, and to which thing. */
static char *key_of(const Request *request, const char *what) {
        char id[UUID_TEXT_SIZE];
        Uuid thing;

        post_of(request, &thing);
        return g_strdup_printf("%s-%s", what, uuid_format(&thing, id));
}

static bool run(const Request *request, Reply *reply, const char *what, Act act, GError **error) {
        json_auto_t *written = help_form_read(request, error);
        g_autofree char *key = key_of(request, what);
        g_autoptr(GError) refusal = NULL;
        HelpTry tried = { .form = key, .written = written };
        Done done = { 0 };

        if (!written)
                return false;
        if (act(request, reply, written, &done, &refusal))
                return help_see_question(request, reply, &request->id, &done.place, done.said);
        if (refusal->domain == REFUSAL && help_page_is_wanted(request) && !refusal_is(refusal, REFUSAL_NOT_FOUND)) {
                tried.refusal = refusal;
                return help_page_or_refusal(help_question_again(request, reply, &tried, error), request, reply,
                                            error);
        }
        g_propagate_error(error, g_steal_pointer(&refusal));
        return help_page_or_refusal(false, request, reply, error);
}

static bool answer_form(const Request *request, Reply *reply, GError **error) {
        return run(request, reply, "answer", answer, error);
}

static bool comment_form(const Request *request, Reply *reply, GError **error) {
        return run(request, reply, "comment", comment, error);
}

static bool vote_form(const Request *request, Reply *reply, GError **error) {
        return run(request, reply, "vote", vote, error);
}

static bool accept_form(const Request *request, Reply *reply, GError **error) {
        return run(request, reply, "accept", accept_answer, error);
}

static bool moderation_form(const Request *request, Reply *reply, GError **error) {
        return run(request, reply, "moderation", moderate, error);
}

#define FORM(address, function, who)                                                                            \
        {                                                                                                       \
                .method = "POST", .path = (address), .handle = (function), .roles = (who), .body = BODY_STREAM, \
                .body_bytes_max = FORM_BYTES_MAX, .media = { "application/x-www-form-urlencoded" },             \
                .query = { "lang" }, .query_lenient = true, .rate = RATE_HELP                                   \
        }

/* They take no Idempotency-Key: a browser without JavaScript has none to give. */
const Route http_help_form_routes[] = {
        FORM("/help/questions", help_ask_form, HELP_EVERYBODY),
        FORM("/help/questions/{id}/answers", answer_form, HELP_EVERYBODY),
        FORM("/help/questions/{id}/comments", comment_form, HELP_EVERYBODY),
        FORM("/help/questions/{id}/vote", vote_form, HELP_EVERYBODY),
        FORM("/help/questions/{id}/accepted", accept_form, HELP_EVERYBODY),
        FORM("/help/questions/{id}/moderation", moderation_form, HELP_EDITORS),
        FORM("/help/questions/{id}/posts/{post_id}/comments", comment_form, HELP_EVERYBODY),
        FORM("/help/questions/{id}/posts/{post_id}/vote", vote_form, HELP_EVERYBODY),
        FORM("/help/questions/{id}/posts/{post_id}/moderation", moderation_form, HELP_EDITORS),
        { 0 },
};
