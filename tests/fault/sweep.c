/* Removes from an instance's evidence folder what no row names, as the job would two hours later, and prints how many files
 * went: what a kill leaves behind is told apart from what is lost. Takes --data DIR or --config FILE, as `shiming serve`. */
#include "app/evidence.h"
#include "app/open.h"
#include "base/instant.h"

#include <stdio.h>

static App *instance_open(const char *option, const char *place, gint64 now, GError **error) {
        g_autoptr(AppConfig) config =
                g_str_equal(option, "--data") ? app_config_of_folder(place) : app_config_load(place, error);

        return config ? app_open(config, now, error) : NULL;
}

int main(int argc, char **argv) {
        gint64 now = g_get_real_time();
        g_autoptr(GError) error = NULL;
        g_autoptr(App) app = argc == 3 ? instance_open(argv[1], argv[2], now, &error) : NULL;
        guint removed;

        if (!app || !app_sweep_evidence(app, now + 2 * INSTANT_HOUR, &removed, &error)) {
                fprintf(stderr, "fault-sweep: %s\n", error ? error->message : "say --data DIR or --config FILE");
                return 1;
        }
        printf("%u\n", removed);
        return 0;
}
