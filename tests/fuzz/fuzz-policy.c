/* Policy files: what loads is checked to the end, and of what has no findings every page is drawn and every wish planned. */
#include "tests/fuzz/fuzz.h"

#include "domain/plan.h"
#include "domain/policy-check.h"
#include "domain/procedure.h"

static void check_text(char *text) {
        g_assert(g_utf8_validate(text, -1, NULL));
        g_free(text);
}

static void check_pages(const Policy *policy) {
        for (guint i = 0; i < policy->routes->len; i++) {
                g_autoptr(Procedure) page = procedure_of(policy, policy->routes->pdata[i]);

                for (Language language = 0; language < LANGUAGE_COUNT; language++)
                        check_text(procedure_text(page, language));
        }
}

static void check_plans(const Policy *policy, const Calendar *calendar) {
        for (guint wishes = 0; wishes < 8; wishes++) {
                PlanWish wish = { .origin = ORIGIN_LOCAL,
                                  .from = wishes & 1 ? OWNER_ENTERPRISE : OWNER_PERSONAL,
                                  .to = wishes & 2 ? OWNER_ENTERPRISE : OWNER_PERSONAL,
                                  .same_enterprise = wishes & 4,
                                  .has_corporate_account = true,
                                  .at = FUZZ_NOW };
                g_autoptr(Plan) plan = plan_make(policy, calendar, &wish, NULL);

                g_assert(plan && plan->routes->len + plan->refused->len == policy->routes->len);
        }
}

/* A finding names a line that the file has. */
static bool check_findings(const Policy *policy, const Calendar *calendar, guint lines) {
        g_autoptr(GArray) findings = policy_check(policy, calendar);

        for (guint i = 0; i < findings->len; i++) {
                const PolicyFinding *finding = &g_array_index(findings, PolicyFinding, i);

                g_assert(finding->line >= 1 && finding->line <= lines);
                g_assert(*finding->what.in[LANGUAGE_ZH] && *finding->what.in[LANGUAGE_EN]);
        }
        return findings->len == 0;
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        static Calendar *calendar;
        g_autofree char *text = fuzz_copy(bytes, size);
        GError *error = NULL;
        g_autoptr(Policy) policy = policy_load("policy.yaml", text, size, &error);
        guint lines = 1;

        fuzz_check(policy != NULL, error);
        if (!policy)
                return 0;
        if (!calendar)
                calendar = calendar_builtin();
        for (gsize i = 0; i < size; i++)
                lines += bytes[i] == '\n' || bytes[i] == '\r';
        if (!check_findings(policy, calendar, lines))
                return 0;
        check_pages(policy);
        check_plans(policy, calendar);
        return 0;
}
