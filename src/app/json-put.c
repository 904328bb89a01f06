/* Members of outcome documents. */
#include "app/json-put.h"

#include "base/instant.h"
#include "base/refusal.h"
#include "domain/money.h"

void json_put_id(json_t *object, const char *name, const Uuid *id) {
        json_object_set_new(object, name, json_id(id));
}

void json_put_text(json_t *object, const char *name, const char *text) {
        json_object_set_new(object, name, text ? json_string(text) : json_null());
}

void json_put_instant(json_t *object, const char *name, gint64 instant) {
        json_object_set_new(object, name, json_time(instant));
}

void json_put_local(json_t *object, const char *name, const LocalText *text) {
        json_object_set_new(object, name, json_local(text));
}

json_t *json_time(gint64 instant) {
        g_autofree char *text = instant == INSTANT_NONE ? NULL : instant_format(instant, NULL);

        return text ? json_string(text) : json_null();
}

json_t *json_id(const Uuid *id) {
        char text[UUID_TEXT_SIZE];

        return uuid_is_nil(id) ? json_null() : json_string(uuid_format(id, text));
}

json_t *json_yuan(gint64 micro_yuan) {
        g_autofree char *text = money_format(micro_yuan);

        return json_string(text);
}

json_t *json_local(const LocalText *text) {
        return json_pack("{s:s?, s:s?}", "zh", text->in[LANGUAGE_ZH], "en", text->in[LANGUAGE_EN]);
}

bool cursor_read(const char *cursor, Uuid *after, GError **error) {
        if (cursor)
                return uuid_parse(cursor, after) || refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
        *after = (Uuid){ 0 };
        return true;
}
