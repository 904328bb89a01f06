/* The door for a bank's statement: size, encoding, and which of the two formats it is. */
#include "partners/statement.h"

#include "base/refusal.h"

#include <stdarg.h>
#include <string.h>

static const char *const statuses[] = {
        [ENTRY_BOOKED] = "booked",
        [ENTRY_PENDING] = "pending",
        [ENTRY_RETURNED] = "returned",
        [ENTRY_REJECTED] = "rejected",
};
static const char *const directions[] = { [ENTRY_DEBIT] = "debit", [ENTRY_CREDIT] = "credit" };
static const char *const formats[] = { [STATEMENT_CAMT_053] = "camt.053", [STATEMENT_CSV] = "csv" };
static const char *const encodings[] = { [STATEMENT_UTF_8] = "utf-8", [STATEMENT_GB_18030] = "gb18030" };

const EnumNames entry_status_names = ENUM_NAMES(statuses);
const EnumNames entry_direction_names = ENUM_NAMES(directions);
const EnumNames statement_format_names = ENUM_NAMES(formats);
const EnumNames statement_encoding_names = ENUM_NAMES(encodings);

void statement_entry_free(StatementEntry *entry) {
        if (!entry)
                return;
        g_free(entry->reference);
        g_free(entry->reason);
        g_free(entry);
}

void statement_free(BankStatement *statement) {
        if (!statement)
                return;
        g_ptr_array_unref(statement->entries);
        g_free(statement);
}

bool statement_refuse(GError **error, guint line, const char *format, ...) {
        g_autofree char *number = g_strdup_printf("%u", MAX(line, 1));
        g_autofree char *what = NULL;
        va_list arguments;

        va_start(arguments, format);
        what = g_strdup_vprintf(format, arguments);
        va_end(arguments);
        return refuse(error, REFUSAL_STATEMENT_INVALID, NULL, number, what, NULL);
}

/* The line of the first byte that is not of this text. */
static guint line_of(const char *text, const char *end) {
        guint line = 1;

        for (; text < end; text++)
                line += *text == '\n';
        return line;
}

static bool utf_16_marked(const char *bytes, gsize size) {
        return size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
}

/* Takes the bytes as UTF-8 where they are, else as GB 18030, which Chinese banks and Excel write. */
static char *text_decode(const char *bytes, gsize size, StatementEncoding *encoding, gsize *text_size,
                         GError **error) {
        g_autoptr(GError) unconverted = NULL;
        const char *end;
        gsize read = 0;
        char *text;

        if (g_utf8_validate(bytes, (gssize) size, &end)) {
                *encoding = STATEMENT_UTF_8;
                *text_size = size;
                return g_strndup(bytes, size);
        }
        if (memchr(bytes, 0, size) || utf_16_marked(bytes, size)) {
                statement_refuse(error, 1, "the file is neither UTF-8 nor GB 18030 text; save it as UTF-8");
                return NULL;
        }
        text = g_convert(bytes, (gssize) size, "UTF-8", "GB18030", &read, text_size, &unconverted);
        if (text) {
                *encoding = STATEMENT_GB_18030;
                return text;
        }
        if (g_error_matches(unconverted, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION))
                fail(error, FAILURE_FILE, "the system cannot convert GB 18030");
        else
                statement_refuse(error, line_of(bytes, bytes + read),
                                 "the file is neither UTF-8 nor GB 18030 text; save it as UTF-8");
        return NULL;
}

BankStatement *statement_read(GBytes *bytes, GError **error) {
        static const char mark[] = "\xef\xbb\xbf";
        g_autoptr(BankStatement) statement = g_new0(BankStatement, 1);
        g_autofree char *text = NULL;
        gsize size, text_size = 0;
        const char *begin = g_bytes_get_data(bytes, &size);
        const char *first;
        bool taken;

        statement->entries = g_ptr_array_new_with_free_func((GDestroyNotify) statement_entry_free);
        if (size > STATEMENT_BYTES_MAX) {
                refuse(error, REFUSAL_BODY_TOO_LARGE, NULL, "16777216", NULL);
                return NULL;
        }
        if (size >= 3 && memcmp(begin, mark, 3) == 0) {
                begin += 3;
                size -= 3;
        }
        text = size ? text_decode(begin, size, &statement->encoding, &text_size, error) : g_strdup("");
        if (!text)
                return NULL;
        for (first = text; g_ascii_isspace(*first); first++)
                ;
        if (!*first) {
                statement_refuse(error, 1, "the file is empty");
                return NULL;
        }
        statement->format = *first == '<' ? STATEMENT_CAMT_053 : STATEMENT_CSV;
        taken = statement->format == STATEMENT_CAMT_053
                        ? statement_camt_read(text, text_size, statement->encoding, statement->entries, error)
                        : statement_csv_read(text, text_size, statement->entries, error);
        return taken ? g_steal_pointer(&statement) : NULL;
}
