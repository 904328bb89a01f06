/* The reader of field tables. */
#include "base/json-fields.h"

#include "base/instant.h"
#include "base/refusal.h"

#include <string.h>

static bool fields_read(const json_t *object, const JsonField *fields, char *target, const char *pointer,
                        GError **error);

static void *member_at(char *target, size_t offset) {
        return target + offset;
}

static bool wrong_type(GError **error, const char *pointer, const JsonField *field, const char *wanted) {
        return refuse(error, REFUSAL_WRONG_TYPE, pointer, field->name, wanted, NULL);
}

static bool text_is_printable(const char *text) {
        for (; *text; text = g_utf8_next_char(text)) {
                gunichar character = g_utf8_get_char(text);

                if (g_unichar_iscntrl(character) && character != '\n' && character != '\t')
                        return false;
        }
        return true;
}

static bool text_read(const json_t *value, const JsonField *field, char **text, const char *pointer, GError **error) {
        gsize length_max = field->length_max ? field->length_max : JSON_TEXT_LENGTH_MAX;
        g_autofree char *limit = g_strdup_printf("%" G_GSIZE_FORMAT, length_max);
        g_autofree char *stripped = NULL;

        if (!json_is_string(value))
                return wrong_type(error, pointer, field, "a string");
        if ((gsize) g_utf8_strlen(json_string_value(value), -1) > length_max)
                return refuse(error, REFUSAL_TOO_LONG, pointer, field->name, limit, NULL);
        if (!text_is_printable(json_string_value(value)))
                return refuse(error, REFUSAL_MALFORMED_VALUE, pointer, field->name,
                              REFUSAL_BOTH("不含控制字符的文字", "text without control characters"), NULL);
        stripped = g_strstrip(g_strdup(json_string_value(value)));
        if (!*stripped && !field->allow_empty)
                return refuse(error, REFUSAL_MISSING_FIELD, pointer, field->name, NULL);
        g_free(*text);
        *text = g_steal_pointer(&stripped);
        return true;
}

static bool integer_read(const json_t *value, const JsonField *field, gint64 *integer, const char *pointer,
                         GError **error) {
        g_autofree char *low = g_strdup_printf("%" G_GINT64_FORMAT, field->low);
        g_autofree char *high = g_strdup_printf("%" G_GINT64_FORMAT, field->high);

        if (!json_is_integer(value))
                return wrong_type(error, pointer, field, "a whole number");
        if (json_integer_value(value) < field->low || json_integer_value(value) > field->high)
                return refuse(error, REFUSAL_OUT_OF_RANGE, pointer, field->name, low, high, NULL);
        *integer = json_integer_value(value);
        return true;
}

static bool enum_read(const json_t *value, const JsonField *field, int *enumerator, const char *pointer,
                      GError **error) {
        g_autofree char *allowed = enum_names_join(field->names);

        if (!json_is_string(value))
                return wrong_type(error, pointer, field, "a string");
        if (!enum_find(field->names, json_string_value(value), enumerator))
                return refuse(error, REFUSAL_UNKNOWN_VALUE, pointer, field->name, json_string_value(value), allowed,
                              NULL);
        return true;
}

static bool enum_set_read(const json_t *value, const JsonField *field, guint *set, const char *pointer,
                          GError **error) {
        guint found = 0;

        if (!json_is_array(value))
                return wrong_type(error, pointer, field, "a list");
        for (size_t i = 0; i < json_array_size(value); i++) {
                g_autofree char *place = g_strdup_printf("%s/%zu", pointer, i);
                int enumerator = 0;

                if (!enum_read(json_array_get(value, i), field, &enumerator, place, error))
                        return false;
                found |= 1u << enumerator;
        }
        *set = found;
        return true;
}

static bool uuid_read(const json_t *value, const JsonField *field, Uuid *uuid, const char *pointer, GError **error) {
        if (!json_is_string(value))
                return wrong_type(error, pointer, field, "a string");
        if (!uuid_parse(json_string_value(value), uuid))
                return refuse(error, REFUSAL_MALFORMED_VALUE, pointer, field->name,
                              "a UUID (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)", NULL);
        return true;
}

static bool instant_read(const json_t *value, const JsonField *field, gint64 *instant, const char *pointer,
                         GError **error) {
        if (!json_is_string(value))
                return wrong_type(error, pointer, field, "a string");
        if (!instant_parse(json_string_value(value), instant))
                return refuse(error, REFUSAL_MALFORMED_VALUE, pointer, field->name,
                              "RFC 3339 (2018-05-10T18:34:14+08:00)", NULL);
        return true;
}

static bool list_fits(const json_t *value, const JsonField *field, const char *pointer, GError **error) {
        g_autofree char *high = g_strdup_printf("%" G_GINT64_FORMAT, field->high);

        if (!json_is_array(value))
                return wrong_type(error, pointer, field, "a list");
        if ((gint64) json_array_size(value) > field->high)
                return refuse(error, REFUSAL_OUT_OF_RANGE, pointer, field->name, "0", high, NULL);
        return true;
}

static bool text_list_read(const json_t *value, const JsonField *field, GStrv *list, const char *pointer,
                           GError **error) {
        g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

        if (!list_fits(value, field, pointer, error))
                return false;
        for (size_t i = 0; i < json_array_size(value); i++) {
                g_autofree char *place = g_strdup_printf("%s/%zu", pointer, i);
                g_autofree char *text = NULL;

                if (!text_read(json_array_get(value, i), field, &text, place, error))
                        return false;
                g_strv_builder_add(builder, text);
        }
        g_strfreev(*list);
        *list = g_strv_builder_end(builder);
        return true;
}

static bool list_read(const json_t *value, const JsonField *field, GPtrArray **list, const char *pointer,
                      GError **error) {
        g_autoptr(GPtrArray) elements = g_ptr_array_new_with_free_func(field->element_free);

        if (!list_fits(value, field, pointer, error))
                return false;
        for (size_t i = 0; i < json_array_size(value); i++) {
                g_autofree char *place = g_strdup_printf("%s/%zu", pointer, i);
                char *element = g_malloc0(field->element_size);

                g_ptr_array_add(elements, element);
                if (!fields_read(json_array_get(value, i), field->fields, element, place, error))
                        return false;
        }
        g_clear_pointer(list, g_ptr_array_unref);
        *list = g_steal_pointer(&elements);
        return true;
}

static bool object_read(const json_t *value, const JsonField *field, char *target, const char *pointer,
                        GError **error) {
        return fields_read(value, field->fields, member_at(target, field->offset), pointer, error);
}

static bool boolean_read(const json_t *value, const JsonField *field, bool *truth, const char *pointer,
                         GError **error) {
        if (!json_is_boolean(value))
                return wrong_type(error, pointer, field, "true or false");
        *truth = json_is_true(value);
        return true;
}

static bool field_read(const json_t *value, const JsonField *field, char *target, const char *pointer,
                       GError **error) {
        void *at = member_at(target, field->offset);

        switch (field->type) {
        case JSON_FIELD_TEXT: return text_read(value, field, at, pointer, error);
        case JSON_FIELD_INTEGER: return integer_read(value, field, at, pointer, error);
        case JSON_FIELD_BOOLEAN: return boolean_read(value, field, at, pointer, error);
        case JSON_FIELD_ENUM: return enum_read(value, field, at, pointer, error);
        case JSON_FIELD_ENUM_SET: return enum_set_read(value, field, at, pointer, error);
        case JSON_FIELD_UUID: return uuid_read(value, field, at, pointer, error);
        case JSON_FIELD_INSTANT: return instant_read(value, field, at, pointer, error);
        case JSON_FIELD_TEXT_LIST: return text_list_read(value, field, at, pointer, error);
        case JSON_FIELD_OBJECT: return object_read(value, field, target, pointer, error);
        case JSON_FIELD_LIST: return list_read(value, field, at, pointer, error);
        }
        g_assert_not_reached();
}

/* RFC 6901 section 3: "~" and "/" in a member's name are written "~0" and "~1". */
static char *pointer_join(const char *pointer, const char *name) {
        g_autoptr(GString) escaped = g_string_new(name);

        g_string_replace(escaped, "~", "~0", 0);
        g_string_replace(escaped, "/", "~1", 0);
        return g_strconcat(pointer, "/", escaped->str, NULL);
}

static bool names_are_known(const json_t *object, const JsonField *fields, const char *pointer, GError **error) {
        const char *name;
        json_t *value;

        json_object_foreach((json_t *) object, name, value) {
                const JsonField *field = fields;

                while (field->name && !g_str_equal(field->name, name))
                        field++;
                if (!field->name) {
                        g_autofree char *place = pointer_join(pointer, name);

                        return refuse(error, REFUSAL_UNKNOWN_FIELD, place, name, NULL);
                }
        }
        return true;
}

static bool fields_read(const json_t *object, const JsonField *fields, char *target, const char *pointer,
                        GError **error) {
        if (!json_is_object(object))
                return refuse(error, REFUSAL_WRONG_TYPE, pointer, *pointer ? pointer : "/", "an object", NULL);
        if (!names_are_known(object, fields, pointer, error))
                return false;
        for (const JsonField *field = fields; field->name; field++) {
                g_autofree char *place = pointer_join(pointer, field->name);
                const json_t *value = json_object_get(object, field->name);

                if (!value || json_is_null(value)) {
                        if (!field->optional)
                                return refuse(error, REFUSAL_MISSING_FIELD, place, field->name, NULL);
                        continue;
                }
                if (!field_read(value, field, target, place, error))
                        return false;
                if (field->present_offset)
                        *(bool *) member_at(target, field->present_offset) = true;
        }
        return true;
}

bool json_fields_read(const json_t *object, const JsonField *fields, gpointer target, GError **error) {
        return fields_read(object, fields, target, "", error);
}

void json_fields_clear(const JsonField *fields, gpointer target) {
        for (const JsonField *field = fields; field->name; field++) {
                void *at = member_at(target, field->offset);

                if (field->type == JSON_FIELD_TEXT)
                        g_clear_pointer((char **) at, g_free);
                else if (field->type == JSON_FIELD_TEXT_LIST)
                        g_clear_pointer((GStrv *) at, g_strfreev);
                else if (field->type == JSON_FIELD_LIST)
                        g_clear_pointer((GPtrArray **) at, g_ptr_array_unref);
                else if (field->type == JSON_FIELD_OBJECT)
                        json_fields_clear(field->fields, at);
        }
}

json_t *json_text_read(const char *bytes, gsize size, GError **error) {
        json_error_t problem;
        json_t *value = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &problem);

        if (!value) {
                g_autofree char *what =
                        g_strdup_printf("line %d, column %d: %s", problem.line, problem.column, problem.text);

                refuse(error, REFUSAL_MALFORMED_BODY, NULL, what, NULL);
        }
        return value;
}
