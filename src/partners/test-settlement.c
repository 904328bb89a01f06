/* Tests of matching a statement to the transfers that were handed out. */
#include "partners/corporate-transfer.h"

#include <locale.h>
#include <string.h>

#define FIRST "00000000000000000000000000000001"
#define SECOND "00000000000000000000000000000002"

static ExpectedTransfer expected[2];

/* Two transfers of 0.25 and 0.31 yuan of which nothing has been heard. */
static void nothing_heard(void) {
        for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
                expected[i] = (ExpectedTransfer){ .id = { { [15] = (guint8) (i + 1) } },
                                                  .amount_fen = i ? 31 : 25,
                                                  .paid_on = CIVIL_DATE_NONE,
                                                  .returned_on = CIVIL_DATE_NONE };
}

/* Settles CSV rows without their header; gives "outcome line outcome line …". The caller frees the result. */
static char *settled(const char *csv_rows) {
        g_autofree char *csv = g_strconcat("reference,amount,currency,direction,booked_on,status\n", csv_rows, NULL);
        g_autoptr(GBytes) bytes = g_bytes_new(csv, strlen(csv));
        g_autoptr(GError) error = NULL;
        g_autoptr(BankStatement) statement = statement_read(bytes, &error);
        g_autoptr(GString) told = g_string_new(NULL);
        g_autoptr(GArray) rows = NULL;

        g_assert_no_error(error);
        rows = statement_settle(statement, expected, G_N_ELEMENTS(expected));
        for (guint i = 0; i < rows->len; i++) {
                const SettlementRow *row = &g_array_index(rows, SettlementRow, i);

                g_assert_cmpint(row->transfer == NULL, ==, row->outcome == SETTLEMENT_UNKNOWN_REFERENCE);
                g_string_append_printf(told, "%s%s %u", i ? " " : "",
                                       enum_name(&settlement_outcome_names, (int) row->outcome), row->entry->line);
        }
        return g_string_free(g_steal_pointer(&told), FALSE);
}

static void assert_settled(const char *csv_rows, const char *outcome) {
        g_autofree char *told = settled(csv_rows);

        g_assert_cmpstr(told, ==, outcome);
}

static void what_was_ordered_and_paid_is_paid(void) {
        nothing_heard();
        assert_settled(FIRST ",0.25,CNY,debit,2018-05-10,booked\n" SECOND ",0.31,CNY,debit,2018-05-10,booked\n",
                       "paid 2 paid 3");
}

static void what_differs_is_told_apart(void) {
        nothing_heard();
        assert_settled(FIRST ",0.26,CNY,debit,2018-05-10,booked\n", "wrong-amount 2");
        assert_settled(FIRST ",0.25,USD,debit,2018-05-10,booked\n", "wrong-amount 2");
        assert_settled(FIRST ",0.25,CNY,debit,,pending\n", "pending 2");
        assert_settled(FIRST ",0.25,CNY,debit,,rejected\n", "returned 2");
        assert_settled(",0.25,CNY,debit,2018-05-10,booked\nx,0.25,CNY,debit,2018-05-10,booked\n"
                       "00000000000000000000000000000003,0.25,CNY,debit,2018-05-10,booked\n",
                       "unknown-reference 2 unknown-reference 3 unknown-reference 4");
        assert_settled(FIRST ",0.25,CNY,debit,2018-05-10,booked\n" FIRST ",0.25,CNY,debit,2018-05-10,booked\n",
                       "paid 2 paid-twice 3");
}

static void things_are_told_in_the_order_in_which_they_happened(void) {
        nothing_heard();
        assert_settled(FIRST ",0.25,CNY,credit,2018-05-10,returned\n" SECOND
                             ",0.31,CNY,debit,2018-05-09,booked\n" FIRST ",0.25,CNY,debit,2018-05-10,booked\n",
                       "paid 3 paid 4 returned 2");
        assert_settled(FIRST ",0.25,CNY,credit,2018-05-11,booked\n" FIRST ",0.25,CNY,debit,2018-05-10,booked\n",
                       "paid 3 returned 2");
}

static void the_same_statement_again_is_no_news(void) {
        const char *rows = FIRST ",0.25,CNY,debit,2018-05-10,booked\n" FIRST ",0.25,CNY,credit,2018-05-11,returned\n";

        nothing_heard();
        assert_settled(rows, "paid 2 returned 3");
        expected[0].paid_on = 17661; /* 2018-05-10 */
        expected[0].returned_on = 17662;
        assert_settled(rows, "known 2 known 3");
        assert_settled(FIRST ",0.25,CNY,debit,2018-05-10,booked\n" FIRST ",0.25,CNY,debit,2018-05-10,booked\n",
                       "known 2 paid-twice 3");
        assert_settled(FIRST ",0.25,CNY,debit,2018-05-12,booked\n", "paid-twice 2");
}

static void a_statement_that_comes_late_revives_nothing(void) {
        nothing_heard();
        expected[0].returned_on = 17662; /* 2018-05-11 */
        assert_settled(FIRST ",0.25,CNY,debit,2018-05-10,booked\n", "known 2");
        assert_settled(FIRST ",0.25,CNY,debit,2018-05-12,booked\n", "paid-twice 2");
}

int main(int argc, char **argv) {
        setlocale(LC_ALL, "C.UTF-8");
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/settlement/what was ordered and paid is paid", what_was_ordered_and_paid_is_paid);
        g_test_add_func("/settlement/what differs is told apart", what_differs_is_told_apart);
        g_test_add_func("/settlement/things are told in the order in which they happened",
                        things_are_told_in_the_order_in_which_they_happened);
        g_test_add_func("/settlement/the same statement again is no news", the_same_statement_again_is_no_news);
        g_test_add_func("/settlement/a statement that comes late revives nothing",
                        a_statement_that_comes_late_revives_nothing);
        return g_test_run();
}
