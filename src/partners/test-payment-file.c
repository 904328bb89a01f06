/* Tests of the amounts that are drawn and of the payment file, against the schema too. */
#include "base/refusal.h"
#include "partners/corporate-transfer.h"
#include "partners/fen.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

static const Transfer two_transfers[] = {
        { .id = { { 0x01, 0x63, 0x49, 0x9c, [15] = 0x01 } },
          .amount_fen = 25,
          .creditor_name = "杭州示例科技有限公司",
          .creditor_account = "1202020209900012345",
          .creditor_cnaps = "102331000012",
          .remittance = "实名认证 <打款> & 核对" },
        { .id = { { 0x01, 0x63, 0x49, 0x9c, [15] = 0x02 } },
          .amount_fen = 99,
          .creditor_name = "北京𠮷祥商贸有限公司",
          .creditor_account = "0200-0012-ABC",
          .creditor_cnaps = "102100099996" },
};

static PaymentFile payment_file(void) {
        return (PaymentFile){
                .id = { { 0xab, [15] = 0xcd } },
                .created_at = 1525948454123456,
                .execution_date = 17662, /* 2018-05-11 */
                .debtor_name = "示例平台有限公司",
                .debtor_account = "33050161000000000001",
                .debtor_cnaps = "105331000018",
                .transfers = two_transfers,
                .count = G_N_ELEMENTS(two_transfers),
        };
}

static char *written(const PaymentFile *file) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) bytes = payment_file_write(file, &error);
        gsize size;

        g_assert_no_error(error);
        return g_strndup(g_bytes_get_data(bytes, &size), g_bytes_get_size(bytes));
}

static void assert_schema(const char *text, bool fits) {
        g_autofree char *folder = g_dir_make_tmp("shiming-test-XXXXXX", NULL);
        g_autofree char *path = g_build_filename(folder, "payments.xml", NULL);
        const char *command[] = { "xmllint", "--nonet", "--noout", "--schema", g_getenv("PAIN_SCHEMA"), path, NULL };
        g_autofree char *said = NULL;
        g_autoptr(GError) error = NULL;
        int status;

        g_assert_true(g_file_set_contents(path, text, -1, NULL));
        g_spawn_sync(NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                     NULL, &said, &status, &error);
        g_assert_no_error(error);
        g_unlink(path);
        g_rmdir(folder);
        if ((status == 0) != fits)
                g_test_message("%s", said);
        g_assert_cmpint(status == 0, ==, fits);
}

static void the_file_says_what_was_ordered(void) {
        static const char *const parts[] = {
                "<MsgId>ab0000000000000000000000000000cd</MsgId>",
                "<CreDtTm>2018-05-10T10:34:14Z</CreDtTm>",
                "<NbOfTxs>2</NbOfTxs>",
                "<CtrlSum>1.24</CtrlSum>",
                "<ReqdExctnDt>2018-05-11</ReqdExctnDt>",
                "<ChrgBr>DEBT</ChrgBr>",
                "<EndToEndId>0163499c000000000000000000000001</EndToEndId>",
                "<InstdAmt Ccy=\"CNY\">0.25</InstdAmt>",
                "<Nm>北京𠮷祥商贸有限公司</Nm>",
                "<Ustrd>实名认证 &lt;打款&gt; &amp; 核对</Ustrd>",
        };
        PaymentFile file = payment_file();
        g_autofree char *text = written(&file);
        g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
        PaymentTotals totals;

        for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
                if (!strstr(text, parts[i]))
                        g_error("%s is not in %s", parts[i], text);
        }
        g_assert_true(payment_file_check(bytes, &totals, NULL));
        g_assert_cmpuint(totals.count, ==, 2);
        g_assert_cmpint(totals.sum_fen, ==, 124);
}

static void the_file_fits_the_schema_and_a_changed_one_does_not(void) {
        PaymentFile file = payment_file();
        g_autofree char *text = written(&file);
        g_autoptr(GString) moved = g_string_new(text), twice = g_string_new(text);

        assert_schema(text, true);
        g_string_replace(moved, "<ChrgBr>DEBT</ChrgBr>", "", 1);
        assert_schema(moved->str, false);
        g_string_replace(twice, "0163499c000000000000000000000002", "0163499c000000000000000000000001", 1);
        assert_schema(twice->str, false);
}

static void a_file_that_was_touched_is_not_handed_out(void) {
        static const struct {
                const char *from, *to, *said;
        } rows[] = {
                { "<CtrlSum>1.24</CtrlSum>", "<CtrlSum>1.23</CtrlSum>", "totals of GrpHdr" },
                { "<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>3</NbOfTxs>", "totals of GrpHdr" },
                { ">0.25<", ">0.26<", "totals of PmtInf" },
                { ">0.25<", ">0.00<", "out of range" },
                { ">0.25<", ">1.25<", "InstdAmt is malformed" },
                { "Ccy=\"CNY\"", "Ccy=\"USD\"", "not in CNY" },
                { "<ChrgBr>DEBT</ChrgBr>", "", "ChrgBr" },
                { "<PmtMtd>TRF</PmtMtd>", "<PmtMtd>CHK</PmtMtd>", "PmtMtd is malformed" },
                { "<InitgPty>", "<CtrlSum>1.24</CtrlSum><InitgPty>", "lacks InitgPty" },
                { "0000000001</EndToEndId>", "0000000002</EndToEndId>", "stands there twice" },
                { "<MmbId>102331000012</MmbId>", "<MmbId>10233100001</MmbId>", "MmbId is malformed" },
                { "pain.001.001.03", "pain.001.001.09", "not a pain.001.001.03" },
                { "</Document>", "", "line" },
                { "</Document>", "</Document><More/>", "line" },
                { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE Document>", "document type" },
        };
        PaymentFile file = payment_file();
        g_autofree char *text = written(&file);

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                g_autoptr(GString) changed = g_string_new(text);
                g_autoptr(GBytes) bytes = NULL;
                g_autoptr(GError) error = NULL;
                PaymentTotals totals = { .count = 77 };

                g_assert_cmpuint(g_string_replace(changed, rows[i].from, rows[i].to, 1), ==, 1);
                bytes = g_bytes_new(changed->str, changed->len);
                if (payment_file_check(bytes, &totals, &error))
                        g_error("%s for %s was let through", rows[i].to, rows[i].from);
                g_assert_error(error, FAILURE, FAILURE_CORRUPT);
                if (!strstr(error->message, rows[i].said))
                        g_error("\"%s\" does not say \"%s\"", error->message, rows[i].said);
                g_assert_cmpuint(totals.count, ==, 77);
        }
}

static void assert_order_refused(const PaymentFile *file, RefusalKind kind, const char *pointer) {
        g_autoptr(GError) error = NULL;

        g_assert_null(payment_file_write(file, &error));
        g_assert_true(refusal_is(error, kind));
        g_assert_cmpstr(refusal_pointer(error), ==, pointer);
}

static void an_order_that_no_bank_could_carry_out_is_refused(void) {
        g_autofree char *long_ascii = g_strnfill(141, 'x');
        g_autoptr(GString) long_name = g_string_new(NULL);
        Transfer transfer = two_transfers[0], same[2] = { two_transfers[0], two_transfers[0] };
        PaymentFile file = payment_file();

        file.transfers = &transfer;
        file.count = 1;
        for (int i = 0; i < 140; i++)
                g_string_append(long_name, "名");
        transfer.creditor_name = long_name->str;
        transfer.remittance = long_name->str;
        g_free(written(&file)); /* 140 Chinese characters are 140, not 420 */
        g_string_append(long_name, "称");
        transfer.creditor_name = long_name->str;
        assert_order_refused(&file, REFUSAL_TOO_LONG, "/transfers/0/creditor_name");
        transfer = two_transfers[0];
        transfer.remittance = long_ascii;
        assert_order_refused(&file, REFUSAL_TOO_LONG, "/transfers/0/remittance");
        transfer.remittance = "打款\n认证";
        assert_order_refused(&file, REFUSAL_MALFORMED_VALUE, "/transfers/0/remittance");
        transfer.remittance = "\xff";
        assert_order_refused(&file, REFUSAL_MALFORMED_VALUE, "/transfers/0/remittance");
        transfer = two_transfers[0];
        transfer.amount_fen = 100;
        assert_order_refused(&file, REFUSAL_OUT_OF_RANGE, "/transfers/0/amount_fen");
        transfer.amount_fen = 0;
        assert_order_refused(&file, REFUSAL_OUT_OF_RANGE, "/transfers/0/amount_fen");
        transfer = two_transfers[0];
        transfer.creditor_account = "12345 678";
        assert_order_refused(&file, REFUSAL_MALFORMED_VALUE, "/transfers/0/creditor_account");
        transfer.creditor_account = "12345678901234567890123456789012345";
        assert_order_refused(&file, REFUSAL_TOO_LONG, "/transfers/0/creditor_account");
        transfer.creditor_account = "";
        assert_order_refused(&file, REFUSAL_MISSING_FIELD, "/transfers/0/creditor_account");
        transfer = two_transfers[0];
        transfer.creditor_cnaps = "10233100001";
        assert_order_refused(&file, REFUSAL_MALFORMED_VALUE, "/transfers/0/creditor_cnaps");
        file.debtor_cnaps = NULL;
        assert_order_refused(&file, REFUSAL_MISSING_FIELD, "/debtor_cnaps");
        file = payment_file();
        file.transfers = same;
        assert_order_refused(&file, REFUSAL_MALFORMED_VALUE, "/transfers/1/id");
        file.count = 0;
        assert_order_refused(&file, REFUSAL_OUT_OF_RANGE, "/transfers");
}

static void a_reference_survives_what_banks_do_to_it(void) {
        Uuid id = uuid_new(1525948454000000), read = { { 0 } };
        char text[TRANSFER_REFERENCE_SIZE];
        g_autofree char *upper = g_ascii_strup(transfer_reference_format(&id, text), -1);
        g_autofree char *hyphened = uuid_to_text(&id);
        g_autofree char *blanks = g_strdup_printf(" %.16s %s", text, text + 16);

        g_assert_cmpuint(strlen(text), ==, 32);
        g_assert_true(transfer_reference_parse(text, &read) && uuid_equal(&id, &read));
        g_assert_true(transfer_reference_parse(upper, &read) && uuid_equal(&id, &read));
        g_assert_true(transfer_reference_parse(hyphened, &read) && uuid_equal(&id, &read));
        g_assert_true(transfer_reference_parse(blanks, &read) && uuid_equal(&id, &read));
        g_assert_false(transfer_reference_parse(NULL, &read));
        g_assert_false(transfer_reference_parse("", &read));
        g_assert_false(transfer_reference_parse("NOTPROVIDED", &read));
        g_assert_false(transfer_reference_parse(text + 1, &read));
}

static void money_is_read_without_a_floating_point(void) {
        static const struct {
                const char *text;
                gint64 fen; /* -1: refused */
        } rows[] = { { "0.25", 25 },
                     { "0.2", 20 },
                     { "7", 700 },
                     { "1.25000", 125 },
                     { "9999999999999.99", 999999999999999 },
                     { "1.250001", -1 },
                     { "1.001", -1 },
                     { "1.", -1 },
                     { ".5", -1 },
                     { "", -1 },
                     { "-1", -1 },
                     { "+1", -1 },
                     { "1,000", -1 },
                     { "1e2", -1 },
                     { "99999999999999", -1 },
                     { " 1", -1 } };

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                gint64 fen = -1;
                bool read = fen_parse(rows[i].text, &fen);

                g_assert_cmpint(read, ==, rows[i].fen >= 0);
                g_assert_cmpint(fen, ==, rows[i].fen);
        }
}

/* ---- drawing ---- */

static guint32 next_word(gpointer context) {
        const guint32 **at = context;

        return *(*at)++;
}

static void every_amount_is_as_likely_as_any_other(void) {
        /* 2^32 = 99 · 43383508 + 4: the words 0 to 3 are left over, the rest come 43383508 times an amount. */
        const guint32 words[] = { 0, 3, 4, G_MAXUINT32 }, *at = words;

        g_assert_cmpint(transfer_draw_fen(next_word, &at), ==, 1 + 4 % 99);
        g_assert_true(at == words + 3);
        g_assert_cmpint(transfer_draw_fen(next_word, &at), ==, 1 + G_MAXUINT32 % 99);
}

static void the_system_draws_within_the_limits(void) {
        guint seen[TRANSFER_FEN_MAX + 1] = { 0 };

        for (int i = 0; i < 20000; i++) {
                gint64 fen = transfer_draw_fen(random_word_system, NULL);

                g_assert_cmpint(fen, >=, TRANSFER_FEN_MIN);
                g_assert_cmpint(fen, <=, TRANSFER_FEN_MAX);
                seen[fen]++;
        }
        for (int fen = TRANSFER_FEN_MIN; fen <= TRANSFER_FEN_MAX; fen++)
                g_assert_cmpuint(seen[fen], >, 0); /* each comes some 200 times */
}

int main(int argc, char **argv) {
        setlocale(LC_ALL, "C.UTF-8");
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/payment file/it says what was ordered", the_file_says_what_was_ordered);
        g_test_add_func("/payment file/it fits the schema and a changed one does not",
                        the_file_fits_the_schema_and_a_changed_one_does_not);
        g_test_add_func("/payment file/one that was touched is not handed out",
                        a_file_that_was_touched_is_not_handed_out);
        g_test_add_func("/payment file/an order that no bank could carry out is refused",
                        an_order_that_no_bank_could_carry_out_is_refused);
        g_test_add_func("/payment file/a reference survives what banks do to it",
                        a_reference_survives_what_banks_do_to_it);
        g_test_add_func("/payment file/money is read without a floating point",
                        money_is_read_without_a_floating_point);
        g_test_add_func("/amount/every amount is as likely as any other", every_amount_is_as_likely_as_any_other);
        g_test_add_func("/amount/the system draws within the limits", the_system_draws_within_the_limits);
        return g_test_run();
}
