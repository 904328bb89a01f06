/* Payment files: read back strictly, and written of any texts either whole or not at all. */
#include "tests/fuzz/fuzz.h"

#include "partners/corporate-transfer.h"

/* The texts of a file that is to be written, a line each. */
typedef enum Line { LINE_CREDITOR, LINE_ACCOUNT, LINE_CNAPS, LINE_REMITTANCE, LINE_DEBTOR, LINE_COUNT } Line;

static void check_written(const char *text) {
        g_auto(GStrv) lines = g_strsplit(text, "\n", LINE_COUNT);
        Transfer transfer = { .id = { { 1 } }, .amount_fen = 37, .remittance = "认证" };
        PaymentFile file = { .id = { { 2 } },
                             .created_at = FUZZ_NOW,
                             .execution_date = FUZZ_TODAY,
                             .debtor_account = "3301040160000012345",
                             .debtor_cnaps = "102100099996",
                             .transfers = &transfer,
                             .count = 1 };
        GError *error = NULL;
        g_autoptr(GBytes) written = NULL;
        PaymentTotals totals;

        if (g_strv_length(lines) < LINE_COUNT)
                return;
        transfer.creditor_name = lines[LINE_CREDITOR];
        transfer.creditor_account = lines[LINE_ACCOUNT];
        transfer.creditor_cnaps = lines[LINE_CNAPS];
        transfer.remittance = lines[LINE_REMITTANCE];
        file.debtor_name = lines[LINE_DEBTOR];
        written = payment_file_write(&file, &error);
        fuzz_check(written != NULL, error);
        g_assert(!written
                 || (payment_file_check(written, &totals, NULL) && totals.count == 1 && totals.sum_fen == 37));
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        bool writes = fuzz_choose(&bytes, &size, 2) == 1;
        g_autofree char *text = fuzz_text(bytes, size), *valid = g_utf8_make_valid(text, -1);
        g_autoptr(GBytes) file = g_bytes_new(bytes, size);
        PaymentTotals totals;
        GError *error = NULL;
        bool taken;

        if (writes) {
                check_written(valid);
                return 0;
        }
        taken = payment_file_check(file, &totals, &error);
        fuzz_check(taken, error);
        return 0;
}
