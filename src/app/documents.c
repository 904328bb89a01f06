/* Policies and calendars by hash. A process sees as many as were ever loaded, a handful, so none is dropped. */
#include "app/documents.h"

#include "base/refusal.h"
#include "store/documents.h"

struct Documents {
        GMutex lock;
        GHashTable *policies;  /* hash → Policy */
        GHashTable *calendars; /* hash → Calendar */
};

static const char *const kinds[] = { [DOCUMENT_POLICY] = "policy", [DOCUMENT_CALENDAR] = "calendar" };
const EnumNames document_kind_names = ENUM_NAMES(kinds);

Documents *documents_new(void) {
        Documents *documents = g_new0(Documents, 1);

        g_mutex_init(&documents->lock);
        documents->policies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify) policy_unref);
        documents->calendars =
                g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify) calendar_unref);
        return documents;
}

void documents_free(Documents *documents) {
        if (!documents)
                return;
        g_hash_table_unref(documents->policies);
        g_hash_table_unref(documents->calendars);
        g_mutex_clear(&documents->lock);
        g_free(documents);
}

static gpointer document_cached(Documents *documents, GHashTable *table, const char *hash) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&documents->lock);

        return g_hash_table_lookup(table, hash);
}

/* Takes `document` over and gives the one in the table: whoever was first stays. */
static gpointer document_put(Documents *documents, GHashTable *table, const char *hash, gpointer document,
                             GDestroyNotify unref) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&documents->lock);
        gpointer first = g_hash_table_lookup(table, hash);

        if (first) {
                unref(document);
                return first;
        }
        g_hash_table_insert(table, g_strdup(hash), document);
        return document;
}

typedef struct Enforcing {
        const char *hashes[2]; /* by DocumentKind */
        GBytes *texts[2];
        gint64 now;
        bool there[2];
} Enforcing;

static bool enforced_find(StoreTx *tx, gpointer data, GError **error) {
        Enforcing *enforcing = data;

        for (guint kind = 0; kind < G_N_ELEMENTS(enforcing->hashes); kind++) {
                g_autoptr(GBytes) text = NULL;

                if (!store_document_load(tx, enforcing->hashes[kind], kinds[kind], &text, error))
                        return false;
                enforcing->there[kind] = text != NULL;
        }
        return true;
}

static bool enforced_add(StoreTx *tx, gpointer data, GError **error) {
        const Enforcing *enforcing = data;

        for (guint kind = 0; kind < G_N_ELEMENTS(enforcing->hashes); kind++) {
                if (!store_document_add(tx, enforcing->hashes[kind], kinds[kind], enforcing->texts[kind],
                                        enforcing->now, error))
                        return false;
        }
        return true;
}

bool documents_enforce(Documents *documents, Store *store, Policy *policy, GBytes *policy_text, Calendar *calendar,
                       gint64 now, GError **error) {
        g_autoptr(GBytes) calendar_text = g_bytes_ref(calendar_bytes(calendar));
        Enforcing enforcing = { .hashes = { policy->hash, calendar_version(calendar) },
                                .texts = { policy_text, calendar_text },
                                .now = now };

        if (!store_read(store, enforced_find, &enforcing, error))
                return false;
        if (!(enforcing.there[DOCUMENT_POLICY] && enforcing.there[DOCUMENT_CALENDAR])
            && !store_write(store, enforced_add, &enforcing, error))
                return false;
        document_put(documents, documents->policies, policy->hash, policy_ref(policy), (GDestroyNotify) policy_unref);
        document_put(documents, documents->calendars, calendar_version(calendar), calendar_ref(calendar),
                     (GDestroyNotify) calendar_unref);
        return true;
}

static GBytes *document_load(AppTx *tx, DocumentKind kind, const char *hash, GError **error) {
        g_autoptr(GBytes) text = NULL;

        if (!store_document_load(tx->store, hash, kinds[kind], &text, error))
                return NULL;
        if (!text)
                fail(error, FAILURE_CORRUPT, "the database does not have the %s %s", kinds[kind], hash);
        return g_steal_pointer(&text);
}

const Policy *documents_policy(AppTx *tx, const char *hash, GError **error) {
        Documents *documents = tx->app->documents;
        Policy *policy = document_cached(documents, documents->policies, hash);
        g_autoptr(GBytes) text = policy ? NULL : document_load(tx, DOCUMENT_POLICY, hash, error);
        g_autoptr(GError) reason = NULL;

        if (policy || !text)
                return policy;
        policy = policy_load(hash, g_bytes_get_data(text, NULL), g_bytes_get_size(text), &reason);
        if (!policy) {
                fail(error, FAILURE_CORRUPT, "the policy %s cannot be read any more", hash);
                return NULL;
        }
        return document_put(documents, documents->policies, hash, policy, (GDestroyNotify) policy_unref);
}

const Calendar *documents_calendar(AppTx *tx, const char *hash, GError **error) {
        Documents *documents = tx->app->documents;
        Calendar *calendar = document_cached(documents, documents->calendars, hash);
        g_autoptr(GBytes) text = calendar ? NULL : document_load(tx, DOCUMENT_CALENDAR, hash, error);
        g_autoptr(GError) reason = NULL;

        if (calendar || !text)
                return calendar;
        calendar = calendar_load(hash, g_bytes_get_data(text, NULL), g_bytes_get_size(text), &reason);
        if (!calendar) {
                fail(error, FAILURE_CORRUPT, "the calendar %s cannot be read any more", hash);
                return NULL;
        }
        return document_put(documents, documents->calendars, hash, calendar, (GDestroyNotify) calendar_unref);
}
