/* The configuration file: what it may say, and that each mistake is told with its line. */
#include "app/config.h"
#include "base/refusal.h"

#include <glib.h>
#include <glib/gstdio.h>

#define NEEDED "store: shiming.db\nkeyring: keyring\nevidence: evidence\n"

typedef struct Folder {
        char *path, *file;
} Folder;

static Folder folder_with(const char *text) {
        Folder folder = { .path = g_dir_make_tmp("shiming-config-XXXXXX", NULL) };

        folder.file = g_build_filename(folder.path, "shiming.yaml", NULL);
        g_assert_true(g_file_set_contents(folder.file, text, -1, NULL));
        return folder;
}

static void folder_clear(Folder *folder) {
        g_unlink(folder->file);
        g_rmdir(folder->path);
        g_free(folder->file);
        g_free(folder->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Folder, folder_clear)

static void paths_are_of_the_files_own_folder(void) {
        g_auto(Folder) folder = folder_with(NEEDED);
        g_autofree char *evidence = g_build_filename(folder.path, "evidence", NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(AppConfig) config = app_config_load(folder.file, &error);

        g_assert_no_error(error);
        g_assert_cmpstr(config->evidence, ==, evidence);
        g_assert_cmpstr(config->listen, ==, CONFIG_LISTEN);
        g_assert_null(config->policy);
}

static void a_database_elsewhere_is_no_path(void) {
        g_auto(Folder) folder = folder_with("store: host=/run/postgresql dbname=shiming\nkeyring: k\nevidence: e\n");
        g_autoptr(GError) error = NULL;
        g_autoptr(AppConfig) config = app_config_load(folder.file, &error);

        g_assert_no_error(error);
        g_assert_cmpstr(config->store, ==, "host=/run/postgresql dbname=shiming");
}

static void limits_that_are_not_named_keep_their_default(void) {
        static const char text[] =
                NEEDED "limits:\n  idle-seconds: 7\n  people:\n    read: { burst: 0, per-minute: 0 }\n";
        g_auto(Folder) folder = folder_with(text);
        g_autoptr(GError) error = NULL;
        g_autoptr(AppConfig) config = app_config_load(folder.file, &error);
        Limits limits, standard = limits_default();

        g_assert_no_error(error);
        g_assert_true(app_config_limits(config, &limits, &error));
        g_assert_cmpuint(limits.idle_s, ==, 7);
        g_assert_cmpuint(limits.people.of[RATE_READ].burst, ==, 0);
        g_assert_cmpuint(limits.people.of[RATE_WRITE].burst, ==, standard.people.of[RATE_WRITE].burst);
        g_assert_cmpuint(limits.connections_per_address_max, ==, standard.connections_per_address_max);
}

static void behind_a_proxy_no_address_has_a_limit_of_connections(void) {
        static const struct {
                const char *text;
                guint connections;
        } files[] = { { NEEDED "behind-proxy: true\n", 0 },
                      { NEEDED "behind-proxy: true\nlimits: { connections-per-address: 9 }\n", 9 } };

        for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
                g_auto(Folder) folder = folder_with(files[i].text);
                g_autoptr(AppConfig) config = app_config_load(folder.file, NULL);
                Limits limits;

                g_assert_true(config && app_config_limits(config, &limits, NULL));
                g_assert_cmpuint(limits.connections_per_address_max, ==, files[i].connections);
        }
}

static void a_mistake_is_told_with_its_line(void) {
        static const struct {
                const char *text, *line;
        } mistakes[] = {
                { NEEDED "colour: green\n", "4" },
                { NEEDED "public-url: shiming.example\n", "4" },
                { NEEDED "public-url: https://shiming.example/path\n", "4" },
                { NEEDED "\nlog-origin: two words\n", "5" },
                { NEEDED "behind-proxy: perhaps\n", "4" },
                { NEEDED "bank:\n  name: 某某公司\n  account: \"12\"\n  cnaps: \"12\"\n", "7" },
                { NEEDED "bank:\n  name: 某某公司\n  account: 12x\n  cnaps: \"102100099996\"\n", "6" },
                { NEEDED "limits:\n  connections: 0\n", "5" },
                { NEEDED "limits:\n  people:\n    read: { burst: 1 }\n", "6" },
                { "keyring: keyring\nevidence: evidence\n", NULL },
                { "", NULL },
        };

        for (guint i = 0; i < G_N_ELEMENTS(mistakes); i++) {
                g_auto(Folder) folder = folder_with(mistakes[i].text);
                g_autoptr(GError) error = NULL;

                g_assert_null(app_config_load(folder.file, &error));
                g_assert_true(refusal_is(error, REFUSAL_CONFIG_INVALID));
                g_assert_cmpstr(refusal_parameter(error, 0), ==, "shiming.yaml");
                if (mistakes[i].line)
                        g_assert_cmpstr(refusal_parameter(error, 1), ==, mistakes[i].line);
        }
}

static void a_file_that_is_not_there_is_a_failure(void) {
        g_autoptr(GError) error = NULL;

        g_assert_null(app_config_load("/nonexistent/shiming.yaml", &error));
        g_assert_error(error, FAILURE, FAILURE_FILE);
}

int main(int argc, char *argv[]) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/config/paths are of the file's own folder", paths_are_of_the_files_own_folder);
        g_test_add_func("/config/a database elsewhere is no path", a_database_elsewhere_is_no_path);
        g_test_add_func("/config/limits that are not named keep their default",
                        limits_that_are_not_named_keep_their_default);
        g_test_add_func("/config/behind a proxy no address has a limit of connections",
                        behind_a_proxy_no_address_has_a_limit_of_connections);
        g_test_add_func("/config/a mistake is told with its line", a_mistake_is_told_with_its_line);
        g_test_add_func("/config/a file that is not there is a failure", a_file_that_is_not_there_is_a_failure);
        return g_test_run();
}
