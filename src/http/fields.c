/* Field tables that several resources share. */
#include "http/fields.h"

#include "app/identity.h"

const JsonField claim_fields[] = {
        { .name = "kind", .type = JSON_FIELD_ENUM, .offset = offsetof(Claim, kind), .names = &owner_kind_names },
        { .name = "name", .type = JSON_FIELD_TEXT, .offset = offsetof(Claim, name), .length_max = 200 },
        { .name = "number_kind",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(Claim, number_kind),
          .optional = true,
          .names = &identity_kind_names },
        { .name = "number", .type = JSON_FIELD_TEXT, .offset = offsetof(Claim, number), .length_max = 128 },
        { .name = "email",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Claim, email),
          .optional = true,
          .length_max = 254 },
        { .name = "mobile",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(Claim, mobile),
          .optional = true,
          .length_max = 32 },
        { 0 },
};
