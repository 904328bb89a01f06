/* The papers that holders fill in, sign and seal: one A4 page each. PDF. */
#include "cli/specimen-draw.h"
#include "cli/specimen.h"
#include "forms/form.h"

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

static const char *signer_of(const Specimen *owner) {
        return owner->kind == OWNER_PERSONAL ? owner->name : owner->representative;
}

/* Signs at a place of a form: typed in a slanted hand, the date below; `seal` is the company beside it, or NULL. */
static void signature_draw(cairo_t *cr, double x, double y, const Specimen *owner, const char *date,
                           const char *seal) {
        cairo_save(cr);
        cairo_translate(cr, x + 16, y + 40);
        cairo_rotate(cr, -0.06);
        draw_text(cr, 0, -8, 150, 15, FACE_SERIF_BOLD, ALIGN_LEFT, ink_blue, signer_of(owner));
        cairo_restore(cr);
        draw_text(cr, x + 36, y + 76, 150, 9, FACE_SANS, ALIGN_LEFT, ink_blue, date);
        if (seal)
                draw_seal(cr, x + FORM_SEAL_RIGHT, y + 32, 48, seal);
}

/* Who issued a paper of another kind, with the date and the seal. */
static void sign(cairo_t *cr, double x, double y, const char *name, const char *date, const char *seal) {
        draw_text(cr, x, y, 220, 11.5, FACE_SERIF, ALIGN_LEFT, ink_black, name);
        draw_text(cr, x, y + 42, 220, 11.5, FACE_SERIF, ALIGN_LEFT, ink_black, date);
        draw_seal(cr, x + 150, y + 40, 50, seal);
}

static void foot_write(cairo_t *cr) {
        draw_line(cr, MARGIN, 778, A4_WIDTH - MARGIN, 778, 0.6, ink_grey);
        draw_text(cr, MARGIN, 784, COLUMN, 9, FACE_SANS, ALIGN_CENTRE, ink_grey,
                  "样本：人名、号码和印章均为虚构 · SPECIMEN: names, numbers and seals are invented");
        draw_mark(cr, A4_WIDTH, A4_HEIGHT, 40);
}

static FormOwner form_owner(const Specimen *owner) {
        return owner ? (FormOwner){ .kind = owner->kind, .name = owner->name, .number = owner->number }
                     : (FormOwner){ 0 };
}

/* The policy's id of the route that the paper's owners make. */
static const char *route_of(const Policy *policy, const SpecimenPaper *paper) {
        const Specimen *old = paper->old_owner, *new = paper->new_owner;

        for (guint i = 0; old && new &&i < policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(policy->routes, i);

                if (route->from == old->kind && route->to == new->kind
                    && route->same_subject == g_str_equal(old->number, new->number)
                    && form_serves(route, FORM_OWNER_CHANGE))
                        return route->id;
        }
        return NULL;
}

static void draw_release_form(cairo_t *cr, const SpecimenPaper *paper) {
        g_autoptr(Policy) policy = policy_builtin();
        FormFill fill = { .account = paper->account,
                          .old_owner = form_owner(paper->of),
                          .email = paper->of->email,
                          .reason = "账号转由他人使用，申请解除原实名认证并重新认证。" };
        FormPlaces places = form_draw(cr, policy, FORM_RELEASE, &fill);

        signature_draw(cr, places.old_x, places.y, paper->of, paper->date, NULL);
        draw_mark(cr, FORM_WIDTH, FORM_HEIGHT, 40);
}

static void draw_owner_change_form(cairo_t *cr, const SpecimenPaper *paper) {
        g_autoptr(Policy) policy = policy_builtin();
        const Specimen *old = paper->old_owner, *new = paper->new_owner;
        FormFill fill = { .account = paper->account,
                          .route = route_of(policy, paper),
                          .old_owner = form_owner(old),
                          .new_owner = form_owner(new) };
        FormPlaces places = form_draw(cr, policy, FORM_OWNER_CHANGE, &fill);

        if (old)
                signature_draw(cr, places.old_x, places.y, old, paper->date, paper->sealed_by_old ? old->name : NULL);
        if (new)
                signature_draw(cr, places.new_x, places.y, new, paper->date, paper->sealed_by_new ? new->name : NULL);
        draw_mark(cr, FORM_WIDTH, FORM_HEIGHT, 40);
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
