/* Forms to print: what of a case stands on them. */
#include "app/dossier.h"
#include "app/forms.h"
#include "base/refusal.h"
#include "forms/form.h"

GBytes *app_blank_form(App *app, Form form) {
        if (g_once_init_enter(&app->blank_forms[form])) {
                FormFill blank = { 0 };

                g_once_init_leave(&app->blank_forms[form], form_pdf(app->policy, form, &blank));
        }
        return app->blank_forms[form];
}

typedef struct CaseForm {
        Uuid id;
        Form form;
        char *account, *route;
        Policy *policy;
} CaseForm;

static void case_form_clear(CaseForm *wish) {
        g_clear_pointer(&wish->account, g_free);
        g_clear_pointer(&wish->route, g_free);
        g_clear_pointer(&wish->policy, policy_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CaseForm, case_form_clear)

static bool case_form_gather(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        CaseForm *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, PROCEEDING_CASE, error);

        case_form_clear(wish);
        if (!dossier)
                return false;
        if (!form_serves(policy_route(dossier->policy, dossier->proceeding->route), wish->form))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        wish->account = g_strdup(dossier->account->external_id);
        wish->route = g_strdup(dossier->proceeding->route);
        wish->policy = policy_ref((Policy *) dossier->policy);
        return true;
}

bool app_case_form(App *app, const Call *call, const Uuid *id, Form form, GBytes **pdf, GError **error) {
        g_auto(CaseForm) wish = { .id = *id, .form = form };
        g_auto(Outcome) none = { 0 };
        char number[UUID_TEXT_SIZE];
        FormFill fill;

        if (!app_read(app, call, case_form_gather, &wish, &none, error))
                return false;
        fill = (FormFill){ .account = wish.account, .case_number = uuid_format(id, number), .route = wish.route };
        *pdf = form_pdf(wish.policy, form, &fill);
        return true;
}
