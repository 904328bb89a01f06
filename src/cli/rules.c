/* Loads the rules that a subcommand goes by. */
#include "cli/rules.h"

#include "domain/yaml-file.h"

#include <errno.h>

/* Reads one byte more than the loaders take at most: they then say that the file is too large. */
static char *file_read(const Invocation *call, const char *path, gsize *size, GError **error) {
        static const char *const unreadable[LANGUAGE_COUNT] = { "无法读取文件", "The file cannot be read" };
        FILE *file = fopen(path, "rbe");
        g_autofree char *bytes = g_malloc(YAML_FILE_SIZE_BYTES_MAX + 1);
        int number = file ? 0 : errno;

        if (file) {
                *size = fread(bytes, 1, YAML_FILE_SIZE_BYTES_MAX + 1, file);
                number = ferror(file) ? errno : 0;
                (void) fclose(file); /* nothing was written */
        }
        if (number) {
                g_autofree char *operand = g_strdup_printf("%s (%s)", path, g_strerror(number));

                command_refuse_usage(call, error, unreadable, operand);
                return NULL;
        }
        return g_steal_pointer(&bytes);
}

Policy *rules_policy(const Invocation *call, const char *path, GError **error) {
        g_autofree char *bytes = NULL;
        gsize size = 0;

        if (!path)
                return policy_builtin();
        bytes = file_read(call, path, &size, error);
        return bytes ? policy_load(path, bytes, size, error) : NULL;
}

Calendar *rules_calendar(const Invocation *call, const char *path, GError **error) {
        g_autofree char *bytes = NULL;
        gsize size = 0;

        if (!path)
                return calendar_builtin();
        bytes = file_read(call, path, &size, error);
        return bytes ? calendar_load(path, bytes, size, error) : NULL;
}
