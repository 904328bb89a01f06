/* Whole files hashed and copied, for backups: what is carried is sealed already or holds nothing secret. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define FILE_SHA256_SIZE 32

/* Hashes a file (SHA-256, FIPS 180-4) as the disk has it: what the system holds of it in memory is dropped first, as far as
 * the system agrees. `size` (bytes) may be NULL. Fails with FAILURE_FILE. */
bool file_sha256(const char *path, guint8 sha256[static FILE_SHA256_SIZE], guint64 *size, GError **error);

/* Copies a file to a name that is not taken yet, mode 0600, on disk before it returns; gives the SHA-256 of what was read.
 * Fails with FAILURE_FILE, FAILURE_FULL. */
bool file_copy(const char *from, const char *to, guint8 sha256[static FILE_SHA256_SIZE], GError **error);

/* The same between descriptors, without syncing; the paths are for messages. `to` -1: only hashes. */
bool file_copy_bytes(int from, const char *from_path, int to, const char *to_path,
                     guint8 sha256[static FILE_SHA256_SIZE], guint64 *size, GError **error);
