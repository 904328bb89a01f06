/* The machine-readable zone of a passport (TD3, two lines of 44) or an identity card (TD1, three lines of 30), ICAO 9303
 * parts 3 to 5, its lines one after the other. */
#include "domain/number-checks.h"

#include <string.h>

#define TD3_LENGTH 88
#define TD1_LENGTH 90
#define TD1_NUMBER 5        /* where the document number begins, counted from 0 */
#define TD1_NUMBER_LENGTH 9 /* the part of it that stands before its check digit */
#define TD1_NUMBER_CHECK 14
#define TD1_OPTIONAL_END 30
#define TD3_PERSONAL_CHECK 86

/* What may stand where: n letter or filler, a letter, digit or filler, d digit, b digit or filler, s sex, P and I the first
 * letter of a passport or a card. */
static const char td3_shape[] = "Pnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
                                "aaaaaaaaadnnnbbbbbbdsbbbbbbdaaaaaaaaaaaaaabd";
static const char td1_shape[] = "Innnnaaaaaaaaabaaaaaaaaaaaaaaa"
                                "bbbbbbdsbbbbbbdnnnaaaaaaaaaaad"
                                "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnn";

typedef struct MrzRange {
        guint start, end;
} MrzRange;

#define MRZ_RANGES_MAX 5

/* One check digit and what it is taken over; an empty range closes the list. */
typedef struct MrzCheck {
        guint at;
        MrzRange over[MRZ_RANGES_MAX];
} MrzCheck;

static const MrzCheck td3_checks[] = {
        { 53, { { 44, 53 } } },                         /* document number */
        { 63, { { 57, 63 } } },                         /* birth */
        { 71, { { 65, 71 } } },                         /* expiry */
        { TD3_PERSONAL_CHECK, { { 72, 86 } } },         /* personal number */
        { 87, { { 44, 54 }, { 57, 64 }, { 65, 87 } } }, /* all of them */
};
static const MrzCheck td1_checks[] = {
        { TD1_NUMBER_CHECK, { { TD1_NUMBER, TD1_NUMBER_CHECK } } }, /* document number; a long one: see below */
        { 36, { { 30, 36 } } },                                     /* birth */
        { 44, { { 38, 44 } } },                                     /* expiry */
        { 59, { { 5, 30 }, { 30, 37 }, { 38, 45 }, { 48, 59 } } },  /* all of them, optional fields too */
};

static bool stands_in_shape(char c, char shape) {
        switch (shape) {
        case 'n': return g_ascii_isupper(c) || c == '<';
        case 'a': return g_ascii_isupper(c) || g_ascii_isdigit(c) || c == '<';
        case 'd': return g_ascii_isdigit(c);
        case 'b': return g_ascii_isdigit(c) || c == '<';
        case 's': return c == 'M' || c == 'F' || c == 'X' || c == '<';
        case 'P': return c == 'P';
        default: return c == 'A' || c == 'C' || c == 'I';
        }
}

static bool shape_check(const NumberDigits *digits, const char *shape, NumberVerdict *verdict) {
        for (guint i = 0; i < digits->length; i++) {
                char likely = strchr("db", shape[i]) ? number_look_alike(digits->at[i]) : '\0';

                if (!stands_in_shape(digits->at[i], shape[i]))
                        return number_wrong(verdict, NUMBER_WRONG_ALPHABET, (int) i, likely);
        }
        return true;
}

/* Adds a range to a sum, ICAO 9303-3 section 4.9: digits count themselves, A to Z 10 to 35, a filler 0; the weights 7, 3, 1
 * go on from `place`, which is moved on. */
static guint range_sum(const char *at, MrzRange range, guint *place) {
        static const guint weights[3] = { 7, 3, 1 };
        guint sum = 0;

        for (guint i = range.start; i < range.end; i++) {
                char c = at[i];
                guint value = g_ascii_isdigit(c) ? (guint) (c - '0') : c == '<' ? 0 : (guint) (c - 'A') + 10;

                sum += value * weights[(*place)++ % 3];
        }
        return sum;
}

static char check_digit(const char *at, const MrzRange *ranges) {
        guint place = 0, sum = 0;

        for (guint i = 0; i < MRZ_RANGES_MAX && ranges[i].end > 0; i++)
                sum += range_sum(at, ranges[i], &place);
        return (char) ('0' + sum % 10);
}

/* A document number of more than nine characters (9303-5 section 4.2.4, note j): a filler stands where the check digit
 * would, the rest and then the check digit follow in the optional field. Issuers are of two minds whether that filler is
 * part of what is summed; both are taken. */
static bool long_number_check(const NumberDigits *digits, NumberVerdict *verdict) {
        const char *rest = digits->at + TD1_NUMBER_CHECK + 1;
        const char *end = memchr(rest, '<', TD1_OPTIONAL_END - TD1_NUMBER_CHECK - 1);
        guint check_at = end ? (guint) (end - digits->at) - 1 : TD1_OPTIONAL_END - 1;
        MrzRange without[MRZ_RANGES_MAX] = { { TD1_NUMBER, TD1_NUMBER_CHECK }, { TD1_NUMBER_CHECK + 1, check_at } };
        MrzRange with[MRZ_RANGES_MAX] = { { TD1_NUMBER, check_at } };
        char expected;

        if (check_at < TD1_NUMBER_CHECK + 2)
                return number_wrong(verdict, NUMBER_WRONG_CHECKSUM, TD1_NUMBER_CHECK,
                                    check_digit(digits->at, td1_checks[0].over));
        expected = check_digit(digits->at, without);
        if (digits->at[check_at] == expected || digits->at[check_at] == check_digit(digits->at, with))
                return true;
        return number_wrong(verdict, NUMBER_WRONG_CHECKSUM, (int) check_at, expected);
}

/* True where a filler is allowed to stand for the check digit: of a personal number that is not there. */
static bool check_may_be_left_out(const NumberDigits *digits, const MrzCheck *check) {
        if (digits->length != TD3_LENGTH || check->at != TD3_PERSONAL_CHECK)
                return false;
        return strspn(digits->at + check->over[0].start, "<") >= check->over[0].end - check->over[0].start;
}

static bool checks_hold(const NumberDigits *digits, const MrzCheck *checks, gsize count, NumberVerdict *verdict) {
        for (const MrzCheck *check = checks; check < checks + count; check++) {
                char expected = check_digit(digits->at, check->over);
                char found = digits->at[check->at];

                if (found == expected || (found == '<' && check_may_be_left_out(digits, check)))
                        continue;
                if (found == '<' && checks == td1_checks && check == td1_checks) {
                        if (!long_number_check(digits, verdict))
                                return false;
                        continue;
                }
                return number_wrong(verdict, NUMBER_WRONG_CHECKSUM, (int) check->at, expected);
        }
        return true;
}

/* Two digits; -1 for two fillers, which stand for what is not known; -2 for one of each. */
static int pair_value(const char *at) {
        if (at[0] == '<' || at[1] == '<')
                return at[0] == at[1] ? -1 : -2;
        return number_value(at, 2);
}

/* A date without its century: a 29th of February is taken in every fourth year. */
static bool date_check(const NumberDigits *digits, guint index, NumberVerdict *verdict) {
        static const gint8 days[13] = { 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
        int year = pair_value(digits->at + index), month = pair_value(digits->at + index + 2);
        int day = pair_value(digits->at + index + 4);
        int last;

        if (year == -2)
                return number_wrong(verdict, NUMBER_WRONG_DATE, (int) index, '\0');
        if (month == 0 || month > 12 || month == -2)
                return number_wrong(verdict, NUMBER_WRONG_DATE, (int) index + 2, '\0');
        last = month == 2 && year >= 0 && year % 4 != 0 ? 28 : days[MAX(month, 0)];
        if (day == 0 || day > last || day == -2)
                return number_wrong(verdict, NUMBER_WRONG_DATE, (int) index + 4, '\0');
        return true;
}

static void sex_read(char c, NumberVerdict *verdict) {
        verdict->sex = c == 'M' ? SEX_MALE : c == 'F' ? SEX_FEMALE : SEX_UNTOLD;
}

bool passport_mrz_check(const NumberDigits *digits, G_GNUC_UNUSED CivilDate today, NumberVerdict *verdict) {
        bool td3 = digits->length == TD3_LENGTH;
        guint second_line = td3 ? 57 : 30; /* birth stands there, then check digit, sex, expiry */

        if (!td3 && digits->length != TD1_LENGTH)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        if (!shape_check(digits, td3 ? td3_shape : td1_shape, verdict))
                return false;
        if (!(td3 ? checks_hold(digits, td3_checks, G_N_ELEMENTS(td3_checks), verdict)
                  : checks_hold(digits, td1_checks, G_N_ELEMENTS(td1_checks), verdict)))
                return false;
        if (!date_check(digits, second_line, verdict) || !date_check(digits, second_line + 8, verdict))
                return false;
        sex_read(digits->at[second_line + 7], verdict);
        return true;
}
