/* Makes an App of a configuration, and a data folder of nothing. */
#pragma once

#include "app/app.h"
#include "app/config.h"

/* Opens database, keyring, evidence, policy and calendar; policy and calendar are put in force. `now` is when that
 * happens. The caller closes the result.
 *
 * Refuses REFUSAL_KEYRING_INVALID, REFUSAL_POLICY_INVALID (also for what policy_check() finds), REFUSAL_CALENDAR_INVALID; fails with FAILURE_FILE,
 * FAILURE_STORE, FAILURE_FULL. */
App *app_open(const AppConfig *config, gint64 now, GError **error);

/* Closes what app_open() opened; nobody may use the App any more. Takes NULL. */
void app_close(App *app);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(App, app_close)

/* Tells whether the database answers. Fails as store_read() does. */
bool app_ready(App *app, GError **error);

/* Has the database's writer do nothing, and waits for it: it returns where writes are answered, be it with a failure. */
void app_prove_writer(App *app);

/* Makes a data folder, or fills an empty one: keyring, policy, calendar and a place for evidence, modes 0700 and 0600. What
 * it made is taken away again where something fails. The database comes with app_open().
 *
 * Refuses REFUSAL_FOLDER_NOT_EMPTY; fails with FAILURE_FILE, FAILURE_FULL. */
bool app_folder_make(const char *folder, gint64 now, GError **error);

/* Removes what app_folder_make() and app_open() put into a folder, and the folder. */
void app_folder_remove(const char *folder);
