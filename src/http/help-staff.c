/* The help centre over HTTP, for the staff: what waits, what is shown, articles. */
#include "http/help.h"

#include "http/answer.h"
#include "http/routes.h"

#define MODERATION_BODY_MAX (4 * KIB)

/* HELP_PENDING is nothing that somebody chooses. */
static const char *const choices[] = { [HELP_SHOWN] = "shown", [HELP_HIDDEN] = "hidden" };
static const EnumNames choice_names = ENUM_NAMES(choices);

const JsonField help_moderation_fields[] = {
        { .name = "state", .type = JSON_FIELD_ENUM, .offset = offsetof(ModerateHelp, state), .names = &choice_names },
        { .name = "reason",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(ModerateHelp, reason),
          .optional = true,
          .names = &help_hidden_for_names },
        { 0 },
};

typedef struct Preview {
        char *text;
} Preview;

static const JsonField preview_fields[] = {
        { .name = "text",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Preview, text),
          .length_max = HELP_ARTICLE_LENGTH_MAX,
          .allow_empty = true },
        { 0 },
};

typedef struct Texts {
        char *zh, *en;
} Texts;

static const JsonField title_fields[] = {
        { .name = "zh", .type = JSON_FIELD_TEXT, .offset = offsetof(Texts, zh), .length_max = HELP_TITLE_LENGTH_MAX },
        { .name = "en", .type = JSON_FIELD_TEXT, .offset = offsetof(Texts, en), .length_max = HELP_TITLE_LENGTH_MAX },
        { 0 },
};

static const JsonField body_fields[] = {
        { .name = "zh",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Texts, zh),
          .length_max = HELP_ARTICLE_LENGTH_MAX },
        { .name = "en",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Texts, en),
          .length_max = HELP_ARTICLE_LENGTH_MAX },
        { 0 },
};

#define ARTICLE_TEXTS                                                                                        \
        { .name = "title",                                                                                   \
          .type = JSON_FIELD_OBJECT,                                                                         \
          .offset = offsetof(WriteArticle, title),                                                           \
          .fields = title_fields },                                                                          \
                { .name = "body",                                                                            \
                  .type = JSON_FIELD_OBJECT,                                                                 \
                  .offset = offsetof(WriteArticle, body),                                                    \
                  .fields = body_fields },                                                                   \
        {                                                                                                    \
                .name = "published", .type = JSON_FIELD_BOOLEAN, .offset = offsetof(WriteArticle, published) \
        }

static const JsonField add_fields[] = {
        { .name = "slug",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(WriteArticle, slug),
          .length_max = HELP_SLUG_LENGTH_MAX },
        ARTICLE_TEXTS,
        { 0 },
};

static const JsonField change_fields[] = {
        ARTICLE_TEXTS,
        { 0 },
};

static bool pending_read(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_help_pending(request->app, &call, request_query(request, "after"), &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool moderate(const Request *request, Reply *reply, bool is_post, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        ModerateHelp wish = { .is_post = is_post, .id = request->id };

        return json_fields_read(request->body, help_moderation_fields, &wish, error)
               && app_moderate_help(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool moderate_question(const Request *request, Reply *reply, GError **error) {
        return moderate(request, reply, false, error);
}

static bool moderate_post(const Request *request, Reply *reply, GError **error) {
        return moderate(request, reply, true, error);
}

static bool add_article(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        WriteArticle wish = { 0 };
        bool added = json_fields_read(request->body, add_fields, &wish, error)
                     && app_add_article(request->app, &call, &wish, &outcome, error);
        g_autofree char *path = added ? g_strconcat("/v1/help/articles/", wish.slug, NULL) : NULL;

        json_fields_clear(add_fields, &wish);
        return added && reply_location(reply, path) && answer_outcome(reply, HTTP_CREATED, &outcome, NULL, error);
}

static bool change_article(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        WriteArticle wish = { 0 };
        bool changed =
                json_fields_read(request->body, change_fields, &wish, error)
                && app_change_article(request->app, &call, request_slug(request, "slug"), &wish, &outcome, error);

        json_fields_clear(change_fields, &wish);
        return changed && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool preview(const Request *request, Reply *reply, GError **error) {
        Preview wish = { 0 };
        bool read = json_fields_read(request->body, preview_fields, &wish, error);
        json_t *document = read ? app_help_preview(wish.text) : NULL;

        json_fields_clear(preview_fields, &wish);
        return read && reply_json(reply, HTTP_OK, document, error);
}

/* Showing and hiding take neither Idempotency-Key nor If-Match: twice is once, and the last word counts. */
const Route http_help_staff_routes[] = {
        { .method = "GET",
          .path = "/v1/help/moderation",
          .handle = pending_read,
          .roles = HELP_EDITORS,
          .query = { "after" },
          .rate = RATE_READ },
        { .method = "PUT",
          .path = "/v1/help/questions/{id}/moderation",
          .handle = moderate_question,
          .roles = HELP_EDITORS,
          .body = BODY_JSON,
          .body_bytes_max = MODERATION_BODY_MAX,
          .rate = RATE_WRITE },
        { .method = "PUT",
          .path = "/v1/help/posts/{id}/moderation",
          .handle = moderate_post,
          .roles = HELP_EDITORS,
          .body = BODY_JSON,
          .body_bytes_max = MODERATION_BODY_MAX,
          .rate = RATE_WRITE },
        { .method = "POST",
          .path = "/v1/help/preview",
          .handle = preview,
          .roles = HELP_EDITORS,
          .body = BODY_JSON,
          .body_bytes_max = ROUTE_JSON_BYTES_MAX,
          .rate = RATE_READ },
        { .method = "POST",
          .path = "/v1/help/articles",
          .handle = add_article,
          .roles = HELP_EDITORS,
          .body = BODY_JSON,
          .body_bytes_max = ROUTE_JSON_BYTES_MAX,
          .rate = RATE_WRITE,
          .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "PUT",
          .path = "/v1/help/articles/{slug}",
          .handle = change_article,
          .roles = HELP_EDITORS,
          .body = BODY_JSON,
          .body_bytes_max = ROUTE_JSON_BYTES_MAX,
          .rate = RATE_WRITE,
          .requires = REQUIRES_IF_MATCH | REQUIRES_IDEMPOTENCY_KEY },
        { 0 },
};
