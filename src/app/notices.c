/* Notices of whoever asks. */
#include "app/notices.h"

#include "app/json-put.h"
#include "base/refusal.h"
#include "store/accounts.h"
#include "store/notices.h"
#include "store/proceedings.h"

/* Whom the caller reads as: one subject, or the names of some roles, or the platform. */
typedef struct Recipient {
        NoticeRecipient to;
        Uuid subject;
        const char *roles[8]; /* closed by NULL */
} Recipient;

static bool subject_of_account(AppTx *tx, Recipient *recipient, GError **error) {
        g_autoptr(Account) account = NULL;

        if (!store_account_load(tx->store, &tx->call->actor->account, &account, error))
                return false;
        if (!account)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        recipient->subject = account->tenure;
        return true;
}

static bool subject_of_case(AppTx *tx, Recipient *recipient, GError **error) {
        g_autoptr(Proceeding) proceeding = NULL;

        if (!store_proceeding_load(tx->store, &tx->call->actor->case_id, &proceeding, NULL, error))
                return false;
        if (!proceeding)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        recipient->subject = proceeding->old_subject;
        return true;
}

static bool recipient_find(AppTx *tx, Recipient *recipient, GError **error) {
        const Actor *actor = tx->call->actor;
        guint named = 0;

        *recipient = (Recipient){ .to = NOTICE_TO_SUBJECT };
        if (actor_has(actor, ROLE_HOLDER))
                return subject_of_account(tx, recipient, error);
        if (actor_has(actor, ROLE_PARTY))
                return subject_of_case(tx, recipient, error);
        recipient->to = actor_has(actor, ROLE_PLATFORM) ? NOTICE_TO_PLATFORM : NOTICE_TO_ROLE;
        for (int bit = 0; bit < role_names.count; bit++) {
                if ((actor->roles & ROLES_STAFF) & (1u << bit))
                        recipient->roles[named++] = role_names.names[bit];
        }
        if (recipient->to == NOTICE_TO_PLATFORM)
                recipient->roles[0] = "platform";
        return true;
}

typedef struct Page {
        GArray *ids; /* Uuid, beside the documents */
        GPtrArray *documents;
} Page;

static bool page_add(const Notice *notice, gpointer user, G_GNUC_UNUSED GError **error) {
        Page *page = user;
        json_t *document = json_pack("{s:s}", "event", notice->event);

        json_put_id(document, "id", &notice->id);
        json_put_id(document, "account", &notice->account);
        json_put_id(document, "proceeding", &notice->proceeding);
        json_put_instant(document, "created_at", notice->created_at);
        json_put_instant(document, "read_at", notice->read_at);
        g_array_append_val(page->ids, notice->id);
        g_ptr_array_add(page->documents, document);
        return true;
}

/* Takes the newest of what the roles' lists hold, one after the other. */
static void page_merge(const Page *page, guint limit, json_t *document) {
        json_t *items = json_object_get(document, "items");
        g_autofree bool *taken = g_new0(bool, page->ids->len + 1);

        for (guint placed = 0; placed < MIN(limit, page->ids->len); placed++) {
                guint newest = page->ids->len;

                for (guint i = 0; i < page->ids->len; i++) {
                        if (!taken[i]
                            && (newest == page->ids->len
                                || memcmp(&g_array_index(page->ids, Uuid, i), &g_array_index(page->ids, Uuid, newest),
                                          sizeof(Uuid))
                                           > 0))
                                newest = i;
                }
                taken[newest] = true;
                json_array_append(items, g_ptr_array_index(page->documents, newest));
                if (placed + 1 == limit)
                        json_put_id(document, "next", &g_array_index(page->ids, Uuid, newest));
        }
}

static bool read_notices(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadNotices *wish = data;
        g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(Uuid));
        g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func((GDestroyNotify) json_decref);
        Page page = { .ids = ids, .documents = documents };
        Recipient recipient;

        if (!recipient_find(tx, &recipient, error))
                return false;
        if (recipient.to == NOTICE_TO_SUBJECT
            && !store_notice_walk(tx->store, recipient.to, &recipient.subject, NULL, &wish->before, wish->limit,
                                  page_add, &page, error))
                return false;
        for (const char **role = recipient.roles; *role; role++) {
                if (!store_notice_walk(tx->store, recipient.to, NULL, *role, &wish->before, wish->limit, page_add,
                                       &page, error))
                        return false;
        }
        outcome->document = json_pack("{s:[], s:n}", "items", "next");
        page_merge(&page, wish->limit, outcome->document);
        return true;
}

bool app_read_notices(App *app, const Call *call, const ReadNotices *wish, Outcome *outcome, GError **error) {
        ReadNotices copy = *wish;

        return app_read(app, call, read_notices, &copy, outcome, error);
}

static bool mark_notice(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        const Uuid *notice = data;
        Recipient recipient;
        bool found = false;

        if (!recipient_find(tx, &recipient, error))
                return false;
        if (recipient.to == NOTICE_TO_SUBJECT
            && !store_notice_read(tx->store, notice, &recipient.subject, NULL, tx->call->now, &found, error))
                return false;
        for (const char **role = recipient.roles; *role && !found; role++) {
                if (!store_notice_read(tx->store, notice, NULL, *role, tx->call->now, &found, error))
                        return false;
        }
        return found || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

bool app_mark_notice(App *app, const Call *call, const Uuid *notice, Outcome *outcome, GError **error) {
        Uuid copy = *notice;

        return app_write(app, call, mark_notice, &copy, outcome, error);
}
