/* The help centre over both databases: who sees what, whose answer is accepted, one vote each, and words of two characters found. */
#include "app/help-views.h"
#include "app/help.h"
#include "tests/app/fixture.h"

#include <string.h>

#define TOKEN "AbCdEfGhIjKlMnOpQrStUv"

typedef struct Desk {
        Fixture fixture;
        Actor guest, reviewer;
} Desk;

static Desk *desk_open(Contract *contract) {
        Desk *desk = g_new0(Desk, 1);

        fixture_open(&desk->fixture, contract);
        desk->guest = actor_anyone();
        desk->reviewer = fixture_staff(&desk->fixture, "li.na", ROLE_REVIEWER);
        return desk;
}

static void desk_close(Desk *desk) {
        fixture_close(&desk->fixture);
        g_free(desk);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_close)

static Uuid id_of(const json_t *document, const char *member) {
        Uuid id = { 0 };

        uuid_parse(json_string_value(json_object_get(document, member)), &id);
        return id;
}

static json_t *ask(Desk *desk, const Actor *actor, const char *title, const char *body) {
        AskHelp wish = { .title = (char *) title, .body = (char *) body };
        Call call = fixture_call(&desk->fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_ask_help(desk->fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return json_incref(outcome.document);
}

static Uuid asked(Desk *desk, const Actor *actor, const char *title, const char *body) {
        json_auto_t *question = ask(desk, actor, title, body);

        return id_of(question, "id");
}

static bool post(Desk *desk, const Actor *actor, HelpPostKind kind, const Uuid *parent, bool on_answer,
                 const char *body, Uuid *id, GError **error) {
        PostHelp wish = { .kind = kind, .parent = *parent, .on_answer = on_answer, .body = (char *) body };
        Call call = fixture_call(&desk->fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        bool posted = app_post_help(desk->fixture.app, &call, &wish, &outcome, error);

        if (posted)
                *id = id_of(outcome.document, "id");
        return posted;
}

static Uuid answered(Desk *desk, const Actor *actor, const Uuid *question, const char *body) {
        g_autoptr(GError) error = NULL;
        Uuid id;

        post(desk, actor, HELP_ANSWER, question, false, body, &id, &error);
        g_assert_no_error(error);
        return id;
}

static bool accept_answer(Desk *desk, const Actor *actor, const Uuid *question, const Uuid *answer, const char *token,
                          GError **error) {
        AcceptHelp wish = { .question = *question, .answer = *answer, .edit_token = (char *) token };
        Call call = fixture_call(&desk->fixture, actor);
        g_auto(Outcome) outcome = { 0 };

        return app_accept_help(desk->fixture.app, &call, &wish, &outcome, error);
}

static void moderate(Desk *desk, bool is_post, const Uuid *id, HelpModeration state) {
        ModerateHelp wish = { .is_post = is_post,
                              .id = *id,
                              .state = (int) state,
                              .reason = state == HELP_HIDDEN ? HELP_FOR_OFF_TOPIC : HELP_FOR_NOTHING };
        Call call = fixture_call(&desk->fixture, &desk->reviewer);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_moderate_help(desk->fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
}

static json_t *shown(Desk *desk, const Actor *actor, const Uuid *id) {
        Call call = fixture_call(&desk->fixture, actor);
        ReadHelp wish = { .question = *id };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        if (app_help_question(desk->fixture.app, &call, &wish, &outcome, &error))
                return json_incref(outcome.document);
        g_assert_true(refusal_is(error, REFUSAL_NOT_FOUND));
        return NULL;
}

static json_t *searched(Desk *desk, const char *query, const char *after, guint limit) {
        SearchHelp wish = { .query = query, .after = after, .limit = limit };
        Call call = fixture_call(&desk->fixture, &desk->guest);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_search_help(desk->fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return json_incref(outcome.document);
}

static bool finds(Desk *desk, const char *query, const Uuid *question) {
        json_auto_t *found = searched(desk, query, NULL, HELP_PAGE_MAX);
        g_autofree char *id = uuid_to_text(question), *path = g_strconcat("/help/questions/", id, NULL);
        json_t *item;
        size_t i;

        json_array_foreach(json_object_get(found, "items"), i, item) {
                if (g_str_equal(json_string_value(json_object_get(item, "path")), path))
                        return true;
        }
        return false;
}

static void test_moderation(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid question = asked(desk, &desk->guest, "发票丢失怎么办", "汇款凭证可以代替吗");
        json_auto_t *hidden = shown(desk, &desk->guest, &question), *seen = shown(desk, &desk->reviewer, &question);

        g_assert_null(hidden);
        g_assert_nonnull(seen);
        g_assert_false(finds(desk, "发票丢失", &question));
        moderate(desk, false, &question, HELP_SHOWN);
        hidden = shown(desk, &desk->guest, &question);
        g_assert_nonnull(hidden);
        g_assert_true(finds(desk, "丢失", &question));
        moderate(desk, false, &question, HELP_HIDDEN);
        g_assert_false(finds(desk, "丢失", &question));
        json_decref(hidden);
        hidden = shown(desk, &desk->guest, &question);
        g_assert_null(hidden);
}

static void test_pending_posts(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid question = asked(desk, &desk->fixture.holder, "工单多久处理", "急");
        Uuid answer = answered(desk, &desk->guest, &question, "垃圾广告");
        json_auto_t *before = shown(desk, &desk->guest, &question), *after = NULL;
        g_autoptr(GError) error = NULL;
        Uuid comment;

        g_assert_cmpint(json_integer_value(json_object_get(before, "answers")), ==, 0);
        g_assert_cmpuint(json_array_size(json_object_get(before, "answer_list")), ==, 0);
        g_assert_false(finds(desk, "广告", &question));
        g_assert_false(post(desk, &desk->guest, HELP_COMMENT, &answer, true, "我看不到它", &comment, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        moderate(desk, true, &answer, HELP_SHOWN);
        g_assert_true(finds(desk, "广告", &question));
        g_assert_true(post(desk, &desk->fixture.holder, HELP_COMMENT, &answer, true, "谢谢", &comment, &error));
        after = shown(desk, &desk->guest, &question);
        g_assert_cmpint(json_integer_value(json_object_get(after, "answers")), ==, 1);
        g_assert_cmpuint(json_array_size(json_object_get(json_array_get(json_object_get(after, "answer_list"), 0),
                                                         "comments")),
                         ==, 1);
}

static void test_accepting(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid other = fixture_account(&desk->fixture, "other", &fixture_wang);
        Actor stranger = fixture_holder(&other);
        Uuid question = asked(desk, &desk->fixture.holder, "变更要多少天", "工作日怎么算");
        Uuid answer = answered(desk, &stranger, &question, "3 个工作日");
        Uuid better = answered(desk, &desk->reviewer, &question, "见页面");
        g_autoptr(GError) error = NULL;
        json_auto_t *solved = NULL, *open = NULL;
        Uuid accepted;

        g_assert_false(accept_answer(desk, &stranger, &question, &answer, NULL, &error));
        assert_refused(error, REFUSAL_NOT_ALLOWED);
        g_assert_false(accept_answer(desk, &desk->guest, &question, &answer, TOKEN, &error));
        assert_refused(error, REFUSAL_NOT_ALLOWED);
        g_assert_true(accept_answer(desk, &desk->fixture.holder, &question, &answer, NULL, &error));
        g_assert_true(accept_answer(desk, &desk->reviewer, &question, &better, NULL, &error));
        solved = shown(desk, &desk->guest, &question);
        g_assert_cmpstr(json_string_value(json_object_get(solved, "state")), ==, "solved");
        accepted = id_of(solved, "accepted");
        g_assert_true(uuid_equal(&accepted, &better));
        moderate(desk, true, &better, HELP_HIDDEN);
        open = shown(desk, &desk->guest, &question);
        g_assert_cmpstr(json_string_value(json_object_get(open, "state")), ==, "open");
}

static void test_edit_token(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        json_auto_t *document = ask(desk, &desk->guest, "邮寄地址在哪", "找不到");
        const char *token = json_string_value(json_object_get(document, "edit_token"));
        Uuid question = id_of(document, "id"), answer, another;
        g_autoptr(GError) error = NULL;

        moderate(desk, false, &question, HELP_SHOWN);
        answer = answered(desk, &desk->reviewer, &question, "在办法的页面上");
        another = answered(desk, &desk->reviewer, &question, "也在这里");
        g_assert_false(accept_answer(desk, &desk->guest, &question, &answer, NULL, &error));
        assert_refused(error, REFUSAL_NOT_ALLOWED);
        g_assert_false(accept_answer(desk, &desk->guest, &question, &answer, TOKEN, &error));
        assert_refused(error, REFUSAL_NOT_ALLOWED);
        g_assert_true(accept_answer(desk, &desk->guest, &question, &answer, token, &error));
        g_assert_false(accept_answer(desk, &desk->guest, &question, &another, token, &error));
        assert_refused(error, REFUSAL_NOT_ALLOWED);
}

/* An account's new owner is not the one who asked. */
static void test_tenure(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid question = asked(desk, &desk->fixture.holder, "谁的问题", "我的");
        json_auto_t *mine = shown(desk, &desk->fixture.holder, &question),
                    *others = shown(desk, &desk->guest, &question);

        g_assert_true(json_is_true(json_object_get(mine, "mine")));
        g_assert_true(json_is_true(json_object_get(mine, "may_accept")));
        g_assert_false(json_is_true(json_object_get(others, "mine")));
        g_assert_false(json_is_true(json_object_get(others, "may_accept")));
}

static gint64 count_after(Desk *desk, const Actor *actor, const VoteHelp *cast, GError **error) {
        VoteHelp wish = *cast;
        Call call = fixture_call(&desk->fixture, actor);
        g_auto(Outcome) outcome = { 0 };

        if (!app_vote_help(desk->fixture.app, &call, &wish, &outcome, error))
                return -1;
        return json_integer_value(json_object_get(outcome.document, "helpful"));
}

static gint64 voted(Desk *desk, const Actor *actor, const Uuid *thing, bool on_answer, const char *token,
                    GError **error) {
        const VoteHelp cast = {
                .thing = *thing, .on_answer = on_answer, .browser_token = (char *) token, .helpful = true
        };

        return count_after(desk, actor, &cast, error);
}

static gint64 taken_back(Desk *desk, const Actor *actor, const Uuid *thing, bool on_answer, const char *token) {
        const VoteHelp cast = { .thing = *thing, .on_answer = on_answer, .browser_token = (char *) token };
        g_autoptr(GError) error = NULL;
        gint64 count = count_after(desk, actor, &cast, &error);

        g_assert_no_error(error);
        return count;
}

static void test_taking_votes_back(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        const Actor *holder = &desk->fixture.holder;
        Uuid question = asked(desk, holder, "企业支付宝", "升级");
        Uuid answer = answered(desk, &desk->reviewer, &question, "在线一步完成");
        g_autoptr(GError) error = NULL;

        g_assert_cmpint(taken_back(desk, holder, &question, false, NULL), ==, 0);
        g_assert_cmpint(voted(desk, holder, &question, false, NULL, &error), ==, 1);
        g_assert_cmpint(voted(desk, &desk->guest, &answer, true, TOKEN, &error), ==, 1);
        {
                json_auto_t *page = shown(desk, holder, &question);

                g_assert_true(json_is_true(json_object_get(page, "voted")));
                g_assert_false(json_is_true(
                        json_object_get(json_array_get(json_object_get(page, "answer_list"), 0), "voted")));
        }
        g_assert_cmpint(taken_back(desk, &desk->guest, &question, false, TOKEN), ==, 1);
        g_assert_cmpint(taken_back(desk, holder, &question, false, NULL), ==, 0);
        g_assert_cmpint(taken_back(desk, holder, &question, false, NULL), ==, 0);
        g_assert_cmpint(taken_back(desk, &desk->guest, &answer, true, TOKEN), ==, 0);
        g_assert_cmpint(voted(desk, holder, &question, false, NULL, &error), ==, 1);
        g_assert_no_error(error);
}

static void test_votes(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid question = asked(desk, &desk->fixture.holder, "企业支付宝", "升级");
        Uuid answer = answered(desk, &desk->reviewer, &question, "在线一步完成");
        Actor again = fixture_holder(&desk->fixture.account); /* another session of the same owner */
        g_autoptr(GError) error = NULL;

        g_assert_cmpint(voted(desk, &desk->fixture.holder, &question, false, NULL, &error), ==, 1);
        g_assert_cmpint(voted(desk, &again, &question, false, NULL, &error), ==, 1);
        g_assert_cmpint(voted(desk, &desk->guest, &question, false, TOKEN, &error), ==, 2);
        g_assert_cmpint(voted(desk, &desk->guest, &question, false, TOKEN, &error), ==, 2);
        g_assert_cmpint(voted(desk, &desk->guest, &question, false, TOKEN "x", &error), ==, 3);
        g_assert_cmpint(voted(desk, &desk->guest, &answer, true, TOKEN, &error), ==, 1);
        g_assert_cmpint(voted(desk, &desk->guest, &question, false, NULL, &error), ==, -1);
        assert_refused(error, REFUSAL_MISSING_FIELD);
        g_assert_cmpint(voted(desk, &desk->guest, &question, false, "short", &error), ==, -1);
        assert_refused(error, REFUSAL_MALFORMED_VALUE);
        g_assert_cmpint(voted(desk, &desk->guest, &question, true, TOKEN, &error), ==, -1);
        assert_refused(error, REFUSAL_NOT_FOUND);
}

static void test_search(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid question = asked(desk, &desk->fixture.holder, "实名之后", "提交工单申请变更；ＥＣＳ 会停机吗");
        static const char *const queries[] = { "实名", "变更", "工单", "ecs", "停机", "申请变更", "票" };

        for (guint i = 0; i < G_N_ELEMENTS(queries) - 1; i++)
                g_assert_true(finds(desk, queries[i], &question));
        g_assert_false(finds(desk, "票", &question));
        g_assert_false(finds(desk, "更变", &question));
        for (guint i = 0; i < 2; i++) { /* the procedure pages have these words too */
                json_auto_t *found = searched(desk, queries[i], NULL, HELP_PAGE_MAX);

                g_assert_cmpint(json_integer_value(json_object_get(found, "count")), >, 5);
        }
}

static void test_search_pages(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        g_autofree char *after = NULL;
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        guint count = 0;

        for (guint i = 0; i < 11; i++)
                asked(desk, &desk->fixture.holder, "独特词语", "内容");
        do {
                json_auto_t *page = searched(desk, "独特词语", after, 3);
                json_t *item;
                size_t i;

                json_array_foreach(json_object_get(page, "items"), i, item) {
                        g_assert_true(
                                g_hash_table_add(seen, g_strdup(json_string_value(json_object_get(item, "path")))));
                        count++;
                }
                g_free(after);
                after = g_strdup(json_string_value(json_object_get(page, "next")));
        } while (after);
        g_assert_cmpuint(count, ==, 11);
}

static guint list_walk(Desk *desk, HelpOrder order, HelpStateFilter state, GPtrArray *titles) {
        g_autofree char *after = NULL;
        guint pages = 0;

        do {
                ListHelp wish = { .order = order, .state = state, .after = after, .limit = 3 };
                Call call = fixture_call(&desk->fixture, &desk->guest);
                g_auto(Outcome) outcome = { 0 };
                g_autoptr(GError) error = NULL;
                json_t *item;
                size_t i;

                app_list_help(desk->fixture.app, &call, &wish, &outcome, &error);
                g_assert_no_error(error);
                json_array_foreach(json_object_get(outcome.document, "items"), i, item)
                        g_ptr_array_add(titles, g_strdup(json_string_value(json_object_get(item, "title"))));
                g_free(after);
                after = g_strdup(json_string_value(json_object_get(outcome.document, "next")));
                pages++;
        } while (after);
        return pages;
}

static void test_lists(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        g_autoptr(GPtrArray) newest = g_ptr_array_new_with_free_func(g_free),
                             hottest = g_ptr_array_new_with_free_func(g_free),
                             open = g_ptr_array_new_with_free_func(g_free),
                             solved = g_ptr_array_new_with_free_func(g_free);
        g_autoptr(GError) error = NULL;
        Uuid ids[8];

        for (guint i = 0; i < G_N_ELEMENTS(ids); i++) {
                g_autofree char *title = g_strdup_printf("问题 %u", i);

                desk->fixture.now += INSTANT_MINUTE;
                ids[i] = asked(desk, &desk->fixture.holder, title, "内容");
        }
        voted(desk, &desk->guest, &ids[2], false, TOKEN, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(list_walk(desk, HELP_NEWEST, HELP_ANY_STATE, newest), ==, 3);
        list_walk(desk, HELP_HOTTEST, HELP_ANY_STATE, hottest);
        list_walk(desk, HELP_NEWEST, HELP_OPEN, open);
        list_walk(desk, HELP_HOTTEST, HELP_SOLVED, solved);
        g_assert_cmpuint(newest->len, ==, 9); /* with the one that the program brings */
        g_assert_cmpstr(g_ptr_array_index(newest, 0), ==, "问题 7");
        g_assert_cmpuint(hottest->len, ==, 9);
        g_assert_cmpstr(g_ptr_array_index(hottest, 0), ==, "问题 2");
        g_assert_cmpuint(open->len, ==, 8);
        g_assert_cmpuint(solved->len, ==, 1);
}

static void test_views(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid question = asked(desk, &desk->fixture.holder, "看的人多吗", "数一数");
        json_auto_t *before = NULL, *after = NULL;
        g_autoptr(GError) error = NULL;
        guint done;

        for (guint i = 0; i < 4; i++) {
                json_auto_t *seen = shown(desk, &desk->guest, &question);

                g_assert_cmpint(json_integer_value(json_object_get(seen, "views")), ==, 0);
        }
        g_assert_true(help_views_flush(desk->fixture.app, desk->fixture.now, &done, &error));
        before = shown(desk, &desk->guest, &question);
        g_assert_cmpint(json_integer_value(json_object_get(before, "views")), ==, 4);
        desk->fixture.now += 2 * HELP_VIEWS_LATE; /* the job has not come: a reader writes */
        json_decref(shown(desk, &desk->guest, &question));
        after = shown(desk, &desk->guest, &question);
        g_assert_cmpint(json_integer_value(json_object_get(after, "views")), ==, 6);
}

static void test_auditor(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Actor auditor = fixture_staff(&desk->fixture, "auditor", ROLE_AUDITOR);
        Uuid question = asked(desk, &desk->fixture.holder, "问题", "内容"), id;
        g_autoptr(GError) error = NULL;

        g_assert_false(post(desk, &auditor, HELP_ANSWER, &question, false, "不行", &id, &error));
        assert_refused(error, REFUSAL_NOT_ALLOWED);
}

static bool article_write(Desk *desk, const char *slug, bool is_new, gint64 version, bool published, GError **error) {
        WriteArticle wish = { .slug = (char *) slug,
                              .title = { (char *) "员工写的标题", (char *) "By staff" },
                              .body = { (char *) "正文**内容**", (char *) "Body" },
                              .published = published };
        Call call = fixture_call(&desk->fixture, &desk->reviewer);
        g_auto(Outcome) outcome = { 0 };

        call.version = version;
        return is_new ? app_add_article(desk->fixture.app, &call, &wish, &outcome, error)
                      : app_change_article(desk->fixture.app, &call, slug, &wish, &outcome, error);
}

static json_t *article_read(Desk *desk, const Actor *actor, const char *slug) {
        Call call = fixture_call(&desk->fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        return app_help_article(desk->fixture.app, &call, slug, &outcome, &error) ? json_incref(outcome.document)
                                                                                  : NULL;
}

static void test_articles(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        g_autoptr(GError) error = NULL;
        json_auto_t *draft = NULL, *seen = NULL;

        g_assert_true(article_write(desk, "fees", true, -1, false, &error));
        g_assert_false(article_write(desk, "fees", true, -1, false, &error));
        assert_refused(error, REFUSAL_REPEATED_VALUE);
        draft = article_read(desk, &desk->guest, "fees");
        g_assert_null(draft);
        g_assert_false(article_write(desk, "fees", false, 7, true, &error));
        assert_refused(error, REFUSAL_VERSION_CHANGED);
        g_assert_true(article_write(desk, "fees", false, 1, true, &error));
        seen = article_read(desk, &desk->guest, "fees");
        g_assert_nonnull(strstr(json_string_value(json_object_get(json_object_get(seen, "body_html"), "zh")),
                                "<strong>内容</strong>"));
}

/* The program's article follows the policy until somebody of the staff has changed it. */
static void test_own_article(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        App *app = desk->fixture.app;
        g_autofree char *hash = app->policy->hash;
        g_autoptr(GError) error = NULL;
        json_auto_t *first = article_read(desk, &desk->guest, "change-real-name-verification"), *second = NULL,
                    *third = NULL;
        const char *body = json_string_value(json_object_get(json_object_get(first, "body"), "zh"));

        for (guint i = 0; i < app->policy->routes->len; i++)
                g_assert_nonnull(strstr(body, ((const PolicyRoute *) g_ptr_array_index(app->policy->routes, i))->id));
        app->policy->hash = g_strdup("another");
        g_assert_true(app_help_draw(app, desk->fixture.now, &error));
        second = article_read(desk, &desk->guest, "change-real-name-verification");
        g_assert_cmpint(json_integer_value(json_object_get(second, "version")), ==, 2);
        g_assert_true(article_write(desk, "change-real-name-verification", false, 2, true, &error));
        g_free(app->policy->hash);
        app->policy->hash = g_strdup(hash);
        g_assert_true(app_help_draw(app, desk->fixture.now, &error));
        third = article_read(desk, &desk->guest, "change-real-name-verification");
        g_assert_cmpstr(json_string_value(json_object_get(json_object_get(third, "title"), "en")), ==, "By staff");
}

static const ContractTest tests[] = {
        { "/help/what a guest asks is seen and found once the staff have shown it", test_moderation },
        { "/help/what a guest answers is neither seen, counted nor found before", test_pending_posts },
        { "/help/the asker and the staff accept an answer, others do not; hidden it is accepted no more",
          test_accepting },
        { "/help/a guest accepts once, by the token given at asking", test_edit_token },
        { "/help/a question is its asker's", test_tenure },
        { "/help/one vote each, whoever and however often", test_votes },
        { "/help/a vote is taken back once and told to its voter alone", test_taking_votes_back },
        { "/help/words of two characters are found, in questions and in procedure pages", test_search },
        { "/help/the pages of a search hold everything once", test_search_pages },
        { "/help/newest and hottest lists, open and solved, page by page", test_lists },
        { "/help/views are counted in memory and written together", test_views },
        { "/help/an auditor writes nothing", test_auditor },
        { "/help/articles are written by version and seen once they are published", test_articles },
        { "/help/the program's article follows the policy until staff change it", test_own_article },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
