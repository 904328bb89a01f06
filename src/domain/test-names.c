/* Tests of names and masks: which texts are names, which are the same, what may be shown of them. */
#include "base/refusal.h"
#include "domain/masks.h"
#include "domain/names.h"

#include <string.h>

/* A message of one line, whatever is in the text. */
static void message_escaped(const char *text) {
        g_autofree char *escaped = g_strescape(text, NULL);

        g_test_message("%s", escaped);
}

typedef struct Pair {
        NameKind kind;
        const char *given, *normal; /* normal NULL: no name */
        NameReason reason;
} Pair;

static void assert_normal(const Pair *pairs, gsize count) {
        for (gsize i = 0; i < count; i++) {
                NameReason reason;
                g_autofree char *normal = name_normalise(pairs[i].kind, pairs[i].given, &reason);

                message_escaped(pairs[i].given);
                g_assert_cmpstr(normal, ==, pairs[i].normal);
                g_assert_cmpstr(enum_name(&name_reason_names, (int) reason), ==,
                                enum_name(&name_reason_names, (int) pairs[i].reason));
                if (normal) {
                        g_autofree char *again = name_normalise(pairs[i].kind, normal, NULL);

                        g_assert_cmpstr(again, ==, normal);
                }
        }
}

static void chinese_names_are_brought_to_one_form(void) {
        static const Pair pairs[] = {
                { NAME_PERSON, "张三", "张三" },
                { NAME_PERSON, " 张　三 ", "张三" },
                { NAME_PERSON, "买买提•吐尔逊", "买买提·吐尔逊" },
                { NAME_PERSON, "买买提・吐尔逊", "买买提·吐尔逊" },
                { NAME_PERSON, "买买提･吐尔逊", "买买提·吐尔逊" },
                { NAME_PERSON, "买买提 · 吐尔逊", "买买提·吐尔逊" },
                { NAME_PERSON, "买买提.吐尔逊", "买买提·吐尔逊" },
                { NAME_PERSON, "买买提．吐尔逊", "买买提·吐尔逊" },
                { NAME_PERSON, "𠮷野", "𠮷野" },
                { NAME_PERSON, "王\U00030EDE", "王\U00030EDE" }, /* extension G */
                { NAME_PERSON, "王\U0002EBF0", "王\U0002EBF0" }, /* extension I */
                { NAME_PERSON, "王\U000323B0", "王\U000323B0" }, /* extension J */
                { NAME_PERSON, "李\uF9DC", "李隆" },             /* a compatibility ideograph */
                { NAME_PERSON, "\u2F63田", "生田" },             /* a Kangxi radical */
                { NAME_PERSON, "葛\U000E0100城", "葛城" },       /* a variation selector */
                { NAME_PERSON, "\uFEFF张\u200B三\u202C", "张三" },
                { NAME_PERSON, "赵", "赵" },
        };

        assert_normal(pairs, G_N_ELEMENTS(pairs));
}

static void foreigners_names_keep_their_parts(void) {
        static const Pair pairs[] = {
                { NAME_PERSON, "  ANNA   MARIA ERIKSSON", "ANNA MARIA ERIKSSON" },
                { NAME_PERSON, "Seán O’Brien", "Seán O'Brien" },
                { NAME_PERSON, "Jose\u0301 García-Márquez", "José García-Márquez" },
                { NAME_PERSON, "Jose\u00AD\u0301", "José" }, /* an invisible one between a letter and its accent */
                { NAME_PERSON, "J. R. Smith, Jr.", "J. R. Smith, Jr." },
                { NAME_PERSON, "Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith" },
                { NAME_PERSON, "Nguyễn Văn Đức", "Nguyễn Văn Đức" },
                { NAME_PERSON, "约翰·史密斯", "约翰·史密斯" },
        };

        assert_normal(pairs, G_N_ELEMENTS(pairs));
}

static void what_is_no_name_is_told_why(void) {
        static const Pair pairs[] = {
                { NAME_PERSON, "", NULL, NAME_EMPTY },
                { NAME_PERSON, " \u3000\u200B", NULL, NAME_EMPTY },
                { NAME_PERSON, "''", NULL, NAME_EMPTY },
                { NAME_PERSON, "张3", NULL, NAME_WRONG_CHARACTER },
                { NAME_PERSON, "张三<", NULL, NAME_WRONG_CHARACTER },
                { NAME_PERSON, "张\n\x01三", NULL, NAME_WRONG_CHARACTER },
                { NAME_PERSON, "Иван", NULL, NAME_WRONG_CHARACTER },
                { NAME_PERSON, "王\uE863", NULL, NAME_WRONG_CHARACTER },
                { NAME_PERSON, "·张三", NULL, NAME_WRONG_SEPARATOR },
                { NAME_PERSON, "张三·", NULL, NAME_WRONG_SEPARATOR },
                { NAME_PERSON, "买买提··吐尔逊", NULL, NAME_WRONG_SEPARATOR },
                { NAME_PERSON, "Anna--Maria", NULL, NAME_WRONG_SEPARATOR },
                { NAME_PERSON, "张\xff", NULL, NAME_WRONG_ENCODING },
                { NAME_ORGANISATION, "123", NULL, NAME_EMPTY },
                { NAME_ORGANISATION, "公\x07司", NULL, NAME_WRONG_CHARACTER },
                { NAME_ORGANISATION, "公\uE000司", NULL, NAME_WRONG_CHARACTER },
        };
        g_autofree char *person = g_strnfill(NAME_PERSON_LENGTH_MAX + 1, 'a');
        g_autofree char *organisation = g_strnfill(NAME_ORGANISATION_LENGTH_MAX + 1, 'a');
        NameReason reason;

        assert_normal(pairs, G_N_ELEMENTS(pairs));
        g_assert_null(name_normalise(NAME_PERSON, person, &reason));
        g_assert_cmpint(reason, ==, NAME_TOO_LONG);
        g_assert_null(name_normalise(NAME_ORGANISATION, organisation, &reason));
        g_assert_cmpint(reason, ==, NAME_TOO_LONG);
}

static void organisations_are_written_as_on_the_licence(void) {
        static const Pair pairs[] = {
                { NAME_ORGANISATION, "杭州例子(上海) 有限公司", "杭州例子（上海）有限公司" },
                { NAME_ORGANISATION, "杭州例子（上海）有限公司", "杭州例子（上海）有限公司" },
                { NAME_ORGANISATION, "３６０ 科技有限公司", "360 科技有限公司" },
                { NAME_ORGANISATION, "AT&T (China) Inc.", "AT&T (China) Inc." },
        };

        assert_normal(pairs, G_N_ELEMENTS(pairs));
}

static void the_same_name_is_known_in_any_writing(void) {
        g_assert_true(name_equal(NAME_PERSON, "anna maria Eriksson", "ANNA  MARIA ERIKSSON"));
        g_assert_true(name_equal(NAME_PERSON, "买买提•吐尔逊", "买买提·吐尔逊"));
        g_assert_true(name_equal(NAME_ORGANISATION, "例子(中国)有限公司", "例子（中国）有限公司"));
        g_assert_false(name_equal(NAME_PERSON, "张三", "张叁"));
        g_assert_false(name_equal(NAME_PERSON, "买买提吐尔逊", "买买提·吐尔逊"));
        g_assert_false(name_equal(NAME_PERSON, "", ""));
}

static void a_field_s_name_is_refused_with_its_pointer(void) {
        g_autoptr(GError) error = NULL;
        g_autofree char *name = NULL;

        g_assert_true(name_require(NAME_PERSON, "张 三", "/claim/name", &name, &error));
        g_assert_cmpstr(name, ==, "张三");
        g_assert_false(name_require(NAME_PERSON, "张3", "/claim/name", &name, &error));
        g_assert_true(refusal_is(error, REFUSAL_NAME_INVALID));
        g_assert_cmpstr(refusal_pointer(error), ==, "/claim/name");
        g_assert_cmpstr(name, ==, "张三");
}

typedef char *(*Mask)(const char *text);

static char *mask_person(const char *name) {
        return mask_name(NAME_PERSON, name);
}

static char *mask_organisation(const char *name) {
        return mask_name(NAME_ORGANISATION, name);
}

static void a_mask_shows_only_what_its_owner_needs(void) {
        static const struct {
                Mask mask;
                const char *text, *shown;
        } masks[] = {
                { mask_person, "张三", "张*" },
                { mask_person, "欧阳娜娜", "欧***" },
                { mask_person, "𠮷野家", "𠮷**" },
                { mask_person, "买买提·吐尔逊", "买**·***" },
                { mask_person, "John Smith", "J*** *****" },
                { mask_person, "José", "J***" },
                { mask_person, "赵", "*" },
                { mask_person, "", "" },
                { mask_person, "张\xff", "***" },
                { mask_organisation, "杭州某某网络有限公司", "杭州******公司" },
                { mask_organisation, "例子公司", "例***" },
                { mask_number, "11010519491231002X", "1101**********002X" },
                { mask_number, "4111111111111111", "4111********1111" },
                { mask_number, "12345678", "12****78" },
                { mask_number, "1234567", "*******" },
                { mask_mobile, "+8613800138000", "+86138****8000" },
                { mask_mobile, "13800138000", "138****8000" },
                { mask_mobile, "110", "***" },
                { mask_email, "zhang.san@example.com", "z***@example.com" },
                { mask_email, "z@example.com", "***@example.com" },
                { mask_email, "no address", "***" },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(masks); i++) {
                g_autofree char *shown = masks[i].mask(masks[i].text);

                g_assert_cmpstr(shown, ==, masks[i].shown);
        }
}

/* clang-format off */
int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/names/Chinese names are brought to one form", chinese_names_are_brought_to_one_form);
        g_test_add_func("/names/foreigners' names keep their parts", foreigners_names_keep_their_parts);
        g_test_add_func("/names/what is no name is told why", what_is_no_name_is_told_why);
        g_test_add_func("/names/organisations are written as on the licence", organisations_are_written_as_on_the_licence);
        g_test_add_func("/names/the same name is known in any writing", the_same_name_is_known_in_any_writing);
        g_test_add_func("/names/a field's name is refused with its pointer", a_field_s_name_is_refused_with_its_pointer);
        g_test_add_func("/names/a mask shows only what its owner needs", a_mask_shows_only_what_its_owner_needs);
        return g_test_run();
}
/* clang-format on */
