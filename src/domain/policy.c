/* A loaded policy: its life, its look-ups, and the one compiled in. */
#include "domain/policy.h"

#include "domain/policy-schema.h"
#include "domain/yaml-file.h"

extern const char policy_aliyun_yaml[]; /* policy/aliyun.yaml, by tools/embed.sh */
extern const gsize policy_aliyun_yaml_size;

const char *policy_builtin_text(gsize *size) {
        *size = policy_aliyun_yaml_size;
        return policy_aliyun_yaml;
}

Policy *policy_builtin(void) {
        Policy *policy = policy_load("policy/aliyun.yaml", policy_aliyun_yaml, policy_aliyun_yaml_size, NULL);

        g_assert(policy);
        return policy;
}

Policy *policy_ref(Policy *policy) {
        g_atomic_int_inc(&policy->refs);
        return policy;
}

/* What policy-load.c has hung into the structs that the file holds. */
static void entries_clear(const PolicyEntries *entries) {
        for (guint i = 0; i < entries->items_count; i++)
                g_clear_pointer(&entries->items[i]->item.any_of, g_free);
        for (guint i = 0; i < entries->methods_count; i++)
                g_clear_pointer(&entries->methods[i]->method.items, g_ptr_array_unref);
        for (guint i = 0; i < entries->routes_count; i++) {
                g_clear_pointer(&entries->routes[i]->route.methods, g_ptr_array_unref);
                g_clear_pointer(&entries->routes[i]->route.items, g_ptr_array_unref);
        }
}

void policy_unref(Policy *policy) {
        GPtrArray **lists[] = { &policy->origins, &policy->banks,  &policy->reasons, &policy->materials,
                                &policy->methods, &policy->routes, &policy->consents };

        if (!g_atomic_int_dec_and_test(&policy->refs))
                return;
        for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
                g_clear_pointer(lists[i], g_ptr_array_unref);
        g_clear_pointer(&policy->continuity.alert_hours, g_array_unref);
        g_clear_pointer(&policy->zone, g_time_zone_unref);
        entries_clear(yaml_file_root(policy->file));
        yaml_file_free(policy->file);
        g_free(policy->hash);
        g_strfreev(policy->invoice_issuers);
        g_free(policy);
}

/* Each of the structs begins with its id. */
static gconstpointer find(const GPtrArray *list, const char *id) {
        for (guint i = 0; i < list->len; i++) {
                const char *const *entry = g_ptr_array_index(list, i);

                if (g_str_equal(*entry, id))
                        return entry;
        }
        return NULL;
}

const PolicyRoute *policy_route(const Policy *policy, const char *id) {
        return find(policy->routes, id);
}

const PolicyMethod *policy_method(const Policy *policy, Method method, OwnerKind owner) {
        for (guint i = 0; i < policy->methods->len; i++) {
                const PolicyMethod *candidate = g_ptr_array_index(policy->methods, i);

                if (candidate->method == method && candidate->owner == owner)
                        return candidate;
        }
        return NULL;
}

const PolicyReason *policy_reason(const Policy *policy, const char *id) {
        return find(policy->reasons, id);
}

const PolicyMaterial *policy_material(const Policy *policy, const char *id) {
        return find(policy->materials, id);
}

const PolicyOrigin *policy_origin(const Policy *policy, Origin origin) {
        for (guint i = 0; i < policy->origins->len; i++) {
                const PolicyOrigin *candidate = g_ptr_array_index(policy->origins, i);

                if (candidate->origin == origin)
                        return candidate;
        }
        return NULL;
}

const PolicyBank *policy_bank(const Policy *policy, const char *code) {
        return find(policy->banks, code);
}

const PolicyConsent *policy_consent(const Policy *policy, const char *purpose) {
        return find(policy->consents, purpose);
}

const PolicyItem *policy_item(const GPtrArray *items, const char *id) {
        return find(items, id);
}

guint policy_line(const Policy *policy, const char *pointer) {
        return yaml_file_line(policy->file, pointer);
}

const char *local_text(const LocalText *text, Language language) {
        return text->in[language];
}

const PolicyRoute *policy_route_origin_sync(void) {
        static GPtrArray nothing = { .pdata = NULL, .len = 0 };
        static const PolicyRoute route = {
                .id = (char *) POLICY_ROUTE_ORIGIN_SYNC,
                .name = { { [LANGUAGE_ZH] = "随原网站变更", [LANGUAGE_EN] = "Following the origin" } },
                .effort = { { [LANGUAGE_ZH] = "原网站已变更实名认证，账号随之变更",
                              [LANGUAGE_EN] = "The origin has changed the verification, and the account follows" } },
                .channel = CHANNEL_ONLINE,
                .on_approval = ON_APPROVAL_REPLACE,
                .methods = &nothing,
                .items = &nothing,
        };

        return &route;
}
