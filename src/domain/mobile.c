/* Mainland mobile telephone numbers: eleven digits, 13 to 19 in front; written with or without the country code. */
#include "domain/number-checks.h"

#include <string.h>

#define MOBILE_LENGTH 11

/* Gives how many characters stand before the eleven digits: "+86", "0086", "86" or nothing. */
static guint country_code_length(const NumberDigits *digits) {
        static const char *const codes[] = { "+86", "0086", "86" };

        for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
                gsize length = strlen(codes[i]);

                if (digits->length >= length && memcmp(digits->at, codes[i], length) == 0
                    && (digits->at[0] != '8' || digits->length == length + MOBILE_LENGTH))
                        return (guint) length;
        }
        return 0;
}

bool mobile_check(const NumberDigits *digits, G_GNUC_UNUSED CivilDate today, NumberVerdict *verdict) {
        guint start = country_code_length(digits);

        if (start == 0 && digits->length > 0 && digits->at[0] == '+')
                return number_wrong(verdict, NUMBER_WRONG_REGION, 0, '\0');
        if (digits->length != start + MOBILE_LENGTH)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        if (!number_digits_only(digits, start, digits->length, verdict))
                return false;
        if (digits->at[start] != '1')
                return number_wrong(verdict, NUMBER_WRONG_PREFIX, (int) start, '1');
        if (digits->at[start + 1] < '3')
                return number_wrong(verdict, NUMBER_WRONG_PREFIX, (int) start + 1, '\0');
        memcpy(verdict->text, "+86", 3);
        memcpy(verdict->text + 3, digits->at + start, MOBILE_LENGTH);
        verdict->text[3 + MOBILE_LENGTH] = '\0';
        return true;
}
