/* The sample's door: a server started by `shiming serve --sample` lists on its sign-in page who is in the sample, so that a
 * newcomer comes in as any of them. It gives no power of its own: it shows the log-ins that `shiming init --sample` wrote
 * down, and those are only shown on the machine itself. */
#pragma once

#include "app/app.h"

#define SAMPLE_DOOR_FILE "sample.json" /* in the data folder, mode 0600 */

/* Tells whether a listen address ("127.0.0.1:8480", "[::1]:0") is reached from this machine only. */
bool sample_door_is_near(const char *listen);

/* Reads FOLDER/sample.json into `app`. Fails with FAILURE_FILE where the folder has no sample. */
bool sample_door_open(App *app, const char *folder, GError **error);
