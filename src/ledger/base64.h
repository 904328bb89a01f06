/* Base64 (RFC 4648 section 4) read strictly: one text for one value. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Gives how many bytes a text of `length` characters stands for, as far as length and padding tell. */
gsize base64_size(const char *text, gsize length);

/* Reads `length` characters that stand for just `size` bytes: the standard alphabet, padded, no stray bits. */
bool base64_read(const char *text, gsize length, guint8 *bytes, gsize size);
