/* Writes the payments of a day as ISO 20022 pain.001.001.03. The reader that proves the result is payment-file-check.c. */
#include "base/instant.h"
#include "base/refusal.h"
#include "partners/corporate-transfer.h"
#include "partners/fen.h"

#include <libxml/xmlwriter.h>
#include <string.h>

#define NAMESPACE "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlTextWriter, xmlFreeTextWriter)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlBuffer, xmlBufferFree)

/* ---- what may stand in it ---- */

/* Names are for people: any character that XML 1.0 (section 2.2) and a line on paper have room for. */
static bool text_is_printable(const char *text) {
        for (; *text; text = g_utf8_next_char(text)) {
                gunichar character = g_utf8_get_char(text);

                if (g_unichar_iscntrl(character) || (character & 0xfffe) == 0xfffe)
                        return false;
        }
        return true;
}

static bool text_check(const char *text, const char *place, const char *name, glong length_max, GError **error) {
        g_autofree char *pointer = g_strconcat(place, "/", name, NULL);
        g_autofree char *limit = g_strdup_printf("%ld", length_max);

        if (!text || !*text)
                return refuse(error, REFUSAL_MISSING_FIELD, pointer, name, NULL);
        if (!g_utf8_validate(text, -1, NULL) || !text_is_printable(text))
                return refuse(error, REFUSAL_MALFORMED_VALUE, pointer, name,
                              REFUSAL_BOTH("不含控制字符的文字", "text without control characters"), NULL);
        if (g_utf8_strlen(text, -1) > length_max)
                return refuse(error, REFUSAL_TOO_LONG, pointer, name, limit, NULL);
        return true;
}

static bool account_check(const char *account, const char *place, const char *name, GError **error) {
        g_autofree char *pointer = g_strconcat(place, "/", name, NULL);

        if (!text_check(account, place, name, PAYMENT_ACCOUNT_LENGTH_MAX, error))
                return false;
        if (account[strspn(account, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")])
                return refuse(error, REFUSAL_MALFORMED_VALUE, pointer, name, "digits, capital letters and hyphens",
                              NULL);
        return true;
}

static bool cnaps_check(const char *cnaps, const char *place, const char *name, GError **error) {
        g_autofree char *pointer = g_strconcat(place, "/", name, NULL);

        if (!text_check(cnaps, place, name, CNAPS_LENGTH, error))
                return false;
        if (strlen(cnaps) != CNAPS_LENGTH || cnaps[strspn(cnaps, "0123456789")])
                return refuse(error, REFUSAL_MALFORMED_VALUE, pointer, name, "the 12 digits of a clearing code",
                              NULL);
        return true;
}

static bool transfer_check(const Transfer *transfer, const char *place, GHashTable *seen, GError **error) {
        g_autofree char *id_pointer = g_strconcat(place, "/id", NULL);
        g_autofree char *amount_pointer = g_strconcat(place, "/amount_fen", NULL);
        char reference[TRANSFER_REFERENCE_SIZE];

        if (!g_hash_table_add(seen, g_strdup(transfer_reference_format(&transfer->id, reference))))
                return refuse(error, REFUSAL_MALFORMED_VALUE, id_pointer, "id", "an id that no other transfer has",
                              NULL);
        if (transfer->amount_fen < TRANSFER_FEN_MIN || transfer->amount_fen > TRANSFER_FEN_MAX)
                return refuse(error, REFUSAL_OUT_OF_RANGE, amount_pointer, "amount_fen",
                              G_STRINGIFY(TRANSFER_FEN_MIN), G_STRINGIFY(TRANSFER_FEN_MAX), NULL);
        return text_check(transfer->creditor_name, place, "creditor_name", PAYMENT_NAME_LENGTH_MAX, error)
               && account_check(transfer->creditor_account, place, "creditor_account", error)
               && cnaps_check(transfer->creditor_cnaps, place, "creditor_cnaps", error)
               && (!transfer->remittance
                   || text_check(transfer->remittance, place, "remittance", PAYMENT_REMITTANCE_LENGTH_MAX, error));
}

static bool file_check(const PaymentFile *file, GError **error) {
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

        if (!text_check(file->debtor_name, "", "debtor_name", PAYMENT_NAME_LENGTH_MAX, error)
            || !account_check(file->debtor_account, "", "debtor_account", error)
            || !cnaps_check(file->debtor_cnaps, "", "debtor_cnaps", error))
                return false;
        if (file->count < 1 || file->count > PAYMENT_TRANSFERS_MAX)
                return refuse(error, REFUSAL_OUT_OF_RANGE, "/transfers", "transfers", "1",
                              G_STRINGIFY(PAYMENT_TRANSFERS_MAX), NULL);
        for (gsize i = 0; i < file->count; i++) {
                g_autofree char *place = g_strdup_printf("/transfers/%" G_GSIZE_FORMAT, i);

                if (!transfer_check(&file->transfers[i], place, seen, error))
                        return false;
        }
        return true;
}

/* ---- writing ---- */

/* The writer fills memory: it fails only where there is none left, where GLib would end the program too. */
static void open_element(xmlTextWriter *writer, const char *name) {
        g_assert(xmlTextWriterStartElement(writer, BAD_CAST name) >= 0);
}

static void close_element(xmlTextWriter *writer) {
        g_assert(xmlTextWriterEndElement(writer) >= 0);
}

static void write_text(xmlTextWriter *writer, const char *name, const char *text) {
        g_assert(xmlTextWriterWriteElement(writer, BAD_CAST name, BAD_CAST text) >= 0);
}

/* Opens each name of a path ("Id/Othr"), writes the last one's text, closes them again. */
static void write_path(xmlTextWriter *writer, const char *path, const char *text) {
        g_auto(GStrv) names = g_strsplit(path, "/", -1);
        guint last = g_strv_length(names) - 1;

        for (guint i = 0; i < last; i++)
                open_element(writer, names[i]);
        write_text(writer, names[last], text);
        for (guint i = 0; i < last; i++)
                close_element(writer);
}

static void write_agent(xmlTextWriter *writer, const char *name, const char *cnaps) {
        open_element(writer, name);
        open_element(writer, "FinInstnId");
        open_element(writer, "ClrSysMmbId");
        write_path(writer, "ClrSysId/Cd", "CNAPS");
        write_text(writer, "MmbId", cnaps);
        close_element(writer);
        close_element(writer);
        close_element(writer);
}

static void write_totals(xmlTextWriter *writer, const PaymentFile *file) {
        g_autofree char *count = g_strdup_printf("%" G_GSIZE_FORMAT, file->count);
        g_autofree char *sum = NULL;
        gint64 sum_fen = 0;

        for (gsize i = 0; i < file->count; i++)
                sum_fen += file->transfers[i].amount_fen;
        sum = fen_format(sum_fen);
        write_text(writer, "NbOfTxs", count);
        write_text(writer, "CtrlSum", sum);
}

static void write_header(xmlTextWriter *writer, const PaymentFile *file, const char *reference) {
        g_autofree char *created = instant_format(file->created_at - file->created_at % INSTANT_SECOND, NULL);

        open_element(writer, "GrpHdr");
        write_text(writer, "MsgId", reference);
        write_text(writer, "CreDtTm", created);
        write_totals(writer, file);
        write_path(writer, "InitgPty/Nm", file->debtor_name);
        close_element(writer);
}

static void write_transfer(xmlTextWriter *writer, const Transfer *transfer) {
        g_autofree char *amount = fen_format(transfer->amount_fen);
        char reference[TRANSFER_REFERENCE_SIZE];

        open_element(writer, "CdtTrfTxInf");
        write_path(writer, "PmtId/EndToEndId", transfer_reference_format(&transfer->id, reference));
        open_element(writer, "Amt");
        open_element(writer, "InstdAmt");
        g_assert(xmlTextWriterWriteAttribute(writer, BAD_CAST "Ccy", BAD_CAST "CNY") >= 0);
        g_assert(xmlTextWriterWriteString(writer, BAD_CAST amount) >= 0);
        close_element(writer);
        close_element(writer);
        write_agent(writer, "CdtrAgt", transfer->creditor_cnaps);
        write_path(writer, "Cdtr/Nm", transfer->creditor_name);
        write_path(writer, "CdtrAcct/Id/Othr/Id", transfer->creditor_account);
        if (transfer->remittance)
                write_path(writer, "RmtInf/Ustrd", transfer->remittance);
        close_element(writer);
}

static void write_payments(xmlTextWriter *writer, const PaymentFile *file, const char *reference) {
        char execution_date[CIVIL_DATE_TEXT_SIZE];

        open_element(writer, "PmtInf");
        write_text(writer, "PmtInfId", reference);
        write_text(writer, "PmtMtd", "TRF");
        write_totals(writer, file);
        write_text(writer, "ReqdExctnDt", civil_date_format(file->execution_date, execution_date));
        write_path(writer, "Dbtr/Nm", file->debtor_name);
        write_path(writer, "DbtrAcct/Id/Othr/Id", file->debtor_account);
        write_agent(writer, "DbtrAgt", file->debtor_cnaps);
        write_text(writer, "ChrgBr", "DEBT"); /* the amount must arrive whole */
        for (gsize i = 0; i < file->count; i++)
                write_transfer(writer, &file->transfers[i]);
        close_element(writer);
}

static bool payment_file_agrees(GBytes *written, const PaymentFile *file, GError **error) {
        PaymentTotals totals;
        gint64 sum_fen = 0;

        for (gsize i = 0; i < file->count; i++)
                sum_fen += file->transfers[i].amount_fen;
        if (!payment_file_check(written, &totals, error))
                return false;
        return (totals.count == file->count && totals.sum_fen == sum_fen)
               || fail(error, FAILURE_CORRUPT, "the payment file does not hold what was ordered");
}

GBytes *payment_file_write(const PaymentFile *file, GError **error) {
        char reference[TRANSFER_REFERENCE_SIZE];
        g_autoptr(xmlBuffer) buffer = xmlBufferCreate();
        g_autoptr(xmlTextWriter) writer = xmlNewTextWriterMemory(buffer, 0);
        g_autoptr(GBytes) written = NULL;

        g_assert(file->execution_date >= CIVIL_DATE_MIN && file->execution_date <= CIVIL_DATE_MAX && writer);
        if (!file_check(file, error))
                return NULL;
        transfer_reference_format(&file->id, reference);
        g_assert(xmlTextWriterSetIndent(writer, 1) >= 0);
        g_assert(xmlTextWriterStartDocument(writer, "1.0", "UTF-8", NULL) >= 0);
        g_assert(xmlTextWriterStartElementNS(writer, NULL, BAD_CAST "Document", BAD_CAST NAMESPACE) >= 0);
        open_element(writer, "CstmrCdtTrfInitn");
        write_header(writer, file, reference);
        write_payments(writer, file, reference);
        g_assert(xmlTextWriterEndDocument(writer) >= 0 && xmlTextWriterFlush(writer) >= 0);
        written = g_bytes_new(xmlBufferContent(buffer), (gsize) xmlBufferLength(buffer));
        return payment_file_agrees(written, file, error) ? g_steal_pointer(&written) : NULL;
}
