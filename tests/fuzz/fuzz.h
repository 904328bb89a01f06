/* What a harness is: one function that gives any bytes to a parser and asserts what must hold whatever they are. libFuzzer
 * calls it (`make fuzz`), and replay.c with the corpus in the tree (`make test`). */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define FUZZ_NOW G_GINT64_CONSTANT(1526000000000000) /* microseconds since 1970: no harness looks at a clock */
#define FUZZ_TODAY 17661                             /* the day of that instant */

/* Gives `size` bytes to the parser; 0. Must leave nothing behind that changes what the next input does. */
int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size);

/* Copies the input into memory of just its size, never NULL. The caller frees the result. */
char *fuzz_copy(const guint8 *bytes, gsize size);

/* Copies the input up to its first NUL into memory of just that size, so that a read past its end is seen. The caller frees
 * the result. */
char *fuzz_text(const guint8 *bytes, gsize size);

/* Takes the input's first byte off and gives it, below `choices`; 0 where there is none. */
guint fuzz_choose(const guint8 **bytes, gsize *size, guint choices);

/* What must hold of whatever a parser gave back: it was taken and there is no error, or there is an error, and it reads well in
 * both languages. Takes the error. */
void fuzz_check(bool taken, GError *error);

/* Writes the input into a file of this process, mode 0600, for parsers that take a path; gives its path, which is static. */
const char *fuzz_file(const guint8 *bytes, gsize size);
