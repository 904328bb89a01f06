-- The ground: every table of the product. Times are microseconds since 1970 UTC, money is micro-yuan, ids are UUIDv7,
-- truth is 0 or 1. A column called sealed_… opens only with the data key of the subject, proceeding or member of staff it
-- belongs to; nothing else in this file names a person.

-- Policies and calendars once loaded, kept whole: a case keeps those it began under.
CREATE TABLE documents (
  hash text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('policy', 'calendar')),
  text bytea NOT NULL,
  loaded_at bigint NOT NULL
);

-- ---- accounts and their owners

CREATE TABLE accounts (
  id uuid PRIMARY KEY,
  external_id text NOT NULL UNIQUE,
  origin text NOT NULL,
  origin_verified bigint NOT NULL,
  frozen bigint NOT NULL,
  tenure uuid NOT NULL,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  balance bigint,
  credit bigint,
  vouchers bigint,
  billing_lag_minutes bigint,
  usage_at bigint,
  guard_told_hours bigint,
  guard_wake_at bigint,
  origin_reported_at bigint
);
CREATE INDEX accounts_to_watch ON accounts (guard_wake_at) WHERE guard_wake_at IS NOT NULL;

CREATE TABLE data_keys (
  owner_id uuid PRIMARY KEY,
  owner_kind text NOT NULL CHECK (owner_kind IN ('subject', 'proceeding', 'staff', 'desk')),
  wrapped bytea,
  created_at bigint NOT NULL,
  erased_at bigint
);

CREATE TABLE subjects (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  kind text,
  sealed_identity bytea,
  sealed_contacts bytea,
  created_at bigint NOT NULL,
  erased_at bigint
);
CREATE INDEX subjects_of_account ON subjects (account_id);

-- The blind index: keyed hashes of numbers, names and tracking numbers; erasing an owner clears its rows.
CREATE TABLE lookups (
  purpose text NOT NULL,
  hash bytea NOT NULL,
  owner_id uuid NOT NULL,
  owner_kind text NOT NULL,
  PRIMARY KEY (purpose, hash, owner_id)
);
CREATE INDEX lookups_of_owner ON lookups (owner_id);

-- Written once; see the triggers at the end.
CREATE TABLE verifications (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  kind text NOT NULL,
  method text NOT NULL,
  verified_at bigint NOT NULL,
  opened_by_proceeding uuid,
  released_at bigint,
  released_by_case uuid
);
CREATE UNIQUE INDEX verifications_active ON verifications (account_id) WHERE released_at IS NULL;
CREATE INDEX verifications_of_account ON verifications (account_id, verified_at);
CREATE INDEX verifications_of_subject ON verifications (subject_id);

CREATE TABLE consents (
  id uuid PRIMARY KEY,
  subject_id uuid NOT NULL,
  purpose text NOT NULL,
  text_version text NOT NULL,
  given_at bigint NOT NULL,
  given_for uuid NOT NULL,
  withdrawn_at bigint
);
CREATE INDEX consents_for ON consents (given_for);

-- ---- what the platform reports

CREATE TABLE products (
  account_id uuid NOT NULL,
  product_id text NOT NULL,
  name text NOT NULL,
  billing text NOT NULL,
  cost_1_day bigint,
  cost_3_days bigint,
  cost_7_days bigint,
  cost_30_days bigint,
  stop_order bigint NOT NULL,
  PRIMARY KEY (account_id, product_id)
);

CREATE TABLE payments (
  account_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('invoice', 'remittance', 'payment')),
  reference text NOT NULL,
  issuer text,
  amount bigint NOT NULL,
  paid_at bigint NOT NULL,
  service text,
  in_force bigint NOT NULL,
  PRIMARY KEY (account_id, kind, reference)
);

-- ---- proceedings: cases and attempts

CREATE TABLE proceedings (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  account_id uuid NOT NULL,
  state text NOT NULL,
  version bigint NOT NULL,
  policy_hash text NOT NULL,
  calendar_hash text NOT NULL,
  opened_at bigint NOT NULL,
  clock_running bigint NOT NULL,
  working_days_left bigint NOT NULL,
  provisional bigint NOT NULL,
  escalated bigint NOT NULL,
  reminded bigint NOT NULL,
  released bigint NOT NULL,
  tries_left bigint NOT NULL,
  attempts_made bigint NOT NULL,
  open bigint NOT NULL,
  parent_id uuid,
  opened_from uuid,
  verification_id uuid,
  old_subject uuid,
  new_subject uuid,
  route text,
  method text,
  owner text,
  disputed_from text,
  submitted_at bigint,
  ended_at bigint,
  due_at bigint,
  expires_at bigint,
  wake_at bigint,
  claimed_by uuid,
  lease_until bigint,
  first_reviewer uuid,
  sealed_statement bytea,
  sealed_reason bytea,
  reason_code text,
  guard_told_hours bigint
);
CREATE UNIQUE INDEX proceedings_open ON proceedings (account_id, kind) WHERE open = 1;
CREATE INDEX proceedings_of_account ON proceedings (account_id, opened_at);
CREATE INDEX proceedings_of_case ON proceedings (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX proceedings_queue ON proceedings (state, due_at, id) WHERE open = 1;
CREATE INDEX proceedings_by_id ON proceedings (state, id) WHERE open = 1;
CREATE INDEX proceedings_claimed ON proceedings (claimed_by, due_at, id) WHERE claimed_by IS NOT NULL;
CREATE INDEX proceedings_to_wake ON proceedings (wake_at) WHERE wake_at IS NOT NULL;

-- Verdicts on a checklist's items, and how many more were asked for. An item without a row is as the policy has it.
CREATE TABLE items (
  proceeding_id uuid NOT NULL,
  item text NOT NULL,
  state text NOT NULL,
  needed bigint NOT NULL,
  reason_code text,
  sealed_text bytea,
  decided_by uuid,
  decided_at bigint,
  PRIMARY KEY (proceeding_id, item)
);

CREATE TABLE evidence (
  id uuid PRIMARY KEY,
  proceeding_id uuid NOT NULL,
  item text NOT NULL,
  material text NOT NULL,
  side text NOT NULL,
  state text NOT NULL,
  blob_id uuid NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL,
  content_mac bytea NOT NULL,
  wrapped_key bytea NOT NULL,
  uploaded_by uuid NOT NULL,
  uploaded_role text NOT NULL,
  uploaded_at bigint NOT NULL,
  key_owner uuid NOT NULL,
  sealed_hash bytea NOT NULL
);
CREATE INDEX evidence_of_proceeding ON evidence (proceeding_id, item);
CREATE INDEX evidence_by_blob ON evidence (blob_id);

CREATE TABLE messages (
  id uuid PRIMARY KEY,
  proceeding_id uuid NOT NULL,
  author_role text NOT NULL,
  author_id uuid NOT NULL,
  internal bigint NOT NULL,
  sealed_body bytea NOT NULL,
  written_at bigint NOT NULL
);
CREATE INDEX messages_of_proceeding ON messages (proceeding_id, written_at);

CREATE TABLE parcels (
  id uuid PRIMARY KEY,
  proceeding_id uuid NOT NULL,
  courier text NOT NULL,
  sealed_tracking bytea NOT NULL,
  state text NOT NULL,
  announced_at bigint NOT NULL,
  received_at bigint,
  received_by uuid,
  checked_at bigint,
  originals text
);
CREATE INDEX parcels_of_proceeding ON parcels (proceeding_id, announced_at);

-- What happened to a proceeding or an account: history and decisions. The id is also the log leaf's.
CREATE TABLE events (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  at bigint NOT NULL,
  event text NOT NULL,
  actor_role text NOT NULL,
  proceeding_id uuid,
  actor_id uuid,
  from_state text,
  to_state text,
  version bigint,
  due_at bigint,
  reason_code text,
  detail text,
  sealed_text bytea
);
CREATE INDEX events_of_proceeding ON events (proceeding_id, id) WHERE proceeding_id IS NOT NULL;
CREATE INDEX events_of_account ON events (account_id, id);

-- ---- partners

-- A transfer's id is also the reference that comes back on the bank's statement.
CREATE TABLE transfers (
  id uuid PRIMARY KEY,
  attempt_id uuid NOT NULL UNIQUE,
  account_id uuid NOT NULL,
  bank text NOT NULL,
  state text NOT NULL,
  sealed_payee bytea NOT NULL,
  sealed_amount bytea NOT NULL,
  drawn_at bigint NOT NULL,
  arrives_by bigint,
  batch_id uuid,
  paid_on bigint,
  returned_on bigint,
  settled_at bigint,
  locked_until bigint,
  reason_code text
);
CREATE INDEX transfers_to_file ON transfers (drawn_at, id) WHERE state = 'drawn';
CREATE INDEX transfers_of_batch ON transfers (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX transfers_locked ON transfers (account_id, locked_until) WHERE locked_until IS NOT NULL;

CREATE TABLE transfer_batches (
  id uuid PRIMARY KEY,
  made_at bigint NOT NULL,
  count bigint NOT NULL,
  total_fen bigint NOT NULL,
  execution_date bigint NOT NULL,
  debtor_name text NOT NULL,
  debtor_account text NOT NULL,
  debtor_cnaps text NOT NULL,
  made_by uuid
);

-- A statement is taken once: its hash is its name.
CREATE TABLE statements (
  hash bytea PRIMARY KEY,
  taken_at bigint NOT NULL,
  entries bigint NOT NULL,
  taken_by uuid
);

CREATE TABLE attestations (
  proceeding_id uuid PRIMARY KEY,
  asked_at bigint NOT NULL,
  first_outcome text,
  first_by uuid,
  first_at bigint,
  second_by uuid,
  second_at bigint,
  ended_at bigint,
  sealed_account bytea,
  sealed_reason bytea
);
CREATE INDEX attestations_waiting ON attestations (asked_at, proceeding_id) WHERE ended_at IS NULL;

-- ---- people of the platform, keys, sessions, links

CREATE TABLE staff (
  id uuid PRIMARY KEY,
  login_hash bytea NOT NULL UNIQUE,
  roles bigint NOT NULL,
  sealed_profile bytea NOT NULL,
  version bigint NOT NULL,
  created_at bigint NOT NULL,
  password_hash text,
  disabled_at bigint
);

CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('staff', 'holder', 'party')),
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  staff_id uuid,
  account_id uuid,
  case_id uuid,
  subject_id uuid
);
CREATE INDEX sessions_of_staff ON sessions (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX sessions_of_account ON sessions (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX sessions_to_end ON sessions (expires_at);

CREATE TABLE links (
  token_hash bytea PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('sign-in', 'password', 'dispute')),
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  staff_id uuid,
  account_id uuid,
  case_id uuid,
  subject_id uuid,
  used_at bigint
);
CREATE INDEX links_of_staff ON links (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX links_to_end ON links (expires_at);

CREATE TABLE api_keys (
  key_hash bytea PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  name text NOT NULL,
  scopes bigint NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint
);

CREATE TABLE idempotency (
  principal uuid NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL,
  key_owner uuid NOT NULL,
  sealed_outcome bytea NOT NULL,
  stored_at bigint NOT NULL,
  PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_to_end ON idempotency (stored_at);

-- ---- told and carried out

CREATE TABLE notices (
  id uuid PRIMARY KEY,
  recipient_kind text NOT NULL CHECK (recipient_kind IN ('subject', 'role', 'platform')),
  event text NOT NULL,
  account_id uuid NOT NULL,
  created_at bigint NOT NULL,
  recipient_id uuid,
  recipient_role text,
  proceeding_id uuid,
  read_at bigint
);
CREATE INDEX notices_of_subject ON notices (recipient_id, id) WHERE recipient_id IS NOT NULL;
CREATE INDEX notices_of_role ON notices (recipient_role, id) WHERE recipient_role IS NOT NULL;

CREATE TABLE jobs (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  run_at bigint NOT NULL,
  attempts bigint NOT NULL,
  subject_matter uuid,
  lease_until bigint,
  last_error text,
  done_at bigint
);
CREATE INDEX jobs_to_run ON jobs (run_at) WHERE done_at IS NULL;

-- ---- the log

CREATE TABLE leaves (
  id uuid PRIMARY KEY,
  bytes bytea NOT NULL,
  key_owner uuid NOT NULL,
  sealed_opening bytea NOT NULL,
  made_at bigint NOT NULL,
  leaf_index bigint UNIQUE,
  case_id uuid,
  verification_id uuid
);
CREATE INDEX leaves_to_index ON leaves (id) WHERE leaf_index IS NULL;
CREATE INDEX leaves_of_case ON leaves (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX leaves_of_verification ON leaves (verification_id) WHERE verification_id IS NOT NULL;

CREATE TABLE log_nodes (
  level bigint NOT NULL,
  position bigint NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (level, position)
);

CREATE TABLE checkpoints (
  tree_size bigint PRIMARY KEY,
  root bytea NOT NULL,
  note text NOT NULL,
  made_at bigint NOT NULL
);

-- ---- what is written once

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0];
END $$;

CREATE TRIGGER verifications_update BEFORE UPDATE ON verifications FOR EACH ROW
WHEN (OLD.released_at IS NOT NULL OR NEW.released_at IS NULL OR NEW.released_by_case IS NULL
  OR (NEW.id, NEW.account_id, NEW.subject_id, NEW.kind, NEW.method, NEW.verified_at, NEW.opened_by_proceeding)
    IS DISTINCT FROM
    (OLD.id, OLD.account_id, OLD.subject_id, OLD.kind, OLD.method, OLD.verified_at, OLD.opened_by_proceeding))
EXECUTE FUNCTION refuse_change('a verification never changes: it can only be released, once, by a case');
CREATE TRIGGER verifications_delete BEFORE DELETE ON verifications FOR EACH ROW
EXECUTE FUNCTION refuse_change('a verification is kept');
CREATE TRIGGER verifications_truncate BEFORE TRUNCATE ON verifications FOR EACH STATEMENT
EXECUTE FUNCTION refuse_change('a verification is kept');

CREATE TRIGGER events_update BEFORE UPDATE ON events FOR EACH ROW
EXECUTE FUNCTION refuse_change('an event is written once');
CREATE TRIGGER events_delete BEFORE DELETE ON events FOR EACH ROW
EXECUTE FUNCTION refuse_change('an event is kept');
CREATE TRIGGER events_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT
EXECUTE FUNCTION refuse_change('an event is kept');

CREATE TRIGGER leaves_update BEFORE UPDATE ON leaves FOR EACH ROW
WHEN (OLD.leaf_index IS NOT NULL OR NEW.leaf_index IS NULL
  OR (NEW.id, NEW.bytes, NEW.key_owner, NEW.sealed_opening, NEW.made_at, NEW.case_id, NEW.verification_id)
    IS DISTINCT FROM (OLD.id, OLD.bytes, OLD.key_owner, OLD.sealed_opening, OLD.made_at, OLD.case_id,
      OLD.verification_id))
EXECUTE FUNCTION refuse_change('a leaf is written once and gets its index once');
CREATE TRIGGER leaves_delete BEFORE DELETE ON leaves FOR EACH ROW
EXECUTE FUNCTION refuse_change('a leaf is kept');
CREATE TRIGGER leaves_truncate BEFORE TRUNCATE ON leaves FOR EACH STATEMENT
EXECUTE FUNCTION refuse_change('a leaf is kept');

CREATE FUNCTION refuse_smaller_checkpoint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM checkpoints WHERE tree_size >= NEW.tree_size) THEN
    RAISE EXCEPTION 'a checkpoint is of a larger tree than the last';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER checkpoints_insert BEFORE INSERT ON checkpoints FOR EACH ROW
EXECUTE FUNCTION refuse_smaller_checkpoint();
CREATE TRIGGER checkpoints_update BEFORE UPDATE ON checkpoints FOR EACH ROW
EXECUTE FUNCTION refuse_change('a checkpoint is written once');
CREATE TRIGGER checkpoints_delete BEFORE DELETE ON checkpoints FOR EACH ROW
EXECUTE FUNCTION refuse_change('a checkpoint is kept');
CREATE TRIGGER checkpoints_truncate BEFORE TRUNCATE ON checkpoints FOR EACH STATEMENT
EXECUTE FUNCTION refuse_change('a checkpoint is kept');

CREATE TRIGGER documents_update BEFORE UPDATE ON documents FOR EACH ROW
EXECUTE FUNCTION refuse_change('a policy or calendar is written once');
CREATE TRIGGER documents_delete BEFORE DELETE ON documents FOR EACH ROW
EXECUTE FUNCTION refuse_change('a policy or calendar is kept');
CREATE TRIGGER documents_truncate BEFORE TRUNCATE ON documents FOR EACH STATEMENT
EXECUTE FUNCTION refuse_change('a policy or calendar is kept');
