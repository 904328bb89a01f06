/* The small schema that the driver's own tests run on. */
#pragma once

#include "store/store.h"

/* Both steps, kept table included. */
extern const StoreSchema store_test_schema;

/* The same with its first step only. */
extern const StoreSchema store_test_schema_first;
