/* The papers that holders print, sign and hand in, drawn from the policy: one A4 page each. Source: seed rows S7, S13. */
#pragma once

#include "domain/policy.h"

#include <cairo.h>

#define FORM_WIDTH 595.0 /* points: ISO 216, A4, 210 by 297 mm */
#define FORM_HEIGHT 842.0
#define FORM_MARGIN 56.0
#define FORM_SEAL_RIGHT 180.0 /* from a signature to the middle of its seal */

/* Somebody's lines on a form. */
typedef struct FormOwner {
        OwnerKind kind;
        const char *name, *number; /* NULL: left blank, to be written by hand */
} FormOwner;

/* What stands on the lines. Whatever is NULL is left blank: names and numbers are for whoever signs to write. */
typedef struct FormFill {
        const char *account;     /* the platform's id of it */
        const char *case_number; /* of the change that it is for */
        const char *route;       /* the policy's id of the condition that is ticked */
        FormOwner old_owner, new_owner;
        const char *email, *reason;
} FormFill;

/* Where the two signatures of a form stand, so that a specimen can be signed. */
typedef struct FormPlaces {
        double old_x, new_x, y;
} FormPlaces;

/* Draws a form on a page of FORM_WIDTH by FORM_HEIGHT. A form that no material has draws nothing. */
FormPlaces form_draw(cairo_t *cr, const Policy *policy, Form form, const FormFill *fill);

/* Draws it as a PDF; any thread may. The caller owns it. */
GBytes *form_pdf(const Policy *policy, Form form, const FormFill *fill);

/* Whether one of the route's items takes the paper that the form is. */
bool form_serves(const PolicyRoute *route, Form form);
