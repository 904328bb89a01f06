/* Answers are remembered for one state of the database and no longer. The WAL index's header is a struct of the test's own. */
#include "store/answer-cache.h"

#include <string.h>

typedef struct Fixture {
        guint8 header[2][48];
        AnswerCache *cache;
} Fixture;

/* What a commit does to the header: the second copy first. */
static void header_commit(Fixture *fixture) {
        guint32 changes;

        memcpy(&changes, fixture->header[0] + 8, sizeof changes);
        changes++;
        for (int copy = 1; copy >= 0; copy--) {
                memcpy(fixture->header[copy] + 8, &changes, sizeof changes);
                fixture->header[copy][12] = 1;
                fixture->header[copy][40] ^= (guint8) changes;
        }
}

static void set_up(Fixture *fixture, gconstpointer unused) {
        (void) unused;
        memset(fixture->header, 0, sizeof fixture->header);
        header_commit(fixture);
        fixture->cache = answer_cache_new(fixture->header);
}

static void tear_down(Fixture *fixture, gconstpointer unused) {
        (void) unused;
        answer_cache_free(fixture->cache);
}

static bool is_known(Fixture *fixture, const Uuid *account) {
        VerifiedAs answer = { .since = 0 };
        StoreMark mark;
        bool found = answer_cache_find(fixture->cache, account, &answer, &mark);

        g_assert_true(!found || answer.since == 7);
        return found;
}

/* Asks, reads the answer in the database, remembers it. */
static void ask(Fixture *fixture, const Uuid *account) {
        VerifiedAs answer = { .verified = true, .since = 7 };
        StoreMark mark;

        if (!answer_cache_find(fixture->cache, account, &answer, &mark))
                answer_cache_put(fixture->cache, account, &answer, &mark);
}

static void commit(Fixture *fixture, bool changed) {
        answer_cache_commit_begin(fixture->cache);
        header_commit(fixture);
        answer_cache_commit_end(fixture->cache, changed);
}

static void an_answer_is_remembered(Fixture *fixture, gconstpointer unused) {
        Uuid account = uuid_new(1), other = uuid_new(1);

        (void) unused;
        g_assert_false(is_known(fixture, &account));
        ask(fixture, &account);
        g_assert_true(is_known(fixture, &account));
        g_assert_false(is_known(fixture, &other));
}

static void a_commit_elsewhere_forgets_it(Fixture *fixture, gconstpointer unused) {
        Uuid account = uuid_new(1);

        (void) unused;
        ask(fixture, &account);
        header_commit(fixture);
        g_assert_false(is_known(fixture, &account));
        ask(fixture, &account);
        g_assert_true(is_known(fixture, &account));
}

static void an_own_commit_that_changes_nothing_of_it_does_not(Fixture *fixture, gconstpointer unused) {
        Uuid account = uuid_new(1);

        (void) unused;
        ask(fixture, &account);
        commit(fixture, false);
        g_assert_true(is_known(fixture, &account));
        commit(fixture, true);
        g_assert_false(is_known(fixture, &account));
}

static void a_commit_elsewhere_is_not_hidden_by_an_own_one(Fixture *fixture, gconstpointer unused) {
        Uuid account = uuid_new(1);

        (void) unused;
        ask(fixture, &account);
        header_commit(fixture); /* before ours … */
        commit(fixture, false);
        g_assert_false(is_known(fixture, &account));
        ask(fixture, &account);
        answer_cache_commit_begin(fixture->cache);
        header_commit(fixture);
        header_commit(fixture); /* … and right after it */
        answer_cache_commit_end(fixture->cache, false);
        g_assert_false(is_known(fixture, &account));
}

static void what_was_read_before_a_commit_is_not_told_after_it(Fixture *fixture, gconstpointer unused) {
        VerifiedAs answer = { .since = 7 };
        Uuid account = uuid_new(1);
        StoreMark mark;

        (void) unused;
        answer_cache_find(fixture->cache, &account, &answer, &mark);
        commit(fixture, true);
        answer_cache_put(fixture->cache, &account, &answer, &mark);
        g_assert_false(is_known(fixture, &account));
        answer_cache_find(fixture->cache, &account, &answer, &mark);
        header_commit(fixture);
        answer_cache_put(fixture->cache, &account, &answer, &mark);
        g_assert_false(is_known(fixture, &account));
}

static void a_late_answer_forgets_nothing(Fixture *fixture, gconstpointer unused) {
        VerifiedAs answer = { .since = 7 };
        Uuid account = uuid_new(1), late = uuid_new(1);
        StoreMark mark;

        (void) unused;
        ask(fixture, &account);
        answer_cache_find(fixture->cache, &late, &answer, &mark);
        commit(fixture, false);
        answer_cache_put(fixture->cache, &late, &answer, &mark);
        g_assert_true(is_known(fixture, &account));
        g_assert_false(is_known(fixture, &late));
}

static void in_the_midst_of_a_commit_nothing_is_told(Fixture *fixture, gconstpointer unused) {
        Uuid account = uuid_new(1);

        (void) unused;
        ask(fixture, &account);
        fixture->header[1][40] ^= 1;
        g_assert_false(is_known(fixture, &account));
        ask(fixture, &account);
        g_assert_false(is_known(fixture, &account));
        fixture->header[0][40] ^= 1;
        g_assert_false(is_known(fixture, &account));
}

static void a_full_row_gives_way_to_what_is_asked(Fixture *fixture, gconstpointer unused) {
        Uuid accounts[64];
        guint known = 0;

        (void) unused;
        for (guint i = 0; i < G_N_ELEMENTS(accounts); i++) {
                accounts[i] = uuid_new(i + 1);
                memset(accounts[i].bytes + 12, 9, 4); /* all of one row */
                ask(fixture, &accounts[i]);
                g_assert_true(is_known(fixture, &accounts[i]));
        }
        for (guint i = 0; i < G_N_ELEMENTS(accounts); i++)
                known += is_known(fixture, &accounts[i]);
        g_assert_cmpuint(known, ==, 16);
}

int main(int argc, char **argv) {
        static const struct {
                const char *name;
                void (*run)(Fixture *fixture, gconstpointer unused);
        } tests[] = {
                { "/answers/an answer is remembered", an_answer_is_remembered },
                { "/answers/a commit elsewhere forgets it", a_commit_elsewhere_forgets_it },
                { "/answers/an own commit that changes nothing of it does not",
                  an_own_commit_that_changes_nothing_of_it_does_not },
                { "/answers/a commit elsewhere is not hidden by an own one",
                  a_commit_elsewhere_is_not_hidden_by_an_own_one },
                { "/answers/what was read before a commit is not told after it",
                  what_was_read_before_a_commit_is_not_told_after_it },
                { "/answers/a late answer forgets nothing", a_late_answer_forgets_nothing },
                { "/answers/in the midst of a commit nothing is told", in_the_midst_of_a_commit_nothing_is_told },
                { "/answers/a full row gives way to what is asked", a_full_row_gives_way_to_what_is_asked },
        };

        g_test_init(&argc, &argv, NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
                g_test_add(tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
        return g_test_run();
}
