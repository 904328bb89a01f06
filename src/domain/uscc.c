/* The unified social credit code of organisations, GB 32100-2015. */
#include "domain/number-checks.h"

#define USCC_LENGTH 18
#define STRANGE 31

/* GB 32100 table 1: the value of a character; the alphabet leaves out I, O, S, V and Z. STRANGE for any other. */
static guint character_value(char c) {
        static const gint8 letters[26] = { 10, 11,      12, 13, 14, 15,      16, 17, STRANGE, 18, 19, 20, 21,
                                           22, STRANGE, 23, 24, 25, STRANGE, 26, 27, STRANGE, 28, 29, 30, STRANGE };

        if (g_ascii_isdigit(c))
                return (guint) (c - '0');
        return g_ascii_isupper(c) ? (guint) letters[c - 'A'] : STRANGE;
}

/* GB 11714: the eight characters before have weights of their own; its alphabet is the whole one, so a letter counts 10
 * for A to 35 for Z; remainder 10 is written X, 11 is written 0. */
static bool organisation_code_holds(const char *at) {
        static const gint8 weights[8] = { 3, 7, 9, 10, 5, 8, 4, 2 };
        guint sum = 0;

        for (guint i = 0; i < G_N_ELEMENTS(weights); i++)
                sum += (guint) ((g_ascii_isdigit(at[i]) ? at[i] - '0' : at[i] - 'A' + 10) * weights[i]);
        return at[8] == "0X987654321"[sum % 11];
}

/* Neither the registering authority (character 1) nor the category (character 2) is checked: both lists have grown since
 * 2015, and the ones in circulation are wrong. Nor is the division: GB 32100 codes are given by authorities, such as
 * 100000 for the state's own, that GB/T 2260 does not list. */
bool uscc_check(const NumberDigits *digits, G_GNUC_UNUSED CivilDate today, NumberVerdict *verdict) {
        static const guint weights[USCC_LENGTH - 1] = {
                1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
        }; /* 3^(i−1) mod 31 */
        guint values[USCC_LENGTH], sum = 0;
        guint check;

        if (digits->length != USCC_LENGTH)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        for (guint i = 0; i < USCC_LENGTH; i++) {
                values[i] = character_value(digits->at[i]);
                if (values[i] == STRANGE || (i >= 2 && i < 8 && values[i] > 9))
                        return number_wrong(verdict, NUMBER_WRONG_ALPHABET, (int) i,
                                            number_look_alike(digits->at[i]));
        }
        for (guint i = 0; i < USCC_LENGTH - 1; i++)
                sum += values[i] * weights[i];
        check = (31 - sum % 31) % 31;
        if (values[USCC_LENGTH - 1] != check)
                return number_wrong(verdict, NUMBER_WRONG_CHECKSUM, USCC_LENGTH - 1,
                                    "0123456789ABCDEFGHJKLMNPQRTUWXY"[check]);
        verdict->division = (guint32) number_value(digits->at + 2, 6);
        if (!organisation_code_holds(digits->at + 8))
                verdict->note = NUMBER_NOTE_ORGANISATION_CODE;
        return true;
}
