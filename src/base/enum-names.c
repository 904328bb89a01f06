/* Looks names of enumerators up, both ways. */
#include "base/enum-names.h"

const char *enum_name(const EnumNames *names, int value) {
        g_assert(value >= 0 && value < names->count && names->names[value]);
        return names->names[value];
}

bool enum_find(const EnumNames *names, const char *name, int *value) {
        if (!name)
                return false;
        for (int i = 0; i < names->count; i++) {
                if (names->names[i] && g_str_equal(names->names[i], name)) {
                        *value = i;
                        return true;
                }
        }
        return false;
}

char *enum_names_join(const EnumNames *names) {
        g_autoptr(GString) joined = g_string_new(NULL);

        for (int i = 0; i < names->count; i++) {
                if (names->names[i])
                        g_string_append_printf(joined, "%s%s", joined->len ? ", " : "", names->names[i]);
        }
        return g_string_free(g_steal_pointer(&joined), FALSE);
}
