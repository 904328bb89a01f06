/* Tests of evidence blobs: what comes out is what went in, whole and for its subject, or nothing does. */
#include "base/refusal.h"
#include "vault/blob-copies.h"
#include "vault/blobs.h"
#include "vault/test-rooms.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#define NOW G_GINT64_CONSTANT(1525948454123456)
#define MIB 1048576
#define FILE_HEAD_SIZE 48 /* head and stream header */
#define SEALED_CHUNK_SIZE (BLOB_CHUNK_SIZE + 17)

typedef struct Room {
        TestVault vault;
        char *folder;
        Blobs *blobs;
        Uuid subject, id;
        DataKey *owner;
        BlobRecord record;
} Room;

static void room_open(Room *room, gconstpointer unused) {
        g_autoptr(GBytes) wrapped = NULL;

        test_vault_open(&room->vault, unused);
        room->folder = g_build_filename(room->vault.folder, "evidence", NULL);
        room->blobs = blobs_open(room->folder, NULL);
        g_assert_nonnull(room->blobs);
        room->subject = uuid_new(NOW);
        room->id = uuid_new(NOW);
        room->owner = vault_data_key_new(room->vault.vault, &room->subject, &wrapped);
}

static void room_close(Room *room, gconstpointer unused) {
        blob_record_clear(&room->record);
        data_key_unref(room->owner);
        blobs_close(room->blobs);
        g_free(room->folder);
        test_vault_close(&room->vault, unused);
}

static char *path_of(const Room *room, const Uuid *id, const char *ending) {
        g_autofree char *text = uuid_to_text(id), *file = g_strconcat(text, ending, NULL);

        return g_build_filename(room->folder, text + 34, file, NULL);
}

static guint8 *content_new(gsize size) {
        guint8 *content = g_malloc(size + 1);

        for (gsize i = 0; i < size; i++)
                content[i] = (guint8) g_test_rand_int_range(0, 256);
        return content;
}

static void write_blob(const Room *room, const Uuid *id, const guint8 *content, gsize size, BlobRecord *record) {
        g_autoptr(GError) error = NULL;
        g_autoptr(BlobWriter) writer = blob_writer_open(room->blobs, id, room->owner, &error);

        g_assert_no_error(error);
        g_assert_true(blob_writer_append(writer, content, size, &error));
        g_assert_true(blob_writer_finish(writer, record, &error));
        g_assert_no_error(error);
}

/* Reads a blob whole, as far as it can be read; the caller frees the array. */
static GByteArray *read_blob(const Room *room, const Uuid *id, GBytes *wrapped_key, GError **error) {
        g_autoptr(BlobReader) reader = blob_reader_open(room->blobs, id, room->owner, wrapped_key, error);
        GByteArray *content = g_byte_array_new();
        const guint8 *bytes;
        gsize size = 1;

        while (reader && size > 0 && blob_reader_next(reader, &bytes, &size, error))
                if (size > 0)
                        g_byte_array_append(content, bytes, (guint) size);
        return content;
}

static void expect_corrupt(const Room *room) {
        g_autoptr(GError) error = NULL, verify_error = NULL;
        GByteArray *content = read_blob(room, &room->id, room->record.wrapped_key, &error);

        g_assert_error(error, FAILURE, FAILURE_CORRUPT);
        g_assert_false(blob_verify(room->blobs, &room->id, room->owner, &room->record, &verify_error));
        g_assert_error(verify_error, FAILURE, FAILURE_CORRUPT);
        g_byte_array_unref(content);
}

static char *file_read(const Room *room, gsize *size) {
        g_autofree char *path = path_of(room, &room->id, ".blob");
        char *bytes;

        g_assert_true(g_file_get_contents(path, &bytes, size, NULL));
        return bytes;
}

static void file_write(const Room *room, const char *bytes, gsize size) {
        g_autofree char *path = path_of(room, &room->id, ".blob");

        g_assert_true(
                g_file_set_contents_full(path, bytes, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void every_size_around_a_chunk_comes_back_whole(Room *room, gconstpointer unused) {
        static const gsize sizes[] = { 0,
                                       1,
                                       BLOB_CHUNK_SIZE - 1,
                                       BLOB_CHUNK_SIZE,
                                       BLOB_CHUNK_SIZE + 1,
                                       2 * BLOB_CHUNK_SIZE,
                                       2 * BLOB_CHUNK_SIZE + 7 };

        (void) unused;
        for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
                g_autofree guint8 *content = content_new(sizes[i]);
                g_autofree char *hex = NULL;
                g_auto(BlobRecord) record = { 0 };
                g_autoptr(GError) error = NULL;
                g_autofree char *expected = g_compute_checksum_for_data(G_CHECKSUM_SHA256, content, sizes[i]);
                Uuid id = uuid_new(NOW);
                GByteArray *read;

                write_blob(room, &id, content, sizes[i], &record);
                g_assert_cmpuint(record.size_bytes, ==, sizes[i]);
                hex = g_malloc(65);
                g_assert_cmpstr(sodium_bin2hex(hex, 65, record.sha256, 32), ==, expected);
                read = read_blob(room, &id, record.wrapped_key, &error);
                g_assert_no_error(error);
                g_assert_cmpuint(read->len, ==, sizes[i]);
                g_assert_cmpint(memcmp(content, read->data ? read->data : content, sizes[i]), ==, 0);
                g_assert_true(blob_verify(room->blobs, &id, room->owner, &record, NULL));
                g_byte_array_unref(read);
        }
}

static void ten_mebibytes_in_pieces_of_any_size_come_back_whole(Room *room, gconstpointer unused) {
        const gsize size = 10 * MIB;
        g_autofree guint8 *content = g_malloc(size);
        g_autoptr(BlobWriter) writer = blob_writer_open(room->blobs, &room->id, room->owner, NULL);
        g_autofree char *path = path_of(room, &room->id, ".blob");
        g_autoptr(GError) error = NULL;
        struct stat status;
        GByteArray *read;

        (void) unused;
        for (gsize i = 0; i < size; i += 4) {
                guint32 word = (guint32) g_test_rand_int();

                memcpy(content + i, &word, 4);
        }
        for (gsize at = 0, piece; at < size; at += piece) {
                piece = (gsize) g_test_rand_int_range(0, 200000);
                piece = MIN(piece, size - at);
                g_assert_true(blob_writer_append(writer, content + at, piece, NULL));
        }
        g_assert_true(blob_writer_finish(writer, &room->record, NULL));
        g_assert_cmpint(stat(path, &status), ==, 0);
        g_assert_cmpuint(status.st_mode & 07777, ==, 0600);
        g_assert_cmpint(status.st_size, ==, FILE_HEAD_SIZE + 160 * SEALED_CHUNK_SIZE);
        read = read_blob(room, &room->id, room->record.wrapped_key, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(read->len, ==, size);
        g_assert_cmpint(memcmp(content, read->data, size), ==, 0);
        g_byte_array_unref(read);
}

static void nothing_of_the_content_is_on_disk_in_clear(Room *room, gconstpointer unused) {
        static const char content[] = "张三 11010519491231002X 张三 11010519491231002X";
        g_autoptr(BlobWriter) writer = blob_writer_open(room->blobs, &room->id, room->owner, NULL);
        g_autofree char *sealed = NULL;
        gsize size;

        (void) unused;
        for (guint i = 0; i < 4000; i++)
                g_assert_true(blob_writer_append(writer, content, sizeof content, NULL));
        g_assert_true(blob_writer_finish(writer, &room->record, NULL));
        sealed = file_read(room, &size);
        g_assert_null(memmem(sealed, size, "11010519491231002X", 18));
        g_assert_null(memmem(sealed, size, room->record.sha256, 32));
}

static void every_flipped_byte_is_refused(Room *room, gconstpointer unused) {
        g_autofree char *bytes = NULL;
        gsize size;

        (void) unused;
        write_blob(room, &room->id, (const guint8 *) "content", 7, &room->record);
        bytes = file_read(room, &size);
        g_assert_cmpuint(size, ==, FILE_HEAD_SIZE + 7 + 17);
        for (gsize i = 0; i < size; i++) {
                char flip = (char) (1 << (i % 7));

                bytes[i] ^= flip;
                file_write(room, bytes, size);
                expect_corrupt(room);
                bytes[i] ^= flip;
        }
        file_write(room, bytes, size);
        g_assert_true(blob_verify(room->blobs, &room->id, room->owner, &room->record, NULL));
}

static void a_blob_cut_off_or_continued_is_refused(Room *room, gconstpointer unused) {
        g_autofree guint8 *content = content_new(3 * BLOB_CHUNK_SIZE);
        g_autofree char *bytes = NULL;
        gsize size, cuts[] = { 0,
                               1,
                               24,
                               47,
                               48,
                               49,
                               FILE_HEAD_SIZE + SEALED_CHUNK_SIZE - 1,
                               FILE_HEAD_SIZE + SEALED_CHUNK_SIZE,
                               FILE_HEAD_SIZE + 2 * SEALED_CHUNK_SIZE,
                               0 };

        (void) unused;
        write_blob(room, &room->id, content, 3 * BLOB_CHUNK_SIZE, &room->record);
        bytes = file_read(room, &size);
        cuts[G_N_ELEMENTS(cuts) - 1] = size - 1;
        for (guint i = 0; i < G_N_ELEMENTS(cuts); i++) {
                file_write(room, bytes, cuts[i]);
                expect_corrupt(room);
        }
        bytes = g_realloc(bytes, size + SEALED_CHUNK_SIZE);
        memcpy(bytes + size, bytes + FILE_HEAD_SIZE, SEALED_CHUNK_SIZE);
        file_write(room, bytes, size + 1);
        expect_corrupt(room);
        file_write(room, bytes, size + SEALED_CHUNK_SIZE);
        expect_corrupt(room);
}

static void reordered_and_repeated_chunks_are_refused(Room *room, gconstpointer unused) {
        g_autofree guint8 *content = content_new(3 * BLOB_CHUNK_SIZE);
        g_autofree char *bytes = NULL, *changed = NULL;
        gsize size;

        (void) unused;
        write_blob(room, &room->id, content, 3 * BLOB_CHUNK_SIZE, &room->record);
        bytes = file_read(room, &size);
        changed = g_memdup2(bytes, size);
        memcpy(changed + FILE_HEAD_SIZE, bytes + FILE_HEAD_SIZE + SEALED_CHUNK_SIZE, SEALED_CHUNK_SIZE);
        memcpy(changed + FILE_HEAD_SIZE + SEALED_CHUNK_SIZE, bytes + FILE_HEAD_SIZE, SEALED_CHUNK_SIZE);
        file_write(room, changed, size);
        expect_corrupt(room);
        memcpy(changed, bytes, size);
        memcpy(changed + FILE_HEAD_SIZE + SEALED_CHUNK_SIZE, bytes + FILE_HEAD_SIZE, SEALED_CHUNK_SIZE);
        file_write(room, changed, size);
        expect_corrupt(room);
        file_write(room, bytes, size - SEALED_CHUNK_SIZE); /* the last chunk missing */
        expect_corrupt(room);
}

static void another_subjects_key_does_not_open_a_blob(Room *room, gconstpointer unused) {
        g_autoptr(GBytes) wrapped = NULL, given = NULL, nothing = NULL;
        g_auto(BlobRecord) other_record = { 0 };
        Uuid other_subject = uuid_new(NOW), other_id = uuid_new(NOW);
        g_autoptr(DataKey) other = vault_data_key_new(room->vault.vault, &other_subject, &wrapped);
        g_autoptr(GError) error = NULL, rewrap_error = NULL;
        guint8 name[VAULT_HASH_SIZE];

        (void) unused;
        write_blob(room, &room->id, (const guint8 *) "content", 7, &room->record);
        write_blob(room, &other_id, (const guint8 *) "content", 7, &other_record);
        g_assert_false(blob_verify(room->blobs, &room->id, other, &room->record, &error));
        g_assert_error(error, FAILURE, FAILURE_CORRUPT);
        nothing = blob_key_rewrap(&room->id, room->record.wrapped_key, other, room->owner, &rewrap_error);
        g_assert_error(rewrap_error, FAILURE, FAILURE_CORRUPT);
        g_assert_null(nothing);
        given = blob_key_rewrap(&room->id, room->record.wrapped_key, room->owner, other, NULL);
        g_bytes_unref(room->record.wrapped_key);
        room->record.wrapped_key = g_steal_pointer(&given);
        g_assert_true(blob_verify(room->blobs, &room->id, other, &room->record, NULL));
        g_clear_error(&error);
        g_assert_false(blob_verify(room->blobs, &room->id, room->owner, &room->record, &error));
        g_assert_error(error, FAILURE, FAILURE_CORRUPT);
        blob_outside_name(room->owner, room->record.sha256, name);
        g_assert_cmpint(memcmp(name, room->record.outside_name, sizeof name), ==, 0);
        g_assert_cmpint(memcmp(name, other_record.outside_name, sizeof name), ==, 0);
        blob_outside_name(other, room->record.sha256, name);
        g_assert_cmpint(memcmp(name, room->record.outside_name, sizeof name), !=, 0);
}

static void swapped_files_are_refused(Room *room, gconstpointer unused) {
        g_autofree char *path = path_of(room, &room->id, ".blob"), *other_path = NULL;
        g_auto(BlobRecord) other_record = { 0 };
        Uuid other_id = uuid_new(NOW);

        (void) unused;
        write_blob(room, &room->id, (const guint8 *) "content", 7, &room->record);
        write_blob(room, &other_id, (const guint8 *) "another", 7, &other_record);
        other_path = path_of(room, &other_id, ".blob");
        g_assert_cmpint(g_rename(other_path, path), ==, 0);
        expect_corrupt(room);
}

static void a_row_of_another_content_is_refused(Room *room, gconstpointer unused) {
        g_autoptr(GError) error = NULL;

        (void) unused;
        write_blob(room, &room->id, (const guint8 *) "content", 7, &room->record);
        room->record.sha256[5] ^= 1;
        g_assert_false(blob_verify(room->blobs, &room->id, room->owner, &room->record, &error));
        g_assert_error(error, FAILURE, FAILURE_CORRUPT);
        room->record.sha256[5] ^= 1;
        room->record.size_bytes++;
        g_assert_false(blob_verify(room->blobs, &room->id, room->owner, &room->record, NULL));
}

static void an_aborted_upload_leaves_nothing(Room *room, gconstpointer unused) {
        g_autofree char *part = path_of(room, &room->id, ".part"), *blob = path_of(room, &room->id, ".blob");
        g_autoptr(GError) error = NULL;
        BlobWriter *writer = blob_writer_open(room->blobs, &room->id, room->owner, NULL);
        g_autofree guint8 *content = content_new(100000);

        (void) unused;
        g_assert_true(blob_writer_append(writer, content, 100000, NULL));
        g_assert_true(g_file_test(part, G_FILE_TEST_EXISTS));
        g_assert_false(g_file_test(blob, G_FILE_TEST_EXISTS));
        blob_writer_abort(writer);
        g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
        g_assert_null(blob_reader_open(room->blobs, &room->id, room->owner, NULL, &error));
        g_assert_error(error, FAILURE, FAILURE_FILE);
}

static void an_id_is_written_once(Room *room, gconstpointer unused) {
        g_autoptr(GError) error = NULL;
        g_autoptr(BlobWriter) first = blob_writer_open(room->blobs, &room->id, room->owner, NULL);

        (void) unused;
        g_assert_null(blob_writer_open(room->blobs, &room->id, room->owner, &error));
        g_assert_error(error, FAILURE, FAILURE_FILE);
        g_assert_true(blob_writer_append(first, "content", 7, NULL));
        g_assert_true(blob_writer_finish(first, &room->record, NULL));
        g_clear_error(&error);
        g_assert_null(blob_writer_open(room->blobs, &room->id, room->owner, &error));
        g_assert_error(error, FAILURE, FAILURE_FILE);
        g_assert_true(blob_verify(room->blobs, &room->id, room->owner, &room->record, NULL));
}

static void a_folder_that_is_gone_is_found_again_when_it_is_back(Room *room, gconstpointer unused) {
        g_autofree guint8 *content = content_new(1000);
        g_autoptr(GError) error = NULL;
        g_autoptr(BlobWriter) writer = NULL;

        (void) unused;
        g_assert_cmpint(g_rmdir(room->folder), ==, 0);
        writer = blob_writer_open(room->blobs, &room->id, room->owner, &error);
        g_assert_null(writer);
        g_assert_error(error, FAILURE, FAILURE_FILE);
        g_assert_cmpint(g_mkdir(room->folder, 0700), ==, 0);
        write_blob(room, &room->id, content, 1000, &room->record);
}

static void a_removed_blob_is_gone_and_may_be_removed_again(Room *room, gconstpointer unused) {
        g_autofree char *blob = path_of(room, &room->id, ".blob");

        (void) unused;
        write_blob(room, &room->id, (const guint8 *) "content", 7, &room->record);
        g_assert_true(g_file_test(blob, G_FILE_TEST_EXISTS));
        g_assert_true(blob_remove(room->blobs, &room->id, NULL));
        g_assert_false(g_file_test(blob, G_FILE_TEST_EXISTS));
        g_assert_true(blob_remove(room->blobs, &room->id, NULL));
}

/* --- the sweep --- */

static bool is_the_id(const Uuid *id, bool *known, gpointer user, GError **error) {
        (void) error;
        *known = uuid_equal(id, user);
        return true;
}

static bool is_not_to_be_told(const Uuid *id, bool *known, gpointer user, GError **error) {
        (void) id;
        (void) known;
        (void) user;
        return fail(error, FAILURE_STORE, "the database is away");
}

static void make_old(const char *path) {
        struct utimbuf then = { .actime = 1525900000, .modtime = 1525900000 };

        g_assert_cmpint(utime(path, &then), ==, 0);
}

static void the_sweep_removes_old_orphans_and_nothing_else(Room *room, gconstpointer unused) {
        Uuid orphan = uuid_new(NOW), young = uuid_new(NOW), unfinished = uuid_new(NOW);
        g_auto(BlobRecord) orphan_record = { 0 }, young_record = { 0 };
        g_autofree char *known = NULL, *orphan_path = NULL, *young_path = NULL, *part = NULL, *foreign = NULL;
        g_autoptr(GError) error = NULL;
        guint removed = 77;

        (void) unused;
        write_blob(room, &room->id, (const guint8 *) "known", 5, &room->record);
        write_blob(room, &orphan, (const guint8 *) "orphan", 6, &orphan_record);
        write_blob(room, &young, (const guint8 *) "young", 5, &young_record);
        known = path_of(room, &room->id, ".blob");
        orphan_path = path_of(room, &orphan, ".blob");
        young_path = path_of(room, &young, ".blob");
        blob_writer_abort(blob_writer_open(room->blobs, &unfinished, room->owner, NULL)); /* makes the folder */
        part = path_of(room, &unfinished, ".part");
        foreign = g_strconcat(orphan_path, ".bak", NULL);
        g_assert_true(g_file_set_contents(part, "x", 1, NULL));
        g_assert_true(g_file_set_contents(foreign, "x", 1, NULL));
        make_old(known);
        make_old(orphan_path);
        make_old(part);
        make_old(foreign);
        g_assert_false(blobs_sweep(room->blobs, NOW, is_not_to_be_told, NULL, &removed, &error));
        g_assert_error(error, FAILURE, FAILURE_STORE);
        g_assert_cmpuint(removed, ==, 77);
        g_assert_true(g_file_test(orphan_path, G_FILE_TEST_EXISTS));
        g_assert_true(g_file_test(known, G_FILE_TEST_EXISTS));
        g_assert_true(g_file_set_contents(part, "x", 1, NULL)); /* whether that sweep came by it or not */
        make_old(part);
        g_assert_true(blobs_sweep(room->blobs, NOW, is_the_id, &room->id, &removed, NULL));
        g_assert_cmpuint(removed, ==, 2);
        g_assert_true(g_file_test(known, G_FILE_TEST_EXISTS));
        g_assert_true(g_file_test(young_path, G_FILE_TEST_EXISTS));
        g_assert_true(g_file_test(foreign, G_FILE_TEST_EXISTS));
        g_assert_false(g_file_test(orphan_path, G_FILE_TEST_EXISTS));
        g_assert_false(g_file_test(part, G_FILE_TEST_EXISTS));
}

/* Whatever a clock that was moved makes of its age: its row may be about to be committed. */
static void what_a_writer_has_in_hand_is_not_swept(Room *room, gconstpointer unused) {
        g_autofree char *part = path_of(room, &room->id, ".part"), *whole = path_of(room, &room->id, ".blob");
        Uuid other = uuid_new(NOW);
        BlobWriter *writer = blob_writer_open(room->blobs, &room->id, room->owner, NULL);
        guint removed = 77;

        (void) unused;
        make_old(part);
        g_assert_true(blobs_sweep(room->blobs, NOW, is_the_id, &other, &removed, NULL));
        g_assert_cmpuint(removed, ==, 0);
        g_assert_true(blob_writer_append(writer, "kept", 4, NULL));
        g_assert_true(blob_writer_finish(writer, &room->record, NULL));
        make_old(whole);
        g_assert_true(blobs_sweep(room->blobs, NOW, is_the_id, &other, &removed, NULL));
        g_assert_cmpuint(removed, ==, 0);
        blob_writer_abort(writer);
        g_assert_true(blobs_sweep(room->blobs, NOW, is_the_id, &other, &removed, NULL));
        g_assert_cmpuint(removed, ==, 1);
}

static void a_held_folder_is_not_swept(Room *room, gconstpointer unused) {
        g_autoptr(Blobs) backup = blobs_open(room->folder, NULL);
        g_autofree char *orphan_path = NULL;
        guint removed = 77;
        Uuid other = uuid_new(NOW);

        (void) unused;
        write_blob(room, &room->id, (const guint8 *) "orphan", 6, &room->record);
        orphan_path = path_of(room, &room->id, ".blob");
        make_old(orphan_path);
        g_assert_true(blobs_hold(backup, NULL));
        g_assert_true(blobs_sweep(room->blobs, NOW, is_the_id, &other, &removed, NULL));
        g_assert_cmpuint(removed, ==, 0);
        g_assert_true(g_file_test(orphan_path, G_FILE_TEST_EXISTS));
        blobs_release(backup);
        g_assert_true(blobs_sweep(room->blobs, NOW, is_the_id, &other, &removed, NULL));
        g_assert_cmpuint(removed, ==, 1);
}

/* --- copies --- */

static void a_blob_is_copied_once_and_opens_in_its_new_place(Room *room, gconstpointer unused) {
        g_autofree char *folder = g_build_filename(room->folder, "copies", NULL);
        g_autoptr(Blobs) there = blobs_open(folder, NULL);
        g_autoptr(BlobCopies) copies = blob_copies_new(room->blobs, there);
        guint8 sha256[FILE_SHA256_SIZE], again[FILE_SHA256_SIZE];
        Uuid missing = uuid_new(NOW);
        BlobCopied outcome;

        (void) unused;
        write_blob(room, &room->id, (const guint8 *) "page", 4, &room->record);
        g_assert_true(blob_copies_add(copies, &room->id, sha256, &outcome, NULL));
        g_assert_cmpint(outcome, ==, BLOB_COPIED);
        g_assert_false(blob_verify(there, &room->id, room->owner, &room->record, NULL)); /* no name yet */
        g_assert_true(blob_copies_flush(copies, NULL));
        g_assert_true(blob_verify(there, &room->id, room->owner, &room->record, NULL));
        g_assert_true(blob_file_sha256(room->blobs, &room->id, again, NULL));
        g_assert_true(memcmp(sha256, again, sizeof again) == 0);
        g_assert_true(blob_copies_add(copies, &room->id, sha256, &outcome, NULL));
        g_assert_cmpint(outcome, ==, BLOB_THERE);
        g_assert_true(blob_copies_add(copies, &missing, sha256, &outcome, NULL));
        g_assert_cmpint(outcome, ==, BLOB_MISSING);
        g_assert_true(blob_remove(there, &room->id, NULL));
}

static void a_place_that_cannot_be_a_folder_is_a_failure(Room *room, gconstpointer unused) {
        g_autofree char *deep = g_build_filename(room->folder, "a", "b", NULL);
        g_autoptr(GError) error = NULL, file_error = NULL;

        (void) unused;
        g_assert_null(blobs_open(deep, &error));
        g_assert_error(error, FAILURE, FAILURE_FILE);
        g_assert_null(blobs_open(room->vault.keyring_path, &file_error));
        g_assert_error(file_error, FAILURE, FAILURE_FILE);
}

#define ADD(test) g_test_add("/blobs/" #test, Room, NULL, room_open, test, room_close)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        ADD(every_size_around_a_chunk_comes_back_whole);
        ADD(ten_mebibytes_in_pieces_of_any_size_come_back_whole);
        ADD(nothing_of_the_content_is_on_disk_in_clear);
        ADD(every_flipped_byte_is_refused);
        ADD(a_blob_cut_off_or_continued_is_refused);
        ADD(reordered_and_repeated_chunks_are_refused);
        ADD(another_subjects_key_does_not_open_a_blob);
        ADD(swapped_files_are_refused);
        ADD(a_row_of_another_content_is_refused);
        ADD(an_aborted_upload_leaves_nothing);
        ADD(an_id_is_written_once);
        ADD(a_folder_that_is_gone_is_found_again_when_it_is_back);
        ADD(a_removed_blob_is_gone_and_may_be_removed_again);
        ADD(the_sweep_removes_old_orphans_and_nothing_else);
        ADD(what_a_writer_has_in_hand_is_not_swept);
        ADD(a_held_folder_is_not_swept);
        ADD(a_blob_is_copied_once_and_opens_in_its_new_place);
        ADD(a_place_that_cannot_be_a_folder_is_a_failure);
        return g_test_run();
}
