/* Amounts to and from text, by digits only. */
#include "domain/money.h"

/* Appends one decimal digit. The sum is kept negative, because the most negative gint64 has no positive counterpart. */
static bool digit_append(gint64 *sum, int digit) {
        return !__builtin_mul_overflow(*sum, 10, sum) && !__builtin_sub_overflow(*sum, digit, sum);
}

/* Reads a decimal number with at most `decimals` places as a whole number of units of the last place. */
static bool decimal_read(const char *text, int decimals, gint64 *value) {
        bool negative = text && *text == '-';
        gint64 sum = 0;

        if (!text)
                return false;
        text += negative;
        if (!g_ascii_isdigit(text[0]) || (text[0] == '0' && g_ascii_isdigit(text[1])))
                return false;
        for (; g_ascii_isdigit(*text); text++) {
                if (!digit_append(&sum, *text - '0'))
                        return false;
        }
        if (*text == '.' && !g_ascii_isdigit(*++text))
                return false;
        for (; decimals > 0; decimals--) {
                if (!digit_append(&sum, g_ascii_isdigit(*text) ? *text++ - '0' : 0))
                        return false;
        }
        if (*text || (negative && sum == 0) || (!negative && sum == G_MININT64))
                return false;
        *value = negative ? sum : -sum;
        return true;
}

/* Writes `value` with the point `decimals` places from the end, and cuts zeros off the end down to two places. */
static char *decimal_write(gint64 value, int decimals) {
        guint64 whole = value < 0 ? -(guint64) value : (guint64) value, unit = 1;
        g_autoptr(GString) text = g_string_new(value < 0 ? "-" : "");

        for (int i = 0; i < decimals; i++)
                unit *= 10;
        g_string_append_printf(text, "%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, whole / unit, decimals,
                               whole % unit);
        for (; decimals > 2 && text->str[text->len - 1] == '0'; decimals--)
                g_string_truncate(text, text->len - 1);
        return g_string_free(g_steal_pointer(&text), FALSE);
}

bool money_parse(const char *text, gint64 *micro_yuan) {
        return decimal_read(text, 6, micro_yuan);
}

char *money_format(gint64 micro_yuan) {
        return decimal_write(micro_yuan, 6);
}

bool money_parse_fen(const char *text, gint64 *fen) {
        return decimal_read(text, 2, fen);
}

char *money_format_fen(gint64 fen) {
        return decimal_write(fen, 2);
}

bool money_from_fen(gint64 fen, gint64 *micro_yuan) {
        gint64 product;

        if (__builtin_mul_overflow(fen, MONEY_FEN, &product))
                return false;
        *micro_yuan = product;
        return true;
}

bool money_to_fen(gint64 micro_yuan, gint64 *fen) {
        if (micro_yuan % MONEY_FEN)
                return false;
        *fen = micro_yuan / MONEY_FEN;
        return true;
}

bool money_add(gint64 a, gint64 b, gint64 *sum) {
        gint64 result;

        if (__builtin_add_overflow(a, b, &result))
                return false;
        *sum = result;
        return true;
}
