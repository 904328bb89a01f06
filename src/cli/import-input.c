/* The window over a file that is imported. */
#include "cli/import-input.h"

#include "base/refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <poll.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW_BYTES (1024 * 1024)

struct ImportInput {
        int file, stop;
        gint64 size, position;
        bool ended;               /* the file has no more */
        gsize begin, end, hashed; /* of the window; what lies before `hashed` is in the hash */
        EVP_MD_CTX *hash;
        char window[WINDOW_BYTES];
};

ImportInput *import_input_open(const char *path, int stop, GError **error) {
        bool is_stdin = g_str_equal(path, "-");
        int file = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
        struct stat about;
        ImportInput *input;

        if (file < 0 || fstat(file, &about) != 0 || S_ISDIR(about.st_mode)) {
                fail(error, FAILURE_FILE, "%s: %s", path,
                     g_strerror(file >= 0 && S_ISDIR(about.st_mode) ? EISDIR : errno));
                if (file >= 0)
                        close(file);
                return NULL;
        }
        posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
        input = g_malloc(sizeof *input);
        *input = (ImportInput){ .file = file, .stop = stop, .size = S_ISREG(about.st_mode) ? about.st_size : 0 };
        input->hash = EVP_MD_CTX_new();
        g_assert(input->hash && EVP_DigestInit_ex(input->hash, EVP_sha256(), NULL));
        return input;
}

void import_input_close(ImportInput *input) {
        if (!input)
                return;
        close(input->file);
        EVP_MD_CTX_free(input->hash);
        sodium_memzero(input->window, sizeof input->window);
        g_free(input);
}

gint64 import_input_size(const ImportInput *input) {
        return input->size;
}

const char *import_input_window(const ImportInput *input, gsize *size, bool *last) {
        *size = input->end - input->begin;
        *last = input->ended;
        return input->window + input->begin;
}

static void window_hash(ImportInput *input) {
        g_assert(EVP_DigestUpdate(input->hash, input->window + input->hashed, input->begin - input->hashed));
        input->hashed = input->begin;
}

/* Waits until there is something to read; false where it is to stop. */
static bool input_wait(const ImportInput *input) {
        struct pollfd both[] = { { .fd = input->stop, .events = POLLIN }, { .fd = input->file, .events = POLLIN } };

        while (poll(both, G_N_ELEMENTS(both), -1) < 0 && errno == EINTR)
                continue;
        return both[0].revents == 0;
}

bool import_input_fill(ImportInput *input, gsize enough, GError **error) {
        gsize wanted;

        window_hash(input);
        memmove(input->window, input->window + input->begin, input->end - input->begin);
        input->end -= input->begin;
        input->begin = input->hashed = 0;
        wanted = MIN(input->end + enough, WINDOW_BYTES);
        while (!input->ended && input->end < wanted) {
                ssize_t count;

                if (!input_wait(input))
                        return false;
                count = read(input->file, input->window + input->end, WINDOW_BYTES - input->end);
                if (count < 0 && errno != EINTR)
                        return fail(error, FAILURE_FILE, "the file cannot be read: %s", g_strerror(errno));
                input->end += count > 0 ? (gsize) count : 0;
                input->ended = count == 0;
        }
        return true;
}

bool import_input_is_full(const ImportInput *input) {
        return input->end - input->begin == WINDOW_BYTES;
}

void import_input_consume(ImportInput *input, gsize size) {
        g_assert(size <= input->end - input->begin);
        input->begin += size;
        input->position += (gint64) size;
}

gint64 import_input_position(const ImportInput *input) {
        return input->position;
}

void import_input_hash(ImportInput *input, guint8 hash[static INPUT_HASH_SIZE]) {
        EVP_MD_CTX *copy = EVP_MD_CTX_new();

        window_hash(input);
        g_assert(copy && EVP_MD_CTX_copy_ex(copy, input->hash) && EVP_DigestFinal_ex(copy, hash, NULL));
        EVP_MD_CTX_free(copy);
}
