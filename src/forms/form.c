/* Draws the papers that holders print, sign and hand in. What they say of the routes is the policy's. */
#include "forms/form.h"

#include "forms/drawing.h"

#include <cairo-pdf.h>

#define COLUMN (FORM_WIDTH - 2 * FORM_MARGIN)
#define LABEL 122.0 /* the width of a line's name */
#define SEAL 52.0   /* the radius of the place of a seal */

/* A page under the pen: where the next thing goes. */
typedef struct Page {
        cairo_t *cr;
        const Policy *policy;
        const FormFill *fill;
        double y;
} Page;

static double write_at(const Page *page, double x, double y, double width, double size, Face face, Ink ink,
                       const char *text) {
        return draw_text(page->cr, x, y, width, size, face, ALIGN_LEFT, ink, text);
}

static void title_write(Page *page, const char *zh, const char *en) {
        const char *number = page->fill->case_number;
        g_autofree char *corner = g_strdup_printf("办理编号 Case number: %s", number ? number : "________________");

        draw_text(page->cr, FORM_MARGIN, 34, COLUMN, 8, FACE_SANS, ALIGN_RIGHT, ink_grey, corner);
        draw_text(page->cr, FORM_MARGIN, 54, COLUMN, 20, FACE_SERIF_BOLD, ALIGN_CENTRE, ink_black, zh);
        draw_text(page->cr, FORM_MARGIN, 84, COLUMN, 9.5, FACE_SANS, ALIGN_CENTRE, ink_grey, en);
        draw_line(page->cr, FORM_MARGIN, 104, FORM_WIDTH - FORM_MARGIN, 104, 1.2, ink_black);
        page->y = 118;
}

/* One line to write on: its name in both languages, and what stands on it already. */
static void line_write(Page *page, const char *zh, const char *en, const char *value) {
        double used = 16;

        write_at(page, FORM_MARGIN, page->y, LABEL, 11, FACE_SERIF, ink_black, zh);
        write_at(page, FORM_MARGIN, page->y + 16, LABEL, 7.5, FACE_SANS, ink_grey, en);
        if (value)
                used = write_at(page, FORM_MARGIN + LABEL + 6, page->y, COLUMN - LABEL - 6, 12, FACE_SANS, ink_blue,
                                value);
        page->y += MAX(used, 16);
        draw_line(page->cr, FORM_MARGIN + LABEL, page->y + 3, FORM_WIDTH - FORM_MARGIN, page->y + 3, 0.6, ink_grey);
        page->y += 18;
}

/* A paragraph in Chinese, with its English small beneath. */
static void paragraph_write(Page *page, const char *zh, const char *en) {
        page->y += write_at(page, FORM_MARGIN, page->y, COLUMN, 10.5, FACE_SERIF, ink_black, zh);
        page->y += write_at(page, FORM_MARGIN, page->y, COLUMN, 7.5, FACE_SANS, ink_grey, en) + 7;
}

static void owner_write(Page *page, const char *zh, const char *en, const FormOwner *owner) {
        line_write(page, zh, en, owner->name);
        line_write(page, "证件号码", "ID number or credit code", owner->number);
}

/* The place of a signature and, where one is due, of a company's seal. */
static void signature_write(const Page *page, double x, const char *zh, const char *en, bool seal) {
        cairo_t *cr = page->cr;
        double dashes[] = { 3, 3 };

        write_at(page, x, page->y, 200, 11, FACE_SERIF, ink_black, zh);
        write_at(page, x, page->y + 16, 200, 7.5, FACE_SANS, ink_grey, en);
        write_at(page, x, page->y + 62, 220, 11, FACE_SERIF, ink_black, "日期：        年      月      日");
        if (!seal)
                return;
        cairo_save(cr);
        draw_ink(cr, ink_grey, 0.7);
        cairo_set_dash(cr, dashes, G_N_ELEMENTS(dashes), 0);
        cairo_set_line_width(cr, 0.7);
        cairo_new_path(cr);
        cairo_arc(cr, x + FORM_SEAL_RIGHT, page->y + 32, SEAL, 0, 2 * G_PI);
        cairo_stroke(cr);
        cairo_restore(cr);
        draw_text(cr, x + FORM_SEAL_RIGHT - SEAL, page->y + 24, 2 * SEAL, 8, FACE_SANS, ALIGN_CENTRE, ink_grey,
                  "公章 seal");
}

static void foot_write(const Page *page, const char *zh, const char *en) {
        draw_line(page->cr, FORM_MARGIN, 776, FORM_WIDTH - FORM_MARGIN, 776, 0.6, ink_grey);
        write_at(page, FORM_MARGIN, 781, COLUMN, 8.5, FACE_SANS, ink_grey, zh);
        write_at(page, FORM_MARGIN, 795, COLUMN, 7.5, FACE_SANS, ink_grey, en);
}

/* ---- the release of a person's verification (seed row S7) ---------------------------------------------------------- */

static FormPlaces release_draw(Page *page) {
        const FormFill *fill = page->fill;
        FormPlaces places;

        title_write(page, "解除实名认证申请表", "Application to release a real-name verification");
        line_write(page, "会员账号", "Account", fill->account);
        line_write(page, "原认证人姓名", "Verified person", fill->old_owner.name);
        line_write(page, "身份证号码", "ID number", fill->old_owner.number);
        line_write(page, "联系电话或邮箱", "Telephone or e-mail", fill->email);
        line_write(page, "解除原因", "Why it is released", fill->reason);
        page->y += 14;
        paragraph_write(
                page,
                "本人是上述账号实名认证的所有人，现申请解除该账号的实名认证。本人知道：解除之后，账号须由新的所有人"
                "重新认证；本人不再对该账号主张权利。",
                "I am the verified owner of this account and apply to release its verification. I know that a new "
                "owner must then be verified, and that I have no further claim to the account.");
        paragraph_write(page, page->policy->owes_text.in[LANGUAGE_ZH], page->policy->owes_text.in[LANGUAGE_EN]);
        paragraph_write(page, "本人保证所填内容和所交材料真实、完整；如有不实，愿承担责任。",
                        "What is written here and handed in is true and complete; I answer for it if it is not.");
        page->y += 40;
        places = (FormPlaces){ .old_x = FORM_WIDTH / 2 + 20, .y = page->y };
        signature_write(page, places.old_x, "原认证人签字", "Signature of the verified person", false);
        foot_write(page, "签字后请把整页拍照或扫描：四角完整、字迹清楚，再上传到这次变更的“材料”一栏。",
                   "Once signed, photograph or scan the whole page, all four corners sharp, and upload it under "
                   "Documents.");
        return places;
}

/* ---- the change of an account's owner (seed row S13) --------------------------------------------------------------- */

static const PolicyItem *item_of(const PolicyRoute *route, Form form) {
        for (guint i = 0; i < route->items->len; i++) {
                const PolicyItem *item = g_ptr_array_index(route->items, i);

                for (const PolicyMaterial **material = item->any_of; *material; material++) {
                        if ((*material)->form == form)
                                return item;
                }
        }
        return NULL;
}

bool form_serves(const PolicyRoute *route, Form form) {
        return item_of(route, form) != NULL;
}

static char *items_join(const PolicyRoute *route, Form form, Language language) {
        g_autoptr(GPtrArray) names = g_ptr_array_new();

        for (guint i = 0; i < route->items->len; i++) {
                const PolicyItem *item = g_ptr_array_index(route->items, i);

                if (item != item_of(route, form))
                        g_ptr_array_add(names, item->name.in[language]);
        }
        g_ptr_array_add(names, NULL);
        return g_strjoinv(language == LANGUAGE_ZH ? "、" : ", ", (char **) names->pdata);
}

static const char *seals_of(const PolicyItem *form) {
        if (form->sealed_by_old && form->sealed_by_new)
                return "原企业和新企业公章 seals of both";
        if (form->sealed_by_old)
                return "原企业公章 seal of the old owner";
        return form->sealed_by_new ? "新企业公章 seal of the new owner" : "无需公章 no seal";
}

static void tick_draw(cairo_t *cr, double x, double y, bool ticked) {
        cairo_rectangle(cr, x, y, 10, 10);
        draw_ink(cr, ink_black, 1);
        cairo_set_line_width(cr, 0.9);
        cairo_stroke(cr);
        if (!ticked)
                return;
        draw_line(cr, x + 1, y + 5, x + 4, y + 9, 1.8, ink_blue);
        draw_line(cr, x + 4, y + 9, x + 11, y - 2, 1.8, ink_blue);
}

static void condition_write(Page *page, const PolicyRoute *route) {
        const FormFill *fill = page->fill;
        g_autofree char *zh = items_join(route, FORM_OWNER_CHANGE, LANGUAGE_ZH);
        g_autofree char *en = items_join(route, FORM_OWNER_CHANGE, LANGUAGE_EN);
        g_autofree char *head = g_strdup_printf("%s  %s", route->name.in[LANGUAGE_ZH], route->name.in[LANGUAGE_EN]);
        g_autofree char *with =
                g_strdup_printf("另附 with: %s（%s）· %s", zh, en, seals_of(item_of(route, FORM_OWNER_CHANGE)));

        tick_draw(page->cr, FORM_MARGIN, page->y + 4, fill->route && g_str_equal(fill->route, route->id));
        page->y += write_at(page, FORM_MARGIN + 18, page->y, COLUMN - 18, 10.5, FACE_SERIF, ink_black, head);
        page->y += write_at(page, FORM_MARGIN + 18, page->y, COLUMN - 18, 7.5, FACE_SANS, ink_grey, with) + 6;
}

/* Whether a seal is due: by the condition that is ticked, by any where none is. */
static bool seal_due(const Page *page, Side side) {
        bool due = false;

        for (guint i = 0; i < page->policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(page->policy->routes, i);
                const PolicyItem *form = item_of(route, FORM_OWNER_CHANGE);

                if (form && (!page->fill->route || g_str_equal(page->fill->route, route->id)))
                        due = due || (side == SIDE_OLD ? form->sealed_by_old : form->sealed_by_new);
        }
        return due;
}

static FormPlaces owner_change_draw(Page *page) {
        const FormFill *fill = page->fill;
        const Policy *policy = page->policy;
        FormPlaces places;
        g_autofree char *post_zh =
                g_strdup_printf("请邮寄至：%s，%s（收），邮编 %s", policy->mail.address.in[LANGUAGE_ZH],
                                policy->mail.recipient.in[LANGUAGE_ZH], policy->mail.postcode);
        g_autofree char *post_en = g_strdup_printf("By post to: %s, %s, %s", policy->mail.recipient.in[LANGUAGE_EN],
                                                   policy->mail.address.in[LANGUAGE_EN], policy->mail.postcode);

        title_write(page, "会员账号所有人变更申请表", "Application to change the owner of an account");
        line_write(page, "会员账号", "Account", fill->account);
        owner_write(page, "原所有人", "Old owner", &fill->old_owner);
        owner_write(page, "新所有人", "New owner", &fill->new_owner);
        page->y += 2;
        page->y += write_at(page, FORM_MARGIN, page->y, COLUMN, 11, FACE_SERIF_BOLD, ink_black,
                            "变更情形（请细读，择一勾选）  Condition (read with care, tick one)")
                   + 5;
        for (guint i = 0; i < policy->routes->len; i++) {
                if (form_serves(g_ptr_array_index(policy->routes, i), FORM_OWNER_CHANGE))
                        condition_write(page, g_ptr_array_index(policy->routes, i));
        }
        page->y += 4;
        paragraph_write(page, policy->owes_text.in[LANGUAGE_ZH], policy->owes_text.in[LANGUAGE_EN]);
        paragraph_write(
                page, "双方保证所填内容和所附材料真实、完整；如有不实，愿承担责任。",
                "Both sides: what is written here and enclosed is true and complete; we answer for it if it is not.");
        page->y += 22;
        places = (FormPlaces){ .old_x = FORM_MARGIN, .new_x = FORM_WIDTH / 2 + 10, .y = page->y };
        signature_write(page, places.old_x, "原所有人签字", "Signature of the old owner", seal_due(page, SIDE_OLD));
        signature_write(page, places.new_x, "新所有人签字", "Signature of the new owner", seal_due(page, SIDE_NEW));
        foot_write(page, post_zh, post_en);
        return places;
}

/* ---- all of them --------------------------------------------------------------------------------------------------- */

static FormPlaces (*const drawings[])(Page *page) = {
        [FORM_NONE] = NULL,
        [FORM_RELEASE] = release_draw,
        [FORM_OWNER_CHANGE] = owner_change_draw,
};

FormPlaces form_draw(cairo_t *cr, const Policy *policy, Form form, const FormFill *fill) {
        Page page = { .cr = cr, .policy = policy, .fill = fill };

        return drawings[form] ? drawings[form](&page) : (FormPlaces){ 0 };
}

static cairo_status_t bytes_append(void *closure, const unsigned char *bytes, unsigned int size) {
        g_byte_array_append(closure, bytes, size);
        return CAIRO_STATUS_SUCCESS;
}

GBytes *form_pdf(const Policy *policy, Form form, const FormFill *fill) {
        static GMutex pen; /* fonts are kept by thread: one at a time, so that not each worker keeps them for ever */
        g_autoptr(GMutexLocker) lock G_GNUC_UNUSED = g_mutex_locker_new(&pen);
        GByteArray *bytes = g_byte_array_new();
        cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(bytes_append, bytes, FORM_WIDTH, FORM_HEIGHT);
        cairo_t *cr = cairo_create(surface);

        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                       form == FORM_RELEASE ? "解除实名认证申请表" : "会员账号所有人变更申请表");
        form_draw(cr, policy, form, fill);
        cairo_show_page(cr);
        cairo_destroy(cr);
        cairo_surface_finish(surface);
        cairo_surface_destroy(surface);
        pango_cairo_font_map_set_default(NULL);
        return g_byte_array_free_to_bytes(bytes);
}
