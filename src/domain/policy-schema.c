/* The table of a policy file: every key, its type and its place. What a table cannot say is in policy-load.c. */
#include "domain/policy-schema.h"

#define TEXT_BYTES_MAX 4000
#define ID_BYTES_MAX 64
#define ENTRIES_MAX 1000

#define TEXT(key, type, member) CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, member, 1, TEXT_BYTES_MAX)
#define ID(key, type, member) CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, type, member, 1, ID_BYTES_MAX)
#define COUNT(key, type, member) CYAML_FIELD_UINT(key, CYAML_FLAG_DEFAULT, type, member)
#define TRUTH(key, type, member) CYAML_FIELD_BOOL(key, CYAML_FLAG_DEFAULT, type, member)
#define TRUTH_OR_FALSE(key, type, member) CYAML_FIELD_BOOL(key, CYAML_FLAG_OPTIONAL, type, member)
#define BOTH(key, type, member) CYAML_FIELD_MAPPING(key, CYAML_FLAG_DEFAULT, type, member, local_text_fields)
#define NAMED(key, type, member, table) \
        CYAML_FIELD_ENUM(key, CYAML_FLAG_STRICT, type, member, table, G_N_ELEMENTS(table))
#define LIST(key, type, member, entry, low) \
        CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER, type, member, entry, low, ENTRIES_MAX)
#define LIST_OR_NONE(key, type, member, entry) \
        CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, entry, 0, ENTRIES_MAX)
#define SEALS(type) \
        CYAML_FIELD_FLAGS("seals", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, type, seals, seals, G_N_ELEMENTS(seals))
#define MAPPING_ENTRY(type, fields) \
        { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, type, fields) }

/* clang-format off */
static const cyaml_strval_t owner_kinds[] = { { "personal", OWNER_PERSONAL }, { "enterprise", OWNER_ENTERPRISE } };
static const cyaml_strval_t sides[] = { { "old", SIDE_OLD }, { "new", SIDE_NEW } };
static const cyaml_strval_t seals[] = { { "old", 1 << SIDE_OLD }, { "new", 1 << SIDE_NEW } };
static const cyaml_strval_t channels[] = {
        { "ticket", CHANNEL_TICKET }, { "mail", CHANNEL_MAIL }, { "online", CHANNEL_ONLINE } };
static const cyaml_strval_t on_approvals[] = { { "release", ON_APPROVAL_RELEASE }, { "replace", ON_APPROVAL_REPLACE } };
static const cyaml_strval_t destinations[] = { { "free", DESTINATION_FREE }, { "bound", DESTINATION_BOUND } };
static const cyaml_strval_t cut_overs[] = {
        { "on-release", CUT_OVER_ON_RELEASE }, { "on-reverify", CUT_OVER_ON_REVERIFY } };
static const cyaml_strval_t needs[] = {
        { "nothing", ROUTE_NEED_NOTHING }, { "enterprise-alipay", ROUTE_NEED_ENTERPRISE_ALIPAY },
        { "corporate-account", ROUTE_NEED_CORPORATE_ACCOUNT } };
/* Those that can be attempted; the others come of other things. */
static const cyaml_strval_t methods[] = {
        { "documents", METHOD_DOCUMENTS }, { "corporate-transfer", METHOD_CORPORATE_TRANSFER },
        { "enterprise-alipay", METHOD_ENTERPRISE_ALIPAY } };
/* "local" has nowhere else to change, an OIDC issuer is configured with its address. */
static const cyaml_strval_t origins[] = {
        { "taobao", ORIGIN_TAOBAO }, { "1688", ORIGIN_1688 }, { "alipay", ORIGIN_ALIPAY } };
static const cyaml_strval_t pictures[] = {
        { "page", PICTURE_PAGE }, { "card", PICTURE_CARD }, { "person-with-card", PICTURE_PERSON_WITH_CARD },
        { "screen", PICTURE_SCREEN } };
static const cyaml_strval_t forms[] = { { "release", FORM_RELEASE }, { "owner-change", FORM_OWNER_CHANGE } };
static const cyaml_strval_t owes[] = { { "old", OWES_OLD }, { "new", OWES_NEW }, { "split", OWES_SPLIT } };

static const cyaml_schema_field_t local_text_fields[] = {
        TEXT("zh", LocalText, in[LANGUAGE_ZH]),
        TEXT("en", LocalText, in[LANGUAGE_EN]),
        CYAML_FIELD_END };

static const cyaml_schema_field_t limits_fields[] = {
        COUNT("holder-days", PolicyLimits, holder_days),
        COUNT("reminder-days", PolicyLimits, reminder_days),
        COUNT("parcel-days", PolicyLimits, parcel_days),
        COUNT("claim-minutes", PolicyLimits, claim_minutes),
        COUNT("escalate-hours", PolicyLimits, escalate_hours),
        COUNT("attempts", PolicyLimits, attempts),
        COUNT("reverify-days", PolicyLimits, reverify_days),
        COUNT("files-per-item", PolicyLimits, files_per_item),
        COUNT("file-bytes-max", PolicyLimits, file_bytes_max),
        COUNT("accounts-per-person", PolicyLimits, accounts_per_person),
        COUNT("accounts-per-enterprise", PolicyLimits, accounts_per_enterprise),
        COUNT("days-between-changes", PolicyLimits, days_between_changes),
        COUNT("dispute-days", PolicyLimits, dispute_days),
        TRUTH("refuse-frozen", PolicyLimits, refuse_frozen),
        TRUTH("refuse-arrears", PolicyLimits, refuse_arrears),
        CYAML_FIELD_END };

static const cyaml_schema_field_t mail_fields[] = {
        BOTH("address", PolicyMail, address),
        BOTH("recipient", PolicyMail, recipient),
        ID("postcode", PolicyMail, postcode),
        CYAML_FIELD_STRING_PTR("phone", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, PolicyMail, phone, 1, ID_BYTES_MAX),
        CYAML_FIELD_END };

static const cyaml_schema_value_t hours_entry = { CYAML_VALUE_UINT(CYAML_FLAG_DEFAULT, guint) };

static const cyaml_schema_field_t continuity_fields[] = {
        TRUTH("holds-submission", PolicyEntries, continuity.holds_submission),
        LIST("alert-hours", PolicyEntries, continuity.alert_hours, &hours_entry, 1),
        COUNT("billing-lag-minutes", PolicyEntries, continuity.billing_lag_minutes),
        CYAML_FIELD_END };

static const cyaml_schema_field_t cut_over_fields[] = {
        NAMED("owes", PolicyEntries, cut_over.owes, owes),
        BOTH("text", PolicyEntries, cut_over.text),
        CYAML_FIELD_END };

static const cyaml_schema_field_t origin_fields[] = {
        NAMED("origin", PolicyOrigin, origin, origins),
        BOTH("name", PolicyOrigin, name),
        TEXT("address", PolicyOrigin, address),
        CYAML_FIELD_END };
static const cyaml_schema_value_t origin_entry = MAPPING_ENTRY(PolicyOrigin, origin_fields);

static const cyaml_schema_field_t bank_fields[] = {
        ID("code", PolicyBank, code),
        ID("cnaps", PolicyBank, cnaps),
        BOTH("name", PolicyBank, name),
        CYAML_FIELD_END };
static const cyaml_schema_value_t bank_entry = MAPPING_ENTRY(PolicyBank, bank_fields);

static const cyaml_schema_field_t reason_fields[] = {
        ID("id", PolicyReason, id),
        BOTH("text", PolicyReason, text),
        TRUTH_OR_FALSE("evidence", PolicyReason, for_evidence),
        TRUTH_OR_FALSE("rejection", PolicyReason, for_rejection),
        CYAML_FIELD_END };
static const cyaml_schema_value_t reason_entry = MAPPING_ENTRY(PolicyReason, reason_fields);

static const cyaml_schema_field_t material_fields[] = {
        ID("id", PolicyMaterial, id),
        BOTH("name", PolicyMaterial, name),
        BOTH("guidance", PolicyMaterial, guidance),
        NAMED("picture", PolicyMaterial, picture, pictures),
        CYAML_FIELD_ENUM("form", CYAML_FLAG_STRICT | CYAML_FLAG_OPTIONAL, PolicyMaterial, form, forms, G_N_ELEMENTS(forms)),
        TRUTH_OR_FALSE("identity-picture", PolicyMaterial, identity_picture),
        COUNT("files-max", PolicyMaterial, files_max),
        CYAML_FIELD_END };
static const cyaml_schema_value_t material_entry = MAPPING_ENTRY(PolicyMaterial, material_fields);

static const cyaml_schema_value_t id_entry = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, ID_BYTES_MAX) };
static const cyaml_schema_value_t text_entry = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, TEXT_BYTES_MAX) };

static const cyaml_schema_field_t item_fields[] = {
        ID("id", PolicyItemEntry, item.id),
        BOTH("name", PolicyItemEntry, item.name),
        NAMED("of", PolicyItemEntry, item.of, sides),
        LIST("any-of", PolicyItemEntry, any_of, &id_entry, 1),
        COUNT("at-least", PolicyItemEntry, item.at_least),
        TRUTH_OR_FALSE("raisable", PolicyItemEntry, item.raisable),
        TRUTH_OR_FALSE("each-invoice", PolicyItemEntry, item.each_invoice),
        TRUTH_OR_FALSE("annual-record", PolicyItemEntry, item.annual_record),
        TRUTH_OR_FALSE("bears-seals", PolicyItemEntry, bears_seals),
        CYAML_FIELD_END };
static const cyaml_schema_value_t item_entry = MAPPING_ENTRY(PolicyItemEntry, item_fields);

static const cyaml_schema_field_t method_fields[] = {
        ID("id", PolicyMethodEntry, method.id),
        NAMED("method", PolicyMethodEntry, method.method, methods),
        NAMED("owner", PolicyMethodEntry, method.owner, owner_kinds),
        BOTH("name", PolicyMethodEntry, method.name),
        COUNT("review-days", PolicyMethodEntry, method.review_days),
        COUNT("approvals", PolicyMethodEntry, method.approvals),
        COUNT("holder-days", PolicyMethodEntry, method.holder_days),
        COUNT("arrival-days", PolicyMethodEntry, method.arrival_days),
        COUNT("tries", PolicyMethodEntry, method.tries),
        COUNT("lock-days", PolicyMethodEntry, method.lock_days),
        SEALS(PolicyMethodEntry),
        LIST("items", PolicyMethodEntry, items, &id_entry, 0),
        CYAML_FIELD_END };
static const cyaml_schema_value_t method_entry = MAPPING_ENTRY(PolicyMethodEntry, method_fields);

static const cyaml_schema_field_t route_fields[] = {
        ID("id", PolicyRouteEntry, route.id),
        BOTH("name", PolicyRouteEntry, route.name),
        BOTH("effort", PolicyRouteEntry, route.effort),
        NAMED("from", PolicyRouteEntry, route.from, owner_kinds),
        NAMED("to", PolicyRouteEntry, route.to, owner_kinds),
        TRUTH_OR_FALSE("same-subject", PolicyRouteEntry, route.same_subject),
        NAMED("need", PolicyRouteEntry, route.need, needs),
        NAMED("channel", PolicyRouteEntry, route.channel, channels),
        NAMED("on-approval", PolicyRouteEntry, route.on_approval, on_approvals),
        NAMED("destination", PolicyRouteEntry, route.destination, destinations),
        NAMED("cut-over", PolicyRouteEntry, route.cut_over, cut_overs),
        LIST_OR_NONE("methods", PolicyRouteEntry, methods, &id_entry),
        COUNT("review-days", PolicyRouteEntry, route.review_days),
        COUNT("approvals", PolicyRouteEntry, route.approvals),
        COUNT("transit-days", PolicyRouteEntry, route.transit_days),
        SEALS(PolicyRouteEntry),
        LIST("items", PolicyRouteEntry, items, &id_entry, 0),
        CYAML_FIELD_END };
static const cyaml_schema_value_t route_entry = MAPPING_ENTRY(PolicyRouteEntry, route_fields);

static const cyaml_schema_field_t consent_fields[] = {
        ID("purpose", PolicyConsent, purpose),
        ID("text-version", PolicyConsent, text_version),
        BOTH("text", PolicyConsent, text),
        CYAML_FIELD_END };
static const cyaml_schema_value_t consent_entry = MAPPING_ENTRY(PolicyConsent, consent_fields);

/* Two groups of keys whose values lie in the whole's own struct, so that their lists can have a count beside them. */
#define GROUP(group_key, fields_table) { \
        .key = (group_key), \
        .value = { .type = CYAML_MAPPING, .flags = CYAML_FLAG_DEFAULT, .data_size = sizeof(PolicyEntries), \
                   .mapping = { .fields = (fields_table) } } }

static const cyaml_schema_field_t policy_fields[] = {
        ID("id", PolicyEntries, id),
        ID("edition", PolicyEntries, edition),
        BOTH("platform", PolicyEntries, platform),
        ID("zone", PolicyEntries, zone),
        ID("closing-hour", PolicyEntries, closing_hour),
        CYAML_FIELD_MAPPING("limits", CYAML_FLAG_DEFAULT, PolicyEntries, limits, limits_fields),
        CYAML_FIELD_MAPPING("mail", CYAML_FLAG_DEFAULT, PolicyEntries, mail, mail_fields),
        GROUP("continuity", continuity_fields),
        GROUP("cut-over", cut_over_fields),
        LIST_OR_NONE("origins", PolicyEntries, origins, &origin_entry),
        LIST_OR_NONE("banks", PolicyEntries, banks, &bank_entry),
        LIST_OR_NONE("invoice-issuers", PolicyEntries, invoice_issuers, &text_entry),
        LIST("reasons", PolicyEntries, reasons, &reason_entry, 1),
        LIST("materials", PolicyEntries, materials, &material_entry, 1),
        LIST("items", PolicyEntries, items, &item_entry, 1),
        LIST("methods", PolicyEntries, methods, &method_entry, 1),
        LIST("routes", PolicyEntries, routes, &route_entry, 1),
        LIST("consents", PolicyEntries, consents, &consent_entry, 1),
        CYAML_FIELD_END };
/* clang-format on */

const cyaml_schema_value_t policy_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, PolicyEntries, policy_fields) };
