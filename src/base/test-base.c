/* Tests of the ground: ids, instants, languages, refusals, JSON field tables. */
#include "base/instant.h"
#include "base/json-fields.h"
#include "base/json-text.h"
#include "base/language.h"
#include "base/refusal.h"
#include "base/uuid.h"

#include <locale.h>
#include <string.h>

static void an_id_keeps_its_text_and_sorts_by_time(void) {
        Uuid early = uuid_new(1525948454000000), late = uuid_new(1525948454001000), read;
        g_autofree char *text = uuid_to_text(&early);

        g_assert_true(uuid_parse(text, &read));
        g_assert_true(uuid_equal(&early, &read));
        g_assert_cmpint(memcmp(early.bytes, late.bytes, 16), <, 0);
        g_assert_cmpint(text[14], ==, '7');
        g_assert_false(uuid_parse("0163499c-2a70-7000-8000-00000000000", &read));
        g_assert_false(uuid_parse("0163499c-2a70-7000-8000-0000000000zz", &read));
}

static void an_instant_is_rfc_3339_both_ways(void) {
        g_autoptr(GTimeZone) shanghai = g_time_zone_new_identifier("Asia/Shanghai");
        g_autofree char *text = instant_format(1525948454000000, shanghai);
        gint64 instant = 0;

        g_assert_cmpstr(text, ==, "2018-05-10T18:34:14+08:00");
        g_assert_true(instant_parse(text, &instant));
        g_assert_cmpint(instant, ==, 1525948454000000);
        g_assert_true(instant_parse("2018-05-10T10:34:14.5Z", &instant));
        g_assert_cmpint(instant, ==, 1525948454500000);
        g_assert_false(instant_parse("2018-05-10T10:34:14", &instant));
        g_assert_false(instant_parse("2018-02-30T10:34:14Z", &instant));
        g_assert_false(instant_parse("0001-01-01T00:00:00+00:01", &instant)); /* could not be written again */
        g_assert_false(instant_parse("9999-12-31T23:59:59-00:01", &instant));
        g_assert_false(instant_parse("2018-05-10", &instant));
}

static void an_early_instant_keeps_its_four_digits_of_year(void) {
        static const char *const texts[] = { "0001-01-01T00:00:00Z",        "0001-01-01T08:00:00+08:00",
                                             "0099-12-31T23:59:59.000001Z", "0618-06-18T06:18:00+08:00",
                                             "0999-12-31T23:59:59Z",        "1000-01-01T00:00:00Z" };
        g_autoptr(GTimeZone) east = g_time_zone_new_offset(8 * 3600);
        g_autoptr(GTimeZone) shanghai = g_time_zone_new_identifier("Asia/Shanghai");
        g_autofree char *mean_time = NULL;
        gint64 instant;

        for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
                g_autofree char *written = NULL;

                g_assert_true(instant_parse(texts[i], &instant));
                written = instant_format(instant, g_str_has_suffix(texts[i], "Z") ? NULL : east);
                g_assert_cmpstr(written, ==, texts[i]);
        }
        g_assert_true(instant_parse("1850-01-01T00:00:00Z", &instant));
        mean_time = instant_format(instant, shanghai); /* UTC+8:05:43 then, which no offset of RFC 3339 can say */
        g_assert_cmpstr(mean_time, ==, "1850-01-01T00:00:00Z");
}

/* Our own arithmetic against GLib's, over all years that can be written, in a zone of summer times and in UTC. */
static void every_year_is_written_as_glib_writes_it(void) {
        const gint64 first = G_GINT64_CONSTANT(-62135596800), last = G_GINT64_CONSTANT(253402300799);
        g_autoptr(GTimeZone) berlin = g_time_zone_new_identifier("Europe/Berlin");
        g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

        g_assert_nonnull(berlin);
        for (gint64 second = first; second <= last; second += 8 * 86400 + 12345) {
                bool modern = second > 0; /* before, Berlin was off by odd seconds */
                g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(second);
                g_autoptr(GDateTime) local = g_date_time_to_timezone(time, modern ? berlin : utc);
                g_autofree char *text = instant_format(second * INSTANT_SECOND, modern ? berlin : NULL);
                g_autofree char *tail = g_date_time_format(local, modern ? "-%m-%dT%H:%M:%S%:z" : "-%m-%dT%H:%M:%SZ");
                g_autofree char *wanted = g_strdup_printf("%04d%s", g_date_time_get_year(local), tail);

                g_assert_cmpstr(text, ==, wanted);
        }
}

static void the_language_is_the_one_preferred(void) {
        g_assert_cmpint(language_choose(NULL), ==, LANGUAGE_ZH);
        g_assert_cmpint(language_choose("en-GB,en;q=0.9,zh;q=0.5"), ==, LANGUAGE_EN);
        g_assert_cmpint(language_choose("fr, zh;q=0.8, en;q=0.7"), ==, LANGUAGE_ZH);
        g_assert_cmpint(language_choose("en_US.UTF-8"), ==, LANGUAGE_EN);
}

static void every_refusal_has_its_row(void) {
        for (int kind = 0; kind < REFUSAL_COUNT; kind++) {
                const RefusalType *type = refusal_type((RefusalKind) kind);

                g_assert_cmpint(type->http, >=, 400);
                for (int language = 0; language < LANGUAGE_COUNT; language++) {
                        g_assert_nonnull(type->title[language]);
                        g_assert_nonnull(type->text[language]);
                }
                for (int other = 0; other < kind; other++)
                        g_assert_cmpstr(type->type, !=, refusal_type((RefusalKind) other)->type);
        }
}

static void a_refusal_names_the_field_in_both_languages(void) {
        g_autoptr(GError) error = NULL;
        g_autofree char *zh = NULL;
        g_autofree char *en = NULL;

        g_assert_false(refuse(&error, REFUSAL_TOO_LONG, "/statement", "statement", "2000", NULL));
        zh = refusal_text(error, LANGUAGE_ZH);
        en = refusal_text(error, LANGUAGE_EN);
        g_assert_cmpstr(refusal_pointer(error), ==, "/statement");
        g_assert_cmpstr(zh, ==, "“statement”最多 2000 个字符。");
        g_assert_cmpstr(en, ==, "\"statement\" may have 2000 characters at most.");
}

static void a_refusal_names_things_in_the_language_spoken(void) {
        g_autoptr(GError) error = NULL;
        g_autofree char *route = refusal_both("企业名称变更", "Change of an enterprise's name");
        g_autofree char *zh = NULL;
        g_autofree char *en = NULL;

        g_assert_false(
                refuse(&error, REFUSAL_ROUTE_NOT_APPLICABLE, "/route", route, REFUSAL_BOTH("甲", "because"), NULL));
        zh = refusal_text(error, LANGUAGE_ZH);
        en = refusal_text(error, LANGUAGE_EN);
        g_assert_cmpstr(zh, ==, "办法“企业名称变更”不适用：甲。");
        g_assert_cmpstr(en, ==, "The route \"Change of an enterprise's name\" does not apply: because.");
}

static void people_read_whole_minutes(void) {
        g_autoptr(GTimeZone) shanghai = g_time_zone_new_identifier("Asia/Shanghai");
        g_autofree char *whole = instant_format_minute(1525948440000000, shanghai);
        g_autofree char *after = instant_format_minute(1525948440000001, shanghai);

        g_assert_cmpstr(whole, ==, "2018-05-10 18:34");
        g_assert_cmpstr(after, ==, "2018-05-10 18:35");
}

typedef struct Wish {
        char *statement;
        gint64 count;
        bool has_claim;
        struct {
                char *name;
        } claim;
        GStrv tags;
} Wish;

static const JsonField claim_fields[] = {
        { .name = "name", .type = JSON_FIELD_TEXT, .offset = 0, .length_max = 4 },
        { 0 },
};

static const JsonField wish_fields[] = {
        { .name = "statement", .type = JSON_FIELD_TEXT, .offset = offsetof(Wish, statement) },
        { .name = "count",
          .type = JSON_FIELD_INTEGER,
          .offset = offsetof(Wish, count),
          .optional = true,
          .low = 1,
          .high = 9 },
        { .name = "claim",
          .type = JSON_FIELD_OBJECT,
          .offset = offsetof(Wish, claim),
          .optional = true,
          .fields = claim_fields,
          .present_offset = offsetof(Wish, has_claim) },
        { .name = "tags", .type = JSON_FIELD_TEXT_LIST, .offset = offsetof(Wish, tags), .optional = true, .high = 2 },
        { 0 },
};

static void json_is_read_or_refused_with_its_pointer(void) {
        static const struct {
                const char *text;
                int kind; /* -1: taken */
                const char *pointer;
        } rows[] = {
                { "{\"statement\":\"x\"}", -1, NULL },
                { "{\"statement\":\"x\",\"claim\":{\"name\":\"张三\"},\"tags\":[\"a\",\"b\"],\"count\":9}", -1,
                  NULL },
                { "{}", REFUSAL_MISSING_FIELD, "/statement" },
                { "{\"statement\":\"  \"}", REFUSAL_MISSING_FIELD, "/statement" },
                { "{\"statement\":1}", REFUSAL_WRONG_TYPE, "/statement" },
                { "{\"statement\":\"a\\u0007\"}", REFUSAL_MALFORMED_VALUE, "/statement" },
                { "{\"statement\":\"x\",\"count\":10}", REFUSAL_OUT_OF_RANGE, "/count" },
                { "{\"statement\":\"x\",\"claim\":{\"name\":\"张三李四五\"}}", REFUSAL_TOO_LONG, "/claim/name" },
                { "{\"statement\":\"x\",\"claim\":{\"name\":\"a\",\"a/b\":1}}", REFUSAL_UNKNOWN_FIELD,
                  "/claim/a~1b" },
                { "{\"statement\":\"x\",\"tags\":[\"a\",2]}", REFUSAL_WRONG_TYPE, "/tags/1" },
                { "[]", REFUSAL_WRONG_TYPE, "" },
                { "{\"statement\":\"x\",\"statement\":\"y\"}", REFUSAL_MALFORMED_BODY, NULL },
                { "{\"statement\":\"x\"} x", REFUSAL_MALFORMED_BODY, NULL },
        };

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                g_autoptr(GError) error = NULL;
                json_auto_t *object = json_text_read(rows[i].text, strlen(rows[i].text), &error);
                Wish wish = { 0 };
                bool taken = object && json_fields_read(object, wish_fields, &wish, &error);

                g_assert_cmpint(taken, ==, rows[i].kind < 0);
                if (!taken) {
                        g_assert_true(refusal_is(error, (RefusalKind) rows[i].kind));
                        g_assert_cmpstr(refusal_pointer(error), ==, rows[i].pointer);
                }
                json_fields_clear(wish_fields, &wish);
        }
}

static json_t *value_make(GRand *random, guint depth) {
        static const char *const texts[] = {
                "", "a", "\"\\/", "\b\f\n\r\t\x01\x1f\x7f", "杭州示例科技有限公司", "🀄 \u2028"
        };
        json_t *value = NULL;
        guint count = depth < 4 ? (guint) g_rand_int_range(random, 0, 40) : 0;

        switch (g_rand_int_range(random, 0, depth < 4 ? 8 : 6)) {
        case 0: return json_string(texts[g_rand_int_range(random, 0, G_N_ELEMENTS(texts))]);
        case 1: return json_integer((json_int_t) (((guint64) g_rand_int(random) << 32) | g_rand_int(random)));
        case 2: return json_integer(g_rand_boolean(random) ? G_MININT64 : 0);
        case 3: return json_boolean(g_rand_boolean(random));
        case 4: return json_real(g_rand_double_range(random, -1e9, 1e9));
        case 5: return json_stringn("a\0b", 3);
        case 6:
                value = json_array();
                for (guint i = 0; i < count; i++)
                        json_array_append_new(value, value_make(random, depth + 1));
                return value;
        default:
                value = json_object();
                for (guint i = 0; i < count; i++) {
                        g_autofree char *name =
                                g_strdup_printf("%s%u", texts[i % G_N_ELEMENTS(texts)], g_rand_int(random) % 50);

                        json_object_set_new(value, name, value_make(random, depth + 1));
                }
                return value;
        }
}

static void json_is_written_as_jansson_writes_it(void) {
        guint32 seed = g_random_int();
        g_autoptr(GRand) random = g_rand_new_with_seed(seed);

        g_test_message("seed %u", seed);
        for (guint i = 0; i < 300; i++) {
                json_auto_t *value = value_make(random, 0);
                g_autofree char *made = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
                g_autofree char *sorted = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
                gsize size;
                g_autofree char *text = json_text_write(value, JSON_TEXT_AS_MADE, &size);
                g_autofree char *in_order = json_text_write(value, JSON_TEXT_SORTED, NULL);

                g_assert_cmpstr(text, ==, made);
                g_assert_cmpuint(size, ==, strlen(made));
                g_assert_cmpstr(in_order, ==, sorted);
        }
}

int main(int argc, char **argv) {
        setlocale(LC_ALL, "C.UTF-8");
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/base/an id keeps its text and sorts by time", an_id_keeps_its_text_and_sorts_by_time);
        g_test_add_func("/base/an instant is RFC 3339 both ways", an_instant_is_rfc_3339_both_ways);
        g_test_add_func("/base/an early instant keeps its four digits of year",
                        an_early_instant_keeps_its_four_digits_of_year);
        g_test_add_func("/base/every year is written as GLib writes it", every_year_is_written_as_glib_writes_it);
        g_test_add_func("/base/the language is the one preferred", the_language_is_the_one_preferred);
        g_test_add_func("/base/every refusal has its row", every_refusal_has_its_row);
        g_test_add_func("/base/a refusal names the field in both languages",
                        a_refusal_names_the_field_in_both_languages);
        g_test_add_func("/base/a refusal names things in the language spoken",
                        a_refusal_names_things_in_the_language_spoken);
        g_test_add_func("/base/people read whole minutes", people_read_whole_minutes);
        g_test_add_func("/base/json is written as Jansson writes it", json_is_written_as_jansson_writes_it);
        g_test_add_func("/base/json is read or refused with its pointer", json_is_read_or_refused_with_its_pointer);
        return g_test_run();
}
