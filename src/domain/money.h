/* Money: whole micro-yuan (10⁻⁶ CNY) in gint64, so that usage billed in fractions of a fen adds up exactly; bank transfers
 * count in fen. No floating point anywhere. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define MONEY_YUAN G_GINT64_CONSTANT(1000000)
#define MONEY_FEN G_GINT64_CONSTANT(10000)

/* Reads yuan: an optional "-", digits without a leading zero, and at most six decimals ("0", "12.5", "-3.000001"). Gives
 * false, `micro_yuan` untouched, for anything else, "-0" and amounts past gint64. */
bool money_parse(const char *text, gint64 *micro_yuan);

/* Writes yuan with two decimals, up to six where they are needed: "12.50", "0.000001". money_parse() reads it back. The
 * caller frees the result. */
char *money_format(gint64 micro_yuan);

/* The same in fen: two decimals at most. */
bool money_parse_fen(const char *text, gint64 *fen);

/* Writes "0.37". The caller frees the result. */
char *money_format_fen(gint64 fen);

/* Converts. Gives false, the output untouched, where the result does not fit, or is not a whole number of fen. */
bool money_from_fen(gint64 fen, gint64 *micro_yuan);
bool money_to_fen(gint64 micro_yuan, gint64 *fen);

/* Adds. Gives false, `sum` untouched, where the result does not fit. */
bool money_add(gint64 a, gint64 b, gint64 *sum);
