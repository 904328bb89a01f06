/* Sealed bytes: a wrapped data key, a sealed field, an evidence blob. Whatever was sealed opens as it was; with one byte changed,
 * or as bytes of the fuzzer's own, it does not open. */
#include "tests/fuzz/fuzz.h"

#include "vault/blobs.h"
#include "vault/test-rooms.h"

#include <stdlib.h>
#include <string.h>

#define FIELD "fuzz.field"

static TestVault room;
static Blobs *blobs;
static DataKey *key;
static const Uuid owner = { { 1 } }, row = { { 2 } };
static GBytes *wrapped;

static void room_close(void) {
        g_bytes_unref(wrapped);
        data_key_unref(key);
        blobs_close(blobs);
        test_vault_close(&room, NULL);
}

static void room_open(void) {
        g_autofree char *folder = NULL;

        if (room.vault)
                return;
        test_vault_open(&room, NULL);
        folder = g_build_filename(room.folder, "evidence", NULL);
        blobs = blobs_open(folder, NULL);
        key = vault_data_key_new(room.vault, &owner, &wrapped);
        g_assert(blobs && key);
        atexit(room_close);
}

/* Changes one byte, chosen by the input. */
static GBytes *damaged(GBytes *whole, guint at, guint8 by) {
        gsize size;
        guint8 *bytes = g_bytes_unref_to_data(g_bytes_ref(whole), &size);

        bytes[at % size] ^= by ? by : 1;
        return g_bytes_new_take(bytes, size);
}

static void check_foreign(const guint8 *bytes, gsize size, guint at G_GNUC_UNUSED) {
        g_autoptr(GBytes) sealed = g_bytes_new(bytes, size);
        g_autoptr(DataKey) other = vault_data_key_unwrap(room.vault, &owner, sealed, NULL);
        g_autofree guint8 *clear = NULL;
        g_autoptr(GError) error = NULL;
        gsize clear_size;

        g_assert(!other);
        g_assert(!vault_unseal(key, FIELD, &row, sealed, &clear, &clear_size, &error) && error);
}

static void check_field(const guint8 *bytes, gsize size, guint at) {
        g_autoptr(GBytes) sealed = vault_seal(key, FIELD, &row, bytes, size),
                          other = damaged(sealed, at, (guint8) at);
        g_autofree guint8 *clear = NULL, *nothing = NULL;
        gsize clear_size;

        g_assert(vault_unseal(key, FIELD, &row, sealed, &clear, &clear_size, NULL));
        g_assert(clear_size == size && (size == 0 || memcmp(clear, bytes, size) == 0));
        g_assert(!vault_unseal(key, FIELD, &row, other, &nothing, &clear_size, NULL));
        g_assert(!vault_unseal(key, FIELD, &owner, sealed, &nothing, &clear_size, NULL));
}

/* A text or a document that was sealed by somebody else who had the key. */
static void check_document(const guint8 *bytes, gsize size, guint at G_GNUC_UNUSED) {
        g_autoptr(GBytes) sealed = vault_seal(key, FIELD, &row, bytes, size);
        json_auto_t *document = NULL, *again = NULL;
        g_autoptr(GBytes) resealed = NULL;

        if (!vault_unseal_json(key, FIELD, &row, sealed, &document, NULL))
                return;
        resealed = vault_seal_json(key, FIELD, &row, document);
        g_assert(vault_unseal_json(key, FIELD, &row, resealed, &again, NULL) && json_equal(document, again));
}

static void check_wrapped(const guint8 *bytes G_GNUC_UNUSED, gsize size, guint at) {
        g_autoptr(GBytes) other = damaged(wrapped, (guint) size, (guint8) at);
        g_autoptr(DataKey) none = vault_data_key_unwrap(room.vault, &owner, other, NULL);

        g_assert(!none);
}

static char *blob_path(const Uuid *id) {
        char text[UUID_TEXT_SIZE];

        return g_strdup_printf("%s/evidence/%02x/%s.blob", room.folder, id->bytes[15], uuid_format(id, text));
}

/* Reads a blob to its end; false where it does not open or is damaged. */
static bool blob_read(const Uuid *id, GBytes *blob_key, GByteArray *content) {
        g_autoptr(BlobReader) reader = blob_reader_open(blobs, id, key, blob_key, NULL);
        const guint8 *piece;
        gsize size;

        do {
                if (!reader || !blob_reader_next(reader, &piece, &size, NULL))
                        return false;
                g_byte_array_append(content, piece, (guint) size);
        } while (size > 0);
        return true;
}

/* Takes the blob's file and gives it back with a byte changed, a byte more, or cut off. */
static void blob_damage(const Uuid *id, guint at) {
        g_autofree char *path = blob_path(id), *text = NULL;
        gsize size;

        g_assert(g_file_get_contents(path, &text, &size, NULL));
        if (at % 3 == 0)
                text[at % size] ^= 1;
        else
                size = at % 3 == 1 ? at % size : size + 1; /* the byte more is the NUL that GLib adds */
        g_assert(g_file_set_contents_full(path, text, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void check_blob(const guint8 *bytes, gsize size, guint at) {
        Uuid id = uuid_new(FUZZ_NOW);
        g_autoptr(BlobWriter) writer = blob_writer_open(blobs, &id, key, NULL);
        g_autoptr(GByteArray) content = g_byte_array_new(), damaged_content = g_byte_array_new();
        g_auto(BlobRecord) record = { 0 };
        gsize piece = at + 1;

        g_assert(writer);
        for (gsize done = 0; done < size; done += MIN(piece, size - done))
                g_assert(blob_writer_append(writer, bytes + done, MIN(piece, size - done), NULL));
        g_assert(blob_writer_finish(writer, &record, NULL) && record.size_bytes == size);
        g_assert(blob_verify(blobs, &id, key, &record, NULL));
        g_assert(blob_read(&id, record.wrapped_key, content) && content->len == size);
        g_assert(size == 0 || memcmp(content->data, bytes, size) == 0);
        blob_damage(&id, at);
        g_assert(!blob_read(&id, record.wrapped_key, damaged_content));
        g_assert(blob_remove(blobs, &id, NULL));
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        static void (*const checks[])(const guint8 *bytes, gsize size, guint at) = { check_foreign, check_field,
                                                                                     check_document, check_wrapped,
                                                                                     check_blob };
        guint which = fuzz_choose(&bytes, &size, G_N_ELEMENTS(checks)), at = fuzz_choose(&bytes, &size, 256);

        room_open();
        checks[which](bytes, size, at);
        return 0;
}
