/* Ids as RFC 9562 lays them out: 48 bits of milliseconds, 12 bits of the sub-millisecond part, 62 random bits. */
#include "base/uuid.h"

#include <sodium.h>
#include <string.h>

Uuid uuid_new(gint64 now) {
        guint8 random[UUID_RANDOM_SIZE];

        randombytes_buf(random, sizeof random);
        return uuid_make(now, random);
}

Uuid uuid_make(gint64 now, const guint8 random[static UUID_RANDOM_SIZE]) {
        guint64 milliseconds = (guint64) (now / 1000);
        guint fraction = (guint) ((now % 1000) * 4096 / 1000); /* section 6.2, method 3 */
        Uuid uuid;

        memcpy(uuid.bytes + sizeof uuid.bytes - UUID_RANDOM_SIZE, random, UUID_RANDOM_SIZE);
        for (int i = 0; i < 6; i++)
                uuid.bytes[i] = (guint8) (milliseconds >> (40 - 8 * i));
        uuid.bytes[6] = (guint8) (0x70 | (fraction >> 8));
        uuid.bytes[7] = (guint8) fraction;
        uuid.bytes[8] = (guint8) (0x80 | (uuid.bytes[8] & 0x3f));
        return uuid;
}

/* Of every request: no call into a library for a digit. */
static int digit_value(int digit) {
        if (digit >= '0' && digit <= '9')
                return digit - '0';
        digit |= 0x20;
        return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool uuid_parse(const char *text, Uuid *uuid) {
        Uuid parsed;
        int filled = 0, high, low;

        if (!text || strlen(text) != UUID_TEXT_SIZE - 1)
                return false;
        for (int i = 0; i < UUID_TEXT_SIZE - 1; i++) {
                if (i == 8 || i == 13 || i == 18 || i == 23) {
                        if (text[i] != '-')
                                return false;
                        continue;
                }
                high = digit_value(text[i++]);
                low = digit_value(text[i]);
                if (high < 0 || low < 0)
                        return false;
                parsed.bytes[filled++] = (guint8) (high << 4 | low);
        }
        *uuid = parsed;
        return true;
}

const char *uuid_format(const Uuid *uuid, char text[static UUID_TEXT_SIZE]) {
        static const char digits[] = "0123456789abcdef";
        char *at = text;

        for (int i = 0; i < 16; i++) {
                if (i == 4 || i == 6 || i == 8 || i == 10)
                        *at++ = '-';
                *at++ = digits[uuid->bytes[i] >> 4];
                *at++ = digits[uuid->bytes[i] & 15];
        }
        *at = '\0';
        return text;
}

char *uuid_to_text(const Uuid *uuid) {
        char *text = g_malloc(UUID_TEXT_SIZE);

        uuid_format(uuid, text);
        return text;
}

bool uuid_equal(const Uuid *a, const Uuid *b) {
        return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

bool uuid_is_nil(const Uuid *uuid) {
        static const Uuid nil = { { 0 } };

        return uuid_equal(uuid, &nil);
}

guint uuid_key_hash(gconstpointer uuid) {
        guint32 tail; /* random in a UUIDv7 */

        memcpy(&tail, ((const Uuid *) uuid)->bytes + 12, sizeof tail);
        return tail;
}

gboolean uuid_key_equal(gconstpointer a, gconstpointer b) {
        return uuid_equal(a, b);
}
