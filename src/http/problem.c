/* Renders refusals and failures as problems. */
#include "http/problem.h"

#include <string.h>

typedef enum Trouble {
        TROUBLE_INTERNAL,
        TROUBLE_UNAVAILABLE,
        TROUBLE_STORAGE_FULL,
        TROUBLE_STORAGE_READ_ONLY,
        TROUBLE_COUNT
} Trouble;

/* clang-format off */
static const ProblemType troubles[TROUBLE_COUNT] = {
        [TROUBLE_INTERNAL] = { "internal-failure", 500,
                { "服务内部故障", "Internal failure" },
                { "服务出现故障，您的请求没有被执行。请将请求编号告诉管理员。",
                  "The service failed and nothing was carried out. Tell the operator the request's id." } },
        [TROUBLE_UNAVAILABLE] = { "unavailable", 503,
                { "服务暂时不可用", "Temporarily unavailable" },
                { "服务暂时不可用，您的请求没有被执行。请稍后重试。",
                  "The service is unavailable for the moment and nothing was carried out. Try again shortly." } },
        [TROUBLE_STORAGE_FULL] = { "storage-full", 503,
                { "存储空间已满", "Storage full" },
                { "存储空间已满，暂时不能保存。请稍后重试。",
                  "The storage is full and nothing was saved. Try again later." } },
        [TROUBLE_STORAGE_READ_ONLY] = { "storage-read-only", 503,
                { "存储只可读取", "Storage is read-only" },
                { "存储目前只可读取，暂时不能保存。请稍后重试。",
                  "The storage takes no writes at the moment and nothing was saved. Try again later." } },
};
/* clang-format on */

static const Trouble failures[] = {
        [FAILURE_STORE] = TROUBLE_UNAVAILABLE,    [FAILURE_SERIALIZATION] = TROUBLE_UNAVAILABLE,
        [FAILURE_FULL] = TROUBLE_STORAGE_FULL,    [FAILURE_FILE] = TROUBLE_INTERNAL,
        [FAILURE_NETWORK] = TROUBLE_UNAVAILABLE,  [FAILURE_CORRUPT] = TROUBLE_INTERNAL,
        [FAILURE_STOPPING] = TROUBLE_UNAVAILABLE, [FAILURE_READ_ONLY] = TROUBLE_STORAGE_READ_ONLY,
};

guint problem_type_count(void) {
        return REFUSAL_COUNT + TROUBLE_COUNT;
}

ProblemType problem_type(guint index) {
        const RefusalType *refusal;

        g_assert(index < problem_type_count());
        if (index >= REFUSAL_COUNT)
                return troubles[index - REFUSAL_COUNT];
        refusal = refusal_type((RefusalKind) index);
        return (ProblemType){ refusal->type,
                              refusal->http,
                              { refusal->title[LANGUAGE_ZH], refusal->title[LANGUAGE_EN] },
                              { refusal->text[LANGUAGE_ZH], refusal->text[LANGUAGE_EN] } };
}

bool problem_type_find(const char *slug, ProblemType *type) {
        for (guint index = 0; index < problem_type_count(); index++) {
                ProblemType candidate = problem_type(index);

                if (g_str_equal(candidate.slug, slug)) {
                        *type = candidate;
                        return true;
                }
        }
        return false;
}

static ProblemType problem_type_of(const GError *error) {
        if (error->domain == REFUSAL)
                return problem_type((guint) error->code);
        if (error->domain == FAILURE && error->code >= 0 && error->code < (int) G_N_ELEMENTS(failures))
                return troubles[failures[error->code]];
        return troubles[TROUBLE_INTERNAL];
}

int problem_status(const GError *error) {
        return problem_type_of(error).http;
}

/* RFC 6901 section 6: a pointer as a URI fragment; RFC 9457 section 3 shows it so. */
static char *pointer_fragment(const char *pointer) {
        g_autofree char *escaped = g_uri_escape_string(pointer, "/~!$&'()*+,;=:@", FALSE);

        return g_strconcat("#", escaped, NULL);
}

json_t *problem_render(const GError *error, Language language, const char *request_id) {
        ProblemType type = problem_type_of(error);
        bool refused = error->domain == REFUSAL;
        const char *pointer = refused ? refusal_pointer(error) : NULL;
        g_autofree char *detail = refused ? refusal_text(error, language) : g_strdup(type.text[language]);
        g_autofree char *valid = g_utf8_make_valid(detail, -1);
        g_autofree char *uri = g_strconcat("/problems/", type.slug, NULL);
        g_autofree char *instance = g_strconcat("/requests/", request_id, NULL);
        json_t *problem = json_pack("{s:s, s:s, s:i, s:s, s:s}", "type", uri, "title", type.title[language], "status",
                                    type.http, "detail", valid, "instance", instance);

        if (problem && pointer) {
                g_autofree char *fragment = pointer_fragment(pointer);

                json_object_set_new(problem, "errors",
                                    json_pack("[{s:s, s:s}]", "detail", valid, "pointer", fragment));
        }
        return problem;
}
