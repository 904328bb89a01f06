/* A line of CSV as an account: the header, and each column's check. */
#include "app/import.h"

#include "app/accounts.h"
#include "base/refusal.h"
#include "domain/names.h"

#include <string.h>

static const struct {
        const char *name, *zh;
        bool needed;
} columns[IMPORT_COLUMN_COUNT] = {
        [IMPORT_EXTERNAL_ID] = { "external_id", "平台账号", true },
        [IMPORT_KIND] = { "kind", "主体类型", true },
        [IMPORT_NAME] = { "name", "姓名或名称", true },
        [IMPORT_NUMBER] = { "number", "证件号码", true },
        [IMPORT_SINCE] = { "since", "认证时间", true },
        [IMPORT_NUMBER_KIND] = { "number_kind", "证件类型", false },
        [IMPORT_METHOD] = { "method", "认证方式", false },
        [IMPORT_ORIGIN] = { "origin", "登录来源", false },
        [IMPORT_ORIGIN_VERIFIED] = { "origin_verified", "来源已认证", false },
        [IMPORT_FROZEN] = { "frozen", "已冻结", false },
        [IMPORT_EMAIL] = { "email", "邮箱", false },
        [IMPORT_MOBILE] = { "mobile", "手机号", false },
        [IMPORT_LINE] = { "line", "行号", false },
        [IMPORT_REASON] = { "reason", "原因", false },
};

/* ---- the header ---------------------------------------------------------------------------------------------------- */

static bool column_find(const char *name, ImportColumn *column) {
        for (ImportColumn i = 0; i < IMPORT_COLUMN_COUNT; i++) {
                if (g_ascii_strcasecmp(columns[i].name, name) == 0 || g_str_equal(columns[i].zh, name)) {
                        *column = i;
                        return true;
                }
        }
        return false;
}

typedef enum HeaderFault { COLUMN_UNKNOWN, COLUMN_TWICE, COLUMN_MISSING } HeaderFault;

static bool header_refuse(const char *file, HeaderFault fault, const char *column, GError **error) {
        static const char *const texts[][LANGUAGE_COUNT] = {
                [COLUMN_UNKNOWN] = { "第 1 行表头中有不认识的列（可用的列见 docs/import.md）：",
                                     "line 1: no such column (docs/import.md lists them): " },
                [COLUMN_TWICE] = { "第 1 行表头中出现两次的列：", "line 1: a column that is there twice: " },
                [COLUMN_MISSING] = { "第 1 行表头缺少一列：", "line 1: a column is missing: " },
        };
        g_autofree char *zh = g_strconcat(texts[fault][LANGUAGE_ZH], column, NULL);
        g_autofree char *en = g_strconcat(texts[fault][LANGUAGE_EN], column, NULL);

        return refuse(error, REFUSAL_IMPORT_INVALID, NULL, file, zh, en, NULL);
}

bool import_header_read(const char *file, const char *const *names, guint count, ImportHeader *header,
                        GError **error) {
        ImportHeader read = { .count = count };
        ImportColumn column;

        for (ImportColumn i = 0; i < IMPORT_COLUMN_COUNT; i++)
                read.places[i] = -1;
        for (guint i = 0; i < count; i++) {
                g_autofree char *name = g_strstrip(g_utf8_make_valid(names[i], -1));

                if (!column_find(name, &column))
                        return header_refuse(file, COLUMN_UNKNOWN, name, error);
                if (read.places[column] >= 0 && column != IMPORT_LINE && column != IMPORT_REASON)
                        return header_refuse(file, COLUMN_TWICE, name, error);
                read.places[column] = (int) i;
        }
        for (ImportColumn i = 0; i < IMPORT_COLUMN_COUNT; i++) {
                if (columns[i].needed && read.places[i] < 0)
                        return header_refuse(file, COLUMN_MISSING, columns[i].name, error);
        }
        *header = read;
        return true;
}

/* ---- a line -------------------------------------------------------------------------------------------------------- */

typedef struct CsvLine {
        const char *fields[IMPORT_COLUMN_COUNT]; /* NULL: empty or not there */
        const ImportRules *rules;
        char **reason;
} CsvLine;

static bool reject(const CsvLine *line, RefusalKind kind, ImportColumn column) {
        *line->reason = g_strconcat(refusal_type(kind)->type, " ", columns[column].name, NULL);
        return false;
}

static bool word_read(const CsvLine *line, ImportColumn column, const EnumNames *names, int *value) {
        return !line->fields[column] || enum_find(names, line->fields[column], value)
               || reject(line, REFUSAL_UNKNOWN_VALUE, column);
}

static bool truth_read(const CsvLine *line, ImportColumn column, bool *value) {
        static const struct {
                const char *word;
                bool value;
        } words[] = { { "true", true },   { "1", true },  { "是", true },
                      { "false", false }, { "0", false }, { "否", false } };

        if (!line->fields[column])
                return true;
        for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
                if (g_str_equal(words[i].word, line->fields[column])) {
                        *value = words[i].value;
                        return true;
                }
        }
        return reject(line, REFUSAL_UNKNOWN_VALUE, column);
}

static bool kind_read(const CsvLine *line, OwnerKind *kind) {
        static const char *const zh[] = { [OWNER_PERSONAL] = "个人", [OWNER_ENTERPRISE] = "企业" };
        const EnumNames zh_names = ENUM_NAMES(zh);
        int value;

        if (!enum_find(&owner_kind_names, line->fields[IMPORT_KIND], &value)
            && !enum_find(&zh_names, line->fields[IMPORT_KIND], &value))
                return reject(line, REFUSAL_UNKNOWN_VALUE, IMPORT_KIND);
        *kind = (OwnerKind) value;
        return true;
}

/* A day is its first instant in the policy's zone; RFC 3339 says the instant itself. */
static bool since_read(const CsvLine *line, gint64 *since) {
        const char *text = line->fields[IMPORT_SINCE];
        CivilDate day;

        if (civil_date_parse(text, &day))
                *since = civil_date_instant(day, 0, line->rules->zone);
        else if (!instant_parse(text, since))
                return reject(line, REFUSAL_MALFORMED_VALUE, IMPORT_SINCE);
        if (*since < 0 || *since > line->rules->now)
                return reject(line, REFUSAL_OUT_OF_RANGE, IMPORT_SINCE);
        return true;
}

/* The code of what is wrong with a number or a name, as `shiming check` has it; "" for other columns. */
static const char *fault_code(const Claim *claim, CivilDate today, ImportColumn column) {
        bool personal = claim->kind == OWNER_PERSONAL;
        NumberKind kind = claim->number_kind >= 0 ? (NumberKind) claim->number_kind
                          : personal              ? NUMBER_RESIDENT_ID
                                                  : NUMBER_USCC;
        NumberVerdict verdict;
        NameReason reason;

        if (column == IMPORT_NAME) {
                g_free(name_normalise(personal ? NAME_PERSON : NAME_ORGANISATION, claim->name, &reason));
                return enum_name(&name_reason_names, (int) reason);
        }
        if (column != IMPORT_NUMBER && column != IMPORT_MOBILE)
                return "";
        if (column == IMPORT_NUMBER)
                number_check(kind, claim->number, strlen(claim->number), today, &verdict);
        else
                number_check(NUMBER_MOBILE, claim->mobile, strlen(claim->mobile), today, &verdict);
        return enum_name(&number_reason_names, (int) verdict.reason);
}

/* Names the column and, for numbers and names, what is wrong with it. */
static bool identity_reject(const CsvLine *line, const Claim *claim, const GError *refused) {
        static const struct {
                const char *pointer;
                ImportColumn column;
        } pointers[] = { { "/name", IMPORT_NAME },
                         { "/number", IMPORT_NUMBER },
                         { "/number_kind", IMPORT_NUMBER_KIND },
                         { "/email", IMPORT_EMAIL },
                         { "/mobile", IMPORT_MOBILE } };

        for (gsize i = 0; i < G_N_ELEMENTS(pointers); i++) {
                const char *code;

                if (g_strcmp0(pointers[i].pointer, refusal_pointer(refused)) != 0)
                        continue;
                code = fault_code(claim, line->rules->today, pointers[i].column);
                *line->reason = g_strjoin(" ", refusal_type((RefusalKind) refused->code)->type,
                                          columns[pointers[i].column].name, *code ? code : NULL, NULL);
                return false;
        }
        g_assert_not_reached(); /* identity_check() names a field of the claim */
}

static bool identity_read(const CsvLine *line, Identity *who) {
        Claim claim = { .name = (char *) line->fields[IMPORT_NAME],
                        .number = (char *) line->fields[IMPORT_NUMBER],
                        .number_kind = -1,
                        .email = (char *) line->fields[IMPORT_EMAIL],
                        .mobile = (char *) line->fields[IMPORT_MOBILE] };
        g_autoptr(GError) refused = NULL;

        return kind_read(line, &claim.kind)
               && word_read(line, IMPORT_NUMBER_KIND, &identity_kind_names, &claim.number_kind)
               && (identity_check(&claim, line->rules->today, "", who, &refused)
                   || identity_reject(line, &claim, refused));
}

static bool external_id_read(const CsvLine *line, const char **external_id) {
        const char *text = line->fields[IMPORT_EXTERNAL_ID];

        if (g_utf8_strlen(text, -1) > ACCOUNT_EXTERNAL_ID_LENGTH_MAX)
                return reject(line, REFUSAL_TOO_LONG, IMPORT_EXTERNAL_ID);
        for (const char *c = text; *c; c++) {
                if (g_ascii_iscntrl(*c))
                        return reject(line, REFUSAL_MALFORMED_VALUE, IMPORT_EXTERNAL_ID);
        }
        *external_id = text;
        return true;
}

static bool needed_are_there(const CsvLine *line) {
        for (ImportColumn i = 0; i < IMPORT_COLUMN_COUNT; i++) {
                if (columns[i].needed && !line->fields[i])
                        return reject(line, REFUSAL_MISSING_FIELD, i);
        }
        return true;
}

static bool account_read(const CsvLine *line, ImportCsvLine *read) {
        int method = METHOD_IMPORTED, origin = ORIGIN_LOCAL;

        if (!needed_are_there(line) || !external_id_read(line, &read->account.external_id)
            || !word_read(line, IMPORT_METHOD, &method_names, &method)
            || !word_read(line, IMPORT_ORIGIN, &origin_names, &origin)
            || !truth_read(line, IMPORT_ORIGIN_VERIFIED, &read->account.origin_verified)
            || !truth_read(line, IMPORT_FROZEN, &read->account.frozen)
            || !since_read(line, &read->verification.verified_at) || !identity_read(line, &read->subject.who))
                return false;
        read->account.origin = (Origin) origin;
        read->verification.method = (Method) method;
        read->verification.kind = read->subject.who.kind;
        return true;
}

bool import_csv_read(const ImportHeader *header, const char *const *fields, guint count, const ImportRules *rules,
                     ImportCsvLine *read, char **reason) {
        CsvLine line = { .rules = rules, .reason = reason };

        *read = (ImportCsvLine){ .account = { .subject_count = 1,
                                              .verification_count = 1,
                                              .created_at = INSTANT_NONE,
                                              .subjects = &read->subject,
                                              .verifications = &read->verification },
                                 .subject = { .named = true, .created_at = INSTANT_NONE },
                                 .verification = { .released_at = INSTANT_NONE } };
        if (count != header->count) {
                *reason = g_strdup_printf("csv-columns %u", count);
                return false;
        }
        for (ImportColumn i = 0; i < IMPORT_COLUMN_COUNT; i++) {
                int place = header->places[i];

                line.fields[i] = place >= 0 && *fields[place] ? fields[place] : NULL;
        }
        return account_read(&line, read);
}

void import_csv_clear(ImportCsvLine *line) {
        identity_clear(&line->subject.who);
}
