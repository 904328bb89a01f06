/* What the checks of the several kinds share; for numbers.c and the files of the kinds alone. */
#pragma once

#include "domain/numbers.h"

/* A number without what people put between its characters. */
typedef struct NumberDigits {
        char at[NUMBER_LENGTH_MAX + 1]; /* digits, capitals, '<', '+'; NUMBER_STRANGE for any other character */
        guint length;                   /* more than NUMBER_LENGTH_MAX: the rest was not kept */
} NumberDigits;

#define NUMBER_STRANGE '?'

/* Sets what is wrong. `index` counts from 0 in the digits, -1 for none. Gives false. */
bool number_wrong(NumberVerdict *verdict, NumberReason reason, int index, char expected);

/* Sets NUMBER_WRONG_ALPHABET at the first character from `start` that is no digit; there is one. Gives false. */
bool number_wrong_digit(const NumberDigits *digits, guint start, NumberVerdict *verdict);

/* True where the characters from `start` up to `end` are digits; else sets NUMBER_WRONG_ALPHABET at the first other. Here
 * and without a branch a character, because every number passes through it. */
static inline bool number_digits_only(const NumberDigits *digits, guint start, guint end, NumberVerdict *verdict) {
        guint strange = 0;

        for (guint i = start; i < end; i++)
                strange |= (guchar) (digits->at[i] - '0') > 9;
        return !strange || number_wrong_digit(digits, start, verdict);
}

/* Gives the value of `count` digits. */
static inline int number_value(const char *at, guint count) {
        int value = 0;

        for (guint i = 0; i < count; i++)
                value = value * 10 + (at[i] - '0');
        return value;
}

/* Gives the digit or letter that a character was likely meant to be where only digits may stand (O for 0, I for 1); 0 for
 * none. */
char number_look_alike(char c);

/* One check a kind: sets everything in `verdict` that is not as it was zeroed, `position` counted in the digits; leaves
 * `text` empty where it is to be the digits themselves. */
bool resident_id_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict);
bool residence_permit_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict);
bool permanent_resident_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict);
bool passport_mrz_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict);
bool uscc_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict);
bool bank_card_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict);
bool mobile_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict);
