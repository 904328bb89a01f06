/* What the harnesses share. */
#include "tests/fuzz/fuzz.h"

#include "base/refusal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char file_path[256]; /* of this process's file; "" before there is one */

/* malloc(), which unlike g_malloc() gives memory also for no bytes; g_free() is free(). */
char *fuzz_copy(const guint8 *bytes, gsize size) {
        char *copy = malloc(size);

        g_assert(copy);
        if (size > 0)
                memcpy(copy, bytes, size);
        return copy;
}

char *fuzz_text(const guint8 *bytes, gsize size) {
        return g_strndup((const char *) bytes, size);
}

guint fuzz_choose(const guint8 **bytes, gsize *size, guint choices) {
        guint choice;

        if (*size == 0)
                return 0;
        choice = **bytes % choices;
        (*bytes)++;
        (*size)--;
        return choice;
}

void fuzz_check(bool taken, GError *error) {
        g_autoptr(GError) mine = error;

        g_assert(taken == !mine);
        if (!mine || mine->domain != REFUSAL)
                return;
        for (Language language = 0; language < LANGUAGE_COUNT; language++) {
                g_autofree char *text = refusal_text(mine, language);

                g_assert(*text && g_utf8_validate(text, -1, NULL));
        }
        g_assert(!refusal_pointer(mine) || g_utf8_validate(refusal_pointer(mine), -1, NULL));
}

static void file_remove(void) {
        unlink(file_path);
}

const char *fuzz_file(const guint8 *bytes, gsize size) {
        static int file = -1;

        if (file < 0) {
                g_autofree char *path = g_build_filename(g_get_tmp_dir(), "shiming-fuzz-XXXXXX", NULL);

                file = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
                g_assert(file >= 0 && g_strlcpy(file_path, path, sizeof file_path) < sizeof file_path);
                atexit(file_remove);
        }
        g_assert(ftruncate(file, 0) == 0 && pwrite(file, bytes, size, 0) == (gssize) size);
        return file_path;
}
