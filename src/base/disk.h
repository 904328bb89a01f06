/* Files that must be there after a power cut: what keyring, blobs and backups share. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Sets a failure from errno, FAILURE_FULL where the disk or the quota is full, FAILURE_READ_ONLY where it takes no writes, else
 * FAILURE_FILE; gives false. */
bool disk_fail(GError **error, const char *doing, const char *path);

/* Writes all bytes. `path` is for the message. Fails with FAILURE_FILE, FAILURE_FULL. */
bool disk_write(int descriptor, gconstpointer bytes, gsize size, const char *path, GError **error);

/* Reads until `size` bytes are there or the file ends; `got` tells how many. Fails with FAILURE_FILE. */
bool disk_read(int descriptor, gpointer bytes, gsize size, gsize *got, const char *path, GError **error);

/* Brings a file or folder to the disk. Fails with FAILURE_FILE, FAILURE_FULL. */
bool disk_sync(int descriptor, const char *path, GError **error);

/* Brings the folder in which `path` lies to the disk. Fails with FAILURE_FILE, FAILURE_FULL. */
bool disk_sync_folder_of(const char *path, GError **error);

/* Closes a descriptor on leaving the block: `DISK_AUTO_CLOSE int fd = open(…)`; -1 is none. */
void disk_close(int *descriptor);
#define DISK_AUTO_CLOSE __attribute__((cleanup(disk_close)))
