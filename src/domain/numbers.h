/* Identity numbers and their kin: is it well-formed, what is wrong where, and what does it carry. Pure: no clock, no
 * allocation. Numbers are personal: they and verdicts on them never go into a log. */
#pragma once

#include "base/enum-names.h"
#include "base/language.h"
#include "domain/civil-date.h"

#include <glib.h>
#include <stdbool.h>

typedef enum NumberKind {
        NUMBER_RESIDENT_ID,        /* GB 11643: 18 characters, or the 15 digits of 1984 */
        NUMBER_RESIDENCE_PERMIT,   /* Hong Kong, Macao and Taiwan residents (2018): 810000, 820000, 830000 */
        NUMBER_PERMANENT_RESIDENT, /* foreigners: the card of 2017 (15 characters) or of 2023 (18) */
        NUMBER_PASSPORT_MRZ,       /* ICAO 9303 parts 4 and 5: TD3 (88 characters) or TD1 (90) */
        NUMBER_USCC,               /* GB 32100: unified social credit code */
        NUMBER_BANK_CARD,          /* ISO/IEC 7812: 12 to 19 digits */
        NUMBER_MOBILE,             /* mainland mobile telephone */
        NUMBER_KIND_COUNT
} NumberKind;

extern const EnumNames
        number_kind_names; /* resident-id, residence-permit, permanent-resident, passport-mrz, uscc, … */
extern const EnumNames identity_kind_names; /* those of them that name an owner, up to uscc */

typedef enum NumberReason {
        NUMBER_VALID,
        NUMBER_WRONG_LENGTH,
        NUMBER_WRONG_ALPHABET,
        NUMBER_WRONG_CHECKSUM,
        NUMBER_WRONG_REGION,
        NUMBER_WRONG_DATE,
        NUMBER_FUTURE_DATE,
        NUMBER_WRONG_PREFIX,
        NUMBER_UNKNOWN_KIND,  /* of a line or a command, never of number_check() */
        NUMBER_MALFORMED_LINE /* of a line, never of number_check() */
} NumberReason;

extern const EnumNames
        number_reason_names; /* length, alphabet, checksum, region, date, future-date, prefix, …; "" for valid */

/* What is worth knowing of a valid number and is no reason to refuse it. */
typedef enum NumberNote {
        NUMBER_NOTE_NONE,
        NUMBER_NOTE_FIFTEEN_DIGITS,   /* the form of 1984, out of use since 2013; the normalised number has 18 */
        NUMBER_NOTE_RESIDENCE_PERMIT, /* given as a resident-id, but of a residence permit's shape */
        NUMBER_NOTE_CARD_OF_2017,     /* a permanent resident's card of the form before December 2023 */
        NUMBER_NOTE_ORGANISATION_CODE /* characters 9 to 17 fail the check of GB 11714 */
} NumberNote;

extern const EnumNames
        number_note_names; /* none, fifteen-digits, residence-permit, card-of-2017, organisation-code */

typedef enum Sex { SEX_UNTOLD, SEX_FEMALE, SEX_MALE } Sex;

extern const EnumNames sex_names; /* untold, female, male */

#define NUMBER_LENGTH_MAX 90 /* characters of a normalised number: a TD1 zone */

typedef struct NumberVerdict {
        NumberReason reason;
        guint position; /* of the character that is wrong, counted from 1 in the text as given; 0 where none can be told */
        char expected; /* CHECKSUM: what should stand there; ALPHABET: what was likely meant; '\0' where that is not known */
        /* What follows is there for a valid number only. */
        NumberNote note;
        Sex sex;
        CivilDate birth;                  /* CIVIL_DATE_NONE where the number carries no full date of birth */
        guint32 division;                 /* GB/T 2260; 0 where the number carries none */
        char text[NUMBER_LENGTH_MAX + 1]; /* normalised, "" for an invalid number */
} NumberVerdict;

/* Checks a number of one kind.
 *
 * text, size  UTF-8 as a person wrote it, `size` bytes, of any length; invalid bytes count as one wrong character each.
 *             Put right without a word: lower case, full-width forms (as NFKC does), spaces, invisible characters, and
 *             between two characters (not in a passport's zone) hyphens. A passport's lines stand one after the other.
 * today       the day after which a date of birth lies in the future
 * verdict     out: the whole verdict; the caller wipes it where the number is secret
 *
 * Gives true for a valid number. Where more than one thing is wrong the reason is the first of: length, alphabet, prefix,
 * checksum, region, date, future-date. The normalised number is what is stored and compared: upper case, no separators, 18
 * characters for a resident-id of 15, E.164 for a mobile number.
 *
 * A division need only have existed at some time, never in the year of birth: GB 11643's own example 440524188001010014
 * was born a century before its division.
 *
 * Sources: GB 11643-1999 (4, 5, annex A), GB/T 2260, ISO 7064 MOD 11-2; ICAO 9303-3 (4.9), 9303-4 (4.2), 9303-5 (4.2);
 * GB 32100-2015 (4, 5), GB 11714-1997; ISO/IEC 7812-1 annex B (Luhn); ITU-T E.164. */
bool number_check(NumberKind kind, const char *text, gsize size, CivilDate today, NumberVerdict *verdict);

/* The same for a field of a request: gives the verdict of a valid number, refuses REFUSAL_NUMBER_INVALID (pointer: the
 * field's; parameters: the field's pointer and the reason code), `verdict` then untouched. */
bool number_require(NumberKind kind, const char *text, CivilDate today, const char *pointer, NumberVerdict *verdict,
                    GError **error);

/* Says what is wrong, at which character and how to mend it, without repeating the number. `verdict` is of an invalid
 * number. The caller frees the result. */
char *number_reason_text(NumberKind kind, const NumberVerdict *verdict, Language language);

/* Says what a note means. Static. */
const char *number_note_text(NumberNote note, Language language);
