/* Tests of single header values: each is exactly what it must be or nothing. */
#include "http/header-values.h"

#include <string.h>

static void a_media_type_is_read_without_its_parameters(void) {
        static const struct {
                const char *value, *media;
        } rows[] = {
                { "application/json", "application/json" },
                { " Application/JSON ; charset=UTF-8", "application/json" },
                { "image/jpeg;q=1", "image/jpeg" },
                { "application/json; charset=gbk", NULL },
                { "application", NULL },
                { "text/ html", NULL },
                { "", NULL },
                { NULL, NULL },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
                g_autofree char *media = header_media(rows[i].value);

                g_assert_cmpstr(media, ==, rows[i].media);
        }
}

static void a_bearer_is_one_clean_token(void) {
        g_autofree char *token = g_strnfill(257, 'a'), *long_one = g_strconcat("Bearer ", token, NULL);

        g_assert_cmpstr(header_bearer("Bearer sk_a-B.1~=="), ==, "sk_a-B.1~==");
        g_assert_cmpstr(header_bearer("bearer x"), ==, "x");
        g_assert_null(header_bearer("Basic YTpi"));
        g_assert_null(header_bearer("Bearer "));
        g_assert_null(header_bearer("Bearer a b"));
        g_assert_null(header_bearer("Bearer 张"));
        g_assert_null(header_bearer(long_one));
        g_assert_null(header_bearer(NULL));
}

static void the_session_is_found_among_cookies(void) {
        g_autofree char *plain = header_session("a=b; shiming_session=T-1_x; c=d", false);
        g_autofree char *secure = header_session("shiming_session=plain; __Host-shiming_session=good", true);
        g_autofree char *bad = header_session("shiming_session=a%20b", false);
        g_autofree char *other = header_session("xshiming_session=a", false);

        g_assert_cmpstr(plain, ==, "T-1_x");
        g_assert_cmpstr(secure, ==, "good");
        g_assert_null(bad);
        g_assert_null(other);
}

static void a_version_is_one_strong_etag(void) {
        static const char *const bad[] = { "7", "\"\"",         "\"7",    "W/\"7\"",
                                           "*", "\"7\", \"8\"", "\"-1\"", "\"1234567890123456789\"" };
        gint64 version = 0;

        g_assert_true(header_version("\"17\"", &version));
        g_assert_cmpint(version, ==, 17);
        for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
                g_assert_false(header_version(bad[i], &version));
        g_assert_cmpint(version, ==, 17);
}

static void keys_and_ids_have_their_alphabet_and_length(void) {
        g_autofree char *longest = g_strnfill(128, 'k'), *too_long = g_strnfill(129, 'k');

        g_assert_true(header_idempotency_key_is_valid(longest));
        g_assert_true(header_idempotency_key_is_valid("!"));
        g_assert_false(header_idempotency_key_is_valid(too_long));
        g_assert_false(header_idempotency_key_is_valid(""));
        g_assert_false(header_idempotency_key_is_valid("a b"));
        g_assert_true(header_request_id_is_valid("req-1234.A_b"));
        g_assert_false(header_request_id_is_valid("short"));
        g_assert_false(header_request_id_is_valid("with\"quote"));
}

static void only_our_own_pages_are_our_origin(void) {
        const char *url = "https://id.example.com/";

        g_assert_true(header_origin_is_ours("https://id.example.com", "whatever", url));
        g_assert_false(header_origin_is_ours("https://id.example.com.evil.net", "whatever", url));
        g_assert_false(header_origin_is_ours("https://id.example.co", "whatever", url));
        g_assert_false(header_origin_is_ours("http://id.example.com", "id.example.com", url));
        g_assert_false(header_origin_is_ours("null", "null", NULL));
        g_assert_true(header_origin_is_ours("http://127.0.0.1:8480", "127.0.0.1:8480", NULL));
        g_assert_false(header_origin_is_ours("http://127.0.0.1:8481", "127.0.0.1:8480", NULL));
}

static void the_proxy_s_word_is_the_last(void) {
        g_autofree char *last = header_forwarded_for("10.0.0.1, 192.0.2.7");
        g_autofree char *six = header_forwarded_for("2001:db8::1");
        g_autofree char *none = header_forwarded_for("192.0.2.7, unknown");

        g_assert_cmpstr(last, ==, "192.0.2.7");
        g_assert_cmpstr(six, ==, "2001:db8::1");
        g_assert_null(none);
}

static void a_coding_is_sent_only_to_who_takes_it(void) {
        static const struct {
                const char *value;
                bool takes;
        } rows[] = {
                { "br", true },
                { "gzip, deflate, br", true },
                { "gzip;q=1.0,BR ; q=0.1", true },
                { "*", true },
                { "*;q=0.5, br;q=0", false },
                { "br;q=0", false },
                { "br;q=0.000, *", false },
                { "br;level=3", false },
                { "gzip, *;q=0", false },
                { "brotli", false },
                { "", false },
                { NULL, false },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
                g_assert_cmpint(header_accepts_coding(rows[i].value, "br"), ==, rows[i].takes);
}

static void an_etag_is_found_in_its_list(void) {
        static const struct {
                const char *value;
                bool listed;
        } rows[] = {
                { "\"a1-br\"", true }, { "W/\"a1-br\"", true }, { "\"b\" , \"a1-br\"", true },
                { "*", true },         { "\"a1\"", false },     { "a1-br", false },
                { "", false },         { "\"a1-br\"x", false },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
                g_assert_cmpint(header_lists_etag(rows[i].value, "\"a1-br\""), ==, rows[i].listed);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/header/a-media-type-is-read-without-its-parameters",
                        a_media_type_is_read_without_its_parameters);
        g_test_add_func("/header/a-bearer-is-one-clean-token", a_bearer_is_one_clean_token);
        g_test_add_func("/header/the-session-is-found-among-cookies", the_session_is_found_among_cookies);
        g_test_add_func("/header/a-version-is-one-strong-etag", a_version_is_one_strong_etag);
        g_test_add_func("/header/keys-and-ids-have-their-alphabet-and-length",
                        keys_and_ids_have_their_alphabet_and_length);
        g_test_add_func("/header/only-our-own-pages-are-our-origin", only_our_own_pages_are_our_origin);
        g_test_add_func("/header/the-proxy-s-word-is-the-last", the_proxy_s_word_is_the_last);
        g_test_add_func("/header/a-coding-is-sent-only-to-who-takes-it", a_coding_is_sent_only_to_who_takes_it);
        g_test_add_func("/header/an-etag-is-found-in-its-list", an_etag_is_found_in_its_list);
        return g_test_run();
}
