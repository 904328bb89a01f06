/* Tests of the number checks: published specimens, each reason with its place, and properties against a second way of
 * computing every check character. */
#include "base/refusal.h"
#include "domain/divisions.h"
#include "domain/numbers.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 2000

static CivilDate today(void) {
        CivilDate date;

        g_assert_true(civil_date_make(2026, 1, 15, &date));
        return date;
}

static bool check(NumberKind kind, const char *text, NumberVerdict *verdict) {
        return number_check(kind, text, strlen(text), today(), verdict);
}

typedef struct Good {
        NumberKind kind;
        const char *text, *normalised;
} Good;

#define TD3 "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define TD1 "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
/* 9303-5's long document number; a Belgian card, whose filler counts in the sum; ten characters. */
#define TD1_LONG "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
#define TD1_BELGIUM "IDBEL000590696<1015<<<<<<<<<<<9401013F2710017BEL000101123453SPECIMEN<<SPECIMEN<<<<<<<<<<<<"

static void published_specimens_are_valid(void) {
        static const Good goods[] = {
                { NUMBER_RESIDENT_ID, "11010519491231002X", "11010519491231002X" },
                { NUMBER_RESIDENT_ID, "440524188001010014", "440524188001010014" },
                { NUMBER_RESIDENT_ID, "11010519491231002x", "11010519491231002X" },
                { NUMBER_RESIDENT_ID, " 110105 19491231 002X\n", "11010519491231002X" },
                { NUMBER_RESIDENT_ID, "110105-19491231-002X", "11010519491231002X" },
                { NUMBER_RESIDENT_ID, "110105‐19491231–002X", "11010519491231002X" },
                { NUMBER_RESIDENT_ID, "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X" },
                { NUMBER_RESIDENT_ID,
                  "\xef\xbb\xbf"
                  "11010519491231002X\xe2\x80\xac",
                  "11010519491231002X" },
                { NUMBER_RESIDENT_ID, "110105491231002", "11010519491231002X" },
                { NUMBER_RESIDENT_ID, "440524800101001", "44052419800101001" },
                { NUMBER_RESIDENCE_PERMIT, "810000199408230021", "810000199408230021" },
                { NUMBER_RESIDENCE_PERMIT, "830000199201300022", "830000199201300022" },
                { NUMBER_PERMANENT_RESIDENT, "911124198108030024", "911124198108030024" },
                { NUMBER_PERMANENT_RESIDENT, "can110081080310", "CAN110081080310" },
                { NUMBER_PASSPORT_MRZ, TD3, TD3 },
                { NUMBER_PASSPORT_MRZ, TD1, TD1 },
                { NUMBER_PASSPORT_MRZ, TD1_LONG, TD1_LONG },
                { NUMBER_PASSPORT_MRZ, TD1_BELGIUM, TD1_BELGIUM },
                { NUMBER_USCC, "91350100M000100Y43", "91350100M000100Y43" },
                { NUMBER_USCC, "91350100m000100y43", "91350100M000100Y43" },
                { NUMBER_USCC, "91110000600037341L", "91110000600037341L" },
                { NUMBER_BANK_CARD, "4111 1111 1111 1111", "4111111111111111" },
                { NUMBER_BANK_CARD, "6212142000000000012", "6212142000000000012" },
                { NUMBER_MOBILE, "13800138000", "+8613800138000" },
                { NUMBER_MOBILE, "+86 138-0013-8000", "+8613800138000" },
                { NUMBER_MOBILE, "008613800138000", "+8613800138000" },
                { NUMBER_MOBILE, "8613800138000", "+8613800138000" },
                { NUMBER_MOBILE, "＋８６１９９０００００００１", "+8619900000001" },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(goods); i++) {
                NumberVerdict verdict;

                if (!check(goods[i].kind, goods[i].text, &verdict))
                        g_error("%s: %s at %u, expected %c", goods[i].text,
                                enum_name(&number_reason_names, (int) verdict.reason), verdict.position,
                                verdict.expected ? verdict.expected : ' ');
                g_assert_true(g_str_has_prefix(verdict.text, goods[i].normalised));
                g_assert_cmpint(verdict.reason, ==, NUMBER_VALID);
        }
}

/* A message of one line, whatever is in the text. */
static void message_escaped(const char *text) {
        g_autofree char *escaped = g_strescape(text, NULL);

        g_test_message("%s", escaped);
}

typedef struct Bad {
        NumberKind kind;
        const char *text;
        NumberReason reason;
        guint position;
        char expected;
} Bad;

static void each_reason_names_the_character_to_blame(void) {
        static const Bad bads[] = {
                { NUMBER_RESIDENT_ID, "", NUMBER_WRONG_LENGTH },
                { NUMBER_RESIDENT_ID, "1101051949123100", NUMBER_WRONG_LENGTH },
                { NUMBER_RESIDENT_ID, "11010519491231002XX", NUMBER_WRONG_LENGTH },
                { NUMBER_RESIDENT_ID, "11010519491231O02X", NUMBER_WRONG_ALPHABET, 15, '0' },
                { NUMBER_RESIDENT_ID, "1101 0519491231O02X", NUMBER_WRONG_ALPHABET, 16, '0' },
                { NUMBER_RESIDENT_ID, "X1010519491231002X", NUMBER_WRONG_ALPHABET, 1 },
                { NUMBER_RESIDENT_ID, "11010519491231002A", NUMBER_WRONG_ALPHABET, 18 },
                { NUMBER_RESIDENT_ID, "1１010519491231 张2X7", NUMBER_WRONG_ALPHABET, 16 },
                { NUMBER_RESIDENT_ID, "-1010519491231002X", NUMBER_WRONG_ALPHABET, 1 },
                { NUMBER_RESIDENT_ID, "11010519491231002-", NUMBER_WRONG_ALPHABET, 18 },
                { NUMBER_RESIDENT_ID, "11010519491231002\xff", NUMBER_WRONG_ALPHABET, 18 },
                { NUMBER_RESIDENT_ID, "110105194912310021", NUMBER_WRONG_CHECKSUM, 18, 'X' },
                { NUMBER_RESIDENT_ID, "440524188001010013", NUMBER_WRONG_CHECKSUM, 18, '4' },
                { NUMBER_RESIDENT_ID, "110105491331002", NUMBER_WRONG_DATE, 9 },
                { NUMBER_RESIDENT_ID, "110105490229002", NUMBER_WRONG_DATE, 11 },
                { NUMBER_RESIDENT_ID, "999999491231002", NUMBER_WRONG_REGION, 1 },
                { NUMBER_RESIDENCE_PERMIT, "11010519491231002X", NUMBER_WRONG_REGION, 1 },
                { NUMBER_RESIDENCE_PERMIT, "810000940823002", NUMBER_WRONG_LENGTH },
                { NUMBER_PERMANENT_RESIDENT, "811124198108030024", NUMBER_WRONG_PREFIX, 1, '9' },
                { NUMBER_PERMANENT_RESIDENT, "911124198108030025", NUMBER_WRONG_CHECKSUM, 18, '4' },
                { NUMBER_PERMANENT_RESIDENT, "C1N110081080310", NUMBER_WRONG_ALPHABET, 2 },
                { NUMBER_PERMANENT_RESIDENT, "CAN11008108O310", NUMBER_WRONG_ALPHABET, 12, '0' },
                { NUMBER_USCC, "91350100M000100Y4", NUMBER_WRONG_LENGTH },
                { NUMBER_USCC, "91350100M000I00Y43", NUMBER_WRONG_ALPHABET, 13, '1' },
                { NUMBER_USCC, "9135A100M000100Y43", NUMBER_WRONG_ALPHABET, 5 },
                { NUMBER_USCC, "91A50100M000100Y43", NUMBER_WRONG_ALPHABET, 3 },
                { NUMBER_USCC, "9135010AM000100Y43", NUMBER_WRONG_ALPHABET, 8 },
                { NUMBER_USCC, "91350100M000100Y44", NUMBER_WRONG_CHECKSUM, 18, '3' },
                { NUMBER_BANK_CARD, "41111111111", NUMBER_WRONG_LENGTH },
                { NUMBER_BANK_CARD, "41111111111111111111", NUMBER_WRONG_LENGTH },
                { NUMBER_BANK_CARD, "4111 1111 1111 1112", NUMBER_WRONG_CHECKSUM, 19, '1' },
                { NUMBER_BANK_CARD, "4111 1111 l111 1111", NUMBER_WRONG_ALPHABET, 11, '1' },
                { NUMBER_MOBILE, "1380013800", NUMBER_WRONG_LENGTH },
                { NUMBER_MOBILE, "23800138000", NUMBER_WRONG_PREFIX, 1, '1' },
                { NUMBER_MOBILE, "12800138000", NUMBER_WRONG_PREFIX, 2 },
                { NUMBER_MOBILE, "+85291234567", NUMBER_WRONG_REGION, 1 },
                { NUMBER_MOBILE, "+8612800138000", NUMBER_WRONG_PREFIX, 5 },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(bads); i++) {
                NumberVerdict verdict;

                message_escaped(bads[i].text);
                g_assert_false(check(bads[i].kind, bads[i].text, &verdict));
                g_assert_cmpstr(enum_name(&number_reason_names, (int) verdict.reason), ==,
                                enum_name(&number_reason_names, (int) bads[i].reason));
                g_assert_cmpuint(verdict.position, ==, bads[i].position);
                g_assert_true(verdict.expected == bads[i].expected);
                g_assert_cmpstr(verdict.text, ==, "");
                g_assert_cmpint(verdict.birth, ==, CIVIL_DATE_NONE);
        }
}

/* ISO 7064 as a pure system, digit by digit, where numbers.c uses weights. */
static char iso_7064_check(const char *digits) {
        int p = 0;

        for (; g_ascii_isdigit(*digits); digits++)
                p = (p + (*digits - '0')) * 2 % 11;
        p = (12 - p) % 11;
        return p == 10 ? 'X' : (char) ('0' + p);
}

/* Completes seventeen digits. */
static const char *completed(const char *seventeen, char text[static 19]) {
        memcpy(text, seventeen, 17);
        text[17] = '\0';
        text[17] = iso_7064_check(text);
        text[18] = '\0';
        return text;
}

static int random_days(int year, int month) {
        if (month == 2)
                return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static void random_resident_id(char text[static 19], int *birth) {
        g_autofree char *seventeen = NULL;
        int division, year = g_test_rand_int_range(1900, 2026), month = g_test_rand_int_range(1, 13);
        int day = g_test_rand_int_range(1, random_days(year, month) + 1);

        do {
                division = g_test_rand_int_range(110000, 660000);
        } while (!division_exists((guint32) division));
        seventeen =
                g_strdup_printf("%06d%04d%02d%02d%03d", division, year, month, day, g_test_rand_int_range(0, 1000));
        completed(seventeen, text);
        *birth = year * 10000 + month * 100 + day;
}

static void a_resident_id_tells_birth_sex_and_division(void) {
        for (int round = 0; round < ROUNDS; round++) {
                NumberVerdict verdict;
                char text[19];
                int birth, year, month, day;

                random_resident_id(text, &birth);
                g_assert_true(check(NUMBER_RESIDENT_ID, text, &verdict));
                g_assert_cmpstr(verdict.text, ==, text);
                civil_date_split(verdict.birth, &year, &month, &day);
                g_assert_cmpint(year * 10000 + month * 100 + day, ==, birth);
                g_assert_cmpint(verdict.sex, ==, (text[16] - '0') % 2 ? SEX_MALE : SEX_FEMALE);
                text[6] = '\0';
                g_assert_cmpuint(verdict.division, ==, strtoul(text, NULL, 10));
        }
}

/* Every change of one character and every swap of neighbours must be found. */
static void assert_every_slip_is_found(NumberKind kind, const char *valid, const char *alphabet) {
        g_autofree char *text = g_strdup(valid);
        NumberVerdict verdict;

        g_assert_true(check(kind, valid, &verdict));
        for (gsize i = 0; text[i]; i++) {
                for (const char *c = alphabet; *c; c++) {
                        text[i] = *c;
                        if (*c != valid[i])
                                g_assert_false(check(kind, text, &verdict));
                }
                text[i] = valid[i];
                if (!text[i + 1] || text[i] == text[i + 1])
                        continue;
                text[i] = valid[i + 1];
                text[i + 1] = valid[i];
                g_assert_false(check(kind, text, &verdict));
                text[i] = valid[i];
                text[i + 1] = valid[i + 1];
        }
}

static void every_slip_in_a_resident_id_is_found(void) {
        for (int round = 0; round < ROUNDS / 10; round++) {
                char text[19];
                int birth;

                random_resident_id(text, &birth);
                assert_every_slip_is_found(NUMBER_RESIDENT_ID, text, "0123456789X");
        }
}

/* GB 32100 by Horner's rule from the right: the whole code, its check counted once, is 0 mod 31. */
static char uscc_check_character(const char *seventeen) {
        static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        int sum = 0;

        for (int i = 16; i >= 0; i--)
                sum = (sum * 3 + (int) (strchr(alphabet, seventeen[i]) - alphabet)) % 31;
        for (int check_value = 0; check_value < 31; check_value++) {
                if ((sum + check_value) % 31 == 0)
                        return alphabet[check_value];
        }
        g_assert_not_reached();
}

static void every_slip_in_a_social_credit_code_is_found(void) {
        static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

        for (int round = 0; round < ROUNDS / 10; round++) {
                char text[19] = { 0 };

                for (int i = 0; i < 17; i++)
                        text[i] = alphabet[g_test_rand_int_range(0, i >= 2 && i < 8 ? 10 : 31)];
                text[17] = uscc_check_character(text);
                assert_every_slip_is_found(NUMBER_USCC, text, alphabet);
        }
}

static void a_social_credit_code_whose_inner_check_fails_is_valid_with_a_note(void) {
        NumberVerdict verdict;
        char text[19] = "91350100M000100Y53";

        text[17] = uscc_check_character(text);
        g_assert_true(check(NUMBER_USCC, text, &verdict));
        g_assert_cmpint(verdict.note, ==, NUMBER_NOTE_ORGANISATION_CODE);
        g_assert_true(check(NUMBER_USCC, "91350100M000100Y43", &verdict));
        g_assert_cmpint(verdict.note, ==, NUMBER_NOTE_NONE);
        g_assert_cmpuint(verdict.division, ==, 350100);
}

/* Luhn by writing the doubled digits out and adding what is written. */
static char luhn_digit(const char *digits) {
        int sum = 0;

        for (gsize i = strlen(digits), place = 0; i-- > 0; place++) {
                g_autofree char *written = g_strdup_printf("%d", (digits[i] - '0') * (place % 2 == 0 ? 2 : 1));

                for (const char *c = written; *c; c++)
                        sum += *c - '0';
        }
        return (char) ('0' + (10 - sum % 10) % 10);
}

static void a_bank_card_s_slips_are_found_as_far_as_luhn_can(void) {
        for (int round = 0; round < ROUNDS; round++) {
                int length = g_test_rand_int_range(12, 20), place = g_test_rand_int_range(0, length);
                char text[20] = { 0 }, right;
                NumberVerdict verdict;

                for (int i = 0; i < length - 1; i++)
                        text[i] = (char) ('0' + g_test_rand_int_range(0, 10));
                text[length - 1] = luhn_digit(text);
                g_assert_true(check(NUMBER_BANK_CARD, text, &verdict));
                right = text[place];
                text[place] = (char) ('0' + (right - '0' + g_test_rand_int_range(1, 10)) % 10);
                g_assert_false(check(NUMBER_BANK_CARD, text, &verdict));
                g_assert_cmpint(verdict.reason, ==, NUMBER_WRONG_CHECKSUM);
                g_assert_cmpuint(verdict.position, ==, (guint) length);
        }
}

static void a_zone_s_digits_are_each_held_by_a_check_digit(void) {
        static const char *const zones[] = { TD3, TD1, TD1_LONG, TD1_BELGIUM };

        for (gsize z = 0; z < G_N_ELEMENTS(zones); z++) {
                for (gsize i = 0; zones[z][i]; i++) {
                        for (int c = '0'; c <= '9' && g_ascii_isdigit(zones[z][i]); c++) {
                                g_autofree char *text = g_strdup(zones[z]);
                                NumberVerdict verdict;

                                text[i] = (char) c;
                                g_assert_cmpint(check(NUMBER_PASSPORT_MRZ, text, &verdict), ==, c == zones[z][i]);
                        }
                }
        }
}

static void a_zone_s_check_digit_is_told(void) {
        g_autofree char *text = g_strdup(TD3);
        NumberVerdict verdict;

        text[53] = '5';
        g_assert_false(check(NUMBER_PASSPORT_MRZ, text, &verdict));
        g_assert_cmpint(verdict.reason, ==, NUMBER_WRONG_CHECKSUM);
        g_assert_cmpuint(verdict.position, ==, 54);
        g_assert_true(verdict.expected == '6');
        g_assert_true(check(NUMBER_PASSPORT_MRZ, TD3, &verdict));
        g_assert_cmpint(verdict.sex, ==, SEX_FEMALE);
}

/* ICAO 9303-3 section 4.9 over a string: the test's own way. */
static char mrz_digit(const char *text) {
        static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        int sum = 0;

        for (int i = 0; text[i]; i++) {
                int weight = i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1;

                sum += weight * (text[i] == '<' ? 0 : (int) (strchr(alphabet, text[i]) - alphabet));
        }
        return (char) ('0' + sum % 10);
}

/* A card's zone around an optional field that holds the rest of a long number, its composite digit right. */
static char *card_zone(const char *nine, const char *rest, const char *birth) {
        g_autofree char *field = g_strndup("<<<<<<<<<<<<<<<", 15 - strlen(rest));
        g_autofree char *first = g_strconcat(nine, "<", rest, field, NULL);
        g_autofree char *born = g_strdup_printf("%s%c", birth, mrz_digit(birth));
        g_autofree char *expires = g_strdup_printf("270825%c", mrz_digit("270825"));
        g_autofree char *all = g_strconcat(first, born, expires, "<<<<<<<<<<<", NULL);

        return g_strdup_printf("I<UTO%s%sF%sUTO<<<<<<<<<<<%cSPECIMEN<<ANNA<<<<<<<<<<<<<<<<", first, born, expires,
                               mrz_digit(all));
}

static void a_long_card_number_may_count_its_filler_or_not(void) {
        for (int round = 0; round < ROUNDS; round++) {
                g_autofree char *nine = g_strdup_printf("%09d", g_test_rand_int_range(0, 1000000000));
                g_autofree char *more = g_strdup_printf("%d", g_test_rand_int_range(0, 10000));
                g_autofree char *without = g_strconcat(nine, more, NULL), *with = g_strconcat(nine, "<", more, NULL);

                for (char digit = '0'; digit <= '9'; digit = (char) (digit + 1)) {
                        g_autofree char *rest = g_strdup_printf("%s%c", more, digit);
                        g_autofree char *zone = card_zone(nine, rest, "930602");
                        NumberVerdict verdict;
                        bool right = digit == mrz_digit(without) || digit == mrz_digit(with);

                        g_assert_cmpuint(strlen(zone), ==, 90);
                        g_assert_cmpint(check(NUMBER_PASSPORT_MRZ, zone, &verdict), ==, right);
                        if (!right)
                                g_assert_cmpuint(verdict.position, ==, 15 + strlen(rest));
                }
        }
}

static void a_zone_s_dates_are_days_as_far_as_they_are_known(void) {
        static const struct {
                const char *birth;
                guint position; /* within the date; 0 for a good one */
        } births[] = { { "960229", 0 }, { "970229", 5 }, { "<<<<<<", 0 }, { "96<<<<", 0 }, { "961301", 3 },
                       { "960001", 3 }, { "960431", 5 }, { "960400", 5 }, { "9604<1", 5 }, { "9<0401", 1 } };

        for (gsize i = 0; i < G_N_ELEMENTS(births); i++) {
                g_autofree char *rest = g_strdup_printf("1%c", mrz_digit("0123456781"));
                g_autofree char *zone = card_zone("012345678", rest, births[i].birth);
                NumberVerdict verdict;

                g_assert_cmpint(check(NUMBER_PASSPORT_MRZ, zone, &verdict), ==, births[i].position == 0);
                if (births[i].position > 0) {
                        g_assert_cmpint(verdict.reason, ==, NUMBER_WRONG_DATE);
                        g_assert_cmpuint(verdict.position, ==, 30 + births[i].position);
                }
        }
}

/* 9303-4: without a personal number its check digit may be 0 or a filler; with one it may not be left out. */
static void a_missing_personal_number_may_leave_its_check_digit_out(void) {
        static const char line[] = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159";
        g_autofree char *filler = g_strconcat(line, "<<<<<<<<<<<<<<<8", NULL);
        g_autofree char *zero = g_strconcat(line, "<<<<<<<<<<<<<<08", NULL);
        g_autofree char *kept = g_strconcat(line, "ZE184226B<<<<<<0", NULL);
        NumberVerdict verdict;

        for (int c = '0'; c <= '9'; c++) {
                filler[87] = zero[87] = (char) c;
                g_assert_cmpint(check(NUMBER_PASSPORT_MRZ, filler, &verdict), ==,
                                check(NUMBER_PASSPORT_MRZ, zero, &verdict));
                if (verdict.reason == NUMBER_VALID)
                        break;
                g_assert_true(c < '9');
        }
        g_assert_false(check(NUMBER_PASSPORT_MRZ, kept, &verdict));
        g_assert_cmpuint(verdict.position, ==, 87);
}

static void a_birth_in_the_future_is_refused_from_the_day_given(void) {
        char text[19];
        NumberVerdict verdict;

        g_assert_true(check(NUMBER_RESIDENT_ID, completed("11010520260115001", text), &verdict));
        g_assert_false(check(NUMBER_RESIDENT_ID, completed("11010520260116001", text), &verdict));
        g_assert_cmpint(verdict.reason, ==, NUMBER_FUTURE_DATE);
        g_assert_cmpuint(verdict.position, ==, 7);
        g_assert_true(number_check(NUMBER_RESIDENT_ID, text, 18, today() + 1, &verdict));
}

static void a_day_that_never_was_is_refused(void) {
        static const struct {
                const char *seventeen;
                guint position;
        } days[] = { { "11010519490229001", 13 }, { "11010519000229001", 13 }, { "11010519491301001", 11 },
                     { "11010519490001001", 11 }, { "11010519490431001", 13 }, { "11010519490400001", 13 },
                     { "11010517991231001", 7 },  { "11010500001231001", 7 } };
        NumberVerdict verdict;
        char text[19];

        for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
                g_assert_false(check(NUMBER_RESIDENT_ID, completed(days[i].seventeen, text), &verdict));
                g_assert_cmpint(verdict.reason, ==, NUMBER_WRONG_DATE);
                g_assert_cmpuint(verdict.position, ==, days[i].position);
        }
        g_assert_true(check(NUMBER_RESIDENT_ID, completed("11010520000229001", text), &verdict));
        g_assert_true(check(NUMBER_RESIDENT_ID, completed("11010519480229001", text), &verdict));
}

static void fifteen_digits_and_eighteen_name_the_same_person(void) {
        NumberVerdict old, new;

        g_assert_true(check(NUMBER_RESIDENT_ID, "110105491231002", &old));
        g_assert_true(check(NUMBER_RESIDENT_ID, "11010519491231002X", &new));
        g_assert_cmpstr(old.text, ==, new.text);
        g_assert_cmpint(old.birth, ==, new.birth);
        g_assert_cmpint(old.note, ==, NUMBER_NOTE_FIFTEEN_DIGITS);
        g_assert_cmpint(old.sex, ==, SEX_FEMALE);
        /* serials from 996 were for people past a hundred */
        g_assert_true(check(NUMBER_RESIDENT_ID, "110105801231996", &old));
        g_assert_true(g_str_has_prefix(old.text, "11010518801231996"));
        g_assert_true(check(NUMBER_RESIDENT_ID, old.text, &new));
        g_assert_cmpint(old.birth, ==, new.birth);
        g_assert_true(check(NUMBER_RESIDENT_ID, "110105801231995", &old));
        g_assert_true(g_str_has_prefix(old.text, "11010519801231995"));
}

static void a_permit_given_as_a_resident_id_is_noted(void) {
        NumberVerdict verdict;

        g_assert_true(check(NUMBER_RESIDENT_ID, "810000199408230021", &verdict));
        g_assert_cmpint(verdict.note, ==, NUMBER_NOTE_RESIDENCE_PERMIT);
}

/* Reads data/divisions.tsv itself, by another road than the compiled table. */
static void every_division_that_ever_was_is_known_and_no_other(void) {
        g_autofree char *text = NULL;
        g_auto(GStrv) lines = NULL;
        g_autoptr(GHashTable) codes = g_hash_table_new(NULL, NULL);
        g_autoptr(GError) error = NULL;

        g_file_get_contents(g_getenv("DIVISIONS"), &text, NULL, &error);
        g_assert_no_error(error);
        lines = g_strsplit(text, "\n", -1);
        for (char **line = lines; *line; line++) {
                if (g_ascii_isdigit(**line))
                        g_hash_table_add(codes, GUINT_TO_POINTER(strtoul(*line, NULL, 10)));
        }
        g_assert_cmpuint(g_hash_table_size(codes), >, 7000);
        for (guint32 code = 0; code < 1000000; code++)
                g_assert_cmpint(division_exists(code), ==, g_hash_table_contains(codes, GUINT_TO_POINTER(code)));
        g_assert_cmpstr(division_name(440524), ==, "潮阳县");
        g_assert_cmpstr(division_name(110101), ==, "东城区");
        g_assert_null(division_name(100001));
}

static void rubbish_is_refused_with_a_place_inside_it(void) {
        static const char *const pieces[] = { "1",  "X",    "<",        "-",  " ",  "+", "张",
                                              "９", "\xff", "\xe5\xbc", "𠮷", "\t", "A", "86" };

        for (int round = 0; round < ROUNDS * 5; round++) {
                g_autoptr(GString) text = g_string_new(NULL);
                int count = g_test_rand_int_range(0, 110);

                for (int i = 0; i < count; i++)
                        g_string_append(text, g_test_rand_int_range(0, 3)
                                                      ? "0123456789"
                                                      : pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
                g_string_truncate(text, (gsize) g_test_rand_int_range(0, (int) text->len + 1));
                for (int kind = 0; kind < NUMBER_KIND_COUNT; kind++) {
                        NumberVerdict verdict;
                        bool valid = check((NumberKind) kind, text->str, &verdict);

                        g_assert_cmpint(valid, ==, verdict.reason == NUMBER_VALID);
                        g_assert_cmpuint(verdict.position, <=, text->len);
                        g_assert_cmpint(valid, ==, verdict.text[0] != '\0');
                        if (!valid) {
                                g_autofree char *zh = number_reason_text((NumberKind) kind, &verdict, LANGUAGE_ZH);
                                g_autofree char *en = number_reason_text((NumberKind) kind, &verdict, LANGUAGE_EN);

                                g_assert_true(g_utf8_validate(zh, -1, NULL));
                                g_assert_cmpstr(en, !=, "");
                        }
                }
        }
}

static void a_normalised_number_is_its_own_normal_form(void) {
        static const Good goods[] = { { NUMBER_RESIDENT_ID, "110105 491231 002", NULL },
                                      { NUMBER_MOBILE, "138 0013 8000", NULL },
                                      { NUMBER_USCC, "91350100-m000100y-43", NULL },
                                      { NUMBER_PASSPORT_MRZ, TD3, NULL } };

        for (gsize i = 0; i < G_N_ELEMENTS(goods); i++) {
                NumberVerdict once, twice;

                g_assert_true(check(goods[i].kind, goods[i].text, &once));
                g_assert_true(check(goods[i].kind, once.text, &twice));
                g_assert_cmpstr(once.text, ==, twice.text);
        }
}

static void a_field_s_number_is_refused_with_its_pointer_and_reason(void) {
        g_autoptr(GError) error = NULL;
        NumberVerdict verdict;
        g_autofree char *text = NULL;

        g_assert_true(number_require(NUMBER_USCC, "91350100M000100Y43", today(), "/claim/number", &verdict, &error));
        g_assert_no_error(error);
        g_assert_false(number_require(NUMBER_USCC, "91350100M000100Y44", today(), "/claim/number", &verdict, &error));
        g_assert_true(refusal_is(error, REFUSAL_NUMBER_INVALID));
        g_assert_cmpstr(refusal_pointer(error), ==, "/claim/number");
        text = refusal_text(error, LANGUAGE_EN);
        g_assert_nonnull(strstr(text, "check character does not fit"));
        g_assert_null(strstr(text, "91350100"));
        g_assert_cmpstr(verdict.text, ==, "91350100M000100Y43");
}

/* clang-format off */
int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/numbers/published specimens are valid", published_specimens_are_valid);
        g_test_add_func("/numbers/each reason names the character to blame", each_reason_names_the_character_to_blame);
        g_test_add_func("/numbers/a resident id tells birth, sex and division", a_resident_id_tells_birth_sex_and_division);
        g_test_add_func("/numbers/every slip in a resident id is found", every_slip_in_a_resident_id_is_found);
        g_test_add_func("/numbers/every slip in a social credit code is found", every_slip_in_a_social_credit_code_is_found);
        g_test_add_func("/numbers/a social credit code whose inner check fails is valid with a note",
                        a_social_credit_code_whose_inner_check_fails_is_valid_with_a_note);
        g_test_add_func("/numbers/a bank card's slips are found as far as Luhn can", a_bank_card_s_slips_are_found_as_far_as_luhn_can);
        g_test_add_func("/numbers/a zone's digits are each held by a check digit", a_zone_s_digits_are_each_held_by_a_check_digit);
        g_test_add_func("/numbers/a zone's check digit is told", a_zone_s_check_digit_is_told);
        g_test_add_func("/numbers/a long card number may count its filler or not", a_long_card_number_may_count_its_filler_or_not);
        g_test_add_func("/numbers/a zone's dates are days as far as they are known", a_zone_s_dates_are_days_as_far_as_they_are_known);
        g_test_add_func("/numbers/a missing personal number may leave its check digit out",
                        a_missing_personal_number_may_leave_its_check_digit_out);
        g_test_add_func("/numbers/a birth in the future is refused from the day given", a_birth_in_the_future_is_refused_from_the_day_given);
        g_test_add_func("/numbers/a day that never was is refused", a_day_that_never_was_is_refused);
        g_test_add_func("/numbers/fifteen digits and eighteen name the same person", fifteen_digits_and_eighteen_name_the_same_person);
        g_test_add_func("/numbers/a permit given as a resident id is noted", a_permit_given_as_a_resident_id_is_noted);
        g_test_add_func("/numbers/every division that ever was is known and no other", every_division_that_ever_was_is_known_and_no_other);
        g_test_add_func("/numbers/rubbish is refused with a place inside it", rubbish_is_refused_with_a_place_inside_it);
        g_test_add_func("/numbers/a normalised number is its own normal form", a_normalised_number_is_its_own_normal_form);
        g_test_add_func("/numbers/a field's number is refused with its pointer and reason",
                        a_field_s_number_is_refused_with_its_pointer_and_reason);
        return g_test_run();
}
/* clang-format on */
