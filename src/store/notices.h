/* Rows of notices: who is told of what. Mails and webhooks are made from them later. */
#pragma once

#include "store/store.h"

typedef enum NoticeRecipient { NOTICE_TO_SUBJECT, NOTICE_TO_ROLE, NOTICE_TO_PLATFORM } NoticeRecipient;

typedef struct Notice {
        Uuid id;
        NoticeRecipient to;
        Uuid subject;     /* NOTICE_TO_SUBJECT */
        const char *role; /* NOTICE_TO_ROLE: a role's name */
        const char *event;
        Uuid account, proceeding;
        gint64 created_at;
        gint64 read_at; /* INSTANT_NONE: unread */
} Notice;

bool store_notice_add(StoreTx *tx, const Notice *notice, GError **error);

/* Called for each notice, newest first; pointers last for the call. */
typedef bool (*NoticeSeen)(const Notice *notice, gpointer user, GError **error);

/* Walks a subject's, a role's, or the platform's notices older than `before` (nil id: from the newest). */
bool store_notice_walk(StoreTx *tx, NoticeRecipient to, const Uuid *subject, const char *role, const Uuid *before,
                       guint limit, NoticeSeen seen, gpointer user, GError **error);

/* Marks one read; `found` tells whether it was that recipient's. */
bool store_notice_read(StoreTx *tx, const Uuid *id, const Uuid *subject, const char *role, gint64 now, bool *found,
                       GError **error);
