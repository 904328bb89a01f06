/* Forms to download: of each material that the program draws a paper for. */
#include "app/help-parts.h"

const char *help_download_of(const PolicyMaterial *material) {
        static const char *const paths[] = {
                [FORM_NONE] = NULL,
                [FORM_RELEASE] = "/v1/forms/release",
                [FORM_OWNER_CHANGE] = "/v1/forms/owner-change",
        };

        return paths[material->form];
}

json_t *help_downloads_document(const Policy *policy) {
        json_t *list = json_array();

        for (guint i = 0; i < policy->materials->len; i++) {
                const PolicyMaterial *material = g_ptr_array_index(policy->materials, i);
                const char *path = help_download_of(material);

                if (path)
                        json_array_append_new(list, json_pack("{s:s, s:o, s:s}", "material", material->id, "name",
                                                              json_local(&material->name), "path", path));
        }
        return list;
}
