/* Prometheus's text format, line by line. */
#include "base/exposition.h"

void exposition_family(GString *out, const char *name, const char *type, const char *help) {
        g_string_append_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void label_append(GString *out, const char *name, const char *value) {
        g_string_append_printf(out, "%s=\"", name);
        for (; *value; value++) {
                if (*value == '\n')
                        g_string_append(out, "\\n");
                else if (*value == '"' || *value == '\\')
                        g_string_append_printf(out, "\\%c", *value);
                else
                        g_string_append_c(out, *value);
        }
        g_string_append_c(out, '"');
}

static void sample_append(GString *out, const char *name, const char *number, va_list labels) {
        const char *separator = "{";

        g_string_append(out, name);
        for (const char *label = va_arg(labels, const char *); label; label = va_arg(labels, const char *)) {
                g_string_append(out, separator);
                label_append(out, label, va_arg(labels, const char *));
                separator = ",";
        }
        g_string_append_printf(out, "%s %s\n", *separator == ',' ? "}" : "", number);
}

void exposition_count(GString *out, const char *name, guint64 value, ...) {
        g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, value);
        va_list labels;

        va_start(labels, value);
        sample_append(out, name, number, labels);
        va_end(labels);
}

void exposition_value(GString *out, const char *name, double value, ...) {
        char number[G_ASCII_DTOSTR_BUF_SIZE];
        va_list labels;

        g_ascii_dtostr(number, sizeof number, value);
        va_start(labels, value);
        sample_append(out, name, number, labels);
        va_end(labels);
}
