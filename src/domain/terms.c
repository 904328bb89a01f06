/* The names of the field's words. */
#include "domain/terms.h"

#define NAMES(symbol, ...)                                           \
        static const char *const symbol##_table[] = { __VA_ARGS__ }; \
        const EnumNames symbol = ENUM_NAMES(symbol##_table)

NAMES(owner_kind_names, [OWNER_PERSONAL] = "personal", [OWNER_ENTERPRISE] = "enterprise");
NAMES(side_names, [SIDE_OLD] = "old", [SIDE_NEW] = "new");
NAMES(channel_names, [CHANNEL_TICKET] = "ticket", [CHANNEL_MAIL] = "mail", [CHANNEL_ONLINE] = "online");
NAMES(on_approval_names, [ON_APPROVAL_RELEASE] = "release", [ON_APPROVAL_REPLACE] = "replace");
NAMES(destination_names, [DESTINATION_FREE] = "free", [DESTINATION_BOUND] = "bound");
NAMES(cut_over_names, [CUT_OVER_ON_RELEASE] = "on-release", [CUT_OVER_ON_REVERIFY] = "on-reverify");
NAMES(route_need_names, [ROUTE_NEED_NOTHING] = "nothing", [ROUTE_NEED_ENTERPRISE_ALIPAY] = "enterprise-alipay",
      [ROUTE_NEED_CORPORATE_ACCOUNT] = "corporate-account");
NAMES(method_names, [METHOD_DOCUMENTS] = "documents", [METHOD_CORPORATE_TRANSFER] = "corporate-transfer",
      [METHOD_ENTERPRISE_ALIPAY] = "enterprise-alipay", [METHOD_CASE_EVIDENCE] = "case-evidence",
      [METHOD_ORIGIN] = "origin", [METHOD_RESTORED] = "restored", [METHOD_IMPORTED] = "imported");
NAMES(origin_names, [ORIGIN_LOCAL] = "local", [ORIGIN_TAOBAO] = "taobao", [ORIGIN_1688] = "1688",
      [ORIGIN_ALIPAY] = "alipay", [ORIGIN_OIDC] = "oidc");
NAMES(picture_kind_names, [PICTURE_PAGE] = "page", [PICTURE_CARD] = "card",
      [PICTURE_PERSON_WITH_CARD] = "person-with-card", [PICTURE_SCREEN] = "screen");
NAMES(form_names, [FORM_NONE] = "none", [FORM_RELEASE] = "release", [FORM_OWNER_CHANGE] = "owner-change");
