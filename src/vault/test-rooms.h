/* A vault to test with: a keyring in a folder of its own, removed again. Tests only. */
#pragma once

#include "vault/vault.h"

#include <glib.h>
#include <glib/gstdio.h>

typedef struct TestVault {
        char *folder, *keyring_path;
        Vault *vault;
} TestVault;

static inline Vault *test_vault_open_again(const TestVault *room, guint cached_keys_max) {
        g_autoptr(GError) error = NULL;
        Keyring *keyring = keyring_load(room->keyring_path, &error);

        g_assert_no_error(error);
        return vault_open(keyring, cached_keys_max);
}

static inline void test_vault_open(TestVault *room, gconstpointer unused) {
        (void) unused;
        room->folder = g_dir_make_tmp("shiming-vault-XXXXXX", NULL);
        room->keyring_path = g_build_filename(room->folder, "keyring", NULL);
        g_assert_true(keyring_create(room->keyring_path, 1525948454000000, NULL));
        room->vault = test_vault_open_again(room, 16);
}

static inline void test_folder_remove(const char *path) {
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
        const char *name;

        while (folder && (name = g_dir_read_name(folder))) {
                g_autofree char *inner = g_build_filename(path, name, NULL);

                test_folder_remove(inner);
        }
        g_assert_cmpint(g_remove(path), ==, 0);
}

static inline void test_vault_close(TestVault *room, gconstpointer unused) {
        (void) unused;
        vault_close(room->vault);
        test_folder_remove(room->folder);
        g_free(room->folder);
        g_free(room->keyring_path);
}
