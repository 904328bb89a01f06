/* Evidence from the holder's hand to the disk and back: what is taken, what is refused, who sees it, what is left. */
#include "app/cases.h"
#include "app/evidence.h"
#include "app/ledger.h"
#include "app/step.h"
#include "store/evidence.h"
#include "store/keys.h"
#include "store/proceedings.h"
#include "store/subjects.h"
#include "tests/app/fixture.h"

#include <sodium.h>
#include <string.h>
#include <utime.h>

#define ROUTE "personal-to-personal"
#define ITEM "release-form"
#define FACE_ITEM "id-card-front-held"
#define BIG_BYTES (200 * 1024 + 7) /* several chunks and a rest */

static const char *const items[] = { "release-form", "id-card-front-held", "id-card-back-held", "proof-of-payment" };

/* A JPEG as far as its head goes, the rest random. */
static GBytes *picture_make(gsize size) {
        guint8 *bytes = g_malloc(size);

        randombytes_buf(bytes, size);
        memcpy(bytes, "\xff\xd8\xff\xe0", 4);
        return g_bytes_new_take(bytes, size);
}

static const char *material_of(const char *item) {
        if (g_str_equal(item, "proof-of-payment"))
                return "invoice";
        return NULL;
}

static GiveEvidence wish_of(const Uuid *id, const char *item, GBytes *content) {
        return (GiveEvidence){ .kind = PROCEEDING_CASE,
                               .proceeding = *id,
                               .item = item,
                               .material = material_of(item),
                               .media_type = "image/jpeg",
                               .size_bytes = g_bytes_get_size(content) };
}

static bool give_by(Fixture *fixture, const Call *call, const GiveEvidence *wish, GBytes *content, Outcome *outcome,
                    GError **error) {
        g_autoptr(EvidenceUpload) upload = app_evidence_begin(fixture->app, call, wish, error);
        gsize size;
        const guint8 *bytes = g_bytes_get_data(content, &size);

        while (upload && size > 0) {
                gsize piece = MIN(size, 1 + size * 7919 % 40000); /* of many sizes, across the chunks' borders */

                if (!app_evidence_append(upload, bytes, piece, error))
                        return false;
                bytes += piece;
                size -= piece;
        }
        return upload && app_evidence_finish(upload, call, outcome, error);
}

/* Gives a file as an actor; nil where it was refused. */
static Uuid give(Fixture *fixture, const Actor *actor, const Uuid *id, const char *item, GBytes *content,
                 GError **error) {
        GiveEvidence wish = wish_of(id, item, content);
        Call call = fixture_call(fixture, actor);
        g_auto(Outcome) outcome = { 0 };

        return give_by(fixture, &call, &wish, content, &outcome, error) ? outcome.id : (Uuid){ { 0 } };
}

static Uuid give_one(Fixture *fixture, const Uuid *id, const char *item) {
        g_autoptr(GBytes) content = picture_make(5000);
        g_autoptr(GError) error = NULL;
        Uuid file = give(fixture, &fixture->holder, id, item, content, &error);

        g_assert_no_error(error);
        return file;
}

static void give_all(Fixture *fixture, const Uuid *id) {
        for (gsize i = 0; i < G_N_ELEMENTS(items); i++)
                give_one(fixture, id, items[i]);
}

static GBytes *look(Fixture *fixture, const Actor *actor, const Uuid *file, GError **error) {
        Call call = fixture_call(fixture, actor);
        g_auto(EvidenceContent) content = { 0 };
        g_autoptr(GByteArray) all = g_byte_array_new();
        const guint8 *piece;
        gsize size;

        if (!app_open_evidence(fixture->app, &call, file, &content, error))
                return NULL;
        do {
                g_assert_true(blob_reader_next(content.reader, &piece, &size, error));
                g_byte_array_append(all, piece, (guint) size);
        } while (size > 0);
        g_assert_cmpuint(all->len, ==, content.size_bytes);
        return g_byte_array_free_to_bytes(g_steal_pointer(&all));
}

static bool sees(Fixture *fixture, const Actor *actor, const Uuid *file) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) content = look(fixture, actor, file, &error);

        g_assert_true(content || refusal_is(error, REFUSAL_NOT_FOUND) || refusal_is(error, REFUSAL_NOT_ALLOWED));
        return content != NULL;
}

/* Walks the evidence folder: how many files are there; makes them all old where asked. */
static guint files_on_disk(const Fixture *fixture, bool make_old) {
        g_autofree char *evidence = g_build_filename(fixture->folder, "evidence", NULL);
        g_autoptr(GDir) folders = g_dir_open(evidence, 0, NULL);
        struct utimbuf old = { 0 };
        guint count = 0;

        for (const char *name = g_dir_read_name(folders); name; name = g_dir_read_name(folders)) {
                g_autofree char *path = g_build_filename(evidence, name, NULL);
                g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

                for (const char *file = g_dir_read_name(folder); file; file = g_dir_read_name(folder)) {
                        g_autofree char *whole = g_build_filename(path, file, NULL);

                        count++;
                        if (make_old)
                                g_assert_cmpint(utime(whole, &old), ==, 0);
                }
        }
        return count;
}

static guint sweep(Fixture *fixture) {
        g_autoptr(GError) error = NULL;
        guint removed;

        files_on_disk(fixture, true);
        app_sweep_evidence(fixture->app, fixture->now, &removed, &error);
        g_assert_no_error(error);
        return removed;
}

/* The history's events of a name. */
static guint history_count(Fixture *fixture, const Actor *actor, const Uuid *id, const char *event) {
        ReadProceeding wish = { .kind = PROCEEDING_CASE, .id = *id };
        Call call = fixture_call(fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        guint count = 0;
        gsize index;
        json_t *item;

        app_read_history(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        json_array_foreach(json_object_get(outcome.document, "items"), index, item) count +=
                g_str_equal(json_string_value(json_object_get(item, "event")), event);
        return count;
}

static void a_file_comes_out_as_it_went_in(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(BIG_BYTES);
        g_autoptr(GBytes) seen = NULL;
        g_autoptr(GError) error = NULL;
        Uuid id, file;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        file = give(&fixture, &fixture.holder, &id, ITEM, content, &error);
        g_assert_no_error(error);
        seen = look(&fixture, &fixture.holder, &file, &error);
        g_assert_no_error(error);
        g_assert_true(g_bytes_equal(content, seen));
        g_assert_cmpuint(files_on_disk(&fixture, false), ==, 1);
        g_assert_cmpuint(history_count(&fixture, &fixture.holder, &id, "attach-evidence"), ==, 1);
}

static void a_file_is_sealed_on_disk(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autofree char *folder = NULL;
        g_autofree char *found = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(GDir) places = NULL;
        g_autofree char *bytes = NULL;
        const char *name;
        gsize size;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        give_one(&fixture, &id, ITEM);
        folder = g_build_filename(fixture.folder, "evidence", NULL);
        places = g_dir_open(folder, 0, NULL);
        found = g_build_filename(folder, g_dir_read_name(places), NULL);
        g_dir_close(g_steal_pointer(&places));
        places = g_dir_open(found, 0, NULL);
        name = g_dir_read_name(places);
        g_free(folder);
        folder = g_build_filename(found, name, NULL);
        g_assert_true(g_file_get_contents(folder, &bytes, &size, &error));
        g_assert_null(memmem(bytes, size, "\xff\xd8\xff\xe0", 4));
}

static void half_an_upload_leaves_nothing(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(BIG_BYTES);
        g_autoptr(EvidenceUpload) upload = NULL;
        g_autoptr(GError) error = NULL;
        GiveEvidence wish;
        Call call;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        wish = wish_of(&id, ITEM, content);
        call = fixture_call(&fixture, &fixture.holder);
        upload = app_evidence_begin(fixture.app, &call, &wish, &error);
        g_assert_no_error(error);
        g_assert_true(app_evidence_append(upload, g_bytes_get_data(content, NULL), BIG_BYTES / 2, &error));
        g_assert_cmpuint(files_on_disk(&fixture, false), ==, 1);
        app_evidence_abort(g_steal_pointer(&upload));
        g_assert_cmpuint(files_on_disk(&fixture, false), ==, 0);
        g_assert_cmpuint(history_count(&fixture, &fixture.holder, &id, "attach-evidence"), ==, 0);
}

/* Tries to give `content` as `wish` says: it must be refused, and nothing be left. */
static void refused_without_trace(Fixture *fixture, const GiveEvidence *wish, GBytes *content, RefusalKind refusal) {
        Call call = fixture_call(fixture, &fixture->holder);
        guint before = files_on_disk(fixture, false);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        g_assert_false(give_by(fixture, &call, wish, content, &outcome, &error));
        assert_refused(error, refusal);
        g_assert_cmpuint(files_on_disk(fixture, false), ==, before);
}

static void content_must_be_what_it_says(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        g_autoptr(GBytes) stub = g_bytes_new_static("\xff\xd8\xff", 3);
        g_autoptr(GBytes) nothing = g_bytes_new_static("", 0);
        guint8 wrong[32] = { 0 };
        GiveEvidence wish;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        wish = wish_of(&id, ITEM, content);
        wish.media_type = "image/png";
        refused_without_trace(&fixture, &wish, content, REFUSAL_UNSUPPORTED_MEDIA);
        wish.media_type = "application/pdf";
        refused_without_trace(&fixture, &wish, content, REFUSAL_UNSUPPORTED_MEDIA);
        wish.media_type = "image/svg+xml";
        refused_without_trace(&fixture, &wish, content, REFUSAL_UNSUPPORTED_MEDIA);
        wish.media_type = "image/jpeg";
        refused_without_trace(&fixture, &wish, stub, REFUSAL_UNSUPPORTED_MEDIA);
        refused_without_trace(&fixture, &wish, nothing, REFUSAL_UNSUPPORTED_MEDIA);
        wish.sha256 = wrong;
        refused_without_trace(&fixture, &wish, content, REFUSAL_HASH_MISMATCH);
}

static void each_type_is_known_by_its_first_bytes(Contract *contract) {
        static const struct {
                const char *media_type, *head;
                gsize size;
        } heads[] = {
                { "image/jpeg", "\xff\xd8\xff\xe1........", 12 },
                { "image/png", "\x89PNG\r\n\x1a\n....", 12 },
                { "image/webp", "RIFF\x10\0\0\0WEBP", 12 },
                { "application/pdf", "%PDF-1.7\n....", 13 },
        };
        g_auto(Fixture) fixture = { 0 };
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        for (gsize declared = 0; declared < G_N_ELEMENTS(heads); declared++) {
                for (gsize sent = 0; sent < G_N_ELEMENTS(heads); sent++) {
                        g_autoptr(GBytes) content = g_bytes_new_static(heads[sent].head, heads[sent].size);
                        GiveEvidence wish = wish_of(&id, ITEM, content);
                        Call call = fixture_call(&fixture, &fixture.holder);
                        g_auto(Outcome) outcome = { 0 };
                        g_autoptr(GError) error = NULL;

                        wish.media_type = heads[declared].media_type;
                        g_assert_cmpint(give_by(&fixture, &call, &wish, content, &outcome, &error), ==,
                                        declared == sent);
                        g_assert_true(declared == sent || refusal_is(error, REFUSAL_UNSUPPORTED_MEDIA));
                }
        }
}

static void what_is_too_large_is_refused_before_a_byte_is_read(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        g_autoptr(GError) error = NULL;
        GiveEvidence wish;
        Call call;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        wish = wish_of(&id, ITEM, content);
        wish.size_bytes = (guint64) fixture.app->policy->limits.file_bytes_max + 1;
        call = fixture_call(&fixture, &fixture.holder);
        g_assert_null(app_evidence_begin(fixture.app, &call, &wish, &error));
        assert_refused(error, REFUSAL_BODY_TOO_LARGE);
        g_assert_cmpuint(files_on_disk(&fixture, false), ==, 0);
}

static void only_what_is_asked_for_is_taken(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        GiveEvidence wish;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        wish = wish_of(&id, "business-licence", content);
        refused_without_trace(&fixture, &wish, content, REFUSAL_EVIDENCE_NOT_ASKED);
        wish = wish_of(&id, "proof-of-payment", content);
        wish.material = "release-form";
        refused_without_trace(&fixture, &wish, content, REFUSAL_UNKNOWN_VALUE);
        wish.material = NULL; /* any of three */
        refused_without_trace(&fixture, &wish, content, REFUSAL_MISSING_FIELD);
        wish.proceeding = uuid_new(FIXTURE_NOW);
        refused_without_trace(&fixture, &wish, content, REFUSAL_NOT_FOUND);
        wish = wish_of(&id, ITEM, content);
        wish.kind = PROCEEDING_ATTEMPT;
        refused_without_trace(&fixture, &wish, content, REFUSAL_NOT_FOUND);
}

static void a_material_takes_so_many_files(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        GiveEvidence wish;
        Call call;
        Uuid id, first;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        first = give_one(&fixture, &id, FACE_ITEM);
        give_one(&fixture, &id, FACE_ITEM);
        wish = wish_of(&id, FACE_ITEM, content);
        refused_without_trace(&fixture, &wish, content, REFUSAL_EVIDENCE_LIMIT);
        call = fixture_call(&fixture, &fixture.holder);
        app_withdraw_evidence(fixture.app, &call, &first, &outcome, &error);
        g_assert_no_error(error);
        give_one(&fixture, &id, FACE_ITEM);
}

static void nothing_is_taken_without_consent(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        GiveConsent withdrawn = { .kind = PROCEEDING_CASE,
                                  .purpose = (char *) "identity-pictures",
                                  .withdrawn = true };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        GiveEvidence wish;
        Call call;

        fixture_open(&fixture, contract);
        withdrawn.id = fixture_case(&fixture, ROUTE, NULL);
        call = fixture_call(&fixture, &fixture.holder);
        app_give_consent(fixture.app, &call, &withdrawn, &outcome, &error);
        g_assert_no_error(error);
        wish = wish_of(&withdrawn.id, ITEM, content);
        refused_without_trace(&fixture, &wish, content, REFUSAL_CONSENT_MISSING);
}

static void what_changed_during_an_upload_is_asked_again(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        g_autoptr(EvidenceUpload) upload = NULL;
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        GiveEvidence wish;
        Call call;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        wish = wish_of(&id, ITEM, content);
        call = fixture_call(&fixture, &fixture.holder);
        upload = app_evidence_begin(fixture.app, &call, &wish, &error);
        g_assert_no_error(error);
        g_assert_true(app_evidence_append(upload, g_bytes_get_data(content, NULL), 4000, &error));
        fixture_step(&fixture, &fixture.holder, PROCEEDING_CASE, &id, EVENT_WITHDRAW, NULL, NULL);
        g_assert_false(app_evidence_finish(upload, &call, &outcome, &error));
        assert_refused(error, REFUSAL_WRONG_STATE);
        g_assert_cmpuint(files_on_disk(&fixture, false), ==, 0);
}

static void after_the_submission_only_what_was_refused_is_taken(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        GiveEvidence wish;
        Actor reviewer;
        Call call;
        Uuid id, kept;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        give_all(&fixture, &id);
        kept = give_one(&fixture, &id, ITEM);
        fixture_step(&fixture, &fixture.holder, PROCEEDING_CASE, &id, EVENT_SUBMIT, NULL, NULL);
        wish = wish_of(&id, ITEM, content);
        refused_without_trace(&fixture, &wish, content, REFUSAL_WRONG_STATE);
        call = fixture_call(&fixture, &fixture.holder);
        g_assert_false(app_withdraw_evidence(fixture.app, &call, &kept, &outcome, &error));
        assert_refused(error, REFUSAL_WRONG_STATE);

        reviewer = fixture_staff(&fixture, "reviewer", ROLE_REVIEWER);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        fixture_decide(&fixture, &reviewer, PROCEEDING_CASE, &id, ITEM, NULL);
        fixture_decide(&fixture, &reviewer, PROCEEDING_CASE, &id, FACE_ITEM, "blurred");
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_ASK_MORE, NULL, "请重拍。");
        refused_without_trace(&fixture, &wish, content, REFUSAL_EVIDENCE_NOT_ASKED);
        give_one(&fixture, &id, FACE_ITEM);
        g_assert_false(app_withdraw_evidence(fixture.app, &call, &kept, &outcome, &error));
        assert_refused(error, REFUSAL_WRONG_STATE); /* it was accepted */
}

static void anothers_case_and_files_are_not_there(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor stranger, platform = fixture_platform();
        Uuid id, file, other;
        Call call;

        fixture_open(&fixture, contract);
        other = fixture_account(&fixture, "u-10002", &fixture_wang);
        stranger = fixture_holder(&other);
        id = fixture_case(&fixture, ROUTE, NULL);
        file = give_one(&fixture, &id, ITEM);
        give(&fixture, &stranger, &id, ITEM, content, &error);
        assert_refused(error, REFUSAL_NOT_FOUND);
        call = fixture_call(&fixture, &stranger);
        g_assert_false(app_read_evidence(fixture.app, &call, &file, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        g_assert_false(app_withdraw_evidence(fixture.app, &call, &file, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        g_assert_false(sees(&fixture, &stranger, &file));
        g_assert_false(sees(&fixture, &platform, &file));
        g_assert_true(sees(&fixture, &fixture.holder, &file));
}

static void staff_look_with_the_case_at_hand_and_leave_a_trace(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        json_auto_t *before = NULL;
        json_auto_t *after = NULL;
        Actor reviewer, other, auditor;
        Uuid id, file;

        fixture_open(&fixture, contract);
        reviewer = fixture_staff(&fixture, "reviewer", ROLE_REVIEWER);
        other = fixture_staff(&fixture, "other", ROLE_REVIEWER | ROLE_APPROVER | ROLE_MAIL_CLERK);
        auditor = fixture_staff(&fixture, "auditor", ROLE_AUDITOR | ROLE_ADMINISTRATOR);
        id = fixture_case(&fixture, ROUTE, NULL);
        give_all(&fixture, &id);
        file = give_one(&fixture, &id, ITEM);
        g_assert_false(sees(&fixture, &reviewer, &file));
        fixture_step(&fixture, &fixture.holder, PROCEEDING_CASE, &id, EVENT_SUBMIT, NULL, NULL);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        before = fixture_read(&fixture, &fixture.holder, PROCEEDING_CASE, &id);
        g_assert_true(sees(&fixture, &reviewer, &file));
        g_assert_false(sees(&fixture, &other, &file));
        g_assert_false(sees(&fixture, &auditor, &file));
        g_assert_true(sees(&fixture, &fixture.holder, &file));
        g_assert_cmpuint(history_count(&fixture, &fixture.holder, &id, "view-evidence"), ==, 1);
        after = fixture_read(&fixture, &fixture.holder, PROCEEDING_CASE, &id);
        g_assert_cmpint(json_integer_value(json_object_get(before, "version")), ==,
                        json_integer_value(json_object_get(after, "version")));
}

static void the_approver_of_a_dispute_looks(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        Actor approver, party;
        Uuid id, file;

        fixture_open(&fixture, contract);
        approver = fixture_staff(&fixture, "approver", ROLE_APPROVER);
        id = fixture_case(&fixture, ROUTE, NULL);
        file = give_one(&fixture, &id, ITEM);
        party = fixture_party(&fixture.account, &id);
        g_assert_true(sees(&fixture, &party, &file)); /* the form is the old owner's */
        g_assert_false(sees(&fixture, &approver, &file));
        fixture_step(&fixture, &party, PROCEEDING_CASE, &id, EVENT_DISPUTE, NULL, "不是我申请的。");
        g_assert_true(sees(&fixture, &approver, &file));
}

static void the_mail_desk_sees_what_it_scanned(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        g_autoptr(GError) error = NULL;
        Actor clerk, colleague;
        Uuid id, sent, scanned;

        fixture_open(&fixture, contract);
        clerk = fixture_staff(&fixture, "clerk", ROLE_MAIL_CLERK);
        colleague = fixture_staff(&fixture, "colleague", ROLE_MAIL_CLERK);
        id = fixture_case(&fixture, "personal-to-enterprise-mail", &fixture_company);
        sent = give_one(&fixture, &id, "new-licence");
        give(&fixture, &clerk, &id, "new-licence", content, &error);
        assert_refused(error, REFUSAL_NOT_ALLOWED); /* there is no parcel yet */
        fixture_step(&fixture, &fixture.holder, PROCEEDING_CASE, &id, EVENT_SUBMIT, NULL, NULL);
        scanned = give(&fixture, &clerk, &id, "new-licence", content, &error);
        g_assert_no_error(error);
        g_assert_true(sees(&fixture, &clerk, &scanned));
        g_assert_true(sees(&fixture, &colleague, &scanned));
        g_assert_false(sees(&fixture, &clerk, &sent));
        g_assert_cmpuint(history_count(&fixture, &fixture.holder, &id, "view-evidence"), ==, 2);
}

/* Sets the new owner in, as a completed change does. */
static bool tenure_pass(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        const Uuid *id = data;
        g_autoptr(Dossier) dossier = dossier_load_for_system(tx, id, error);
        const Proceeding *proceeding = dossier ? dossier->proceeding : NULL;

        return dossier && app_release(tx, &proceeding->verification, id, error)
               && app_verify(tx, dossier->account, &proceeding->new_subject, OWNER_ENTERPRISE, METHOD_CASE_EVIDENCE,
                             id, id, error);
}

static void after_the_change_each_owner_sees_their_own_side(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        GiveEvidence wish;
        Actor party, system = actor_system();
        Uuid id, old_side, new_side;
        Call call;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, "personal-to-enterprise-mail", &fixture_company);
        wish = wish_of(&id, "old-identity-document", content);
        wish.material = "identity-document-copy";
        call = fixture_call(&fixture, &fixture.holder);
        give_by(&fixture, &call, &wish, content, &outcome, &error);
        g_assert_no_error(error);
        old_side = outcome.id;
        wish = wish_of(&id, "new-licence", content);
        outcome_clear(&outcome);
        give_by(&fixture, &call, &wish, content, &outcome, &error);
        g_assert_no_error(error);
        new_side = outcome.id;
        party = fixture_party(&fixture.account, &id);
        g_assert_true(sees(&fixture, &fixture.holder, &old_side));
        g_assert_true(sees(&fixture, &fixture.holder, &new_side));
        g_assert_false(sees(&fixture, &party, &new_side));

        call = fixture_call(&fixture, &system);
        outcome_clear(&outcome);
        app_write(fixture.app, &call, tenure_pass, &id, &outcome, &error);
        g_assert_no_error(error);
        g_assert_false(sees(&fixture, &fixture.holder, &old_side)); /* the same account, another owner */
        g_assert_true(sees(&fixture, &fixture.holder, &new_side));
        g_assert_true(sees(&fixture, &party, &old_side));
        g_assert_false(sees(&fixture, &party, &new_side));
}

/* Erases the old owner, as their right is. */
static bool old_owner_erase(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        const Uuid *id = data;
        g_autoptr(Dossier) dossier = dossier_load_for_system(tx, id, error);

        return dossier && store_key_erase(tx->store, &dossier->proceeding->old_subject, tx->call->now, error);
}

static void an_owner_is_erased_without_the_other(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Uuid id, old_side, new_side;
        Actor system = actor_system();
        Call call;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, "personal-to-enterprise-mail", &fixture_company);
        old_side = give_one(&fixture, &id, "old-identity-document");
        new_side = give_one(&fixture, &id, "new-licence");
        call = fixture_call(&fixture, &system);
        app_write(fixture.app, &call, old_owner_erase, &id, &outcome, &error);
        g_assert_no_error(error);
        g_assert_false(sees(&fixture, &fixture.holder, &old_side));
        g_assert_true(sees(&fixture, &fixture.holder, &new_side));
}

typedef struct Neighbour {
        Uuid proceeding, staff;
} Neighbour;

/* Puts the old owner's number to a member of staff's name. */
static bool staff_own(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        const Neighbour *wish = data;
        g_autoptr(Dossier) dossier = dossier_load_for_system(tx, &wish->proceeding, error);
        guint8 hash[VAULT_HASH_SIZE];
        bool known = false;

        return dossier && store_lookup_of(tx->store, "number", &dossier->proceeding->old_subject, hash, &known, error)
               && known && store_lookup_add(tx->store, "number", hash, &wish->staff, "staff", error);
}

static void nobody_of_the_staff_looks_at_their_own_case(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor approver, party, system = actor_system();
        Neighbour wish;
        Uuid file;
        Call call;

        fixture_open(&fixture, contract);
        approver = fixture_staff(&fixture, "approver", ROLE_APPROVER);
        wish = (Neighbour){ .proceeding = fixture_case(&fixture, ROUTE, NULL), .staff = approver.id };
        file = give_one(&fixture, &wish.proceeding, ITEM);
        party = fixture_party(&fixture.account, &wish.proceeding);
        fixture_step(&fixture, &party, PROCEEDING_CASE, &wish.proceeding, EVENT_DISPUTE, NULL, "不是我申请的。");
        call = fixture_call(&fixture, &system);
        app_write(fixture.app, &call, staff_own, &wish, &outcome, &error);
        g_assert_no_error(error);
        g_assert_false(sees(&fixture, &approver, &file));
}

static void a_repeated_upload_gets_the_first_answer(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(BIG_BYTES);
        g_autoptr(GBytes) other = picture_make(BIG_BYTES);
        g_auto(Outcome) first = { 0 }, again = { 0 };
        g_autoptr(GError) error = NULL;
        guint8 request[32] = { 1 };
        GiveEvidence wish;
        Call call;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        wish = wish_of(&id, ITEM, content);
        call = fixture_call(&fixture, &fixture.holder);
        call.idempotency_key = "upload-1";
        call.body_sha256 = request;
        give_by(&fixture, &call, &wish, content, &first, &error);
        g_assert_no_error(error);
        fixture_step(&fixture, &fixture.holder, PROCEEDING_CASE, &id, EVENT_WITHDRAW, NULL, NULL);
        give_by(&fixture, &call, &wish, content, &again, &error); /* though the case would not take it any more */
        g_assert_no_error(error);
        g_assert_true(uuid_equal(&first.id, &again.id));
        g_assert_true(json_equal(first.document, again.document));
        g_assert_cmpuint(files_on_disk(&fixture, false), ==, 1);
        g_assert_false(give_by(&fixture, &call, &wish, other, &again, &error));
        assert_refused(error, REFUSAL_IDEMPOTENCY_KEY_REUSED);
        request[0] = 2; /* another item or case, as the door's hash tells */
        g_assert_false(give_by(&fixture, &call, &wish, content, &again, &error));
        assert_refused(error, REFUSAL_IDEMPOTENCY_KEY_REUSED);
        g_assert_cmpuint(files_on_disk(&fixture, false), ==, 1);
}

static void two_uploads_under_one_key_leave_one_file(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GBytes) content = picture_make(4000);
        EvidenceUpload *uploads[2];
        g_autoptr(GError) error = NULL;
        guint8 request[32] = { 1 };
        GiveEvidence wish;
        Uuid id, files[2];
        Call call;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        wish = wish_of(&id, ITEM, content);
        call = fixture_call(&fixture, &fixture.holder);
        call.idempotency_key = "upload-2";
        call.body_sha256 = request;
        for (guint i = 0; i < 2; i++) {
                uploads[i] = app_evidence_begin(fixture.app, &call, &wish, &error);
                g_assert_no_error(error);
                g_assert_true(app_evidence_append(uploads[i], g_bytes_get_data(content, NULL), 4000, &error));
        }
        for (guint i = 0; i < 2; i++) {
                g_auto(Outcome) outcome = { 0 };

                app_evidence_finish(uploads[i], &call, &outcome, &error);
                g_assert_no_error(error);
                files[i] = outcome.id;
        }
        g_assert_true(uuid_equal(&files[0], &files[1]));
        g_assert_cmpuint(files_on_disk(&fixture, false), ==, 1);
        app_evidence_abort(uploads[0]);
        app_evidence_abort(uploads[1]);
}

static void the_sweep_takes_what_nothing_names(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Uuid id, kept, withdrawn;
        Call call;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, ROUTE, NULL);
        kept = give_one(&fixture, &id, ITEM);
        withdrawn = give_one(&fixture, &id, ITEM);
        g_assert_cmpuint(sweep(&fixture), ==, 0);
        call = fixture_call(&fixture, &fixture.holder);
        app_withdraw_evidence(fixture.app, &call, &withdrawn, &outcome, &error);
        g_assert_no_error(error);
        g_assert_false(sees(&fixture, &fixture.holder, &withdrawn));
        g_assert_cmpuint(sweep(&fixture), ==, 1);
        g_assert_true(sees(&fixture, &fixture.holder, &kept));
}

/* What the audit of the log finds, none of it expected. */
static guint64 audit(Fixture *fixture) {
        VerifyLog wish = { 0 };
        g_auto(LogReport) report = { 0 };
        g_autoptr(GError) error = NULL;

        app_verify_log(fixture->app, &wish, &report, &error);
        g_assert_no_error(error);
        for (guint i = 0; i < report.findings->len; i++) {
                const LogFinding *finding = g_ptr_array_index(report.findings, i);

                g_test_message("%s %s %s", finding->kind, finding->place, finding->detail ? finding->detail : "");
        }
        return report.found;
}

static void the_log_tells_of_each_file(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Uuid id, file;
        Actor reviewer;
        Call call;

        fixture_open(&fixture, contract);
        reviewer = fixture_staff(&fixture, "reviewer", ROLE_REVIEWER);
        id = fixture_case(&fixture, ROUTE, NULL);
        file = give_one(&fixture, &id, ITEM);
        call = fixture_call(&fixture, &fixture.holder);
        app_withdraw_evidence(fixture.app, &call, &file, &outcome, &error);
        g_assert_no_error(error);
        give_all(&fixture, &id);
        file = give_one(&fixture, &id, ITEM);
        fixture_step(&fixture, &fixture.holder, PROCEEDING_CASE, &id, EVENT_SUBMIT, NULL, NULL);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        g_assert_true(sees(&fixture, &reviewer, &file));
        g_assert_cmpuint(audit(&fixture), ==, 0);
        g_assert_cmpuint(sweep(&fixture), ==, 1);
        g_assert_cmpuint(audit(&fixture), ==, 0);
}

typedef struct Crowd {
        Fixture *fixture;
        Uuid id;
        Uuid files[8];
        GBytes *contents[8];
} Crowd;

static void crowd_give(guint number, gpointer data) {
        Crowd *crowd = data;
        g_autoptr(GError) error = NULL;

        crowd->files[number] = give(crowd->fixture, &crowd->fixture->holder, &crowd->id, "proof-of-payment",
                                    crowd->contents[number], &error);
        g_assert_no_error(error);
}

static void eight_files_come_in_side_by_side(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        Crowd crowd = { .fixture = &fixture };

        fixture_open(&fixture, contract);
        crowd.id = fixture_case(&fixture, ROUTE, NULL);
        for (guint i = 0; i < 8; i++)
                crowd.contents[i] = picture_make(BIG_BYTES + i);
        contract_threads(8, crowd_give, &crowd);
        for (guint i = 0; i < 8; i++) {
                g_autoptr(GError) error = NULL;
                g_autoptr(GBytes) seen = look(&fixture, &fixture.holder, &crowd.files[i], &error);

                g_assert_true(g_bytes_equal(seen, crowd.contents[i]));
                g_bytes_unref(crowd.contents[i]);
        }
        g_assert_cmpuint(history_count(&fixture, &fixture.holder, &crowd.id, "attach-evidence"), ==, 8);
}

static const ContractTest tests[] = {
        { "/evidence/a file comes out as it went in", a_file_comes_out_as_it_went_in },
        { "/evidence/a file is sealed on disk", a_file_is_sealed_on_disk },
        { "/evidence/half an upload leaves nothing", half_an_upload_leaves_nothing },
        { "/evidence/content must be what it says", content_must_be_what_it_says },
        { "/evidence/each type is known by its first bytes", each_type_is_known_by_its_first_bytes },
        { "/evidence/what is too large is refused before a byte is read",
          what_is_too_large_is_refused_before_a_byte_is_read },
        { "/evidence/only what is asked for is taken", only_what_is_asked_for_is_taken },
        { "/evidence/a material takes so many files", a_material_takes_so_many_files },
        { "/evidence/nothing is taken without consent", nothing_is_taken_without_consent },
        { "/evidence/what changed during an upload is asked again", what_changed_during_an_upload_is_asked_again },
        { "/evidence/after the submission only what was refused is taken",
          after_the_submission_only_what_was_refused_is_taken },
        { "/evidence/another's case and files are not there", anothers_case_and_files_are_not_there },
        { "/evidence/staff look with the case at hand and leave a trace",
          staff_look_with_the_case_at_hand_and_leave_a_trace },
        { "/evidence/the approver of a dispute looks", the_approver_of_a_dispute_looks },
        { "/evidence/the mail desk sees what it scanned", the_mail_desk_sees_what_it_scanned },
        { "/evidence/after the change each owner sees their own side",
          after_the_change_each_owner_sees_their_own_side },
        { "/evidence/an owner is erased without the other", an_owner_is_erased_without_the_other },
        { "/evidence/nobody of the staff looks at their own case", nobody_of_the_staff_looks_at_their_own_case },
        { "/evidence/a repeated upload gets the first answer", a_repeated_upload_gets_the_first_answer },
        { "/evidence/two uploads under one key leave one file", two_uploads_under_one_key_leave_one_file },
        { "/evidence/the sweep takes what nothing names", the_sweep_takes_what_nothing_names },
        { "/evidence/the log tells of each file", the_log_tells_of_each_file },
        { "/evidence/eight files come in side by side", eight_files_come_in_side_by_side },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
