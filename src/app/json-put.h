/* Members of outcome documents: what is not there is null, so that every document of a kind has the same members. */
#pragma once

#include "base/language.h"
#include "base/uuid.h"

#include <glib.h>
#include <jansson.h>

void json_put_id(json_t *object, const char *name, const Uuid *id);        /* the nil id becomes null */
void json_put_text(json_t *object, const char *name, const char *text);    /* NULL becomes null */
void json_put_instant(json_t *object, const char *name, gint64 instant);   /* RFC 3339, UTC; INSTANT_NONE becomes null */
void json_put_local(json_t *object, const char *name, const LocalText *text); /* {"zh": …, "en": …} */
