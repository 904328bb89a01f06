/* Reads a statement in CSV, RFC 4180, by its header (docs/statements.md). Each row is taken or refused by its line. */
#include "base/refusal.h"
#include "partners/fen.h"
#include "partners/statement.h"

#include <string.h>

#define QUOTED_LENGTH_MAX 40 /* characters of the file in a message */

/* ---- records ---- */

typedef struct CsvCursor {
        const char *at;
        guint line;
} CsvCursor;

/* The end of a record: a line break or the end of the text. */
static bool break_ahead(const char *at) {
        return !*at || *at == '\n' || (at[0] == '\r' && at[1] == '\n');
}

static bool quoted_read(CsvCursor *cursor, GString *field, GError **error) {
        guint begun = cursor->line;

        for (cursor->at++; *cursor->at; cursor->at++) {
                if (*cursor->at == '"' && cursor->at[1] != '"') {
                        cursor->at++;
                        return *cursor->at == ',' || break_ahead(cursor->at)
                               || statement_refuse(error, cursor->line,
                                                   "something follows the closing quote of a field");
                }
                if (*cursor->at == '"')
                        cursor->at++;
                cursor->line += *cursor->at == '\n';
                g_string_append_c(field, *cursor->at);
        }
        return statement_refuse(error, begun, "a quote is not closed");
}

static bool plain_read(CsvCursor *cursor, GString *field, GError **error) {
        for (; *cursor->at != ',' && !break_ahead(cursor->at); cursor->at++) {
                if (*cursor->at == '"' || *cursor->at == '\r')
                        return statement_refuse(error, cursor->line,
                                                "a quote or line break within a field that is not quoted");
                g_string_append_c(field, *cursor->at);
        }
        return true;
}

/* Reads one record and the break behind it; gives its fields, blanks around them stripped. */
static GPtrArray *record_read(CsvCursor *cursor, GError **error) {
        g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func(g_free);
        bool more = true;

        while (more) {
                g_autoptr(GString) field = g_string_new(NULL);

                if (!(*cursor->at == '"' ? quoted_read(cursor, field, error) : plain_read(cursor, field, error)))
                        return NULL;
                g_ptr_array_add(fields, g_strstrip(g_string_free(g_steal_pointer(&field), FALSE)));
                more = *cursor->at == ',';
                cursor->at += more;
        }
        if (*cursor->at) {
                cursor->at += *cursor->at == '\r' ? 2 : 1;
                cursor->line++;
        }
        return g_steal_pointer(&fields);
}

/* ---- columns ---- */

typedef struct Words {
        int value;
        const char *en, *zh;
} Words;

static bool word_find(const Words *words, const char *word, int *value) {
        for (; words->en; words++) {
                if (g_ascii_strcasecmp(words->en, word) == 0 || g_str_equal(words->zh, word)) {
                        *value = words->value;
                        return true;
                }
        }
        return false;
}

typedef bool (*ColumnRead)(StatementEntry *entry, const char *text, GError **error);

static bool reference_read(StatementEntry *entry, const char *text, GError **error) {
        if (g_utf8_strlen(text, -1) > STATEMENT_REFERENCE_LENGTH_MAX)
                return statement_refuse(error, entry->line, "the reference is longer than 140 characters");
        entry->reference = *text ? g_strdup(text) : NULL;
        return true;
}

/* Refuses a text of the file, which is quoted as far as a message has room for it, between characters. */
static bool refuse_quoted(GError **error, guint line, const char *what, const char *text, const char *why) {
        g_autofree char *shown = g_utf8_substring(text, 0, MIN(g_utf8_strlen(text, -1), QUOTED_LENGTH_MAX));

        return statement_refuse(error, line, "the %s \"%s\" %s", what, shown, why);
}

static bool amount_read(StatementEntry *entry, const char *text, GError **error) {
        return fen_parse(text, &entry->amount_fen)
               || refuse_quoted(error, entry->line, "amount", text, "should read like 0.25");
}

static bool currency_read(StatementEntry *entry, const char *text, GError **error) {
        if (strlen(text) != 3 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
                return statement_refuse(error, entry->line,
                                        "the currency should be three capital letters such as CNY");
        memcpy(entry->currency, text, sizeof entry->currency);
        return true;
}

static bool direction_read(StatementEntry *entry, const char *text, GError **error) {
        static const Words words[] = { { ENTRY_DEBIT, "debit", "借" }, { ENTRY_CREDIT, "credit", "贷" }, { 0 } };
        int value;

        if (!word_find(words, text, &value))
                return statement_refuse(error, entry->line, "the direction should be debit (借) or credit (贷)");
        entry->direction = (EntryDirection) value;
        return true;
}

static bool booked_on_read(StatementEntry *entry, const char *text, GError **error) {
        return !*text || civil_date_parse(text, &entry->booked_on)
               || statement_refuse(error, entry->line, "the day should be a real one, written like 2018-05-10");
}

static bool status_read(StatementEntry *entry, const char *text, GError **error) {
        static const Words words[] = { { ENTRY_BOOKED, "booked", "已入账" },
                                       { ENTRY_PENDING, "pending", "处理中" },
                                       { ENTRY_RETURNED, "returned", "退汇" },
                                       { ENTRY_REJECTED, "rejected", "拒绝" },
                                       { 0 } };
        int value;

        if (!word_find(words, text, &value))
                return statement_refuse(
                        error, entry->line,
                        "the status should be booked (已入账), pending (处理中), returned (退汇) or rejected (拒绝)");
        entry->status = (EntryStatus) value;
        return true;
}

static bool reason_read(StatementEntry *entry, const char *text, GError **error) {
        if (g_utf8_strlen(text, -1) > STATEMENT_REASON_LENGTH_MAX)
                return statement_refuse(error, entry->line, "the reason is longer than 500 characters");
        entry->reason = *text ? g_strdup(text) : NULL;
        return true;
}

enum { REFERENCE, AMOUNT, CURRENCY, DIRECTION, BOOKED_ON, STATUS, REASON, COLUMN_COUNT };

static const Words column_words[] = {
        { REFERENCE, "reference", "参考号" },   { AMOUNT, "amount", "金额" },
        { CURRENCY, "currency", "币种" },       { DIRECTION, "direction", "借贷方向" },
        { BOOKED_ON, "booked_on", "记账日期" }, { STATUS, "status", "状态" },
        { REASON, "reason", "原因" },           { 0 },
};

static const ColumnRead column_reads[COLUMN_COUNT] = {
        [REFERENCE] = reference_read, [AMOUNT] = amount_read,       [CURRENCY] = currency_read,
        [DIRECTION] = direction_read, [BOOKED_ON] = booked_on_read, [STATUS] = status_read,
        [REASON] = reason_read,
};

/* Finds out which field is which column; `columns` gets one a field. */
static bool header_read(const GPtrArray *names, GArray *columns, GError **error) {
        guint seen = 0;

        for (guint i = 0; i < names->len; i++) {
                const char *name = g_ptr_array_index(names, i);
                int column;

                if (!word_find(column_words, name, &column))
                        return refuse_quoted(error, 1, "column", name, "is not known");
                if (seen & 1u << column)
                        return refuse_quoted(error, 1, "column", name, "stands there twice");
                seen |= 1u << column;
                g_array_append_val(columns, column);
        }
        for (const Words *words = column_words; words->en; words++) {
                if (words->value != REASON && !(seen & 1u << words->value))
                        return statement_refuse(error, 1, "the column %s (%s) is missing", words->en, words->zh);
        }
        return true;
}

static bool text_is_printable(const char *text) {
        for (; *text; text = g_utf8_next_char(text)) {
                if (g_unichar_iscntrl(g_utf8_get_char(text)))
                        return false;
        }
        return true;
}

static StatementEntry *entry_read(const GPtrArray *fields, const GArray *columns, guint line, GError **error) {
        g_autoptr(StatementEntry) entry = g_new0(StatementEntry, 1);

        entry->line = line;
        entry->booked_on = CIVIL_DATE_NONE;
        if (fields->len != columns->len) {
                statement_refuse(error, line, "%u fields where the header has %u", fields->len, columns->len);
                return NULL;
        }
        for (guint i = 0; i < fields->len; i++) {
                const char *text = g_ptr_array_index(fields, i);

                if (!text_is_printable(text)) {
                        statement_refuse(error, line, "a control character or line break within a field");
                        return NULL;
                }
                if (!column_reads[g_array_index(columns, int, i)](entry, text, error))
                        return NULL;
        }
        if (entry->booked_on == CIVIL_DATE_NONE
            && (entry->status == ENTRY_BOOKED || entry->status == ENTRY_RETURNED)) {
                statement_refuse(error, line, "an entry that is booked or returned needs its day");
                return NULL;
        }
        return g_steal_pointer(&entry);
}

bool statement_csv_read(const char *text, gsize size, GPtrArray *entries, GError **error) {
        CsvCursor cursor = { .at = text, .line = 1 };
        g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(int));
        g_autoptr(GPtrArray) header = record_read(&cursor, error);

        if (!header || !header_read(header, columns, error))
                return false;
        while (cursor.at < text + size) {
                guint line = cursor.line;
                g_autoptr(GPtrArray) fields = record_read(&cursor, error);
                StatementEntry *entry = fields ? entry_read(fields, columns, line, error) : NULL;

                if (!entry)
                        return false;
                g_ptr_array_add(entries, entry);
                if (entries->len > STATEMENT_ENTRIES_MAX)
                        return statement_refuse(error, line, "more than %d entries", STATEMENT_ENTRIES_MAX);
        }
        return true;
}
