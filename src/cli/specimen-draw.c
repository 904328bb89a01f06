/* Draws what only specimens have: seals, portraits, the mark. */
#include "cli/specimen-draw.h"

#include <glib.h>
#include <math.h>

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
                g_autoptr(PangoLayout) layout = draw_layout(cr, size, FACE_SERIF_BOLD, letter);
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
        g_autoptr(PangoLayout) layout = draw_layout(cr, size, FACE_SANS_BOLD, "样本 SPECIMEN");
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
