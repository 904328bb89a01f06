/* Looks a division up by its code. */
#include "domain/divisions.h"

#include "domain/division-table.h"

/* Gives the place of the last code that is not greater. Without a branch on what is found: numbers come in no order, and
 * a branch would be guessed wrong half of the time. */
static guint division_place(guint32 code) {
        const guint32 *base = division_codes;
        guint count = division_count;

        while (count > 1) {
                guint half = count / 2;

                base = base[half] <= code ? base + half : base;
                count -= half;
        }
        return (guint) (base - division_codes);
}

bool division_exists(guint32 code) {
        return division_codes[division_place(code)] == code;
}

const char *division_name(guint32 code) {
        guint place = division_place(code);
        const char *name = division_names + division_name_offsets[place];

        return division_codes[place] == code && *name ? name : NULL;
}
