/* The field's words as enumerations, with the names that they bear in the database, in the policy and on the wire. */
#pragma once

#include "base/enum-names.h"

typedef enum OwnerKind { OWNER_PERSONAL, OWNER_ENTERPRISE } OwnerKind;

/* The two sides of a change: who owns the account, and who is to own it. */
typedef enum Side { SIDE_OLD, SIDE_NEW } Side;

typedef enum Channel { CHANNEL_TICKET, CHANNEL_MAIL, CHANNEL_ONLINE } Channel;

/* What the last approval does: RELEASE ends the old verification and lets an attempt make the new one; REPLACE does both
 * in one transaction. */
typedef enum OnApproval { ON_APPROVAL_RELEASE, ON_APPROVAL_REPLACE } OnApproval;

/* Which kind of owner the attempt after a release may verify: the holder chooses, or the route has chosen. */
typedef enum Destination { DESTINATION_FREE, DESTINATION_BOUND } Destination;

/* When a released verification ends: at the approval, or only as the new one is made. */
typedef enum CutOver { CUT_OVER_ON_RELEASE, CUT_OVER_ON_REVERIFY } CutOver;

/* What the holder must have for a route to apply. */
typedef enum RouteNeed { ROUTE_NEED_NOTHING, ROUTE_NEED_ENTERPRISE_ALIPAY, ROUTE_NEED_CORPORATE_ACCOUNT } RouteNeed;

/* How a subject was verified. DOCUMENTS, CORPORATE_TRANSFER and ENTERPRISE_ALIPAY can be attempted; MAIL and RENAME come of a case's
 * own evidence, ORIGIN of an origin's report, RESTORED of a dispute, IMPORTED of the platform's earlier books. */
typedef enum Method {
        METHOD_DOCUMENTS,
        METHOD_CORPORATE_TRANSFER,
        METHOD_ENTERPRISE_ALIPAY,
        METHOD_CASE_EVIDENCE,
        METHOD_ORIGIN,
        METHOD_RESTORED,
        METHOD_IMPORTED
} Method;

typedef enum Origin { ORIGIN_LOCAL, ORIGIN_TAOBAO, ORIGIN_1688, ORIGIN_ALIPAY, ORIGIN_OIDC } Origin;

/* The papers that the program draws itself. */
typedef enum Form { FORM_NONE, FORM_RELEASE, FORM_OWNER_CHANGE } Form;

/* What a picture of evidence shows. */
typedef enum PictureKind { PICTURE_PAGE, PICTURE_CARD, PICTURE_PERSON_WITH_CARD, PICTURE_SCREEN } PictureKind;

extern const EnumNames owner_kind_names;  /* personal, enterprise */
extern const EnumNames side_names;        /* old, new */
extern const EnumNames channel_names;     /* ticket, mail, online */
extern const EnumNames on_approval_names; /* release, replace */
extern const EnumNames destination_names; /* free, bound */
extern const EnumNames cut_over_names;    /* on-release, on-reverify */
extern const EnumNames route_need_names;  /* nothing, enterprise-alipay, corporate-account */
extern const EnumNames method_names; /* documents, corporate-transfer, enterprise-alipay, case-evidence, origin, … */
extern const EnumNames origin_names;       /* local, taobao, 1688, alipay, oidc */
extern const EnumNames picture_kind_names; /* page, card, person-with-card, screen */
extern const EnumNames form_names;         /* none, release, owner-change */
