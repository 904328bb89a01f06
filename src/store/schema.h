/* The program's own schema: src/store/schema/, embedded. Private to this room. */
#pragma once

#include "store/store.h"

const StoreSchema *store_schema(void);

/* Written by tools/embed-migrations.sh. */
extern const Migration store_migrations[];
