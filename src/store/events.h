/* Rows of events: what happened to a proceeding or an account, written once; the history and the decisions. */
#pragma once

#include "store/store.h"

typedef struct Event {
        Uuid id;         /* also its log leaf's */
        Uuid account;    /* nil: the instance's own */
        Uuid proceeding; /* nil where it is the account's own */
        gint64 at;
        const char *event;
        const char *actor_role;
        Uuid actor;                        /* nil for the clock */
        const char *from_state, *to_state; /* NULL where no state changed hands */
        gint64 version;                    /* of the proceeding after it; 0 for none */
        gint64 due_at;                     /* promised after it; INSTANT_NONE for none */
        const char *reason_code;           /* NULL for none */
        const char *detail;                /* JSON of ids and codes, nothing personal; NULL for none */
        GBytes *sealed_text;               /* under the proceeding's key; NULL for none */
} Event;

bool store_event_add(StoreTx *tx, const Event *event, GError **error);

/* Called for each event in order of id; false with an error ends the walk. Pointers last for the call. */
typedef bool (*EventSeen)(const Event *event, gpointer user, GError **error);

/* Walks a proceeding's events, oldest first. */
bool store_event_walk(StoreTx *tx, const Uuid *proceeding, EventSeen seen, gpointer user, GError **error);

/* Calls `seen` for one event; `found` false where there is none. */
bool store_event_visit(StoreTx *tx, const Uuid *id, EventSeen seen, gpointer user, bool *found, GError **error);

/* Tells whether a member of staff took a step in a proceeding (claim, decision, upload, attestation, parcel). What they wrote
 * and looked at does not count, nor what they did as the second pair of eyes. */
bool store_event_had_a_hand(StoreTx *tx, const Uuid *proceeding, const Uuid *actor, bool *had, GError **error);
