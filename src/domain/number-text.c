/* What a verdict says to a person: what is wrong, at which character, how to mend it. The number itself is not repeated. */
#include "domain/numbers.h"

/* The lengths a number may have. */
static const char *const lengths[NUMBER_KIND_COUNT][LANGUAGE_COUNT] = {
        [NUMBER_RESIDENT_ID] = { "应为 18 位（旧号为 15 位）", "it has 18 characters (15 in its old form)" },
        [NUMBER_RESIDENCE_PERMIT] = { "应为 18 位", "it has 18 characters" },
        [NUMBER_PERMANENT_RESIDENT] = { "应为 18 位（2017 版为 15 位）",
                                        "it has 18 characters (15 on the card of 2017)" },
        [NUMBER_PASSPORT_MRZ] = { "护照机读区应为 88 位（两行各 44 位），卡式证件应为 90 位（三行各 30 位）",
                                  "a passport's zone has 88 characters (two lines of 44), a card's 90 (three of "
                                  "30)" },
        [NUMBER_USCC] = { "应为 18 位", "it has 18 characters" },
        [NUMBER_BANK_CARD] = { "应为 12 至 19 位数字", "it has 12 to 19 digits" },
        [NUMBER_MOBILE] = { "应为 11 位数字", "it has 11 digits" },
};

/* What may stand where, for a character that may not. */
static const char *const alphabets[NUMBER_KIND_COUNT][LANGUAGE_COUNT] = {
        [NUMBER_RESIDENT_ID] = { "只能是数字，最后一位可为 X", "only digits may stand there, and X at the end" },
        [NUMBER_RESIDENCE_PERMIT] = { "只能是数字，最后一位可为 X", "only digits may stand there, and X at the end" },
        [NUMBER_PERMANENT_RESIDENT] = { "只能是数字，最后一位可为 X；2017 版前三位为字母",
                                        "only digits may stand there, and X at the end; three letters begin the card "
                                        "of 2017" },
        [NUMBER_PASSPORT_MRZ] = { "与机读区该位置允许的字符不符（A–Z、0–9、<）",
                                  "the zone has no such character at that place (A-Z, 0-9, <)" },
        [NUMBER_USCC] = { "只能是数字或大写字母，且没有 I、O、S、V、Z；第 3 至 8 位只能是数字",
                          "only digits and letters other than I, O, S, V, Z may stand there; characters 3 to 8 are "
                          "digits" },
        [NUMBER_BANK_CARD] = { "只能是数字", "only digits may stand there" },
        [NUMBER_MOBILE] = { "只能是数字", "only digits may stand there" },
};

static const char *const regions[NUMBER_KIND_COUNT][LANGUAGE_COUNT] = {
        [NUMBER_RESIDENT_ID] = { "前 6 位不是曾经有过的行政区划代码",
                                 "the first six digits never were a division's code" },
        [NUMBER_RESIDENCE_PERMIT] = { "应以 810000、820000 或 830000 开头",
                                      "it begins with 810000, 820000 or 830000" },
        [NUMBER_MOBILE] = { "只支持中国大陆（+86）的手机号", "only numbers of mainland China (+86) are taken" },
};

static const char *const prefixes[NUMBER_KIND_COUNT][LANGUAGE_COUNT] = {
        [NUMBER_PERMANENT_RESIDENT] = { "18 位的永久居留身份证号以 9 开头",
                                        "the number of 18 characters begins with 9" },
        [NUMBER_MOBILE] = { "手机号以 13 至 19 开头", "a mobile number begins with 13 to 19" },
};

/* What is wrong in general; {the position} is put before it, and what is right for the kind after it. */
typedef struct ReasonText {
        const char *what[LANGUAGE_COUNT];
        const char *const (*kinds)[LANGUAGE_COUNT]; /* a line a kind; NULL for none */
} ReasonText;

static const ReasonText reasons[] = {
        [NUMBER_WRONG_LENGTH] = { { "位数不对", "wrong length" }, lengths },
        [NUMBER_WRONG_ALPHABET] = { { "字符不对", "wrong character" }, alphabets },
        [NUMBER_WRONG_CHECKSUM] = { { "校验位不符", "the check character does not fit" } },
        [NUMBER_WRONG_REGION] = { { "地区不对", "wrong region" }, regions },
        [NUMBER_WRONG_DATE] = { { "没有这一天", "no such date" } },
        [NUMBER_FUTURE_DATE] = { { "出生日期在将来", "the date of birth lies in the future" } },
        [NUMBER_WRONG_PREFIX] = { { "开头不对", "wrong beginning" }, prefixes },
        [NUMBER_UNKNOWN_KIND] = { { "没有这种号码", "there is no such kind of number" } },
        [NUMBER_MALFORMED_LINE] = { { "这一行不是“种类、制表符、号码”", "the line is not kind, tab, number" } },
};

static void position_append(GString *text, guint position, Language language) {
        if (position == 0)
                return;
        if (language == LANGUAGE_ZH)
                g_string_append_printf(text, "第 %u 个字符：", position);
        else
                g_string_append_printf(text, "character %u: ", position);
}

static void expected_append(GString *text, const NumberVerdict *verdict, Language language) {
        bool zh = language == LANGUAGE_ZH;

        if (verdict->reason == NUMBER_WRONG_CHECKSUM && verdict->expected)
                g_string_append_printf(
                        text,
                        zh ? "；若其余各位无误，此处应为 %c，请逐位对照证件"
                           : "; if all others are right it should be %c: compare each with the document",
                        verdict->expected);
        else if (verdict->reason == NUMBER_WRONG_ALPHABET && verdict->expected)
                g_string_append_printf(text, zh ? "；是不是 %c" : "; perhaps %c is meant", verdict->expected);
}

char *number_reason_text(NumberKind kind, const NumberVerdict *verdict, Language language) {
        const ReasonText *reason = &reasons[verdict->reason];
        const char *of_kind = reason->kinds ? reason->kinds[kind][language] : NULL;
        g_autoptr(GString) text = g_string_new(NULL);

        position_append(text, verdict->position, language);
        g_string_append(text, reason->what[language]);
        if (of_kind)
                g_string_append_printf(text, "%s%s", language == LANGUAGE_ZH ? "，" : ", ", of_kind);
        expected_append(text, verdict, language);
        return g_string_free(g_steal_pointer(&text), FALSE);
}

const char *number_note_text(NumberNote note, Language language) {
        static const char *const texts[][LANGUAGE_COUNT] = {
                [NUMBER_NOTE_NONE] = { "", "" },
                [NUMBER_NOTE_FIFTEEN_DIGITS] = { "15 位旧号，2013 年起停用；已换算为 18 位",
                                                 "the old form of 15 digits, out of use since 2013; turned into 18 "
                                                 "characters" },
                [NUMBER_NOTE_RESIDENCE_PERMIT] = { "这是港澳台居民居住证的号码",
                                                   "this is the number of a Hong Kong, Macao or Taiwan resident's "
                                                   "permit" },
                [NUMBER_NOTE_CARD_OF_2017] = { "2017 版永久居留身份证，没有可核对的校验位",
                                               "a card of 2017, which has no check character that can be checked" },
                [NUMBER_NOTE_ORGANISATION_CODE] = { "第 9 至 17 位不符合 GB 11714 自身的校验，不影响有效性",
                                                    "characters 9 to 17 fail GB 11714's own check, which is no "
                                                    "reason to refuse" },
        };

        return texts[note][language];
}
