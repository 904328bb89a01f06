/* The folder of blobs: where each lies, removing one, sweeping what no row names. */
#include "base/disk.h"
#include "base/instant.h"
#include "base/refusal.h"
#include "vault/blobs-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void blob_record_clear(BlobRecord *record) {
        sodium_memzero(record->sha256, sizeof record->sha256);
        g_clear_pointer(&record->wrapped_key, g_bytes_unref);
}

Blobs *blobs_open(const char *folder, GError **error) {
        Blobs *blobs;
        int descriptor;

        if (mkdir(folder, 0700) == 0 && !disk_sync_folder_of(folder, error))
                return NULL;
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0) {
                disk_fail(error, "opening", folder);
                return NULL;
        }
        blobs = g_new0(Blobs, 1);
        blobs->folder = descriptor;
        blobs->path = g_strdup(folder);
        return blobs;
}

guint64 blobs_sealed_bytes(const Blobs *blobs) {
        return atomic_load_explicit(&blobs->sealed_bytes, memory_order_relaxed);
}

/* The descriptor keeps its number, so that no other thread notices. */
void blobs_find_again(const Blobs *blobs) {
        DISK_AUTO_CLOSE int folder = -1;
        struct stat status;

        if (fstat(blobs->folder, &status) != 0 || status.st_nlink > 0)
                return;
        folder = open(blobs->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder >= 0)
                (void) dup3(folder, blobs->folder, O_CLOEXEC);
}

void blobs_close(Blobs *blobs) {
        if (!blobs)
                return;
        close(blobs->folder);
        g_free(blobs->path);
        g_free(blobs);
}

BlobHead blob_head(const Uuid *id) {
        BlobHead head = { { 'S', 'H', 'M', 'B', 0x01, 0x01, 0, 0 } };

        memcpy(head.bytes + 8, id->bytes, sizeof id->bytes);
        return head;
}

void blob_folder_name(const Uuid *id, char name[static BLOB_FOLDER_NAME_SIZE]) {
        g_snprintf(name, BLOB_FOLDER_NAME_SIZE, "%02x", id->bytes[15]);
}

void blob_file_name(const Uuid *id, const char *ending, char name[static BLOB_FILE_NAME_SIZE]) {
        char text[UUID_TEXT_SIZE];

        g_snprintf(name, BLOB_FILE_NAME_SIZE, "%s%s", uuid_format(id, text), ending);
}

bool blob_remove(Blobs *blobs, const Uuid *id, GError **error) {
        char folder[BLOB_FOLDER_NAME_SIZE], file[BLOB_FILE_NAME_SIZE];
        g_autofree char *path = NULL;

        blob_folder_name(id, folder);
        blob_file_name(id, BLOB_ENDING, file);
        path = g_build_filename(folder, file, NULL);
        if (unlinkat(blobs->folder, path, 0) == 0 || errno == ENOENT)
                return true;
        return disk_fail(error, "removing", path);
}

void blob_outside_name(const DataKey *owner, const guint8 sha256[static BLOB_SHA256_SIZE],
                       guint8 name[static VAULT_HASH_SIZE]) {
        guint8 key[crypto_auth_hmacsha256_KEYBYTES];

        data_key_derive(owner, DATA_KEY_FOR_BLOB_NAMES, key);
        crypto_auth_hmacsha256(name, sha256, BLOB_SHA256_SIZE, key);
        sodium_memzero(key, sizeof key);
}

GBytes *blob_key_rewrap(const Uuid *id, GBytes *wrapped_key, const DataKey *from, const DataKey *to, GError **error) {
        g_autofree guint8 *key = NULL;
        GBytes *fresh;
        gsize size;

        if (!vault_unseal(from, BLOB_KEY_FIELD, id, wrapped_key, &key, &size, error))
                return NULL;
        fresh = vault_seal(to, BLOB_KEY_FIELD, id, key, size);
        sodium_memzero(key, size);
        return fresh;
}

/* --- the sweep --- */

typedef struct Sweep {
        gint64 older_than;
        BlobIsKnown is_known;
        BlobUnknown unknown; /* NULL: what no row names is removed */
        gpointer user;
        bool only_count;
        guint removed; /* or would be */
} Sweep;

static void folder_close(DIR *folder) {
        closedir(folder);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DIR, folder_close)

static DIR *folder_open(int parent, const char *name, GError **error) {
        int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        DIR *folder = descriptor < 0 ? NULL : fdopendir(descriptor);

        if (folder)
                return folder;
        disk_fail(error, "opening", name);
        disk_close(&descriptor);
        return NULL;
}

/* Reads a file's name; false where it is none of ours. */
static bool file_name_read(const char *name, Uuid *id, bool *unfinished) {
        g_autofree char *text = g_strndup(name, UUID_TEXT_SIZE - 1);
        const char *ending = strlen(name) >= UUID_TEXT_SIZE ? name + UUID_TEXT_SIZE - 1 : "";

        *unfinished = strcmp(ending, BLOB_ENDING_UNFINISHED) == 0;
        return (*unfinished || strcmp(ending, BLOB_ENDING) == 0) && uuid_parse(text, id);
}

static bool sweep_file(Sweep *sweep, int folder, const char *name, GError **error) {
        DISK_AUTO_CLOSE int held = -1;
        struct stat status;
        bool unfinished, known = false;
        Uuid id;

        if (!file_name_read(name, &id, &unfinished))
                return true;
        if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
                return errno == ENOENT || disk_fail(error, "looking at", name);
        if (!S_ISREG(status.st_mode)
            || status.st_mtim.tv_sec * INSTANT_SECOND + status.st_mtim.tv_nsec / 1000 >= sweep->older_than)
                return true;
        if (!unfinished && !sweep->is_known(&id, &known, sweep->user, error))
                return false;
        if (known)
                return true;
        held = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (held < 0)
                return errno == ENOENT || disk_fail(error, "opening", name);
        if (flock(held, LOCK_EX | LOCK_NB) != 0)
                return true; /* a writer has it in hand, however old a clock that was moved makes it look */
        if (!unfinished && !sweep->is_known(&id, &known, sweep->user, error))
                return false;
        if (known) /* committed between the two looks */
                return true;
        if (sweep->unknown)
                return sweep->unknown(&id, sweep->user, error);
        if (!sweep->only_count && unlinkat(folder, name, 0) != 0 && errno != ENOENT)
                return disk_fail(error, "removing", name);
        sweep->removed++;
        return true;
}

static bool sweep_folder(Sweep *sweep, int parent, const char *name, GError **error) {
        g_autoptr(DIR) folder = folder_open(parent, name, error);
        struct dirent *entry;

        if (!folder)
                return false;
        while ((errno = 0, entry = readdir(folder)))
                if (!sweep_file(sweep, dirfd(folder), entry->d_name, error))
                        return false;
        return errno == 0 || disk_fail(error, "reading", name);
}

bool blobs_hold(Blobs *blobs, GError **error) {
        int held;

        do
                held = flock(blobs->folder, LOCK_SH);
        while (held != 0 && errno == EINTR);
        return held == 0 || disk_fail(error, "holding", blobs->path);
}

void blobs_release(Blobs *blobs) {
        flock(blobs->folder, LOCK_UN);
}

static bool sweep_folders(Sweep *sweep, int parent, GError **error) {
        char name[BLOB_FOLDER_NAME_SIZE];
        struct stat status;

        for (guint i = 0; i < 256; i++) {
                g_snprintf(name, sizeof name, "%02x", i);
                if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
                        continue;
                if (!sweep_folder(sweep, parent, name, error))
                        return false;
        }
        return true;
}

bool blobs_sweep(Blobs *blobs, gint64 older_than, BlobIsKnown is_known, gpointer user, guint *removed,
                 GError **error) {
        Sweep sweep = { .older_than = older_than, .is_known = is_known, .user = user };
        bool swept;

        if (flock(blobs->folder, LOCK_EX | LOCK_NB) != 0) {
                *removed = 0;
                return errno == EWOULDBLOCK || disk_fail(error, "holding", blobs->path);
        }
        swept = sweep_folders(&sweep, blobs->folder, error);
        blobs_release(blobs);
        if (swept)
                *removed = sweep.removed;
        return swept;
}

bool blobs_count_orphans(Blobs *blobs, gint64 older_than, BlobIsKnown is_known, gpointer user, guint *orphans,
                         GError **error) {
        Sweep sweep = { .older_than = older_than, .is_known = is_known, .user = user, .only_count = true };

        if (!sweep_folders(&sweep, blobs->folder, error))
                return false;
        *orphans = sweep.removed;
        return true;
}

bool blob_is_there(const Blobs *blobs, const Uuid *id) {
        char folder[BLOB_FOLDER_NAME_SIZE], file[BLOB_FILE_NAME_SIZE];
        g_autofree char *path = NULL;
        struct stat status;

        blob_folder_name(id, folder);
        blob_file_name(id, BLOB_ENDING, file);
        path = g_build_filename(folder, file, NULL);
        return fstatat(blobs->folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode);
}

bool blobs_unknown(Blobs *blobs, gint64 older_than, BlobIsKnown is_known, BlobUnknown unknown, gpointer user,
                   GError **error) {
        Sweep sweep = { .older_than = older_than, .is_known = is_known, .unknown = unknown, .user = user };

        return sweep_folders(&sweep, blobs->folder, error);
}
