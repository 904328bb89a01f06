/* The actions of `shiming ledger` that work on an instance; the table is in ledger.c. */
#pragma once

#include "cli/command.h"

extern const Command ledger_verify;
extern const Command ledger_checkpoint;
extern const Command ledger_key;
extern const Command ledger_receipt;

/* Reads a file of `size_max` bytes at most and one more, so that a larger one is told from the largest. The caller frees the
 * result. Refuses REFUSAL_USAGE where it cannot be read. */
char *ledger_file_read(const Invocation *call, const char *path, gsize size_max, gsize *size, GError **error);
