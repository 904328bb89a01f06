/* Tests of what an origin reports. */
#include "base/instant.h"
#include "base/refusal.h"
#include "partners/origin.h"

#include <locale.h>
#include <string.h>

#define NOW (G_GINT64_CONSTANT(1525948454) * INSTANT_SECOND) /* 2018-05-10T10:34:14Z */
#define REPORT(origin, owner, kind, number, verified)                                                         \
        "{\"report_id\":\"r1\",\"origin\":\"" origin "\",\"origin_account\":\"tb_1\",\"owner_kind\":\"" owner \
        "\",\"owner_name\":\"张三\",\"number_kind\":\"" kind "\",\"owner_number\":\"" number                  \
        "\",\"verified_at\":\"" verified "\"}"

static bool read_and_check(const char *text, NumberVerdict *number, GError **error) {
        json_auto_t *object = json_text_read(text, strlen(text), error);
        g_auto(OriginReport) report = { 0 };

        return object && json_fields_read(object, origin_report_fields, &report, error)
               && origin_report_check(&report, NOW, number, error);
}

static void a_new_owner_is_taken_with_the_number_put_right(void) {
        NumberVerdict number = { 0 };
        g_autoptr(GError) error = NULL;

        g_assert_true(read_and_check(
                REPORT("taobao", "personal", "resident-id", "11010519491231002x", "2018-05-10T10:00:00Z"), &number,
                &error));
        g_assert_no_error(error);
        g_assert_cmpstr(number.text, ==, "11010519491231002X");
        /* their clock may be a little ahead of ours */
        g_assert_true(read_and_check(
                REPORT("oidc", "enterprise", "uscc", "91350100M000100Y43", "2018-05-10T10:38:00Z"), &number, &error));
}

static void what_cannot_be_is_refused_with_its_field(void) {
        static const struct {
                const char *text;
                RefusalKind kind;
                const char *pointer;
        } rows[] = {
                { REPORT("local", "personal", "resident-id", "11010519491231002X", "2018-05-10T10:00:00Z"),
                  REFUSAL_UNKNOWN_VALUE, "/origin" },
                { REPORT("ebay", "personal", "resident-id", "11010519491231002X", "2018-05-10T10:00:00Z"),
                  REFUSAL_UNKNOWN_VALUE, "/origin" },
                { REPORT("taobao", "enterprise", "resident-id", "11010519491231002X", "2018-05-10T10:00:00Z"),
                  REFUSAL_UNKNOWN_VALUE, "/number_kind" },
                { REPORT("taobao", "personal", "mobile", "13800138000", "2018-05-10T10:00:00Z"),
                  REFUSAL_UNKNOWN_VALUE, "/number_kind" },
                { REPORT("taobao", "personal", "resident-id", "110105194912310021", "2018-05-10T10:00:00Z"),
                  REFUSAL_NUMBER_INVALID, "/owner_number" },
                { REPORT("taobao", "personal", "resident-id", "11010519491231002X", "2018-05-10T10:40:00Z"),
                  REFUSAL_OUT_OF_RANGE, "/verified_at" },
                { REPORT("taobao", "personal", "resident-id", "11010519491231002X", "1999-12-31T10:00:00Z"),
                  REFUSAL_OUT_OF_RANGE, "/verified_at" },
        };

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                NumberVerdict number = { 0 };
                g_autoptr(GError) error = NULL;

                g_assert_false(read_and_check(rows[i].text, &number, &error));
                g_assert_true(refusal_is(error, rows[i].kind));
                g_assert_cmpstr(refusal_pointer(error), ==, rows[i].pointer);
                g_assert_cmpstr(number.text, ==, "");
        }
}

int main(int argc, char **argv) {
        setlocale(LC_ALL, "C.UTF-8");
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/origin/a new owner is taken with the number put right",
                        a_new_owner_is_taken_with_the_number_put_right);
        g_test_add_func("/origin/what cannot be is refused with its field", what_cannot_be_is_refused_with_its_field);
        return g_test_run();
}
