/* init, user, apikey and serve, over a data folder in the temporary folder. */
#include "run.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>

#define ENGLISH "C.UTF-8"

typedef struct Folder {
        char *parent, *data;
} Folder;

static void folder_make(Folder *folder, gconstpointer data) {
        g_auto(Run) made = { 0 };

        (void) data;
        folder->parent = g_dir_make_tmp("shiming-cli-XXXXXX", NULL);
        folder->data = g_build_filename(folder->parent, "data", NULL);
        made = run(ENGLISH, NULL, 0, "init", "--data", folder->data, NULL);
        g_assert_cmpint(made.status, ==, 0);
}

static void folder_remove(const char *path) {
        g_autoptr(GDir) inside = g_dir_open(path, 0, NULL);

        for (const char *name = inside ? g_dir_read_name(inside) : NULL; name; name = g_dir_read_name(inside)) {
                g_autofree char *each = g_build_filename(path, name, NULL);

                folder_remove(each);
        }
        g_remove(path);
}

static void folder_drop(Folder *folder, gconstpointer data) {
        (void) data;
        folder_remove(folder->parent);
        g_free(folder->parent);
        g_free(folder->data);
}

static void test_modes(Folder *folder, gconstpointer data) {
        static const char *const files[] = { "shiming.db", "keyring", "policy.yaml", "calendar.yaml" };
        g_autofree char *evidence = g_build_filename(folder->data, "evidence", NULL);
        struct stat there;

        (void) data;
        g_assert_cmpint(stat(folder->data, &there), ==, 0);
        g_assert_cmpint(there.st_mode & 0777, ==, 0700);
        g_assert_cmpint(stat(evidence, &there), ==, 0);
        g_assert_cmpint(there.st_mode & 0777, ==, 0700);
        for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
                g_autofree char *path = g_build_filename(folder->data, files[i], NULL);

                g_assert_cmpint(stat(path, &there), ==, 0);
                g_assert_cmpint(there.st_mode & 0777, ==, 0600);
        }
}

static void test_again(Folder *folder, gconstpointer data) {
        g_autofree char *keyring = g_build_filename(folder->data, "keyring", NULL);
        g_auto(Run) again = run(ENGLISH, NULL, 0, "init", "--data", folder->data, NULL);

        (void) data;
        g_assert_cmpint(again.status, ==, 1);
        g_assert_nonnull(strstr(again.err, "is not empty"));
        g_assert_true(g_file_test(keyring, G_FILE_TEST_EXISTS));
}

static void test_loose_keyring(Folder *folder, gconstpointer data) {
        g_autofree char *keyring = g_build_filename(folder->data, "keyring", NULL);
        g_auto(Run) refused = { 0 };

        (void) data;
        g_assert_cmpint(g_chmod(keyring, 0644), ==, 0);
        refused = run(ENGLISH, NULL, 0, "user", "list", "--data", folder->data, NULL);
        g_assert_cmpint(refused.status, ==, 1);
        g_assert_nonnull(strstr(refused.err, "keyring"));
}

static void test_users(Folder *folder, gconstpointer data) {
        g_auto(Run) added = run(ENGLISH, NULL, 0, "user", "add", "wang.fang", "--name", "王芳", "--role", "reviewer",
                                "--data", folder->data, NULL);
        g_auto(Run) roles = { 0 }, listed = { 0 }, disabled = { 0 }, last = { 0 };

        (void) data;
        g_assert_cmpint(added.status, ==, 0);
        g_assert_nonnull(strstr(added.out, "/password#"));
        roles = run(ENGLISH, NULL, 0, "user", "roles", "wang.fang", "--role", "approver", "--role", "auditor",
                    "--data", folder->data, NULL);
        g_assert_cmpstr(roles.out, ==, "wang.fang\tapprover,auditor\tactive\t王芳\n");
        disabled = run(ENGLISH, NULL, 0, "user", "disable", "wang.fang", "--data", folder->data, NULL);
        g_assert_cmpint(disabled.status, ==, 0);
        listed = run(ENGLISH, NULL, 0, "user", "list", "--data", folder->data, NULL);
        g_assert_cmpstr(listed.out, ==,
                        "admin\tadministrator\tactive\tadmin\nwang.fang\tapprover,auditor\tdisabled\t王芳\n");
        last = run(ENGLISH, NULL, 0, "user", "disable", "admin", "--data", folder->data, NULL);
        g_assert_cmpint(last.status, ==, 1);
}

static void test_wrong_use(Folder *folder, gconstpointer data) {
        g_auto(Run) role = run(ENGLISH, NULL, 0, "user", "add", "x", "--role", "king", "--data", folder->data, NULL);
        g_auto(Run) nowhere = run(ENGLISH, NULL, 0, "user", "list", NULL);
        g_auto(Run) both = run(ENGLISH, NULL, 0, "user", "list", "--data", folder->data, "--config", "x", NULL);
        g_auto(Run) nobody = run(ENGLISH, NULL, 0, "user", "disable", "nobody", "--data", folder->data, NULL);
        g_auto(Run) key = run(ENGLISH, NULL, 0, "apikey", "revoke", "7", "--data", folder->data, NULL);

        (void) data;
        g_assert_cmpint(role.status, ==, 2);
        g_assert_cmpint(nowhere.status, ==, 2);
        g_assert_cmpint(both.status, ==, 2);
        g_assert_cmpint(nobody.status, ==, 1);
        g_assert_cmpint(key.status, ==, 2);
}

static void test_password(Folder *folder, gconstpointer data) {
        static const char weak[] = "short\n", good[] = "correct horse battery\n";
        g_auto(Run) refused = run(ENGLISH, weak, strlen(weak), "user", "password", "admin", "--stdin", "--data",
                                  folder->data, NULL);
        g_auto(Run) set = run(ENGLISH, good, strlen(good), "user", "password", "admin", "--stdin", "--data",
                              folder->data, NULL);
        g_auto(Run) listed = run(ENGLISH, NULL, 0, "user", "list", "--json", "--data", folder->data, NULL);

        (void) data;
        g_assert_cmpint(refused.status, ==, 1);
        g_assert_cmpint(set.status, ==, 0);
        g_assert_nonnull(strstr(listed.out, "\"password_set\":true"));
}

static void test_keys(Folder *folder, gconstpointer data) {
        g_auto(Run) added = run(ENGLISH, NULL, 0, "apikey", "add", "billing", "--scope", "usage:write", "--json",
                                "--data", folder->data, NULL);
        json_auto_t *key = json_loads(added.out, 0, NULL);
        const char *id = json_string_value(json_object_get(key, "id"));
        g_auto(Run) revoked = run(ENGLISH, NULL, 0, "apikey", "revoke", id, "--data", folder->data, NULL);
        g_auto(Run) listed = run(ENGLISH, NULL, 0, "apikey", "list", "--data", folder->data, NULL);
        g_autofree char *line = g_strdup_printf("%s\trevoked\tusage:write\tbilling\n", id);

        (void) data;
        g_assert_true(g_str_has_prefix(json_string_value(json_object_get(key, "key")), "shk_"));
        g_assert_cmpint(revoked.status, ==, 0);
        g_assert_cmpstr(listed.out, ==, line);
}

/* Writes a configuration beside the data folder and runs `user list` by it. */
static Run listed_by(Folder *folder, const char *text) {
        g_autofree char *path = g_build_filename(folder->parent, "shiming.yaml", NULL);

        g_assert_true(g_file_set_contents(path, text, -1, NULL));
        return run(ENGLISH, NULL, 0, "user", "list", "--config", path, NULL);
}

#define PLACES "store: data/shiming.db\nkeyring: data/keyring\nevidence: data/evidence\n"

static void test_config(Folder *folder, gconstpointer data) {
        static const struct {
                const char *text, *told;
        } mistakes[] = {
                { "store: data/shiming.db\n", "shiming.yaml:1:" },
                { PLACES "listen-on: x\n", "shiming.yaml:4:" },
                { PLACES "behind-proxy: maybe\n", "shiming.yaml:4:" },
                { PLACES "public-url: https://id.example/\n", "shiming.yaml:4: write public-url" },
                { PLACES "public-url: id.example\n", "shiming.yaml:4: write public-url" },
                { PLACES "log-origin: a+b\n", "shiming.yaml:4: log-origin" },
                { "", "shiming.yaml:1:" },
        };
        g_auto(Run) good = listed_by(folder, PLACES "public-url: https://id.example:8443\nbehind-proxy: true\n");

        (void) data;
        g_assert_cmpstr(good.out, ==, "admin\tadministrator\tactive\tadmin\n");
        for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
                g_auto(Run) refused = listed_by(folder, mistakes[i].text);

                g_assert_cmpint(refused.status, ==, 1);
                g_assert_nonnull(strstr(refused.err, mistakes[i].told));
        }
}

static void test_serve(Folder *folder, gconstpointer data) {
        g_auto(Run) address =
                run(ENGLISH, NULL, 0, "serve", "--data", folder->data, "--listen", "127.0.0.1:http", NULL);
        g_auto(Run) nowhere = run(ENGLISH, NULL, 0, "serve", "--listen", "127.0.0.1:0", NULL);

        (void) data;
        g_assert_cmpint(address.status, ==, 1);
        g_assert_nonnull(strstr(address.err, "ADDRESS:PORT"));
        g_assert_cmpint(nowhere.status, ==, 2);
}

#define FOLDER(name, function) g_test_add("/instance/" name, Folder, NULL, folder_make, function, folder_drop)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        FOLDER("a new data folder is its owner's alone", test_modes);
        FOLDER("a folder that holds something is not made again", test_again);
        FOLDER("a keyring that others can read is refused", test_loose_keyring);
        FOLDER("users are added, given roles, listed and disabled", test_users);
        FOLDER("wrong use is told apart from a refusal", test_wrong_use);
        FOLDER("a password comes by standard input", test_password);
        FOLDER("an API key is shown once and revoked by its id", test_keys);
        FOLDER("a configuration file names the parts, its mistakes their line", test_config);
        FOLDER("serving names what is wrong with the address", test_serve);
        return g_test_run();
}
