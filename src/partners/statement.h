/* The parts of the statement's reader. Used inside this room only; the door is statement_read(). */
#pragma once

#include "partners/corporate-transfer.h"

/* Sets REFUSAL_STATEMENT_INVALID for a line and gives false. */
bool statement_refuse(GError **error, guint line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Read UTF-8 text (`encoding`: what it was in before) and add its entries to the array; refuse REFUSAL_STATEMENT_INVALID, the array then good for nothing. */
bool statement_camt_read(const char *text, gsize size, StatementEncoding encoding, GPtrArray *entries,
                         GError **error);
bool statement_csv_read(const char *text, gsize size, GPtrArray *entries, GError **error);

#define STATEMENT_REFERENCE_LENGTH_MAX 140 /* characters */
#define STATEMENT_REASON_LENGTH_MAX 500
