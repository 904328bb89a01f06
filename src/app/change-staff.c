/* Changes a member of staff: name, roles, whether they may sign in. Somebody who can appoint others is always left. */
#include "app/identity.h"
#include "app/people-parts.h"

#include "app/prove.h"
#include "app/step.h"
#include "base/refusal.h"

#define CLAIMS_MAX 1000 /* a reviewer has some ten at hand */

static bool administrators_are_left(AppTx *tx, const StaffRow *before, const StaffRow *after, GError **error) {
        bool was = (before->roles & ROLE_ADMINISTRATOR) && before->disabled_at == INSTANT_NONE;
        bool is = (after->roles & ROLE_ADMINISTRATOR) && after->disabled_at == INSTANT_NONE;
        bool others;

        if (!was || is)
                return true;
        return store_staff_others_have(tx->store, &after->id, ROLE_ADMINISTRATOR, &others, error)
               && (others || refuse(error, REFUSAL_LAST_ADMINISTRATOR, NULL, NULL));
}

static bool rename_staff(AppTx *tx, const char *name, StaffRow *row, GError **error) {
        g_autoptr(DataKey) key = NULL;
        json_auto_t *profile = NULL;

        if (!name)
                return true;
        key = app_key(tx, &row->id, error);
        if (!key || !staff_profile_open(tx, row, &profile, error))
                return false;
        staff_profile_seal(key, row, json_string_value(json_object_get(profile, "login")), name);
        return true;
}

/* What the member has in review goes back to the queue, as if the lease had lapsed; a claim on a proceeding that waits for
 * its holder lapses by itself once that comes back. */
static bool claims_give_back(AppTx *tx, const StaffRow *row, GError **error) {
        g_autoptr(GArray) claims = g_array_new(FALSE, FALSE, sizeof(Uuid));

        if (!store_staff_claims(tx->store, &row->id, CLAIMS_MAX, claims, error))
                return false;
        for (guint i = 0; i < claims->len; i++) {
                g_autoptr(Dossier) dossier = dossier_load_for_system(tx, &g_array_index(claims, Uuid, i), error);
                ProceedingState state = dossier ? dossier->proceeding->state : STATE_NONE;

                if (!dossier)
                        return false;
                if ((state == STATE_IN_REVIEW || state == STATE_SECOND_REVIEW)
                    && !app_step_as_system(tx, dossier, EVENT_LEASE_LAPSE, NULL, error))
                        return false;
        }
        return true;
}

static bool shut_out(AppTx *tx, const StaffRow *row, GError **error) {
        return store_sessions_end_of_staff(tx->store, &row->id, error)
               && store_links_void_of_staff(tx->store, &row->id, tx->call->now, error)
               && claims_give_back(tx, row, error);
}

static bool change(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ChangeStaff *wish = data;
        g_auto(StaffRow) row = { 0 };
        StaffRow before;
        bool saved;

        if (!staff_load(tx, &wish->staff, &row, error))
                return false;
        if (tx->call->version >= 0 && tx->call->version != row.version)
                return refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
        before = row;
        if (wish->roles_given)
                row.roles = wish->roles;
        if (wish->disabled_given && wish->disabled != (row.disabled_at != INSTANT_NONE))
                row.disabled_at = wish->disabled ? tx->call->now : INSTANT_NONE;
        app_touch(tx, PROOF_STAFF, &row.id);
        if (!administrators_are_left(tx, &before, &row, error) || !rename_staff(tx, wish->name, &row, error)
            || !store_staff_save(tx->store, &row, &saved, error))
                return false;
        if (!saved)
                return refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
        if (row.disabled_at != INSTANT_NONE && !shut_out(tx, &row, error))
                return false;
        if (wish->number && !app_staff_number_keep(tx, &row.id, wish->number, error))
                return false;
        outcome->document = staff_document(tx, &row, error);
        outcome->version = row.version;
        outcome->id = outcome->key_owner = row.id;
        return outcome->document != NULL;
}

bool app_change_staff(App *app, const Call *call, const ChangeStaff *wish, Outcome *outcome, GError **error) {
        return (!wish->roles_given || set_is_given(wish->roles, "roles", error))
               && app_write(app, call, change, (gpointer) wish, outcome, error);
}
