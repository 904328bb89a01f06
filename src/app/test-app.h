/* An App over a data folder of its own in the temporary folder, for this room's tests. */
#pragma once

#include "app/open.h"

typedef struct TestApp {
        char *folder;
        App *app;
} TestApp;

#define TEST_NOW (G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND) /* 2018-05-15T02:06:40Z */

static inline void test_app_open(TestApp *test) {
        g_autoptr(GError) error = NULL;
        g_autoptr(AppConfig) config = NULL;

        test->folder = g_dir_make_tmp("shiming-test-XXXXXX", &error);
        g_assert_no_error(error);
        g_assert_true(app_folder_make(test->folder, TEST_NOW, &error));
        config = app_config_of_folder(test->folder);
        config->public_url = g_strdup("https://id.example");
        test->app = app_open(config, TEST_NOW, &error);
        g_assert_no_error(error);
        passwords_free(test->app->passwords);
        test->app->passwords = passwords_new(1, 8192); /* cheap: what they cost is not under test */
}

static inline void test_app_close(TestApp *test) {
        app_close(test->app);
        app_folder_remove(test->folder);
        g_free(test->folder);
}
