/* Writes counters for a monitoring system: Prometheus's text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). */
#pragma once

#include <glib.h>

#define EXPOSITION_MEDIA "text/plain; version=0.0.4; charset=utf-8"

/* Begins a family: its HELP and TYPE lines. The family's samples follow before another family begins.
 *
 * type  "counter" (its name ends in _total), "gauge" or "histogram" */
void exposition_family(GString *out, const char *name, const char *type, const char *help);

/* Adds a sample; names and values of its labels in turn follow, closed by NULL. Values are escaped. */
void exposition_count(GString *out, const char *name, guint64 value, ...) G_GNUC_NULL_TERMINATED;

/* The same for what is no whole number: seconds, say. */
void exposition_value(GString *out, const char *name, double value, ...) G_GNUC_NULL_TERMINATED;
