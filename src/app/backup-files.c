/* Names in a folder of backups, and the lines of SHA256SUMS. */
#include "app/backup-files.h"

#include "base/disk.h"
#include "base/refusal.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define HEX_SIZE (2 * FILE_SHA256_SIZE)
#define BLOB_PATH_HEAD (sizeof BACKUP_BLOB_PREFIX - 1 + sizeof "xx/" - 1)
#define BLOB_ENDING ".blob"

struct SumsReader {
        FILE *file;
        char *path, *line;
        size_t room;
        guint number;
        Sum ahead; /* for sums_find(): the blob's line that it stands on */
        bool on_blob, ended;
};

bool backup_refuse(GError **error, const char *path, const char *zh, const char *en) {
        return refuse(error, REFUSAL_BACKUP_UNUSABLE, NULL, path, zh, en, NULL);
}

/* Removes a folder and what it holds; links are removed, never followed. */
bool backup_tree_remove(const char *path, GError **error) {
        g_autoptr(GDir) folder = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);

        for (const char *name = folder ? g_dir_read_name(folder) : NULL; name; name = g_dir_read_name(folder)) {
                g_autofree char *inside = g_build_filename(path, name, NULL);

                if (!backup_tree_remove(inside, error))
                        return false;
        }
        return g_remove(path) == 0 || disk_fail(error, "removing", path);
}

void hash_write(const guint8 sha256[static FILE_SHA256_SIZE], char hex[static HEX_SIZE + 1]) {
        sodium_bin2hex(hex, HEX_SIZE + 1, sha256, FILE_SHA256_SIZE);
}

/* "20180510T103414Z", or with "-2" behind it where two were begun in one second. */
static bool name_is_backup(const char *name) {
        static const char form[] = "ddddddddTddddddZ";

        for (gsize i = 0; i < sizeof form - 1; i++)
                if (form[i] == 'd' ? !g_ascii_isdigit(name[i]) : name[i] != form[i])
                        return false;
        name += sizeof form - 1;
        return !*name || (name[0] == '-' && g_ascii_isdigit(name[1]) && !name[2]);
}

static gint names_compare(gconstpointer a, gconstpointer b) {
        return strcmp(*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *backup_names(const char *folder) {
        GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
        g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);

        for (const char *name = open ? g_dir_read_name(open) : NULL; name; name = g_dir_read_name(open))
                if (name_is_backup(name))
                        g_ptr_array_add(names, g_strdup(name));
        g_ptr_array_sort(names, names_compare);
        return names;
}

void backup_files(const AppConfig *config, BackupFile files[static BACKUP_FILES]) {
        files[0] = (BackupFile){ "policy.yaml", config->policy };
        files[1] = (BackupFile){ "calendar.yaml", config->calendar };
        files[2] = (BackupFile){ "bank.yaml", config->bank_file };
}

/* ---- SHA256SUMS ------------------------------------------------------------------------------------------------ */

static void blob_path_write(const Uuid *blob, char *path, gsize size) {
        char text[UUID_TEXT_SIZE];

        g_snprintf(path, size, "%s%02x/%s%s", BACKUP_BLOB_PREFIX, blob->bytes[15], uuid_format(blob, text),
                   BLOB_ENDING);
}

static bool blob_path_read(const char *path, Uuid *blob) {
        g_autofree char *text = NULL;
        char again[128];

        if (!g_str_has_prefix(path, BACKUP_BLOB_PREFIX) || strlen(path) < BLOB_PATH_HEAD + UUID_TEXT_SIZE)
                return false;
        text = g_strndup(path + BLOB_PATH_HEAD, UUID_TEXT_SIZE - 1);
        if (!uuid_parse(text, blob))
                return false;
        blob_path_write(blob, again, sizeof again);
        return g_str_equal(path, again);
}

/* A file of the backup's own: a name, or one in the database's folder. */
static bool file_path_is_own(const char *path) {
        const char *name =
                g_str_has_prefix(path, BACKUP_DATABASE_FOLDER "/") ? path + sizeof BACKUP_DATABASE_FOLDER : path;

        return *name && *name != '.' && !strchr(name, '/');
}

bool sum_write(FILE *file, const Sum *sum, GError **error) {
        char hex[HEX_SIZE + 1], path[128];

        if (sum->is_blob)
                blob_path_write(&sum->blob, path, sizeof path);
        hash_write(sum->sha256, hex);
        return fprintf(file, "%s  %s\n", hex, sum->is_blob ? path : sum->path) > 0
               || disk_fail(error, "writing", BACKUP_SUMS);
}

SumsReader *sums_open(const char *backup, GError **error) {
        g_autofree char *path = g_build_filename(backup, BACKUP_SUMS, NULL);
        FILE *file = fopen(path, "re");
        SumsReader *reader;

        if (!file) {
                disk_fail(error, "opening", path);
                return NULL;
        }
        reader = g_new0(SumsReader, 1);
        reader->file = file;
        reader->path = g_steal_pointer(&path);
        return reader;
}

void sums_close(SumsReader *reader) {
        if (!reader)
                return;
        (void) fclose(reader->file);
        free(reader->line);
        g_free(reader->path);
        g_free(reader);
}

static bool line_read(char *line, Sum *sum) {
        size_t size;

        if (strlen(line) < HEX_SIZE + 3 || line[HEX_SIZE] != ' ' || line[HEX_SIZE + 1] != ' '
            || sodium_hex2bin(sum->sha256, FILE_SHA256_SIZE, line, HEX_SIZE, NULL, &size, NULL) != 0
            || size != FILE_SHA256_SIZE)
                return false;
        sum->path = line + HEX_SIZE + 2;
        sum->is_blob = blob_path_read(sum->path, &sum->blob);
        return sum->is_blob || file_path_is_own(sum->path);
}

bool sums_next(SumsReader *reader, Sum *sum, bool *more, GError **error) {
        g_autofree char *place = NULL;
        ssize_t length = getline(&reader->line, &reader->room, reader->file);

        *more = length > 0;
        if (length <= 0)
                return !ferror(reader->file) || disk_fail(error, "reading", reader->path);
        reader->number++;
        if (reader->line[length - 1] == '\n') {
                reader->line[length - 1] = '\0';
                if (line_read(reader->line, sum))
                        return true;
        }
        place = g_strdup_printf("%s:%u", reader->path, reader->number);
        return backup_refuse(error, place, "这一行不符合格式，备份已损坏；请改用另一份备份",
                             "this line is not of the form, so the backup is damaged; take another one");
}

static bool blob_ahead(SumsReader *reader, GError **error) {
        bool more = true;

        do {
                if (!sums_next(reader, &reader->ahead, &more, error))
                        return false;
        } while (more && !reader->ahead.is_blob);
        reader->on_blob = more;
        reader->ended = !more;
        return true;
}

bool sums_find(SumsReader *reader, const Uuid *blob, guint8 sha256[static FILE_SHA256_SIZE], bool *found,
               GError **error) {
        *found = false;
        while (reader && !reader->ended) {
                int order = reader->on_blob ? memcmp(reader->ahead.blob.bytes, blob->bytes, sizeof blob->bytes) : -1;

                if (order > 0)
                        return true;
                if (order == 0) {
                        *found = true;
                        memcpy(sha256, reader->ahead.sha256, FILE_SHA256_SIZE);
                        return true;
                }
                if (!blob_ahead(reader, error))
                        return false;
        }
        return true;
}
