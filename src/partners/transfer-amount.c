/* Draws the amount of a transfer and writes and reads its reference. */
#include "partners/corporate-transfer.h"

#include <sodium.h>

guint32 random_word_system(gpointer context) {
        (void) context;
        return randombytes_random();
}

gint64 transfer_draw_fen(RandomWord random, gpointer context) {
        const guint32 amounts = TRANSFER_FEN_MAX - TRANSFER_FEN_MIN + 1;
        /* The words left over past the last whole round would favour the low amounts: they are drawn again. */
        const guint32 leftover = (guint32) ((G_GUINT64_CONSTANT(1) << 32) % amounts);
        guint32 word;

        do
                word = random(context);
        while (word < leftover);
        return TRANSFER_FEN_MIN + word % amounts;
}

const char *transfer_reference_format(const Uuid *id, char text[static TRANSFER_REFERENCE_SIZE]) {
        static const char digits[] = "0123456789abcdef";

        for (gsize i = 0; i < sizeof id->bytes; i++) {
                text[2 * i] = digits[id->bytes[i] >> 4];
                text[2 * i + 1] = digits[id->bytes[i] & 15];
        }
        text[TRANSFER_REFERENCE_SIZE - 1] = '\0';
        return text;
}

bool transfer_reference_parse(const char *text, Uuid *id) {
        Uuid parsed = { { 0 } };
        gsize digits = 0;

        for (; text && *text; text++) {
                if (*text == '-' || *text == ' ')
                        continue;
                if (!g_ascii_isxdigit(*text) || digits == 2 * sizeof parsed.bytes)
                        return false;
                parsed.bytes[digits / 2] =
                        (guint8) (parsed.bytes[digits / 2] << 4 | (guint8) g_ascii_xdigit_value(*text));
                digits++;
        }
        if (digits != 2 * sizeof parsed.bytes)
                return false;
        *id = parsed;
        return true;
}
