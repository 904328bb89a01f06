/* Opens the sample's door. */
#include "cli/sample-door.h"

#include "base/refusal.h"

bool sample_door_is_near(const char *listen) {
        return g_str_has_prefix(listen, "127.0.0.1:") || g_str_has_prefix(listen, "localhost:")
               || g_str_has_prefix(listen, "[::1]:");
}

bool sample_door_open(App *app, const char *folder, GError **error) {
        g_autofree char *path = g_build_filename(folder, SAMPLE_DOOR_FILE, NULL);
        json_error_t wrong;

        app->sample = json_load_file(path, JSON_REJECT_DUPLICATES, &wrong);
        return app->sample || fail(error, FAILURE_FILE, "%s: %s", path, wrong.text);
}
