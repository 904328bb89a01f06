/* Proves a payment file before anyone gets it: a second reading of the standard, by a table of shapes. */
#include "base/refusal.h"
#include "partners/corporate-transfer.h"
#include "partners/fen.h"
#include "partners/xml-tree.h"

#include <string.h>

#define NAMESPACE "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
#define ONE 1, 1
#define MAYBE 0, 1

/* An element: its name, how often it stands there, and either what is in it or how its text must be. Order counts. */
typedef struct Shape {
        const char *name; /* NULL closes the table */
        gsize at_least, at_most;
        const struct Shape *children;
        gsize length_max;    /* characters */
        const char *pattern; /* a regular expression for the whole text; NULL for any */
} Shape;

/* clang-format off */
static const Shape other_id[] = { { "Id", ONE, .length_max = 34, .pattern = "[0-9A-Z-]+" }, { 0 } };
static const Shape account_id[] = { { "Othr", ONE, other_id }, { 0 } };
static const Shape account[] = { { "Id", ONE, account_id }, { 0 } };
static const Shape party[] = { { "Nm", ONE, .length_max = 140 }, { 0 } };
static const Shape clearing_system[] = { { "Cd", ONE, .length_max = 5, .pattern = "CNAPS" }, { 0 } };
static const Shape member[] = {
        { "ClrSysId", ONE, clearing_system },
        { "MmbId", ONE, .length_max = 35, .pattern = "[0-9]{12}" }, { 0 } };
static const Shape institution[] = { { "ClrSysMmbId", ONE, member }, { 0 } };
static const Shape agent[] = { { "FinInstnId", ONE, institution }, { 0 } };
static const Shape payment_id[] = { { "EndToEndId", ONE, .length_max = 35, .pattern = "[0-9a-f]{32}" }, { 0 } };
static const Shape amount[] = { { "InstdAmt", ONE, .length_max = 19, .pattern = "0\\.[0-9]{2}" }, { 0 } };
static const Shape remittance[] = { { "Ustrd", ONE, .length_max = 140 }, { 0 } };
static const Shape transfer[] = {
        { "PmtId", ONE, payment_id },
        { "Amt", ONE, amount },
        { "CdtrAgt", ONE, agent },
        { "Cdtr", ONE, party },
        { "CdtrAcct", ONE, account },
        { "RmtInf", MAYBE, remittance }, { 0 } };
static const Shape payments[] = {
        { "PmtInfId", ONE, .length_max = 35 },
        { "PmtMtd", ONE, .length_max = 3, .pattern = "TRF" },
        { "NbOfTxs", ONE, .length_max = 15, .pattern = "[0-9]+" },
        { "CtrlSum", ONE, .length_max = 19, .pattern = "[0-9]+\\.[0-9]{2}" },
        { "ReqdExctnDt", ONE, .length_max = 10, .pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}" },
        { "Dbtr", ONE, party },
        { "DbtrAcct", ONE, account },
        { "DbtrAgt", ONE, agent },
        { "ChrgBr", ONE, .length_max = 4, .pattern = "DEBT" },
        { "CdtTrfTxInf", 1, PAYMENT_TRANSFERS_MAX, transfer }, { 0 } };
static const Shape header[] = {
        { "MsgId", ONE, .length_max = 35 },
        { "CreDtTm", ONE, .length_max = 20, .pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z" },
        { "NbOfTxs", ONE, .length_max = 15, .pattern = "[0-9]+" },
        { "CtrlSum", ONE, .length_max = 19, .pattern = "[0-9]+\\.[0-9]{2}" },
        { "InitgPty", ONE, party }, { 0 } };
static const Shape initiation[] = { { "GrpHdr", ONE, header }, { "PmtInf", ONE, payments }, { 0 } };
static const Shape document[] = { { "CstmrCdtTrfInitn", ONE, initiation }, { 0 } };
/* clang-format on */

static bool text_fits(const xmlNode *node, const Shape *shape, XmlTrouble *trouble) {
        g_autofree char *text = xml_text(node);
        g_autofree char *whole = shape->pattern ? g_strconcat("^(?:", shape->pattern, ")$", NULL) : NULL;

        if (!text)
                return xml_trouble_set(trouble, xml_line(node), "%s holds no text", shape->name);
        if ((gsize) g_utf8_strlen(text, -1) > shape->length_max)
                return xml_trouble_set(trouble, xml_line(node), "%s is too long", shape->name);
        if (whole && !g_regex_match_simple(whole, text, G_REGEX_DOLLAR_ENDONLY, 0))
                return xml_trouble_set(trouble, xml_line(node), "%s is malformed", shape->name);
        return true;
}

/* Shapes nest as deep as their table, so this ends. */
static bool children_fit(const xmlNode *parent, const Shape *shapes, XmlTrouble *trouble) {
        const xmlNode *child = xml_first(parent);

        for (const Shape *shape = shapes; shape->name; shape++) {
                gsize count = 0;

                for (; child && count < shape->at_most && xml_is(child, shape->name, parent);
                     child = xml_next(child)) {
                        if (!(shape->children ? children_fit(child, shape->children, trouble)
                                              : text_fits(child, shape, trouble)))
                                return false;
                        count++;
                }
                if (count < shape->at_least)
                        return xml_trouble_set(trouble, xml_line(parent), "%s lacks %s", (const char *) parent->name,
                                               shape->name);
        }
        return !child
               || xml_trouble_set(trouble, xml_line(child), "%s does not belong here", (const char *) child->name);
}

/* The totals that the file claims at one of its two places. */
static bool totals_agree(const xmlNode *place, const PaymentTotals *totals, XmlTrouble *trouble) {
        g_autofree char *count = xml_text(xml_find(place, "NbOfTxs"));
        g_autofree char *sum = xml_text(xml_find(place, "CtrlSum"));
        gint64 sum_fen;

        return (g_ascii_strtoull(count, NULL, 10) == totals->count && fen_parse(sum, &sum_fen)
                && sum_fen == totals->sum_fen)
               || xml_trouble_set(trouble, xml_line(place), "the totals of %s do not add up",
                                  (const char *) place->name);
}

static bool transfers_add_up(const xmlNode *root, PaymentTotals *totals, XmlTrouble *trouble) {
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        const xmlNode *place = xml_find(root, "CstmrCdtTrfInitn/PmtInf");
        PaymentTotals sums = { 0 };

        for (const xmlNode *node = xml_find(place, "CdtTrfTxInf"); node; node = xml_next_like(node)) {
                const xmlNode *instructed = xml_find(node, "Amt/InstdAmt");
                g_autofree char *text = xml_text(instructed);
                const xmlAttr *currency = instructed->properties;
                gint64 fen;

                if (!currency || currency->next || !g_str_equal((const char *) currency->name, "Ccy")
                    || !currency->children || !g_str_equal((const char *) currency->children->content, "CNY"))
                        return xml_trouble_set(trouble, xml_line(instructed), "InstdAmt is not in CNY");
                if (!fen_parse(text, &fen) || fen < TRANSFER_FEN_MIN || fen > TRANSFER_FEN_MAX)
                        return xml_trouble_set(trouble, xml_line(instructed), "InstdAmt is out of range");
                if (!g_hash_table_add(seen, xml_text(xml_find(node, "PmtId/EndToEndId"))))
                        return xml_trouble_set(trouble, xml_line(node), "EndToEndId stands there twice");
                sums.count++;
                sums.sum_fen += fen;
        }
        if (!totals_agree(place, &sums, trouble)
            || !totals_agree(xml_find(root, "CstmrCdtTrfInitn/GrpHdr"), &sums, trouble))
                return false;
        *totals = sums;
        return true;
}

static bool root_fits(const xmlNode *root, XmlTrouble *trouble) {
        return (g_str_equal((const char *) root->name, "Document") && root->ns
                && g_str_equal((const char *) root->ns->href, NAMESPACE))
               || xml_trouble_set(trouble, xml_line(root), "not a pain.001.001.03 document");
}

static bool text_proved(const char *text, gsize size, PaymentTotals *totals, XmlTrouble *trouble) {
        g_autoptr(xmlTextReader) reader = xml_reader_open(text, size, trouble);
        const xmlNode *root;

        if (!reader || xmlTextReaderRead(reader) != 1 || !(root = xmlTextReaderExpand(reader)) || trouble->what)
                return xml_trouble_set(trouble, 1, "not well-formed XML");
        if (!root_fits(root, trouble) || !children_fit(root, document, trouble)
            || !transfers_add_up(root, totals, trouble))
                return false;
        return (xmlTextReaderNext(reader) == 0 && !trouble->what)
               || xml_trouble_set(trouble, 1, "something follows the document");
}

bool payment_file_check(GBytes *file, PaymentTotals *totals, GError **error) {
        g_auto(XmlTrouble) trouble = { 0 };
        PaymentTotals proved;
        gsize size;
        const char *text = g_bytes_get_data(file, &size);

        if (size == 0 || size > G_MAXINT || !g_utf8_validate(text, (gssize) size, NULL))
                return fail(error, FAILURE_CORRUPT, "the payment file is not UTF-8 text");
        if (!text_proved(text, size, &proved, &trouble))
                return fail(error, FAILURE_CORRUPT, "the payment file is wrong at line %u: %s", trouble.line,
                            trouble.what);
        *totals = proved;
        return true;
}
