/* The clock: looks at what is due and takes the steps that time itself takes. */
#include "app/cases.h"

#include "app/step.h"
#include "base/refusal.h"

#define WOKEN_AT_ONCE 200
#define STEPS_EACH_MAX 8 /* leases, reminders and ends of one proceeding at one look */

typedef struct Wake {
        Uuid id;
        guint steps;
} Wake;

typedef struct DueList {
        gint64 now;
        guint limit;
        GArray *ids; /* Uuid */
} DueList;

static bool due_list(StoreTx *store, gpointer data, GError **error) {
        DueList *due = data;

        g_clear_pointer(&due->ids, g_array_unref);
        return store_proceeding_to_wake(store, due->now, due->limit, &due->ids, error);
}

static bool wake_one(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        Wake *wake = data;
        g_autoptr(Dossier) dossier = dossier_load_for_system(tx, &wake->id, error);
        ProceedingEvent event;

        wake->steps = 0;
        if (!dossier)
                return false;
        while (wake->steps < STEPS_EACH_MAX
               && proceeding_wake_event(dossier->proceeding, &dossier->facts, tx->call->now, &event)) {
                if (!app_step_as_system(tx, dossier, event, NULL, error))
                        return false;
                wake->steps++;
        }
        return true;
}

bool app_is_due(App *app, gint64 now, bool *due, GError **error) {
        DueList first = { .now = now, .limit = 1 };
        g_autoptr(GArray) ids = NULL;

        if (!store_read(app->store, due_list, &first, error))
                return false;
        ids = first.ids;
        *due = ids->len > 0;
        return true;
}

bool app_wake_due(App *app, gint64 now, guint *steps, GError **error) {
        Actor system = actor_system();
        Call call = { .actor = &system, .now = now, .version = -1, .route = "clock" };
        DueList due = { .now = now, .limit = WOKEN_AT_ONCE };
        g_autoptr(GArray) ids = NULL;

        *steps = 0;
        if (!store_read(app->store, due_list, &due, error))
                return false;
        ids = due.ids;
        for (guint i = 0; i < ids->len; i++) {
                Wake wake = { .id = g_array_index(ids, Uuid, i) };
                g_autoptr(GError) problem = NULL;
                g_auto(Outcome) outcome = { 0 };
                char id[UUID_TEXT_SIZE];

                if (app_write(app, &call, wake_one, &wake, &outcome, &problem)) {
                        *steps += wake.steps;
                        continue;
                }
                if (g_error_matches(problem, FAILURE, FAILURE_STOPPING)) {
                        g_propagate_error(error, g_steal_pointer(&problem));
                        return false;
                }
                /* one that cannot be woken must not keep the clock from the others */
                g_warning("proceeding %s was not woken: %s", uuid_format(&wake.id, id), problem->message);
        }
        return true;
}
