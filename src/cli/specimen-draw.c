/* Draws what all specimens are made of. */
#include "cli/specimen-draw.h"

#include <glib.h>
#include <math.h>
#include <pango/pangocairo.h>

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

static PangoLayout *layout_make(cairo_t *cr, double size, Face face, const char *text) {
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
        g_autoptr(PangoLayout) layout = layout_make(cr, size, face, text);
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

static void star_draw(cairo_t *cr, double radius) {
        cairo_new_path(cr);
        for (int i = 0; i < 10; i++) {
                double reach = i % 2 ? radius * 0.382 : radius, angle = -G_PI_2 + i * G_PI / 5;

                cairo_line_to(cr, reach * cos(angle), reach * sin(angle));
        }
        cairo_close_path(cr);
        cairo_fill(cr);
}

/* Each character stands on the ring, upright from the centre. */
static void ring_write(cairo_t *cr, double radius, double size, const char *text) {
        glong count = g_utf8_strlen(text, -1);
        double arc = MIN(1.5 * G_PI, (double) count * size * 1.12 / radius);

        for (glong i = 0; i < count; i++) {
                const char *at = g_utf8_offset_to_pointer(text, i);
                g_autofree char *letter = g_strndup(at, (gsize) (g_utf8_next_char(at) - at));
                g_autoptr(PangoLayout) layout = layout_make(cr, size, FACE_SERIF_BOLD, letter);
                int width, height;

                pango_layout_get_pixel_size(layout, &width, &height);
                cairo_save(cr);
                cairo_rotate(cr, count > 1 ? -arc / 2 + arc * (double) i / (double) (count - 1) : 0);
                cairo_translate(cr, -width / 2.0, -radius - height / 2.0);
                pango_cairo_show_layout(cr, layout);
                cairo_restore(cr);
        }
}

void draw_seal(cairo_t *cr, double x, double y, double radius, const char *name) {
        glong count = MAX(g_utf8_strlen(name, -1), 1);
        double letter = MIN(radius * 0.30, 1.5 * G_PI * radius * 0.74 / ((double) count * 1.12));

        cairo_save(cr);
        cairo_translate(cr, x, y);
        cairo_rotate(cr, -0.12);
        draw_ink(cr, ink_red, 0.82);
        cairo_set_line_width(cr, radius * 0.06);
        cairo_new_path(cr);
        cairo_arc(cr, 0, 0, radius, 0, 2 * G_PI);
        cairo_stroke(cr);
        star_draw(cr, radius * 0.30);
        ring_write(cr, radius * 0.74, letter, name);
        cairo_translate(cr, 0, radius * 1.30);
        ring_write(cr, radius * 0.74, radius * 0.24, "样本");
        cairo_restore(cr);
}

void draw_mark(cairo_t *cr, double width, double height, double size) {
        g_autoptr(PangoLayout) layout = layout_make(cr, size, FACE_SANS_BOLD, "样本 SPECIMEN");
        int across, high;

        pango_layout_get_pixel_size(layout, &across, &high);
        cairo_save(cr);
        cairo_rectangle(cr, 0, 0, width, height);
        cairo_clip(cr);
        cairo_translate(cr, width / 2, height / 2);
        cairo_rotate(cr, -0.42);
        draw_ink(cr, ink_red, 0.13);
        for (int row = -3; row <= 3; row++) {
                double shift = row % 2 ? across * 0.6 : 0;

                for (int column = -2; column <= 2; column++) {
                        cairo_move_to(cr, column * across * 1.2 + shift - across / 2.0,
                                      row * high * 2.3 - high / 2.0);
                        pango_cairo_show_layout(cr, layout);
                }
        }
        cairo_restore(cr);
}

void draw_portrait(cairo_t *cr, double x, double y, double width, double height, bool female, Ink clothes) {
        const Ink hair = { 0.16, 0.13, 0.13 }, skin = { 0.94, 0.79, 0.68 };

        cairo_save(cr);
        cairo_rectangle(cr, x, y, width, height);
        cairo_clip(cr);
        cairo_translate(cr, x + width / 2, y);
        cairo_scale(cr, width, height);
        draw_ink(cr, hair, 1);
        if (female) {
                draw_box(cr, -0.27, 0.13, 0.54, 0.62, 0.25);
                cairo_fill(cr);
        }
        draw_ink(cr, clothes, 1);
        cairo_move_to(cr, -0.5, 1.05);
        cairo_curve_to(cr, -0.48, 0.76, -0.34, 0.72, 0, 0.70);
        cairo_curve_to(cr, 0.34, 0.72, 0.48, 0.76, 0.5, 1.05);
        cairo_close_path(cr);
        cairo_fill(cr);
        draw_ink(cr, skin, 1);
        draw_box(cr, -0.085, 0.52, 0.17, 0.26, 0.08);
        cairo_fill(cr);
        draw_box(cr, -0.19, 0.18, 0.38, 0.42, 0.185);
        cairo_fill(cr);
        draw_ink(cr, hair, 1);
        cairo_move_to(cr, -0.205, 0.40);
        cairo_curve_to(cr, -0.25, 0.10, -0.08, 0.09, 0, 0.09);
        cairo_curve_to(cr, 0.08, 0.09, 0.25, 0.10, 0.205, 0.40);
        cairo_curve_to(cr, 0.17, 0.27, 0.10, 0.25, 0, female ? 0.23 : 0.26);
        cairo_curve_to(cr, -0.10, 0.25, -0.17, 0.27, -0.205, 0.40);
        cairo_fill(cr);
        draw_ink(cr, hair, 0.9);
        cairo_new_path(cr);
        cairo_arc(cr, -0.075, 0.385, 0.018, 0, 2 * G_PI);
        cairo_new_sub_path(cr);
        cairo_arc(cr, 0.075, 0.385, 0.018, 0, 2 * G_PI);
        cairo_fill(cr);
        cairo_set_line_width(cr, 0.014);
        draw_ink(cr, ink_red, 0.55);
        cairo_arc(cr, 0, 0.46, 0.06, 0.25 * G_PI, 0.75 * G_PI);
        cairo_stroke(cr);
        cairo_restore(cr);
}
