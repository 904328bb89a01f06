/* Writes the lines that were not taken. */
#include "cli/import-rejects.h"

#include "base/refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct ImportRejects {
        char *path;
        char *header;
        int file;             /* -1: not made yet */
        gint64 size, settled; /* bytes written; those of committed batches */
        GHashTable *reasons;  /* code → count */
        GPtrArray *unsettled; /* codes of the batch under way */
};

static bool file_fail(const ImportRejects *rejects, GError **error) {
        return fail(error, errno == ENOSPC ? FAILURE_FULL : FAILURE_FILE, "%s: %s", rejects->path, g_strerror(errno));
}

static bool place_check(const char *path, gint64 size, GError **error) {
        struct stat about;
        bool there = stat(path, &about) == 0;

        if (size == 0 && there)
                return refuse(error, REFUSAL_IMPORT_INVALID, NULL, path,
                              "已有这个文件；请移走它，或用 --rejected 另指一个",
                              "this file is there already; move it away or name another by --rejected", NULL);
        if (size > 0 && (!there || about.st_size < size))
                return refuse(error, REFUSAL_IMPORT_INVALID, NULL, path, "被拒行的文件不是上次中断时留下的那一个",
                              "this is not the file of rejected lines that the interrupted import left", NULL);
        return true;
}

ImportRejects *import_rejects_open(const char *path, const char *header, gint64 size, GError **error) {
        ImportRejects *rejects;

        if (path && !place_check(path, size, error))
                return NULL;
        rejects = g_new0(ImportRejects, 1);
        rejects->path = g_strdup(path);
        rejects->header = g_strdup(header);
        rejects->file = -1;
        rejects->size = rejects->settled = size;
        rejects->reasons = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        rejects->unsettled = g_ptr_array_new_with_free_func(g_free);
        return rejects;
}

void import_rejects_close(ImportRejects *rejects) {
        if (!rejects)
                return;
        if (rejects->file >= 0)
                close(rejects->file);
        g_hash_table_unref(rejects->reasons);
        g_ptr_array_unref(rejects->unsettled);
        g_free(rejects->path);
        g_free(rejects->header);
        g_free(rejects);
}

static void line_append(GString *text, const ImportReject *reject) {
        g_string_append_printf(text, "%" G_GINT64_FORMAT ",%s,", reject->line.number, reject->reason);
        g_string_append_len(text, reject->line.bytes, (gssize) reject->line.size);
        g_string_append_c(text, '\n');
}

static void codes_note(ImportRejects *rejects, const ImportReject *lines, gsize count) {
        g_ptr_array_set_size(rejects->unsettled, 0);
        for (gsize i = 0; i < count; i++)
                g_ptr_array_add(rejects->unsettled, g_strdup(lines[i].reason));
}

/* Makes the file where it is not there yet, and cuts off what a batch that failed left. */
static bool file_ready(ImportRejects *rejects, GString *text, bool at_rest, GError **error) {
        if (rejects->file < 0)
                rejects->file =
                        open(rejects->path, O_WRONLY | O_CLOEXEC | (rejects->settled ? 0 : O_CREAT | O_EXCL), 0600);
        if (rejects->file < 0 || ftruncate(rejects->file, rejects->settled) != 0)
                return file_fail(rejects, error);
        if (rejects->settled == 0 && !at_rest)
                g_string_append_printf(text, "line,reason,%s\n", rejects->header);
        return true;
}

static bool text_write(ImportRejects *rejects, const GString *text, GError **error) {
        rejects->size = rejects->settled;
        for (gsize written = 0; written < text->len;) {
                ssize_t count = pwrite(rejects->file, text->str + written, text->len - written, rejects->size);

                if (count < 0 && errno != EINTR)
                        return file_fail(rejects, error);
                written += count > 0 ? (gsize) count : 0;
                rejects->size += count > 0 ? count : 0;
        }
        return fdatasync(rejects->file) == 0 || file_fail(rejects, error);
}

bool import_rejects_keep(const ImportReject *lines, gsize count, gint64 *size, gpointer user, GError **error) {
        ImportRejects *rejects = user;
        g_autoptr(GString) text = NULL;

        *size = rejects->size = rejects->settled;
        codes_note(rejects, lines, count);
        if (!rejects->path || (count == 0 && rejects->file < 0))
                return true;
        text = g_string_sized_new(4096);
        if (!file_ready(rejects, text, count == 0, error))
                return false;
        for (gsize i = 0; i < count; i++)
                line_append(text, &lines[i]);
        if (!text_write(rejects, text, error))
                return false;
        *size = rejects->size;
        return true;
}

void import_rejects_settle(ImportRejects *rejects) {
        for (guint i = 0; i < rejects->unsettled->len; i++) {
                const char *reason = g_ptr_array_index(rejects->unsettled, i);
                g_autofree char *code = g_strndup(reason, strcspn(reason, " "));
                guint count = GPOINTER_TO_UINT(g_hash_table_lookup(rejects->reasons, code));

                g_hash_table_insert(rejects->reasons, g_steal_pointer(&code), GUINT_TO_POINTER(count + 1));
        }
        g_ptr_array_set_size(rejects->unsettled, 0);
        rejects->settled = rejects->size;
}

GHashTable *import_rejects_reasons(const ImportRejects *rejects) {
        return rejects->reasons;
}
