/* Reads an export back: head, lines, and each line's account. */
#include "app/export-private.h"

#include "app/accounts.h"
#include "base/json-fields.h"
#include "base/refusal.h"

#include <sodium.h>
#include <string.h>

typedef struct SubjectText {
        Uuid id;
        gint64 created_at;
        int kind, number_kind;
        char *name, *number, *email, *mobile;
} SubjectText;

typedef struct VerificationText {
        Uuid id, subject, opened_by, released_by;
        int kind, method;
        gint64 since, released_at;
} VerificationText;

typedef struct AccountText {
        Uuid id, tenure;
        char *external_id;
        int origin;
        bool origin_verified, frozen;
        gint64 created_at;
        GPtrArray *subjects, *verifications;
} AccountText;

#define FIELD(Struct, member, kind, ...) \
        { .name = #member, .type = JSON_FIELD_##kind, .offset = offsetof(Struct, member), __VA_ARGS__ }

static const JsonField subject_fields[] = {
        FIELD(SubjectText, id, UUID),
        FIELD(SubjectText, created_at, INSTANT),
        FIELD(SubjectText, kind, ENUM, .optional = true, .names = &owner_kind_names),
        FIELD(SubjectText, number_kind, ENUM, .optional = true, .names = &number_kind_names),
        FIELD(SubjectText, name, TEXT, .optional = true),
        FIELD(SubjectText, number, TEXT, .optional = true),
        FIELD(SubjectText, email, TEXT, .optional = true),
        FIELD(SubjectText, mobile, TEXT, .optional = true),
        { 0 },
};

static const JsonField verification_fields[] = {
        FIELD(VerificationText, id, UUID),
        FIELD(VerificationText, subject, UUID),
        FIELD(VerificationText, kind, ENUM, .names = &owner_kind_names),
        FIELD(VerificationText, method, ENUM, .names = &method_names),
        FIELD(VerificationText, since, INSTANT),
        FIELD(VerificationText, opened_by, UUID, .optional = true),
        FIELD(VerificationText, released_at, INSTANT, .optional = true),
        FIELD(VerificationText, released_by, UUID, .optional = true),
        { 0 },
};

static void subject_text_free(gpointer text) {
        json_fields_clear(subject_fields, text);
        g_free(text);
}

static const JsonField account_fields[] = {
        FIELD(AccountText, id, UUID),
        FIELD(AccountText, tenure, UUID),
        FIELD(AccountText, external_id, TEXT, .length_max = ACCOUNT_EXTERNAL_ID_LENGTH_MAX),
        FIELD(AccountText, origin, ENUM, .names = &origin_names),
        FIELD(AccountText, origin_verified, BOOLEAN),
        FIELD(AccountText, frozen, BOOLEAN),
        FIELD(AccountText, created_at, INSTANT),
        FIELD(AccountText, subjects, LIST, .high = IMPORTED_TENURES_MAX, .fields = subject_fields,
              .element_size = sizeof(SubjectText), .element_free = subject_text_free),
        FIELD(AccountText, verifications, LIST, .high = IMPORTED_TENURES_MAX, .fields = verification_fields,
              .element_size = sizeof(VerificationText), .element_free = g_free),
        { 0 },
};

struct ExportLine {
        AccountText text;
        ImportedAccount account;
        ImportedSubject subjects[IMPORTED_TENURES_MAX];
        ImportedVerification verifications[IMPORTED_TENURES_MAX];
};

void export_line_free(ExportLine *line) {
        if (!line)
                return;
        for (guint i = 0; i < line->account.subject_count; i++)
                identity_clear(&line->subjects[i].who);
        json_fields_clear(account_fields, &line->text);
        g_free(line);
}

void export_opener_clear(ExportOpener *opener) {
        g_clear_pointer(&opener->key, data_key_unref);
}

/* ---- the head ------------------------------------------------------------------------------------------------------ */

static bool head_refuse(const char *file, const char *zh, const char *en, GError **error) {
        return refuse(error, REFUSAL_IMPORT_INVALID, NULL, file, zh, en, NULL);
}

bool export_head_read(const App *app, const char *file, const char *line, gsize size, ExportOpener *opener,
                      GError **error) {
        json_auto_t *head = json_loadb(line, size, JSON_REJECT_DUPLICATES, NULL);
        const char *key = json_string_value(json_object_get(head, "key"));
        g_autoptr(GBytes) wrapped = NULL;
        guint8 *bytes;
        gsize length;

        if (json_integer_value(json_object_get(head, "shiming_export")) != EXPORT_VERSION
            || !uuid_parse(json_string_value(json_object_get(head, "id")), &opener->id))
                return head_refuse(file, "第 1 行不是 shiming export 的开头",
                                   "line 1 does not begin an export of shiming", error);
        if (!key)
                return true;
        bytes = g_base64_decode(key, &length);
        wrapped = g_bytes_new_take(bytes, length);
        opener->key = vault_data_key_unwrap(app->vault, &opener->id, wrapped, NULL);
        return opener->key
               || head_refuse(
                       file, "是在另一个密钥文件下密封的；请在同一密钥文件下导入，或导出明文",
                       "it is sealed under another keyring; import it where that keyring is, or export in clear",
                       error);
}

/* ---- a line -------------------------------------------------------------------------------------------------------- */

static bool reject(char **reason, const char *code, const char *detail) {
        *reason = g_strconcat(code, " ", detail, NULL);
        return false;
}

/* The line's own document, unsealed where it is sealed. */
static json_t *document_read(const ExportOpener *opener, gint64 number, const char *text, gsize size, char **reason) {
        json_t *document = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
        json_auto_t *envelope = opener->key ? document : NULL;
        const char *sealed = json_string_value(json_object_get(envelope, "sealed"));
        Uuid row = export_line_row(&opener->id, number);
        g_autoptr(GBytes) wrapped = NULL;
        gsize length;
        guint8 *bytes;

        if (!document || (opener->key && !sealed)) {
                reject(reason, "malformed-body", "json");
                return NULL;
        }
        if (!opener->key)
                return document;
        bytes = g_base64_decode(sealed, &length);
        wrapped = g_bytes_new_take(bytes, length);
        document = NULL;
        if (!vault_unseal_json(opener->key, EXPORT_LINE_FIELD, &row, wrapped, &document, NULL) || !document)
                reject(reason, "unsealed", "line");
        return document;
}

/* A reason is one field of a line of CSV, parted by spaces; a name in the file may be anything. */
static void reason_clean(char *text) {
        for (; *text; text++) {
                if (g_ascii_iscntrl(*text) || strchr(" ,\"", *text))
                        *text = '_';
        }
}

/* Names the first field that is wrong by its pointer, without its slash. */
static bool refusal_reject(const GError *refused, const char *place, char **reason) {
        const char *pointer = refusal_pointer(refused);
        g_autofree char *field = g_strdup(pointer ? pointer : place);

        reason_clean(field);
        return reject(reason, refusal_type((RefusalKind) refused->code)->type, field + (*field == '/'));
}

static bool subject_take(const SubjectText *text, const ImportRules *rules, ImportedSubject *subject, char **reason) {
        Claim claim = { .kind = (OwnerKind) text->kind,
                        .name = text->name,
                        .number_kind = text->number_kind,
                        .number = text->number,
                        .email = text->email,
                        .mobile = text->mobile };
        g_autoptr(GError) refused = NULL;

        *subject = (ImportedSubject){ .id = text->id, .created_at = text->created_at };
        subject->named = text->name && text->number;
        if (subject->named)
                return identity_check(&claim, rules->today, "/subjects", &subject->who, &refused)
                       || refusal_reject(refused, "/subjects", reason);
        subject->who.email = g_strdup(text->email);
        subject->who.mobile = g_strdup(text->mobile);
        return true;
}

static bool subject_find(const ImportedAccount *account, const Uuid *id, guint *place) {
        for (guint i = 0; i < account->subject_count; i++) {
                if (uuid_equal(&account->subjects[i].id, id)) {
                        *place = i;
                        return true;
                }
        }
        return false;
}

static bool verifications_take(ExportLine *line, char **reason) {
        ImportedAccount *account = &line->account;
        guint active = 0;

        for (guint i = 0; i < line->text.verifications->len; i++) {
                const VerificationText *text = g_ptr_array_index(line->text.verifications, i);
                ImportedVerification *into = &line->verifications[account->verification_count++];

                *into = (ImportedVerification){ .id = text->id,
                                                .kind = (OwnerKind) text->kind,
                                                .method = (Method) text->method,
                                                .verified_at = text->since,
                                                .opened_by = text->opened_by,
                                                .released_at = text->released_at ? text->released_at : INSTANT_NONE,
                                                .released_by = text->released_by };
                active += into->released_at == INSTANT_NONE;
                if (!subject_find(account, &text->subject, &into->subject))
                        return reject(reason, "missing-field", "subjects");
        }
        return active <= 1 || reject(reason, "repeated-value", "verifications");
}

static bool account_take(ExportLine *line, const ImportRules *rules, char **reason) {
        const AccountText *text = &line->text;
        ImportedAccount *account = &line->account;

        *account = (ImportedAccount){ .id = text->id,
                                      .external_id = text->external_id,
                                      .origin = (Origin) text->origin,
                                      .origin_verified = text->origin_verified,
                                      .frozen = text->frozen,
                                      .created_at = text->created_at,
                                      .subjects = line->subjects,
                                      .verifications = line->verifications };
        for (guint i = 0; i < text->subjects->len; i++) {
                if (!subject_take(g_ptr_array_index(text->subjects, i), rules, &line->subjects[i], reason))
                        return false;
                account->subject_count++;
        }
        return (subject_find(account, &text->tenure, &account->tenure) || reject(reason, "missing-field", "subjects"))
               && verifications_take(line, reason);
}

bool export_line_read(ExportOpener *opener, gint64 number, const char *text, gsize size, const ImportRules *rules,
                      ExportLine **read, const ImportedAccount **account, char **reason) {
        json_auto_t *document = document_read(opener, number, text, size, reason);
        g_autoptr(ExportLine) line = NULL;
        g_autoptr(GError) refused = NULL;
        const json_t *end = json_object_get(document, "end");

        if (!document)
                return false;
        opener->accounts += end == NULL;
        *account = NULL;
        if (end) {
                opener->ended = json_integer_value(end) == opener->accounts;
                return opener->ended || reject(reason, "export-cut-off", "accounts");
        }
        line = g_new0(ExportLine, 1);
        if (!json_fields_read(document, account_fields, &line->text, &refused))
                return refusal_reject(refused, "/", reason);
        if (!account_take(line, rules, reason))
                return false;
        *account = &line->account;
        *read = g_steal_pointer(&line);
        return true;
}
