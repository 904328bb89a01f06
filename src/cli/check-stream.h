/* The stream form of `shiming check`: lines in, a verdict a line out, as fast as they come. */
#pragma once

#include "domain/civil-date.h"

#include <glib.h>
#include <stdbool.h>

#define CHECK_LINE_BYTES_MAX 65536

/* Reads lines `kind<TAB>number` from one descriptor until its end and answers each on the other with
 * `valid|invalid<TAB>kind<TAB>number<TAB>reason`, in the same order; the last column is empty for a valid number.
 *
 * What came is told as it came, byte for byte, but for the line's end (LF or CR LF). A line without a tab stands in the
 * second column, its third is empty; further tabs become spaces; both are malformed lines, as are one without a kind and
 * one of more than CHECK_LINE_BYTES_MAX bytes, of which the kind alone is told. A last line need not be ended. All that
 * was read is answered before more is waited for.
 *
 * all_valid  out: true where no answer was `invalid`
 *
 * Fails FAILURE_FILE where reading or writing does. */
bool check_stream(int in, int out, CivilDate today, bool *all_valid, GError **error);
