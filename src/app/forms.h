/* The forms to print, blank for anybody and for a case at hand. Source: seed rows S7, S13, S20. */
#pragma once

#include "app/app.h"

/* Gives the blank form, drawn when it is first asked for. The app's own. */
GBytes *app_blank_form(App *app, Form form);

/* Gives the form with the account, the case's number and the route's condition on it. Names and numbers are left to the hand
 * that signs: what is downloaded and left lying about tells nobody who it is. The caller owns `pdf`.
 *
 * Refuses REFUSAL_NOT_FOUND, also where the case's route does not ask for that form. */
bool app_case_form(App *app, const Call *call, const Uuid *id, Form form, GBytes **pdf, GError **error);
