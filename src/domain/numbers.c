/* The door of the number checks: takes a text apart into characters, hands them to the check of the kind, and turns what
 * was found wrong back into a place in the text. */
#include "domain/numbers.h"

#include "base/refusal.h"
#include "domain/number-checks.h"

#include <string.h>

static const char *const kind_names[] = {
        [NUMBER_RESIDENT_ID] = "resident-id",
        [NUMBER_RESIDENCE_PERMIT] = "residence-permit",
        [NUMBER_PERMANENT_RESIDENT] = "permanent-resident",
        [NUMBER_PASSPORT_MRZ] = "passport-mrz",
        [NUMBER_USCC] = "uscc",
        [NUMBER_BANK_CARD] = "bank-card",
        [NUMBER_MOBILE] = "mobile",
};
const EnumNames number_kind_names = ENUM_NAMES(kind_names);
const EnumNames identity_kind_names = { .names = kind_names, .count = NUMBER_USCC + 1 };

static const char *const reason_names[] = {
        [NUMBER_VALID] = "",
        [NUMBER_WRONG_LENGTH] = "length",
        [NUMBER_WRONG_ALPHABET] = "alphabet",
        [NUMBER_WRONG_CHECKSUM] = "checksum",
        [NUMBER_WRONG_REGION] = "region",
        [NUMBER_WRONG_DATE] = "date",
        [NUMBER_FUTURE_DATE] = "future-date",
        [NUMBER_WRONG_PREFIX] = "prefix",
        [NUMBER_UNKNOWN_KIND] = "unknown-kind",
        [NUMBER_MALFORMED_LINE] = "malformed-line",
};
const EnumNames number_reason_names = ENUM_NAMES(reason_names);

static const char *const note_names[] = {
        [NUMBER_NOTE_NONE] = "none",
        [NUMBER_NOTE_FIFTEEN_DIGITS] = "fifteen-digits",
        [NUMBER_NOTE_RESIDENCE_PERMIT] = "residence-permit",
        [NUMBER_NOTE_CARD_OF_2017] = "card-of-2017",
        [NUMBER_NOTE_ORGANISATION_CODE] = "organisation-code",
};
const EnumNames number_note_names = ENUM_NAMES(note_names);

static const char *const sex_table[] = { [SEX_UNTOLD] = "untold", [SEX_FEMALE] = "female", [SEX_MALE] = "male" };
const EnumNames sex_names = ENUM_NAMES(sex_table);

typedef struct NumberKindRow {
        bool (*check)(const NumberDigits *digits, CivilDate today, NumberVerdict *verdict);
        bool hyphens; /* people write hyphens between the characters */
} NumberKindRow;

static const NumberKindRow kinds[NUMBER_KIND_COUNT] = {
        [NUMBER_RESIDENT_ID] = { resident_id_check, .hyphens = true },
        [NUMBER_RESIDENCE_PERMIT] = { residence_permit_check, .hyphens = true },
        [NUMBER_PERMANENT_RESIDENT] = { permanent_resident_check, .hyphens = true },
        [NUMBER_PASSPORT_MRZ] = { passport_mrz_check },
        [NUMBER_USCC] = { uscc_check, .hyphens = true },
        [NUMBER_BANK_CARD] = { bank_card_check, .hyphens = true },
        [NUMBER_MOBILE] = { mobile_check, .hyphens = true },
};

/* Stands for a space or an invisible character: nothing of the number. */
#define SKIP ' '

/* What an ASCII character is in a number; 0 for one that is strange in any. */
/* clang-format off */
static const char ascii_forms[128] = {
        ['\t'] = SKIP, ['\n'] = SKIP, ['\r'] = SKIP, [' '] = SKIP, ['+'] = '+', ['-'] = '-', ['<'] = '<',
        ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8',
        ['9'] = '9',
        ['A'] = 'A', ['B'] = 'B', ['C'] = 'C', ['D'] = 'D', ['E'] = 'E', ['F'] = 'F', ['G'] = 'G', ['H'] = 'H', ['I'] = 'I',
        ['J'] = 'J', ['K'] = 'K', ['L'] = 'L', ['M'] = 'M', ['N'] = 'N', ['O'] = 'O', ['P'] = 'P', ['Q'] = 'Q', ['R'] = 'R',
        ['S'] = 'S', ['T'] = 'T', ['U'] = 'U', ['V'] = 'V', ['W'] = 'W', ['X'] = 'X', ['Y'] = 'Y', ['Z'] = 'Z',
        ['a'] = 'A', ['b'] = 'B', ['c'] = 'C', ['d'] = 'D', ['e'] = 'E', ['f'] = 'F', ['g'] = 'G', ['h'] = 'H', ['i'] = 'I',
        ['j'] = 'J', ['k'] = 'K', ['l'] = 'L', ['m'] = 'M', ['n'] = 'N', ['o'] = 'O', ['p'] = 'P', ['q'] = 'Q', ['r'] = 'R',
        ['s'] = 'S', ['t'] = 'T', ['u'] = 'U', ['v'] = 'V', ['w'] = 'W', ['x'] = 'X', ['y'] = 'Y', ['z'] = 'Z',
};
/* clang-format on */

/* Characters that a Chinese keyboard, a word processor or a chat program puts where ASCII is meant. */
static char wide_form(gunichar c) {
        if (c >= 0xFF01 && c <= 0xFF5E)
                return ascii_forms[c - 0xFF01 + '!']; /* full-width forms, as NFKC folds them */
        if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
                return '-';
        if (c == 0xA0 || c == 0x202F || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E)
            || c == 0x2060 || c == 0xFEFF)
                return SKIP;
        return 0;
}

/* Gives what the character at `text` is, and its length in bytes. */
static char character_form(const char *text, const char *end, gsize *size) {
        gunichar c;

        *size = 1;
        if ((guchar) *text < 0x80)
                return ascii_forms[(guchar) *text];
        c = g_utf8_get_char_validated(text, end - text);
        if (c == (gunichar) -1 || c == (gunichar) -2)
                return 0;
        *size = (gsize) g_unichar_to_utf8(c, NULL);
        return wide_form(c);
}

/* Reads as long as each character is one of the number's own, which nearly every text is to its end. Gives how many. */
static guint plain_digits_read(const char *text, gsize text_size, char *at) {
        guint length = 0, end = (guint) MIN(text_size, NUMBER_LENGTH_MAX);

        for (; length < end; length++) {
                guchar c = (guchar) text[length];
                char form = c < 0x80 ? ascii_forms[c] : 0;

                if (G_UNLIKELY(form < '0')) /* strange, SKIP, + or - */
                        break;
                at[length] = form;
        }
        return length;
}

/* Takes a text apart. A hyphen counts as nothing only between two characters. */
static void digits_read(const char *text, gsize text_size, bool hyphens, NumberDigits *digits) {
        const char *end = text + text_size;
        guint length = plain_digits_read(text, text_size, digits->at);
        guint pending = 0; /* hyphens of which it is not known yet what follows */
        gsize size;

        for (text += length; text < end && length <= NUMBER_LENGTH_MAX; text += size) {
                char form = character_form(text, end, &size);

                if (form == SKIP)
                        continue;
                if (form == '-' && hyphens && length > 0) {
                        pending++;
                        continue;
                }
                pending = 0;
                if (length < NUMBER_LENGTH_MAX)
                        digits->at[length] = form && form != '-' ? form : NUMBER_STRANGE;
                length++;
        }
        for (; pending > 0 && length <= NUMBER_LENGTH_MAX; pending--) {
                if (length < NUMBER_LENGTH_MAX)
                        digits->at[length] = NUMBER_STRANGE;
                length++;
        }
        digits->length = length;
}

/* Gives the place, counted from 1 in characters of the text, of the `wanted`-th character of the digits (from 1). */
static guint text_position(const char *text, gsize text_size, bool hyphens, guint wanted) {
        const char *end = text + text_size;
        guint position = 0, length = 0, last_hyphen = 0;
        gsize size;

        for (; text < end; text += size) {
                char form = character_form(text, end, &size);

                position++;
                if (form == SKIP)
                        continue;
                if (form == '-' && hyphens && length > 0) {
                        last_hyphen = position;
                        continue;
                }
                if (++length == wanted)
                        return position;
        }
        return last_hyphen;
}

bool number_wrong(NumberVerdict *verdict, NumberReason reason, int index, char expected) {
        verdict->reason = reason;
        verdict->position = (guint) (index + 1);
        verdict->expected = expected;
        return false;
}

char number_look_alike(char c) {
        static const char pairs[][2] = { { 'O', '0' }, { 'Q', '0' }, { 'D', '0' }, { 'I', '1' }, { 'L', '1' },
                                         { 'Z', '2' }, { 'S', '5' }, { 'G', '6' }, { 'B', '8' } };

        for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
                if (pairs[i][0] == c)
                        return pairs[i][1];
        }
        return '\0';
}

bool number_wrong_digit(const NumberDigits *digits, guint start, NumberVerdict *verdict) {
        guint i = start;

        while (g_ascii_isdigit(digits->at[i]))
                i++;
        return number_wrong(verdict, NUMBER_WRONG_ALPHABET, (int) i, number_look_alike(digits->at[i]));
}

bool number_check(NumberKind kind, const char *text, gsize size, CivilDate today, NumberVerdict *verdict) {
        NumberDigits digits;

        verdict->reason = NUMBER_VALID;
        verdict->position = 0;
        verdict->expected = '\0';
        verdict->note = NUMBER_NOTE_NONE;
        verdict->sex = SEX_UNTOLD;
        verdict->birth = CIVIL_DATE_NONE;
        verdict->division = 0;
        verdict->text[0] = '\0';
        digits_read(text, size, kinds[kind].hyphens, &digits);
        if (digits.length > NUMBER_LENGTH_MAX)
                return number_wrong(verdict, NUMBER_WRONG_LENGTH, -1, '\0');
        if (kinds[kind].check(&digits, today, verdict)) {
                if (!verdict->text[0]) {
                        memcpy(verdict->text, digits.at, digits.length);
                        verdict->text[digits.length] = '\0';
                }
                return true;
        }
        if (verdict->position > 0)
                verdict->position = text_position(text, size, kinds[kind].hyphens, verdict->position);
        verdict->note = NUMBER_NOTE_NONE;
        verdict->sex = SEX_UNTOLD;
        verdict->birth = CIVIL_DATE_NONE;
        verdict->division = 0;
        verdict->text[0] = '\0';
        return false;
}

bool number_require(NumberKind kind, const char *text, CivilDate today, const char *pointer, NumberVerdict *verdict,
                    GError **error) {
        g_autofree char *zh = NULL, *en = NULL, *why = NULL;
        NumberVerdict found;

        if (number_check(kind, text, strlen(text), today, &found)) {
                *verdict = found;
                return true;
        }
        zh = number_reason_text(kind, &found, LANGUAGE_ZH);
        en = number_reason_text(kind, &found, LANGUAGE_EN);
        why = refusal_both(zh, en);
        return refuse(error, REFUSAL_NUMBER_INVALID, pointer, why, NULL);
}
