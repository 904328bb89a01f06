/* libsodium's decoder with two things added: the size must fit, and bytes above 0x7f are no characters (1.0.18 takes 0xab and
 * 0xaf for "+" and "/"). */
#include "ledger/base64.h"

#include <sodium.h>

gsize base64_size(const char *text, gsize length) {
        gsize padding = 0;

        while (padding < 2 && padding < length && text[length - 1 - padding] == '=')
                padding++;
        return length / 4 * 3 - MIN(padding, length / 4 * 3);
}

bool base64_read(const char *text, gsize length, guint8 *bytes, gsize size) {
        size_t got;

        for (gsize i = 0; i < length; i++)
                if ((guint8) text[i] > 0x7f)
                        return false;
        return sodium_base642bin(bytes, size, text, length, NULL, &got, NULL, sodium_base64_VARIANT_ORIGINAL) == 0
               && got == size;
}
