/* What papers are drawn with: ink, text, lines, boxes. Inside the drawings of forms and specimens only. */
#pragma once

#include <pango/pangocairo.h>
#include <stdbool.h>

typedef struct Ink {
        double red, green, blue;
} Ink;

extern const Ink ink_black, ink_grey, ink_blue, ink_red, ink_white;

typedef enum Face { FACE_SANS, FACE_SANS_BOLD, FACE_SERIF, FACE_SERIF_BOLD, FACE_MONO } Face;
typedef enum Align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

void draw_ink(cairo_t *cr, Ink ink, double alpha);

/* Writes text into a column that is `width` wide, its first line's top at `y`; lines that are too long are broken. `size` is the
 * height of a character in units of the drawing. Gives the height that was used. */
double draw_text(cairo_t *cr, double x, double y, double width, double size, Face face, Align align, Ink ink,
                 const char *text);

/* A box with round corners: a path, to be filled or stroked. */
void draw_box(cairo_t *cr, double x, double y, double width, double height, double radius);

void draw_line(cairo_t *cr, double x1, double y1, double x2, double y2, double thickness, Ink ink);

/* The laid-out text, unbroken; the caller's. `size` as in draw_text(). */
PangoLayout *draw_layout(cairo_t *cr, double size, Face face, const char *text);
