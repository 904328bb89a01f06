/* Tests of the policy: the seed's is whole and proven, and every mistake in a policy is told with its line and its mend. */
#include "domain/policy.h"

#include "base/refusal.h"
#include "domain/policy-check.h"
#include "domain/policy-graph.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* One mistake: `find` in the seed's policy becomes `replace`; it must be told on the line of `marker`, with `mend`. */
typedef struct Mistake {
        const char *name, *find, *replace, *marker, *mend;
} Mistake;

/* clang-format off */
static const Mistake load_mistakes[] = {
        { "syntax", "zone: Asia/Shanghai", "zone: \"Asia/Shanghai", "closing-hour: \"18:00\"", "not valid YAML" },
        { "tab", "  holder-days: 30  ", "\tholder-days: 30", "\tholder-days", "not valid YAML" },
        { "unknown-key", "  reminder-days: 3 ", "  remainder-days: 3 ", "remainder-days", "unknown key \"remainder-days\"; known here: holder-days" },
        { "unknown-key-at-the-end", "    review-days: 3\n    approvals: 1\n    transit-days: 0\n    seals: [new]", "    review-days: 3\n    approvals: 1\n    transit-days: 0\n    sealed: [new]", "sealed: [new]", "unknown key \"sealed\"" },
        { "repeated-key", "zone: Asia/Shanghai", "zone: Asia/Shanghai\nzone: Asia/Tokyo", "zone: Asia/Tokyo", "repeated" },
        { "missing-key", "    approvals: 2\n", "", "  - id: enterprise-to-personal", "lacks the key \"approvals\"" },
        { "missing-language", "{ zh: 阿里云, en: Alibaba Cloud }", "{ zh: 阿里云 }", "platform:", "lacks the key \"en\"" },
        { "empty-text", "en: Alibaba Cloud }", "en: }", "platform:", "empty" },
        { "empty-value", "closing-hour: \"18:00\"", "closing-hour:", "closing-hour:", "empty" },
        { "number-with-letter", "claim-minutes: 60", "claim-minutes: 3x", "claim-minutes: 3x", "whole number" },
        { "number-with-zero", "claim-minutes: 60", "claim-minutes: 08", "claim-minutes: 08", "whole number" },
        { "number-with-point", "claim-minutes: 60", "claim-minutes: 1.5", "claim-minutes: 1.5", "whole number" },
        { "number-negative", "claim-minutes: 60", "claim-minutes: -1", "claim-minutes: -1", "whole number" },
        { "number-hexadecimal", "claim-minutes: 60", "claim-minutes: 0x10", "claim-minutes: 0x10", "whole number" },
        { "number-too-large", "claim-minutes: 60", "claim-minutes: 99999999999", "claim-minutes: 9", "too large" },
        { "number-out-of-range", "claim-minutes: 60", "claim-minutes: 0", "claim-minutes: 0", "claim-minutes must lie between 1 and" },
        { "file-size-out-of-range", "file-bytes-max: 10485760", "file-bytes-max: 10", "file-bytes-max: 10", "file-bytes-max must lie between" },
        { "route-number-out-of-range", "    approvals: 2\n", "    approvals: 3\n", "    approvals: 3", "approvals must lie between 0 and 2" },
        { "boolean", "refuse-frozen: false", "refuse-frozen: no", "refuse-frozen: no", "true or false" },
        { "enumerator", "need: corporate-account", "need: corporate-acount", "need: corporate-acount", "one of: nothing, enterprise-alipay, corporate-account" },
        { "enumerator-by-number", "destination: free", "destination: 1", "destination: 1", "one of: free, bound" },
        { "seal", "    seals: [old, new]", "    seals: [old, newest]", "newest", "one of: old, new" },
        { "list-expected", "alert-hours: [72, 24, 0]", "alert-hours: 72", "alert-hours: 72", "must be a list" },
        { "list-empty", "alert-hours: [72, 24, 0]", "alert-hours: []", "alert-hours: []", "must have 1 to" },
        { "mapping-expected", "platform: { zh: 阿里云, en: Alibaba Cloud }", "platform: Alibaba Cloud", "platform: ", "keys and values: zh, en" },
        { "value-expected", "zone: Asia/Shanghai", "zone: [Asia/Shanghai]", "zone: [", "single value" },
        { "alias", "seals: [old]\n", "seals: &s [old]\n    effort: *s\n", "effort: *s", "repeated" },
        { "alias-used-twice", "platform: { zh: 阿里云, en: Alibaba Cloud }", "platform: { zh: &a 阿里云, en: *a }", "platform:", "alias" },
        { "second-document", "no face recognition is run.\"\n", "no face recognition is run.\"\n---\nid: another\n", "---\nid: another", "one YAML document" },
        { "zone", "zone: Asia/Shanghai", "zone: Asia/Shang-hai", "zone: Asia/Shang-hai", "no time zone" },
        { "closing-hour", "closing-hour: \"18:00\"", "closing-hour: \"6pm\"", "closing-hour: \"6pm\"", "00:01 to 24:00" },
        { "closing-hour-late", "closing-hour: \"18:00\"", "closing-hour: \"24:01\"", "closing-hour: \"24:01\"", "00:01 to 24:00" },
        { "alert-hours-rise", "alert-hours: [72, 24, 0]", "alert-hours: [24, 72, 0]", "alert-hours", "must fall" },
        { "cnaps", "\"308584000013\"", "\"30858400001\"", "\"30858400001\"", "12 digits" },
        { "postcode", "postcode: \"100102\"", "postcode: \"10010A\"", "postcode: \"10010A\"", "6 digits" },
        { "origin-address", "https://work.1688.com/", "work.1688.com", "address: work.1688.com", "begins with https://" },
        { "origin-repeated", "- origin: \"1688\"", "- origin: taobao", "- origin: taobao\n    name: { zh: 1688", "listed above already" },
        { "method-repeated", "    method: enterprise-alipay", "    method: corporate-transfer", "    method: corporate-transfer\n    owner: enterprise\n    name: { zh: 企业支付宝", "listed above already" },
        { "id-form", "id: proof-of-payment,", "id: proof of payment,", "id: proof of payment,", "letters, digits and hyphens" },
        { "id-repeated", "  - id: enterprise-rename ", "  - id: enterprise-to-personal #", "  - id: enterprise-to-personal #", "used above already" },
        { "unknown-material", "any-of: [name-change-notice]", "any-of: [name-notice]", "any-of: [name-notice]", "\"name-notice\" is not defined under materials" },
        { "unknown-item", "[owner-change-form, old-licence, new-licence]", "[owner-change-form, old-license, new-licence]", "old-license, new-licence]", "\"old-license\" is not defined under items" },
        { "unknown-method", "[corporate-transfer, enterprise-alipay,", "[corporate-transfers, enterprise-alipay,", "[corporate-transfers", "\"corporate-transfers\" is not defined under methods" },
        { "item-twice", "[owner-change-form, old-licence, new-licence]", "[owner-change-form, old-licence, old-licence]", "old-licence, old-licence]", "listed twice" },
};

/* Those that load, but strand somebody. */
static const Mistake check_mistakes[] = {
        { "wish-without-route", "    from: enterprise\n    to: personal\n", "    from: enterprise\n    to: enterprise\n", "\nroutes:\n", "no route is open to everybody from enterprise to personal" },
        { "rename-without-route", "    same-subject: true\n", "", "\nroutes:\n", "from enterprise to enterprise (same-subject)" },
        { "origin-without-address", "  - origin: alipay\n    name: { zh: 支付宝, en: Alipay }\n    address: https://custweb.alipay.com/certify\n", "", "\norigins:\n", "the origin alipay has no address" },
        { "release-without-method", "    methods: [personal-documents, enterprise-documents, corporate-transfer, enterprise-alipay]\n", "    methods: [corporate-transfer]\n", "    methods: [corporate-transfer]\n", "no method can verify the new owner (personal)" },
        { "release-cannot-transfer", "    methods: [corporate-transfer, enterprise-alipay, enterprise-documents, personal-documents]\n", "    methods: [enterprise-documents]\n", "    methods: [enterprise-documents]\n", "cannot verify by corporate-transfer" },
        { "nobody-approves", "    approvals: 2\n", "    approvals: 0\n", "    approvals: 0\n    transit-days: 3", "approved by nobody" },
        { "no-review-time", "    review-days: 5\n    approvals: 2\n", "    review-days: 0\n    approvals: 2\n", "    review-days: 0\n    approvals: 2", "no time for its review" },
        { "at-risk-at-once", "escalate-hours: 8 ", "escalate-hours: 72", "escalate-hours: 72", "at risk from its first hour" },
        { "nothing-asked", "    items: [owner-change-form, old-licence, new-identity-document]", "    items: []\n    # none", "    items: []\n    # none", "nothing to review" },
        { "no-new-side", "    items: [owner-change-form, old-licence, new-identity-document]", "    items: [owner-change-form, old-licence]", "    items: [owner-change-form, old-licence]\n", "no document of the new owner" },
        { "replace-with-methods", "    seals: [old]\n", "    seals: [old]\n    methods: [personal-documents]\n", "    methods: [personal-documents]\n", "no attempt follows" },
        { "online-reviewed", "    review-days: 0\n    approvals: 0\n    transit-days: 0\n", "    review-days: 1\n    approvals: 0\n    transit-days: 0\n", "    review-days: 1\n", "online and nobody reviews" },
        { "online-without-partner", "    need: enterprise-alipay\n", "    need: nothing\n", "    channel: online", "must lead to an enterprise" },
        { "parcel-too-slow", "parcel-days: 15 ", "parcel-days: 2", "    transit-days: 3\n", "expires under way" },
        { "seal-of-a-person", "    seals: [old]\n", "    seals: [new]\n", "    items: [owner-change-form, old-licence, new-identity-document]", "a person has no company seal" },
        { "annual-record-of-a-person", "old-identity-document, of: old, any-of: [identity-document-copy], at-least: 1,", "old-identity-document, of: old, any-of: [identity-document-copy], at-least: 1, annual-record: true,", "old-identity-document, service-invoices]", "a person has no annual record" },
        { "more-files-than-allowed", "old-identity-document, of: old, any-of: [identity-document-copy], at-least: 1,", "old-identity-document, of: old, any-of: [identity-document-copy], at-least: 3,", "old-identity-document, service-invoices]", "asks for 3 files, but takes 2" },
        { "item-asks-nothing", "proof-of-name-change, of: new, any-of: [name-change-notice], at-least: 1,", "proof-of-name-change, of: new, any-of: [name-change-notice], at-least: 0,", "renamed-licence, proof-of-name-change]", "asks for nothing" },
        { "attempt-asks-the-old-owner", "{ id: id-card-front, of: new", "{ id: id-card-front, of: old", "    items: [id-card-front, id-card-back]", "no old owner to give id-card-front" },
        { "documents-unreviewed", "    items: [id-card-front, id-card-back]", "    items: []\n    # none", "  - id: personal-documents", "goes by documents" },
        { "transfer-without-tries", "    tries: 3", "    tries: 0\n", "    tries: 0\n\n", "one try at least" },
        { "transfer-expires-early", "    arrival-days: 2", "    arrival-days: 7", "    holder-days: 7\n    arrival-days: 7", "before its payment arrives" },
        { "transfer-of-a-person", "    method: corporate-transfer\n    owner: enterprise", "    method: corporate-transfer\n    owner: personal", "    owner: personal\n    name: { zh: 企业对公", "for enterprises only" },
        { "reminder-after-expiry", "reminder-days: 3 ", "reminder-days: 30", "reminder-days: 30", "below holder-days (30)" },
        { "files-above-limit", "files-per-item: 100 ", "files-per-item: 50", "    files-max: 100", "above files-per-item (50)" },
        { "idle-reason", "id: glare, evidence: true,", "id: glare, evidence: false,", "id: glare,", "serves nothing" },
        { "consent-missing", "  - purpose: identity-pictures", "  - purpose: pictures", "\nconsents:\n", "no consent with purpose identity-pictures" },
        { "blank-chinese", "zh: 反光遮住了内容，请换个角度重拍,", "zh: \" \",", "id: glare,", "the Chinese text is blank" },
        { "english-in-chinese", "en: Change of an enterprise's name", "en: 企业名称变更", "en: 企业名称变更", "not English" },
        { "idle-material", "renamed-licence, proof-of-name-change]", "renamed-licence]", "  - id: name-change-notice", "no route or method asks for name-change-notice" },
        { "only-with-a-need", "    from: personal\n    to: personal\n    need: nothing\n", "    from: personal\n    to: personal\n    need: corporate-account\n", "\nroutes:\n", "no route is open to everybody from personal to personal" },
        { "need-of-a-person", "    from: personal\n    to: personal\n    need: nothing\n", "    from: personal\n    to: personal\n    need: corporate-account\n", "    need: corporate-account\n", "only an enterprise has" },
};
/* clang-format on */

static char *policy_text(const Mistake *mistake, gsize *size) {
        g_autoptr(GString) text = NULL;
        const char *builtin = policy_builtin_text(size);

        text = g_string_new_len(builtin, (gssize) *size);
        if (mistake)
                g_assert_cmpuint(g_string_replace(text, mistake->find, mistake->replace, 1), ==, 1);
        *size = text->len;
        return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The line of the first place at which `marker` stands, leading line feeds not counted. */
static guint line_of(const char *text, const char *marker) {
        const char *place = strstr(text, marker);
        guint line = 1;

        g_assert_nonnull(place);
        for (place += strspn(marker, "\n"); place > text; place--)
                line += place[-1] == '\n';
        return line;
}

static void a_mistake_is_told_with_file_line_and_mend(gconstpointer data) {
        const Mistake *mistake = data;
        gsize size;
        g_autofree char *text = policy_text(mistake, &size);
        g_autoptr(GError) error = NULL;
        g_autoptr(Policy) policy = policy_load("mine.yaml", text, size, &error);
        g_autofree char *place = NULL, *english = NULL, *chinese = NULL;

        g_assert_null(policy);
        g_assert_true(refusal_is(error, REFUSAL_POLICY_INVALID));
        english = refusal_text(error, LANGUAGE_EN);
        chinese = refusal_text(error, LANGUAGE_ZH);
        g_test_message("%s", english);
        place = g_strdup_printf("mine.yaml:%u: ", line_of(text, mistake->marker));
        g_assert_true(g_str_has_prefix(english, place));
        g_assert_nonnull(strstr(english, mistake->mend));
        g_assert_null(strchr(english, '{'));
        g_assert_null(strchr(chinese, '{'));
        g_assert_true(g_str_has_prefix(chinese, "mine.yaml 第 "));
}

static void a_policy_that_strands_somebody_is_found_out(gconstpointer data) {
        const Mistake *mistake = data;
        gsize size;
        g_autofree char *text = policy_text(mistake, &size);
        g_autoptr(GError) error = NULL;
        g_autoptr(Policy) policy = policy_load("mine.yaml", text, size, &error);
        g_autoptr(Calendar) calendar = calendar_builtin();
        g_autoptr(GArray) findings = NULL;
        bool told = false;

        g_assert_no_error(error);
        findings = policy_check(policy, calendar);
        for (guint i = 0; i < findings->len; i++) {
                const PolicyFinding *finding = &g_array_index(findings, PolicyFinding, i);

                g_test_message("%u: %s", finding->line, finding->what.in[LANGUAGE_EN]);
                g_assert_cmpuint(strlen(finding->what.in[LANGUAGE_ZH]), >, 0);
                told = told
                       || (finding->line == line_of(text, mistake->marker)
                           && strstr(finding->what.in[LANGUAGE_EN], mistake->mend));
        }
        g_assert_true(told);
}

static void all_findings_are_told_in_order_of_lines(void) {
        static const Mistake both = { "both", "reminder-days: 3 ", "reminder-days: 30", NULL, NULL };
        gsize size;
        g_autofree char *text = policy_text(&both, &size);
        g_autoptr(GString) worse = g_string_new_len(text, (gssize) size);
        g_autoptr(Calendar) calendar = calendar_builtin();
        g_autoptr(Policy) policy = NULL;
        g_autoptr(GArray) findings = NULL;

        g_string_replace(worse, "  - purpose: verification", "  - purpose: verify", 1);
        policy = policy_load("mine.yaml", worse->str, worse->len, NULL);
        findings = policy_check(policy, calendar);
        g_assert_cmpuint(findings->len, ==, 2);
        g_assert_cmpuint(g_array_index(findings, PolicyFinding, 0).line, <,
                         g_array_index(findings, PolicyFinding, 1).line);
}

static void the_built_in_policy_is_proven(void) {
        g_autoptr(Policy) policy = policy_builtin();
        g_autoptr(Calendar) calendar = calendar_builtin();
        g_autoptr(GArray) findings = policy_check(policy, calendar);

        for (guint i = 0; i < findings->len; i++)
                g_test_message("%s", g_array_index(findings, PolicyFinding, i).what.in[LANGUAGE_EN]);
        g_assert_cmpuint(findings->len, ==, 0);
        g_assert_cmpuint(strlen(policy->hash), ==, 64);
}

/* Rows S9, S11, S19 and the limits, read from the seed by hand. */
static void the_built_in_policy_says_what_the_seed_says(void) {
        g_autoptr(Policy) policy = policy_builtin();
        const PolicyItem *proof =
                policy_item(policy_route(policy, "personal-to-personal")->items, "proof-of-payment");
        guint kinds = 0;

        while (proof->any_of[kinds])
                kinds++;
        g_assert_cmpuint(kinds, ==, 3);
        g_assert_cmpuint(proof->at_least, ==, 1);
        g_assert_true(proof->raisable);
        g_assert_cmpuint(policy_route(policy, "personal-to-personal")->review_days, ==, 3);
        g_assert_cmpuint(policy_route(policy, "personal-to-enterprise-release")->review_days, ==, 3);
        g_assert_cmpstr(policy->mail.postcode, ==, "100102");
        g_assert_cmpstr(policy->mail.phone, ==, "95187");
        g_assert_cmpuint(policy->closing_minutes, ==, 18 * 60);
        g_assert_cmpuint(policy->limits.accounts_per_person + policy->limits.accounts_per_enterprise, ==, 0);
        g_assert_cmpuint(policy->limits.days_between_changes, ==, 0);
        g_assert_false(policy->limits.refuse_frozen || policy->limits.refuse_arrears);
        g_assert_false(policy->continuity.holds_submission);
        g_assert_true(g_strv_contains((const char *const *) policy->invoice_issuers, "万网"));
        g_assert_cmpstr(policy_bank(policy, "ICBC")->cnaps, ==, "102100099996");
        g_assert_null(policy_bank(policy, "NOSUCH"));
        g_assert_cmpuint(policy_method(policy, METHOD_CORPORATE_TRANSFER, OWNER_ENTERPRISE)->tries, ==, 3);
        g_assert_cmpuint(policy_method(policy, METHOD_CORPORATE_TRANSFER, OWNER_ENTERPRISE)->holder_days, ==, 7);
        g_assert_null(policy_method(policy, METHOD_CORPORATE_TRANSFER, OWNER_PERSONAL));
}

static void a_checklist_bears_the_seals_of_its_own_route(void) {
        g_autoptr(Policy) policy = policy_builtin();
        const PolicyItem *both =
                policy_item(policy_route(policy, "enterprise-to-enterprise")->items, "owner-change-form");
        const PolicyItem *old =
                policy_item(policy_route(policy, "enterprise-to-personal")->items, "owner-change-form");
        const PolicyItem *licence = policy_item(policy_route(policy, "enterprise-to-personal")->items, "old-licence");

        g_assert_true(both->sealed_by_old && both->sealed_by_new);
        g_assert_true(old->sealed_by_old && !old->sealed_by_new);
        g_assert_false(licence->sealed_by_old || licence->sealed_by_new);
        g_assert_true(licence->annual_record);
}

static void the_same_bytes_have_the_same_hash_and_others_another(void) {
        static const Mistake change = { "change", "claim-minutes: 60", "claim-minutes: 61", NULL, NULL };
        gsize size;
        g_autofree char *text = policy_text(&change, &size);
        g_autoptr(Policy) first = policy_builtin(), second = policy_builtin();
        g_autoptr(Policy) changed = policy_load("mine.yaml", text, size, NULL);

        g_assert_cmpstr(first->hash, ==, second->hash);
        g_assert_cmpstr(first->hash, !=, changed->hash);
        g_assert_cmpuint(changed->limits.claim_minutes, ==, 61);
}

static void an_empty_or_foreign_file_is_refused(void) {
        static const char *const texts[] = { "",   "\n",       "# nothing\n", "---\n", "[]",
                                             "id", "\xff\xfe", "a: \"\\0\"",  "{" };

        for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
                g_autoptr(GError) error = NULL;

                g_assert_null(policy_load("mine.yaml", texts[i], strlen(texts[i]), &error));
                g_assert_true(refusal_is(error, REFUSAL_POLICY_INVALID));
        }
}

/* Whatever a policy is cut to, reading it ends with an answer; the sanitizers watch. */
static void a_truncated_policy_is_refused_or_loads(void) {
        gsize size;
        g_autofree char *text = policy_text(NULL, &size);

        for (guint i = 0; i < 200; i++) {
                gsize cut = (gsize) g_test_rand_int_range(0, (gint) size);
                g_autoptr(GError) error = NULL;
                g_autoptr(Policy) policy = policy_load("mine.yaml", text, cut, &error);

                g_assert_true((policy != NULL) == (error == NULL));
        }
}

static void a_byte_changed_anywhere_never_breaks_the_reader(void) {
        gsize size;
        g_autofree char *text = policy_text(NULL, &size);
        static const char bytes[] = "{}[]:,&*#\"'\n -\t0x|>%@!";

        for (guint i = 0; i < 300; i++) {
                gsize place = (gsize) g_test_rand_int_range(0, (gint) size);
                char kept = text[place];
                g_autoptr(GError) error = NULL;
                g_autoptr(Policy) policy = NULL;

                text[place] = bytes[g_test_rand_int_range(0, (gint) sizeof(bytes) - 1)];
                policy = policy_load("mine.yaml", text, size, &error);
                g_assert_true((policy != NULL) == (error == NULL));
                text[place] = kept;
        }
}

/* dot reads the graph from a file and writes plain text: a line "node …" or "edge …" each. */
static guint lines_beginning(const char *text, const char *word) {
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        guint count = 0;

        for (char **line = lines; *line; line++)
                count += g_str_has_prefix(*line, word) ? 1 : 0;
        return count;
}

static void the_graph_is_drawn_by_dot(void) {
        static const Mistake quoted = { "quoted", "en: Change of an enterprise's name",
                                        "en: \"Change \\\"of\\\" \\\\ a\\nname\"", NULL, NULL };
        g_autofree char *dot = g_find_program_in_path("dot"), *path = NULL, *drawn = NULL, *graph = NULL,
                        *text = NULL;
        g_autoptr(Policy) policy = NULL;
        gsize size;
        int descriptor, status;

        text = policy_text(&quoted, &size);
        policy = policy_load("mine.yaml", text, size, NULL);
        graph = policy_graph(policy, LANGUAGE_EN);
        g_assert_nonnull(strstr(graph, "Change \\\"of\\\" \\\\ a\\lname"));
        if (!dot) {
                g_test_skip("graphviz is not installed");
                return;
        }
        descriptor = g_file_open_tmp("policy-XXXXXX.dot", &path, NULL);
        g_assert_cmpint(descriptor, >=, 0);
        close(descriptor);
        g_assert_true(g_file_set_contents(path, graph, -1, NULL));
        g_assert_true(g_spawn_sync(NULL, (char *[]){ dot, "-Tplain", path, NULL }, NULL,
                                   G_SPAWN_DEFAULT | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &drawn, NULL, &status,
                                   NULL));
        g_unlink(path);
        g_assert_cmpint(status, ==, 0);
        g_assert_cmpuint(lines_beginning(drawn, "node "), ==, 4);
        g_assert_cmpuint(lines_beginning(drawn, "edge "), ==, 7);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/policy/built-in/is-proven", the_built_in_policy_is_proven);
        g_test_add_func("/policy/built-in/says-what-the-seed-says", the_built_in_policy_says_what_the_seed_says);
        g_test_add_func("/policy/checklist/bears-the-seals-of-its-route",
                        a_checklist_bears_the_seals_of_its_own_route);
        g_test_add_func("/policy/hash", the_same_bytes_have_the_same_hash_and_others_another);
        g_test_add_func("/policy/empty-or-foreign", an_empty_or_foreign_file_is_refused);
        g_test_add_func("/policy/truncated", a_truncated_policy_is_refused_or_loads);
        g_test_add_func("/policy/byte-changed", a_byte_changed_anywhere_never_breaks_the_reader);
        g_test_add_func("/policy/check/all-findings-in-order", all_findings_are_told_in_order_of_lines);
        g_test_add_func("/policy/graph/is-drawn-by-dot", the_graph_is_drawn_by_dot);
        for (guint i = 0; i < G_N_ELEMENTS(load_mistakes); i++) {
                g_autofree char *name = g_strconcat("/policy/load/", load_mistakes[i].name, NULL);

                g_test_add_data_func(name, &load_mistakes[i], a_mistake_is_told_with_file_line_and_mend);
        }
        for (guint i = 0; i < G_N_ELEMENTS(check_mistakes); i++) {
                g_autofree char *name = g_strconcat("/policy/check/", check_mistakes[i].name, NULL);

                g_test_add_data_func(name, &check_mistakes[i], a_policy_that_strands_somebody_is_found_out);
        }
        return g_test_run();
}
