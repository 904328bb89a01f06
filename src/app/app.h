/* The use cases' ground: what they share, one call, one transaction.
 *
 * A use case is a function `bool app_verb_noun(App *, const Call *, const Wish *, Outcome *, GError **)`. It asks the outside
 * world first where it must, then runs one function in one transaction through app_write() or app_read(). The outcome is a
 * JSON document without a language, built inside the transaction, so that a repeated request can be answered with what was
 * committed the first time. */
#pragma once

#include "base/language.h"
#include "domain/actor.h"
#include "domain/calendar.h"
#include "domain/policy.h"
#include "store/store.h"
#include "vault/blobs.h"
#include "vault/passwords.h"
#include "vault/vault.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

typedef struct Documents Documents;           /* policies and calendars by hash, see documents.h */
typedef struct SignInDelays SignInDelays;     /* who must wait after failed sign-ins */
typedef struct ApiKeyCache ApiKeyCache;       /* keys looked up lately */
typedef struct SessionTouches SessionTouches; /* notes that sessions are in use */

typedef struct HelpViews HelpViews; /* views of help pages that are not written down yet, see help-views.h */

typedef struct EnterpriseAlipay EnterpriseAlipay; /* see partners/enterprise-alipay.h */
typedef struct BankAccount BankAccount;           /* see config.h */

typedef struct App {
        Store *store;
        Vault *vault;
        Blobs *blobs;
        Passwords *passwords;
        Documents *documents;
        Policy *policy;     /* in force for what begins now */
        Calendar *calendar; /* likewise */
        SignInDelays *sign_in_delays;
        ApiKeyCache *api_keys;
        SessionTouches *touches;
        HelpViews *help_views;
        EnterpriseAlipay *alipay; /* the partner who knows whether a company's Alipay is verified */
        BankAccount *bank;        /* from which corporate transfers are paid; NULL: not configured */
        GBytes *blank_forms[FORM_OWNER_CHANGE + 1]; /* drawn when first asked for, see forms.h */
        char *public_url;                           /* without a closing slash; links are made from it */
        char *log_origin;                           /* the log's name on its checkpoints, "shiming.example/log" */
        json_t *sample; /* who is in the sample, for its door (cli/sample-door.h); NULL on all other servers */
} App;

/* One request, as the door hands it in. Everything belongs to the door. */
typedef struct Call {
        const Actor *actor;
        gint64 now;                  /* microseconds since 1970, UTC */
        gint64 version;              /* If-Match; -1 where none was asked for */
        const char *route;           /* the route's pattern; part of the idempotency key's name */
        const char *idempotency_key; /* NULL for none */
        const guint8 *body_sha256;   /* 32 bytes, with the key: of method, path and body */
        Language language;
} Call;

/* What a use case gives. Zero it; free it with outcome_clear(). */
typedef struct Outcome {
        json_t *document;
        gint64 version; /* for the ETag; -1 or 0 where the resource has none */
        Uuid id;        /* of what was made, for Location; nil for none */
        Uuid key_owner; /* whose data key seals the document for repetition; nil: the document is not kept */
        bool once;      /* it holds a one-time secret: never kept */
} Outcome;

void outcome_clear(Outcome *outcome);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Outcome, outcome_clear)

/* A transaction of a use case. */
typedef struct AppTx {
        StoreTx *store;
        App *app;
        const Call *call;
        GArray *touched; /* of app_touch(), see prove.h; NULL where nothing is written */
} AppTx;

/* What runs in it; may run more than once (see StoreFn), so it sets `wish`'s outputs and `outcome` afresh each time. */
typedef bool (*AppFn)(AppTx *tx, gpointer wish, Outcome *outcome, GError **error);

/* Runs `fn` in a write transaction. Where the call carries an Idempotency-Key that this principal used on this route before,
 * `fn` does not run and the outcome is the committed one; otherwise the outcome is kept, sealed, in the same transaction.
 *
 * Refuses what `fn` refuses, and REFUSAL_IDEMPOTENCY_KEY_REUSED where the key came with another body. */
bool app_write(App *app, const Call *call, AppFn fn, gpointer wish, Outcome *outcome, GError **error);

/* Runs `fn` over one snapshot. */
bool app_read(App *app, const Call *call, AppFn fn, gpointer wish, Outcome *outcome, GError **error);

/* ---- data keys ------------------------------------------------------------------------------------------------- */

typedef enum KeyOwner { KEY_OWNER_SUBJECT, KEY_OWNER_PROCEEDING, KEY_OWNER_STAFF, KEY_OWNER_DESK } KeyOwner;

extern const EnumNames key_owner_names; /* subject, proceeding, staff, desk */

/* Makes the data key of a new owner and its row. The caller unrefs the result; NULL on failure. */
DataKey *app_key_make(AppTx *tx, const Uuid *owner, KeyOwner kind, GError **error);

extern const Uuid key_owner_house;

/* Opens the data key of what concerns the house and no person: API keys, who looked up a number. It is made where there is none
 * yet. The caller unrefs the result; NULL on failure. */
DataKey *app_key_of_house(AppTx *tx, GError **error);

/* Opens the data key of an owner. The caller unrefs the result.
 * Fails with FAILURE_CORRUPT; refuses REFUSAL_NOT_FOUND where the owner was erased or never was. */
DataKey *app_key(AppTx *tx, const Uuid *owner, GError **error);
