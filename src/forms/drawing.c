/* Draws text, lines and boxes. */
#include "forms/drawing.h"

#include <glib.h>

const Ink ink_black = { 0.12, 0.13, 0.15 };
const Ink ink_grey = { 0.45, 0.47, 0.50 };
const Ink ink_blue = { 0.10, 0.33, 0.63 };
const Ink ink_red = { 0.80, 0.13, 0.12 };
const Ink ink_white = { 1, 1, 1 };

static const char *const face_names[] = {
        [FACE_SANS] = "Noto Sans CJK SC",      [FACE_SANS_BOLD] = "Noto Sans CJK SC Bold",
        [FACE_SERIF] = "Noto Serif CJK SC",    [FACE_SERIF_BOLD] = "Noto Serif CJK SC Bold",
        [FACE_MONO] = "Noto Sans Mono CJK SC",
};

static const PangoAlignment alignments[] = {
        [ALIGN_LEFT] = PANGO_ALIGN_LEFT,
        [ALIGN_CENTRE] = PANGO_ALIGN_CENTER,
        [ALIGN_RIGHT] = PANGO_ALIGN_RIGHT,
};

void draw_ink(cairo_t *cr, Ink ink, double alpha) {
        cairo_set_source_rgba(cr, ink.red, ink.green, ink.blue, alpha);
}

PangoLayout *draw_layout(cairo_t *cr, double size, Face face, const char *text) {
        PangoLayout *layout = pango_cairo_create_layout(cr);
        PangoFontDescription *font = pango_font_description_from_string(face_names[face]);

        pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
        pango_layout_set_font_description(layout, font);
        pango_layout_set_text(layout, text, -1);
        pango_font_description_free(font);
        return layout;
}

double draw_text(cairo_t *cr, double x, double y, double width, double size, Face face, Align align, Ink ink,
                 const char *text) {
        g_autoptr(PangoLayout) layout = draw_layout(cr, size, face, text);
        int height = 0;

        pango_layout_set_width(layout, (int) (width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout, alignments[align]);
        draw_ink(cr, ink, 1);
        cairo_move_to(cr, x, y);
        pango_cairo_show_layout(cr, layout);
        pango_layout_get_pixel_size(layout, NULL, &height);
        return height;
}

void draw_box(cairo_t *cr, double x, double y, double width, double height, double radius) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, x + width - radius, y + radius, radius, -G_PI_2, 0);
        cairo_arc(cr, x + width - radius, y + height - radius, radius, 0, G_PI_2);
        cairo_arc(cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
        cairo_arc(cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
        cairo_close_path(cr);
}

void draw_line(cairo_t *cr, double x1, double y1, double x2, double y2, double thickness, Ink ink) {
        draw_ink(cr, ink, 1);
        cairo_set_line_width(cr, thickness);
        cairo_move_to(cr, x1, y1);
        cairo_line_to(cr, x2, y2);
        cairo_stroke(cr);
}
