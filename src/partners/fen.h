/* Decimal amounts as banks write them, to and from whole fen. Used inside this room only. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Writes "12.05". The caller frees the result; fen is never negative. */
char *fen_format(gint64 fen);

/* Reads digits, and perhaps a point with further digits, of which those past the second must be 0; no sign, no separators,
 * 13 digits before the point at most. Gives false, `fen` untouched, for anything else. */
bool fen_parse(const char *text, gint64 *fen);
