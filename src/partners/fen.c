/* Decimal amounts to and from fen, without a floating-point number anywhere. */
#include "partners/fen.h"

#define WHOLE_DIGITS_MAX 13
#define FRACTION_DIGITS_MAX 5 /* ISO 20022, ActiveCurrencyAndAmount */

char *fen_format(gint64 fen) {
        g_assert(fen >= 0);
        return g_strdup_printf("%" G_GINT64_FORMAT ".%02d", fen / 100, (int) (fen % 100));
}

bool fen_parse(const char *text, gint64 *fen) {
        gint64 amount = 0;
        int digits = 0;

        for (; g_ascii_isdigit(*text); text++, digits++) {
                if (digits == WHOLE_DIGITS_MAX)
                        return false;
                amount = amount * 10 + (*text - '0');
        }
        if (digits == 0)
                return false;
        amount *= 100;
        if (*text == '.') {
                gint64 unit = 10;

                digits = 0;
                for (text++; g_ascii_isdigit(*text); text++, digits++, unit /= 10) {
                        if (digits == FRACTION_DIGITS_MAX || (unit == 0 && *text != '0'))
                                return false;
                        amount += unit * (*text - '0');
                }
                if (digits == 0)
                        return false;
        }
        if (*text)
                return false;
        *fen = amount;
        return true;
}
