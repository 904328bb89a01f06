/* Tests of the keyring: nothing but the file that was written is taken. */
#include "base/refusal.h"
#include "vault/keyring.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW G_GINT64_CONSTANT(1525948454123456)

typedef struct Room {
        char *folder, *path;
} Room;

static void room_open(Room *room, gconstpointer unused) {
        (void) unused;
        room->folder = g_dir_make_tmp("shiming-keyring-XXXXXX", NULL);
        room->path = g_build_filename(room->folder, "keyring", NULL);
}

static void room_close(Room *room, gconstpointer unused) {
        (void) unused;
        g_remove(room->path);
        g_assert_cmpint(g_rmdir(room->folder), ==, 0);
        g_free(room->folder);
        g_free(room->path);
}

static void create(const Room *room) {
        GError *error = NULL;

        g_assert_true(keyring_create(room->path, NOW, &error));
        g_assert_no_error(error);
}

static Keyring *load(const Room *room) {
        GError *error = NULL;
        Keyring *keyring = keyring_load(room->path, &error);

        g_assert_no_error(error);
        return keyring;
}

static void expect_refusal(const Room *room, const char *words) {
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;

        g_assert_null(keyring_load(room->path, &error));
        g_assert_true(refusal_is(error, REFUSAL_KEYRING_INVALID));
        text = refusal_text(error, LANGUAGE_EN);
        g_assert_nonnull(strstr(text, room->path));
        if (!strstr(text, words))
                g_error("\"%s\" does not say \"%s\"", text, words);
}

/* Puts bytes in the file's place, mode as it was. */
static void overwrite(const Room *room, const char *bytes, gsize size) {
        g_autoptr(GError) error = NULL;

        g_file_set_contents_full(room->path, bytes, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
        g_assert_no_error(error);
        g_assert_cmpint(g_chmod(room->path, 0600), ==, 0);
}

static void what_was_created_is_loaded(Room *room, gconstpointer unused) {
        g_autoptr(Keyring) keyring = NULL, again = NULL;
        struct stat status;
        guint index = 7;

        (void) unused;
        create(room);
        g_assert_cmpint(stat(room->path, &status), ==, 0);
        g_assert_cmpuint(status.st_mode & 07777, ==, 0600);
        keyring = load(room);
        again = load(room);
        g_assert_cmpuint(keyring_master_count(keyring), ==, 1);
        g_assert_cmpint(keyring_master(keyring, 0)->created, ==, G_GINT64_CONSTANT(1525948454000000));
        g_assert_true(keyring_master(keyring, 0)->active);
        g_assert_true(keyring_find(keyring, keyring_master(keyring, 0)->id, &index));
        g_assert_cmpuint(index, ==, 0);
        g_assert_false(keyring_find(keyring, keyring_master(keyring, 0)->id + 1, &index));
        g_assert_cmpint(memcmp(keyring_master_key(keyring, 0), keyring_master_key(again, 0), 32), ==, 0);
        for (guint i = 0; i < KEYRING_SECRET_COUNT; i++) {
                g_assert_cmpint(memcmp(keyring_secret(keyring, i), keyring_secret(again, i), 32), ==, 0);
                g_assert_cmpint(memcmp(keyring_secret(keyring, i), keyring_master_key(keyring, 0), 32), !=, 0);
                for (guint j = 0; j < i; j++)
                        g_assert_cmpint(memcmp(keyring_secret(keyring, i), keyring_secret(keyring, j), 32), !=, 0);
        }
}

static void a_keyring_is_never_overwritten(Room *room, gconstpointer unused) {
        g_autoptr(GError) error = NULL;
        g_autofree char *before = NULL, *after = NULL;

        (void) unused;
        create(room);
        g_assert_true(g_file_get_contents(room->path, &before, NULL, NULL));
        g_assert_false(keyring_create(room->path, NOW, &error));
        g_assert_true(refusal_is(error, REFUSAL_KEYRING_INVALID));
        g_assert_true(g_file_get_contents(room->path, &after, NULL, NULL));
        g_assert_cmpstr(before, ==, after);
}

static void a_looser_mode_is_refused(Room *room, gconstpointer unused) {
        static const mode_t modes[] = { 0640, 0604, 0620, 0601, 0644, 0777, 0610, 0602 };

        (void) unused;
        create(room);
        for (guint i = 0; i < G_N_ELEMENTS(modes); i++) {
                g_assert_cmpint(chmod(room->path, modes[i]), ==, 0);
                expect_refusal(room, "chmod 600");
        }
        g_assert_cmpint(g_chmod(room->path, 0400), ==, 0);
        keyring_free(load(room));
}

static void another_users_file_is_refused(Room *room, gconstpointer unused) {
        (void) unused;
        create(room);
        if (chown(room->path, geteuid() + 1, (gid_t) -1) != 0) {
                g_test_skip("only root can give a file away");
                return;
        }
        expect_refusal(room, "chown");
}

static void a_link_a_folder_and_a_missing_file_are_refused(Room *room, gconstpointer unused) {
        g_autofree char *real = g_strconcat(room->path, ".real", NULL);

        (void) unused;
        expect_refusal(room, "shiming init");
        create(room);
        g_assert_cmpint(g_rename(room->path, real), ==, 0);
        g_assert_cmpint(symlink(real, room->path), ==, 0);
        expect_refusal(room, "symbolic link");
        g_remove(real);
        g_remove(room->path);
        g_assert_cmpint(g_mkdir(room->path, 0700), ==, 0);
        expect_refusal(room, "plain file");
}

static void every_flipped_bit_is_refused(Room *room, gconstpointer unused) {
        g_autofree char *bytes = NULL;
        gsize size;

        (void) unused;
        create(room);
        g_assert_true(g_file_get_contents(room->path, &bytes, &size, NULL));
        for (gsize i = 0; i < size; i++) {
                char flip = (char) (1 << (i % 8));

                bytes[i] ^= flip;
                overwrite(room, bytes, size);
                expect_refusal(room, "restore it from the backup");
                bytes[i] ^= flip;
        }
        overwrite(room, bytes, size);
        keyring_free(load(room));
}

static void every_truncation_and_every_addition_is_refused(Room *room, gconstpointer unused) {
        g_autofree char *bytes = NULL, *longer = NULL;
        gsize size;

        (void) unused;
        create(room);
        g_assert_true(g_file_get_contents(room->path, &bytes, &size, NULL));
        for (gsize i = 0; i < size; i++) {
                overwrite(room, bytes, i);
                expect_refusal(room, "backup");
        }
        longer = g_strconcat(bytes, "\n", NULL);
        overwrite(room, longer, size + 1);
        expect_refusal(room, "check in the last line");
}

/* Writes a keyring whose check fits, with one text replaced by another. */
static void rewrite(const Room *room, const char *bytes, const char *from, const char *to) {
        g_autoptr(GString) text = g_string_new(bytes);
        guint8 check[32];
        char *last = strstr(text->str, "check ");

        g_string_truncate(text, (gsize) (last - text->str));
        g_assert_cmpuint(g_string_replace(text, from, to, 1), ==, 1);
        crypto_generichash(check, sizeof check, (const guint8 *) text->str, text->len, NULL, 0);
        g_string_append(text, "check ");
        for (guint i = 0; i < sizeof check; i++)
                g_string_append_printf(text, "%02x", check[i]);
        g_string_append(text, "\n");
        overwrite(room, text->str, text->len);
}

static void a_line_out_of_form_is_named(Room *room, gconstpointer unused) {
        static const struct {
                const char *from, *to, *place;
        } rows[] = {
                { "shiming-keyring 1", "shiming-keyring 2", ":1:" },
                { " active ", " retired ", ":7:" },
                { " active ", " actif ", ":7:" },
                { "Z active", "+00:00 active", ":2:" },
                { " active ", "  active ", ":2:" },
                { "secret token", "secret tokens", ":5:" },
                { "secret lookup", "secret api-key", ":3:" },
                { "secret lookup", "\nsecret lookup", ":3:" },
                { "=\nsecret lookup", "\nsecret lookup", ":2:" },
                { "\nsecret log-signing", "\r\nsecret log-signing", ":5:" },
                { "key ", "key 0", ":2:" },
        };
        g_autofree char *bytes = NULL;

        (void) unused;
        create(room);
        g_assert_true(g_file_get_contents(room->path, &bytes, NULL, NULL));
        rewrite(room, bytes, "\nsecret api-key", "\nsecret api-key");
        keyring_free(load(room));
        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                rewrite(room, bytes, rows[i].from, rows[i].to);
                expect_refusal(room, rows[i].place);
        }
}

static void a_rotation_keeps_the_old_master_key(Room *room, gconstpointer unused) {
        g_autoptr(Keyring) before = NULL, after = NULL;
        g_autoptr(GError) error = NULL;
        g_autofree char *fresh = g_strconcat(room->path, ".new", NULL);

        (void) unused;
        create(room);
        before = load(room);
        g_assert_true(keyring_change(room->path, KEYRING_ROTATE, NULL, NOW, &error));
        g_assert_no_error(error);
        after = load(room);
        g_assert_cmpuint(keyring_master_count(after), ==, 2);
        g_assert_cmpuint(keyring_active(after), ==, 1);
        g_assert_false(keyring_master(after, 0)->active);
        g_assert_cmpint(memcmp(keyring_master_key(before, 0), keyring_master_key(after, 0), 32), ==, 0);
        g_assert_cmpint(memcmp(keyring_secret(before, KEYRING_LOOKUP), keyring_secret(after, KEYRING_LOOKUP), 32), ==,
                        0);
        g_assert_false(g_file_test(fresh, G_FILE_TEST_EXISTS));
}

static void a_prepared_key_is_the_next_and_one_is_enough(Room *room, gconstpointer unused) {
        g_autoptr(Keyring) prepared = NULL, after = NULL;
        guint32 next;

        (void) unused;
        create(room);
        g_assert_true(keyring_change(room->path, KEYRING_PREPARE, NULL, NOW, NULL));
        g_assert_true(keyring_change(room->path, KEYRING_PREPARE, NULL, NOW, NULL));
        prepared = load(room);
        g_assert_cmpuint(keyring_master_count(prepared), ==, 2);
        g_assert_cmpuint(keyring_active(prepared), ==, 0);
        g_assert_true(keyring_is_prepared(prepared, 1));
        next = keyring_master(prepared, 1)->id;
        g_assert_true(keyring_is_current(prepared));
        g_assert_true(keyring_change(room->path, KEYRING_ROTATE, NULL, NOW, NULL));
        g_assert_false(keyring_is_current(prepared));
        after = load(room);
        g_assert_cmpuint(keyring_master_count(after), ==, 2);
        g_assert_cmpuint(keyring_master(after, keyring_active(after))->id, ==, next);
}

static void only_what_is_behind_is_dropped(Room *room, gconstpointer unused) {
        g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));
        g_autoptr(Keyring) before = NULL, after = NULL;

        (void) unused;
        create(room);
        g_assert_true(keyring_change(room->path, KEYRING_ROTATE, NULL, NOW, NULL));
        g_assert_true(keyring_change(room->path, KEYRING_ROTATE, NULL, NOW, NULL));
        g_assert_true(keyring_change(room->path, KEYRING_PREPARE, NULL, NOW, NULL));
        before = load(room);
        for (guint i = 0; i < 4; i++)
                if (i != 1)
                        g_array_append_val(ids, keyring_master(before, i)->id);
        g_assert_true(keyring_change(room->path, KEYRING_DROP, ids, NOW, NULL));
        after = load(room);
        g_assert_cmpuint(keyring_master_count(after), ==, 3);
        g_assert_cmpuint(keyring_active(after), ==, 1);
        for (guint i = 0; i < 3; i++) {
                g_assert_cmpuint(keyring_master(after, i)->id, ==, keyring_master(before, i + 1)->id);
                g_assert_cmpint(memcmp(keyring_master_key(after, i), keyring_master_key(before, i + 1), 32), ==, 0);
        }
}

static void what_a_killed_change_left_does_not_stop_the_next(Room *room, gconstpointer unused) {
        g_autofree char *fresh = g_strconcat(room->path, ".new", NULL);

        (void) unused;
        create(room);
        g_assert_true(g_file_set_contents(fresh, "shiming-keyr", -1, NULL));
        g_assert_true(keyring_change(room->path, KEYRING_ROTATE, NULL, NOW, NULL));
        g_assert_false(g_file_test(fresh, G_FILE_TEST_EXISTS));
        keyring_free(load(room));
}

static void a_full_keyring_takes_no_more(Room *room, gconstpointer unused) {
        g_autoptr(GError) error = NULL;

        (void) unused;
        create(room);
        for (guint i = 1; i < KEYRING_MASTERS_MAX; i++)
                g_assert_true(keyring_change(room->path, KEYRING_ROTATE, NULL, NOW, NULL));
        g_assert_false(keyring_change(room->path, KEYRING_ROTATE, NULL, NOW, &error));
        g_assert_true(refusal_is(error, REFUSAL_KEYRING_INVALID));
        keyring_free(load(room));
}

#define ADD(test) g_test_add("/keyring/" #test, Room, NULL, room_open, test, room_close)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        ADD(what_was_created_is_loaded);
        ADD(a_keyring_is_never_overwritten);
        ADD(a_looser_mode_is_refused);
        ADD(another_users_file_is_refused);
        ADD(a_link_a_folder_and_a_missing_file_are_refused);
        ADD(every_flipped_bit_is_refused);
        ADD(every_truncation_and_every_addition_is_refused);
        ADD(a_line_out_of_form_is_named);
        ADD(a_rotation_keeps_the_old_master_key);
        ADD(a_prepared_key_is_the_next_and_one_is_enough);
        ADD(only_what_is_behind_is_dropped);
        ADD(what_a_killed_change_left_does_not_stop_the_next);
        ADD(a_full_keyring_takes_no_more);
        return g_test_run();
}
