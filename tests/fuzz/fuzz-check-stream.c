/* `shiming check -`: lines in, a verdict a line out, as many as there were lines. */
#include "tests/fuzz/fuzz.h"

#include "cli/check-stream.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file in memory that is written anew for each input. */
static int memory_file(const char *name, int *file) {
        if (*file < 0)
                *file = memfd_create(name, MFD_CLOEXEC);
        g_assert(*file >= 0 && ftruncate(*file, 0) == 0 && lseek(*file, 0, SEEK_SET) == 0);
        return *file;
}

static gsize lines_count(const char *text, gsize size) {
        gsize count = 0;

        for (gsize i = 0; i < size; i++)
                count += text[i] == '\n';
        return count;
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        static int in = -1, out = -1;
        gsize lines = lines_count((const char *) bytes, size) + (size > 0 && bytes[size - 1] != '\n');
        g_autofree char *answers = NULL;
        bool all_valid = false;
        gsize answered;

        memory_file("in", &in);
        memory_file("out", &out);
        g_assert(pwrite(in, bytes, size, 0) == (gssize) size);
        g_assert(check_stream(in, out, FUZZ_TODAY, &all_valid, NULL));
        answered = (gsize) lseek(out, 0, SEEK_END);
        answers = g_malloc(answered + 1);
        g_assert(pread(out, answers, answered, 0) == (gssize) answered);
        answers[answered] = '\0';
        g_assert(lines_count(answers, answered) == lines);
        g_assert(all_valid == !strstr(answers, "invalid\t"));
        return 0;
}
