/* What the help centre's two doors share: the fields of what people write, and who may come in. Inside this room only. */
#pragma once

#include "app/help.h"
#include "base/json-fields.h"
#include "http/request.h"
#include "http/route.h"

#define HELP_EVERYBODY (ROLE_ANYONE | ROLE_HOLDER | ROLES_STAFF)

extern const JsonField help_ask_fields[];        /* AskHelp */
extern const JsonField help_answer_fields[];     /* PostHelp */
extern const JsonField help_comment_fields[];    /* PostHelp, shorter */
extern const JsonField help_accept_fields[];     /* AcceptHelp */
extern const JsonField help_moderation_fields[]; /* ModerateHelp */

/* ?order=, ?state=, ?after=, ?limit= of a list. */
bool help_list_read(const Request *request, ListHelp *wish, GError **error);
