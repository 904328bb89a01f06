/* The manifest of a backup: JSON that a person can read and that is read back strictly. */
#include "app/backup-files.h"

#include "base/disk.h"
#include "base/instant.h"
#include "base/refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#define FORMAT "shiming-backup 1"
#define MANIFEST_SIZE_MAX (64 * 1024 * 1024)

void manifest_clear(Manifest *manifest) {
        g_free(manifest->database);
        g_clear_pointer(&manifest->steps, g_ptr_array_unref);
        g_free(manifest->log_root);
        g_free(manifest->checkpoint);
        g_free(manifest->log_key);
        g_clear_pointer(&manifest->masters, g_array_unref);
        g_clear_pointer(&manifest->missing, g_ptr_array_unref);
        g_free(manifest->sums_sha256);
        *manifest = (Manifest){ 0 };
}

static json_t *texts_document(const GPtrArray *texts) {
        json_t *list = json_array();

        for (guint i = 0; i < texts->len; i++)
                json_array_append_new(list, json_string(g_ptr_array_index(texts, i)));
        return list;
}

static json_t *masters_document(const GArray *masters) {
        json_t *list = json_array();

        for (guint i = 0; i < masters->len; i++) {
                char id[9];

                g_snprintf(id, sizeof id, "%08x", g_array_index(masters, guint32, i));
                json_array_append_new(list, json_string(id));
        }
        return list;
}

static json_t *manifest_document(const Manifest *manifest) {
        g_autofree char *made_at = instant_format(manifest->made_at, NULL);

        return json_pack("{s:s, s:s, s:{s:s, s:o}, s:{s:I, s:s?, s:I, s:s?}, s:{s:b, s:s, s:o}, s:{s:I, s:o}, s:s}",
                         "format", FORMAT, "made_at", made_at, "database", "kind", manifest->database, "schema",
                         texts_document(manifest->steps), "log", "size", (json_int_t) manifest->log_size, "root",
                         manifest->log_root, "leaves", (json_int_t) manifest->leaves, "checkpoint",
                         manifest->checkpoint, "keyring", "included", 0, "log_key", manifest->log_key, "master_keys",
                         masters_document(manifest->masters), "evidence", "files", (json_int_t) manifest->evidence,
                         "missing", texts_document(manifest->missing), "sums_sha256", manifest->sums_sha256);
}

bool manifest_write(const Manifest *manifest, const char *path, GError **error) {
        json_auto_t *document = manifest_document(manifest);
        g_autofree char *text = json_dumps(document, JSON_INDENT(2));
        DISK_AUTO_CLOSE int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

        if (file < 0)
                return disk_fail(error, "creating", path);
        return disk_write(file, text, strlen(text), path, error) && disk_write(file, "\n", 1, path, error)
               && disk_sync(file, path, error);
}

static bool texts_read(const json_t *list, GPtrArray **texts) {
        g_autoptr(GPtrArray) read = g_ptr_array_new_with_free_func(g_free);

        for (gsize i = 0; i < json_array_size(list); i++) {
                const char *text = json_string_value(json_array_get(list, i));

                if (!text)
                        return false;
                g_ptr_array_add(read, g_strdup(text));
        }
        *texts = g_steal_pointer(&read);
        return true;
}

static bool masters_read(const json_t *list, GArray **masters) {
        g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(guint32));

        for (gsize i = 0; i < json_array_size(list); i++) {
                const char *text = json_string_value(json_array_get(list, i));
                guint64 id;
                guint32 master;

                if (!text || !g_ascii_string_to_unsigned(text, 16, 0, G_MAXUINT32, &id, NULL))
                        return false;
                master = (guint32) id;
                g_array_append_val(read, master);
        }
        *masters = g_steal_pointer(&read);
        return true;
}

static bool document_read(json_t *document, Manifest *manifest) {
        const char *format, *made_at, *database, *log_key, *sums;
        json_t *steps, *masters, *missing, *root, *checkpoint;
        json_int_t size, leaves, evidence;
        int included;

        if (json_unpack(document,
                        "{s:s, s:s, s:{s:s, s:o!}, s:{s:I, s:o, s:I, s:o!}, s:{s:b, s:s, s:o!}, s:{s:I, s:o!}, s:s!}",
                        "format", &format, "made_at", &made_at, "database", "kind", &database, "schema", &steps,
                        "log", "size", &size, "root", &root, "leaves", &leaves, "checkpoint", &checkpoint, "keyring",
                        "included", &included, "log_key", &log_key, "master_keys", &masters, "evidence", "files",
                        &evidence, "missing", &missing, "sums_sha256", &sums)
                    != 0
            || !g_str_equal(format, FORMAT) || !instant_parse(made_at, &manifest->made_at)
            || !texts_read(steps, &manifest->steps) || !masters_read(masters, &manifest->masters)
            || !texts_read(missing, &manifest->missing) || size < 0 || leaves < size || evidence < 0)
                return false;
        manifest->database = g_strdup(database);
        manifest->log_size = size;
        manifest->log_root = g_strdup(json_string_value(root));
        manifest->checkpoint = g_strdup(json_string_value(checkpoint));
        manifest->leaves = leaves;
        manifest->log_key = g_strdup(log_key);
        manifest->evidence = (guint64) evidence;
        manifest->sums_sha256 = g_strdup(sums);
        return true;
}

bool manifest_read(const char *path, Manifest *manifest, GError **error) {
        g_autoptr(GBytes) text = app_file_read(path, error);
        json_auto_t *document = NULL;
        g_auto(Manifest) read = { 0 };

        if (!text)
                return false;
        if (g_bytes_get_size(text) <= MANIFEST_SIZE_MAX)
                document = json_loadb(g_bytes_get_data(text, NULL), g_bytes_get_size(text), JSON_REJECT_DUPLICATES,
                                      NULL);
        if (!document || !document_read(document, &read))
                return backup_refuse(error, path, "清单无法读懂：备份已损坏，或由更新版本的程序制作",
                                     "it cannot be understood: the backup is damaged, or a newer program made it");
        *manifest = read;
        read = (Manifest){ 0 };
        return true;
}
