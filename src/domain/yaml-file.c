/* Holds a YAML document against a libcyaml schema, value by value, before libcyaml reads it. */
#include "domain/yaml-file.h"

#include <string.h>
#include <yaml.h>

struct YamlFile {
        char *name;
        RefusalKind kind;
        const cyaml_schema_value_t *schema;
        GHashTable *lines; /* pointer → line */
        gpointer root;
};

/* One walk over the document; the first mistake ends it. */
typedef struct Walk {
        YamlFile *file;
        yaml_document_t *document;
        GHashTable *seen; /* nodes already walked: one met again was reached by an alias */
        GError **error;
} Walk;

/* A value and where it stands. */
typedef struct Place {
        const yaml_node_t *node;
        const char *pointer;
        const char *label; /* the key or position, for messages */
} Place;

static bool value_fits(const Walk *walk, int index, const cyaml_schema_value_t *schema, const char *pointer,
                       const char *label);

static const cyaml_config_t config = { .mem_fn = cyaml_mem };

void local_text_clear(LocalText *text) {
        for (int language = 0; language < LANGUAGE_COUNT; language++)
                g_clear_pointer(&text->in[language], g_free);
}

static bool refuse_line(const YamlFile *file, gsize line, LocalText what, GError **error) {
        g_autofree char *number = g_strdup_printf("%" G_GSIZE_FORMAT, line);

        refuse(error, file->kind, NULL, file->name, number, what.in[LANGUAGE_ZH], what.in[LANGUAGE_EN], NULL);
        local_text_clear(&what);
        return false;
}

static gsize node_line(const yaml_node_t *node) {
        return node->start_mark.line + 1;
}

static bool refuse_node(const Walk *walk, const yaml_node_t *node, LocalText what) {
        return refuse_line(walk->file, node_line(node), what, walk->error);
}

static const char *scalar(const yaml_node_t *node) {
        return (const char *) node->data.scalar.value;
}

/* A scalar without NUL bytes and not empty. */
static bool scalar_fits(const Walk *walk, const Place *place) {
        if (place->node->type != YAML_SCALAR_NODE)
                return refuse_node(walk, place->node,
                                   LOCAL_TEXT("“%s”应为单个值", "\"%s\" must be a single value", place->label));
        if (place->node->data.scalar.length == 0)
                return refuse_node(walk, place->node,
                                   LOCAL_TEXT("“%s”为空，请填写", "\"%s\" is empty; give it a value", place->label));
        if (strlen(scalar(place->node)) != place->node->data.scalar.length)
                return refuse_node(walk, place->node,
                                   LOCAL_TEXT("“%s”含有零字符，请删去", "\"%s\" holds a NUL character; remove it",
                                              place->label));
        return true;
}

static bool text_fits(const Walk *walk, const Place *place, const cyaml_schema_value_t *schema) {
        if (!scalar_fits(walk, place))
                return false;
        if (place->node->data.scalar.length > schema->string.max)
                return refuse_node(walk, place->node,
                                   LOCAL_TEXT("“%s”过长，最多 %u 字节", "\"%s\" is too long; %u bytes at most",
                                              place->label, schema->string.max));
        return true;
}

/* Decimal digits only: neither sign, point, base nor leading zero, so that nobody wonders what 08 or 1.5 mean. */
static bool number_fits(const Walk *walk, const Place *place, const cyaml_schema_value_t *schema) {
        guint64 high = schema->data_size == sizeof(gint64) ? G_MAXINT64 : G_MAXINT32, number;
        const char *text;

        if (!scalar_fits(walk, place))
                return false;
        text = scalar(place->node);
        if (strspn(text, "0123456789") != strlen(text) || (text[0] == '0' && text[1]))
                return refuse_node(walk, place->node,
                                   LOCAL_TEXT("“%s”应为整数（如 3），而不是“%s”",
                                              "\"%s\" must be a whole number such as 3, not \"%s\"", place->label,
                                              text));
        if (!g_ascii_string_to_unsigned(text, 10, 0, high, &number, NULL))
                return refuse_node(walk, place->node,
                                   LOCAL_TEXT("“%s”的数值 %s 过大", "the number of \"%s\", %s, is too large",
                                              place->label, text));
        return true;
}

static bool boolean_fits(const Walk *walk, const Place *place, const cyaml_schema_value_t *schema) {
        (void) schema;
        if (!scalar_fits(walk, place))
                return false;
        if (!g_str_equal(scalar(place->node), "true") && !g_str_equal(scalar(place->node), "false"))
                return refuse_node(walk, place->node,
                                   LOCAL_TEXT("“%s”应为 true 或 false，而不是“%s”",
                                              "\"%s\" must be true or false, not \"%s\"", place->label,
                                              scalar(place->node)));
        return true;
}

static bool name_fits(const Walk *walk, const Place *place, const cyaml_schema_value_t *schema) {
        g_autoptr(GString) allowed = g_string_new(NULL);

        if (!scalar_fits(walk, place))
                return false;
        for (guint i = 0; i < schema->enumeration.count; i++) {
                if (g_str_equal(schema->enumeration.strings[i].str, scalar(place->node)))
                        return true;
                g_string_append_printf(allowed, "%s%s", i ? ", " : "", schema->enumeration.strings[i].str);
        }
        return refuse_node(walk, place->node,
                           LOCAL_TEXT("“%s”不能是“%s”，可用：%s", "\"%s\" cannot be \"%s\"; use one of: %s",
                                      place->label, scalar(place->node), allowed->str));
}

static bool list_fits(const Walk *walk, const Place *place) {
        if (place->node->type == YAML_SEQUENCE_NODE)
                return true;
        return refuse_node(walk, place->node,
                           LOCAL_TEXT("“%s”应为列表（[…] 或以“- ”开头的行）",
                                      "\"%s\" must be a list ([…] or lines that begin with \"- \")", place->label));
}

static bool flags_fit(const Walk *walk, const Place *place, const cyaml_schema_value_t *schema) {
        if (!list_fits(walk, place))
                return false;
        for (yaml_node_item_t *item = place->node->data.sequence.items.start;
             item < place->node->data.sequence.items.top; item++) {
                Place flag = { yaml_document_get_node(walk->document, *item), place->pointer, place->label };

                if (!name_fits(walk, &flag, schema))
                        return false;
        }
        return true;
}

static bool sequence_fits(const Walk *walk, const Place *place, const cyaml_schema_value_t *schema) {
        guint count = 0;

        if (!list_fits(walk, place))
                return false;
        for (yaml_node_item_t *item = place->node->data.sequence.items.start;
             item < place->node->data.sequence.items.top; item++, count++) {
                g_autofree char *pointer = g_strdup_printf("%s/%u", place->pointer, count);
                g_autofree char *label = g_strdup_printf("%s[%u]", place->label, count);

                if (!value_fits(walk, *item, schema->sequence.entry, pointer, label))
                        return false;
        }
        if (count < schema->sequence.min || count > schema->sequence.max)
                return refuse_node(walk, place->node,
                                   LOCAL_TEXT("“%s”应有 %u 至 %u 项", "\"%s\" must have %u to %u entries",
                                              place->label, schema->sequence.min, schema->sequence.max));
        return true;
}

static const cyaml_schema_field_t *field_find(const cyaml_schema_value_t *schema, const char *key) {
        for (const cyaml_schema_field_t *field = schema->mapping.fields; field->key; field++) {
                if (g_str_equal(field->key, key))
                        return field;
        }
        return NULL;
}

static char *keys_join(const cyaml_schema_value_t *schema) {
        g_autoptr(GString) joined = g_string_new(NULL);

        for (const cyaml_schema_field_t *field = schema->mapping.fields; field->key; field++)
                g_string_append_printf(joined, "%s%s", joined->len ? ", " : "", field->key);
        return g_string_free(g_steal_pointer(&joined), FALSE);
}

static bool key_fits(const Walk *walk, const yaml_node_t *key, const cyaml_schema_value_t *schema, GHashTable *keys) {
        g_autofree char *known = keys_join(schema);

        if (key->type != YAML_SCALAR_NODE)
                return refuse_node(walk, key, LOCAL_TEXT("键应为单个词", "a key must be a single word"));
        if (!field_find(schema, scalar(key)))
                return refuse_node(walk, key,
                                   LOCAL_TEXT("未知的键“%s”，这里可用：%s", "unknown key \"%s\"; known here: %s",
                                              scalar(key), known));
        if (!g_hash_table_add(keys, g_strdup(scalar(key))))
                return refuse_node(walk, key,
                                   LOCAL_TEXT("键“%s”重复，请删去一处",
                                              "the key \"%s\" is repeated; remove one of them", scalar(key)));
        return true;
}

static bool mapping_fits(const Walk *walk, const Place *place, const cyaml_schema_value_t *schema) {
        g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_autofree char *known = keys_join(schema);

        if (place->node->type != YAML_MAPPING_NODE)
                return refuse_node(
                        walk, place->node,
                        LOCAL_TEXT("“%s”应为键和值：%s", "\"%s\" must be keys and values: %s", place->label, known));
        for (yaml_node_pair_t *pair = place->node->data.mapping.pairs.start;
             pair < place->node->data.mapping.pairs.top; pair++) {
                const yaml_node_t *key = yaml_document_get_node(walk->document, pair->key);
                g_autofree char *pointer = NULL;

                if (!key_fits(walk, key, schema, keys))
                        return false;
                pointer = g_strconcat(place->pointer, "/", scalar(key), NULL);
                if (!value_fits(walk, pair->value, &field_find(schema, scalar(key))->value, pointer, scalar(key)))
                        return false;
                /* A list or mapping begins on the line after its key; the key is what its reader looks for. */
                g_hash_table_insert(walk->file->lines, g_strdup(pointer), GSIZE_TO_POINTER(node_line(key)));
        }
        for (const cyaml_schema_field_t *field = schema->mapping.fields; field->key; field++) {
                if (!(field->value.flags & CYAML_FLAG_OPTIONAL) && !g_hash_table_contains(keys, field->key))
                        return refuse_node(walk, place->node,
                                           LOCAL_TEXT("“%s”缺少键“%s”", "\"%s\" lacks the key \"%s\"", place->label,
                                                      field->key));
        }
        return true;
}

typedef bool (*Fits)(const Walk *walk, const Place *place, const cyaml_schema_value_t *schema);

static const Fits fits[CYAML__TYPE_COUNT] = {
        [CYAML_STRING] = text_fits,       [CYAML_UINT] = number_fits, [CYAML_BOOL] = boolean_fits,
        [CYAML_ENUM] = name_fits,         [CYAML_FLAGS] = flags_fit,  [CYAML_MAPPING] = mapping_fits,
        [CYAML_SEQUENCE] = sequence_fits,
};

static bool value_fits(const Walk *walk, int index, const cyaml_schema_value_t *schema, const char *pointer,
                       const char *label) {
        Place place = { yaml_document_get_node(walk->document, index), pointer, label };

        g_assert(fits[schema->type]);
        if (!g_hash_table_add(walk->seen, GINT_TO_POINTER(index)))
                return refuse_node(
                        walk, place.node,
                        LOCAL_TEXT("不支持以别名引用此处，请写全", "do not refer to this by an alias; write it out"));
        g_hash_table_insert(walk->file->lines, g_strdup(pointer), GSIZE_TO_POINTER(node_line(place.node)));
        return fits[schema->type](walk, &place, schema);
}

static bool refuse_syntax(const YamlFile *file, const yaml_parser_t *parser, GError **error) {
        const char *problem = parser->problem ? parser->problem : "unreadable";

        return refuse_line(file, (parser->error == YAML_READER_ERROR ? 0 : parser->problem_mark.line) + 1,
                           LOCAL_TEXT("不是正确的 YAML：%s", "not valid YAML: %s", problem), error);
}

static bool document_fits(YamlFile *file, yaml_document_t *document, GError **error) {
        g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
        Walk walk = { file, document, seen, error };

        if (!yaml_document_get_root_node(document))
                return refuse_line(file, 1, LOCAL_TEXT("文件是空的", "the file is empty"), error);
        return value_fits(&walk, 1, file->schema, "", file->name);
}

static bool stream_ends(const YamlFile *file, yaml_parser_t *parser, GError **error) {
        yaml_document_t document;
        bool ends;

        if (!yaml_parser_load(parser, &document))
                return refuse_syntax(file, parser, error);
        ends = !yaml_document_get_root_node(&document);
        if (!ends)
                refuse_line(file, document.start_mark.line + 1,
                            LOCAL_TEXT("只能有一份 YAML 文档", "there must be one YAML document only"), error);
        yaml_document_delete(&document);
        return ends;
}

static bool text_is_yaml(YamlFile *file, yaml_parser_t *parser, GError **error) {
        yaml_document_t document;
        bool good;

        if (!yaml_parser_load(parser, &document))
                return refuse_syntax(file, parser, error);
        good = document_fits(file, &document, error);
        yaml_document_delete(&document);
        return good && stream_ends(file, parser, error);
}

/* libyaml's parser would take UTF-16 as well, libcyaml too; but then messages could not quote the text. */
static bool bytes_fit(const YamlFile *file, const char *bytes, gsize size, GError **error) {
        const char *bad;
        gsize line = 1;

        if (size > YAML_FILE_SIZE_BYTES_MAX)
                return refuse_line(file, 1,
                                   LOCAL_TEXT("文件过大，最多 4 MiB", "the file is too large; 4 MiB at most"), error);
        if (g_utf8_validate_len(bytes, size, &bad))
                return true;
        for (const char *at = bytes; at < bad; at++)
                line += *at == '\n';
        return refuse_line(file, line, LOCAL_TEXT("不是 UTF-8 文本", "not UTF-8 text"), error);
}

static bool file_fits(YamlFile *file, const char *bytes, gsize size, GError **error) {
        yaml_parser_t parser;
        bool good;

        if (!bytes_fit(file, bytes, size, error))
                return false;
        if (!yaml_parser_initialize(&parser))
                return fail(error, FAILURE_FILE, "no memory for the YAML parser");
        yaml_parser_set_input_string(&parser, (const unsigned char *) bytes, size);
        good = text_is_yaml(file, &parser, error);
        yaml_parser_delete(&parser);
        return good;
}

YamlFile *yaml_file_read(const char *name, const char *bytes, gsize size, const cyaml_schema_value_t *schema,
                         RefusalKind kind, GError **error) {
        g_autoptr(YamlFile) file = g_new0(YamlFile, 1);
        cyaml_err_t result;

        file->name = g_strdup(name);
        file->kind = kind;
        file->schema = schema;
        file->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        if (!file_fits(file, bytes, size, error))
                return NULL;
        result = cyaml_load_data((const uint8_t *) bytes, size, &config, schema, &file->root, NULL);
        if (result == CYAML_OK)
                return g_steal_pointer(&file);
        refuse_line(file, 1, LOCAL_TEXT("无法读入：%s", "cannot be read: %s", cyaml_strerror(result)), error);
        return NULL;
}

void yaml_file_free(YamlFile *file) {
        if (!file)
                return;
        if (file->root)
                cyaml_free(&config, file->schema, file->root, 0);
        g_hash_table_unref(file->lines);
        g_free(file->name);
        g_free(file);
}

gpointer yaml_file_root(const YamlFile *file) {
        return file->root;
}

guint yaml_file_line(const YamlFile *file, const char *pointer) {
        g_autofree char *holder = g_strdup(pointer);
        gpointer line;

        while (!g_hash_table_lookup_extended(file->lines, holder, NULL, &line)) {
                char *slash = strrchr(holder, '/');

                if (!slash)
                        return 1;
                *slash = '\0';
        }
        return GPOINTER_TO_UINT(line);
}

bool yaml_file_has(const YamlFile *file, const char *pointer) {
        return g_hash_table_contains(file->lines, pointer);
}

bool yaml_file_refuse(const YamlFile *file, LocalText what, GError **error, const char *pointer, ...) {
        g_autofree char *place = NULL;
        va_list list;

        va_start(list, pointer);
        place = g_strdup_vprintf(pointer, list);
        va_end(list);
        return refuse_line(file, yaml_file_line(file, place), what, error);
}
