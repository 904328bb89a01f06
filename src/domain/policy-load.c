/* Makes a Policy of a policy file: what a schema cannot say (ids, references, ranges, forms) is held to here, each mistake
 * with its line and its mend. Whether the rules in it make sense together is policy-check.c's. */
#include "domain/policy-schema.h"
#include "domain/yaml-file.h"

#include <string.h>

#define YEARS_DAYS 3650
#define YEAR_MINUTES (366 * 24 * 60)
#define FILE_BYTES_LOW 1024
#define FILE_BYTES_HIGH (G_GINT64_CONSTANT(1) << 30)

typedef struct Load {
        const YamlFile *file;
        GError **error;
} Load;

/* A list of the file whose structs begin with their id. */
typedef struct Listed {
        const char *pointer; /* "/routes" */
        const char *id_key;
        gpointer *entries;
        guint count;
} Listed;

typedef struct Range {
        const char *key; /* "/review-days" */
        size_t offset;   /* of a guint */
        guint low, high;
} Range;

static const char *id_of(gconstpointer entry) {
        return *(const char *const *) entry;
}

static bool id_is_plain(const char *id) {
        return strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id)
               && id[0] != '-';
}

static bool ids_hold(const Load *load, const Listed *list) {
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

        for (guint i = 0; i < list->count; i++) {
                const char *id = id_of(list->entries[i]);

                if (!id_is_plain(id))
                        return yaml_file_refuse(load->file,
                                                LOCAL_TEXT("“%s”只能由字母、数字和连字符组成",
                                                           "\"%s\" may hold letters, digits and hyphens only", id),
                                                load->error, "%s/%u/%s", list->pointer, i, list->id_key);
                if (!g_hash_table_add(seen, (gpointer) id))
                        return yaml_file_refuse(load->file,
                                                LOCAL_TEXT("“%s”已在上面用过，请另取一个",
                                                           "\"%s\" is used above already; choose another", id),
                                                load->error, "%s/%u/%s", list->pointer, i, list->id_key);
        }
        return true;
}

#define LISTED(entries, member, key) \
        { "/" #member, key, (gpointer *) (entries)->member, (entries)->member##_count }

static bool all_ids_hold(const Load *load, const PolicyEntries *entries) {
        const Listed lists[] = {
                LISTED(entries, banks, "code"),       LISTED(entries, reasons, "id"),
                LISTED(entries, materials, "id"),     LISTED(entries, items, "id"),
                LISTED(entries, methods, "id"),       LISTED(entries, routes, "id"),
                LISTED(entries, consents, "purpose"),
        };

        for (guint i = 0; i < G_N_ELEMENTS(lists); i++) {
                if (!ids_hold(load, &lists[i]))
                        return false;
        }
        return true;
}

/* The origins and methods are known by what they are, so two of a kind could not be told apart. */
static bool kinds_are_single(const Load *load, const PolicyEntries *entries) {
        guint origins = 0, methods[2] = { 0 };

        for (guint i = 0; i < entries->origins_count; i++) {
                if (origins & (1U << entries->origins[i]->origin))
                        return yaml_file_refuse(
                                load->file, LOCAL_TEXT("此来源已在上面列出", "this origin is listed above already"),
                                load->error, "/origins/%u/origin", i);
                origins |= 1U << entries->origins[i]->origin;
        }
        for (guint i = 0; i < entries->methods_count; i++) {
                const PolicyMethod *method = &entries->methods[i]->method;

                if (methods[method->owner] & (1U << method->method))
                        return yaml_file_refuse(
                                load->file,
                                LOCAL_TEXT("此类主体的这种方式已在上面列出",
                                           "this method for this kind of owner is listed above already"),
                                load->error, "/methods/%u/method", i);
                methods[method->owner] |= 1U << method->method;
        }
        return true;
}

static bool ranges_hold(const Load *load, const Range *ranges, gconstpointer base, const char *pointer) {
        for (const Range *range = ranges; range->key; range++) {
                guint value = *(const guint *) (gconstpointer) ((const char *) base + range->offset);

                if (value < range->low || value > range->high)
                        return yaml_file_refuse(load->file,
                                                LOCAL_TEXT("%s 应在 %u 与 %u 之间", "%s must lie between %u and %u",
                                                           strrchr(range->key, '/') + 1, range->low, range->high),
                                                load->error, "%s%s", pointer, range->key);
        }
        return true;
}

/* clang-format off */
static const Range policy_ranges[] = {
        { "/limits/holder-days", offsetof(PolicyEntries, limits.holder_days), 1, YEARS_DAYS },
        { "/limits/reminder-days", offsetof(PolicyEntries, limits.reminder_days), 0, YEARS_DAYS },
        { "/limits/parcel-days", offsetof(PolicyEntries, limits.parcel_days), 1, YEARS_DAYS },
        { "/limits/claim-minutes", offsetof(PolicyEntries, limits.claim_minutes), 1, YEAR_MINUTES },
        { "/limits/escalate-hours", offsetof(PolicyEntries, limits.escalate_hours), 0, 24 * 366 },
        { "/limits/attempts", offsetof(PolicyEntries, limits.attempts), 1, 1000 },
        { "/limits/reverify-days", offsetof(PolicyEntries, limits.reverify_days), 1, YEARS_DAYS },
        { "/limits/files-per-item", offsetof(PolicyEntries, limits.files_per_item), 1, 1000 },
        { "/limits/accounts-per-person", offsetof(PolicyEntries, limits.accounts_per_person), 0, G_MAXINT32 },
        { "/limits/accounts-per-enterprise", offsetof(PolicyEntries, limits.accounts_per_enterprise), 0, G_MAXINT32 },
        { "/limits/days-between-changes", offsetof(PolicyEntries, limits.days_between_changes), 0, YEARS_DAYS },
        { "/limits/dispute-days", offsetof(PolicyEntries, limits.dispute_days), 0, YEARS_DAYS },
        { "/continuity/billing-lag-minutes", offsetof(PolicyEntries, continuity.billing_lag_minutes), 0, YEAR_MINUTES },
        { NULL, 0, 0, 0 } };
static const Range material_ranges[] = {
        { "/files-max", offsetof(PolicyMaterial, files_max), 1, 1000 },
        { NULL, 0, 0, 0 } };
static const Range item_ranges[] = {
        { "/at-least", offsetof(PolicyItemEntry, item.at_least), 0, 1000 },
        { NULL, 0, 0, 0 } };
static const Range method_ranges[] = {
        { "/review-days", offsetof(PolicyMethodEntry, method.review_days), 0, YEARS_DAYS },
        { "/approvals", offsetof(PolicyMethodEntry, method.approvals), 0, 2 },
        { "/holder-days", offsetof(PolicyMethodEntry, method.holder_days), 1, YEARS_DAYS },
        { "/arrival-days", offsetof(PolicyMethodEntry, method.arrival_days), 0, YEARS_DAYS },
        { "/tries", offsetof(PolicyMethodEntry, method.tries), 0, 1000 },
        { "/lock-days", offsetof(PolicyMethodEntry, method.lock_days), 0, YEARS_DAYS },
        { NULL, 0, 0, 0 } };
static const Range route_ranges[] = {
        { "/review-days", offsetof(PolicyRouteEntry, route.review_days), 0, YEARS_DAYS },
        { "/approvals", offsetof(PolicyRouteEntry, route.approvals), 0, 2 },
        { "/transit-days", offsetof(PolicyRouteEntry, route.transit_days), 0, YEARS_DAYS },
        { NULL, 0, 0, 0 } };
/* clang-format on */

static bool list_ranges_hold(const Load *load, const Range *ranges, const Listed *list) {
        for (guint i = 0; i < list->count; i++) {
                g_autofree char *pointer = g_strdup_printf("%s/%u", list->pointer, i);

                if (!ranges_hold(load, ranges, list->entries[i], pointer))
                        return false;
        }
        return true;
}

static bool all_ranges_hold(const Load *load, const PolicyEntries *entries) {
        const Listed materials = LISTED(entries, materials, "id"), items = LISTED(entries, items, "id"),
                     methods = LISTED(entries, methods, "id"), routes = LISTED(entries, routes, "id");
        gint64 bytes_max = entries->limits.file_bytes_max;

        if (bytes_max < FILE_BYTES_LOW || bytes_max > FILE_BYTES_HIGH)
                return yaml_file_refuse(load->file,
                                        LOCAL_TEXT("file-bytes-max 应在 %d 与 %" G_GINT64_FORMAT " 之间",
                                                   "file-bytes-max must lie between %d and %" G_GINT64_FORMAT,
                                                   FILE_BYTES_LOW, FILE_BYTES_HIGH),
                                        load->error, "/limits/file-bytes-max");
        return ranges_hold(load, policy_ranges, entries, "") && list_ranges_hold(load, material_ranges, &materials)
               && list_ranges_hold(load, item_ranges, &items) && list_ranges_hold(load, method_ranges, &methods)
               && list_ranges_hold(load, route_ranges, &routes);
}

static bool digits_hold(const Load *load, const char *text, size_t length, const char *pointer) {
        if (strlen(text) == length && strspn(text, "0123456789") == length)
                return true;
        return yaml_file_refuse(load->file,
                                LOCAL_TEXT("“%s”应为 %zu 位数字", "\"%s\" must be %zu digits", text, length),
                                load->error, "%s", pointer);
}

static bool forms_hold(const Load *load, const PolicyEntries *entries) {
        if (!digits_hold(load, entries->mail.postcode, 6, "/mail/postcode"))
                return false;
        for (guint i = 0; i < entries->banks_count; i++) {
                g_autofree char *pointer = g_strdup_printf("/banks/%u/cnaps", i);

                if (!digits_hold(load, entries->banks[i]->cnaps, 12, pointer))
                        return false;
        }
        for (guint i = 0; i < entries->origins_count; i++) {
                const char *address = entries->origins[i]->address;

                if (!g_uri_is_valid(address, G_URI_FLAGS_NONE, NULL) || !g_str_has_prefix(address, "https://"))
                        return yaml_file_refuse(load->file,
                                                LOCAL_TEXT("“%s”应为 https:// 开头的网址",
                                                           "\"%s\" must be an address that begins with https://",
                                                           address),
                                                load->error, "/origins/%u/address", i);
        }
        for (guint i = 1; i < entries->continuity.alert_hours_count; i++) {
                if (entries->continuity.alert_hours[i] >= entries->continuity.alert_hours[i - 1])
                        return yaml_file_refuse(
                                load->file,
                                LOCAL_TEXT("提醒的小时数须逐个减小", "the hours must fall from one to the next"),
                                load->error, "/continuity/alert-hours/%u", i);
        }
        return true;
}

/* "00:01" to "24:00", the last minute of work. */
static bool closing_read(const Load *load, const char *text, guint *minutes) {
        guint hours = 0, rest = 0;

        if (strlen(text) == 5 && strspn(text, "0123456789") == 2 && text[2] == ':'
            && strspn(text + 3, "0123456789") == 2) {
                hours = (guint) (text[0] - '0') * 10 + (guint) (text[1] - '0');
                rest = (guint) (text[3] - '0') * 10 + (guint) (text[4] - '0');
        }
        if (rest > 59 || hours * 60 + rest < 1 || hours * 60 + rest > 24 * 60)
                return yaml_file_refuse(load->file,
                                        LOCAL_TEXT("“%s”应为 00:01 至 24:00 之间的时刻，加引号",
                                                   "\"%s\" must be a time from 00:01 to 24:00, in quotes", text),
                                        load->error, "/closing-hour");
        *minutes = hours * 60 + rest;
        return true;
}

static bool office_read(const Load *load, const PolicyEntries *entries, Policy *policy) {
        policy->zone = g_time_zone_new_identifier(entries->zone);
        if (!policy->zone)
                return yaml_file_refuse(load->file,
                                        LOCAL_TEXT("没有时区“%s”，请写如 Asia/Shanghai",
                                                   "there is no time zone \"%s\"; write one such as Asia/Shanghai",
                                                   entries->zone),
                                        load->error, "/zone");
        policy->zone_name = entries->zone;
        return closing_read(load, entries->closing_hour, &policy->closing_minutes);
}

/* Finds what each id of a list refers to. The result holds borrowed entries; NULL where one is unknown or repeated. */
static GPtrArray *references_resolve(const Load *load, char **ids, guint count, const Listed *among,
                                     const char *pointer) {
        g_autoptr(GPtrArray) found = g_ptr_array_new();

        for (guint i = 0; i < count; i++) {
                gpointer entry = NULL;

                for (guint k = 0; k < among->count && !entry; k++)
                        entry = g_str_equal(id_of(among->entries[k]), ids[i]) ? among->entries[k] : NULL;
                if (!entry) {
                        yaml_file_refuse(load->file,
                                         LOCAL_TEXT("“%s”未在 %s 中定义", "\"%s\" is not defined under %s", ids[i],
                                                    among->pointer + 1),
                                         load->error, "%s/%u", pointer, i);
                        return NULL;
                }
                if (g_ptr_array_find(found, entry, NULL)) {
                        yaml_file_refuse(
                                load->file,
                                LOCAL_TEXT("“%s”重复列出，请删去一处", "\"%s\" is listed twice; remove one", ids[i]),
                                load->error, "%s/%u", pointer, i);
                        return NULL;
                }
                g_ptr_array_add(found, entry);
        }
        return g_steal_pointer(&found);
}

static bool items_resolve(const Load *load, const PolicyEntries *entries) {
        const Listed materials = LISTED(entries, materials, "id");

        for (guint i = 0; i < entries->items_count; i++) {
                PolicyItemEntry *entry = entries->items[i];
                g_autofree char *pointer = g_strdup_printf("/items/%u/any-of", i);
                g_autoptr(GPtrArray) found =
                        references_resolve(load, entry->any_of, entry->any_of_count, &materials, pointer);

                if (!found)
                        return false;
                g_ptr_array_add(found, NULL);
                entry->item.any_of = (const PolicyMaterial **) g_ptr_array_steal(found, NULL);
        }
        return true;
}

/* The checklist of a route or method: copies of the items, with its seals on those that bear them. */
static GPtrArray *checklist_resolve(const Load *load, const PolicyEntries *entries, char **ids, guint count,
                                    guint seals, const char *pointer) {
        const Listed items = LISTED(entries, items, "id");
        g_autoptr(GPtrArray) found = references_resolve(load, ids, count, &items, pointer);
        g_autoptr(GPtrArray) checklist = g_ptr_array_new_with_free_func(g_free);

        if (!found)
                return NULL;
        for (guint i = 0; i < found->len; i++) {
                const PolicyItemEntry *entry = g_ptr_array_index(found, i);
                PolicyItem *item = g_memdup2(&entry->item, sizeof(entry->item));

                item->sealed_by_old = entry->bears_seals && (seals & (1U << SIDE_OLD));
                item->sealed_by_new = entry->bears_seals && (seals & (1U << SIDE_NEW));
                g_ptr_array_add(checklist, item);
        }
        return g_steal_pointer(&checklist);
}

static bool methods_resolve(const Load *load, const PolicyEntries *entries) {
        for (guint i = 0; i < entries->methods_count; i++) {
                PolicyMethodEntry *entry = entries->methods[i];
                g_autofree char *pointer = g_strdup_printf("/methods/%u/items", i);

                entry->method.items =
                        checklist_resolve(load, entries, entry->items, entry->items_count, entry->seals, pointer);
                if (!entry->method.items)
                        return false;
        }
        return true;
}

static bool routes_resolve(const Load *load, const PolicyEntries *entries) {
        const Listed methods = LISTED(entries, methods, "id");

        for (guint i = 0; i < entries->routes_count; i++) {
                PolicyRouteEntry *entry = entries->routes[i];
                g_autofree char *items_pointer = g_strdup_printf("/routes/%u/items", i);
                g_autofree char *methods_pointer = g_strdup_printf("/routes/%u/methods", i);

                entry->route.items = checklist_resolve(load, entries, entry->items, entry->items_count, entry->seals,
                                                       items_pointer);
                if (!entry->route.items)
                        return false;
                entry->route.methods =
                        references_resolve(load, entry->methods, entry->methods_count, &methods, methods_pointer);
                if (!entry->route.methods)
                        return false;
        }
        return true;
}

static GPtrArray *borrowed(gpointer *entries, guint count) {
        GPtrArray *list = g_ptr_array_sized_new(count);

        for (guint i = 0; i < count; i++)
                g_ptr_array_add(list, entries[i]);
        return list;
}

#define BORROWED(entries, member) borrowed((gpointer *) (entries)->member, (entries)->member##_count)

static void policy_fill(Policy *policy, const PolicyEntries *entries) {
        g_autoptr(GStrvBuilder) issuers = g_strv_builder_new();

        policy->id = entries->id;
        policy->edition = entries->edition;
        policy->platform = entries->platform;
        policy->limits = entries->limits;
        policy->mail = entries->mail;
        policy->continuity.holds_submission = entries->continuity.holds_submission;
        policy->continuity.billing_lag_minutes = entries->continuity.billing_lag_minutes;
        policy->continuity.alert_hours = g_array_new(FALSE, FALSE, sizeof(gint64));
        for (guint i = 0; i < entries->continuity.alert_hours_count; i++) {
                gint64 hours = entries->continuity.alert_hours[i];

                g_array_append_val(policy->continuity.alert_hours, hours);
        }
        policy->owes = entries->cut_over.owes;
        policy->owes_text = entries->cut_over.text;
        policy->origins = BORROWED(entries, origins);
        policy->banks = BORROWED(entries, banks);
        policy->reasons = BORROWED(entries, reasons);
        policy->materials = BORROWED(entries, materials);
        policy->methods = BORROWED(entries, methods); /* an entry begins with its method, or route */
        policy->routes = BORROWED(entries, routes);
        policy->consents = BORROWED(entries, consents);
        for (guint i = 0; i < entries->invoice_issuers_count; i++)
                g_strv_builder_add(issuers, entries->invoice_issuers[i]);
        policy->invoice_issuers = g_strv_builder_end(issuers);
}

G_STATIC_ASSERT(offsetof(PolicyMethodEntry, method) == 0 && offsetof(PolicyRouteEntry, route) == 0);

Policy *policy_load(const char *name, const char *bytes, gsize size, GError **error) {
        YamlFile *file = yaml_file_read(name, bytes, size, &policy_schema, REFUSAL_POLICY_INVALID, error);
        const PolicyEntries *entries;
        g_autoptr(Policy) policy = NULL;
        Load load = { file, error };

        if (!file)
                return NULL;
        entries = yaml_file_root(file);
        policy = g_new0(Policy, 1);
        policy->refs = 1;
        policy->file = file;
        policy->hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) bytes, size);
        policy_fill(policy, entries);
        if (!all_ids_hold(&load, entries) || !kinds_are_single(&load, entries) || !all_ranges_hold(&load, entries)
            || !forms_hold(&load, entries) || !office_read(&load, entries, policy) || !items_resolve(&load, entries)
            || !methods_resolve(&load, entries) || !routes_resolve(&load, entries))
                return NULL;
        return g_steal_pointer(&policy);
}
