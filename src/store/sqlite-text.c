/* Finds REPLACE in SQL: as a way to resolve conflicts it deletes rows that the authorizer never hears of. */
#include "store/sqlite.h"

#include <string.h>

static bool is_word(char byte) {
        return g_ascii_isalnum(byte) || byte == '_';
}

/* Gives the text after a comment, a quoted part or a word that starts at `sql`, else after one byte. */
static const char *token_skip(const char *sql) {
        const char *end = NULL;

        if (g_str_has_prefix(sql, "--"))
                return sql + strcspn(sql, "\n");
        if (g_str_has_prefix(sql, "/*")) {
                end = strstr(sql + 2, "*/");
                return end ? end + 2 : sql + strlen(sql);
        }
        if (*sql == '\'' || *sql == '"') {
                end = strchr(sql + 1, *sql);
                return end ? end + 1 : sql + strlen(sql);
        }
        for (end = sql; is_word(*end); end++)
                continue;
        return end > sql ? end : sql + 1;
}

bool sqlite_text_replaces(const char *sql) {
        const char *end;

        for (; *sql; sql = end) {
                end = token_skip(sql);
                if (end - sql != 7 || g_ascii_strncasecmp(sql, "REPLACE", 7) != 0)
                        continue;
                if (end[strspn(end, " \t\r\n")] != '(') /* replace(…) is a function */
                        return true;
        }
        return false;
}
