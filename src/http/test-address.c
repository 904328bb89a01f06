/* Tests of the strict reader of addresses: what is encoded twice, badly or to hide something names nothing. */
#include "http/address.h"

#include "base/refusal.h"

#include <string.h>

static const char *const allowed[] = { "state", "name", "limit", NULL };

static bool read_whole(char *raw, Address *address, GError **error) {
        return address_read(raw, address, error) && address_read_query(address, allowed, false, error);
}

static void a_path_is_decoded_segment_by_segment(void) {
        g_autofree char *raw = g_strdup("/v1/cases/a%2Db");
        g_autoptr(GError) error = NULL;
        Address address;

        g_assert_true(read_whole(raw, &address, &error));
        g_assert_cmpuint(address.segment_count, ==, 3);
        g_assert_cmpstr(address.segments[2], ==, "a-b");
        g_assert_null(address_query(&address, "state"));
}

static void a_path_that_hides_something_names_nothing(void) {
        static const char *const bad[] = { "v1",      "*",       "http://h/v1", "/v1/%2e%2e%2fetc",
                                           "/v1/%00", "/v1/%0a", "/v1/%",       "/v1/%4",
                                           "/v1/%zz", "/v1/%ff", "/v1/%7f",     "/1/2/3/4/5/6/7/8/9/10/11/12/13" };

        for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
                g_autofree char *raw = g_strdup(bad[i]);
                g_autoptr(GError) error = NULL;
                Address address;

                g_assert_false(address_read(raw, &address, &error));
                g_assert_true(refusal_is(error, REFUSAL_NO_SUCH_ROUTE));
        }
}

static void a_query_is_read_once_and_whole(void) {
        g_autofree char *raw = g_strdup("/v1/cases?name=%E5%BC%A0+%E4%B8%89%26&state=&&limit=%32");
        g_autoptr(GError) error = NULL;
        Address address;

        g_assert_true(read_whole(raw, &address, &error));
        g_assert_cmpstr(address_query(&address, "name"), ==, "张 三&");
        g_assert_cmpstr(address_query(&address, "state"), ==, "");
        g_assert_cmpstr(address_query(&address, "limit"), ==, "2");
}

static void a_query_that_is_not_expected_is_refused(void) {
        static const struct {
                const char *raw;
                RefusalKind kind;
        } bad[] = {
                { "/?other=1", REFUSAL_UNKNOWN_FIELD },
                { "/?=1", REFUSAL_UNKNOWN_FIELD },
                { "/?st%ff=1", REFUSAL_UNKNOWN_FIELD },
                { "/?state=1&state=1", REFUSAL_MALFORMED_VALUE },
                { "/?state", REFUSAL_MALFORMED_VALUE },
                { "/?state=%0d%0a", REFUSAL_MALFORMED_VALUE },
                { "/?state=%e5%bc", REFUSAL_MALFORMED_VALUE },
                { "/?state=%2", REFUSAL_MALFORMED_VALUE },
                { "/?state=1&state%00=1", REFUSAL_UNKNOWN_FIELD },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
                g_autofree char *raw = g_strdup(bad[i].raw);
                g_autoptr(GError) error = NULL;
                Address address;

                g_assert_false(read_whole(raw, &address, &error));
                g_assert_true(refusal_is(error, bad[i].kind));
        }
}

static void a_query_may_pass_over_what_others_added(void) {
        g_autofree char *raw = g_strdup("/help?utm_source=x&state=open&from=%ff&from&gclid=1");
        g_autoptr(GError) error = NULL;
        Address address;

        g_assert_true(address_read(raw, &address, &error));
        g_assert_true(address_read_query(&address, allowed, true, &error));
        g_assert_no_error(error);
        g_assert_cmpuint(address.query_count, ==, 1);
        g_assert_cmpstr(address_query(&address, "state"), ==, "open");
}

/* Property: whatever bytes come, reading ends, stays inside, and what it lets through is clean UTF-8. */
static void any_bytes_are_read_or_refused(void) {
        static const char alphabet[] = "/%?&=+az09AF\xe5\xff{}.\x7f";

        for (int round = 0; round < 20000; round++) {
                char raw[40] = "/";
                int length = g_test_rand_int_range(0, 38);
                Address address;

                for (int i = 1; i <= length; i++)
                        raw[i] = alphabet[g_test_rand_int_range(0, (gint32) sizeof alphabet - 1)];
                if (!address_read(raw, &address, NULL))
                        continue;
                for (guint i = 0; i < address.segment_count; i++) {
                        g_assert_true(g_utf8_validate(address.segments[i], -1, NULL));
                        g_assert_null(strpbrk(address.segments[i], "/\n\x7f"));
                }
                address_read_query(&address, allowed, false, NULL);
                g_assert_cmpuint(address.query_count, <=, 3);
        }
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/address/a-path-is-decoded-segment-by-segment", a_path_is_decoded_segment_by_segment);
        g_test_add_func("/address/a-path-that-hides-something-names-nothing",
                        a_path_that_hides_something_names_nothing);
        g_test_add_func("/address/a-query-is-read-once-and-whole", a_query_is_read_once_and_whole);
        g_test_add_func("/address/a-query-that-is-not-expected-is-refused", a_query_that_is_not_expected_is_refused);
        g_test_add_func("/address/a-query-may-pass-over-what-others-added", a_query_may_pass_over_what_others_added);
        g_test_add_func("/address/any-bytes-are-read-or-refused", any_bytes_are_read_or_refused);
        return g_test_run();
}
