/* What people are told: read, and marked as read. */
#pragma once

#include "app/app.h"

/* The caller's notices, newest first: {items, next}. A holder's are those of the present owner, a party's those of the old
 * owner, staff's those of their roles, the platform's its own. */
typedef struct ReadNotices {
        Uuid before; /* a page's `next`; nil: from the newest */
        guint limit;
} ReadNotices;

bool app_read_notices(App *app, const Call *call, const ReadNotices *wish, Outcome *outcome, GError **error);

/* Marks one as read; for a role's notice that holds for all who carry it. The document is NULL.
 * Refuses REFUSAL_NOT_FOUND where it is not the caller's. */
bool app_mark_notice(App *app, const Call *call, const Uuid *notice, Outcome *outcome, GError **error);
