/* Notes that sessions are in use, away from the requests: nobody waits for the write, and a session is written at most once
 * a minute. What is lost in a crash shortens an idle time by that minute at most. */
#pragma once

#include "store/sessions.h"

#define SESSION_TOUCHED_EVERY INSTANT_MINUTE
#define SESSION_TOUCHES_MAX 4096 /* waiting; more are left to the sessions' next requests */

typedef struct SessionTouches SessionTouches; /* may be shared by threads */

/* Starts the thread that writes; `store` must outlive it. */
SessionTouches *session_touches_new(Store *store);

/* Writes what is waiting and ends the thread; takes NULL. */
void session_touches_free(SessionTouches *touches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SessionTouches, session_touches_free)

/* Has seen_at moved on to `now` soon, where that is due. Never waits. */
void session_touches_note(SessionTouches *touches, const SessionRow *session, gint64 now);
