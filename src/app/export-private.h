/* What the writer and the reader of exports share. */
#pragma once

#include "app/export.h"

#define EXPORT_LINE_FIELD "export.line"

/* The row that a line is sealed as. */
Uuid export_line_row(const Uuid *export, gint64 number);
