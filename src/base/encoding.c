/* UTF-8, GB 18030 or something else. */
#include "base/encoding.h"

#include <stdbool.h>
#include <string.h>

static bool within(guint8 byte, guint8 low, guint8 high) {
        return byte >= low && byte <= high;
}

/* True where nothing but a character cut off at the end keeps the bytes from being UTF-8. */
static bool is_utf8(const char *bytes, gsize size) {
        const char *end = bytes;

        while (!g_utf8_validate_len(end, size - (gsize) (end - bytes), &end)) {
                if (end < bytes + size && *end == '\0')
                        end++; /* a byte 0 is another reader's to complain of */
                else
                        return g_utf8_get_char_validated(end, (gssize) (size - (gsize) (end - bytes)))
                               == (gunichar) -2;
        }
        return true;
}

/* Bytes of the character at `at`: 1, 2 or 4; 0 where there is none; more than `left` where it is cut off. */
static gsize gb_18030_character(const guint8 *at, gsize left) {
        if (*at < 0x80)
                return 1;
        if (!within(at[0], 0x81, 0xfe))
                return 0;
        if (left < 2)
                return 2;
        if (within(at[1], 0x40, 0xfe) && at[1] != 0x7f)
                return 2;
        if (!within(at[1], 0x30, 0x39))
                return 0;
        if (left < 4)
                return 4;
        return within(at[2], 0x81, 0xfe) && within(at[3], 0x30, 0x39) ? 4 : 0;
}

static bool is_gb_18030(const guint8 *bytes, gsize size) {
        gsize wide = 0, common = 0;

        for (gsize i = 0, step; i < size; i += step) {
                step = gb_18030_character(bytes + i, size - i);
                if (step == 0)
                        return false;
                if (step > size - i)
                        break;
                wide += step > 1;
                common += step == 2 && within(bytes[i], 0xa1, 0xf7) && bytes[i + 1] >= 0xa1;
        }
        return wide > 0 && common * 10 >= wide * 8;
}

Encoding encoding_guess(const char *bytes, gsize size) {
        if (size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0))
                return ENCODING_UTF_16;
        if (is_utf8(bytes, size))
                return ENCODING_UTF_8;
        return is_gb_18030((const guint8 *) bytes, size) ? ENCODING_GB_18030 : ENCODING_UNKNOWN;
}
