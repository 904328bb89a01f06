/* Keyrings: a file is taken only as it would be written, so a copy of what was read is the same bytes. The harness writes the
 * check under the fuzzer's lines, which it could not. */
#include "tests/fuzz/fuzz.h"

#include "vault/keyring.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

static void check_write(GString *text) {
        guint8 hash[32];
        char hex[65];

        crypto_generichash(hash, sizeof hash, (const guint8 *) text->str, text->len, NULL, 0);
        g_string_append_printf(text, "check %s\n", sodium_bin2hex(hex, sizeof hex, hash, sizeof hash));
}

static void check_taken(const Keyring *keyring, const char *path, const GString *text) {
        g_autofree char *copy = g_strconcat(path, ".copy", NULL), *again = NULL;
        gsize size;
        guint index;

        g_assert(keyring_active(keyring) < keyring_master_count(keyring));
        for (guint i = 0; i < keyring_master_count(keyring); i++)
                g_assert(keyring_find(keyring, keyring_master(keyring, i)->id, &index) && index == i);
        g_assert(keyring_is_current(keyring) && keyring_copy(path, copy, NULL));
        g_assert(g_file_get_contents(copy, &again, &size, NULL));
        g_assert(size == text->len && memcmp(again, text->str, size) == 0);
        g_unlink(copy);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        bool checked = fuzz_choose(&bytes, &size, 2) == 1;
        g_autoptr(GString) text = g_string_new_len((const char *) bytes, (gssize) size);
        g_autoptr(Keyring) keyring = NULL;
        GError *error = NULL;
        const char *path;

        if (checked)
                check_write(text);
        path = fuzz_file((const guint8 *) text->str, text->len);
        keyring = keyring_load(path, &error);
        fuzz_check(keyring != NULL, error);
        if (keyring)
                check_taken(keyring, path, text);
        return 0;
}
