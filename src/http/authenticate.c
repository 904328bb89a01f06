/* Hands what was shown at the door to those who know whose it is. */
#include "http/authenticate.h"

#include "app/open.h"
#include "app/people.h"

bool http_authenticate(gpointer app, const HttpCredentials *credentials, Actor *actor, GError **error) {
        if (credentials->api_key)
                return app_recognise_api_key(app, credentials->api_key, credentials->now, actor, error);
        return app_recognise_session(app, credentials->session, credentials->now, actor, error);
}

bool http_app_ready(gpointer app, GError **error) {
        return app_ready(app, error);
}
