/* Members of outcome documents: what is not there is null, so that every document of a kind has the same members. */
#pragma once

#include "base/language.h"
#include "base/uuid.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

void json_put_id(json_t *object, const char *name, const Uuid *id);     /* the nil id becomes null */
void json_put_text(json_t *object, const char *name, const char *text); /* NULL becomes null */
void json_put_instant(json_t *object, const char *name,
                      gint64 instant); /* RFC 3339, UTC; INSTANT_NONE becomes null */
void json_put_local(json_t *object, const char *name, const LocalText *text); /* {"zh": …, "en": …} */

/* The same as values. The caller owns them. */
json_t *json_id(const Uuid *id);
json_t *json_time(gint64 instant);
json_t *json_yuan(gint64 micro_yuan); /* "12.50", "0.000001" */
json_t *json_local(const LocalText *text);

/* Reads a page's cursor, the last id of the page before; NULL gives the nil id. Refuses REFUSAL_CURSOR_INVALID. */
bool cursor_read(const char *cursor, Uuid *after, GError **error);
