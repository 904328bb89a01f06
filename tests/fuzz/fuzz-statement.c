/* Bank statements, camt.053 and CSV: all of one is taken or none, every entry is whole, and settling it against what was paid says
 * one thing of each entry. */
#include "tests/fuzz/fuzz.h"

#include "partners/corporate-transfer.h"

#include <string.h>

static void check_entry(const StatementEntry *entry) {
        g_assert(entry->line > 0 && entry->amount_fen >= 0);
        g_assert(strlen(entry->currency) == 3);
        g_assert(!entry->reference || (*entry->reference && g_utf8_validate(entry->reference, -1, NULL)));
        g_assert(!entry->reason || (*entry->reason && g_utf8_validate(entry->reason, -1, NULL)));
        g_assert(entry->booked_on == CIVIL_DATE_NONE
                 || (entry->booked_on >= CIVIL_DATE_MIN && entry->booked_on <= CIVIL_DATE_MAX));
        g_assert(entry->status <= ENTRY_REJECTED && entry->direction <= ENTRY_CREDIT);
}

static void check_settled(const BankStatement *statement) {
        ExpectedTransfer expected[2] = {
                { .amount_fen = 37, .paid_on = CIVIL_DATE_NONE, .returned_on = CIVIL_DATE_NONE },
                { .amount_fen = 1, .paid_on = FUZZ_TODAY, .returned_on = CIVIL_DATE_NONE }
        };
        g_autoptr(GArray) rows = NULL;

        transfer_reference_parse("0163499c2a7070008000000000000001", &expected[0].id);
        transfer_reference_parse("0163499c2a7070008000000000000002", &expected[1].id);
        rows = statement_settle(statement, expected, G_N_ELEMENTS(expected));
        g_assert(rows->len == statement->entries->len);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        g_autoptr(GBytes) text = g_bytes_new(bytes, size);
        GError *error = NULL;
        g_autoptr(BankStatement) statement = statement_read(text, &error);

        fuzz_check(statement != NULL, error);
        if (!statement)
                return 0;
        for (guint i = 0; i < statement->entries->len; i++)
                check_entry(statement->entries->pdata[i]);
        check_settled(statement);
        return 0;
}
