/* Administrative divisions of China: the codes of GB/T 2260, past and present (data/divisions.tsv, compiled in). */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* True where the six-digit code stands, or once stood, for a division of any level. */
bool division_exists(guint32 code);

/* Gives the latest name of a division, "东城区"; NULL for a code that never existed, or whose name is
 * not known. Static. */
const char *division_name(guint32 code);
