/* Who stands at the door: what `serve` gives to the server as HttpConfig.authenticate and HttpConfig.ready. */
#pragma once

#include "http/server.h"

/* An HttpAuthenticate over an App: an API key is the platform, a cookie a member of staff, a holder or a party.
 * Refuses REFUSAL_API_KEY_INVALID, REFUSAL_SESSION_EXPIRED. */
bool http_authenticate(gpointer app, const HttpCredentials *credentials, Actor *actor, GError **error);

/* An HttpReady over an App. */
bool http_app_ready(gpointer app, GError **error);
