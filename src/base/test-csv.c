/* The reader of CSV: what RFC 4180 allows, what it does not, and windows that end anywhere. */
#include "base/csv.h"
#include "base/encoding.h"

#include <string.h>

static CsvRecord record;

static void assert_fields(const char *text, gsize size, const char *const *expected) {
        g_assert_cmpint(csv_read(text, size, true, &record), ==, CSV_RECORD);
        g_assert_cmpuint(record.count, ==, g_strv_length((char **) expected));
        for (guint i = 0; i < record.count; i++)
                g_assert_cmpstr(record.fields[i].text, ==, expected[i]);
}

#define FIELDS(text, ...) assert_fields(text, strlen(text), (const char *const[]){ __VA_ARGS__, NULL })

static void records_are_split_into_their_fields(void) {
        FIELDS("a,b,c\nd", "a", "b", "c");
        g_assert_cmpuint(record.size, ==, 6);
        FIELDS("a,b,c\r\nd", "a", "b", "c");
        g_assert_cmpuint(record.size, ==, 7);
        FIELDS("a,", "a", "");
        FIELDS(",", "", "");
        FIELDS("\"a,b\",\"c\"\"d\"\n", "a,b", "c\"d");
        FIELDS("\"\",x", "", "x");
        FIELDS("\"a\r\nb\nc\",x\nnext", "a\r\nb\nc", "x");
        g_assert_cmpuint(record.lines, ==, 3);
        FIELDS("张伟,\"杭州\"", "张伟", "杭州");
        FIELDS("\n", "");
        g_assert_true(csv_record_is_blank(&record));
        FIELDS("\"\"\n", "");
        g_assert_false(csv_record_is_blank(&record));
        g_assert_cmpint(csv_read("", 0, true, &record), ==, CSV_END);
        g_assert_cmpint(csv_read("", 0, false, &record), ==, CSV_MORE);
}

static void a_window_that_ends_within_a_record_asks_for_more(void) {
        static const char text[] = "a,\"b\"\"\r\n,\",c\r\n";

        for (gsize size = 0; size < strlen(text); size++)
                g_assert_cmpint(csv_read(text, size, false, &record), ==, CSV_MORE);
        g_assert_cmpint(csv_read(text, strlen(text), false, &record), ==, CSV_RECORD);
        g_assert_cmpstr(record.fields[1].text, ==, "b\"\r\n,");
        g_assert_cmpuint(record.lines, ==, 2);
}

static void assert_bad(const char *text, gsize size, CsvReason reason, gsize left_behind, guint lines) {
        g_assert_cmpint(csv_read(text, size, true, &record), ==, CSV_BAD);
        g_assert_cmpint(record.reason, ==, reason);
        g_assert_cmpuint(record.size, ==, left_behind);
        g_assert_cmpuint(record.lines, ==, lines);
}

static void what_is_wrong_costs_its_line_alone(void) {
        assert_bad("a\"b,c\nd,e\n", 10, CSV_REASON_QUOTE, 6, 1);
        assert_bad("\"a\"b,c\nd,e\n", 11, CSV_REASON_QUOTE, 7, 1);
        assert_bad("\"never closed,c\nd,e\nf", 21, CSV_REASON_QUOTE, 16, 1);
        assert_bad("a\rb\nc\n", 6, CSV_REASON_BREAK, 4, 1);
        assert_bad("a\r", 2, CSV_REASON_BREAK, 2, 1);
        assert_bad("a,\0b\nc\n", 7, CSV_REASON_NUL, 5, 1);
        assert_bad("\"a\n\0\",b\nc", 9, CSV_REASON_NUL, 8, 2);
}

static void more_fields_than_there_may_be_are_refused(void) {
        g_autofree char *text = g_strnfill(CSV_FIELDS_MAX, ',');

        g_assert_cmpint(csv_read(text, CSV_FIELDS_MAX - 1, true, &record), ==, CSV_RECORD);
        g_assert_cmpuint(record.count, ==, CSV_FIELDS_MAX);
        assert_bad(text, CSV_FIELDS_MAX, CSV_REASON_FIELDS, CSV_FIELDS_MAX, 1);
}

static void a_record_that_is_too_long_is_refused_where_the_window_ends(void) {
        g_autofree char *text = g_strnfill(2 * CSV_RECORD_BYTES_MAX, 'x');

        assert_bad(text, 2 * CSV_RECORD_BYTES_MAX, CSV_REASON_TOO_LONG, CSV_RECORD_BYTES_MAX, 1);
        text[0] = '"';
        assert_bad(text, 2 * CSV_RECORD_BYTES_MAX, CSV_REASON_TOO_LONG, CSV_RECORD_BYTES_MAX, 1);
        text[100] = '\n';
        assert_bad(text, 2 * CSV_RECORD_BYTES_MAX, CSV_REASON_QUOTE, 101, 1);
        text[0] = 'x';
        text[100] = 'x';
        text[CSV_RECORD_BYTES_MAX - 1] = '\n';
        g_assert_cmpint(csv_read(text, 2 * CSV_RECORD_BYTES_MAX, false, &record), ==, CSV_RECORD);
        g_assert_cmpuint(record.fields[0].size, ==, CSV_RECORD_BYTES_MAX - 1);
}

static void encodings_are_told_apart(void) {
        static const char utf_8[] = "姓名,张伟\n", gb[] = "\xd0\xd5\xc3\xfb,\xd5\xc5\xce\xb0\n",
                          utf_16[] = "\xff\xfe\xd3\x59", latin[] = "name,Andr\xe9 M\xfcller\n",
                          rare[] = "\xd5\xc5\xce\xb0\xb8\xf9\xbe\xdd\xc3\xfb\x82\x30\xc2\x36";

        g_assert_cmpint(encoding_guess(utf_8, strlen(utf_8)), ==, ENCODING_UTF_8);
        g_assert_cmpint(encoding_guess(utf_8, 2), ==, ENCODING_UTF_8); /* cut off within a character */
        g_assert_cmpint(encoding_guess("a\0b", 3), ==, ENCODING_UTF_8);
        g_assert_cmpint(encoding_guess(gb, strlen(gb)), ==, ENCODING_GB_18030);
        g_assert_cmpint(encoding_guess(gb, strlen(gb) - 2), ==, ENCODING_GB_18030);
        g_assert_cmpint(encoding_guess(rare, strlen(rare)), ==, ENCODING_GB_18030);
        g_assert_cmpint(encoding_guess(utf_16, strlen(utf_16)), ==, ENCODING_UTF_16);
        g_assert_cmpint(encoding_guess(latin, strlen(latin)), ==, ENCODING_UNKNOWN);
        g_assert_cmpint(encoding_guess("\xe5\xbc\xa0\xff", 4), ==, ENCODING_UNKNOWN);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/csv/fields", records_are_split_into_their_fields);
        g_test_add_func("/csv/windows", a_window_that_ends_within_a_record_asks_for_more);
        g_test_add_func("/csv/wrong", what_is_wrong_costs_its_line_alone);
        g_test_add_func("/csv/too-many-fields", more_fields_than_there_may_be_are_refused);
        g_test_add_func("/csv/too-long", a_record_that_is_too_long_is_refused_where_the_window_ends);
        g_test_add_func("/encoding", encodings_are_told_apart);
        return g_test_run();
}
