/* The help centre over HTTP, for everybody: reading, asking, answering, voting. */
#include "http/help.h"

#include "base/refusal.h"
#include "http/answer.h"
#include "http/routes.h"

#define LIST_DEFAULT 20

static const char *const orders[] = { [HELP_NEWEST] = "newest", [HELP_HOTTEST] = "hottest" };
static const EnumNames order_names = ENUM_NAMES(orders);
static const char *const states[] = { [HELP_ANY_STATE] = "any", [HELP_OPEN] = "open", [HELP_SOLVED] = "solved" };
static const EnumNames state_names = ENUM_NAMES(states);

const JsonField help_ask_fields[] = {
        { .name = "title",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(AskHelp, title),
          .length_max = HELP_TITLE_LENGTH_MAX },
        { .name = "body",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(AskHelp, body),
          .length_max = HELP_BODY_LENGTH_MAX },
        { .name = "name",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(AskHelp, name),
          .optional = true,
          .length_max = HELP_NAME_LENGTH_MAX },
        { 0 },
};

const JsonField help_answer_fields[] = {
        { .name = "body",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(PostHelp, body),
          .length_max = HELP_BODY_LENGTH_MAX },
        { .name = "name",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(PostHelp, name),
          .optional = true,
          .length_max = HELP_NAME_LENGTH_MAX },
        { 0 },
};

const JsonField help_comment_fields[] = {
        { .name = "body",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(PostHelp, body),
          .length_max = HELP_COMMENT_LENGTH_MAX },
        { .name = "name",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(PostHelp, name),
          .optional = true,
          .length_max = HELP_NAME_LENGTH_MAX },
        { 0 },
};

const JsonField help_accept_fields[] = {
        { .name = "answer", .type = JSON_FIELD_UUID, .offset = offsetof(AcceptHelp, answer) },
        { .name = "edit_token",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(AcceptHelp, edit_token),
          .optional = true,
          .length_max = VAULT_TOKEN_SIZE },
        { 0 },
};

static const JsonField vote_fields[] = {
        { .name = "browser_token",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(VoteHelp, browser_token),
          .optional = true,
          .length_max = HELP_BROWSER_TOKEN_LENGTH_MAX },
        { .name = "helpful", .type = JSON_FIELD_BOOLEAN, .offset = offsetof(VoteHelp, helpful), .optional = true },
        { 0 },
};

bool help_list_read(const Request *request, ListHelp *wish, GError **error) {
        int order = HELP_NEWEST, state = HELP_ANY_STATE;
        gint64 limit = LIST_DEFAULT;

        if (!request_query_enum(request, "order", &order_names, &order, error)
            || !request_query_enum(request, "state", &state_names, &state, error)
            || !request_query_integer(request, "limit", 1, HELP_PAGE_MAX, &limit, error))
                return false;
        *wish = (ListHelp){ .order = (HelpOrder) order,
                            .state = (HelpStateFilter) state,
                            .after = request_query(request, "after"),
                            .limit = (guint) limit };
        return true;
}

static bool home_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_help_home(request->app, &call, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool search(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        gint64 limit = LIST_DEFAULT;
        SearchHelp wish = { .query = request_query(request, "q"), .after = request_query(request, "after") };

        if (!request_query_integer(request, "limit", 1, HELP_PAGE_MAX, &limit, error))
                return false;
        wish.limit = (guint) limit;
        return app_search_help(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool routes_read(const Request *request, Reply *reply, GError **error) {
        json_t *document = json_pack("{s:o}", "items", app_help_routes(request->app));

        return reply_json(reply, HTTP_OK, document, error);
}

static bool route_read(const Request *request, Reply *reply, GError **error) {
        g_auto(Outcome) outcome = { 0 };

        return app_help_route(request->app, request_slug(request, "slug"), &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool articles_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_help_articles(request->app, &call, request_query(request, "after"), &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool article_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_help_article(request->app, &call, request_slug(request, "slug"), &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool questions_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        ListHelp wish;

        return help_list_read(request, &wish, error) && app_list_help(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool question_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        ReadHelp wish = { .question = request->id };

        return app_help_question(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool ask(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        AskHelp wish = { 0 };
        bool asked = json_fields_read(request->body, help_ask_fields, &wish, error)
                     && app_ask_help(request->app, &call, &wish, &outcome, error);

        json_fields_clear(help_ask_fields, &wish);
        return asked && answer_outcome(reply, HTTP_CREATED, &outcome, "/v1/help/questions", error);
}

static bool post(const Request *request, Reply *reply, HelpPostKind kind, bool on_answer, GError **error) {
        const JsonField *fields = kind == HELP_ANSWER ? help_answer_fields : help_comment_fields;
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        PostHelp wish = { .kind = kind, .on_answer = on_answer, .parent = request->id };
        bool posted = json_fields_read(request->body, fields, &wish, error)
                      && app_post_help(request->app, &call, &wish, &outcome, error);

        json_fields_clear(fields, &wish);
        return posted && answer_outcome(reply, HTTP_CREATED, &outcome, NULL, error);
}

static bool answer_question(const Request *request, Reply *reply, GError **error) {
        return post(request, reply, HELP_ANSWER, false, error);
}

static bool comment_on_question(const Request *request, Reply *reply, GError **error) {
        return post(request, reply, HELP_COMMENT, false, error);
}

static bool comment_on_answer(const Request *request, Reply *reply, GError **error) {
        return post(request, reply, HELP_COMMENT, true, error);
}

static bool accept_answer(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        AcceptHelp wish = { .question = request->id };
        bool accepted = json_fields_read(request->body, help_accept_fields, &wish, error)
                        && app_accept_help(request->app, &call, &wish, &outcome, error);

        secret_text_free(wish.edit_token);
        return accepted && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool vote(const Request *request, Reply *reply, bool on_answer, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        VoteHelp wish = { .thing = request->id, .on_answer = on_answer, .helpful = true };
        bool voted = json_fields_read(request->body, vote_fields, &wish, error)
                     && app_vote_help(request->app, &call, &wish, &outcome, error);

        secret_text_free(wish.browser_token);
        return voted && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool vote_for_question(const Request *request, Reply *reply, GError **error) {
        return vote(request, reply, false, error);
}

static bool vote_for_answer(const Request *request, Reply *reply, GError **error) {
        return vote(request, reply, true, error);
}

#define READ(address, function, ...)                                                               \
        {                                                                                          \
                .method = "GET", .path = (address), .handle = (function), .roles = HELP_EVERYBODY, \
                .rate = RATE_READ, .query = {                                                      \
                        __VA_ARGS__                                                                \
                }                                                                                  \
        }

#define WRITE(verb, address, function, needs)                                                         \
        {                                                                                             \
                .method = (verb), .path = (address), .handle = (function), .roles = HELP_EVERYBODY,   \
                .body = BODY_JSON, .body_bytes_max = 64 * KIB, .rate = RATE_HELP, .requires = (needs) \
        }

/* Accepting and voting take no Idempotency-Key: twice is once. A guest's repetition is not recognised: there is nobody to whom the
 * key would belong, and the edit token is shown once. */
const Route http_help_routes[] = {
        READ("/v1/help", home_read, NULL),
        READ("/v1/help/search", search, "q", "after", "limit"),
        READ("/v1/help/routes", routes_read, NULL),
        READ("/v1/help/routes/{slug}", route_read, NULL),
        READ("/v1/help/articles", articles_read, "after"),
        READ("/v1/help/articles/{slug}", article_read, NULL),
        READ("/v1/help/questions", questions_read, "order", "state", "after", "limit"),
        READ("/v1/help/questions/{id}", question_read, NULL),
        WRITE("POST", "/v1/help/questions", ask, REQUIRES_IDEMPOTENCY_KEY),
        WRITE("POST", "/v1/help/questions/{id}/answers", answer_question, REQUIRES_IDEMPOTENCY_KEY),
        WRITE("POST", "/v1/help/questions/{id}/comments", comment_on_question, REQUIRES_IDEMPOTENCY_KEY),
        WRITE("POST", "/v1/help/answers/{id}/comments", comment_on_answer, REQUIRES_IDEMPOTENCY_KEY),
        WRITE("PUT", "/v1/help/questions/{id}/accepted", accept_answer, 0),
        WRITE("PUT", "/v1/help/questions/{id}/vote", vote_for_question, 0),
        WRITE("PUT", "/v1/help/answers/{id}/vote", vote_for_answer, 0),
        { 0 },
};
