/* Field tables that several resources share. */
#pragma once

#include "base/json-fields.h"

/* A Claim (app/identity.h): who is to own the account. Set number_kind to -1 before reading. */
extern const JsonField claim_fields[];
