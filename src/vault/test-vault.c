/* Tests of the vault: sealed bytes open in their place, for their subject, unchanged, or not at all. */
#include "base/refusal.h"
#include "vault/key-slab.h"
#include "vault/test-rooms.h"

#include <sodium.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT(1525948454123456)

static GBytes *flipped(GBytes *bytes, gsize at, guint bit) {
        gsize size;
        gconstpointer from = g_bytes_get_data(bytes, &size);
        guint8 *copy = g_memdup2(from, size);

        copy[at] ^= (guint8) (1 << bit);
        return g_bytes_new_take(copy, size);
}

static void a_sealed_text_opens_again(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW), row = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, sealed = NULL, again = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(room->vault, &owner, &wrapped);
        g_autoptr(SecretText) text = NULL;
        GError *error = NULL;

        (void) unused;
        sealed = vault_seal_text(key, "subjects.name", &row, "张三·李");
        again = vault_seal_text(key, "subjects.name", &row, "张三·李");
        g_assert_false(g_bytes_equal(sealed, again));
        g_assert_cmpuint(g_bytes_get_size(sealed), ==, VAULT_SEAL_OVERHEAD + strlen("张三·李"));
        g_assert_null(memmem(g_bytes_get_data(sealed, NULL), g_bytes_get_size(sealed), "张", strlen("张")));
        g_assert_true(vault_unseal_text(key, "subjects.name", &row, sealed, &text, &error));
        g_assert_no_error(error);
        g_assert_cmpstr(text, ==, "张三·李");
}

static void nothing_seals_to_nothing_and_an_empty_text_to_itself(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, empty = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(room->vault, &owner, &wrapped);
        SecretText *text = (SecretText *) "untouched";
        json_t *document = NULL;

        (void) unused;
        g_assert_null(vault_seal_text(key, "a.b", &owner, NULL));
        g_assert_true(vault_unseal_text(key, "a.b", &owner, NULL, &text, NULL));
        g_assert_null(text);
        empty = vault_seal_text(key, "a.b", &owner, "");
        g_assert_true(vault_unseal_text(key, "a.b", &owner, empty, &text, NULL));
        g_assert_cmpstr(text, ==, "");
        g_free(text);
        g_assert_null(vault_seal_json(key, "a.b", &owner, NULL));
        g_assert_true(vault_unseal_json(key, "a.b", &owner, NULL, &document, NULL));
        g_assert_null(document);
}

static void a_sealed_document_opens_again(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, sealed = NULL, not_json = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(room->vault, &owner, &wrapped);
        g_autoptr(GError) error = NULL;
        json_auto_t *document = json_pack("{s:s, s:[i,b]}", "name", "李四", "list", 3, 1), *opened = NULL;

        (void) unused;
        sealed = vault_seal_json(key, "cases.claims", &owner, document);
        g_assert_true(vault_unseal_json(key, "cases.claims", &owner, sealed, &opened, NULL));
        g_assert_true(json_equal(document, opened));
        not_json = vault_seal_text(key, "cases.claims", &owner, "{");
        g_assert_false(vault_unseal_json(key, "cases.claims", &owner, not_json, &opened, &error));
        g_assert_error(error, FAILURE, FAILURE_CORRUPT);
}

static void expect_sealed(const DataKey *key, const char *field, const Uuid *row, GBytes *sealed) {
        g_autoptr(GError) error = NULL;
        guint8 *clear = NULL;
        gsize size = 42;

        g_assert_false(vault_unseal(key, field, row, sealed, &clear, &size, &error));
        g_assert_error(error, FAILURE, FAILURE_CORRUPT);
        g_assert_null(clear);
        g_assert_cmpuint(size, ==, 42);
}

static void every_flipped_bit_of_a_field_is_refused(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, sealed = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(room->vault, &owner, &wrapped);
        gsize size;

        (void) unused;
        sealed = vault_seal_text(key, "a.b", &owner, "11010519491231002X");
        size = g_bytes_get_size(sealed);
        for (gsize at = 0; at < size; at++)
                for (guint bit = 0; bit < 8; bit++) {
                        g_autoptr(GBytes) changed = flipped(sealed, at, bit);

                        expect_sealed(key, "a.b", &owner, changed);
                }
        for (gsize length = 0; length < size; length++) {
                g_autoptr(GBytes) cut = g_bytes_new_from_bytes(sealed, 0, length);

                expect_sealed(key, "a.b", &owner, cut);
        }
}

static void a_field_opens_only_in_its_place(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW), other_owner = uuid_new(NOW), row = uuid_new(NOW), other_row = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, other_wrapped = NULL, sealed = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(room->vault, &owner, &wrapped);
        g_autoptr(DataKey) other = vault_data_key_new(room->vault, &other_owner, &other_wrapped);

        (void) unused;
        sealed = vault_seal_text(key, "subjects.name", &row, "张三");
        expect_sealed(key, "subjects.name", &other_row, sealed);
        expect_sealed(key, "subjects.number", &row, sealed);
        expect_sealed(key, "subjects.nam", &row, sealed);
        expect_sealed(key, "subjects.naming", &row, sealed);
        expect_sealed(key, "subjects.mane", &row, sealed);
        expect_sealed(other, "subjects.name", &row, sealed);
}

static void expect_wrapped(Vault *vault, const Uuid *owner, GBytes *wrapped) {
        g_autoptr(GError) error = NULL;

        g_assert_null(vault_data_key_unwrap(vault, owner, wrapped, &error));
        g_assert_error(error, FAILURE, FAILURE_CORRUPT);
}

static void every_flipped_bit_of_a_wrapped_key_is_refused_cached_or_not(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW), other = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, cut = NULL;
        g_autoptr(GError) error = NULL;

        (void) unused;
        data_key_unref(vault_data_key_new(room->vault, &owner, &wrapped));
        g_assert_cmpuint(g_bytes_get_size(wrapped), ==, VAULT_WRAPPED_KEY_SIZE);
        for (guint round = 0; round < 2; round++) {
                for (gsize at = 0; at < VAULT_WRAPPED_KEY_SIZE; at++) {
                        g_autoptr(GBytes) changed = flipped(wrapped, at, at % 8);

                        expect_wrapped(room->vault, &owner, changed);
                }
                expect_wrapped(room->vault, &other, wrapped);
                g_assert_cmpuint(vault_cached_keys(room->vault), ==, round);
                data_key_unref(vault_data_key_unwrap(room->vault, &owner, wrapped, &error));
                g_assert_no_error(error);
        }
        cut = g_bytes_new_from_bytes(wrapped, 0, VAULT_WRAPPED_KEY_SIZE - 1);
        expect_wrapped(room->vault, &owner, cut);
}

static void a_key_unwrapped_by_another_process_opens_the_field(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, sealed = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(room->vault, &owner, &wrapped);
        g_autoptr(SecretText) text = NULL;

        (void) unused;
        sealed = vault_seal_text(key, "a.b", &owner, "王五");
        {
                g_autoptr(Vault) vault = test_vault_open_again(room, 1);
                g_autoptr(DataKey) again = vault_data_key_unwrap(vault, &owner, wrapped, NULL);

                g_assert_true(uuid_equal(data_key_owner(again), &owner));
                g_assert_true(vault_unseal_text(again, "a.b", &owner, sealed, &text, NULL));
        }
        g_assert_cmpstr(text, ==, "王五");
}

static void the_cache_is_bounded_and_keeps_what_was_used_last(TestVault *room, gconstpointer unused) {
        g_autoptr(Vault) vault = test_vault_open_again(room, 4);
        Uuid owners[10];
        GBytes *wrapped[10];
        DataKey *first;

        (void) unused;
        for (guint i = 0; i < 10; i++) {
                owners[i] = uuid_new(NOW + i);
                data_key_unref(vault_data_key_new(vault, &owners[i], &wrapped[i]));
        }
        g_assert_cmpuint(vault_cached_keys(vault), ==, 0);
        first = vault_data_key_unwrap(vault, &owners[0], wrapped[0], NULL);
        for (guint i = 1; i < 10; i++) {
                DataKey *again;

                data_key_unref(vault_data_key_unwrap(vault, &owners[i], wrapped[i], NULL));
                g_assert_cmpuint(vault_cached_keys(vault), ==, MIN(i + 1, 4));
                again = vault_data_key_unwrap(vault, &owners[0], wrapped[0], NULL);
                g_assert_true(again == first);
                data_key_unref(again);
        }
        data_key_unref(first);
        for (guint i = 0; i < 10; i++)
                g_bytes_unref(wrapped[i]);
}

static void a_forgotten_key_is_unwrapped_anew(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, sealed = NULL;
        g_autoptr(DataKey) held = NULL, again = NULL;
        g_autoptr(SecretText) text = NULL;

        (void) unused;
        data_key_unref(vault_data_key_new(room->vault, &owner, &wrapped));
        held = vault_data_key_unwrap(room->vault, &owner, wrapped, NULL);
        vault_data_key_forget(room->vault, &owner);
        vault_data_key_forget(room->vault, &owner);
        g_assert_cmpuint(vault_cached_keys(room->vault), ==, 0);
        sealed = vault_seal_text(held, "a.b", &owner, "x");
        again = vault_data_key_unwrap(room->vault, &owner, wrapped, NULL);
        g_assert_true(again != held);
        g_assert_true(vault_unseal_text(again, "a.b", &owner, sealed, &text, NULL));
}

static void a_rotated_master_key_wraps_old_keys_anew(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, same = NULL, fresh = NULL, sealed = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(room->vault, &owner, &wrapped);
        g_autoptr(Vault) rotated = NULL;
        g_autoptr(DataKey) from_old = NULL, from_fresh = NULL;
        g_autoptr(SecretText) text = NULL;

        (void) unused;
        sealed = vault_seal_text(key, "a.b", &owner, "赵六");
        same = vault_data_key_rewrap(room->vault, &owner, wrapped, NULL);
        g_assert_true(same == wrapped);
        g_assert_true(keyring_change(room->keyring_path, KEYRING_ROTATE, NULL, NOW, NULL));
        rotated = test_vault_open_again(room, 4);
        from_old = vault_data_key_unwrap(rotated, &owner, wrapped, NULL);
        g_assert_nonnull(from_old);
        fresh = vault_data_key_rewrap(rotated, &owner, wrapped, NULL);
        g_assert_false(g_bytes_equal(fresh, wrapped));
        from_fresh = vault_data_key_unwrap(rotated, &owner, fresh, NULL);
        g_assert_cmpuint(vault_cached_keys(rotated), ==, 1);
        g_assert_true(vault_unseal_text(from_fresh, "a.b", &owner, sealed, &text, NULL));
        g_assert_cmpstr(text, ==, "赵六");
}

static void a_vault_goes_on_through_a_rotation(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW), later = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL, fresh = NULL, newest = NULL;
        g_autoptr(Vault) rotating = NULL;
        g_autoptr(DataKey) first = NULL, from_fresh = NULL, from_new = NULL;

        (void) unused;
        first = vault_data_key_new(room->vault, &owner, &wrapped);
        g_assert_nonnull(first);
        g_assert_true(keyring_change(room->keyring_path, KEYRING_ROTATE, NULL, NOW, NULL));
        rotating = test_vault_open_again(room, 4);
        fresh = vault_data_key_rewrap(rotating, &owner, wrapped, NULL);
        from_fresh = vault_data_key_unwrap(room->vault, &owner, fresh, NULL);
        g_assert_nonnull(from_fresh);
        from_new = vault_data_key_new(room->vault, &later, &newest);
        g_assert_cmpint(memcmp((const guint8 *) g_bytes_get_data(newest, NULL) + 1,
                               (const guint8 *) g_bytes_get_data(fresh, NULL) + 1, 4),
                        ==, 0); /* both under the new master key */
        g_assert_false(vault_keyring_refresh(room->vault));
}

static void another_instances_keyring_is_never_taken(TestVault *room, gconstpointer unused) {
        Uuid owner = uuid_new(NOW);
        g_autoptr(GBytes) wrapped = NULL;
        g_autoptr(DataKey) key = NULL;

        (void) unused;
        g_assert_cmpint(g_remove(room->keyring_path), ==, 0);
        g_assert_true(keyring_create(room->keyring_path, NOW, NULL));
        g_test_expect_message("shiming", G_LOG_LEVEL_WARNING, "*another instance's*");
        g_assert_false(vault_keyring_refresh(room->vault));
        g_test_assert_expected_messages();
        g_test_expect_message("shiming", G_LOG_LEVEL_WARNING, "*another instance's*");
        key = vault_data_key_new(room->vault, &owner, &wrapped);
        g_test_assert_expected_messages();
}

static void look_up_hashes_meet_only_for_one_purpose_text_and_keyring(TestVault *room, gconstpointer unused) {
        guint8 hashes[VAULT_LOOKUP_COUNT + VAULT_TOKEN_COUNT + 1][VAULT_HASH_SIZE], again[VAULT_HASH_SIZE];
        guint count = 0;

        (void) unused;
        for (guint i = 0; i < VAULT_LOOKUP_COUNT; i++)
                vault_lookup_hash(room->vault, i, "13800138000", hashes[count++]);
        for (guint i = 0; i < VAULT_TOKEN_COUNT; i++)
                vault_token_hash(room->vault, i, "13800138000", hashes[count++]);
        vault_api_key_hash(room->vault, "13800138000", hashes[count++]);
        for (guint i = 0; i < count; i++)
                for (guint j = 0; j < i; j++)
                        g_assert_cmpint(memcmp(hashes[i], hashes[j], VAULT_HASH_SIZE), !=, 0);
        vault_lookup_hash(room->vault, VAULT_LOOKUP_NUMBER, "13800138000", again);
        g_assert_cmpint(memcmp(again, hashes[VAULT_LOOKUP_NUMBER], VAULT_HASH_SIZE), ==, 0);
        vault_lookup_hash(room->vault, VAULT_LOOKUP_NUMBER, "13800138001", again);
        g_assert_cmpint(memcmp(again, hashes[VAULT_LOOKUP_NUMBER], VAULT_HASH_SIZE), !=, 0);
}

static void tokens_are_long_and_never_the_same(void) {
        g_autoptr(SecretText) one = vault_token_new(), two = vault_token_new();

        g_assert_cmpuint(strlen(one), ==, VAULT_TOKEN_SIZE - 1);
        g_assert_cmpstr(one, !=, two);
        g_assert_cmpuint(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==,
                         strlen(one));
}

static void a_key_given_back_is_wiped(void) {
        KeySlab *slab = key_slab_new();
        guint8 *key = key_slab_take(slab), *again;
        GPtrArray *many = g_ptr_array_new();

        memset(key, 0xa5, KEY_SLAB_KEY_SIZE);
        key_slab_give_back(slab, key);
        again = key_slab_take(slab);
        g_assert_true(again == key);
        g_assert_true(sodium_is_zero(again, KEY_SLAB_KEY_SIZE));
        for (guint i = 0; i < 3000; i++)
                g_ptr_array_add(many, key_slab_take(slab));
        g_assert_cmpuint(key_slab_taken(slab), ==, 3001);
        for (guint i = 0; i < many->len; i++)
                key_slab_give_back(slab, many->pdata[i]);
        key_slab_give_back(slab, again);
        g_assert_cmpuint(key_slab_taken(slab), ==, 0);
        g_ptr_array_unref(many);
        key_slab_free(slab);
}

typedef struct Crowd {
        Vault *vault;
        Uuid *owners;
        GBytes **wrapped, **sealed;
} Crowd;

static gpointer crowd_member(gpointer data) {
        const Crowd *crowd = data;
        g_autoptr(GRand) random = g_rand_new();

        for (guint i = 0; i < 3000; i++) {
                gint32 who = g_rand_int_range(random, 0, 8);
                g_autoptr(DataKey) key =
                        vault_data_key_unwrap(crowd->vault, &crowd->owners[who], crowd->wrapped[who], NULL);
                g_autoptr(SecretText) text = NULL;

                g_assert_true(vault_unseal_text(key, "a.b", &crowd->owners[who], crowd->sealed[who], &text, NULL));
                if (i % 7 == 0)
                        vault_data_key_forget(crowd->vault, &crowd->owners[who]);
        }
        return NULL;
}

static void threads_may_share_the_vault(TestVault *room, gconstpointer unused) {
        g_autoptr(Vault) vault = test_vault_open_again(room, 3);
        Uuid owners[8];
        GBytes *wrapped[8], *sealed[8];
        Crowd crowd = { vault, owners, wrapped, sealed };
        GThread *threads[4];

        (void) unused;
        for (guint i = 0; i < 8; i++) {
                g_autoptr(DataKey) key = NULL;

                owners[i] = uuid_new(NOW);
                key = vault_data_key_new(vault, &owners[i], &wrapped[i]);
                sealed[i] = vault_seal_text(key, "a.b", &owners[i], "x");
        }
        for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
                threads[i] = g_thread_new("crowd", crowd_member, &crowd);
        for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
                g_thread_join(threads[i]);
        g_assert_cmpuint(vault_cached_keys(vault), <=, 3);
        for (guint i = 0; i < 8; i++) {
                g_bytes_unref(wrapped[i]);
                g_bytes_unref(sealed[i]);
        }
}

#define ADD(test) g_test_add("/vault/" #test, TestVault, NULL, test_vault_open, test, test_vault_close)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        ADD(a_sealed_text_opens_again);
        ADD(nothing_seals_to_nothing_and_an_empty_text_to_itself);
        ADD(a_sealed_document_opens_again);
        ADD(every_flipped_bit_of_a_field_is_refused);
        ADD(a_field_opens_only_in_its_place);
        ADD(every_flipped_bit_of_a_wrapped_key_is_refused_cached_or_not);
        ADD(a_key_unwrapped_by_another_process_opens_the_field);
        ADD(the_cache_is_bounded_and_keeps_what_was_used_last);
        ADD(a_forgotten_key_is_unwrapped_anew);
        ADD(a_rotated_master_key_wraps_old_keys_anew);
        ADD(a_vault_goes_on_through_a_rotation);
        ADD(another_instances_keyring_is_never_taken);
        ADD(look_up_hashes_meet_only_for_one_purpose_text_and_keyring);
        ADD(threads_may_share_the_vault);
        g_test_add_func("/vault/tokens_are_long_and_never_the_same", tokens_are_long_and_never_the_same);
        g_test_add_func("/vault/a_key_given_back_is_wiped", a_key_given_back_is_wiped);
        return g_test_run();
}
