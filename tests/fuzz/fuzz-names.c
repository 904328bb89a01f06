/* Names of people and companies: the normal form of a name is its own normal form, and the same name. */
#include "tests/fuzz/fuzz.h"

#include "domain/masks.h"
#include "domain/names.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        NameKind kind = fuzz_choose(&bytes, &size, 2) == 0 ? NAME_PERSON : NAME_ORGANISATION;
        g_autofree char *text = fuzz_text(bytes, size), *required = NULL, *again = NULL;
        NameReason reason = NAME_VALID;
        g_autofree char *normal = name_normalise(kind, text, &reason);
        GError *error = NULL;
        bool taken;

        g_assert((normal == NULL) == (reason != NAME_VALID));
        if (g_utf8_validate(text, -1, NULL)) { /* as the door's bodies are */
                taken = name_require(kind, text, "/name", &required, &error);
                g_assert(taken == (normal != NULL));
                fuzz_check(taken, error);
        }
        if (!normal)
                return 0;
        g_assert(g_utf8_validate(normal, -1, NULL) && *normal);
        again = name_normalise(kind, normal, NULL);
        g_assert(again && strcmp(again, normal) == 0);
        g_assert(name_equal(kind, normal, text));
        return 0;
}
