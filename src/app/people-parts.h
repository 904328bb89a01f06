/* What the use cases on people share. Inside this room only. */
#pragma once

#include "app/json-put.h"
#include "app/people.h"
#include "store/staff.h"

#define PEOPLE_PAGE 50

/* The login in lower case. Refuses REFUSAL_MALFORMED_VALUE, REFUSAL_TOO_LONG with "/login". The caller wipes it. */
SecretText *staff_login_normal(const char *login, GError **error);

/* Loads a member. Refuses REFUSAL_NOT_FOUND. `row` is a zeroed one, the caller's to clear. */
bool staff_load(AppTx *tx, const Uuid *id, StaffRow *row, GError **error);

/* Seals login and name into the row, and opens them; the opened document is the caller's. */
void staff_profile_seal(const DataKey *key, StaffRow *row, const char *login, const char *name);
bool staff_profile_open(AppTx *tx, const StaffRow *row, json_t **profile, GError **error);

/* The document of a member, with its profile opened. NULL with an error. */
json_t *staff_document(AppTx *tx, const StaffRow *row, GError **error);

/* Refuses an empty set of roles or scopes. */
bool set_is_given(guint set, const char *name, GError **error);

/* A set of bits as a list of names. */
json_t *json_set(guint set, const EnumNames *names);

/* Adds a session, token and id made here, and ends the caller's. `row` comes with kind and owner; expiry is set. */
bool session_begin(AppTx *tx, SessionRow *row, const SecretText *token, GError **error);

/* The document of a session. */
json_t *session_document(const SessionRow *row, const Actor *actor);

/* True where the session has neither outlived itself nor been idle too long. */
bool session_is_alive(const SessionRow *row, gint64 now);
