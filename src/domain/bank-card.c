/* Bank card numbers: ISO/IEC 7812-1, its check digit (Luhn) over 12 to 19 digits. Issuers' prefixes are not checked:
 * there is no public list of them that is kept. */
#include "domain/number-checks.h"

#define LENGTH_MIN 12
#define LENGTH_MAX 19

bool bank_card_check(const NumberDigits *digits, G_GNUC_UNUSED CivilDate today, NumberVerdict *verdict) {
        static const guint doubled[10] = { 0, 2, 4, 6, 8, 1, 3, 5, 7, 9 };
        guint length = digits->length;
        guint check, sum = 0;

        if (length < LENGTH_MIN || length > LENGTH_MAX)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        if (!number_digits_only(digits, 0, length, verdict))
                return false;
        for (guint i = length - 1; i-- > 0;) {
                guint digit = (guint) (digits->at[i] - '0');

                sum += (length - i) % 2 ? digit : doubled[digit];
        }
        check = (10 - sum % 10) % 10;
        if ((guint) (digits->at[length - 1] - '0') != check)
                return number_wrong(verdict, NUMBER_WRONG_CHECKSUM, (int) length - 1, (char) ('0' + check));
        return true;
}
