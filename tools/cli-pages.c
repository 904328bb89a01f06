/* Writes what is made of the command table besides --help: a manual page for each subcommand in both languages, and the
 * completions of bash, zsh and fish.
 *
 *     cli-pages MANDIR DATADIR
 *
 * Where Meson installs, both are below $MESON_INSTALL_DESTDIR_PREFIX. Exit status 1 where a file cannot be written. */
#include "tools/cli-pages.h"

#include "base/language.h"

#include <glib/gstdio.h>
#include <stdlib.h>

typedef struct CompletionFile {
        const char *folder, *name;
        void (*write)(GString *page);
} CompletionFile;

static const CompletionFile completions[] = {
        { "bash-completion/completions", "shiming", completion_bash },
        { "zsh/site-functions", "_shiming", completion_zsh },
        { "fish/vendor_completions.d", "shiming.fish", completion_fish },
};

static const char *const man_folders[LANGUAGE_COUNT] = { [LANGUAGE_ZH] = "zh_CN/man1", [LANGUAGE_EN] = "man1" };

static bool file_write(const char *folder, const char *name, const GString *text) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autoptr(GError) error = NULL;

        if (g_mkdir_with_parents(folder, 0755) == 0
            && g_file_set_contents_full(path, text->str, (gssize) text->len, G_FILE_SET_CONTENTS_NONE, 0644, &error))
                return true;
        g_printerr("cli-pages: %s: %s\n", path, error ? error->message : g_strerror(errno));
        return false;
}

static bool manual_write(const char *man, Language language) {
        g_autofree char *folder = g_build_filename(man, man_folders[language], NULL);
        g_autoptr(GString) all = g_string_new(NULL);

        manual_of_all(all, language);
        if (!file_write(folder, "shiming.1", all))
                return false;
        for (const Command *const *command = command_table; *command; command++) {
                g_autofree char *name = g_strdup_printf("shiming-%s.1", (*command)->name);
                g_autoptr(GString) page = g_string_new(NULL);

                manual_of_command(page, *command, language);
                if (!file_write(folder, name, page))
                        return false;
        }
        return true;
}

static bool completions_write(const char *shared) {
        for (gsize i = 0; i < G_N_ELEMENTS(completions); i++) {
                g_autofree char *folder = g_build_filename(shared, completions[i].folder, NULL);
                g_autoptr(GString) page = g_string_new(NULL);

                completions[i].write(page);
                if (!file_write(folder, completions[i].name, page))
                        return false;
        }
        return true;
}

int main(int argc, char **argv) {
        const char *prefix = g_getenv("MESON_INSTALL_DESTDIR_PREFIX");
        g_autofree char *man = NULL, *shared = NULL;

        if (argc != 3) {
                g_printerr("usage: cli-pages MANDIR DATADIR\n");
                return EXIT_FAILURE;
        }
        man = g_canonicalize_filename(argv[1], prefix);
        shared = g_canonicalize_filename(argv[2], prefix);
        return manual_write(man, LANGUAGE_ZH) && manual_write(man, LANGUAGE_EN) && completions_write(shared)
                       ? EXIT_SUCCESS
                       : EXIT_FAILURE;
}
