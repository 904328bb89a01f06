/* The forms to print, over HTTP. */
#include "app/forms.h"
#include "base/refusal.h"
#include "http/answer.h"
#include "http/routes.h"

static bool form_read(const Request *request, Form *form, GError **error) {
        int found;

        if (!enum_find(&form_names, request_slug(request, "form"), &found) || found == FORM_NONE)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        *form = (Form) found;
        return true;
}

static bool form_answer(Reply *reply, Form form, GBytes *pdf) {
        g_autofree char *disposition =
                g_strdup_printf("attachment; filename=\"%s-form.pdf\"", enum_name(&form_names, (int) form));

        reply_header(reply, "Content-Disposition", disposition);
        return reply_bytes(reply, HTTP_OK, "application/pdf", pdf);
}

static bool http_blank_form(const Request *request, Reply *reply, GError **error) {
        Form form = FORM_NONE;

        return form_read(request, &form, error) && reply_header(reply, "Cache-Control", "public, max-age=3600")
               && form_answer(reply, form, app_blank_form(request->app, form));
}

static bool http_case_form(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_autoptr(GBytes) pdf = NULL;
        Form form = FORM_NONE;

        return form_read(request, &form, error) && app_case_form(request->app, &call, &request->id, form, &pdf, error)
               && form_answer(reply, form, pdf);
}

/* clang-format off */
const Route http_form_routes[] = {
        { .method = "GET", .path = "/v1/forms/{form}", .handle = http_blank_form, .roles = ROLE_ANYONE, .rate = RATE_READ },
        { .method = "GET", .path = "/v1/cases/{id}/forms/{form}", .handle = http_case_form, .roles = ROLE_HOLDER,
          .rate = RATE_READ },
        { 0 },
};
/* clang-format on */
