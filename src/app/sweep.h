/* Removes what is over and nobody can ask for any more. */
#pragma once

#include "app/app.h"

/* Removes ended sessions and links and outcomes kept for repetition that are older than a day. */
bool app_sweep(App *app, gint64 now, GError **error);
