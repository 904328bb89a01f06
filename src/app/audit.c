/* The log's verification from above: its passes, what it can find, how that is told. */
#include "app/audit.h"

#include "base/refusal.h"

typedef struct FindingText {
        const char *kind;
        const char *text[LANGUAGE_COUNT];
} FindingText;

/* clang-format off */
static const FindingText texts[FINDING_KIND_COUNT] = {
        [FINDING_UNREADABLE] = { "unreadable", { "内容无法读取", "it cannot be read" } },
        [FINDING_LEAF_MALFORMED] = { "leaf-malformed", { "叶子的字节不合格式", "the leaf's bytes are no leaf" } },
        [FINDING_LEAF_DIFFERS] = { "leaf-differs", { "叶子所在行与叶子的字节不符", "the leaf's row is not what its bytes say" } },
        [FINDING_LEAF_PLACE] = { "leaf-misplaced", { "日志的这个位置缺少叶子，或多于一片", "the log has no leaf at this place, or more than one" } },
        [FINDING_LEAF_FORGED] = { "leaf-forged", { "叶子与树中记下的散列不符", "the leaf is not the one whose hash the tree keeps" } },
        [FINDING_LEAF_SEALED] = { "leaf-unopened", { "叶子的内容无法解封，或与其承诺不符", "the leaf's content does not open, or is not what it commits to" } },
        [FINDING_LEAF_MISSING] = { "leaf-missing", { "日志中没有这一行的叶子", "the log has no leaf for this row" } },
        [FINDING_LEAF_REPEATED] = { "leaf-repeated", { "日志为这一行记了多片叶子，或记了没有发生的事", "the log tells of this row twice, or of what it does not say" } },
        [FINDING_ROW_MISSING] = { "row-missing", { "叶子所述的行不存在", "the row of which the leaf tells is not there" } },
        [FINDING_CONTENT_DIFFERS] = { "content-differs", { "该行与日志所记不符", "the row is not what the log says" } },
        [FINDING_KEY_MISSING] = { "key-missing", { "数据密钥不见了，也没有清除的记录", "the data key is gone without having been erased" } },
        [FINDING_NODE_MISSING] = { "node-missing", { "缺少树的节点", "a node of the tree is missing" } },
        [FINDING_NODE_DIFFERS] = { "node-differs", { "树的节点与其下的叶子不符", "a node of the tree is not the hash of what lies under it" } },
        [FINDING_NODE_UNKNOWN] = { "node-unknown", { "树中有多余的节点", "there are nodes that the tree does not have" } },
        [FINDING_ROOT_DIFFERS] = { "root-differs", { "树根与检查点不符", "the tree's root is not the checkpoint's" } },
        [FINDING_CHECKPOINT_INVALID] = { "checkpoint-invalid", { "检查点无效", "the checkpoint is not valid" } },
        [FINDING_CHECKPOINT_DIFFERS] = { "checkpoint-differs", { "检查点所在行与所签内容不符", "the checkpoint's row is not what was signed" } },
        [FINDING_LOG_SHORT] = { "log-short", { "日志比检查点短", "the log is shorter than the checkpoint" } },
        [FINDING_LOG_UNSIGNED] = { "log-unsigned", { "最新的检查点之后还有叶子", "the log goes on after its newest checkpoint" } },
        [FINDING_KEPT_INVALID] = { "kept-checkpoint-invalid", { "另存的检查点无效，或出自另一日志", "the checkpoint that was kept is not valid, or another log's" } },
        [FINDING_KEPT_AHEAD] = { "rolled-back", { "日志比另存的检查点短：数据库被退回到旧状态", "the log is shorter than the checkpoint that was kept: the database has been rolled back" } },
        [FINDING_KEPT_DIFFERS] = { "rewritten", { "日志与另存的检查点不符：日志被改写", "the log does not begin as the checkpoint that was kept says: it has been rewritten" } },
        [FINDING_TWO_ACTIVE] = { "two-active", { "账号有多于一条生效的认证", "the account has more than one active verification" } },
        [FINDING_STATE_DIFFERS] = { "state-differs", { "状态与最后一次记录不符", "the state is not what the last event says" } },
        [FINDING_TENURE_DIFFERS] = { "tenure-differs", { "账号的归属与认证不符", "the account is not in the tenure of whom its verification names" } },
        [FINDING_BLOB_MISSING] = { "evidence-missing", { "材料文件不存在", "the file of evidence is not there" } },
        [FINDING_BLOB_DIFFERS] = { "evidence-changed", { "材料文件与记录不符", "the file of evidence is not what the row says" } },
        [FINDING_EVIDENCE_DIFFERS] = { "evidence-differs", { "材料的行前后不一致", "the row of evidence does not agree with itself or with its history" } },
        [FINDING_BLOB_UNKNOWN] = { "evidence-unknown", { "没有任何一行记有这份材料文件", "no row names this file of evidence" } },
        [FINDING_PROOF_LATE] = { "proof-late", { "有旧数据在证明启用之后才被记入日志", "rows passed for older than the proofs after these had begun" } },
};
/* clang-format on */

static void finding_free(gpointer data) {
        LogFinding *finding = data;

        g_free(finding->place);
        g_free(finding->detail);
        g_free(finding);
}

void log_report_clear(LogReport *report) {
        g_clear_pointer(&report->findings, g_ptr_array_unref);
}

void audit_found(Audit *audit, FindingKind kind, const char *place, const char *detail) {
        const FindingText *text = &texts[kind];
        LogFinding *finding;

        if (audit->report->found++ >= LOG_FINDINGS_MAX)
                return;
        finding = g_new(LogFinding, 1);
        *finding = (LogFinding){ .kind = text->kind,
                                 .place = g_strdup(place),
                                 .detail = g_strdup(detail),
                                 .text = { text->text[LANGUAGE_ZH], text->text[LANGUAGE_EN] } };
        g_ptr_array_add(audit->report->findings, finding);
}

void audit_found_row(Audit *audit, FindingKind kind, const char *table, const Uuid *id, const char *detail) {
        char text[UUID_TEXT_SIZE];
        g_autofree char *place = g_strconcat(table, "/", uuid_format(id, text), NULL);

        audit_found(audit, kind, place, detail);
}

bool audit_tolerate(Audit *audit, FindingKind kind, const char *table, const Uuid *id, GError *reason,
                    GError **error) {
        if (!g_error_matches(reason, FAILURE, FAILURE_CORRUPT) && reason->domain != REFUSAL) {
                g_propagate_error(error, reason);
                return false;
        }
        audit_found_row(audit, kind, table, id, NULL);
        g_error_free(reason);
        return true;
}

void audit_step(Audit *audit) {
        audit->done++;
        if (audit->wish->progress)
                audit->wish->progress(audit->done, audit->all, audit->wish->user);
}

bool audit_key(Audit *audit, const char *table, const Uuid *row, const Uuid *owner, DataKey **key, bool *found,
               GError **error) {
        g_autoptr(GBytes) wrapped = NULL;
        g_autoptr(GError) reason = NULL;
        AuditKey state;

        *key = NULL;
        *found = true;
        if (!store_audit_key(audit->tx.store, owner, &state, &wrapped, error))
                return false;
        if (state == AUDIT_KEY_ERASED)
                return true;
        if (state == AUDIT_KEY_KEPT)
                *key = vault_data_key_unwrap(audit->tx.app->vault, owner, wrapped, &reason);
        *found = *key != NULL;
        if (!*found)
                audit_found_row(audit, FINDING_KEY_MISSING, table, row, NULL);
        return true;
}

static bool all_count(Audit *audit, GError **error) {
        gint64 leaves, waiting;

        if (!store_leaf_count(audit->tx.store, &leaves, &waiting, error))
                return false;
        audit->all = (guint64) leaves;
        audit->placed = (guint64) (leaves - waiting);
        audit->report->waiting = (guint64) waiting;
        for (AuditTable table = 0; table < AUDIT_TABLE_COUNT && !audit->wish->log_only; table++) {
                gint64 rows;

                if (!store_audit_count(audit->tx.store, table, &rows, error))
                        return false;
                audit->all += (guint64) rows;
                audit->report->rows += (guint64) rows;
        }
        return true;
}

static bool audit_run(StoreTx *tx, gpointer data, GError **error) {
        Audit *audit = data;

        log_report_clear(audit->report);
        *audit->report = (LogReport){ .findings = g_ptr_array_new_with_free_func(finding_free) };
        audit->tx.store = tx;
        audit->done = audit->all = 0;
        audit->adopted_last = INSTANT_NONE;
        audit->proven_first = G_MAXINT64;
        if (!store_take_time(tx, error) || !all_count(audit, error) || !audit_tree(audit, error))
                return false;
        return audit->wish->log_only
               || (audit_waiting(audit, error) && audit_rows(audit, error) && audit_without_leaves(audit, error));
}

bool app_verify_log(App *app, const VerifyLog *wish, LogReport *report, GError **error) {
        Actor system = actor_system();
        Call call = { .actor = &system, .now = 0, .version = -1, .route = "" };
        Audit audit = { .tx = { .app = app, .call = &call }, .wish = wish, .report = report };
        g_autoptr(GError) reason = NULL;

        if (store_read(app->store, audit_run, &audit, &reason))
                return true;
        if (!g_error_matches(reason, FAILURE, FAILURE_CORRUPT) || !report->findings) {
                g_propagate_error(error, g_steal_pointer(&reason));
                return false;
        }
        audit_found(&audit, FINDING_UNREADABLE, "database", reason->message);
        return true;
}
