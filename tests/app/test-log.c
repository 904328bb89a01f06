/* The log over both databases: every leaf gets one place, receipts check offline, sides see their own. */
#include "app/cases.h"
#include "store/keys.h"
#include "store/leaves.h"
#include "tests/app/log-world.h"

#include <string.h>

/* --- places --- */

static void assert_consistent(LogWorld *world) {
        g_auto(LogReport) report = log_world_verify(world, NULL);

        for (guint i = 0; i < report.findings->len; i++) {
                const LogFinding *finding = g_ptr_array_index(report.findings, i);

                g_printerr("# %s %s %s\n", finding->kind, finding->place, finding->detail ? finding->detail : "");
        }
        g_assert_cmpuint(report.found, ==, 0);
}

static void every_leaf_gets_one_place(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        guint first, second;

        log_world_open(&world, contract);
        first = log_world_integrate(&world);
        g_assert_cmpuint(first, >, 10);
        g_assert_cmpuint(log_world_integrate(&world), ==, 0);
        assert_consistent(&world);
        log_world_case(&world);
        second = log_world_integrate(&world);
        g_assert_cmpuint(second, >, 3);
        {
                g_auto(LogReport) report = log_world_verify(&world, NULL);

                g_assert_cmpuint(report.found, ==, 0);
                g_assert_cmpuint(report.leaves, ==, first + second);
                g_assert_cmpuint(report.checkpoints, ==, 2);
                g_assert_cmpuint(report.waiting, ==, 0);
        }
}

static void a_log_without_leaves_has_no_checkpoint(Contract *contract) {
        g_auto(LogWorld) world = { 0 };

        fixture_open(&world.fixture, contract);
        g_assert_null(log_world_checkpoint(&world));
        assert_consistent(&world); /* its first leaf waits */
}

typedef struct Crowd {
        LogWorld *world;
        gint integrated; /* atomic */
} Crowd;

static void crowd_work(guint number, gpointer data) {
        Crowd *crowd = data;
        Fixture *fixture = &crowd->world->fixture;

        for (guint i = 0; i < 8; i++) {
                g_autoptr(GError) error = NULL;
                guint integrated = 0;

                if (number % 2) {
                        g_autofree char *name = g_strdup_printf("crowd-%u-%u", number, i);

                        fixture_account(fixture, name, &fixture_wang);
                        continue;
                }
                app_log_integrate(fixture->app, fixture->now, &integrated, &error);
                g_assert_no_error(error);
                g_atomic_int_add(&crowd->integrated, (gint) integrated);
        }
}

static void many_who_give_places_give_each_once(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        Crowd crowd = { .world = &world };
        guint rest;

        log_world_open(&world, contract);
        contract_threads(6, crowd_work, &crowd);
        rest = log_world_integrate(&world);
        {
                g_auto(LogReport) report = log_world_verify(&world, NULL);

                g_assert_cmpuint(report.found, ==, 0);
                g_assert_cmpuint(report.leaves, ==, (guint) crowd.integrated + rest);
                g_assert_cmpuint(report.waiting, ==, 0);
        }
}

/* --- receipts --- */

static const json_t *entry_of(const json_t *receipt, const char *kind) {
        json_t *entries = json_object_get(receipt, "entries");

        for (size_t i = 0; i < json_array_size(entries); i++) {
                const json_t *entry = json_array_get(entries, i);
                const json_t *leaf = json_object_get(entry, "leaf");

                if (g_str_equal(json_string_value(json_object_get(leaf, "kind")), kind))
                        return entry;
        }
        return NULL;
}

static void assert_checks(LogWorld *world, const json_t *receipt) {
        NoteKey key = log_world_key(world);
        g_autofree char *text = json_dumps(receipt, JSON_COMPACT);
        g_autoptr(GError) error = NULL;
        json_auto_t *read = receipt_read(text, strlen(text), &error);

        g_assert_no_error(error);
        receipt_check(read, &key, NULL, &error);
        g_assert_no_error(error);
}

static void a_receipt_waits_for_no_job(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        json_auto_t *receipt = NULL;

        log_world_open(&world, contract);
        receipt = log_world_receipt(&world, &world.fixture.holder);
        assert_checks(&world, receipt);
        g_assert_nonnull(entry_of(receipt, "case.open"));
        log_world_integrate(&world);
        assert_consistent(&world);
}

static void each_side_opens_its_own(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        json_auto_t *before = NULL;
        json_auto_t *after = NULL;
        json_auto_t *audited = NULL;
        Actor old_owner, auditor;

        log_world_open(&world, contract);
        old_owner = fixture_party(&world.fixture.account, &world.case_id);
        auditor = fixture_staff(&world.fixture, "auditor", ROLE_AUDITOR);
        before = log_world_receipt(&world, &old_owner);
        after = log_world_receipt(&world, &world.fixture.holder);
        audited = log_world_receipt(&world, &auditor);
        assert_checks(&world, before);
        assert_checks(&world, after);
        assert_checks(&world, audited);

        g_assert_nonnull(json_object_get(entry_of(before, "verification.released"), "content"));
        g_assert_null(json_object_get(entry_of(before, "verification.made"), "content"));
        g_assert_null(json_object_get(entry_of(before, "evidence.added"), "content"));
        g_assert_nonnull(json_object_get(entry_of(after, "verification.made"), "content"));
        g_assert_nonnull(json_object_get(entry_of(after, "evidence.added"), "content"));
        g_assert_null(json_object_get(entry_of(after, "verification.released"), "content"));
        g_assert_nonnull(json_object_get(entry_of(audited, "case.approve"), "content"));
        g_assert_null(json_object_get(entry_of(audited, "verification.made"), "content"));
}

static void a_receipt_names_no_member_of_staff(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        json_auto_t *receipt = NULL;
        const json_t *content;

        log_world_open(&world, contract);
        receipt = log_world_receipt(&world, &world.fixture.holder);
        content = json_object_get(entry_of(receipt, "case.approve"), "content");
        g_assert_cmpstr(json_string_value(json_object_get(content, "actor_role")), ==, "reviewer");
        g_assert_null(json_object_get(content, "actor"));
        g_assert_nonnull(json_object_get(content, "actor_hash"));
}

static void a_note_of_the_staff_is_in_no_partys_receipt(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        json_auto_t *theirs = NULL;
        json_auto_t *audited = NULL;
        WriteMessage note = { .kind = PROCEEDING_CASE, .body = (char *) "印章与备案不同。", .internal = true };
        Actor auditor, reviewer;
        Call call;

        log_world_open(&world, contract);
        note.id = world.case_id = log_world_case(&world);
        auditor = fixture_staff(&world.fixture, "auditor", ROLE_AUDITOR);
        reviewer = fixture_staff(&world.fixture, "reviewer-2", ROLE_REVIEWER);
        call = fixture_call(&world.fixture, &reviewer);
        app_write_message(world.fixture.app, &call, &note, &outcome, &error);
        g_assert_no_error(error);
        theirs = log_world_receipt(&world, &world.fixture.holder);
        audited = log_world_receipt(&world, &auditor);
        g_assert_nonnull(entry_of(audited, "case.write-note"));
        g_assert_null(entry_of(theirs, "case.write-note"));
        assert_checks(&world, theirs);
}

static void a_strangers_case_has_no_receipt(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        ReadReceipt wish;
        Uuid account;
        Actor stranger;
        Call call;

        log_world_open(&world, contract);
        account = fixture_account(&world.fixture, "u-2", &fixture_wang);
        stranger = fixture_holder(&account);
        call = fixture_call(&world.fixture, &stranger);
        wish = (ReadReceipt){ .case_id = world.case_id };
        g_assert_false(app_read_receipt(world.fixture.app, &call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
}

/* --- erasure --- */

static bool owner_erase(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        return store_key_erase(tx->store, data, tx->call->now, error);
}

static void an_erased_owner_keeps_a_place_and_no_content(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        json_auto_t *receipt = NULL;
        Actor old_owner;
        Call call;

        log_world_open(&world, contract);
        old_owner = fixture_party(&world.fixture.account, &world.case_id);
        call = fixture_call(&world.fixture, &old_owner);
        app_write(world.fixture.app, &call, owner_erase, &world.old_subject, &outcome, &error);
        g_assert_no_error(error);
        receipt = log_world_receipt(&world, &old_owner);
        assert_checks(&world, receipt);
        g_assert_null(json_object_get(entry_of(receipt, "verification.released"), "content"));
        log_world_integrate(&world);
        {
                g_auto(LogReport) report = log_world_verify(&world, NULL);

                g_assert_cmpuint(report.found, ==, 0);
                g_assert_cmpuint(report.erased, ==, 2); /* made and released */
        }
}

/* --- proofs --- */

static void proofs_are_for_sizes_that_were_signed(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_autoptr(GError) error = NULL;
        Actor anyone = actor_anyone();
        guint size;
        Call call;

        log_world_open(&world, contract);
        size = log_world_integrate(&world);
        call = fixture_call(&world.fixture, &anyone);
        {
                ProveInclusion wish = { .leaf_index = size - 1 };
                g_auto(Outcome) outcome = { 0 };

                app_prove_inclusion(world.fixture.app, &call, &wish, &outcome, &error);
                g_assert_no_error(error);
                wish.leaf_index = size;
                g_assert_false(app_prove_inclusion(world.fixture.app, &call, &wish, &outcome, &error));
                assert_refused(error, REFUSAL_OUT_OF_RANGE);
        }
        {
                ProveConsistency wish = { .from = 3 };
                g_auto(Outcome) outcome = { 0 };

                app_prove_consistency(world.fixture.app, &call, &wish, &outcome, &error);
                g_assert_no_error(error);
                wish.to = size + 1;
                g_assert_false(app_prove_consistency(world.fixture.app, &call, &wish, &outcome, &error));
                assert_refused(error, REFUSAL_OUT_OF_RANGE);
        }
}

static const ContractTest tests[] = {
        { "/log/every leaf gets one place", every_leaf_gets_one_place },
        { "/log/a log without leaves has no checkpoint", a_log_without_leaves_has_no_checkpoint },
        { "/log/many who give places give each once", many_who_give_places_give_each_once },
        { "/log/a receipt waits for no job", a_receipt_waits_for_no_job },
        { "/log/each side opens its own", each_side_opens_its_own },
        { "/log/a receipt names no member of staff", a_receipt_names_no_member_of_staff },
        { "/log/a note of the staff is in no party's receipt", a_note_of_the_staff_is_in_no_partys_receipt },
        { "/log/a stranger's case has no receipt", a_strangers_case_has_no_receipt },
        { "/log/an erased owner keeps a place and no content", an_erased_owner_keeps_a_place_and_no_content },
        { "/log/proofs are for sizes that were signed", proofs_are_for_sizes_that_were_signed },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
