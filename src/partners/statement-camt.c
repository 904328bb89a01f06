/* Reads a statement in ISO 20022 camt.053, version 001.02 or later, entry by entry. */
#include "base/refusal.h"
#include "partners/fen.h"
#include "partners/statement.h"
#include "partners/xml-tree.h"

#include <string.h>

#define NAMESPACE_PREFIX "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
#define VERSION_MIN 2

/* ---- values ---- */

/* Reads the text at a path into `text`; a missing one leaves it NULL, an empty or too long one is a trouble. */
static bool text_read(const xmlNode *from, const char *path, char **text, XmlTrouble *trouble) {
        const xmlNode *node = xml_find(from, path);

        *text = node ? xml_text(node) : NULL;
        return !node || *text
               || xml_trouble_set(trouble, xml_line(node), "%s holds no usable text", (const char *) node->name);
}

static bool direction_read(const xmlNode *from, EntryDirection *direction, XmlTrouble *trouble) {
        g_autofree char *text = NULL;

        if (!text_read(from, "CdtDbtInd", &text, trouble))
                return false;
        if (!text || (!g_str_equal(text, "CRDT") && !g_str_equal(text, "DBIT")))
                return xml_trouble_set(trouble, xml_line(from), "CdtDbtInd should be CRDT or DBIT");
        *direction = *text == 'C' ? ENTRY_CREDIT : ENTRY_DEBIT;
        return true;
}

static bool amount_read(const xmlNode *amount, gint64 *fen, char currency[static 4], XmlTrouble *trouble) {
        g_autofree char *text = xml_text(amount);
        const xmlAttr *attribute = amount->properties;
        const char *letters;

        while (attribute && !g_str_equal((const char *) attribute->name, "Ccy"))
                attribute = attribute->next;
        letters = attribute && attribute->children ? (const char *) attribute->children->content : "";
        if (strlen(letters) != 3 || strspn(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
                return xml_trouble_set(trouble, xml_line(amount), "Ccy should be three capital letters");
        if (!text || !fen_parse(text, fen))
                return xml_trouble_set(trouble, xml_line(amount), "%s should read like 0.25",
                                       (const char *) amount->name);
        memcpy(currency, letters, 4);
        return true;
}

/* A truth value as XML Schema writes it; missing means false. */
static bool truth_read(const xmlNode *from, const char *path, bool *truth, XmlTrouble *trouble) {
        g_autofree char *text = NULL;

        if (!text_read(from, path, &text, trouble))
                return false;
        *truth = g_strcmp0(text, "true") == 0 || g_strcmp0(text, "1") == 0;
        return !text || *truth || g_str_equal(text, "false") || g_str_equal(text, "0")
               || xml_trouble_set(trouble, xml_line(from), "%s should be true or false", path);
}

/* The code stands in Sts itself up to version 001.07, and in Sts/Cd from 001.08 on. */
static bool status_read(const xmlNode *entry, EntryStatus *status, XmlTrouble *trouble) {
        static const struct {
                const char *code;
                EntryStatus status;
        } codes[] = { { "BOOK", ENTRY_BOOKED },
                      { "PDNG", ENTRY_PENDING },
                      { "INFO", ENTRY_PENDING },
                      { "FUTR", ENTRY_PENDING } };
        g_autofree char *text = NULL;

        if (!text_read(entry, xml_find(entry, "Sts/Cd") ? "Sts/Cd" : "Sts", &text, trouble))
                return false;
        for (guint i = 0; text && i < G_N_ELEMENTS(codes); i++) {
                if (g_str_equal(text, codes[i].code)) {
                        *status = codes[i].status;
                        return true;
                }
        }
        return xml_trouble_set(trouble, xml_line(entry), "Sts should be BOOK, PDNG, INFO or FUTR");
}

/* Reads the first of the days that is there: Dt, with or without a zone, or DtTm. */
static bool day_read(const xmlNode *entry, CivilDate *day, XmlTrouble *trouble) {
        static const char *const paths[] = { "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm" };

        for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
                const xmlNode *node = xml_find(entry, paths[i]);
                g_autofree char *text = node ? xml_text(node) : NULL;
                g_autofree char *date = text ? g_strndup(text, CIVIL_DATE_TEXT_SIZE - 1) : NULL;

                if (!node)
                        continue;
                if (!text || !civil_date_parse(date, day)
                    || (text[strlen(date)] && !strchr("TZ+-", text[strlen(date)])))
                        return xml_trouble_set(trouble, xml_line(node), "%s is not a day", paths[i]);
                return true;
        }
        return true;
}

/* ---- one entry ---- */

/* What an entry says for all of its details. */
typedef struct CamtEntry {
        const xmlNode *node;
        StatementEntry common; /* no texts in it */
        bool reversal;         /* it takes an earlier entry back */
} CamtEntry;

static bool common_read(CamtEntry *entry, XmlTrouble *trouble) {
        StatementEntry *common = &entry->common;
        const xmlNode *amount = xml_find(entry->node, "Amt");

        common->line = xml_line(entry->node);
        common->booked_on = CIVIL_DATE_NONE;
        if (!amount)
                return xml_trouble_set(trouble, common->line, "Ntry lacks Amt");
        if (!amount_read(amount, &common->amount_fen, common->currency, trouble)
            || !direction_read(entry->node, &common->direction, trouble)
            || !truth_read(entry->node, "RvslInd", &entry->reversal, trouble)
            || !status_read(entry->node, &common->status, trouble)
            || !day_read(entry->node, &common->booked_on, trouble))
                return false;
        return common->status != ENTRY_BOOKED || common->booked_on != CIVIL_DATE_NONE
               || xml_trouble_set(trouble, common->line, "a booked Ntry needs BookgDt or ValDt");
}

/* The bank's code and its words, whichever are there: "AC04 账户已销户". */
static bool reason_read(const xmlNode *detail, char **reason, XmlTrouble *trouble) {
        static const char *const paths[] = { "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf" };
        g_autoptr(GString) joined = g_string_new(NULL);

        for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
                g_autofree char *text = NULL;

                if (!text_read(detail, paths[i], &text, trouble))
                        return false;
                if (text)
                        g_string_append_printf(joined, "%s%s", joined->len ? " " : "", text);
        }
        if (g_utf8_strlen(joined->str, -1) > STATEMENT_REASON_LENGTH_MAX)
                return xml_trouble_set(trouble, xml_line(detail), "RtrInf is longer than %d characters",
                                       STATEMENT_REASON_LENGTH_MAX);
        *reason = joined->len ? g_string_free(g_steal_pointer(&joined), FALSE) : NULL;
        return true;
}

static bool family_says_returned(const xmlNode *from) {
        const xmlNode *code = xml_find(from, "BkTxCd/Domn/Fmly/SubFmlyCd");
        g_autofree char *text = code ? xml_text(code) : NULL;

        return g_strcmp0(text, "RRTN") == 0; /* ISO external code: reimbursements, returned transfers */
}

/* What a detail says of its own amount and direction; what it does not say stays the entry's. */
static bool detail_amount_read(const xmlNode *detail, StatementEntry *entry, XmlTrouble *trouble) {
        bool found = false;

        static const char *const paths[] = { "Amt", "AmtDtls/TxAmt/Amt" };

        for (guint i = 0; i < G_N_ELEMENTS(paths) && !found; i++) {
                const xmlNode *amount = xml_find(detail, paths[i]);
                char currency[4] = "";
                gint64 fen = 0;

                if (!amount)
                        continue;
                if (!amount_read(amount, &fen, currency, trouble))
                        return false;
                if (!g_str_equal(currency, entry->currency))
                        continue; /* what it was before the exchange */
                entry->amount_fen = fen;
                found = true;
        }
        return !xml_find(detail, "CdtDbtInd") || direction_read(detail, &entry->direction, trouble);
}

static StatementEntry *detail_read(const CamtEntry *of, const xmlNode *detail, XmlTrouble *trouble) {
        g_autoptr(StatementEntry) entry = g_memdup2(&of->common, sizeof of->common);
        bool returned;

        entry->line = xml_line(detail);
        if (!detail_amount_read(detail, entry, trouble)
            || !text_read(detail, "Refs/EndToEndId", &entry->reference, trouble)
            || !reason_read(detail, &entry->reason, trouble))
                return NULL;
        if (entry->reference && g_utf8_strlen(entry->reference, -1) > STATEMENT_REFERENCE_LENGTH_MAX) {
                xml_trouble_set(trouble, entry->line, "EndToEndId is too long");
                return NULL;
        }
        if (g_strcmp0(entry->reference, "NOTPROVIDED") == 0) /* what the standard writes for none */
                g_clear_pointer(&entry->reference, g_free);
        returned = xml_find(detail, "RtrInf")
                   || (entry->direction == ENTRY_CREDIT
                       && (of->reversal || family_says_returned(detail) || family_says_returned(of->node)));
        if (returned && entry->status == ENTRY_BOOKED)
                entry->status = ENTRY_RETURNED;
        return g_steal_pointer(&entry);
}

/* ---- an entry's details ---- */

static gint64 signed_fen(const StatementEntry *entry) {
        return entry->direction == ENTRY_CREDIT ? entry->amount_fen : -entry->amount_fen;
}

static bool details_add_up(const CamtEntry *of, const GPtrArray *details) {
        gint64 sum = 0;

        for (guint i = 0; i < details->len; i++) {
                if (__builtin_add_overflow(sum, signed_fen(g_ptr_array_index(details, i)), &sum))
                        return false;
        }
        return sum == signed_fen(&of->common);
}

/* A booking of several payments tells of each only where they add up. Others on the account may be booked by their sum
 * alone: those come out as one entry, unless one of ours is among them. */
static bool details_settle(const CamtEntry *of, GPtrArray *details, XmlTrouble *trouble) {
        Uuid id;

        if (details->len == 1 || (details->len && details_add_up(of, details)))
                return true;
        for (guint i = 0; i < details->len; i++) {
                const StatementEntry *detail = g_ptr_array_index(details, i);

                if (transfer_reference_parse(detail->reference, &id))
                        return xml_trouble_set(trouble, of->common.line,
                                               "the amounts of TxDtls are missing or do not add up to Ntry");
        }
        g_ptr_array_set_size(details, 0);
        g_ptr_array_add(details, g_memdup2(&of->common, sizeof of->common));
        return true;
}

static bool entries_exceeded(const CamtEntry *at, XmlTrouble *trouble) {
        return xml_trouble_set(trouble, at->common.line, "more than %d entries", STATEMENT_ENTRIES_MAX);
}

static bool entry_read(const xmlNode *node, GPtrArray *entries, XmlTrouble *trouble) {
        g_autoptr(GPtrArray) details = g_ptr_array_new_with_free_func((GDestroyNotify) statement_entry_free);
        CamtEntry of = { .node = node };

        if (!common_read(&of, trouble))
                return false;
        for (const xmlNode *group = xml_find(node, "NtryDtls"); group; group = xml_next_like(group)) {
                for (const xmlNode *detail = xml_find(group, "TxDtls"); detail; detail = xml_next_like(detail)) {
                        StatementEntry *entry = detail_read(&of, detail, trouble);

                        if (!entry)
                                return false;
                        g_ptr_array_add(details, entry);
                        if (details->len > STATEMENT_ENTRIES_MAX)
                                return entries_exceeded(&of, trouble);
                }
        }
        if (!details_settle(&of, details, trouble))
                return false;
        g_ptr_array_extend_and_steal(entries, g_steal_pointer(&details));
        return entries->len <= STATEMENT_ENTRIES_MAX || entries_exceeded(&of, trouble);
}

/* ---- the document ---- */

static bool root_fits(xmlTextReader *reader, guint line, XmlTrouble *trouble) {
        const char *name = (const char *) xmlTextReaderConstLocalName(reader);
        const char *space = (const char *) xmlTextReaderConstNamespaceUri(reader);

        if (!g_str_equal(name, "Document") || !space || !g_str_has_prefix(space, NAMESPACE_PREFIX))
                return xml_trouble_set(trouble, line, "not a statement: Document in %s… is needed", NAMESPACE_PREFIX);
        return g_ascii_strtoull(space + strlen(NAMESPACE_PREFIX), NULL, 10) >= VERSION_MIN
               || xml_trouble_set(trouble, line, "camt.053.001.02 or later is needed");
}

/* The elements on the way to the entries; what else stands there (balances, the account) is not ours to judge. */
static bool element_read(xmlTextReader *reader, GPtrArray *entries, guint *statements, XmlTrouble *trouble) {
        const char *name = (const char *) xmlTextReaderConstLocalName(reader);
        int depth = xmlTextReaderDepth(reader);
        guint line = xml_line(xmlTextReaderCurrentNode(reader));
        const xmlNode *node;

        if (depth == 0)
                return root_fits(reader, line, trouble);
        if (depth == 1 && !g_str_equal(name, "BkToCstmrStmt"))
                return xml_trouble_set(trouble, line, "BkToCstmrStmt is needed, not %s", name);
        *statements += depth == 2 && g_str_equal(name, "Stmt");
        if (depth != 3 || !g_str_equal(name, "Ntry"))
                return true;
        node = xmlTextReaderExpand(reader);
        return node && !trouble->what && entry_read(node, entries, trouble);
}

static bool document_read(xmlTextReader *reader, GPtrArray *entries, XmlTrouble *trouble) {
        guint statements = 0;
        int more;

        for (more = xmlTextReaderRead(reader); more == 1;) {
                bool entry = xmlTextReaderDepth(reader) == 3;

                if (xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT
                    && !element_read(reader, entries, &statements, trouble))
                        return false;
                more = entry ? xmlTextReaderNext(reader) : xmlTextReaderRead(reader);
        }
        if (more != 0 || trouble->what)
                return xml_trouble_set(trouble, 1, "not well-formed XML");
        return statements > 0 || xml_trouble_set(trouble, 1, "there is no Stmt in it");
}

/* The encoding that the text claims in its declaration; NULL for none. The caller frees the result. */
static char *encoding_claimed(const char *text) {
        g_autoptr(GRegex) pattern =
                g_regex_new("^\\s*<\\?xml[^?>]*\\sencoding\\s*=\\s*[\"']([A-Za-z0-9._-]+)[\"']", 0, 0, NULL);
        g_autoptr(GMatchInfo) match = NULL;

        return g_regex_match(pattern, text, 0, &match) ? g_match_info_fetch(match, 1) : NULL;
}

/* The text is in UTF-8 by now; what it was in must be what it claims, or it was read as something that it is not. */
static bool encoding_fits(const char *text, StatementEncoding encoding, GError **error) {
        static const char *const chinese[] = { "gb18030", "gbk", "gb2312", "cp936", NULL };
        static const char *const universal[] = { "utf-8", "utf8", "us-ascii", NULL };
        g_autofree char *claimed = encoding_claimed(text);
        g_autofree char *lower = claimed ? g_ascii_strdown(claimed, -1) : NULL;

        if (!lower)
                return encoding == STATEMENT_UTF_8
                       || statement_refuse(error, 1, "the file is not UTF-8 and does not say what it is");
        if (g_strv_contains(chinese, lower) || (encoding == STATEMENT_UTF_8 && g_strv_contains(universal, lower)))
                return true;
        return statement_refuse(error, 1, "the file claims the encoding %s; UTF-8 and GB 18030 are taken", claimed);
}

bool statement_camt_read(const char *text, gsize size, StatementEncoding encoding, GPtrArray *entries,
                         GError **error) {
        g_auto(XmlTrouble) trouble = { 0 };
        g_autoptr(xmlTextReader) reader = NULL;

        if (!encoding_fits(text, encoding, error))
                return false;
        reader = xml_reader_open(text, size, &trouble);
        if (reader && document_read(reader, entries, &trouble))
                return true;
        return statement_refuse(error, trouble.line, "%s", trouble.what ? trouble.what : "not well-formed XML");
}
