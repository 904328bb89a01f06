/* Gathers a proceeding's rows. */
#include "app/dossier.h"

#include "app/documents.h"
#include "app/identity.h"
#include "base/refusal.h"
#include "store/consents.h"
#include "store/events.h"
#include "store/evidence.h"
#include "store/items.h"
#include "store/payments.h"
#include "store/staff.h"
#include "store/transfers.h"

#include <string.h>

void dossier_free(Dossier *dossier) {
        if (!dossier)
                return;
        proceeding_free(dossier->proceeding);
        proceeding_sealed_clear(&dossier->sealed);
        account_free(dossier->account);
        data_key_unref(dossier->key);
        g_clear_pointer(&dossier->verdicts, g_ptr_array_unref);
        g_clear_pointer(&dossier->files, g_ptr_array_unref);
        g_clear_pointer(&dossier->consents, g_ptr_array_unref);
        g_clear_pointer(&dossier->lines, g_array_unref);
        g_free(dossier->missing);
        g_free(dossier->undecided);
        g_free(dossier->missing_consent);
        g_free(dossier);
}

static View holder_view(const Dossier *dossier) {
        const Proceeding *proceeding = dossier->proceeding;

        if (uuid_equal(&dossier->account->tenure, &proceeding->old_subject))
                return VIEW_BOTH_SIDES;
        return uuid_equal(&dossier->account->tenure, &proceeding->new_subject) ? VIEW_NEW_SIDE : VIEW_NOTHING;
}

/* Who of the staff has it at hand: who claimed it; the clerk before whom its parcel lies; an approver before whom the parties
 * are; whoever is asked to attest for a partner. */
static bool is_at_hand(const Dossier *dossier, const Actor *actor) {
        const Proceeding *proceeding = dossier->proceeding;
        const ProceedingFacts *facts = &dossier->facts;
        bool attested =
                facts->way ? proceeding->state == STATE_SUBMITTED && facts->way->method == METHOD_ENTERPRISE_ALIPAY
                           : proceeding->state == STATE_AWAITING_PARTNER;

        if (!uuid_is_nil(&proceeding->claimed_by) && uuid_equal(&actor->id, &proceeding->claimed_by))
                return true;
        if (proceeding->state == STATE_AWAITING_PARCEL)
                return actor_has(actor, ROLE_MAIL_CLERK);
        if (proceeding->state == STATE_DISPUTED)
                return actor_has(actor, ROLE_APPROVER);
        return attested && actor_has(actor, ROLE_REVIEWER | ROLE_APPROVER);
}

/* A case and its evidence are the parties', not the account's: who owns the account now decides what its holder sees. */
static View view_of(const Dossier *dossier, const Actor *actor) {
        const Proceeding *proceeding = dossier->proceeding;
        bool mail = dossier->facts.route && dossier->facts.route->channel == CHANNEL_MAIL;

        if (actor_has(actor, ROLE_HOLDER) && uuid_equal(&actor->account, &proceeding->account))
                return holder_view(dossier);
        if (actor_has(actor, ROLE_PARTY) && uuid_equal(&actor->case_id, &proceeding->id))
                return VIEW_OLD_SIDE;
        if (actor_has(actor, ROLES_STAFF) && is_at_hand(dossier, actor))
                return VIEW_AT_HAND;
        if (actor_has(actor, ROLE_REVIEWER | ROLE_APPROVER | ROLE_AUDITOR | ROLE_ADMINISTRATOR)
            || (mail && actor_has(actor, ROLE_MAIL_CLERK)))
                return VIEW_STAFF;
        return actor_has(actor, ROLE_PLATFORM) ? VIEW_PLATFORM : VIEW_NOTHING;
}

static bool verdicts_read(AppTx *tx, Dossier *dossier, GError **error) {
        g_autoptr(GPtrArray) rows = NULL;

        g_clear_pointer(&dossier->verdicts, g_ptr_array_unref);
        dossier->verdicts = g_ptr_array_new_with_free_func((GDestroyNotify) item_verdict_free);
        if (!store_item_list(tx->store, &dossier->proceeding->id, &rows, error))
                return false;
        for (guint i = 0; i < rows->len; i++) {
                const ItemRow *row = g_ptr_array_index(rows, i);
                ItemVerdict *verdict = g_new0(ItemVerdict, 1);
                int state = ITEM_ASKED;

                g_ptr_array_add(dossier->verdicts, verdict);
                enum_find(&item_state_names, row->state, &state);
                verdict->item = g_strdup(row->item);
                verdict->state = (ItemState) state;
                verdict->needed = row->needed;
                verdict->reason_code = g_strdup(row->reason_code);
                if (!vault_unseal_text(dossier->key, "items.text", &dossier->proceeding->id, row->sealed_text,
                                       &verdict->text, error))
                        return false;
        }
        return true;
}

static bool consents_read(AppTx *tx, Dossier *dossier, GError **error) {
        g_autoptr(GPtrArray) rows = NULL;

        g_clear_pointer(&dossier->consents, g_ptr_array_unref);
        dossier->consents = g_ptr_array_new_with_free_func(g_free);
        if (!store_consent_list(tx->store, &dossier->proceeding->id, &rows, error))
                return false;
        for (guint i = 0; i < rows->len; i++) {
                const ConsentRow *row = g_ptr_array_index(rows, i);

                if (row->withdrawn_at == INSTANT_NONE)
                        g_ptr_array_add(dossier->consents, g_strdup(row->purpose));
        }
        return true;
}

static bool files_read(AppTx *tx, Dossier *dossier, GError **error) {
        g_clear_pointer(&dossier->files, g_ptr_array_unref);
        dossier->files = g_ptr_array_new_with_free_func((GDestroyNotify) item_files_free);
        return store_evidence_count(tx->store, &dossier->proceeding->id, dossier->files, error);
}

static bool asks_identity_pictures(const GPtrArray *items) {
        for (guint i = 0; i < items->len; i++) {
                const PolicyItem *item = g_ptr_array_index(items, i);

                for (const PolicyMaterial **material = item->any_of; *material; material++) {
                        if ((*material)->identity_picture)
                                return true;
                }
        }
        return false;
}

static bool consent_stands(const Dossier *dossier, const char *purpose) {
        for (guint i = 0; i < dossier->consents->len; i++) {
                if (g_str_equal(g_ptr_array_index(dossier->consents, i), purpose))
                        return true;
        }
        return false;
}

/* The first purpose that the policy asks consent for and that has none; identity pictures count only where some are asked. */
static char *consent_missing(const Dossier *dossier, const GPtrArray *items) {
        bool pictures = asks_identity_pictures(items);

        for (guint i = 0; i < dossier->policy->consents->len; i++) {
                const PolicyConsent *consent = g_ptr_array_index(dossier->policy->consents, i);

                if (!pictures && g_str_equal(consent->purpose, "identity-pictures"))
                        continue;
                if (!consent_stands(dossier, consent->purpose))
                        return g_strdup(consent->purpose);
        }
        return NULL;
}

/* A claim is asked for where the proceeding itself makes the new verification; a release leaves it to the attempt. */
static bool claim_is_missing(const Proceeding *proceeding, const ProceedingFacts *facts) {
        bool bound = !facts->route || facts->route->on_approval == ON_APPROVAL_REPLACE;

        return bound && uuid_is_nil(&proceeding->new_subject);
}

static bool number_is_staffs(AppTx *tx, const Uuid *subject, bool *is, GError **error) {
        static const Uuid first = { { 0 } };
        g_autoptr(GArray) owners = NULL;
        guint8 hash[VAULT_HASH_SIZE];
        bool known;

        if (uuid_is_nil(subject) || *is)
                return true;
        if (!store_lookup_of(tx->store, "number", subject, hash, &known, error))
                return false;
        if (!known)
                return true;
        if (!store_lookup_find(tx->store, "number", hash, "staff", &first, 16, &owners, error))
                return false;
        for (guint i = 0; i < owners->len; i++)
                *is |= uuid_equal(&g_array_index(owners, Uuid, i), &tx->call->actor->id);
        return true;
}

static bool staff_is_able(AppTx *tx, const Uuid *id, bool *able, GError **error) {
        g_auto(StaffRow) row = { 0 };
        bool found;

        if (!store_staff_load(tx->store, id, &row, &found, error))
                return false;
        *able = found && row.disabled_at == INSTANT_NONE && (row.roles & (ROLE_REVIEWER | ROLE_APPROVER));
        return true;
}

static bool actor_facts(AppTx *tx, Dossier *dossier, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        ProceedingFacts *facts = &dossier->facts;

        facts->claimer_able = false;
        if (!uuid_is_nil(&proceeding->claimed_by)
            && !staff_is_able(tx, &proceeding->claimed_by, &facts->claimer_able, error))
                return false;
        facts->actor_is_owner = facts->actor_had_a_hand = false;
        if (!actor_has(tx->call->actor, ROLES_STAFF))
                return true;
        return number_is_staffs(tx, &proceeding->old_subject, &facts->actor_is_owner, error)
               && number_is_staffs(tx, &proceeding->new_subject, &facts->actor_is_owner, error)
               && store_event_had_a_hand(tx->store, &proceeding->id, &tx->call->actor->id, &facts->actor_had_a_hand,
                                         error);
}

static void lines_draw_up(Dossier *dossier, guint invoices) {
        ProceedingFacts *facts = &dossier->facts;
        const GPtrArray *items = proceeding_items(facts);
        bool on_paper = facts->route && facts->route->channel == CHANNEL_MAIL;

        g_clear_pointer(&dossier->lines, g_array_unref);
        g_clear_pointer(&dossier->missing, g_free);
        g_clear_pointer(&dossier->undecided, g_free);
        g_clear_pointer(&dossier->missing_consent, g_free);
        dossier->lines = checklist_draw_up(items, dossier->verdicts, dossier->files, invoices);
        dossier->missing = checklist_missing(dossier->lines, on_paper);
        dossier->undecided = checklist_undecided(dossier->lines);
        dossier->missing_consent = consent_missing(dossier, items);
        facts->missing_items = dossier->missing;
        facts->undecided_items = dossier->undecided;
        facts->missing_consent = dossier->missing_consent;
        facts->item_refused = checklist_has_refused(dossier->lines);
        facts->missing_claim = claim_is_missing(dossier->proceeding, facts);
}

bool dossier_refresh(AppTx *tx, Dossier *dossier, GError **error) {
        guint invoices = 0;

        if (!verdicts_read(tx, dossier, error) || !consents_read(tx, dossier, error)
            || !files_read(tx, dossier, error)
            || !store_payment_invoices_in_force(tx->store, &dossier->proceeding->account, &invoices, error)
            || !actor_facts(tx, dossier, error))
                return false;
        lines_draw_up(dossier, invoices);
        return true;
}

static bool rules_find(AppTx *tx, Dossier *dossier, GError **error) {
        const Proceeding *proceeding = dossier->proceeding;
        ProceedingFacts *facts = &dossier->facts;

        dossier->policy = documents_policy(tx, proceeding->policy_hash, error);
        dossier->calendar = dossier->policy ? documents_calendar(tx, proceeding->calendar_hash, error) : NULL;
        if (!dossier->calendar)
                return false;
        facts->policy = dossier->policy;
        facts->calendar = dossier->calendar;
        if (proceeding->kind == PROCEEDING_CASE)
                facts->route = g_str_equal(proceeding->route, POLICY_ROUTE_ORIGIN_SYNC)
                                       ? policy_route_origin_sync()
                                       : policy_route(dossier->policy, proceeding->route);
        else
                facts->way = policy_method(dossier->policy, proceeding->method, proceeding->owner);
        if (!facts->route && !facts->way)
                return fail(error, FAILURE_CORRUPT, "a proceeding's policy does not have its route or method");
        facts->locked_until = INSTANT_NONE;
        if (!facts->way || facts->way->method != METHOD_CORPORATE_TRANSFER)
                return true; /* a lock-out leaves the other ways open */
        return store_transfer_locked_until(tx->store, &proceeding->account, &facts->locked_until, error);
}

static bool dossier_fill(AppTx *tx, Dossier *dossier, GError **error) {
        if (!rules_find(tx, dossier, error))
                return false;
        dossier->key = app_key(tx, &dossier->proceeding->id, error);
        return dossier->key && dossier_refresh(tx, dossier, error);
}

static Dossier *dossier_read(AppTx *tx, const Uuid *id, GError **error) {
        g_autoptr(Dossier) dossier = g_new0(Dossier, 1);

        if (!store_proceeding_load(tx->store, id, &dossier->proceeding, &dossier->sealed, error))
                return NULL;
        if (!dossier->proceeding) {
                refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
                return NULL;
        }
        if (!store_account_load(tx->store, &dossier->proceeding->account, &dossier->account, error))
                return NULL;
        if (!dossier->account) {
                fail(error, FAILURE_CORRUPT, "a proceeding has no account");
                return NULL;
        }
        return dossier_fill(tx, dossier, error) ? g_steal_pointer(&dossier) : NULL;
}

Dossier *dossier_load(AppTx *tx, const Uuid *id, ProceedingKind kind, GError **error) {
        g_autoptr(Dossier) dossier = dossier_read(tx, id, error);

        if (!dossier)
                return NULL;
        dossier->view = view_of(dossier, tx->call->actor);
        if (dossier->proceeding->kind != kind || dossier->view == VIEW_NOTHING) {
                refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
                return NULL;
        }
        if (tx->call->version >= 0 && tx->call->version != dossier->proceeding->version) {
                refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
                return NULL;
        }
        return g_steal_pointer(&dossier);
}

Dossier *dossier_load_for_system(AppTx *tx, const Uuid *id, GError **error) {
        return dossier_read(tx, id, error);
}

Proceeding *dossier_proceeding_new(AppTx *tx, ProceedingKind kind, const Uuid *account) {
        Proceeding *proceeding = g_new0(Proceeding, 1);

        *proceeding = (Proceeding){ .kind = kind,
                                    .id = uuid_new(tx->call->now),
                                    .account = *account,
                                    .policy_hash = g_strdup(tx->app->policy->hash),
                                    .calendar_hash = g_strdup(calendar_version(tx->app->calendar)),
                                    .submitted_at = INSTANT_NONE,
                                    .ended_at = INSTANT_NONE,
                                    .expires_at = INSTANT_NONE,
                                    .lease_until = INSTANT_NONE };
        return proceeding;
}

Dossier *dossier_begin(AppTx *tx, Proceeding *proceeding, Account *account, GError **error) {
        g_autoptr(Dossier) dossier = g_new0(Dossier, 1);

        dossier->proceeding = proceeding;
        dossier->account = account;
        dossier->view = VIEW_BOTH_SIDES;
        if (!rules_find(tx, dossier, error))
                return NULL;
        dossier->key = app_key_make(tx, &proceeding->id, KEY_OWNER_PROCEEDING, error);
        if (!dossier->key || !dossier_refresh(tx, dossier, error))
                return NULL;
        return g_steal_pointer(&dossier);
}

bool dossier_ask_refused(AppTx *tx, const Dossier *dossier, GError **error) {
        for (guint i = 0; i < dossier->lines->len; i++) {
                const ChecklistLine *line = &g_array_index(dossier->lines, ChecklistLine, i);
                ItemRow row = { .item = line->item->id,
                                .state = (char *) enum_name(&item_state_names, ITEM_ASKED),
                                .needed = line->verdict ? line->verdict->needed : 0,
                                .decided_at = INSTANT_NONE };

                if (line->state == ITEM_REFUSED && !store_item_put(tx->store, &dossier->proceeding->id, &row, error))
                        return false;
        }
        return true;
}

const PolicyItem *dossier_item(const Dossier *dossier, const char *item, GError **error) {
        const PolicyItem *found = policy_item(proceeding_items(&dossier->facts), item);

        if (!found)
                refuse(error, REFUSAL_EVIDENCE_NOT_ASKED, "/item", item, NULL);
        return found;
}
