/* Properties of the way there and back: random orders are written, read and paid by a bank that this test plays. */
#include "base/refusal.h"
#include "partners/corporate-transfer.h"

#include <locale.h>
#include <string.h>

#define ROUNDS 200
#define TRANSFERS_MAX 40

static Uuid random_id(void) {
        Uuid id;

        for (gsize i = 0; i < sizeof id.bytes; i++)
                id.bytes[i] = (guint8) g_test_rand_int_range(0, 256);
        return id;
}

/* A name of 1 to `length_max` characters: Chinese, beyond the BMP, and all that XML must escape. The caller frees it. */
static char *random_name(int length_max) {
        static const char *const alphabet[] = { "杭", "州", "𠮷",  "·", "&", "<",  ">",
                                                "\"", "'",  "]]>", "A", "é", "（", " " };
        GString *name = g_string_new("有");

        for (int left = g_test_rand_int_range(0, length_max); left > 0; left--) {
                const char *next = alphabet[g_test_rand_int_range(0, G_N_ELEMENTS(alphabet))];

                if (g_utf8_strlen(name->str, -1) + g_utf8_strlen(next, -1) <= length_max)
                        g_string_append(name, next);
        }
        return g_string_free(name, FALSE);
}

static char *random_digits(int count) {
        GString *digits = g_string_new(NULL);

        while (count-- > 0)
                g_string_append_c(digits, (char) g_test_rand_int_range('0', '9' + 1));
        return g_string_free(digits, FALSE);
}

typedef struct Order {
        GPtrArray *texts; /* what the transfers borrow */
        Transfer transfers[TRANSFERS_MAX];
        gsize count;
        gint64 sum_fen;
} Order;

static char *keep(Order *order, char *text) {
        g_ptr_array_add(order->texts, text);
        return text;
}

static void order_fill(Order *order) {
        order->texts = g_ptr_array_new_with_free_func(g_free);
        order->sum_fen = 0;
        order->count = (gsize) g_test_rand_int_range(1, TRANSFERS_MAX + 1);
        for (gsize i = 0; i < order->count; i++) {
                order->transfers[i] = (Transfer){
                        .id = random_id(),
                        .amount_fen = g_test_rand_int_range(TRANSFER_FEN_MIN, TRANSFER_FEN_MAX + 1),
                        .creditor_name = keep(order, random_name(PAYMENT_NAME_LENGTH_MAX)),
                        .creditor_account = keep(order, random_digits(g_test_rand_int_range(1, 35))),
                        .creditor_cnaps = keep(order, random_digits(CNAPS_LENGTH)),
                        .remittance =
                                g_test_rand_bit() ? keep(order, random_name(PAYMENT_REMITTANCE_LENGTH_MAX)) : NULL,
                };
                order->sum_fen += order->transfers[i].amount_fen;
        }
}

static GBytes *order_write(const Order *order) {
        PaymentFile file = {
                .id = random_id(),
                .created_at = (gint64) g_test_rand_int_range(0, G_MAXINT32) * 1000000,
                .execution_date = g_test_rand_int_range(0, 40000),
                .debtor_name = "示例平台有限公司",
                .debtor_account = "33050161000000000001",
                .debtor_cnaps = "105331000018",
                .transfers = order->transfers,
                .count = order->count,
        };
        g_autoptr(GError) error = NULL;
        GBytes *written = payment_file_write(&file, &error);

        g_assert_no_error(error);
        return written;
}

static void what_is_written_reads_back_to_the_same_totals(void) {
        for (int round = 0; round < ROUNDS; round++) {
                Order order;
                PaymentTotals totals;
                g_autoptr(GBytes) written = NULL;

                order_fill(&order);
                written = order_write(&order);
                g_assert_true(payment_file_check(written, &totals, NULL));
                g_assert_cmpuint(totals.count, ==, order.count);
                g_assert_cmpint(totals.sum_fen, ==, order.sum_fen);
                g_ptr_array_unref(order.texts);
        }
}

/* Any changed digit of an amount, a total or a count is found. */
static void no_digit_of_the_money_can_be_changed(void) {
        static const char *const places[] = { "<NbOfTxs>", "<CtrlSum>", "<InstdAmt Ccy=\"CNY\">" };

        for (int round = 0; round < ROUNDS; round++) {
                Order order;
                PaymentTotals totals;
                g_autoptr(GBytes) written = NULL;
                g_autofree char *text = NULL;
                g_autoptr(GBytes) changed = NULL;
                const char *place = places[round % (int) G_N_ELEMENTS(places)];
                char *digit;

                order_fill(&order);
                written = order_write(&order);
                text = g_strndup(g_bytes_get_data(written, NULL), g_bytes_get_size(written));
                digit = strchr(strstr(text, place), '<');
                digit = strchr(digit + strlen(place), '<') - 1; /* the last digit of the value */
                *digit = *digit == '9' ? '0' : (char) (*digit + 1);
                changed = g_bytes_new(text, strlen(text));
                g_assert_false(payment_file_check(changed, &totals, NULL));
                g_ptr_array_unref(order.texts);
        }
}

/* ---- a bank of our own ---- */

/* One movement, written by string building, apart from anything that reads it. */
static void camt_append(GString *camt, const Transfer *transfer, bool back) {
        const guint8 *b = transfer->id.bytes;

        g_string_append_printf(
                camt,
                "<Ntry><Amt Ccy=\"CNY\">0.%02d</Amt><CdtDbtInd>%s</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>%s</Dt>"
                "</BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>",
                (int) transfer->amount_fen, back ? "CRDT" : "DBIT", back ? "2018-05-11" : "2018-05-10");
        for (int i = 0; i < 16; i++)
                g_string_append_printf(camt, "%02X", b[i]);
        g_string_append_printf(camt, "</EndToEndId></Refs>%s</TxDtls></NtryDtls></Ntry>\n",
                               back ? "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>" : "");
}

static void csv_append(GString *csv, const Transfer *transfer, bool back) {
        g_autofree char *id = uuid_to_text(&transfer->id);

        g_string_append_printf(csv, "%s,%s,\"0.%02d\",%s,%s,CNY\r\n", back ? "退汇" : "booked", id,
                               (int) transfer->amount_fen, back ? "credit" : "借",
                               back ? "2018-05-11" : "2018-05-10");
}

/* The state that the rows leave a transfer in, as a use case would carry them out. */
static void rows_carry_out(const GArray *rows, ExpectedTransfer *expected) {
        for (guint i = 0; i < rows->len; i++) {
                const SettlementRow *row = &g_array_index(rows, SettlementRow, i);
                ExpectedTransfer *transfer = row->transfer ? &expected[row->transfer - expected] : NULL;

                if (row->outcome == SETTLEMENT_PAID)
                        transfer->paid_on = row->entry->booked_on;
                if (row->outcome == SETTLEMENT_RETURNED)
                        transfer->returned_on = row->entry->booked_on;
                g_assert_cmpint(row->outcome, !=, SETTLEMENT_WRONG_AMOUNT);
                g_assert_cmpint(row->outcome, !=, SETTLEMENT_PAID_TWICE);
        }
}

static void statement_carry_out(const char *text, ExpectedTransfer *expected, gsize count) {
        g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
        g_autoptr(GError) error = NULL;
        g_autoptr(BankStatement) statement = statement_read(bytes, &error);
        g_autoptr(GArray) rows = NULL;

        g_assert_no_error(error);
        rows = statement_settle(statement, expected, count);
        rows_carry_out(rows, expected);
}

#define CAMT_BEGIN "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt>"
#define CAMT_END "</Stmt></BkToCstmrStmt></Document>"
#define CSV_BEGIN "status,reference,amount,direction,booked_on,currency\r\n"

/* However a history is cut into statements, in whichever format and order they come, and handed in twice: each transfer
 * ends as its history says. */
static void any_cut_of_a_history_ends_the_same(void) {
        for (int round = 0; round < ROUNDS; round++) {
                Order order;
                ExpectedTransfer expected[TRANSFERS_MAX];
                bool paid[TRANSFERS_MAX], back[TRANSFERS_MAX];
                g_autoptr(GString) camt = g_string_new(CAMT_BEGIN), csv = g_string_new(CSV_BEGIN);

                order_fill(&order);
                for (gsize i = 0; i < order.count; i++) {
                        const Transfer *transfer = &order.transfers[i];

                        expected[i] = (ExpectedTransfer){ transfer->id, transfer->amount_fen, CIVIL_DATE_NONE,
                                                          CIVIL_DATE_NONE };
                        paid[i] = g_test_rand_bit();
                        back[i] = paid[i] && g_test_rand_bit();
                        if (back[i] && g_test_rand_bit())
                                camt_append(camt, transfer, true);
                        else if (back[i])
                                csv_append(csv, transfer, true);
                        if (paid[i] && g_test_rand_bit())
                                camt_append(camt, transfer, false);
                        else if (paid[i])
                                csv_append(csv, transfer, false);
                }
                g_string_append(camt, CAMT_END);
                for (int again = 0; again < 2; again++) {
                        statement_carry_out(camt->str, expected, order.count);
                        statement_carry_out(csv->str, expected, order.count);
                }
                for (gsize i = 0; i < order.count; i++) {
                        g_assert_cmpint(expected[i].returned_on, ==, back[i] ? 17662 : CIVIL_DATE_NONE);
                        if (!back[i])
                                g_assert_cmpint(expected[i].paid_on, ==, paid[i] ? 17661 : CIVIL_DATE_NONE);
                }
                g_ptr_array_unref(order.texts);
        }
}

/* A statement with any one byte changed, cut or doubled is either read or refused with a line: never a crash, never half. */
static void a_damaged_statement_is_read_or_refused(void) {
        for (int round = 0; round < 20 * ROUNDS; round++) {
                Transfer transfer = { .id = random_id(), .amount_fen = 25 };
                bool as_camt = g_test_rand_bit();
                g_autoptr(GString) text = g_string_new(as_camt ? CAMT_BEGIN : CSV_BEGIN);
                g_autoptr(GBytes) bytes = NULL;
                g_autoptr(GError) error = NULL;
                g_autoptr(BankStatement) statement = NULL;
                gssize place;

                (as_camt ? camt_append : csv_append)(text, &transfer, g_test_rand_bit());
                if (as_camt)
                        g_string_append(text, CAMT_END);
                place = g_test_rand_int_range(0, (gint32) text->len);
                switch (g_test_rand_int_range(0, 3)) {
                case 0: text->str[place] = (char) g_test_rand_int_range(0, 256); break;
                case 1: g_string_truncate(text, (gsize) place); break;
                default: g_string_insert_c(text, place, (char) g_test_rand_int_range(0, 256)); break;
                }
                bytes = g_bytes_new(text->str, text->len);
                statement = statement_read(bytes, &error);
                g_assert_true(statement ? !error : refusal_is(error, REFUSAL_STATEMENT_INVALID));
        }
}

int main(int argc, char **argv) {
        setlocale(LC_ALL, "C.UTF-8");
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/transfer/what is written reads back to the same totals",
                        what_is_written_reads_back_to_the_same_totals);
        g_test_add_func("/transfer/no digit of the money can be changed", no_digit_of_the_money_can_be_changed);
        g_test_add_func("/transfer/any cut of a history ends the same", any_cut_of_a_history_ends_the_same);
        g_test_add_func("/transfer/a damaged statement is read or refused", a_damaged_statement_is_read_or_refused);
        return g_test_run();
}
