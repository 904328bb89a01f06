/* Identities: checked, sealed under their own subject's key, found again by keyed hash. */
#include "app/identity.h"

#include "base/refusal.h"
#include "domain/masks.h"
#include "domain/names.h"

#include <string.h>

void identity_clear(Identity *identity) {
        g_clear_pointer(&identity->name, secret_text_free);
        g_clear_pointer(&identity->number, secret_text_free);
        g_clear_pointer(&identity->email, secret_text_free);
        g_clear_pointer(&identity->mobile, secret_text_free);
}

static NameKind name_kind(OwnerKind owner) {
        return owner == OWNER_PERSONAL ? NAME_PERSON : NAME_ORGANISATION;
}

/* Which kinds of number name which kind of owner. */
static bool number_names_owner(NumberKind number, OwnerKind owner) {
        static const OwnerKind owners[] = { [NUMBER_RESIDENT_ID] = OWNER_PERSONAL,
                                            [NUMBER_RESIDENCE_PERMIT] = OWNER_PERSONAL,
                                            [NUMBER_PERMANENT_RESIDENT] = OWNER_PERSONAL,
                                            [NUMBER_PASSPORT_MRZ] = OWNER_PERSONAL,
                                            [NUMBER_USCC] = OWNER_ENTERPRISE };

        return (gsize) number < G_N_ELEMENTS(owners) && owners[number] == owner;
}

static bool number_kind_choose(const Claim *claim, const char *pointer, NumberKind *kind, GError **error) {
        const char *allowed = claim->kind == OWNER_PERSONAL
                                      ? "resident-id, residence-permit, permanent-resident, passport-mrz"
                                      : "uscc";

        if (claim->number_kind < 0) {
                *kind = claim->kind == OWNER_PERSONAL ? NUMBER_RESIDENT_ID : NUMBER_USCC;
                return true;
        }
        *kind = (NumberKind) claim->number_kind;
        return number_names_owner(*kind, claim->kind)
               || refuse(error, REFUSAL_UNKNOWN_VALUE, pointer, "number_kind",
                         enum_name(&number_kind_names, claim->number_kind), allowed, NULL);
}

static bool contacts_check(const Claim *claim, CivilDate today, const char *pointer, Identity *identity,
                           GError **error) {
        g_autofree char *email_at = g_strconcat(pointer, "/email", NULL);
        g_autofree char *mobile_at = g_strconcat(pointer, "/mobile", NULL);
        NumberVerdict verdict;

        if (claim->email) {
                const char *at = strchr(claim->email, '@');

                if (!at || at == claim->email || !strchr(at, '.') || strpbrk(claim->email, " \t\n<>,;"))
                        return refuse(error, REFUSAL_MALFORMED_VALUE, email_at, "email", "name@example.com", NULL);
                identity->email = g_strdup(claim->email);
        }
        if (claim->mobile) {
                if (!number_require(NUMBER_MOBILE, claim->mobile, today, mobile_at, &verdict, error))
                        return false;
                identity->mobile = g_strdup(verdict.text);
        }
        return true;
}

bool identity_check(const Claim *claim, CivilDate today, const char *pointer, Identity *identity, GError **error) {
        g_autofree char *name_at = g_strconcat(pointer, "/name", NULL);
        g_autofree char *number_at = g_strconcat(pointer, "/number", NULL);
        g_autofree char *kind_at = g_strconcat(pointer, "/number_kind", NULL);
        g_auto(Identity) checked = { .kind = claim->kind };
        NumberVerdict verdict;

        if (!number_kind_choose(claim, kind_at, &checked.number_kind, error)
            || !name_require(name_kind(claim->kind), claim->name, name_at, &checked.name, error)
            || !number_require(checked.number_kind, claim->number, today, number_at, &verdict, error))
                return false;
        checked.number = g_strdup(verdict.text);
        if (!contacts_check(claim, today, pointer, &checked, error))
                return false;
        *identity = checked;
        checked = (Identity){ 0 };
        return true;
}

bool identity_same_owner(const Identity *a, const Identity *b) {
        return a->kind == b->kind && a->number_kind == b->number_kind && g_str_equal(a->number, b->number);
}

void app_number_hash(const App *app, NumberKind kind, const char *number, guint8 hash[static VAULT_HASH_SIZE]) {
        g_autoptr(SecretText) text = g_strdup_printf("%s:%s", enum_name(&number_kind_names, (int) kind), number);

        vault_lookup_hash(app->vault, VAULT_LOOKUP_NUMBER, text, hash);
}

static void number_hash(AppTx *tx, const Identity *identity, guint8 hash[static VAULT_HASH_SIZE]) {
        app_number_hash(tx->app, identity->number_kind, identity->number, hash);
}

bool app_staff_number_keep(AppTx *tx, const Uuid *staff, const char *number, GError **error) {
        CivilDate today = civil_date_at(tx->call->now, tx->app->policy->zone);
        guint8 hash[VAULT_HASH_SIZE];
        NumberVerdict verdict;

        if (!number_require(NUMBER_RESIDENT_ID, number, today, "/number", &verdict, error))
                return false;
        app_number_hash(tx->app, NUMBER_RESIDENT_ID, verdict.text, hash);
        return store_lookup_clear(tx->store, "number", staff, error)
               && store_lookup_add(tx->store, "number", hash, staff, "staff", error);
}

bool app_subject_same_owner(AppTx *tx, const Uuid *a, const Uuid *b, bool *same, GError **error) {
        guint8 of_a[VAULT_HASH_SIZE], of_b[VAULT_HASH_SIZE];
        bool a_known, b_known;

        if (!store_lookup_of(tx->store, "number", a, of_a, &a_known, error)
            || !store_lookup_of(tx->store, "number", b, of_b, &b_known, error))
                return false;
        *same = a_known && b_known && memcmp(of_a, of_b, sizeof of_a) == 0;
        return true;
}

static bool index_fill(AppTx *tx, const Uuid *subject, const Identity *identity, GError **error) {
        guint8 number[VAULT_HASH_SIZE], name[VAULT_HASH_SIZE];

        number_hash(tx, identity, number);
        vault_lookup_hash(tx->app->vault, VAULT_LOOKUP_NAME, identity->name, name);
        return store_lookup_clear(tx->store, "number", subject, error)
               && store_lookup_clear(tx->store, "name", subject, error)
               && store_lookup_add(tx->store, "number", number, subject, "subject", error)
               && store_lookup_add(tx->store, "name", name, subject, "subject", error);
}

static void contacts_seal(const DataKey *key, const Identity *identity, SubjectRow *row) {
        json_auto_t *contacts = json_pack("{s:s*, s:s*}", "email", identity->email, "mobile", identity->mobile);

        g_clear_pointer(&row->sealed_contacts, g_bytes_unref);
        row->sealed_contacts = vault_seal_json(key, "subjects.contacts", &row->id, contacts);
}

static void identity_seal(const DataKey *key, const Identity *identity, SubjectRow *row) {
        json_auto_t *who =
                json_pack("{s:s, s:s, s:s}", "name", identity->name, "number_kind",
                          enum_name(&number_kind_names, (int) identity->number_kind), "number", identity->number);

        row->kind_known = true;
        row->kind = identity->kind;
        g_clear_pointer(&row->sealed_identity, g_bytes_unref);
        row->sealed_identity = vault_seal_json(key, "subjects.identity", &row->id, who);
        if (identity->email || identity->mobile)
                contacts_seal(key, identity, row);
}

bool app_subject_make(AppTx *tx, const Uuid *account, const Identity *identity, Uuid *subject, GError **error) {
        g_autoptr(SubjectRow) row = g_new0(SubjectRow, 1);
        g_autoptr(DataKey) key = NULL;

        row->id = uuid_new(tx->call->now);
        row->account = *account;
        row->created_at = tx->call->now;
        key = app_key_make(tx, &row->id, KEY_OWNER_SUBJECT, error);
        if (!key)
                return false;
        if (identity)
                identity_seal(key, identity, row);
        if (!store_subject_add(tx->store, row, error) || (identity && !index_fill(tx, &row->id, identity, error)))
                return false;
        *subject = row->id;
        return true;
}

static bool subject_take(AppTx *tx, const Uuid *subject, SubjectRow **row, DataKey **key, GError **error) {
        if (!store_subject_load(tx->store, subject, row, error))
                return false;
        *key = *row ? app_key(tx, subject, error) : NULL;
        return *key || (!*row && fail(error, FAILURE_CORRUPT, "a subject is not there"));
}

bool app_subject_fill(AppTx *tx, const Uuid *subject, const Identity *identity, GError **error) {
        g_autoptr(SubjectRow) row = NULL;
        g_autoptr(DataKey) key = NULL;

        if (!subject_take(tx, subject, &row, &key, error))
                return false;
        identity_seal(key, identity, row);
        return store_subject_save(tx->store, row, error) && index_fill(tx, subject, identity, error);
}

bool app_subject_reach(AppTx *tx, const Uuid *subject, const char *email, const char *mobile, CivilDate today,
                       const char *pointer, GError **error) {
        Claim claim = { .email = (char *) email, .mobile = (char *) mobile };
        g_auto(Identity) reached = { 0 };
        g_autoptr(SubjectRow) row = NULL;
        g_autoptr(DataKey) key = NULL;

        if (!contacts_check(&claim, today, pointer, &reached, error) || !subject_take(tx, subject, &row, &key, error))
                return false;
        contacts_seal(key, &reached, row);
        return store_subject_save(tx->store, row, error);
}

static bool identity_read(const SubjectRow *row, const DataKey *key, Identity *identity, GError **error) {
        json_auto_t *who = NULL;
        json_auto_t *contacts = NULL;
        int number_kind;

        if (!vault_unseal_json(key, "subjects.identity", &row->id, row->sealed_identity, &who, error)
            || !vault_unseal_json(key, "subjects.contacts", &row->id, row->sealed_contacts, &contacts, error))
                return false;
        if (!row->kind_known)
                return fail(error, FAILURE_CORRUPT, "a subject is of an unknown kind");
        if (!enum_find(&number_kind_names, json_string_value(json_object_get(who, "number_kind")), &number_kind))
                return fail(error, FAILURE_CORRUPT, "a subject has an unknown kind of number");
        identity->kind = row->kind;
        identity->number_kind = (NumberKind) number_kind;
        identity->name = g_strdup(json_string_value(json_object_get(who, "name")));
        identity->number = g_strdup(json_string_value(json_object_get(who, "number")));
        identity->email = g_strdup(json_string_value(json_object_get(contacts, "email")));
        identity->mobile = g_strdup(json_string_value(json_object_get(contacts, "mobile")));
        return true;
}

bool app_subject_open(AppTx *tx, const Uuid *subject, Identity *identity, bool *known, GError **error) {
        g_autoptr(SubjectRow) row = NULL;
        g_autoptr(DataKey) key = NULL;

        *known = false;
        if (!store_subject_load(tx->store, subject, &row, error))
                return false;
        if (!row || !row->sealed_identity || row->erased_at != INSTANT_NONE)
                return true;
        key = app_key(tx, subject, error);
        if (!key || !identity_read(row, key, identity, error))
                return false;
        *known = true;
        return true;
}

json_t *app_subject_document(AppTx *tx, const Uuid *subject, bool whole, GError **error) {
        g_auto(Identity) identity = { 0 };
        g_autofree char *name = NULL;
        g_autofree char *number = NULL;
        bool known;

        if (!app_subject_open(tx, subject, &identity, &known, error))
                return NULL;
        if (!known)
                return json_null();
        name = whole ? g_strdup(identity.name) : mask_name(name_kind(identity.kind), identity.name);
        number = whole ? g_strdup(identity.number) : mask_number(identity.number);
        return json_pack("{s:s, s:s, s:s, s:s}", "kind", enum_name(&owner_kind_names, (int) identity.kind), "name",
                         name, "number_kind", enum_name(&number_kind_names, (int) identity.number_kind), "number",
                         number);
}

bool app_subject_has_room(AppTx *tx, const Policy *policy, const Identity *identity, const char *pointer,
                          GError **error) {
        guint limit = identity->kind == OWNER_PERSONAL ? policy->limits.accounts_per_person
                                                       : policy->limits.accounts_per_enterprise;
        g_autofree char *text = g_strdup_printf("%u", limit);
        guint8 hash[VAULT_HASH_SIZE];
        gint64 count;

        if (!limit)
                return true;
        number_hash(tx, identity, hash);
        if (!store_lookup_active_accounts(tx->store, hash, &count, error))
                return false;
        return count < limit || refuse(error, REFUSAL_TOO_MANY_ACCOUNTS, pointer, text, NULL);
}
