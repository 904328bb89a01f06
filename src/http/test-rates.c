/* Tests of the rates: what is granted, refused and when again; the table cannot grow. */
#include "http/rates.h"

#include <string.h>

#define SECOND G_GINT64_CONSTANT(1000000)

static const RateLimit limit = { .burst = 3, .per_minute = 60 };

static void a_burst_is_granted_and_then_one_a_second(void) {
        g_autoptr(Rates) rates = rates_new(64);
        RateKey key = rate_key_of_address("192.0.2.1");
        guint wait_s = 0;

        for (int i = 0; i < 3; i++)
                g_assert_true(rates_take(rates, &limit, RATE_LOGIN, &key, 0, &wait_s));
        g_assert_false(rates_take(rates, &limit, RATE_LOGIN, &key, 0, &wait_s));
        g_assert_cmpuint(wait_s, >=, 1);
        g_assert_cmpuint(wait_s, <=, 2);
        g_assert_true(rates_take(rates, &limit, RATE_LOGIN, &key, wait_s * SECOND, &wait_s));
}

static void classes_and_principals_do_not_share(void) {
        g_autoptr(Rates) rates = rates_new(64);
        RateKey one = rate_key_of_address("192.0.2.1"), two = rate_key_of_address("192.0.2.2");
        guint wait_s;

        for (int i = 0; i < 3; i++)
                rates_take(rates, &limit, RATE_LOGIN, &one, 0, &wait_s);
        g_assert_false(rates_take(rates, &limit, RATE_LOGIN, &one, 0, &wait_s));
        g_assert_true(rates_take(rates, &limit, RATE_READ, &one, 0, &wait_s));
        g_assert_true(rates_take(rates, &limit, RATE_LOGIN, &two, 0, &wait_s));
}

static void a_network_of_ipv6_is_one_address(void) {
        RateKey one = rate_key_of_address("2001:db8:1:2::1"), same = rate_key_of_address("2001:db8:1:2:ffff::9");
        RateKey other = rate_key_of_address("2001:db8:1:3::1");
        RateKey four = rate_key_of_address("192.0.2.1"), mapped = rate_key_of_address("::ffff:192.0.2.1");

        g_assert_cmpint(memcmp(&one, &same, sizeof one), ==, 0);
        g_assert_cmpint(memcmp(&one, &other, sizeof one), !=, 0);
        g_assert_cmpint(memcmp(&four, &mapped, sizeof four), ==, 0);
}

static void a_crowd_forgets_only_the_stalest(void) {
        g_autoptr(Rates) rates = rates_new(8);
        RateKey busy = rate_key_of_address("192.0.2.1");
        guint wait_s;

        for (int i = 0; i < 3; i++)
                rates_take(rates, &limit, RATE_LOGIN, &busy, i, &wait_s);
        for (int i = 0; i < 100; i++) {
                RateKey other = { .bytes = { (guint8) i, 1 } };

                g_assert_true(rates_take(rates, &limit, RATE_LOGIN, &other, 10 + 2 * i, &wait_s));
                g_assert_false(rates_take(rates, &limit, RATE_LOGIN, &busy, 11 + 2 * i, &wait_s));
        }
}

static void a_class_without_limit_grants_everything(void) {
        static const RateLimit none = { 0 };
        g_autoptr(Rates) rates = rates_new(8);
        RateKey key = { 0 };
        guint wait_s;

        for (int i = 0; i < 1000; i++)
                g_assert_true(rates_take(rates, &none, RATE_READ, &key, 0, &wait_s));
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/rates/a-burst-is-granted-and-then-one-a-second", a_burst_is_granted_and_then_one_a_second);
        g_test_add_func("/rates/classes-and-principals-do-not-share", classes_and_principals_do_not_share);
        g_test_add_func("/rates/a-network-of-ipv6-is-one-address", a_network_of_ipv6_is_one_address);
        g_test_add_func("/rates/a-crowd-forgets-only-the-stalest", a_crowd_forgets_only_the_stalest);
        g_test_add_func("/rates/a-class-without-limit-grants-everything", a_class_without_limit_grants_everything);
        return g_test_run();
}
