/* The papers that holders fill in, sign and seal: one A4 page each. PDF. */
#include "cli/specimen-draw.h"
#include "cli/specimen.h"

#define A4_WIDTH 595 /* points: ISO 216, 210 by 297 mm */
#define A4_HEIGHT 842
#define MARGIN 64.0
#define COLUMN (A4_WIDTH - 2 * MARGIN)

static double title_write(cairo_t *cr, const char *title, const char *below) {
        draw_text(cr, MARGIN, 66, COLUMN, 21, FACE_SERIF_BOLD, ALIGN_CENTRE, ink_black, title);
        draw_text(cr, MARGIN, 98, COLUMN, 10, FACE_SERIF, ALIGN_CENTRE, ink_grey, below);
        draw_line(cr, MARGIN, 122, A4_WIDTH - MARGIN, 122, 1.2, ink_black);
        return 140;
}

/* One line of the form: its name, and what was written in by hand. Gives where the next one begins. */
static double blank_fill(cairo_t *cr, double y, const char *name, const char *value) {
        double used;

        draw_text(cr, MARGIN, y, 130, 11.5, FACE_SERIF, ALIGN_LEFT, ink_black, name);
        used = draw_text(cr, MARGIN + 132, y - 1, COLUMN - 132, 12.5, FACE_SANS, ALIGN_LEFT, ink_blue, value);
        draw_line(cr, MARGIN + 128, y + used + 3, A4_WIDTH - MARGIN, y + used + 3, 0.6, ink_grey);
        return y + used + 15;
}

static double owner_fill(cairo_t *cr, double y, const char *side, const Specimen *owner) {
        bool person = owner && owner->kind == OWNER_PERSONAL;
        g_autofree char *name = g_strdup_printf("%s%s", side, person ? "姓名" : "名称");
        g_autofree char *number = g_strdup_printf("%s", person ? "身份证号码" : "统一社会信用代码");

        if (!owner)
                return y;
        y = blank_fill(cr, y, name, owner->name);
        return blank_fill(cr, y, number, owner->number);
}

static double paragraph_write(cairo_t *cr, double y, const char *text) {
        return y + draw_text(cr, MARGIN, y, COLUMN, 11.5, FACE_SERIF, ALIGN_LEFT, ink_black, text) + 12;
}

/* Signatures are typed in a slanted hand; a seal lies beside them where one is due: `seal` is the company, or NULL. */
static void sign(cairo_t *cr, double x, double y, const char *name, const char *date, const char *seal) {
        draw_text(cr, x, y, 220, 11.5, FACE_SERIF, ALIGN_LEFT, ink_black, "签字（盖章）：");
        cairo_save(cr);
        cairo_translate(cr, x + 84, y + 4);
        cairo_rotate(cr, -0.06);
        draw_text(cr, 0, -8, 150, 15, FACE_SERIF_BOLD, ALIGN_LEFT, ink_blue, name);
        cairo_restore(cr);
        draw_text(cr, x, y + 42, 220, 11.5, FACE_SERIF, ALIGN_LEFT, ink_black, date);
        if (seal)
                draw_seal(cr, x + 150, y + 40, 50, seal);
}

static void foot_write(cairo_t *cr) {
        draw_line(cr, MARGIN, 778, A4_WIDTH - MARGIN, 778, 0.6, ink_grey);
        draw_text(cr, MARGIN, 784, COLUMN, 9, FACE_SANS, ALIGN_CENTRE, ink_grey,
                  "样本：人名、号码和印章均为虚构 · SPECIMEN: names, numbers and seals are invented");
        draw_mark(cr, A4_WIDTH, A4_HEIGHT, 40);
}

static const char *name_of(const Specimen *owner) {
        return owner->kind == OWNER_PERSONAL ? owner->name : owner->representative;
}

static void draw_release_form(cairo_t *cr, const SpecimenPaper *paper) {
        double y = title_write(cr, "解除实名认证申请表", "Application to release a real-name verification");

        y = blank_fill(cr, y, "会员账号", paper->account);
        y = owner_fill(cr, y, "原认证人", paper->of);
        y = blank_fill(cr, y, "联系邮箱", paper->of->email);
        y = blank_fill(cr, y, "解除原因", "账号转由他人使用，申请解除原实名认证并重新认证。");
        y = paragraph_write(
                cr, y + 14,
                "本人是上述账号实名认证的所有人，现申请解除该账号的实名认证。解除之后，本人不再对该账号主张"
                "权利；解除之前产生的费用由本人承担。");
        y = paragraph_write(cr, y, "本人保证所提交的材料真实、完整；如有不实，愿承担由此产生的全部责任。");
        sign(cr, A4_WIDTH - MARGIN - 230, y + 50, name_of(paper->of), paper->date, NULL);
        foot_write(cr);
}

static void draw_owner_change_form(cairo_t *cr, const SpecimenPaper *paper) {
        static const char *const conditions[] = { "企业变更为其他企业", "企业变更为个人", "个人变更为企业",
                                                  "企业名称变更" };
        const Specimen *old = paper->old_owner, *new = paper->new_owner;
        bool same = old && new &&g_str_equal(old->number, new->number);
        bool from_person = old && old->kind == OWNER_PERSONAL, to_person = new &&new->kind == OWNER_PERSONAL;
        guint chosen = same ? 3 : from_person ? 2 : to_person ? 1 : 0;
        double y = title_write(cr, "会员账号所有人变更申请表", "Application to change the owner of an account");

        y = blank_fill(cr, y, "会员账号", paper->account);
        y = owner_fill(cr, y, "原所有人", old);
        y = owner_fill(cr, y, "变更后", new);
        draw_text(cr, MARGIN, y + 6, COLUMN, 11.5, FACE_SERIF_BOLD, ALIGN_LEFT, ink_black, "变更情形（择一）");
        for (guint i = 0; i < G_N_ELEMENTS(conditions); i++) {
                guint row = i / 2;
                double x = MARGIN + (i % 2) * 230, line = y + 32 + row * 26;

                cairo_rectangle(cr, x, line + 2, 11, 11);
                draw_ink(cr, ink_black, 1);
                cairo_set_line_width(cr, 0.9);
                cairo_stroke(cr);
                if (i == chosen) {
                        draw_line(cr, x + 1, line + 7, x + 5, line + 12, 1.8, ink_blue);
                        draw_line(cr, x + 5, line + 12, x + 13, line - 1, 1.8, ink_blue);
                }
                draw_text(cr, x + 20, line, 200, 11.5, FACE_SERIF, ALIGN_LEFT, ink_black, conditions[i]);
        }
        y = paragraph_write(
                cr, y + 104,
                "双方确认：变更完成之前产生的费用由原所有人承担，自变更完成的一刻起由新所有人承担；所附材料真实、"
                "完整，如有不实，愿承担全部责任。");
        if (old)
                sign(cr, MARGIN, y + 46, name_of(old), paper->date, paper->sealed_by_old ? old->name : NULL);
        if (new)
                sign(cr, MARGIN + 250, y + 46, name_of(new), paper->date, paper->sealed_by_new ? new->name : NULL);
        foot_write(cr);
}

static void draw_name_change_notice(cairo_t *cr, const SpecimenPaper *paper) {
        g_autofree char *body =
                g_strdup_printf("%s（统一社会信用代码 %s）：",
                                paper->new_owner ? paper->new_owner->name : paper->of->name, paper->of->number);
        double y = title_write(cr, "准予变更登记通知书", "Notice that a change was registered");

        y = paragraph_write(cr, y, body);
        y = paragraph_write(cr, y, "经审查，你单位提交的变更登记申请材料齐全、符合法定形式，现准予下列变更登记：");
        y = blank_fill(cr, y, "变更前名称", paper->old_owner ? paper->old_owner->name : paper->of->name);
        y = blank_fill(cr, y, "变更后名称", paper->new_owner ? paper->new_owner->name : paper->of->name);
        y = blank_fill(cr, y, "变更日期", paper->date);
        sign(cr, A4_WIDTH - MARGIN - 230, y + 60, "登记机关", paper->date, "示例市市场监督管理局");
        foot_write(cr);
}

static void draw_authorisation(cairo_t *cr, const SpecimenPaper *paper) {
        g_autofree char *body =
                g_strdup_printf("兹授权 %s 代表本单位办理会员账号 %s 的实名认证及相关事宜，其在授权范围内的行为由"
                                "本单位承担责任。授权自签发之日起三个月内有效。",
                                paper->of->representative, paper->account);
        double y = title_write(cr, "授权书", "Letter of authorisation");

        y = owner_fill(cr, y, "授权单位", paper->of);
        y = blank_fill(cr, y, "被授权人", paper->of->representative);
        y = paragraph_write(cr, y + 16, body);
        sign(cr, A4_WIDTH - MARGIN - 230, y + 60, paper->of->representative, paper->date, paper->of->name);
        foot_write(cr);
}

static void draw_plain(cairo_t *cr, const SpecimenPaper *paper) {
        double y = title_write(cr, "材料", paper->material);

        y = blank_fill(cr, y, "会员账号", paper->account);
        owner_fill(cr, y, "", paper->of);
        foot_write(cr);
}

/* clang-format off */
const SpecimenDrawing specimen_forms[] = {
        { "release-form", A4_WIDTH, A4_HEIGHT, true, draw_release_form },
        { "owner-change-form", A4_WIDTH, A4_HEIGHT, true, draw_owner_change_form },
        { "name-change-notice", A4_WIDTH, A4_HEIGHT, true, draw_name_change_notice },
        { "authorisation-letter", A4_WIDTH, A4_HEIGHT, true, draw_authorisation },
        { NULL, A4_WIDTH, A4_HEIGHT, true, draw_plain },
};
/* clang-format on */
