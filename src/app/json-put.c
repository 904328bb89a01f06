/* Members of outcome documents. */
#include "app/json-put.h"

#include "base/instant.h"

void json_put_id(json_t *object, const char *name, const Uuid *id) {
        char text[UUID_TEXT_SIZE];

        json_object_set_new(object, name, uuid_is_nil(id) ? json_null() : json_string(uuid_format(id, text)));
}

void json_put_text(json_t *object, const char *name, const char *text) {
        json_object_set_new(object, name, text ? json_string(text) : json_null());
}

void json_put_instant(json_t *object, const char *name, gint64 instant) {
        g_autofree char *text = instant == INSTANT_NONE ? NULL : instant_format(instant, NULL);

        json_put_text(object, name, text);
}

void json_put_local(json_t *object, const char *name, const LocalText *text) {
        json_object_set_new(object, name,
                            json_pack("{s:s?, s:s?}", "zh", text->in[LANGUAGE_ZH], "en", text->in[LANGUAGE_EN]));
}
