/* Parameters of statements: what a C value becomes in both databases. */
#include "store/backend.h"

#include <string.h>

Value value_null(ValueType type) {
        g_assert(type < VALUE_TYPE_COUNT);
        return (Value){ .type = type, .is_null = true };
}

Value value_int(gint64 integer) {
        return (Value){ .type = VALUE_INT, .integer = integer };
}

Value value_instant(gint64 instant) {
        return instant == INSTANT_NONE ? value_null(VALUE_INT) : value_int(instant);
}

Value value_text(const char *text) {
        return text ? (Value){ .type = VALUE_TEXT, .bytes = text, .size = strlen(text) } : value_null(VALUE_TEXT);
}

Value value_blob(gconstpointer bytes, gsize size) {
        return bytes ? (Value){ .type = VALUE_BLOB, .bytes = bytes, .size = size } : value_null(VALUE_BLOB);
}

Value value_bytes(GBytes *bytes) {
        gsize size = 0;
        gconstpointer start = bytes ? g_bytes_get_data(bytes, &size) : NULL;

        return bytes && !start ? value_blob("", 0) : value_blob(start, size);
}

Value value_uuid(const Uuid *uuid) {
        if (!uuid || uuid_is_nil(uuid))
                return value_null(VALUE_UUID);
        return (Value){ .type = VALUE_UUID, .bytes = uuid->bytes, .size = sizeof(uuid->bytes) };
}
