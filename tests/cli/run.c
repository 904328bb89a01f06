/* Runs the built program: input through a file, so that neither side can block the other. */
#include "run.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int input_open(const char *input, gsize size) {
        g_autofree char *path = NULL;
        g_autoptr(GError) error = NULL;
        int writer = g_file_open_tmp("shiming-test-XXXXXX", &path, &error), reader;

        g_assert_no_error(error);
        for (gsize written = 0; written < size;) {
                ssize_t count = write(writer, input + written, size - written);

                g_assert_cmpint(count, >, 0);
                written += (gsize) count;
        }
        close(writer);
        reader = g_open(path, O_RDONLY | O_CLOEXEC, 0);
        g_assert_cmpint(reader, >=, 0);
        g_unlink(path);
        return reader;
}

/* Reads a descriptor to its end. */
static char *descriptor_read(int descriptor, gsize *size) {
        g_autoptr(GString) text = g_string_new(NULL);
        char chunk[65536];
        ssize_t count;

        while ((count = read(descriptor, chunk, sizeof chunk)) > 0)
                g_string_append_len(text, chunk, count);
        close(descriptor);
        if (size)
                *size = text->len;
        return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Starts the program and waits for its end; `into` is where its standard output goes, -1 for a pipe that is read. */
static Run program_run(const char *locale, const char *const *words, int in, int into) {
        g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "LC_ALL", locale, TRUE);
        g_autoptr(GError) error = NULL;
        Run ended = { 0 };
        int out, err;
        GPid pid;

        g_spawn_async_with_pipes_and_fds(NULL, words, (const char *const *) environment, G_SPAWN_DO_NOT_REAP_CHILD,
                                         NULL, NULL, in, into, -1, NULL, NULL, 0, &pid, NULL, into < 0 ? &out : NULL,
                                         &err, &error);
        g_assert_no_error(error);
        close(in);
        if (into < 0)
                ended.out = descriptor_read(out, &ended.out_size);
        ended.err = descriptor_read(err, NULL);
        waitpid(pid, &ended.status, 0);
        g_assert_true(WIFEXITED(ended.status));
        ended.status = WEXITSTATUS(ended.status);
        return ended;
}

Run run(const char *locale, const char *input, gsize size, ...) {
        g_autoptr(GPtrArray) words = g_ptr_array_new();
        va_list list;

        g_ptr_array_add(words, (gpointer) g_getenv("SHIMING"));
        va_start(list, size);
        for (char *word = va_arg(list, char *); word; word = va_arg(list, char *))
                g_ptr_array_add(words, word);
        va_end(list);
        g_ptr_array_add(words, NULL);
        return program_run(locale, (const char *const *) words->pdata,
                           input_open(input ? input : "", input ? size : 0), -1);
}

Run run_into(const char *path, const char *locale, const char *word) {
        const char *const words[] = { g_getenv("SHIMING"), word, NULL };
        int into = g_open(path, O_WRONLY | O_CLOEXEC, 0);
        Run ended;

        g_assert_cmpint(into, >=, 0);
        ended = program_run(locale, words, input_open("", 0), into);
        close(into);
        return ended;
}

void run_clear(Run *ended) {
        g_clear_pointer(&ended->out, g_free);
        g_clear_pointer(&ended->err, g_free);
}
