/* What the use cases on accounts share: who may see one, its document, its events. */
#include "app/account-parts.h"

#include "app/log.h"
#include "base/json-text.h"
#include "base/refusal.h"
#include "domain/guard.h"
#include "domain/money.h"

#define READERS (ROLE_PLATFORM | ROLES_STAFF)

bool account_is_seen(const Actor *actor, const Uuid *id) {
        return actor_has(actor, READERS) || (actor_has(actor, ROLE_HOLDER) && uuid_equal(&actor->account, id));
}

bool account_load_seen(AppTx *tx, const Uuid *id, Account **account, GError **error) {
        if (!account_is_seen(tx->call->actor, id))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (!store_account_load(tx->store, id, account, error))
                return false;
        return *account || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

json_t *account_document(const Account *account) {
        return json_pack("{s:o, s:s, s:s, s:b, s:b, s:o, s:o}", "id", json_id(&account->id), "external_id",
                         account->external_id, "origin", enum_name(&origin_names, (int) account->origin),
                         "origin_verified", (int) account->origin_verified, "frozen", (int) account->frozen,
                         "created_at", json_time(account->created_at), "usage_reported_at",
                         json_time(account->usage_known ? account->usage_at : INSTANT_NONE));
}

bool account_event(AppTx *tx, const Account *account, const char *event, const json_t *detail, GError **error) {
        g_autofree char *text = detail ? json_text_write(detail, JSON_TEXT_SORTED, NULL) : NULL;
        g_autofree char *kind = g_strconcat("account.", event, NULL);
        g_autoptr(DataKey) key = app_key(tx, &account->tenure, error);
        Event row = { .id = uuid_new(tx->call->now),
                      .account = account->id,
                      .at = tx->call->now,
                      .event = event,
                      .actor_role = actor_role_name(tx->call->actor),
                      .actor = tx->call->actor->id,
                      .due_at = INSTANT_NONE,
                      .detail = text };
        json_auto_t *content = key ? app_log_event_content(&row, key) : NULL;

        return content && store_event_add(tx->store, &row, error)
               && app_log_add(tx, &row.id, kind, &account->id, NULL, NULL, NULL, content, key, error);
}

bool yuan_read(const char *text, gint64 low, const char *pointer, const char *name, gint64 *micro_yuan,
               GError **error) {
        g_autofree char *lowest = money_format(low);
        g_autofree char *highest = money_format(GUARD_AMOUNT_MAX);
        gint64 amount;

        if (!text)
                return true;
        if (!money_parse(text, &amount))
                return refuse(error, REFUSAL_MALFORMED_VALUE, pointer, name, "12.345678", NULL);
        if (amount < low || amount > GUARD_AMOUNT_MAX)
                return refuse(error, REFUSAL_OUT_OF_RANGE, pointer, name, lowest, highest, NULL);
        *micro_yuan = amount;
        return true;
}
