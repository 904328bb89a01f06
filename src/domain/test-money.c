/* Money: what is read, written, refused and converted, up to the last micro-yuan of 64 bits. */
#include "domain/money.h"

typedef struct Pair {
        const char *text;
        gint64 micro_yuan;
} Pair;

static void test_yuan_are_read_to_the_micro_yuan(void) {
        static const Pair pairs[] = {
                { "0", 0 },
                { "1", 1000000 },
                { "12.345678", 12345678 },
                { "12.5", 12500000 },
                { "0.000001", 1 },
                { "-3.000001", -3000001 },
                { "0.37", 370000 },
                { "100", 100000000 },
                { "9223372036854.775807", G_MAXINT64 },
                { "-9223372036854.775808", G_MININT64 },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
                gint64 micro_yuan;

                g_assert_true(money_parse(pairs[i].text, &micro_yuan));
                g_assert_cmpint(micro_yuan, ==, pairs[i].micro_yuan);
        }
}

static void test_what_is_not_an_amount_is_refused(void) {
        static const char *const texts[] = {
                "",
                "-",
                ".5",
                "5.",
                "1.2345678",
                "01",
                "00",
                "+1",
                "1e3",
                " 1",
                "1 ",
                "1,000",
                "1.0.0",
                "--1",
                "-0",
                "-0.0",
                "0x10",
                "１",
                "1.2x",
                "x",
                "-.5",
                "1..2",
                "1.-2",
                "¥1",
                "9223372036854.775808",
                "-9223372036854.775809",
                "99999999999999999999",
                "9223372036855",
        };
        gint64 micro_yuan = 42;

        for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
                g_assert_false(money_parse(texts[i], &micro_yuan));
        g_assert_false(money_parse(NULL, &micro_yuan));
        g_assert_cmpint(micro_yuan, ==, 42);
}

static void test_an_amount_is_written_with_as_many_decimals_as_it_needs(void) {
        static const Pair pairs[] = {
                { "0.00", 0 },
                { "12.50", 12500000 },
                { "0.000001", 1 },
                { "-0.01", -10000 },
                { "1.234", 1234000 },
                { "1000.00", 1000000000 },
                { "9223372036854.775807", G_MAXINT64 },
                { "-9223372036854.775808", G_MININT64 },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
                g_autofree char *text = money_format(pairs[i].micro_yuan);

                g_assert_cmpstr(text, ==, pairs[i].text);
        }
}

static gint64 random_64(void) {
        guint64 bits = ((guint64) (guint32) g_test_rand_int() << 32) | (guint32) g_test_rand_int();

        return (gint64) (bits >> g_test_rand_int_range(0, 63)) * (g_test_rand_bit() ? 1 : -1);
}

static void test_any_amount_is_read_back_as_it_was_written(void) {
        for (int i = 0; i < 20000; i++) {
                gint64 amount = random_64(), back;
                g_autofree char *text = money_format(amount);
                g_autofree char *fen_text = money_format_fen(amount);

                g_assert_true(money_parse(text, &back));
                g_assert_cmpint(back, ==, amount);
                g_assert_true(money_parse_fen(fen_text, &back));
                g_assert_cmpint(back, ==, amount);
        }
}

static void test_fen_have_two_decimals(void) {
        gint64 fen = 7;
        g_autofree char *text = money_format_fen(37);

        g_assert_cmpstr(text, ==, "0.37");
        g_assert_true(money_parse_fen("0.37", &fen));
        g_assert_cmpint(fen, ==, 37);
        g_assert_true(money_parse_fen("0.3", &fen));
        g_assert_cmpint(fen, ==, 30);
        g_assert_false(money_parse_fen("0.370", &fen));
        g_assert_false(money_parse_fen("0.371", &fen));
        g_assert_cmpint(fen, ==, 30);
}

static void test_fen_convert_exactly_or_not_at_all(void) {
        gint64 out = 7;

        g_assert_true(money_from_fen(37, &out));
        g_assert_cmpint(out, ==, 370000);
        g_assert_false(money_from_fen(G_MAXINT64 / 10000 + 1, &out));
        g_assert_false(money_from_fen(G_MININT64, &out));
        g_assert_false(money_to_fen(370001, &out));
        g_assert_cmpint(out, ==, 370000);
        g_assert_true(money_to_fen(-370000, &out));
        g_assert_cmpint(out, ==, -37);
}

static void test_a_sum_that_does_not_fit_is_told(void) {
        gint64 sum = 7;

        g_assert_false(money_add(G_MAXINT64, 1, &sum));
        g_assert_false(money_add(G_MININT64, -1, &sum));
        g_assert_cmpint(sum, ==, 7);
        g_assert_true(money_add(G_MAXINT64, G_MININT64, &sum));
        g_assert_cmpint(sum, ==, -1);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/money/yuan are read to the micro-yuan", test_yuan_are_read_to_the_micro_yuan);
        g_test_add_func("/money/what is not an amount is refused", test_what_is_not_an_amount_is_refused);
        g_test_add_func("/money/an amount is written with as many decimals as it needs",
                        test_an_amount_is_written_with_as_many_decimals_as_it_needs);
        g_test_add_func("/money/any amount is read back as it was written",
                        test_any_amount_is_read_back_as_it_was_written);
        g_test_add_func("/money/fen have two decimals", test_fen_have_two_decimals);
        g_test_add_func("/money/fen convert exactly or not at all", test_fen_convert_exactly_or_not_at_all);
        g_test_add_func("/money/a sum that does not fit is told", test_a_sum_that_does_not_fit_is_told);
        return g_test_run();
}
