/* Writes an export. */
#include "app/export-private.h"

#include "app/json-put.h"
#include "app/log.h"
#include "base/json-text.h"
#include "base/refusal.h"
#include "store/accounts.h"
#include "store/events.h"

#include <string.h>

#define PAGE 500

typedef struct Exporting {
        AppTx tx;
        const ExportWish *wish;
        Uuid id;
        DataKey *key;                 /* NULL: in clear */
        gint64 number, accounts, all; /* number: of the line that comes next */
        bool begun;
        guint subject_at, verification_at; /* within the page */
        GPtrArray *page_subjects;
        GArray *page_verifications;
} Exporting;

Uuid export_line_row(const Uuid *export, gint64 number) {
        Uuid row = *export;
        guint64 place = GUINT64_TO_BE((guint64) number);

        for (gsize i = 0; i < sizeof place; i++)
                row.bytes[8 + i] ^= ((const guint8 *) &place)[i];
        return row;
}

/* ---- lines --------------------------------------------------------------------------------------------------------- */

static bool text_write(Exporting *exporting, const char *text, GError **error) {
        g_autoptr(SecretText) line = g_strconcat(text, "\n", NULL);

        exporting->number++;
        return exporting->wish->write(line, strlen(line), exporting->wish->user, error);
}

static bool document_write(Exporting *exporting, const json_t *document, GError **error) {
        g_autoptr(SecretText) text = json_text_write(document, JSON_TEXT_AS_MADE, NULL);
        Uuid row = export_line_row(&exporting->id, exporting->number);
        g_autoptr(GBytes) sealed = NULL;
        g_autofree char *encoded = NULL, *line = NULL;

        if (!exporting->key)
                return text_write(exporting, text, error);
        sealed = vault_seal_text(exporting->key, EXPORT_LINE_FIELD, &row, text);
        encoded = g_base64_encode(g_bytes_get_data(sealed, NULL), g_bytes_get_size(sealed));
        line = g_strdup_printf("{\"sealed\":\"%s\"}", encoded);
        return text_write(exporting, line, error);
}

static bool head_write(Exporting *exporting, GBytes *wrapped, GError **error) {
        json_auto_t *head = json_pack("{s:i, s:o, s:o}", "shiming_export", EXPORT_VERSION, "id",
                                      json_id(&exporting->id), "made_at", json_time(exporting->wish->now));
        g_autofree char *text = NULL, *key = NULL;

        if (wrapped) {
                key = g_base64_encode(g_bytes_get_data(wrapped, NULL), g_bytes_get_size(wrapped));
                json_object_set_new(head, "key", json_string(key));
        }
        text = json_text_write(head, JSON_TEXT_AS_MADE, NULL);
        return text_write(exporting, text, error);
}

/* ---- accounts ------------------------------------------------------------------------------------------------------ */

static void member_set(json_t *object, const char *name, json_t *value) {
        if (value)
                json_object_set_new(object, name, value);
}

static bool subject_open(const Exporting *exporting, const KeyedSubject *subject, json_t *document, GError **error) {
        const SubjectRow *row = subject->row;
        g_autoptr(DataKey) key = NULL;
        json_auto_t *who = NULL;
        json_auto_t *contacts = NULL;

        if (!subject->wrapped || row->erased_at != INSTANT_NONE)
                return true;
        key = vault_data_key_unwrap(exporting->tx.app->vault, &row->id, subject->wrapped, error);
        if (!key || !vault_unseal_json(key, "subjects.identity", &row->id, row->sealed_identity, &who, error)
            || !vault_unseal_json(key, "subjects.contacts", &row->id, row->sealed_contacts, &contacts, error))
                return false;
        if (who && row->kind_known)
                member_set(document, "kind", json_string(enum_name(&owner_kind_names, (int) row->kind)));
        json_object_update(document, who);
        json_object_update(document, contacts);
        return true;
}

static json_t *subject_document(const Exporting *exporting, const KeyedSubject *subject, GError **error) {
        json_t *document = json_pack("{s:o, s:o}", "id", json_id(&subject->row->id), "created_at",
                                     json_time(subject->row->created_at));

        if (subject_open(exporting, subject, document, error))
                return document;
        json_decref(document);
        return NULL;
}

static json_t *verification_document(const Verification *row) {
        json_t *document =
                json_pack("{s:o, s:o, s:s, s:s, s:o}", "id", json_id(&row->id), "subject", json_id(&row->subject),
                          "kind", enum_name(&owner_kind_names, (int) row->kind), "method",
                          enum_name(&method_names, (int) row->method), "since", json_time(row->verified_at));

        member_set(document, "opened_by", uuid_is_nil(&row->opened_by) ? NULL : json_id(&row->opened_by));
        member_set(document, "released_at", row->released_at == INSTANT_NONE ? NULL : json_time(row->released_at));
        member_set(document, "released_by", uuid_is_nil(&row->released_by) ? NULL : json_id(&row->released_by));
        return document;
}

/* Takes the account's verifications off the page, and notes whom they name. */
static json_t *verifications_document(Exporting *exporting, const Account *account, GHashTable *owners) {
        json_t *list = json_array();

        for (; exporting->verification_at < exporting->page_verifications->len; exporting->verification_at++) {
                Verification *row =
                        &g_array_index(exporting->page_verifications, Verification, exporting->verification_at);

                if (!uuid_equal(&row->account, &account->id))
                        break;
                g_hash_table_add(owners, &row->subject);
                json_array_append_new(list, verification_document(row));
        }
        return list;
}

/* Claims that were never verified belong to cases, which an export leaves where they are. */
static bool subjects_add(Exporting *exporting, const Account *account, GHashTable *owners, json_t *list,
                         GError **error) {
        for (; exporting->subject_at < exporting->page_subjects->len; exporting->subject_at++) {
                const KeyedSubject *subject = g_ptr_array_index(exporting->page_subjects, exporting->subject_at);
                json_t *document;

                if (!uuid_equal(&subject->row->account, &account->id))
                        break;
                if (!uuid_equal(&subject->row->id, &account->tenure)
                    && !g_hash_table_contains(owners, &subject->row->id))
                        continue;
                document = subject_document(exporting, subject, error);
                if (!document)
                        return false;
                json_array_append_new(list, document);
        }
        return true;
}

static bool account_write(Exporting *exporting, const Account *account, GError **error) {
        g_autoptr(GHashTable) owners = g_hash_table_new(uuid_key_hash, uuid_key_equal);
        json_t *subjects = json_array(), *verifications = verifications_document(exporting, account, owners);
        json_auto_t *document = json_pack(
                "{s:o, s:s, s:s, s:b, s:b, s:o, s:o, s:o, s:o}", "id", json_id(&account->id), "external_id",
                account->external_id, "origin", enum_name(&origin_names, (int) account->origin), "origin_verified",
                account->origin_verified, "frozen", account->frozen, "created_at", json_time(account->created_at),
                "tenure", json_id(&account->tenure), "subjects", subjects, "verifications", verifications);

        if (!subjects_add(exporting, account, owners, subjects, error) || !document_write(exporting, document, error))
                return false;
        exporting->accounts++;
        if (exporting->wish->progress)
                exporting->wish->progress((guint64) exporting->accounts, (guint64) exporting->all,
                                          exporting->wish->user);
        return true;
}

/* ---- pages --------------------------------------------------------------------------------------------------------- */

static bool page_write(Exporting *exporting, GPtrArray *accounts, const Uuid *after, const Uuid *last,
                       GError **error) {
        g_autoptr(GPtrArray) subjects = NULL;
        g_autoptr(GArray) verifications = NULL;

        if (!store_subject_range(exporting->tx.store, after, last, &subjects, error)
            || !store_verification_range(exporting->tx.store, after, last, &verifications, error))
                return false;
        exporting->page_subjects = subjects;
        exporting->page_verifications = verifications;
        exporting->subject_at = exporting->verification_at = 0;
        for (guint i = 0; i < accounts->len; i++) {
                if (!account_write(exporting, g_ptr_array_index(accounts, i), error))
                        return false;
        }
        return true;
}

static bool end_write(Exporting *exporting, GError **error) {
        json_auto_t *end = json_pack("{s:I}", "end", (json_int_t) exporting->accounts);

        return document_write(exporting, end, error);
}

/* What is written cannot be taken back, so that a snapshot that was lost is not begun again. */
static bool export_run(StoreTx *tx, gpointer data, GError **error) {
        Exporting *exporting = data;
        Uuid after = { { 0 } };

        if (exporting->begun)
                return fail(error, FAILURE_STORE, "the database was lost within the export; begin again");
        exporting->begun = true;
        exporting->tx.store = tx;
        if (!store_take_time(tx, error) || !store_account_count(tx, &exporting->all, error))
                return false;
        for (;;) {
                g_autoptr(GPtrArray) accounts = NULL;
                const Account *last;

                if (!store_account_page(tx, &after, PAGE, &accounts, error))
                        return false;
                if (accounts->len == 0)
                        return end_write(exporting, error);
                last = g_ptr_array_index(accounts, accounts->len - 1);
                if (!page_write(exporting, accounts, &after, &last->id, error))
                        return false;
                after = last->id;
        }
}

/* ---- what is logged ------------------------------------------------------------------------------------------------ */

typedef struct Logging {
        App *app;
        const ExportWish *wish;
        const Uuid *id;
} Logging;

/* An event of the instance itself, of no account; its key is its own, kept with the desk's papers. */
static bool export_log(StoreTx *store, gpointer data, GError **error) {
        const Logging *logging = data;
        Actor system = actor_system();
        Call call = { .actor = &system, .now = logging->wish->now, .version = -1, .route = "export" };
        AppTx tx = { .store = store, .app = logging->app, .call = &call };
        json_auto_t *why = json_pack("{s:s, s:s}", "reason", logging->wish->reason, "who", logging->wish->who);
        g_autoptr(DataKey) key = app_key_make(&tx, logging->id, KEY_OWNER_DESK, error);
        g_autoptr(GBytes) sealed = key ? vault_seal_json(key, "events.text", logging->id, why) : NULL;
        Event event = { .id = *logging->id,
                        .at = call.now,
                        .event = "export",
                        .actor_role = actor_role_name(&system),
                        .due_at = INSTANT_NONE,
                        .sealed_text = sealed };
        json_auto_t *content = key ? app_log_event_content(&event, key) : NULL;

        return content && store_event_add(store, &event, error)
               && app_log_add(&tx, &event.id, "instance.export", &event.account, NULL, NULL, NULL, content, key,
                              error);
}

bool app_export(App *app, const ExportWish *wish, gint64 *accounts, GError **error) {
        Exporting exporting = { .tx = { .app = app }, .wish = wish, .id = uuid_new(wish->now), .number = 1 };
        Logging logging = { app, wish, &exporting.id };
        g_autoptr(GBytes) wrapped = NULL;
        g_autoptr(DataKey) key = NULL;

        if (wish->reason && !store_write(app->store, export_log, &logging, error))
                return false;
        if (!wish->reason)
                key = vault_data_key_new(app->vault, &exporting.id, &wrapped);
        exporting.key = key;
        if (!head_write(&exporting, wrapped, error) || !store_read(app->store, export_run, &exporting, error))
                return false;
        *accounts = exporting.accounts;
        return true;
}
