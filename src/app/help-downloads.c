/* Forms to download: a row for each that the program can give, by the material that it is the form of. */
#include "app/help-parts.h"

typedef struct HelpDownload {
        const char *material; /* an id of the policy's; NULL closes the table */
        const char *path;     /* of this server */
} HelpDownload;

static const HelpDownload downloads[] = {
        { 0 },
};

const char *help_download_of(const char *material) {
        for (const HelpDownload *download = downloads; download->material; download++) {
                if (g_str_equal(download->material, material))
                        return download->path;
        }
        return NULL;
}

json_t *help_downloads_document(const Policy *policy) {
        json_t *list = json_array();

        for (guint i = 0; i < policy->materials->len; i++) {
                const PolicyMaterial *material = g_ptr_array_index(policy->materials, i);
                const char *path = help_download_of(material->id);

                if (path)
                        json_array_append_new(list, json_pack("{s:s, s:o, s:s}", "material", material->id, "name",
                                                              json_local(&material->name), "path", path));
        }
        return list;
}
