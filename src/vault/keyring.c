/* The keyring's file: made once, read strictly, replaced in one step. A file is taken only if writing what was read of it
 * gives the same bytes again, so that no two files mean the same. */
#include "vault/keyring.h"

#include "base/disk.h"
#include "base/instant.h"
#include "base/refusal.h"
#include "base/secret-bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "shiming-keyring 1\n"
#define FILE_SIZE_MAX 16384
#define CHECK_SIZE 32
#define CHECK_LINE_SIZE (sizeof "check \n" - 1 + 2 * CHECK_SIZE)

struct Keyring {
        char *path;
        struct stat read; /* the file, as it was when it was read */
        guint count, active;
        KeyringMaster masters[KEYRING_MASTERS_MAX];
        SecretBytes *keys; /* the secrets, then the master keys */
};

static const char *const secret_names[] = {
        [KEYRING_LOOKUP] = "lookup",
        [KEYRING_API_KEY] = "api-key",
        [KEYRING_TOKEN] = "token",
        [KEYRING_LOG_SIGNING] = "log-signing",
};

typedef enum Fault {
        FAULT_EXISTS,
        FAULT_MISSING,
        FAULT_LINK,
        FAULT_UNREADABLE,
        FAULT_NOT_PLAIN,
        FAULT_OWNER,
        FAULT_MODE,
        FAULT_SIZE,
        FAULT_HEAD,
        FAULT_CHECK,
        FAULT_LINE,
        FAULT_FULL,
        FAULT_BUSY,
        FAULT_COUNT
} Fault;

/* clang-format off */
static const char *const fault_texts[FAULT_COUNT][LANGUAGE_COUNT] = {
        [FAULT_EXISTS] = { "文件已经存在，不会被覆盖；确实不再需要时请先移走",
                           "the file is there already and is never overwritten; move it away first if nothing needs it" },
        [FAULT_MISSING] = { "找不到文件；请运行 shiming init，或从备份恢复",
                            "no such file; run shiming init, or restore it from the backup" },
        [FAULT_LINK] = { "这是符号链接；请在配置中写真实路径",
                         "it is a symbolic link; name the real file in the configuration" },
        [FAULT_UNREADABLE] = { "无权读取；文件应属于运行 shiming 的用户（chown）",
                               "it cannot be read; it has to belong to the user who runs shiming (chown)" },
        [FAULT_NOT_PLAIN] = { "不是普通文件；请从备份恢复", "it is not a plain file; restore it from the backup" },
        [FAULT_OWNER] = { "文件属于其他用户；请用 chown 改为运行 shiming 的用户",
                          "it belongs to another user; chown it to the user who runs shiming" },
        [FAULT_MODE] = { "其他用户可以访问；请运行 chmod 600",
                         "its mode lets other users in; run chmod 600 on it" },
        [FAULT_SIZE] = { "文件大小不可能是密钥文件；请从备份恢复",
                         "a keyring is never of that size; restore it from the backup" },
        [FAULT_HEAD] = { "第一行应为“shiming-keyring 1”；请检查路径，或从备份恢复",
                         "the first line has to be \"shiming-keyring 1\"; look at the path, or restore it from the backup" },
        [FAULT_CHECK] = { "最后一行的校验值与内容不符，文件已损坏或被截断；请从备份恢复",
                          "the check in the last line does not fit, so the file is damaged or cut off; restore it from the backup" },
        [FAULT_LINE] = { "这一行不符合格式；请从备份恢复",
                         "this line is not of the format; restore it from the backup" },
        [FAULT_FULL] = { "密钥数量已达上限；请先运行 keys drop", "it holds as many keys as it can; run keys drop first" },
        [FAULT_BUSY] = { "另一个程序正在修改；请等它结束", "another program is changing it; wait for its end" },
};
/* clang-format on */

static bool refuse_file(GError **error, const char *path, Fault fault) {
        return refuse(error, REFUSAL_KEYRING_INVALID, NULL, path, fault_texts[fault][LANGUAGE_ZH],
                      fault_texts[fault][LANGUAGE_EN], NULL);
}

static bool refuse_line(GError **error, const char *path, guint line, Fault fault) {
        g_autofree char *place = g_strdup_printf("%s:%u", path, line);

        return refuse_file(error, place, fault);
}

/* --- in memory --- */

static Keyring *keyring_new(void) {
        Keyring *keyring = g_new0(Keyring, 1);

        g_assert(sodium_init() >= 0);
        keyring->keys = secret_bytes_new((KEYRING_SECRET_COUNT + KEYRING_MASTERS_MAX) * KEYRING_KEY_SIZE);
        return keyring;
}

void keyring_free(Keyring *keyring) {
        if (!keyring)
                return;
        secret_bytes_free(keyring->keys);
        g_free(keyring->path);
        g_free(keyring);
}

static guint8 *secret_slot(const Keyring *keyring, KeyringSecret secret) {
        return secret_bytes_get(keyring->keys) + (gsize) secret * KEYRING_KEY_SIZE;
}

static guint8 *master_slot(const Keyring *keyring, guint index) {
        return secret_bytes_get(keyring->keys) + ((gsize) KEYRING_SECRET_COUNT + index) * KEYRING_KEY_SIZE;
}

guint keyring_master_count(const Keyring *keyring) {
        return keyring->count;
}

const KeyringMaster *keyring_master(const Keyring *keyring, guint index) {
        g_assert(index < keyring->count);
        return &keyring->masters[index];
}

guint keyring_active(const Keyring *keyring) {
        return keyring->active;
}

const guint8 *keyring_master_key(const Keyring *keyring, guint index) {
        g_assert(index < keyring->count);
        return master_slot(keyring, index);
}

bool keyring_find(const Keyring *keyring, guint32 id, guint *index) {
        for (guint i = 0; i < keyring->count; i++)
                if (keyring->masters[i].id == id) {
                        *index = i;
                        return true;
                }
        return false;
}

const guint8 *keyring_secret(const Keyring *keyring, KeyringSecret secret) {
        g_assert(secret < KEYRING_SECRET_COUNT);
        return secret_slot(keyring, secret);
}

bool keyring_is_prepared(const Keyring *keyring, guint index) {
        g_assert(index < keyring->count);
        return index > keyring->active;
}

const char *keyring_path(const Keyring *keyring) {
        return keyring->path;
}

static void master_activate(Keyring *keyring, guint index, gint64 now) {
        keyring->masters[index].created = now - now % INSTANT_SECOND;
        for (guint i = 0; i < keyring->count; i++)
                keyring->masters[i].active = i == index;
        keyring->active = index;
}

/* Adds a random master key. */
static void master_add(Keyring *keyring, gint64 now) {
        guint taken, place = keyring->count;
        KeyringMaster *master = &keyring->masters[place];

        do
                master->id = randombytes_random();
        while (keyring_find(keyring, master->id, &taken));
        master->created = now - now % INSTANT_SECOND;
        master->active = false;
        keyring->count++;
        randombytes_buf(master_slot(keyring, place), KEYRING_KEY_SIZE);
}

/* --- writing --- */

/* A text under way in guarded memory. */
typedef struct Page {
        char *bytes;
        gsize size;
} Page;

static void page_add(Page *page, const char *text) {
        gsize length = strlen(text);

        g_assert(page->size + length < FILE_SIZE_MAX);
        memcpy(page->bytes + page->size, text, length);
        page->size += length;
}

static void page_add_key(Page *page, const guint8 *key) {
        gsize room = sodium_base64_ENCODED_LEN(KEYRING_KEY_SIZE, sodium_base64_VARIANT_ORIGINAL);

        g_assert(page->size + room < FILE_SIZE_MAX);
        sodium_bin2base64(page->bytes + page->size, room, key, KEYRING_KEY_SIZE, sodium_base64_VARIANT_ORIGINAL);
        page->size += room - 1;
        page_add(page, "\n");
}

static void check_line(const char *bytes, gsize size, char line[static CHECK_LINE_SIZE + 1]) {
        guint8 check[CHECK_SIZE];
        char hex[2 * CHECK_SIZE + 1];

        crypto_generichash(check, sizeof check, (const guint8 *) bytes, size, NULL, 0);
        g_snprintf(line, CHECK_LINE_SIZE + 1, "check %s\n", sodium_bin2hex(hex, sizeof hex, check, sizeof check));
}

/* Writes the whole file's text into guarded memory; gives its size. */
static gsize keyring_write(const Keyring *keyring, SecretBytes *text) {
        Page page = { .bytes = (char *) secret_bytes_get(text) };
        char line[CHECK_LINE_SIZE + 1];

        page_add(&page, HEAD);
        for (guint i = 0; i < keyring->count; i++) {
                const KeyringMaster *master = &keyring->masters[i];
                g_autofree char *created = instant_format(master->created, NULL);
                g_autofree char *entry = g_strdup_printf("key %08x %s %s ", master->id, created,
                                                         master->active ? "active" : "retired");

                page_add(&page, entry);
                page_add_key(&page, master_slot(keyring, i));
        }
        for (guint i = 0; i < KEYRING_SECRET_COUNT; i++) {
                page_add(&page, "secret ");
                page_add(&page, secret_names[i]);
                page_add(&page, " ");
                page_add_key(&page, secret_slot(keyring, i));
        }
        check_line(page.bytes, page.size, line);
        page_add(&page, line);
        return page.size;
}

/* Writes the keyring to a file that must not be there yet; removes it again if that fails. */
static bool file_make(const Keyring *keyring, const char *path, GError **error) {
        g_autoptr(SecretBytes) text = secret_bytes_new(FILE_SIZE_MAX);
        gsize size = keyring_write(keyring, text);
        DISK_AUTO_CLOSE int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

        if (descriptor < 0 && errno == EEXIST)
                return refuse_file(error, path, FAULT_EXISTS);
        if (descriptor < 0)
                return disk_fail(error, "creating", path);
        if (disk_write(descriptor, secret_bytes_get(text), size, path, error) && disk_sync(descriptor, path, error))
                return true;
        unlink(path);
        return false;
}

bool keyring_create(const char *path, gint64 now, GError **error) {
        g_autoptr(Keyring) keyring = keyring_new();

        for (guint i = 0; i < KEYRING_SECRET_COUNT; i++)
                randombytes_buf(secret_slot(keyring, i), KEYRING_KEY_SIZE);
        master_add(keyring, now);
        master_activate(keyring, 0, now);
        return file_make(keyring, path, error) && disk_sync_folder_of(path, error);
}

/* --- reading --- */

static bool file_check(int descriptor, const char *path, struct stat *status, GError **error) {
        if (fstat(descriptor, status) != 0)
                return disk_fail(error, "looking at", path);
        if (!S_ISREG(status->st_mode))
                return refuse_file(error, path, FAULT_NOT_PLAIN);
        if (status->st_uid != geteuid())
                return refuse_file(error, path, FAULT_OWNER);
        if (status->st_mode & 077)
                return refuse_file(error, path, FAULT_MODE);
        if (status->st_size < (off_t) (sizeof HEAD + CHECK_LINE_SIZE) || status->st_size >= FILE_SIZE_MAX)
                return refuse_file(error, path, FAULT_SIZE);
        return true;
}

static bool file_read(const char *path, SecretBytes *text, struct stat *status, GError **error) {
        /* O_NONBLOCK, so that a FIFO in its place cannot hold us up */
        DISK_AUTO_CLOSE int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        gsize got = 0;

        if (descriptor < 0 && errno == ENOENT)
                return refuse_file(error, path, FAULT_MISSING);
        if (descriptor < 0 && errno == ELOOP)
                return refuse_file(error, path, FAULT_LINK);
        if (descriptor < 0 && errno == EACCES)
                return refuse_file(error, path, FAULT_UNREADABLE);
        if (descriptor < 0)
                return disk_fail(error, "opening", path);
        if (!file_check(descriptor, path, status, error)
            || !disk_read(descriptor, secret_bytes_get(text), (gsize) status->st_size, &got, path, error))
                return false;
        return got == (gsize) status->st_size || refuse_file(error, path, FAULT_SIZE);
}

/* Reads 32 bytes of base64 that end the line. */
static bool key_read(const char *text, guint8 *key) {
        size_t size;
        const char *end;

        return sodium_base642bin(key, KEYRING_KEY_SIZE, text, strlen(text), NULL, &size, &end,
                                 sodium_base64_VARIANT_ORIGINAL)
                       == 0
               && size == KEYRING_KEY_SIZE && *end == '\0';
}

/* Parts a line at its spaces, in place; false unless there are exactly `count` fields. */
static bool fields_part(char *line, char **fields, guint count) {
        for (guint i = 0; i < count; i++) {
                char *space = strchr(line, ' ');

                fields[i] = line;
                if ((space == NULL) != (i == count - 1))
                        return false;
                if (space) {
                        *space = '\0';
                        line = space + 1;
                }
        }
        return true;
}

static bool master_read(Keyring *keyring, char *line) {
        char *fields[5];
        KeyringMaster *master = &keyring->masters[keyring->count];
        guint64 id;
        guint taken;

        if (keyring->count == KEYRING_MASTERS_MAX || !fields_part(line, fields, 5)
            || !g_ascii_string_to_unsigned(fields[1], 16, 0, G_MAXUINT32, &id, NULL)
            || keyring_find(keyring, (guint32) id, &taken) || !instant_parse(fields[2], &master->created)
            || !key_read(fields[4], master_slot(keyring, keyring->count)))
                return false;
        master->id = (guint32) id;
        master->active = strcmp(fields[3], "active") == 0;
        if (master->active)
                keyring->active = keyring->count;
        keyring->count++;
        return true;
}

static bool secret_read(Keyring *keyring, char *line, guint *next) {
        char *fields[3];

        if (*next == KEYRING_SECRET_COUNT || !fields_part(line, fields, 3)
            || strcmp(fields[1], secret_names[*next]) != 0 || !key_read(fields[2], secret_slot(keyring, *next)))
                return false;
        (*next)++;
        return true;
}

/* Reads the lines between head and check. Gives the number of the first bad line, 0 for none. */
static guint body_read(Keyring *keyring, char *text, char *end) {
        guint secrets = 0, line = 2, actives = 0;

        for (char *next; text < end; text = next, line++) {
                bool good;

                next = memchr(text, '\n', (gsize) (end - text));
                *next++ = '\0'; /* the caller has seen that the last byte is a line feed */
                good = strlen(text) == (gsize) (next - text - 1)
                       && (g_str_has_prefix(text, "key ")
                                   ? secrets == 0 && master_read(keyring, text)
                                   : g_str_has_prefix(text, "secret ") && secret_read(keyring, text, &secrets));
                if (!good)
                        return line;
        }
        for (guint i = 0; i < keyring->count; i++)
                actives += keyring->masters[i].active;
        return secrets == KEYRING_SECRET_COUNT && actives == 1 ? 0 : line;
}

/* True where `text` is what the keyring would be written as. */
static bool is_canonical(const Keyring *keyring, const char *check, gsize size) {
        g_autoptr(SecretBytes) again = secret_bytes_new(FILE_SIZE_MAX);
        const char *written = (const char *) secret_bytes_get(again);

        /* The check covers all bytes of both texts: equal checks, equal texts. */
        return keyring_write(keyring, again) == size
               && memcmp(written + size - CHECK_LINE_SIZE, check, CHECK_LINE_SIZE) == 0;
}

static bool keyring_read(Keyring *keyring, const char *path, SecretBytes *file, gsize size, GError **error) {
        char *text = (char *) secret_bytes_get(file), *check = text + size - CHECK_LINE_SIZE;
        char expected[CHECK_LINE_SIZE + 1];
        guint bad;

        if (strncmp(text, HEAD, sizeof HEAD - 1) != 0)
                return refuse_line(error, path, 1, FAULT_HEAD);
        check_line(text, (gsize) (check - text), expected);
        if (check[-1] != '\n' || sodium_memcmp(check, expected, CHECK_LINE_SIZE) != 0)
                return refuse_file(error, path, FAULT_CHECK);
        bad = body_read(keyring, text + sizeof HEAD - 1, check);
        if (bad)
                return refuse_line(error, path, bad, FAULT_LINE);
        if (!is_canonical(keyring, check, size))
                return refuse_line(error, path, 2, FAULT_LINE);
        return true;
}

static Keyring *keyring_read_file(const char *path, GError **error) {
        g_autoptr(Keyring) keyring = keyring_new();
        g_autoptr(SecretBytes) text = secret_bytes_new(FILE_SIZE_MAX);

        if (!file_read(path, text, &keyring->read, error)
            || !keyring_read(keyring, path, text, (gsize) keyring->read.st_size, error))
                return NULL;
        keyring->path = g_strdup(path);
        return g_steal_pointer(&keyring);
}

Keyring *keyring_load(const char *path, GError **error) {
        Keyring *keyring = keyring_read_file(path, error);

        if (keyring)
                sodium_mprotect_readonly(secret_bytes_get(keyring->keys));
        return keyring;
}

bool keyring_is_current(const Keyring *keyring) {
        const struct stat *then = &keyring->read;
        struct stat now;

        return stat(keyring->path, &now) == 0 && now.st_dev == then->st_dev && now.st_ino == then->st_ino
               && now.st_size == then->st_size && now.st_mtim.tv_sec == then->st_mtim.tv_sec
               && now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
}

/* --- changing --- */

bool keyring_copy(const char *from, const char *to, GError **error) {
        g_autoptr(Keyring) keyring = keyring_read_file(from, error);

        return keyring && file_make(keyring, to, error) && disk_sync_folder_of(to, error);
}

static bool master_next(Keyring *keyring, KeyringChange change, gint64 now, GError **error) {
        bool prepared = keyring_is_prepared(keyring, keyring->count - 1);

        if (prepared && change == KEYRING_PREPARE)
                return true;
        if (!prepared && keyring->count == KEYRING_MASTERS_MAX)
                return refuse_file(error, keyring->path, FAULT_FULL);
        if (!prepared)
                master_add(keyring, now);
        if (change == KEYRING_ROTATE)
                master_activate(keyring, keyring->count - 1, now);
        return true;
}

static void masters_drop(Keyring *keyring, const GArray *ids) {
        for (guint i = 0; i < ids->len; i++) {
                guint index;

                if (!keyring_find(keyring, g_array_index(ids, guint32, i), &index) || index >= keyring->active)
                        continue;
                for (guint next = index + 1; next < keyring->count; next++) {
                        keyring->masters[next - 1] = keyring->masters[next];
                        memcpy(master_slot(keyring, next - 1), master_slot(keyring, next), KEYRING_KEY_SIZE);
                }
                keyring->count--;
                keyring->active--;
                sodium_memzero(master_slot(keyring, keyring->count), KEYRING_KEY_SIZE);
        }
}

/* What a change that was cut off left is removed: nobody else can be at it. */
static bool file_replace(const Keyring *keyring, const char *path, GError **error) {
        g_autofree char *fresh = g_strconcat(path, ".new", NULL);

        if (unlink(fresh) != 0 && errno != ENOENT)
                return disk_fail(error, "removing", fresh);
        if (!file_make(keyring, fresh, error))
                return false;
        if (rename(fresh, path) != 0) {
                disk_fail(error, "renaming", fresh);
                unlink(fresh);
                return false;
        }
        return disk_sync_folder_of(path, error);
}

/* The lock of the folder: the file itself is another one after each change. */
static int change_begin(const char *path, GError **error) {
        g_autofree char *folder = g_path_get_dirname(path);
        int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        if (descriptor < 0) {
                disk_fail(error, "opening", folder);
                return -1;
        }
        if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
                return descriptor;
        if (errno == EWOULDBLOCK)
                refuse_file(error, path, FAULT_BUSY);
        else
                disk_fail(error, "locking", folder);
        disk_close(&descriptor);
        return -1;
}

bool keyring_change(const char *path, KeyringChange change, const GArray *ids, gint64 now, GError **error) {
        DISK_AUTO_CLOSE int lock = change_begin(path, error);
        g_autoptr(Keyring) keyring = lock < 0 ? NULL : keyring_read_file(path, error);

        if (!keyring)
                return false;
        if (change == KEYRING_DROP)
                masters_drop(keyring, ids);
        else if (!master_next(keyring, change, now, error))
                return false;
        return file_replace(keyring, path, error);
}
