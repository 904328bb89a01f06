/* The use cases of evidence: a file given for an item of a checklist, taken back, looked at. */
#pragma once

#include "app/app.h"
#include "base/instant.h"
#include "domain/proceeding.h"

#define EVIDENCE_SWEEP_AGE INSTANT_HOUR       /* no upload under way goes that long without writing */
#define EVIDENCE_BYTES_MAX (20 * 1024 * 1024) /* whatever the policy says */

/* The media types taken: image/jpeg, image/png, image/webp, application/pdf; closed by NULL. */
extern const char *const evidence_media_types[];

/* A file on its way in. One thread at a time; some 140 KiB, whatever the file's size. */
typedef struct EvidenceUpload EvidenceUpload;

typedef struct GiveEvidence {
        ProceedingKind kind;
        Uuid proceeding;
        const char *item;
        const char *material;   /* NULL where the item takes only one */
        const char *media_type; /* as declared; the content must be of it */
        guint64 size_bytes;     /* as declared */
        const guint8 *sha256;   /* of the content, 32 bytes, where the client said it; NULL otherwise */
} GiveEvidence;

/* Asks whether a file may be given before any of it is read, and opens what it is sealed into. A repeated Idempotency-Key is
 * looked up here: such an upload is only hashed. `wish` and what it points to must last until the upload ends. The caller
 * ends the result with app_evidence_abort(), also after app_evidence_finish(). NULL:
 *
 * Refuses REFUSAL_NOT_FOUND, REFUSAL_EVIDENCE_NOT_ASKED (no such item, or nothing is wanted of it now), REFUSAL_UNKNOWN_VALUE
 * (a material that the item does not take), REFUSAL_MISSING_FIELD (material), REFUSAL_EVIDENCE_LIMIT, REFUSAL_BODY_TOO_LARGE,
 * REFUSAL_UNSUPPORTED_MEDIA and what proceeding_step() refuses of EVENT_ATTACH_EVIDENCE. Source: seed rows S7–S9, S14–S19. */
EvidenceUpload *app_evidence_begin(App *app, const Call *call, const GiveEvidence *wish, GError **error);

/* Takes the next bytes, in pieces of any size. After a refusal or failure only app_evidence_abort() is left.
 * Refuses REFUSAL_UNSUPPORTED_MEDIA (the first bytes are of another type), REFUSAL_BODY_TOO_LARGE; fails with FAILURE_FILE,
 * FAILURE_FULL. */
bool app_evidence_append(EvidenceUpload *upload, gconstpointer bytes, gsize size, GError **error);

/* Closes the file and commits its row, its event and its leaf; on disk when this returns true. `call` is the first one, its
 * `now` the time of the end. The outcome's document is the file's. What repeats a key is told by the request and the content:
 * the same content gets the committed outcome, another one is refused.
 *
 * Refuses what app_evidence_begin() refuses, all of it asked again; REFUSAL_HASH_MISMATCH, REFUSAL_UNSUPPORTED_MEDIA,
 * REFUSAL_IDEMPOTENCY_KEY_REUSED. Nothing is kept of what was refused. */
bool app_evidence_finish(EvidenceUpload *upload, const Call *call, Outcome *outcome, GError **error);

void app_evidence_abort(EvidenceUpload *upload); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EvidenceUpload, app_evidence_abort)

/* Takes one's own file back while the proceeding is prepared. Its content goes with the next sweep.
 * Refuses REFUSAL_NOT_FOUND, REFUSAL_WRONG_STATE (a file that was looked at already), REFUSAL_NOT_ALLOWED (somebody else's)
 * and what proceeding_step() refuses of EVENT_WITHDRAW_EVIDENCE. */
bool app_withdraw_evidence(App *app, const Call *call, const Uuid *id, Outcome *outcome, GError **error);

/* The file's document: {id, proceeding, kind, item, of, material, state, …}. Refuses REFUSAL_NOT_FOUND. */
bool app_read_evidence(App *app, const Call *call, const Uuid *id, Outcome *outcome, GError **error);

/* A file's content on its way out. */
typedef struct EvidenceContent {
        BlobReader *reader;
        char *media_type;
        guint64 size_bytes;
} EvidenceContent;

void evidence_content_clear(EvidenceContent *content);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(EvidenceContent, evidence_content_clear)

/* Opens a file's content. The parties see their own side. Staff see it with the case at hand: whoever holds the claim, the
 * approver of a dispute, the mail clerk what the desk scanned while the parcel is there; each such look is an event
 * of the history and a leaf of the log, so that the parties can see who has looked.
 *
 * Refuses REFUSAL_NOT_FOUND, REFUSAL_NOT_ALLOWED (staff without the case at hand). Source: domain rules, "Who is who". */
bool app_open_evidence(App *app, const Call *call, const Uuid *id, EvidenceContent *content, GError **error);

/* Removes the blobs that no standing row names and that are older than an hour; `removed` counts them. */
bool app_sweep_evidence(App *app, gint64 now, guint *removed, GError **error);
