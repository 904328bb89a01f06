/* Tests of the bank's statement: both formats, their encodings, and every mistake by its line. */
#include "base/refusal.h"
#include "partners/corporate-transfer.h"

#include <locale.h>
#include <string.h>

#define REFERENCE "0163499c2a7070008000000000000001"
#define CSV_HEADER "reference,amount,currency,direction,booked_on,status,reason\n"
#define MAY_10 17661 /* 2018-05-10 */

static BankStatement *read_text(const char *text, gssize size, GError **error) {
        g_autoptr(GBytes) bytes = g_bytes_new(text, size < 0 ? strlen(text) : (gsize) size);

        return statement_read(bytes, error);
}

static BankStatement *taken(const char *text) {
        g_autoptr(GError) error = NULL;
        BankStatement *statement = read_text(text, -1, &error);

        if (error) {
                g_autofree char *said = refusal_text(error, LANGUAGE_EN);
                g_error("refused: %s", said);
        }
        return statement;
}

static void assert_refused(const char *text, gssize size, guint line, const char *what) {
        g_autofree char *place = g_strdup_printf("at line %u:", line);
        g_autoptr(GError) error = NULL;
        g_autofree char *said = NULL;

        if (read_text(text, size, &error))
                g_error("was let through: %s", text);
        g_assert_true(refusal_is(error, REFUSAL_STATEMENT_INVALID));
        said = refusal_text(error, LANGUAGE_EN);
        if (!strstr(said, place) || !strstr(said, what))
                g_error("\"%s\" does not say \"%s %s\"", said, place, what);
}

static const StatementEntry *entry_at(const BankStatement *statement, guint i) {
        g_assert_cmpuint(i, <, statement->entries->len);
        return g_ptr_array_index(statement->entries, i);
}

static void assert_entry(const StatementEntry *entry, guint line, const char *reference, gint64 fen,
                         EntryDirection direction, EntryStatus status, const char *reason) {
        g_assert_cmpuint(entry->line, ==, line);
        g_assert_cmpstr(entry->reference, ==, reference);
        g_assert_cmpint(entry->amount_fen, ==, fen);
        g_assert_cmpstr(entry->currency, ==, "CNY");
        g_assert_cmpint(entry->direction, ==, direction);
        g_assert_cmpint(entry->status, ==, status);
        g_assert_cmpstr(entry->reason, ==, reason);
}

/* ---- CSV ---- */

static void a_csv_statement_is_read_in_any_order_of_columns(void) {
        g_autoptr(BankStatement) english =
                taken(CSV_HEADER REFERENCE ",0.25,CNY,debit,2018-05-10,booked,\n"
                                           ",1200.5,CNY,credit,2018-05-10,Pending,\n"
                                           "\"" REFERENCE
                                           "\",0.25,CNY,credit,2018-05-10,returned,\"账户\"\"已\"\"销户, 退回\"");
        g_autoptr(BankStatement) chinese = taken("\xef\xbb\xbf状态,参考号,金额,币种,借贷方向,记账日期\r\n"
                                                 "拒绝," REFERENCE ",0.25,CNY,借,\r\n");

        g_assert_cmpint(english->format, ==, STATEMENT_CSV);
        g_assert_cmpint(english->encoding, ==, STATEMENT_UTF_8);
        g_assert_cmpuint(english->entries->len, ==, 3);
        assert_entry(entry_at(english, 0), 2, REFERENCE, 25, ENTRY_DEBIT, ENTRY_BOOKED, NULL);
        g_assert_cmpint(entry_at(english, 0)->booked_on, ==, MAY_10);
        assert_entry(entry_at(english, 1), 3, NULL, 120050, ENTRY_CREDIT, ENTRY_PENDING, NULL);
        assert_entry(entry_at(english, 2), 4, REFERENCE, 25, ENTRY_CREDIT, ENTRY_RETURNED, "账户\"已\"销户, 退回");
        assert_entry(entry_at(chinese, 0), 2, REFERENCE, 25, ENTRY_DEBIT, ENTRY_REJECTED, NULL);
        g_assert_cmpint(entry_at(chinese, 0)->booked_on, ==, CIVIL_DATE_NONE);
}

static void gb_18030_is_recognised_and_said(void) {
        const char *text = CSV_HEADER REFERENCE ",0.25,CNY,credit,2018-05-10,退汇,账户已销户\n";
        gsize size;
        g_autofree char *converted = g_convert(text, -1, "GB18030", "UTF-8", NULL, &size, NULL);
        g_autoptr(GBytes) bytes = g_bytes_new(converted, size);
        g_autoptr(BankStatement) statement = statement_read(bytes, NULL);

        g_assert_nonnull(statement);
        g_assert_cmpstr(enum_name(&statement_encoding_names, (int) statement->encoding), ==, "gb18030");
        assert_entry(entry_at(statement, 0), 2, REFERENCE, 25, ENTRY_CREDIT, ENTRY_RETURNED, "账户已销户");
}

static void each_mistake_in_csv_is_named_by_its_line(void) {
        static const struct {
                const char *text;
                guint line;
                const char *what;
        } rows[] = {
                { "", 1, "empty" },
                { "  \n\n", 1, "empty" },
                { "\xef\xbb\xbf", 1, "empty" },
                { "reference,amount\n", 1, "the column currency (币种) is missing" },
                { "reference,amount,currency,direction,booked_on,status,balance\n", 1, "\"balance\" is not known" },
                { "reference,amount,currency,direction,booked_on,status,amount\n", 1,
                  "\"amount\" stands there twice" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked\n", 2, "6 fields where the header has 7" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,,\n", 2, "8 fields" },
                { CSV_HEADER "\n", 2, "1 fields" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,\na,0.255,CNY,debit,2018-05-10,booked,\n", 3,
                  "amount" },
                { CSV_HEADER "a,-0.25,CNY,debit,2018-05-10,booked,\n", 2, "amount \"-0.25\"" },
                { CSV_HEADER "a,\"1,000.00\",CNY,debit,2018-05-10,booked,\n", 2, "amount" },
                { CSV_HEADER "a,0.25,RMB1,debit,2018-05-10,booked,\n", 2, "currency" },
                { CSV_HEADER "a,0.25,CNY,out,2018-05-10,booked,\n", 2, "direction" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-02-30,booked,\n", 2, "day" },
                { CSV_HEADER "a,0.25,CNY,debit,2018/5/10,booked,\n", 2, "day" },
                { CSV_HEADER "a,0.25,CNY,debit,,booked,\n", 2, "needs its day" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,paid,\n", 2, "status" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,\"x\n", 2, "quote is not closed" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,\"x\"y\n", 2, "follows the closing quote" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,x\"y\n", 2, "not quoted" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,x\ry\n", 2, "not quoted" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,\"x\ny\"\n", 2, "control character" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,\"x\ny\"z\n", 3, "follows the closing quote" },
                { CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,\xff\n", 2, "neither UTF-8 nor GB 18030" },
        };
        g_autofree char *filler = g_strnfill(501, 'x');
        g_autofree char *long_reason = g_strconcat(CSV_HEADER "a,0.25,CNY,debit,2018-05-10,booked,", filler, NULL);
        g_autofree char *long_reference =
                g_strdup_printf(CSV_HEADER "%.141s,0.25,CNY,debit,2018-05-10,booked,", filler);

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
                assert_refused(rows[i].text, -1, rows[i].line, rows[i].what);
        assert_refused(long_reason, -1, 2, "reason is longer");
        assert_refused(long_reference, -1, 2, "reference is longer");
        assert_refused("\xff\xfer\0e\0", 6, 1, "save it as UTF-8");
        assert_refused("a\0b", 3, 1, "save it as UTF-8");
}

/* ---- camt.053 ---- */

#define CAMT_BEGIN(version)                                                                             \
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                  \
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001." version "\"><BkToCstmrStmt>\n" \
        "<GrpHdr><MsgId>m</MsgId></GrpHdr><Stmt><Id>1</Id><Bal><Amt Ccy=\"CNY\">5</Amt></Bal>\n"
#define CAMT_END "</Stmt></BkToCstmrStmt></Document>\n"
#define PAID_ENTRY                                                                             \
        "<Ntry><Amt Ccy=\"CNY\">0.25</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>"          \
        "<BookgDt><Dt>2018-05-10</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>" REFERENCE \
        "</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>\n"

static void a_camt_statement_is_read_entry_by_entry(void) {
        g_autoptr(BankStatement) statement = taken(
                CAMT_BEGIN("02") PAID_ENTRY
                "<Ntry><Amt Ccy=\"CNY\">0.31</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts>"
                "<BookgDt><DtTm>2018-05-10T09:00:00+08:00</DtTm></BookgDt><NtryDtls><TxDtls>\n"
                "<Refs><EndToEndId>second</EndToEndId></Refs><RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>账户已销户</"
                "AddtlInf>"
                "</RtrInf></TxDtls></NtryDtls></Ntry>\n"
                "<Ntry><Amt Ccy=\"CNY\">12.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
                "<ValDt><Dt>2018-05-10Z</Dt></ValDt></Ntry>\n"
                "<Ntry><Amt Ccy=\"CNY\">0.07</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts><NtryDtls><TxDtls><Refs>"
                "<EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>\n" CAMT_END);

        g_assert_cmpint(statement->format, ==, STATEMENT_CAMT_053);
        g_assert_cmpuint(statement->entries->len, ==, 4);
        assert_entry(entry_at(statement, 0), 4, REFERENCE, 25, ENTRY_DEBIT, ENTRY_BOOKED, NULL);
        g_assert_cmpint(entry_at(statement, 0)->booked_on, ==, MAY_10);
        assert_entry(entry_at(statement, 1), 5, "second", 31, ENTRY_CREDIT, ENTRY_RETURNED, "AC04 账户已销户");
        g_assert_cmpint(entry_at(statement, 1)->booked_on, ==, MAY_10);
        assert_entry(entry_at(statement, 2), 7, NULL, 1200, ENTRY_CREDIT, ENTRY_BOOKED, NULL);
        assert_entry(entry_at(statement, 3), 8, NULL, 7, ENTRY_DEBIT, ENTRY_PENDING, NULL);
}

static void later_versions_and_prefixes_are_read_too(void) {
        g_autoptr(BankStatement) statement =
                taken("<?xml version='1.0'?><c:Document xmlns:c='urn:iso:std:iso:20022:tech:xsd:camt.053.001.08'>\n"
                      "<c:BkToCstmrStmt><c:Stmt><c:Ntry><c:Amt Ccy='CNY'>0.50</c:Amt><c:CdtDbtInd>DBIT</c:CdtDbtInd>"
                      "<c:Sts><c:Cd>BOOK</c:Cd></c:Sts><c:BookgDt><c:Dt>2018-05-10</c:Dt></c:BookgDt><c:NtryDtls>\n"
                      "<c:TxDtls><c:Refs><c:EndToEndId>a</c:EndToEndId></c:Refs><c:Amt Ccy='CNY'>0.20</c:Amt>"
                      "<c:CdtDbtInd>DBIT</c:CdtDbtInd></c:TxDtls>\n"
                      "<c:TxDtls><c:Refs><c:EndToEndId><![CDATA[b]]></c:EndToEndId></c:Refs><c:AmtDtls><c:TxAmt>"
                      "<c:Amt Ccy='CNY'>0.30</c:Amt></c:TxAmt></c:AmtDtls></c:TxDtls>"
                      "</c:NtryDtls></c:Ntry></c:Stmt></c:BkToCstmrStmt></c:Document>");

        g_assert_cmpuint(statement->entries->len, ==, 2);
        assert_entry(entry_at(statement, 0), 3, "a", 20, ENTRY_DEBIT, ENTRY_BOOKED, NULL);
        assert_entry(entry_at(statement, 1), 4, "b", 30, ENTRY_DEBIT, ENTRY_BOOKED, NULL);
}

static void a_booking_by_its_sum_alone_hides_none_of_ours(void) {
        const char *begin = "<Ntry><Amt Ccy=\"CNY\">0.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>"
                            "<BookgDt><Dt>2018-05-10</Dt></BookgDt><NtryDtls>"
                            "<TxDtls><Refs><EndToEndId>salary</EndToEndId></Refs></TxDtls><TxDtls><Refs><EndToEndId>";
        const char *end = "</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>";
        g_autofree char *others = g_strconcat(CAMT_BEGIN("04"), begin, "bonus", end, CAMT_END, NULL);
        g_autofree char *ours = g_strconcat(CAMT_BEGIN("04"), begin, REFERENCE, end, CAMT_END, NULL);
        g_autoptr(BankStatement) statement = taken(others);

        g_assert_cmpuint(statement->entries->len, ==, 1);
        assert_entry(entry_at(statement, 0), 4, NULL, 50, ENTRY_DEBIT, ENTRY_BOOKED, NULL);
        assert_refused(ours, -1, 4, "do not add up");
}

#define DETAIL(reference, amounts) "<TxDtls><Refs><EndToEndId>" reference "</EndToEndId></Refs>" amounts "</TxDtls>"

static void a_detail_is_believed_in_its_own_currency_and_if_all_add_up(void) {
        const char *begin =
                CAMT_BEGIN("08") "<Ntry><Amt Ccy=\"CNY\">0.50</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
                                 "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2018-05-10</Dt></BookgDt><NtryDtls>";
        const char *end = "</NtryDtls></Ntry>" CAMT_END;
        g_autofree char *exchanged = g_strconcat(
                begin, DETAIL("a", "<AmtDtls><TxAmt><Amt Ccy=\"USD\">0.08</Amt></TxAmt></AmtDtls>"), end, NULL);
        g_autofree char *with_charges = g_strconcat(begin, DETAIL("a", "<Amt Ccy=\"CNY\">0.40</Amt>"), end, NULL);
        g_autofree char *short_of = g_strconcat(begin, DETAIL("a", "<Amt Ccy=\"CNY\">0.20</Amt>"),
                                                DETAIL(REFERENCE, "<Amt Ccy=\"CNY\">0.29</Amt>"), end, NULL);
        g_autofree char *huge = g_strconcat(begin, DETAIL("a", "<Amt Ccy=\"CNY\">0.50</Amt>"), NULL);
        g_autoptr(GString) overflowing = g_string_new(huge);
        g_autoptr(BankStatement) statement = taken(exchanged);
        g_autoptr(BankStatement) charged = taken(with_charges);

        assert_entry(entry_at(statement, 0), 4, "a", 50, ENTRY_DEBIT, ENTRY_BOOKED, NULL);
        assert_entry(entry_at(charged, 0), 4, "a", 40, ENTRY_DEBIT, ENTRY_BOOKED, NULL);
        assert_refused(short_of, -1, 4, "do not add up");
        for (int i = 0; i < 9300; i++)
                g_string_append(overflowing, DETAIL(REFERENCE, "<Amt Ccy=\"CNY\">9999999999999</Amt>"));
        g_string_append(overflowing, end);
        assert_refused(overflowing->str, -1, 4, "do not add up");
}

static void a_return_shows_in_more_than_one_way(void) {
        static const char *const ways[] = {
                "<RvslInd>1</RvslInd>",
                "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>",
        };

        for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
                g_autofree char *text = g_strconcat(
                        CAMT_BEGIN("02"), "<Ntry><Amt Ccy=\"CNY\">0.25</Amt><CdtDbtInd>CRDT</CdtDbtInd>", ways[i],
                        "<Sts>BOOK</Sts><BookgDt><Dt>2018-05-10</Dt></"
                        "BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>" REFERENCE
                        "</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>" CAMT_END,
                        NULL);
                g_autoptr(BankStatement) statement = taken(text);

                assert_entry(entry_at(statement, 0), 4, REFERENCE, 25, ENTRY_CREDIT, ENTRY_RETURNED, NULL);
        }
}

static void camt_in_gb_18030_must_say_so(void) {
        g_autoptr(GString) text = g_string_new(CAMT_BEGIN(
                "02") "<Ntry><Amt Ccy=\"CNY\">0.25</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
                      "<BookgDt><Dt>2018-05-10</Dt></BookgDt><NtryDtls><TxDtls><RtrInf><AddtlInf>账户已销户"
                      "</AddtlInf></RtrInf></TxDtls></NtryDtls></Ntry>" CAMT_END);
        gsize size;
        g_autofree char *lying = g_convert(text->str, -1, "GB18030", "UTF-8", NULL, &size, NULL);
        g_autofree char *honest = NULL;
        g_autoptr(GBytes) bytes = NULL;
        g_autoptr(BankStatement) statement = NULL;

        assert_refused(lying, (gssize) size, 1, "claims the encoding UTF-8");
        g_string_replace(text, "encoding=\"UTF-8\"", "encoding=\"GBK\"", 1);
        honest = g_convert(text->str, -1, "GB18030", "UTF-8", NULL, &size, NULL);
        bytes = g_bytes_new(honest, size);
        statement = statement_read(bytes, NULL);
        g_assert_nonnull(statement);
        g_assert_cmpint(statement->encoding, ==, STATEMENT_GB_18030);
        g_assert_cmpstr(entry_at(statement, 0)->reason, ==, "账户已销户");
        g_string_replace(text, "encoding=\"GBK\"", "encoding=\"UTF-7\"", 1);
        assert_refused(text->str, -1, 1, "claims the encoding UTF-7");
}

static void each_mistake_in_camt_is_named_by_its_line(void) {
        static const struct {
                const char *from, *to; /* in the paid entry, which stands on line 4 */
                guint line;
                const char *what;
        } rows[] = {
                { "0.25", "0.255", 4, "Amt should read like 0.25" },
                { "0.25", "-0.25", 4, "Amt should read like 0.25" },
                { "0.25", "<X/>0.25", 4, "Amt should read like 0.25" },
                { "Ccy=\"CNY\">0.25", "Ccy=\"yuan\">0.25", 4, "Ccy" },
                { " Ccy=\"CNY\">0.25", ">0.25", 4, "Ccy" },
                { "<Amt Ccy=\"CNY\">0.25</Amt>", "", 4, "lacks Amt" },
                { "DBIT", "OUT", 4, "CdtDbtInd" },
                { "<CdtDbtInd>DBIT</CdtDbtInd>", "", 4, "CdtDbtInd" },
                { "BOOK", "DONE", 4, "Sts" },
                { "<Sts>BOOK</Sts>", "<Sts>BOOK</Sts><RvslInd>yes</RvslInd>", 4, "RvslInd" },
                { "2018-05-10", "2018-05-32", 4, "is not a day" },
                { "2018-05-10", "2018-05-10x", 4, "is not a day" },
                { "<BookgDt><Dt>2018-05-10</Dt></BookgDt>", "", 4, "needs BookgDt" },
                { REFERENCE "</EndToEndId>", "\n\n</EndToEndId>", 4, "EndToEndId holds no usable text" },
                { "</TxDtls>", "\n<Amt Ccy=\"CNY\">x</Amt></TxDtls>", 5, "Amt should read" },
                { "</TxDtls>", "</TxDtl>", 4, "TxDtl" },
                { "camt.053.001.02", "camt.054.001.02", 2, "not a statement" },
                { "camt.053.001.02", "camt.053.001.01", 2, "001.02 or later" },
                { "BkToCstmrStmt>", "BkToCstmrDbtCdtNtfctn>", 2, "BkToCstmrStmt is needed" },
                { "Document", "Dokument", 2, "not a statement" },
                { "Stmt>", "Report>", 2, "BkToCstmrStmt is needed" },
                { REFERENCE, "&unknown;", 4, "unknown" },
                { "</Document>", "", 5, "" },
                { "</Document>", "</Document><a/>", 5, "" },
        };
        g_autofree char *empty = g_strconcat("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">",
                                             "<BkToCstmrStmt/></Document>", NULL);

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                g_autoptr(GString) text = g_string_new(CAMT_BEGIN("02") PAID_ENTRY CAMT_END);

                g_assert_cmpuint(g_string_replace(text, rows[i].from, rows[i].to, 0), >, 0);
                assert_refused(text->str, -1, rows[i].line, rows[i].what);
        }
        assert_refused(empty, -1, 1, "no Stmt");
}

static void a_mistake_far_down_still_has_its_line(void) {
        g_autoptr(GString) text = g_string_new(CAMT_BEGIN("02"));

        for (int i = 4; i < 70000; i++)
                g_string_append(text, "\n");
        g_string_append(
                text, "<Ntry><Amt Ccy=\"CNY\">0.25</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>DONE</Sts></Ntry>" CAMT_END);
        assert_refused(text->str, -1, 70000, "Sts");
}

static void xml_cannot_reach_out_or_blow_up(void) {
        g_autoptr(GString) deep = g_string_new(CAMT_BEGIN("02")), deeper = g_string_new(CAMT_BEGIN("02") "<Ntry>");
        g_autofree char *filler = g_strnfill(5000, 'x');
        g_autofree char *wide = g_strconcat(CAMT_BEGIN("02"), "<Ntry><Amt Ccy=\"CNY\">0.25</Amt><CdtDbtInd>", filler,
                                            "</CdtDbtInd></Ntry>" CAMT_END, NULL);

        assert_refused(
                "<?xml version=\"1.0\"?>\n<!DOCTYPE Document [<!ENTITY a \"0.25\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n"
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">&b;</Document>",
                -1, 2, "document type");
        assert_refused("<!DOCTYPE Document SYSTEM \"file:///etc/passwd\"><Document/>", -1, 1, "document type");
        for (int i = 0; i < 2000; i++) {
                g_string_append(deep, "<a>");
                g_string_append(deeper, "<a>");
        }
        assert_refused(deep->str, -1, 4, "depth");
        assert_refused(deeper->str, -1, 4, "depth");
        assert_refused(wide, -1, 4, "CdtDbtInd holds no usable text");
}

static void a_statement_has_a_limit(void) {
        g_autofree char *bytes = g_strnfill(STATEMENT_BYTES_MAX + 1, ' ');
        g_autoptr(GString) rows = g_string_new(CSV_HEADER);
        g_autoptr(GError) error = NULL;

        g_assert_null(read_text(bytes, STATEMENT_BYTES_MAX + 1, &error));
        g_assert_true(refusal_is(error, REFUSAL_BODY_TOO_LARGE));
        for (int i = 0; i <= STATEMENT_ENTRIES_MAX; i++)
                g_string_append(rows, ",1,CNY,debit,2018-05-10,booked,\n");
        assert_refused(rows->str, -1, STATEMENT_ENTRIES_MAX + 2, "more than 100000 entries");
        g_string_assign(
                rows, CAMT_BEGIN("02") "<Ntry><Amt "
                                       "Ccy=\"CNY\">0.25</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts><NtryDtls>");
        for (int i = 0; i <= STATEMENT_ENTRIES_MAX; i++)
                g_string_append(rows, "<TxDtls/>");
        g_string_append(rows, "</NtryDtls></Ntry>" CAMT_END);
        assert_refused(rows->str, -1, 4, "more than 100000 entries");
}

int main(int argc, char **argv) {
        setlocale(LC_ALL, "C.UTF-8");
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/statement/a CSV one is read in any order of columns",
                        a_csv_statement_is_read_in_any_order_of_columns);
        g_test_add_func("/statement/GB 18030 is recognised and said", gb_18030_is_recognised_and_said);
        g_test_add_func("/statement/each mistake in CSV is named by its line",
                        each_mistake_in_csv_is_named_by_its_line);
        g_test_add_func("/statement/a camt one is read entry by entry", a_camt_statement_is_read_entry_by_entry);
        g_test_add_func("/statement/later versions and prefixes are read too",
                        later_versions_and_prefixes_are_read_too);
        g_test_add_func("/statement/a booking by its sum alone hides none of ours",
                        a_booking_by_its_sum_alone_hides_none_of_ours);
        g_test_add_func("/statement/a detail is believed in its own currency and if all add up",
                        a_detail_is_believed_in_its_own_currency_and_if_all_add_up);
        g_test_add_func("/statement/a return shows in more than one way", a_return_shows_in_more_than_one_way);
        g_test_add_func("/statement/camt in GB 18030 must say so", camt_in_gb_18030_must_say_so);
        g_test_add_func("/statement/each mistake in camt is named by its line",
                        each_mistake_in_camt_is_named_by_its_line);
        g_test_add_func("/statement/a mistake far down still has its line", a_mistake_far_down_still_has_its_line);
        g_test_add_func("/statement/XML cannot reach out or blow up", xml_cannot_reach_out_or_blow_up);
        g_test_add_func("/statement/it has a limit", a_statement_has_a_limit);
        return g_test_run();
}
