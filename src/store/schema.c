/* The program's own schema, and which of its tables are kept. */
#include "store/schema.h"

/* clang-format off */
static const KeptTable kept_tables[] = {
        { "verifications", { "released_at", "released_by_case" } },
        { "events", { NULL } },
        { "leaves", { "leaf_index" } },
        { "checkpoints", { NULL } },
        { "documents", { NULL } },
        { NULL, { NULL } }
};
/* clang-format on */

const StoreSchema *store_schema(void) {
        static const StoreSchema schema = { .migrations = store_migrations, .kept = kept_tables };

        return &schema;
}
