/* What the blobs' files share: blobs.c (the place and its sweep), blob-writer.c, blob-reader.c. */
#pragma once

#include "vault/blobs.h"

#include <sodium.h>
#include <stdatomic.h>

#define BLOB_HEAD_SIZE 24
#define BLOB_SEALED_CHUNK_SIZE (BLOB_CHUNK_SIZE + crypto_secretstream_xchacha20poly1305_ABYTES)
#define BLOB_KEY_SIZE crypto_secretstream_xchacha20poly1305_KEYBYTES
#define BLOB_KEY_FIELD "blob.key"
#define BLOB_FOLDER_NAME_SIZE 3
#define BLOB_FILE_NAME_SIZE 48

#define BLOB_ENDING ".blob"
#define BLOB_ENDING_UNFINISHED ".part"

struct Blobs {
        int folder;
        char *path; /* for messages, and to find the folder again */
        atomic_uint_least64_t sealed_bytes;
};

/* The first bytes of a blob's file; every chunk is sealed together with them. */
typedef struct BlobHead {
        guint8 bytes[BLOB_HEAD_SIZE];
} BlobHead;

BlobHead blob_head(const Uuid *id);

/* Turns to the folder that bears the path now, where the one that was opened was removed: what is put back is another one. */
void blobs_find_again(const Blobs *blobs);

/* Writes the name of the sub-folder that a blob lies in. */
void blob_folder_name(const Uuid *id, char name[static BLOB_FOLDER_NAME_SIZE]);

/* Writes a blob's file name with an ending. */
void blob_file_name(const Uuid *id, const char *ending, char name[static BLOB_FILE_NAME_SIZE]);
