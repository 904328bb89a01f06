/* Identity numbers, machine-readable zones, bank cards, telephones: a valid number is valid again in its normal form, which never
 * changes any more, and of an invalid one the wrong place lies within the text. */
#include "tests/fuzz/fuzz.h"

#include "domain/masks.h"
#include "domain/numbers.h"

#include <string.h>

static void check_valid(NumberKind kind, const NumberVerdict *verdict) {
        NumberVerdict again;

        g_assert(*verdict->text && strlen(verdict->text) <= NUMBER_LENGTH_MAX);
        g_assert(number_check(kind, verdict->text, strlen(verdict->text), FUZZ_TODAY, &again));
        g_assert(strcmp(again.text, verdict->text) == 0 && again.birth == verdict->birth
                 && again.sex == verdict->sex);
        g_assert(verdict->birth == CIVIL_DATE_NONE || verdict->birth <= FUZZ_TODAY);
        for (Language language = 0; language < LANGUAGE_COUNT; language++)
                g_assert(*number_note_text(verdict->note, language) || verdict->note == NUMBER_NOTE_NONE);
}

static void check_invalid(NumberKind kind, const NumberVerdict *verdict, gsize size) {
        g_assert(!*verdict->text && verdict->position <= size + 1);
        for (Language language = 0; language < LANGUAGE_COUNT; language++) {
                g_autofree char *text = number_reason_text(kind, verdict, language);

                g_assert(*text && g_utf8_validate(text, -1, NULL));
        }
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        NumberKind kind = (NumberKind) fuzz_choose(&bytes, &size, NUMBER_KIND_COUNT);
        g_autofree char *text = fuzz_copy(bytes, size);
        NumberVerdict verdict;

        if (number_check(kind, text, size, FUZZ_TODAY, &verdict))
                check_valid(kind, &verdict);
        else
                check_invalid(kind, &verdict, size);
        return 0;
}
