/* The unified social credit code of organisations, GB 32100-2015. */
#include "domain/number-checks.h"

#define USCC_LENGTH 18

/* GB 32100 table 1: the value of a character and one, so that 0 stands for any that is not in the alphabet: I, O, S, V and Z
 * are left out of it. A table and no arithmetic, because letters and digits come in no order. */
/* clang-format off */
static const guint8 values_and_one[128] = {
        ['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
        ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['G'] = 17, ['H'] = 18, ['J'] = 19,
        ['K'] = 20, ['L'] = 21, ['M'] = 22, ['N'] = 23, ['P'] = 24, ['Q'] = 25, ['R'] = 26, ['T'] = 27, ['U'] = 28,
        ['W'] = 29, ['X'] = 30, ['Y'] = 31,
};
/* clang-format on */

/* GB 11714: the eight characters before have weights of their own; its alphabet is the whole one, so a letter counts 10
 * for A to 35 for Z; remainder 1 is written X, 0 is written 0. */
static bool organisation_code_holds(const char *at) {
        static const guint weights[8] = { 3, 7, 9, 10, 5, 8, 4, 2 };
        guint sum = 0;

        for (guint i = 0; i < G_N_ELEMENTS(weights); i++)
                sum += (guint) (at[i] - '0' - (at[i] > '9' ? 'A' - '9' - 1 : 0)) * weights[i];
        return at[8] == "0X987654321"[sum % 11];
}

/* Neither the registering authority (character 1) nor the category (character 2) is checked: both lists have grown since
 * 2015, and the ones in circulation are wrong. Nor is the division: GB 32100 codes are given by authorities, such as
 * 100000 for the state's own, that GB/T 2260 does not list. */
bool uscc_check(const NumberDigits *digits, G_GNUC_UNUSED CivilDate today, NumberVerdict *verdict) {
        static const guint weights[USCC_LENGTH] = {
                1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
        }; /* 3^(i−1) mod 31 */
        guint sum = 0, check;

        if (digits->length != USCC_LENGTH)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        for (guint i = 0; i < USCC_LENGTH; i++) {
                guint and_one = values_and_one[(guchar) digits->at[i]];

                if (and_one == 0 || (i >= 2 && i < 8 && and_one > 10))
                        return number_wrong(verdict, NUMBER_WRONG_ALPHABET, (int) i,
                                            number_look_alike(digits->at[i]));
                sum += (and_one - 1) * weights[i];
        }
        check = (31 - sum % 31) % 31;
        if (digits->at[USCC_LENGTH - 1] != "0123456789ABCDEFGHJKLMNPQRTUWXY"[check])
                return number_wrong(verdict, NUMBER_WRONG_CHECKSUM, USCC_LENGTH - 1,
                                    "0123456789ABCDEFGHJKLMNPQRTUWXY"[check]);
        verdict->division = (guint32) number_value(digits->at + 2, 6);
        if (!organisation_code_holds(digits->at + 8))
                verdict->note = NUMBER_NOTE_ORGANISATION_CODE;
        return true;
}
