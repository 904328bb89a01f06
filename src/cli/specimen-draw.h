/* What the drawings of specimens share beside forms/drawing.h: seals, portraits, the mark that says what they are. Inside
 * these files only. */
#pragma once

#include "forms/drawing.h"

/* A company's round seal, its name around a star. */
void draw_seal(cairo_t *cr, double x, double y, double radius, const char *name);

/* "样本 SPECIMEN" across the whole of it, faint. */
void draw_mark(cairo_t *cr, double width, double height, double size);

/* Head and shoulders. */
void draw_portrait(cairo_t *cr, double x, double y, double width, double height, bool female, Ink clothes);
