/* The numbers of persons that end in ISO 7064 MOD 11-2: resident identity cards, residence permits of Hong Kong, Macao and
 * Taiwan residents, permanent residents' cards. */
#include "domain/divisions.h"
#include "domain/number-checks.h"

#include <string.h>

#define EIGHTEEN 18
#define FIFTEEN 15
#define YEAR_MIN 1800 /* the oldest whom a number was ever given; GB 11643's example was born in 1880 */

/* GB 11643 annex A: weights 2^(18−i) mod 11, and the check character for each remainder. */
static char check_character(const char *at) {
        static const gint8 weights[EIGHTEEN - 1] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
        guint sum = 0;

        for (guint i = 0; i < EIGHTEEN - 1; i++)
                sum += (guint) ((at[i] - '0') * weights[i]);
        return "10X98765432"[sum % 11];
}

/* Seventeen digits, then one more or X, which is the check character of the others. */
static bool eighteen_check(const NumberDigits *digits, NumberVerdict *verdict) {
        char last, check;

        if (!number_digits_only(digits, 0, EIGHTEEN - 1, verdict))
                return false;
        last = digits->at[EIGHTEEN - 1];
        if (last != 'X' && !number_digits_only(digits, EIGHTEEN - 1, EIGHTEEN, verdict))
                return false;
        check = check_character(digits->at);
        return last == check || number_wrong(verdict, NUMBER_WRONG_CHECKSUM, EIGHTEEN - 1, check);
}

/* A day of birth. `index` is where its month stands, of which the place is told where the day does not exist. */
static bool birth_check(int year, const char *month_and_day, int index, CivilDate today, NumberVerdict *verdict) {
        int month = number_value(month_and_day, 2), day = number_value(month_and_day + 2, 2);

        if (year < YEAR_MIN)
                return number_wrong(verdict, NUMBER_WRONG_DATE, index - 4, '\0');
        if (month < 1 || month > 12)
                return number_wrong(verdict, NUMBER_WRONG_DATE, index, '\0');
        if (!civil_date_make(year, month, day, &verdict->birth))
                return number_wrong(verdict, NUMBER_WRONG_DATE, index + 2, '\0');
        if (verdict->birth > today)
                return number_wrong(verdict, NUMBER_FUTURE_DATE, index - 4, '\0');
        return true;
}

static void sex_read(char serial_end, NumberVerdict *verdict) {
        verdict->sex = (serial_end - '0') % 2 ? SEX_MALE : SEX_FEMALE;
}

static bool division_check(const NumberDigits *digits, NumberVerdict *verdict) {
        verdict->division = (guint32) number_value(digits->at, 6);
        return division_exists(verdict->division) || number_wrong(verdict, NUMBER_WRONG_REGION, 0, '\0');
}

static bool is_residence_permit(guint32 division) {
        return division == 810000 || division == 820000 || division == 830000;
}

/* The form of 1984: no century and no check character. Serials 996 to 999 were kept for people past their hundredth
 * year, born in the century before (GB 11643-1999). The normalised number is the one of 18 characters that replaced it,
 * so that a person is known by either. */
static bool fifteen_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict) {
        bool centenarian;
        int year;

        if (!number_digits_only(digits, 0, FIFTEEN, verdict) || !division_check(digits, verdict))
                return false;
        centenarian = number_value(digits->at + 12, 3) >= 996;
        year = (centenarian ? 1800 : 1900) + number_value(digits->at + 6, 2);
        if (!birth_check(year, digits->at + 8, 8, today, verdict))
                return false;
        sex_read(digits->at[14], verdict);
        verdict->note = NUMBER_NOTE_FIFTEEN_DIGITS;
        memcpy(verdict->text, digits->at, 6);
        memcpy(verdict->text + 6, centenarian ? "18" : "19", 2);
        memcpy(verdict->text + 8, digits->at + 6, 9);
        verdict->text[EIGHTEEN - 1] = check_character(verdict->text);
        verdict->text[EIGHTEEN] = '\0';
        return true;
}

bool resident_id_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict) {
        if (digits->length == FIFTEEN)
                return fifteen_check(digits, today, verdict);
        if (digits->length != EIGHTEEN)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        if (!eighteen_check(digits, verdict) || !division_check(digits, verdict)
            || !birth_check(number_value(digits->at + 6, 4), digits->at + 10, 10, today, verdict))
                return false;
        sex_read(digits->at[16], verdict);
        if (is_residence_permit(verdict->division))
                verdict->note = NUMBER_NOTE_RESIDENCE_PERMIT;
        return true;
}

bool residence_permit_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict) {
        if (digits->length != EIGHTEEN)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        if (!eighteen_check(digits, verdict))
                return false;
        verdict->division = (guint32) number_value(digits->at, 6);
        if (!is_residence_permit(verdict->division))
                return number_wrong(verdict, NUMBER_WRONG_REGION, 0, '\0');
        if (!birth_check(number_value(digits->at + 6, 4), digits->at + 10, 10, today, verdict))
                return false;
        sex_read(digits->at[16], verdict);
        return true;
}

/* The card of 2017: the country's three letters (ISO 3166-1 alpha-3), then twelve digits: four of the place, six of the
 * birth without its century, two more. What those two check was never published, so only the shape is. */
static bool card_of_2017_check(const NumberDigits *digits, NumberVerdict *verdict) {
        for (guint i = 0; i < 3; i++) {
                if (!g_ascii_isupper(digits->at[i]))
                        return number_wrong(verdict, NUMBER_WRONG_ALPHABET, (int) i, '\0');
        }
        verdict->note = NUMBER_NOTE_CARD_OF_2017;
        return number_digits_only(digits, 3, FIFTEEN, verdict);
}

/* The card of 2023: 9, two digits of the province, the country's three (ISO 3166-1 numeric), then as a resident's number.
 * Source: National Immigration Administration, rules for reading the card of 2023, section 2. */
bool permanent_resident_check(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict) {
        if (digits->length == FIFTEEN)
                return card_of_2017_check(digits, verdict);
        if (digits->length != EIGHTEEN)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        if (g_ascii_isdigit(digits->at[0]) && digits->at[0] != '9')
                return number_wrong(verdict, NUMBER_WRONG_PREFIX, 0, '9');
        if (!eighteen_check(digits, verdict)
            || !birth_check(number_value(digits->at + 6, 4), digits->at + 10, 10, today, verdict))
                return false;
        sex_read(digits->at[16], verdict);
        return true;
}
