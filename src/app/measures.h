/* What an instance tells those who watch it: numbers only, nothing of anybody. */
#pragma once

#include "app/app.h"

/* Appends, in the form of base/exposition.h: what is open by state and by when it is due, commits, writes that wait, sealed
 * bytes. Counts what is open, whole, along one index. Fails as app_read() does. */
bool app_measures_write(App *app, gint64 now, GString *out, GError **error);
