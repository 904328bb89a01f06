/* Problems (RFC 9457): what a client reads where something was refused or failed. The type is a reference to this very
 * server, "/problems/wrong-state": whoever runs shiming has an address of their own, and no address of ours would be
 * reachable from, or stay the same in, each of their networks; the server that answers also explains. */
#pragma once

#include "base/language.h"
#include "base/refusal.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* What a failure looks like from outside: that it failed, and whether it is worth trying again. */
typedef struct ProblemType {
        const char *slug;
        int http;
        const char *title[LANGUAGE_COUNT];
        const char *text[LANGUAGE_COUNT]; /* of a refusal with {0} {1} … where its parameters stand */
} ProblemType;

/* How many types there are: all refusals and the failures. */
guint problem_type_count(void);

/* Gives the type number `index`, refusals first, in the order of RefusalKind. */
ProblemType problem_type(guint index);

/* Finds a type by its slug; false, `type` untouched, where there is none. */
bool problem_type_find(const char *slug, ProblemType *type);

/* The HTTP status for an error: a refusal's own, 503 where trying again helps, else 500. */
int problem_status(const GError *error);

/* Renders an error: {type, title, status, detail, instance, errors: [{detail, pointer: "#/statement"}]}, `errors` only
 * where a field is to blame (the form of RFC 9457 section 3). Of a failure nothing but its kind is told.
 * The caller owns the result. */
json_t *problem_render(const GError *error, Language language, const char *request_id);
