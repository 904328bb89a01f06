/* Makes the history. */
#include "tests/app/log-world.h"

#include "app/cases.h"
#include "app/log.h"
#include "store/verifications.h"

#include <string.h>

static const char *text_of(const json_t *document, const char *member) {
        return json_string_value(json_object_get(document, member));
}

static void parcel_step(Fixture *fixture, const Actor *actor, const Uuid *id, ProceedingEvent event) {
        ParcelStep wish = {
                .id = *id, .event = event, .courier = (char *) "SF", .tracking = (char *) "SF1234567890"
        };
        Call call = fixture_call(fixture, actor);
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };

        app_parcel_step(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
}

/* Each item of the case is received by the clerk, or accepted by the reviewer. */
static void each_item(Fixture *fixture, const Actor *actor, const Uuid *id, bool received) {
        json_auto_t *document = fixture_read(fixture, actor, PROCEEDING_CASE, id);
        json_t *items = json_object_get(document, "items");

        for (size_t i = 0; i < json_array_size(items); i++) {
                const json_t *item = json_array_get(items, i);
                DecideItem wish = {
                        .kind = PROCEEDING_CASE, .id = *id, .item = (char *) text_of(item, "id"), .accepted = true
                };
                Call call = fixture_call(fixture, actor);
                g_autoptr(GError) error = NULL;
                g_auto(Outcome) outcome = { 0 };

                if (json_integer_value(json_object_get(item, "needed")) == 0)
                        continue;
                if (received)
                        app_check_off_item(fixture->app, &call, &wish, &outcome, &error);
                else
                        app_decide_item(fixture->app, &call, &wish, &outcome, &error);
                g_assert_no_error(error);
        }
}

static Uuid mail_case(Fixture *fixture, const char *route, const Claim *owner, const Actor *clerk) {
        Uuid id = fixture_case(fixture, route, owner);

        fixture_step(fixture, &fixture->holder, PROCEEDING_CASE, &id, EVENT_SUBMIT, NULL, NULL);
        parcel_step(fixture, &fixture->holder, &id, EVENT_ANNOUNCE_PARCEL);
        parcel_step(fixture, clerk, &id, EVENT_RECEIVE_PARCEL);
        each_item(fixture, clerk, &id, true);
        parcel_step(fixture, clerk, &id, EVENT_PARCEL_COMPLETE);
        return id;
}

static Uuid tenure_of(Fixture *fixture) {
        Verification active;

        g_assert_true(fixture_active(fixture, &fixture->account, &active));
        return active.subject;
}

/* --- evidence --- */

typedef struct File {
        LogWorld *world;
        Uuid subject;
        DataKey *key;
        BlobRecord record;
} File;

static bool key_read(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        File *file = data;

        g_clear_pointer(&file->key, data_key_unref);
        file->key = app_key(tx, &file->subject, error);
        return file->key != NULL;
}

static bool row_add(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        File *file = data;
        LogWorld *world = file->world;
        g_autoptr(GBytes) hash = vault_seal(file->key, "evidence.hash", &world->evidence, file->record.sha256,
                                            sizeof file->record.sha256);
        Proceeding proceeding = { .kind = PROCEEDING_CASE, .id = world->case_id, .account = world->fixture.account };
        EvidenceRow row = { .id = world->evidence,
                            .proceeding = world->case_id,
                            .item = (char *) "one-more",
                            .material = (char *) "business-licence",
                            .side = SIDE_NEW,
                            .state = EVIDENCE_GIVEN,
                            .blob = world->blob,
                            .media_type = (char *) "image/png",
                            .size_bytes = (gint64) file->record.size_bytes,
                            .wrapped_key = file->record.wrapped_key,
                            .key_owner = file->subject,
                            .sealed_hash = hash,
                            .uploaded_by = world->fixture.holder.id,
                            .uploaded_role = (char *) "holder",
                            .uploaded_at = tx->call->now };

        memcpy(row.content_mac, file->record.outside_name, sizeof row.content_mac);
        return app_evidence_add(tx, &proceeding, &row, error);
}

static void evidence_make(LogWorld *world) {
        App *app = world->fixture.app;
        File file = { .world = world, .subject = tenure_of(&world->fixture) };
        Call call = fixture_call(&world->fixture, &world->fixture.holder);
        g_autoptr(BlobWriter) writer = NULL;
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };

        world->evidence = uuid_new(world->fixture.now);
        world->blob = uuid_new(world->fixture.now);
        app_read(app, &call, key_read, &file, &outcome, &error);
        g_assert_no_error(error);
        writer = blob_writer_open(app->blobs, &world->blob, file.key, &error);
        g_assert_no_error(error);
        g_assert_true(blob_writer_append(writer, "营业执照", 12, &error));
        g_assert_true(blob_writer_finish(writer, &file.record, &error));
        app_write(app, &call, row_add, &file, &outcome, &error);
        g_assert_no_error(error);
        data_key_unref(g_steal_pointer(&file.key));
        blob_record_clear(&file.record);
}

/* --- the world --- */

void log_world_open(LogWorld *world, Contract *contract) {
        Fixture *fixture = &world->fixture;
        Actor clerk, reviewer;

        fixture_open(fixture, contract);
        world->old_subject = tenure_of(fixture);
        clerk = fixture_staff(fixture, "clerk", ROLE_MAIL_CLERK);
        reviewer = fixture_staff(fixture, "reviewer", ROLE_REVIEWER);
        world->case_id = mail_case(fixture, "personal-to-enterprise-mail", &fixture_company, &clerk);
        fixture_step(fixture, &reviewer, PROCEEDING_CASE, &world->case_id, EVENT_CLAIM, NULL, NULL);
        each_item(fixture, &reviewer, &world->case_id, false);
        fixture_step(fixture, &reviewer, PROCEEDING_CASE, &world->case_id, EVENT_APPROVE, NULL, NULL);
        evidence_make(world);
}

void log_world_close(LogWorld *world) {
        fixture_close(&world->fixture);
}

Uuid log_world_case(LogWorld *world) {
        Actor clerk = fixture_staff(&world->fixture, "clerk-2", ROLE_MAIL_CLERK);

        world->fixture.now += INSTANT_SECOND;
        return mail_case(&world->fixture, "enterprise-to-personal", &fixture_li, &clerk);
}

guint log_world_integrate(LogWorld *world) {
        g_autoptr(GError) error = NULL;
        guint all = 0, integrated;

        do {
                app_log_integrate(world->fixture.app, world->fixture.now, &integrated, &error);
                g_assert_no_error(error);
                all += integrated;
        } while (integrated == LOG_BATCH_MAX);
        return all;
}

LogReport log_world_verify(LogWorld *world, const char *kept) {
        VerifyLog wish = { .now = world->fixture.now, .kept_checkpoint = kept, .kept_size = kept ? strlen(kept) : 0 };
        LogReport report = { 0 };
        g_autoptr(GError) error = NULL;

        app_verify_log(world->fixture.app, &wish, &report, &error);
        g_assert_no_error(error);
        return report;
}

char *log_world_checkpoint(LogWorld *world) {
        Call call = fixture_call(&world->fixture, &world->fixture.holder);
        g_auto(Outcome) outcome = { 0 };

        if (!app_read_checkpoint(world->fixture.app, &call, &outcome, NULL))
                return NULL;
        return g_strdup(text_of(outcome.document, "checkpoint"));
}

NoteKey log_world_key(LogWorld *world) {
        Call call = fixture_call(&world->fixture, &world->fixture.holder);
        g_auto(Outcome) outcome = { 0 };
        NoteKey key;

        g_assert_true(app_read_log_key(world->fixture.app, &call, &outcome, NULL));
        g_assert_true(note_key_parse(text_of(outcome.document, "key"), &key));
        return key;
}

json_t *log_world_receipt(LogWorld *world, const Actor *actor) {
        ReadReceipt wish = { .case_id = world->case_id };
        Call call = fixture_call(&world->fixture, actor);
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };

        app_read_receipt(world->fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return g_steal_pointer(&outcome.document);
}
