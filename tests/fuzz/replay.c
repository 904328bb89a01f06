/* Stands in for libFuzzer in ordinary builds: gives every file of the folders named to the harness, once, in order of name.
 * A find ends the program behind the line that names the file. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>

static int compare(gconstpointer a, gconstpointer b) {
        return strcmp(*(char *const *) a, *(char *const *) b);
}

static GPtrArray *names_of(const char *folder) {
        g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);
        GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

        for (const char *name = open ? g_dir_read_name(open) : NULL; name; name = g_dir_read_name(open))
                g_ptr_array_add(names, g_strdup(name));
        g_ptr_array_sort(names, compare);
        return names;
}

/* The harness gets memory of just the file's size, so that a sanitizer sees a read past its end. */
static void replay(const char *path) {
        g_autofree char *text = NULL, *bytes = NULL;
        gsize size;

        g_assert_true(g_file_get_contents(path, &text, &size, NULL));
        bytes = fuzz_copy((const guint8 *) text, size);
        LLVMFuzzerTestOneInput((const guint8 *) bytes, size);
}

int main(int argc, char **argv) {
        guint count = 0;

        for (int i = 1; i < argc; i++) {
                g_autoptr(GPtrArray) names = names_of(argv[i]);

                for (guint j = 0; j < names->len; j++) {
                        g_autofree char *path = g_build_filename(argv[i], names->pdata[j], NULL);

                        printf("# %s\n", path);
                        fflush(stdout);
                        replay(path);
                        printf("ok %u - %s\n", ++count, (const char *) names->pdata[j]);
                }
        }
        printf("1..%u\n", count);
        return count == 0;
}
