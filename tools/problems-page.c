/* Writes docs/problems.md from the table of problems, to stdout; a test compares. Not part of the product. */
#include "base/refusal.h"
#include "http/problem.h"

#include <stdio.h>

static void rows_print(guint from, guint to) {
        printf("| `type` | HTTP | 中文 | English |\n| --- | --- | --- | --- |\n");
        for (guint index = from; index < to; index++) {
                ProblemType type = problem_type(index);

                printf("| `/problems/%s` | %d | **%s** %s | **%s** %s |\n", type.slug, type.http,
                       type.title[LANGUAGE_ZH], type.text[LANGUAGE_ZH], type.title[LANGUAGE_EN],
                       type.text[LANGUAGE_EN]);
        }
}

int main(void) {
        printf("# Problems\n\n"
               "Whatever shiming refuses, it refuses with one of these types, and nothing has changed then. Over "
               "HTTP the answer is "
               "an RFC 9457 problem (`application/problem+json`) in the language of `Accept-Language`; on the "
               "command line it is one "
               "line on stderr in the language of the locale, exit status 2 for `usage`, 1 for all others.\n\n"
               "`type` is stable and relative to the server that answers, which explains it at that very address: "
               "each "
               "installation has an address of its own, and no other would be reachable from all of them. `instance` "
               "carries the "
               "request's id, by which the operator finds it in the log. `errors` names the field to blame by a JSON "
               "pointer, "
               "written as a URI fragment. {0}, {1} … stand for what the refusal at hand fills in.\n\n"
               "```json\n"
               "{\"type\": \"/problems/missing-field\", \"title\": \"Missing field\", \"status\": 422,\n"
               " \"detail\": \"The required field \\\"name\\\" is missing.\", \"instance\": "
               "\"/requests/0163499c-2a70-7000-8000-"
               "000000000001\",\n"
               " \"errors\": [{\"detail\": \"The required field \\\"name\\\" is missing.\", \"pointer\": "
               "\"#/claim/name\"}]}\n"
               "```\n\n"
               "This page is written by `tools/problems-page.c`: `ninja -C build problems-page` renews it.\n\n"
               "## What a person can mend\n\n");
        rows_print(0, REFUSAL_COUNT);
        printf("\n## What the surroundings failed at\n\n"
               "Nothing of the inside is told; where trying again helps the answer has `Retry-After`.\n\n");
        rows_print(REFUSAL_COUNT, problem_type_count());
        return 0;
}
