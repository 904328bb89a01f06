/* Writes docs/limits.md from the table of limits, to stdout; a test compares. Not part of the product. */
#include "app/evidence.h"
#include "app/sign-in-delays.h"
#include "base/refusal.h"
#include "domain/help.h"
#include "http/problem.h"
#include "http/route.h"

#include <stdio.h>

static void answer_print(const LimitRow *row) {
        static const char *const others[] = { [LIMIT_CLOSES] = "the connection is closed", [LIMIT_WAITS] = "waits" };
        ProblemType type = problem_type((guint) row->problem);

        if (row->answer == LIMIT_REFUSES)
                printf("%d `/problems/%s`", type.http, type.slug);
        else
                printf("%s", others[row->answer]);
}

static void numbers_print(const Limits *limits) {
        printf("| `limits:` | default | from | to | whoever comes to it | 中文 | English |\n"
               "| --- | --- | --- | --- | --- | --- | --- |\n");
        for (const LimitRow *row = limit_rows; row->key; row++) {
                printf("| `%s` | %u | %u | %u | ", row->key, limits_number(limits, row), row->low, row->high);
                answer_print(row);
                printf(" | %s | %s |\n", row->about[LANGUAGE_ZH], row->about[LANGUAGE_EN]);
        }
}

static void rate_print(const RateLimit *limit) {
        if (limit->burst)
                printf(" | %u, %u", limit->burst, limit->per_minute);
        else
                printf(" | none");
}

static void rates_print(const Limits *limits) {
        printf("| class | `people:` at once, a minute | `platform:` at once, a minute |\n| --- | --- | --- |\n");
        for (int class = RATE_NONE + 1; class < RATE_CLASS_COUNT; class ++) {
                printf("| `%s`", enum_name(&rate_class_names, class));
                rate_print(&limits->people.of[class]);
                rate_print(&limits->platform.of[class]);
                printf(" |\n");
        }
}

/* What is not the operator's to set here, each with the place that says it. */
static void fixed_print(void) {
        printf("| limit | who comes to it | where it stands |\n| --- | --- | --- |\n"
               "| a request's head, 32 KiB | 414 or 431, see below | the door |\n"
               "| a JSON body, %u KiB at most and less on many routes; an upload as its route says | 413 "
               "`/problems/body-too-large` | the row of the route; the contract, `/v1/openapi.yaml` |\n"
               "| evidence: %u MiB a file; files of an item, bytes of a file, kinds | 413 "
               "`/problems/body-too-large`, 409 "
               "`/problems/evidence-limit` | `limits:` and `materials:` of the policy |\n"
               "| cases and attempts of an account: one open of each kind, attempts, accounts of one owner, days "
               "between changes | "
               "a problem each, see `docs/problems.md` | `limits:` of the policy |\n"
               "| failed sign-ins: after %u of them a wait that grows up to %u s for a login, %u s for an address | "
               "429 "
               "`/problems/too-many-requests` | `src/app/sign-in-delays.h` |\n"
               "| what guests wrote and nobody has seen yet: %u contributions | 429 `/problems/too-many-requests` | "
               "`src/domain/help.h` |\n"
               "| lines of the log that wait to be written: 4 MiB | dropped and counted | `src/http/log.c` |\n",
               (guint) (ROUTE_JSON_BYTES_MAX / KIB), EVIDENCE_BYTES_MAX / 1024 / 1024, SIGN_IN_TRIES_FREE,
               SIGN_IN_LOGIN_WAIT_S_MAX, SIGN_IN_ADDRESS_WAIT_S_MAX, HELP_PENDING_MAX);
}

int main(void) {
        Limits limits = limits_default();

        printf("# Limits\n\n"
               "Every limit that an operator may set stands in one table: under `limits:` of the configuration file, "
               "or in "
               "`limits.yaml` of a data folder, without that word. What is not named keeps its default; a mistake is "
               "told with its "
               "line and the server does not start.\n\n"
               "```yaml\n"
               "connections: 10000\n"
               "uploads-per-person: 4\n"
               "people:\n"
               "  read: { burst: 300, per-minute: 1200 }\n"
               "platform:\n"
               "  write: { burst: 5000, per-minute: 120000 }\n"
               "```\n\n"
               "This page is written by `tools/limits-page.c`: `ninja -C build limits-page` renews it.\n\n"
               "## Sizes, times, numbers\n\n");
        numbers_print(&limits);
        printf("\n## Rates\n\n"
               "A measure (token bucket) takes so many requests at once and fills again by so many a minute; whoever "
               "finds it "
               "empty is answered 429 `/problems/too-many-requests` with `Retry-After`. `burst: 0` is no limit. "
               "`people` counts "
               "each account (whatever its sessions), each member of staff, each party of a case, and each address "
               "of whoever has "
               "not signed in (of IPv6 its network of 64 bits); `platform` each API key. Whose key is wrong is "
               "counted by address.\n\n");
        rates_print(&limits);
        printf("\n## Not set here\n\n");
        fixed_print();
        printf("\nA head that cannot be read as HTTP, or is too long to be held, is answered by libmicrohttpd itself "
               "before any of "
               "this program's own code is asked: 400, 414, 431 or 505 with a short HTML page, or nothing, and the "
               "connection is "
               "closed. The library (0.9.75) has no option that would let the program answer there, so these alone "
               "are no problem "
               "documents; a proxy in front would answer them in its own words as well.\n");
        return 0;
}
