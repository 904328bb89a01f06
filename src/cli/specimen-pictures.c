/* The pictures that holders take: cards, a person holding one, licences, invoices, payments. JPEG. */
#include "cli/specimen-draw.h"
#include "cli/specimen.h"

#include <string.h>

#define CARD_WIDTH 856.0 /* ISO/IEC 7810 ID-1: 85.60 by 53.98 mm */
#define CARD_HEIGHT 540.0
#define SPECIMEN_ADDRESS "样本省示例市范本区样例路 18 号 2 幢 301 室"

static const Ink desk = { 0.63, 0.55, 0.46 }, wall = { 0.86, 0.88, 0.90 }, paper_white = { 0.985, 0.98, 0.97 };

static void ground_fill(cairo_t *cr, Ink ink, double width, double height) {
        cairo_pattern_t *light = cairo_pattern_create_radial(width * 0.4, height * 0.3, 10, width * 0.5, height * 0.5,
                                                             MAX(width, height) * 0.8);

        cairo_pattern_add_color_stop_rgb(light, 0, MIN(ink.red * 1.12, 1), MIN(ink.green * 1.12, 1),
                                         MIN(ink.blue * 1.12, 1));
        cairo_pattern_add_color_stop_rgb(light, 1, ink.red * 0.82, ink.green * 0.82, ink.blue * 0.82);
        cairo_set_source(cr, light);
        cairo_rectangle(cr, 0, 0, width, height);
        cairo_fill(cr);
        cairo_pattern_destroy(light);
}

static void shadow_draw(cairo_t *cr, double x, double y, double width, double height, double radius) {
        for (int spread = 12; spread > 0; spread -= 3) {
                cairo_set_source_rgba(cr, 0, 0, 0, 0.06);
                draw_box(cr, x - spread / 2.0, y + 4, width + spread, height + spread, radius + spread);
                cairo_fill(cr);
        }
}

static void card_blank(cairo_t *cr, Ink from, Ink to) {
        cairo_pattern_t *tint = cairo_pattern_create_linear(0, 0, CARD_WIDTH, CARD_HEIGHT);

        shadow_draw(cr, 0, 0, CARD_WIDTH, CARD_HEIGHT, 32);
        cairo_pattern_add_color_stop_rgb(tint, 0, from.red, from.green, from.blue);
        cairo_pattern_add_color_stop_rgb(tint, 1, to.red, to.green, to.blue);
        cairo_set_source(cr, tint);
        draw_box(cr, 0, 0, CARD_WIDTH, CARD_HEIGHT, 32);
        cairo_fill(cr);
        cairo_pattern_destroy(tint);
}

static void field_write(cairo_t *cr, double y, const char *name, const char *value) {
        draw_text(cr, 50, y, 90, 27, FACE_SANS, ALIGN_LEFT, ink_blue, name);
        draw_text(cr, 146, y - 4, 400, 33, FACE_SANS, ALIGN_LEFT, ink_black, value);
}

static void card_front(cairo_t *cr, const Specimen *person) {
        const Ink pale = { 0.86, 0.93, 0.97 }, paler = { 0.95, 0.95, 0.90 }, shirt = { 0.25, 0.34, 0.52 };
        g_autofree char *born =
                g_strdup_printf("%.4s 年 %.2s 月 %.2s 日", person->birth, person->birth + 5, person->birth + 8);
        g_autofree char *sex = g_strdup_printf("%s        民族  汉", person->female ? "女" : "男");

        card_blank(cr, pale, paler);
        field_write(cr, 52, "姓名", person->name);
        field_write(cr, 118, "性别", sex);
        field_write(cr, 182, "出生", born);
        draw_text(cr, 50, 250, 90, 27, FACE_SANS, ALIGN_LEFT, ink_blue, "住址");
        draw_text(cr, 146, 246, 380, 32, FACE_SANS, ALIGN_LEFT, ink_black, SPECIMEN_ADDRESS);
        draw_text(cr, 50, 448, 240, 27, FACE_SANS, ALIGN_LEFT, ink_blue, "公民身份号码");
        draw_text(cr, 286, 438, 540, 40, FACE_MONO, ALIGN_LEFT, ink_black, person->number);
        cairo_set_source_rgb(cr, 0.90, 0.93, 0.95);
        draw_box(cr, 566, 60, 236, 316, 10);
        cairo_fill(cr);
        draw_portrait(cr, 566, 60, 236, 316, person->female, shirt);
        draw_mark(cr, CARD_WIDTH, CARD_HEIGHT, 52);
}

static void card_back(cairo_t *cr, G_GNUC_UNUSED const Specimen *person) {
        const Ink pale = { 0.90, 0.94, 0.97 }, rosy = { 0.98, 0.92, 0.90 };

        card_blank(cr, pale, rosy);
        draw_ink(cr, ink_red, 0.85);
        cairo_set_line_width(cr, 6);
        cairo_new_path(cr);
        cairo_arc(cr, 150, 150, 74, 0, 2 * G_PI);
        cairo_stroke(cr);
        draw_text(cr, 76, 116, 148, 44, FACE_SERIF_BOLD, ALIGN_CENTRE, ink_red, "样本");
        draw_text(cr, 262, 78, 540, 46, FACE_SERIF_BOLD, ALIGN_CENTRE, ink_black, "样本共和国");
        draw_text(cr, 262, 150, 540, 64, FACE_SERIF_BOLD, ALIGN_CENTRE, ink_black, "居民身份证样本");
        draw_text(cr, 170, 356, 200, 29, FACE_SANS, ALIGN_LEFT, ink_blue, "签发机关");
        draw_text(cr, 320, 354, 460, 31, FACE_SANS, ALIGN_LEFT, ink_black, "示例市公安局范本分局（样本）");
        draw_text(cr, 170, 430, 200, 29, FACE_SANS, ALIGN_LEFT, ink_blue, "有效期限");
        draw_text(cr, 320, 428, 460, 31, FACE_SANS, ALIGN_LEFT, ink_black, "2016.03.01－2036.03.01");
        draw_mark(cr, CARD_WIDTH, CARD_HEIGHT, 52);
}

/* Lays a card somewhere: centre, turn, scale. */
static void card_lay(cairo_t *cr, double x, double y, double turn, double scale, const Specimen *person,
                     void (*side)(cairo_t *, const Specimen *)) {
        cairo_save(cr);
        cairo_translate(cr, x, y);
        cairo_rotate(cr, turn);
        cairo_scale(cr, scale, scale);
        cairo_translate(cr, -CARD_WIDTH / 2, -CARD_HEIGHT / 2);
        side(cr, person);
        cairo_restore(cr);
}

static void draw_card_front(cairo_t *cr, const SpecimenPaper *paper) {
        ground_fill(cr, desk, 1000, 680);
        card_lay(cr, 500, 340, -0.025, 1, paper->of, card_front);
}

static void draw_card_back(cairo_t *cr, const SpecimenPaper *paper) {
        ground_fill(cr, desk, 1000, 680);
        card_lay(cr, 500, 340, 0.02, 1, paper->of, card_back);
}

static void hand_draw(cairo_t *cr, double x, double y, double side) {
        const Ink skin = { 0.94, 0.79, 0.68 };

        draw_ink(cr, skin, 1);
        for (int finger = 0; finger < 3; finger++) {
                draw_box(cr, side < 0 ? x - 26 : x - 60, y - 62 + finger * 42, 86, 36, 18);
                cairo_fill(cr);
        }
}

static void held_draw(cairo_t *cr, const Specimen *person, void (*side)(cairo_t *, const Specimen *)) {
        const Ink shirt = { 0.29, 0.46, 0.42 };

        ground_fill(cr, wall, 900, 1100);
        draw_portrait(cr, 115, 130, 670, 1000, person->female, shirt);
        card_lay(cr, 450, 885, 0.02, 0.62, person, side);
        hand_draw(cr, 186, 900, -1);
        hand_draw(cr, 714, 910, 1);
        draw_mark(cr, 900, 1100, 60);
}

static void draw_front_held(cairo_t *cr, const SpecimenPaper *paper) {
        held_draw(cr, paper->of, card_front);
}

static void draw_back_held(cairo_t *cr, const SpecimenPaper *paper) {
        held_draw(cr, paper->of, card_back);
}

static void sheet_lay(cairo_t *cr, double width, double height) {
        ground_fill(cr, desk, width, height);
        shadow_draw(cr, 36, 30, width - 72, height - 60, 4);
        draw_ink(cr, paper_white, 1);
        draw_box(cr, 36, 30, width - 72, height - 60, 4);
        cairo_fill(cr);
}

/* Both sides on one sheet, as a copier gives them. */
static void draw_card_copy(cairo_t *cr, const SpecimenPaper *paper) {
        sheet_lay(cr, 900, 1240);
        card_lay(cr, 450, 350, 0, 0.8, paper->of, card_front);
        card_lay(cr, 450, 830, 0, 0.8, paper->of, card_back);
        draw_text(cr, 100, 1110, 700, 28, FACE_SERIF, ALIGN_CENTRE, ink_grey,
                  "复印件与原件一致，仅用于账号所有人变更");
}

/* ---- companies --------------------------------------------------------------------------------------------------- */

static void draw_licence(cairo_t *cr, const SpecimenPaper *paper) {
        const char *names[] = { "名　　称", "类　　型", "法定代表人", "成立日期", "住　　所", "经营范围" };
        const char *values[] = {
                paper->of->name,           "有限责任公司（样本）",
                paper->of->representative, "2016年03月01日",
                SPECIMEN_ADDRESS,          "样本的设计、示例的编写、范本的销售（本执照为样本，不具效力）"
        };
        g_autofree char *code = g_strdup_printf("统一社会信用代码　%s", paper->of->number);
        g_autofree char *record = g_strdup_printf("%.4s 年度报告已公示", paper->date);
        const Ink gold = { 0.72, 0.55, 0.20 };

        sheet_lay(cr, 1240, 900);
        draw_ink(cr, gold, 1);
        cairo_set_line_width(cr, 8);
        draw_box(cr, 76, 70, 1088, 760, 10);
        cairo_stroke(cr);
        cairo_set_line_width(cr, 2);
        draw_box(cr, 92, 86, 1056, 728, 8);
        cairo_stroke(cr);
        draw_text(cr, 76, 118, 1088, 70, FACE_SERIF_BOLD, ALIGN_CENTRE, ink_black, "营业执照");
        draw_text(cr, 76, 214, 1088, 28, FACE_SERIF, ALIGN_CENTRE, ink_black, "（副本）");
        draw_text(cr, 140, 268, 900, 27, FACE_SANS, ALIGN_LEFT, ink_black, code);
        for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
                draw_text(cr, 140, 330 + i * 66, 200, 27, FACE_SANS_BOLD, ALIGN_LEFT, ink_black, names[i]);
                draw_text(cr, 330, 330 + i * 66, 560, 27, FACE_SANS, ALIGN_LEFT, ink_black, values[i]);
        }
        draw_ink(cr, ink_blue, 0.8);
        cairo_set_line_width(cr, 4);
        draw_box(cr, 884, 420, 240, 70, 8);
        cairo_stroke(cr);
        draw_text(cr, 884, 440, 240, 22, FACE_SANS_BOLD, ALIGN_CENTRE, ink_blue, record);
        draw_seal(cr, 1000, 640, 96, "示例市市场监督管理局");
        draw_mark(cr, 1240, 900, 70);
}

/* ---- payments ---------------------------------------------------------------------------------------------------- */

static void row_write(cairo_t *cr, double x, double y, double width, const char *name, const char *value) {
        draw_text(cr, x, y, width * 0.36, 26, FACE_SANS, ALIGN_LEFT, ink_grey, name);
        draw_text(cr, x + width * 0.36, y, width * 0.64, 26, FACE_SANS, ALIGN_RIGHT, ink_black, value);
}

static void draw_screenshot(cairo_t *cr, const SpecimenPaper *paper) {
        const Ink screen = { 0.95, 0.96, 0.97 };
        g_autofree char *amount = g_strdup_printf("－%s", paper->amount ? paper->amount : "1288.00");
        const char *names[] = { "付款方式", "商品说明", "收款方", "创建时间", "订单号" };
        g_autofree char *time = g_strdup_printf("%s 10:24:36", paper->date);
        const char *values[] = { "余额（样本）", paper->account, "阿里云计算有限公司", time,
                                 paper->reference ? paper->reference : "SPECIMEN-0001" };

        draw_ink(cr, screen, 1);
        cairo_paint(cr);
        draw_text(cr, 30, 14, 200, 22, FACE_SANS_BOLD, ALIGN_LEFT, ink_black, "10:26");
        draw_text(cr, 490, 14, 200, 22, FACE_SANS, ALIGN_RIGHT, ink_black, "样本网络  82%");
        draw_text(cr, 0, 76, 720, 32, FACE_SANS_BOLD, ALIGN_CENTRE, ink_black, "账单详情");
        draw_ink(cr, ink_white, 1);
        draw_box(cr, 28, 150, 664, 330, 20);
        cairo_fill(cr);
        draw_ink(cr, ink_blue, 1);
        cairo_new_path(cr);
        cairo_arc(cr, 360, 226, 42, 0, 2 * G_PI);
        cairo_fill(cr);
        draw_text(cr, 318, 204, 84, 34, FACE_SANS_BOLD, ALIGN_CENTRE, ink_white, "云");
        draw_text(cr, 28, 286, 664, 30, FACE_SANS, ALIGN_CENTRE, ink_black, "阿里云计算有限公司");
        draw_text(cr, 28, 336, 664, 58, FACE_SANS_BOLD, ALIGN_CENTRE, ink_black, amount);
        draw_text(cr, 28, 422, 664, 26, FACE_SANS, ALIGN_CENTRE, ink_grey, "交易成功");
        draw_ink(cr, ink_white, 1);
        draw_box(cr, 28, 506, 664, 420, 20);
        cairo_fill(cr);
        for (guint i = 0; i < G_N_ELEMENTS(names); i++)
                row_write(cr, 60, 546 + i * 74, 600, names[i], values[i]);
        draw_text(cr, 28, 1180, 664, 24, FACE_SANS, ALIGN_CENTRE, ink_grey, "样本截图，不代表任何真实交易");
        draw_mark(cr, 720, 1280, 56);
}

static void cells_draw(cairo_t *cr, double x, double y, double width, guint rows, double height) {
        for (guint i = 0; i <= rows; i++)
                draw_line(cr, x, y + i * height, x + width, y + i * height, 2, ink_blue);
        draw_line(cr, x, y, x, y + rows * height, 2, ink_blue);
        draw_line(cr, x + 230, y, x + 230, y + rows * height, 2, ink_blue);
        draw_line(cr, x + width, y, x + width, y + rows * height, 2, ink_blue);
}

static void voucher_draw(cairo_t *cr, const char *title, const char *const names[5], const char *const values[5],
                         const char *seal) {
        sheet_lay(cr, 1160, 800);
        draw_text(cr, 0, 78, 1160, 50, FACE_SERIF_BOLD, ALIGN_CENTRE, ink_red, title);
        draw_line(cr, 340, 162, 820, 162, 3, ink_red);
        cells_draw(cr, 110, 206, 940, 5, 84);
        for (guint i = 0; i < 5; i++) {
                draw_text(cr, 128, 230 + i * 84, 200, 28, FACE_SANS, ALIGN_LEFT, ink_blue, names[i]);
                draw_text(cr, 364, 230 + i * 84, 660, 28, FACE_SANS, ALIGN_LEFT, ink_black, values[i]);
        }
        draw_seal(cr, 920, 590, 104, seal);
        draw_mark(cr, 1160, 800, 66);
}

static void draw_invoice(cairo_t *cr, const SpecimenPaper *paper) {
        static const char *const names[] = { "发票号码", "购买方", "项　目", "金额（元）", "开票日期" };
        g_autofree char *service = g_strdup_printf("云服务费（账号 %s）", paper->account);
        const char *values[] = { paper->reference ? paper->reference : "00000001", paper->of->name, service,
                                 paper->amount ? paper->amount : "1288.00", paper->date };

        voucher_draw(cr, "增值税普通发票（样本）", names, values, "阿里云计算有限公司");
}

static void draw_remittance(cairo_t *cr, const SpecimenPaper *paper) {
        static const char *const names[] = { "回单编号", "付款人", "收款人", "金额（元）", "日期 / 附言" };
        g_autofree char *note = g_strdup_printf("%s　账号 %s 充值", paper->date, paper->account);
        const char *values[] = { paper->reference ? paper->reference : "SPECIMEN-0001", paper->of->name,
                                 "阿里云计算有限公司", paper->amount ? paper->amount : "1288.00", note };

        voucher_draw(cr, "银行汇款回单（样本）", names, values, "样本银行示例支行");
}

/* clang-format off */
const SpecimenDrawing specimen_pictures[] = {
        { "id-card-front-held", 900, 1100, false, draw_front_held },
        { "id-card-back-held", 900, 1100, false, draw_back_held },
        { "id-card-front", 1000, 680, false, draw_card_front },
        { "id-card-back", 1000, 680, false, draw_card_back },
        { "identity-document-copy", 900, 1240, false, draw_card_copy },
        { "licence-copy", 1240, 900, false, draw_licence },
        { "business-licence", 1240, 900, false, draw_licence },
        { "payment-screenshot", 720, 1280, false, draw_screenshot },
        { "invoice", 1160, 800, false, draw_invoice },
        { "service-invoice-copy", 1160, 800, false, draw_invoice },
        { "remittance-receipt", 1160, 800, false, draw_remittance },
        { 0 },
};
/* clang-format on */
