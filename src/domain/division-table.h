/* The table that tools/divisions.sh makes of data/divisions.tsv; for divisions.c alone. */
#pragma once

#include <glib.h>

extern const guint32 division_codes[]; /* rising */
extern const guint division_count;
extern const guint32 division_name_offsets[]; /* into division_names, one a code */
extern const char division_names[];           /* zero-ended, each name once */
