/* Whoever changes a row, a node, a checkpoint or a file behind the product's back is found out, and what they changed is named. */
#include "ledger/checkpoint.h"
#include "store/log-nodes.h"
#include "tests/app/tamper.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

/* --- every column --- */

/* The one row that is hit is told by its key, which each table has. */
static char *change_sql(const Contract *contract, const Change *change) {
        const char *key = g_str_equal(change->table, "log_nodes")     ? "(level, position)"
                          : g_str_equal(change->table, "checkpoints") ? "tree_size"
                          : g_str_equal(change->table, "data_keys")   ? "owner_id"
                                                                      : "id";
        const char *limit = strstr(change->order, "LIMIT") ? "" : " LIMIT 1";
        g_autofree char *value = tamper_value(contract, change);

        return g_strdup_printf("UPDATE %s SET %s = %s WHERE %s IN (SELECT %s FROM %s ORDER BY %s%s)", change->table,
                               change->column, value, key,
                               g_str_equal(change->table, "log_nodes") ? "level, position" : key, change->table,
                               change->order, limit);
}

static void every_column_that_is_changed_is_named(Contract *contract) {
        g_auto(LogWorld) world = { 0 };

        log_world_open(&world, contract);
        log_world_case(&world);
        log_world_integrate(&world);
        tamper_guards_drop(contract);
        tamper_assert_consistent(&world);
        for (gsize i = 0; i < tamper_change_count; i++) {
                g_autofree char *sql = change_sql(contract, &tamper_changes[i]);

                tamper_keep(contract, tamper_changes[i].table);
                tamper_script(contract, sql);
                tamper_assert_named(&world, NULL, NULL, tamper_changes[i].place, sql);
                tamper_restore(contract, tamper_changes[i].table);
        }
        tamper_assert_consistent(&world);
}

/* --- rows that come and go --- */

typedef struct Theft {
        const char *table, *sql, *kind, *place;
} Theft;

/* clang-format off */
static const Theft thefts[] = {
        { "events", "DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT 1)", "row-missing", "leaves/" },
        { "verifications", "DELETE FROM verifications WHERE released_at IS NOT NULL", "row-missing", "leaves/" },
        { "verifications", "UPDATE verifications SET released_at = NULL, released_by_case = NULL", "two-active", "verifications/" },
        { "verifications", "UPDATE verifications SET released_at = verified_at, released_by_case = account_id WHERE released_at IS NULL",
          "leaf-missing", "verifications/" },
        { "evidence", "DELETE FROM evidence", "row-missing", "leaves/" },
        { "leaves", "DELETE FROM leaves WHERE leaf_index = 3", "leaf-misplaced", "log/3" },
        { "leaves", "DELETE FROM leaves WHERE leaf_index >= (SELECT MAX(leaf_index) FROM leaves)", "leaf-misplaced", "log/" },
        { "leaves", "UPDATE leaves SET leaf_index = NULL WHERE leaf_index = 5", "leaf-misplaced", "log/5" },
        /* another's key, so that a leaf could pass for an erased owner's */
        { "leaves", "UPDATE leaves SET key_owner = (SELECT owner_id FROM data_keys WHERE owner_kind = 'staff' AND owner_id <> leaves.key_owner"
          " ORDER BY owner_id LIMIT 1) WHERE leaf_index = 0", "leaf-differs", "leaves/" },
        { "log_nodes", "DELETE FROM log_nodes WHERE level = 0 AND position = 1", "node-missing", "nodes/0" },
        { "log_nodes", "DELETE FROM log_nodes WHERE level = 4 AND position = 0", "node-missing", "nodes/4/0" },
        { "log_nodes", "INSERT INTO log_nodes SELECT 8, 99, hash FROM log_nodes WHERE level = 4 AND position = 0", "node-unknown", "nodes/" },
        { "checkpoints", "DELETE FROM checkpoints", "log-unsigned", "checkpoints/" },
        { "data_keys", "DELETE FROM data_keys WHERE owner_kind = 'subject'", "key-missing", "leaves/" },
        { "proceedings", "UPDATE proceedings SET state = 'rejected' WHERE state = 'completed'", "state-differs", "proceedings/" },
        { "evidence", "UPDATE evidence SET state = 'accepted'", "evidence-differs", "evidence/" },
        { "events", "UPDATE events SET actor_role = 'approver' WHERE event = 'approve'", "content-differs", "events/" },
        { "verifications", "UPDATE verifications SET kind = 'personal'", "content-differs", "verifications/" },
};
/* clang-format on */

static void what_is_taken_away_or_put_in_is_named(Contract *contract) {
        g_auto(LogWorld) world = { 0 };

        log_world_open(&world, contract);
        log_world_integrate(&world);
        tamper_guards_drop(contract);
        for (gsize i = 0; i < G_N_ELEMENTS(thefts); i++) {
                tamper_keep(contract, thefts[i].table);
                tamper_script(contract, thefts[i].sql);
                tamper_assert_named(&world, NULL, thefts[i].kind, thefts[i].place, thefts[i].sql);
                tamper_restore(contract, thefts[i].table);
        }
        tamper_assert_consistent(&world);
}

static void one_change_is_one_finding(Contract *contract) {
        g_auto(LogWorld) world = { 0 };

        log_world_open(&world, contract);
        log_world_integrate(&world);
        log_world_case(&world);
        log_world_integrate(&world);
        tamper_guards_drop(contract);
        tamper_script(contract, contract->backend == STORE_SQLITE
                                        ? "UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 1"
                                        : "UPDATE log_nodes SET hash = decode(repeat('00', 32), 'hex')"
                                          " WHERE level = 0 AND position = 1");
        {
                g_auto(LogReport) report = log_world_verify(&world, NULL);

                g_assert_cmpuint(report.found, ==, 1);
                g_assert_true(tamper_is_named(&report, "leaf-forged", "log/1"));
        }
}

/* --- checkpoints kept elsewhere --- */

static bool end_read(StoreTx *tx, gpointer data, GError **error) {
        return store_node_end(tx, 0, data, error);
}

static char *forged_checkpoint(LogWorld *world, guint64 size) {
        const guint8 *seed = keyring_secret(vault_keyring(world->fixture.app->vault), KEYRING_LOG_SIGNING);
        NoteKey key = log_world_key(world);
        MerkleHash root = { { 7 } };

        return checkpoint_write(size, &root, &key, seed);
}

static void a_kept_checkpoint_tells_a_rewritten_log(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_autofree char *kept = NULL;
        g_autofree char *ahead = NULL;
        g_autofree char *other = NULL;
        g_autoptr(GError) error = NULL;
        gint64 size;

        log_world_open(&world, contract);
        log_world_integrate(&world);
        kept = log_world_checkpoint(&world);
        g_assert_true(store_read(world.fixture.app->store, end_read, &size, &error));
        log_world_case(&world);
        {
                g_auto(LogReport) report = log_world_verify(&world, kept);

                g_assert_cmpuint(report.found, ==, 0);
        }
        ahead = forged_checkpoint(&world, (guint64) size + 1);
        other = forged_checkpoint(&world, (guint64) size - 3);
        tamper_assert_named(&world, ahead, "rolled-back", "log/", "a larger checkpoint");
        tamper_assert_named(&world, other, "rewritten", "log/", "another root");
        tamper_assert_named(&world, "no note\n", "kept-checkpoint-invalid", "kept-checkpoint", "no note");
}

static void file_copy(const char *from, const char *to) {
        g_autofree char *bytes = NULL;
        g_autoptr(GError) error = NULL;
        gsize size;

        g_file_get_contents(from, &bytes, &size, &error);
        g_assert_no_error(error);
        g_file_set_contents(to, bytes, (gssize) size, &error);
        g_assert_no_error(error);
}

/* The whole file is put back: nothing in it can tell, only a checkpoint that was kept elsewhere. */
static void a_database_put_back_whole_is_found_out(Contract *contract) {
        g_autofree char *copy = g_strconcat(contract->location, ".copy", NULL);
        g_autofree char *vacuum = g_strdup_printf("VACUUM INTO '%s'", copy);
        g_autoptr(GError) error = NULL;
        g_auto(LogWorld) world = { 0 };
        g_autofree char *kept = NULL;
        StoreOptions options = { .location = contract->location };

        if (contract->backend != STORE_SQLITE) {
                g_test_skip("a cluster is not a file");
                return;
        }
        log_world_open(&world, contract);
        log_world_integrate(&world);
        tamper_script(contract, vacuum);
        log_world_case(&world);
        log_world_integrate(&world);
        kept = log_world_checkpoint(&world);
        g_clear_pointer(&contract->store, store_close);
        store_close(world.fixture.app->store);
        {
                g_autofree char *wal = g_strconcat(contract->location, "-wal", NULL);
                g_autofree char *shared = g_strconcat(contract->location, "-shm", NULL);

                g_remove(wal);
                g_remove(shared);
                file_copy(copy, contract->location);
        }
        world.fixture.app->store = store_open(&options, &error);
        g_assert_no_error(error);
        tamper_assert_consistent(&world);
        tamper_assert_named(&world, kept, "rolled-back", "log/", "the old file");
}

/* --- files of evidence --- */

static char *blob_path(const LogWorld *world) {
        char id[UUID_TEXT_SIZE];
        g_autofree char *folder = g_strdup_printf("%02x", world->blob.bytes[15]);
        g_autofree char *name = g_strconcat(uuid_format(&world->blob, id), ".blob", NULL);

        return g_build_filename(world->fixture.folder, "evidence", folder, name, NULL);
}

static void a_file_that_is_changed_is_named(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_autofree char *path = NULL;
        g_autofree char *bytes = NULL;
        g_autoptr(GError) error = NULL;
        gsize size;

        log_world_open(&world, contract);
        path = blob_path(&world);
        g_file_get_contents(path, &bytes, &size, &error);
        g_assert_no_error(error);
        for (gsize i = 0; i < size; i++) {
                bytes[i] ^= 1;
                g_assert_true(g_file_set_contents(path, bytes, (gssize) size, NULL));
                bytes[i] ^= 1;
                tamper_assert_named(&world, NULL, "evidence-changed", "evidence/", "a changed byte");
        }
        g_assert_true(g_file_set_contents(path, bytes, (gssize) size - 1, NULL));
        tamper_assert_named(&world, NULL, "evidence-changed", "evidence/", "a file cut off");
        g_assert_cmpint(g_remove(path), ==, 0);
        tamper_assert_named(&world, NULL, "evidence-missing", "evidence/", "a file taken away");
}

static void a_file_that_no_row_names_is_named(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_autofree char *path = NULL;
        g_autofree char *planted = NULL;
        struct utimbuf old;

        log_world_open(&world, contract);
        path = blob_path(&world);
        planted = g_build_filename(world.fixture.folder, "evidence", "cc", NULL);
        g_assert_cmpint(g_mkdir_with_parents(planted, 0700), ==, 0);
        g_free(planted);
        planted = g_build_filename(world.fixture.folder, "evidence", "cc",
                                   "0163618c-af80-7000-8000-0000000000cc.blob", NULL);
        file_copy(path, planted);
        tamper_assert_consistent(&world); /* it may be an upload that is about to be committed */
        old.actime = old.modtime = (time_t) (world.fixture.now / INSTANT_SECOND - 3 * 3600);
        g_assert_cmpint(g_utime(planted, &old), ==, 0);
        tamper_assert_named(&world, NULL, "evidence-unknown", "evidence/0163618c-af80-7000-8000-0000000000cc",
                            "a planted file");
}

/* Longer than anybody may take who is waited for. */
static void dawdle(G_GNUC_UNUSED guint64 done, G_GNUC_UNUSED guint64 all, gpointer user) {
        gint64 *until = user;

        if (*until == 0)
                *until = g_get_monotonic_time() + 2 * G_USEC_PER_SEC;
        while (g_get_monotonic_time() < *until)
                g_usleep(G_USEC_PER_SEC / 10);
}

static void a_log_is_verified_however_long_it_takes(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        g_auto(LogReport) report = { 0 };
        gint64 until = 0;
        VerifyLog wish = { .progress = dawdle, .user = &until };
        g_autoptr(GError) error = NULL;

        log_world_open(&world, contract);
        log_world_integrate(&world);
        store_close(world.fixture.app->store);
        contract->options.write_budget_ms = 1500;
        world.fixture.app->store = contract_open(contract, NULL, &error);
        g_assert_no_error(error);
        app_verify_log(world.fixture.app, &wish, &report, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(report.found, ==, 0);
}

static LogReport log_alone_verify(LogWorld *world) {
        VerifyLog wish = { .log_only = true };
        LogReport report = { 0 };
        g_autoptr(GError) error = NULL;

        app_verify_log(world->fixture.app, &wish, &report, &error);
        g_assert_no_error(error);
        return report;
}

static void the_log_alone_is_verified_without_its_rows(Contract *contract) {
        bool sqlite = contract->backend == STORE_SQLITE;
        g_auto(LogWorld) world = { 0 };
        g_auto(LogReport) sound = { 0 }, row = { 0 }, leaf = { 0 };

        log_world_open(&world, contract);
        log_world_integrate(&world);
        tamper_guards_drop(contract);
        sound = log_alone_verify(&world);
        g_assert_cmpuint(sound.found, ==, 0);
        g_assert_cmpuint(sound.leaves, >, 3);
        tamper_script(contract, "UPDATE events SET event = 'withdraw'");
        row = log_alone_verify(&world);
        g_assert_cmpuint(row.found, ==, 0);
        tamper_script(contract, sqlite ? "UPDATE leaves SET bytes = x'0102' WHERE leaf_index = 2"
                                       : "UPDATE leaves SET bytes = '\\x0102'::bytea WHERE leaf_index = 2");
        leaf = log_alone_verify(&world);
        g_assert_cmpuint(leaf.found, ==, 1);
        g_assert_true(tamper_is_named(&leaf, "leaf-forged", "log/2"));
}

/* As where a transaction that began earlier was committed later. */
static void places_need_not_follow_the_ids_of_their_leaves(Contract *contract) {
        bool sqlite = contract->backend == STORE_SQLITE;
        g_auto(LogWorld) world = { 0 };
        g_auto(LogReport) sound = { 0 }, leaf = { 0 };

        log_world_open(&world, contract);
        log_world_integrate(&world);
        tamper_guards_drop(contract);
        tamper_script(contract,
                      sqlite ? "UPDATE leaves SET id = x'FFFFFFFFFFFF7FFFBFFFFFFFFFFFFFFF' WHERE leaf_index = 1"
                             : "UPDATE leaves SET id = 'ffffffff-ffff-7fff-bfff-ffffffffffff' WHERE leaf_index = 1");
        sound = log_alone_verify(&world);
        g_assert_cmpuint(sound.found, ==, 0);
        g_assert_cmpuint(sound.leaves, >, 3);
        tamper_script(contract, "UPDATE leaves SET leaf_index = NULL WHERE leaf_index = 2");
        leaf = log_alone_verify(&world);
        g_assert_cmpuint(leaf.leaves, ==, sound.leaves - 1);
        g_assert_true(tamper_is_named(&leaf, "leaf-misplaced", "log/2"));
}

static const ContractTest tests[] = {
        { "/audit/every column that is changed is named", every_column_that_is_changed_is_named },
        { "/audit/what is taken away or put in is named", what_is_taken_away_or_put_in_is_named },
        { "/audit/one change is one finding", one_change_is_one_finding },
        { "/audit/a kept checkpoint tells a rewritten log", a_kept_checkpoint_tells_a_rewritten_log },
        { "/audit/a database put back whole is found out", a_database_put_back_whole_is_found_out },
        { "/audit/a file that is changed is named", a_file_that_is_changed_is_named },
        { "/audit/a file that no row names is named", a_file_that_no_row_names_is_named },
        { "/audit/a log is verified however long it takes", a_log_is_verified_however_long_it_takes },
        { "/audit/the log alone is verified without its rows", the_log_alone_is_verified_without_its_rows },
        { "/audit/places need not follow the ids of their leaves", places_need_not_follow_the_ids_of_their_leaves },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
