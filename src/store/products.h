/* Rows of products: what runs on an account and what it has cost lately, as the platform reported it; the guard's input. */
#pragma once

#include "domain/guard.h"
#include "store/store.h"

/* An account's products with the texts that they borrow. Zero it; free it with product_list_clear(). */
typedef struct ProductList {
        GArray *products; /* GuardProduct */
        GStringChunk *texts;
} ProductList;

void product_list_clear(ProductList *list);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ProductList, product_list_clear)

/* Puts what the platform reported in place of what it reported before. Two of one id are FAILURE_CONFLICT. */
bool store_product_replace(StoreTx *tx, const Uuid *account, const GuardProduct *products, guint count,
                           GError **error);

/* Lists an account's in the order in which the platform stops them, GUARD_PRODUCTS_MAX at most. */
bool store_product_list(StoreTx *tx, const Uuid *account, ProductList *list, GError **error);
