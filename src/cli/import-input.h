/* A file or pipe that is imported, seen through a window: bytes come in at its end, whole records leave at its front, and what
 * has left is counted and hashed. Memory is the window's, whatever the file holds. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define INPUT_HASH_SIZE 32

typedef struct ImportInput ImportInput;

/* Opens a file, "-" for standard input. `stop` is a descriptor that can be read once the import is to stop (signalfd); it stays
 * the caller's. The caller closes the result. Fails with FAILURE_FILE. */
ImportInput *import_input_open(const char *path, int stop, GError **error);
void import_input_close(ImportInput *input); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportInput, import_input_close)

/* The file's size; 0 where it is a pipe. */
gint64 import_input_size(const ImportInput *input);

/* What is in the window. `last`: nothing follows it. */
const char *import_input_window(const ImportInput *input, gsize *size, bool *last);

/* Reads until `enough` bytes more than now are in the window, it is full, or the file ends. False: FAILURE_FILE, or it is to
 * stop, and then there is no error. */
bool import_input_fill(ImportInput *input, gsize enough, GError **error);

/* True where the window has no room for more. */
bool import_input_is_full(const ImportInput *input);

/* Lets `size` bytes of the window go. */
void import_input_consume(ImportInput *input, gsize size);

/* Bytes that have gone, and their SHA-256. */
gint64 import_input_position(const ImportInput *input);
void import_input_hash(ImportInput *input, guint8 hash[static INPUT_HASH_SIZE]);
