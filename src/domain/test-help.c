/* Tests of the words that a search knows, and of the help centre's rules. */
#include "domain/help-words.h"
#include "domain/help.h"

#include <string.h>

static char *query(const char *text) {
        g_autoptr(GPtrArray) words = help_query_words(text);

        g_ptr_array_add(words, NULL);
        return g_strjoinv(" ", (char **) words->pdata);
}

static void assert_query(const char *text, const char *wanted) {
        g_autofree char *words = query(text);

        g_assert_cmpstr(words, ==, wanted);
}

static void test_query(void) {
        assert_query("实名", "实名");
        assert_query("实名认证", "实名 名认 认证");
        assert_query("票", "票");
        assert_query("ＥＣＳ 停机！", "ecs 停机");
        assert_query("How do I change the verifications?", "change verification");
        assert_query("the", "the");
        assert_query("copies of licences", "copy licence");
        assert_query("address, status, class", "address status class");
        assert_query("工单abc工单", "工单 abc");
        assert_query("  ，。!! ", "");
}

static guint weight_of(GHashTable *words, const char *word) {
        return GPOINTER_TO_UINT(g_hash_table_lookup(words, word));
}

static void test_index(void) {
        g_autoptr(GHashTable) words = help_words_new();

        help_words_add(words, "变更实名", 4);
        help_words_add(words, "变更", 1);
        g_assert_cmpuint(weight_of(words, "变更"), ==, 5);
        g_assert_cmpuint(weight_of(words, "更实"), ==, 4);
        g_assert_cmpuint(weight_of(words, "变"), ==, 5);
        g_assert_cmpuint(weight_of(words, "更变"), ==, 0);
        for (guint i = 0; i < 1000; i++)
                help_words_add(words, "spam", 9);
        g_assert_cmpuint(weight_of(words, "spam"), <=, 200);
}

/* Whatever words a text has, a query of any of its pairs finds it. */
static void test_any_pair(void) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GHashTable) words = help_words_new();

        for (guint i = 0; i < 300; i++)
                g_string_append_unichar(text, (gunichar) g_test_rand_int_range(0x4e00, 0x9fa6));
        help_words_add(words, text->str, 1);
        for (const char *at = text->str; *g_utf8_next_char(at); at = g_utf8_next_char(at)) {
                g_autofree char *pair = g_strndup(at, (gsize) (g_utf8_offset_to_pointer(at, 2) - at));

                assert_query(pair, pair);
                g_assert_cmpuint(weight_of(words, pair), >, 0);
        }
}

static char *excerpt(const char *text, const char *asked, guint length) {
        g_autoptr(GPtrArray) words = help_query_words(asked);
        g_autoptr(GPtrArray) pieces = help_excerpt(text, words, length);
        g_autoptr(GString) drawn = g_string_new(NULL);

        for (guint i = 0; i < pieces->len; i++) {
                const HelpPiece *piece = g_ptr_array_index(pieces, i);

                g_string_append_printf(drawn, piece->marked ? "[%s]" : "%s", piece->text);
        }
        return g_strdup(drawn->str);
}

static void test_excerpt(void) {
        g_autofree char *whole = excerpt("提交工单即可变更。", "变更 工单", 100);
        g_autofree char *joined = excerpt("办理实名认证", "实名认证", 100);
        g_autofree char *cut = excerpt("一二三四五六七八九十变更一二三四五六七八九十", "变更", 8);
        g_autofree char *latin = excerpt("See the Routes here", "route", 100);
        g_autofree char *nothing = excerpt("没有", "变更", 100);

        g_assert_cmpstr(whole, ==, "提交[工单]即可[变更]。");
        g_assert_cmpstr(joined, ==, "办理[实名认证]");
        g_assert_cmpstr(cut, ==, "…九十[变更]一二三四…");
        g_assert_cmpstr(latin, ==, "See the [Routes] here");
        g_assert_cmpstr(nothing, ==, "没有");
}

static Actor actor_of(guint roles) {
        Actor actor = actor_anyone();

        actor.roles = roles;
        return actor;
}

static void test_authors(void) {
        static const struct {
                guint roles;
                bool may;
                HelpAuthorKind kind;
                HelpModeration first;
        } rows[] = {
                { ROLE_ANYONE, true, HELP_GUEST, HELP_PENDING },   { ROLE_PARTY, true, HELP_GUEST, HELP_PENDING },
                { ROLE_PLATFORM, true, HELP_GUEST, HELP_PENDING }, { ROLE_HOLDER, true, HELP_HOLDER, HELP_SHOWN },
                { ROLE_REVIEWER, true, HELP_STAFF, HELP_SHOWN },   { ROLE_MAIL_CLERK, true, HELP_STAFF, HELP_SHOWN },
                { ROLE_AUDITOR, false, HELP_GUEST, HELP_PENDING },
        };

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                Actor actor = actor_of(rows[i].roles);
                HelpAuthorKind kind = HELP_GUEST;

                g_assert_cmpint(help_author_kind(&actor, &kind), ==, rows[i].may);
                g_assert_cmpint(kind, ==, rows[i].kind);
                g_assert_cmpint(help_moderation_first(kind), ==, rows[i].first);
        }
}

static void test_accepting(void) {
        Actor guest = actor_of(ROLE_ANYONE), holder = actor_of(ROLE_HOLDER), reviewer = actor_of(ROLE_REVIEWER),
              clerk = actor_of(ROLE_MAIL_CLERK);

        g_assert_true(help_may_accept(&holder, HELP_HOLDER, true));
        g_assert_false(help_may_accept(&holder, HELP_HOLDER, false));
        g_assert_true(help_may_accept(&guest, HELP_GUEST, true));
        g_assert_false(help_may_accept(&guest, HELP_GUEST, false));
        g_assert_true(help_may_accept(&reviewer, HELP_GUEST, false));
        g_assert_false(help_may_accept(&clerk, HELP_HOLDER, false));
        g_assert_true(help_sees(&reviewer, HELP_PENDING));
        g_assert_false(help_sees(&holder, HELP_PENDING));
        g_assert_false(help_sees(&clerk, HELP_HIDDEN));
}

static void test_heat(void) {
        const gint64 then = G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND, week = 7 * INSTANT_DAY;

        g_assert_cmpint(help_heat(10, 0, 0, then), >, help_heat(9, 0, 0, then));
        g_assert_cmpint(help_heat(0, 1, 0, then), >, help_heat(19, 0, 0, then));
        g_assert_cmpint(help_heat(0, 0, 1, then), ==, help_heat(10, 0, 0, then));
        /* a week of age is twice the points */
        g_assert_cmpint(help_heat(63, 0, 0, then) + 1024, ==, help_heat(127, 0, 0, then));
        g_assert_cmpint(ABS(help_heat(63, 0, 0, then + week) - help_heat(127, 0, 0, then)), <=, 1);
}

static void test_relevance(void) {
        const gint64 then = G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND;

        g_assert_cmpint(help_relevance(2, 2, 2, then), >, help_relevance(1, 2, 20, then));
        g_assert_cmpint(help_relevance(2, 2, 9, then), >, help_relevance(2, 2, 2, then));
        g_assert_cmpint(help_relevance(2, 2, 2, then + INSTANT_DAY * 30), >, help_relevance(2, 2, 2, then));
        g_assert_true(help_matches(1, 2));
        g_assert_false(help_matches(1, 3));
        g_assert_false(help_matches(0, 0));
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/help/a query is pairs of characters and whole words", test_query);
        g_test_add_func("/help/a document has its characters, pairs and words by weight", test_index);
        g_test_add_func("/help/every two characters that stand together are found", test_any_pair);
        g_test_add_func("/help/an excerpt shows and marks what was asked for", test_excerpt);
        g_test_add_func("/help/what guests write waits, auditors do not write", test_authors);
        g_test_add_func("/help/the asker or an editor accepts an answer, nobody else", test_accepting);
        g_test_add_func("/help/heat grows with points and halves in a week", test_heat);
        g_test_add_func("/help/a search prefers more of its words, then weight, then what is new", test_relevance);
        return g_test_run();
}
