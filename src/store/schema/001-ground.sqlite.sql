-- The ground: every table of the product. Times are microseconds since 1970 UTC, money is micro-yuan, ids are UUIDv7,
-- truth is 0 or 1. A column called sealed_… opens only with the data key of the subject, proceeding or member of staff it
-- belongs to; nothing else in this file names a person.

-- Policies and calendars once loaded, kept whole: a case keeps those it began under.
CREATE TABLE documents (
  hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('policy', 'calendar')),
  text BLOB NOT NULL,
  loaded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- accounts and their owners

CREATE TABLE accounts (
  id BLOB PRIMARY KEY,
  external_id TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL,
  origin_verified INTEGER NOT NULL,
  frozen INTEGER NOT NULL,
  tenure BLOB NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  balance INTEGER,
  credit INTEGER,
  vouchers INTEGER,
  billing_lag_minutes INTEGER,
  usage_at INTEGER,
  guard_told_hours INTEGER,
  guard_wake_at INTEGER,
  origin_reported_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX accounts_to_watch ON accounts (guard_wake_at) WHERE guard_wake_at IS NOT NULL;

CREATE TABLE data_keys (
  owner_id BLOB PRIMARY KEY,
  owner_kind TEXT NOT NULL CHECK (owner_kind IN ('subject', 'proceeding', 'staff', 'desk')),
  wrapped BLOB,
  created_at INTEGER NOT NULL,
  erased_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE subjects (
  id BLOB PRIMARY KEY,
  account_id BLOB NOT NULL,
  kind TEXT,
  sealed_identity BLOB,
  sealed_contacts BLOB,
  created_at INTEGER NOT NULL,
  erased_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX subjects_of_account ON subjects (account_id);

-- The blind index: keyed hashes of numbers, names and tracking numbers; erasing an owner clears its rows.
CREATE TABLE lookups (
  purpose TEXT NOT NULL,
  hash BLOB NOT NULL,
  owner_id BLOB NOT NULL,
  owner_kind TEXT NOT NULL,
  PRIMARY KEY (purpose, hash, owner_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lookups_of_owner ON lookups (owner_id);

-- Written once; see the triggers at the end.
CREATE TABLE verifications (
  id BLOB PRIMARY KEY,
  account_id BLOB NOT NULL,
  subject_id BLOB NOT NULL,
  kind TEXT NOT NULL,
  method TEXT NOT NULL,
  verified_at INTEGER NOT NULL,
  opened_by_proceeding BLOB,
  released_at INTEGER,
  released_by_case BLOB
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX verifications_active ON verifications (account_id) WHERE released_at IS NULL;
CREATE INDEX verifications_of_account ON verifications (account_id, verified_at);
CREATE INDEX verifications_of_subject ON verifications (subject_id);

CREATE TABLE consents (
  id BLOB PRIMARY KEY,
  subject_id BLOB NOT NULL,
  purpose TEXT NOT NULL,
  text_version TEXT NOT NULL,
  given_at INTEGER NOT NULL,
  given_for BLOB NOT NULL,
  withdrawn_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX consents_for ON consents (given_for);

-- ---- what the platform reports

CREATE TABLE products (
  account_id BLOB NOT NULL,
  product_id TEXT NOT NULL,
  name TEXT NOT NULL,
  billing TEXT NOT NULL,
  cost_1_day INTEGER,
  cost_3_days INTEGER,
  cost_7_days INTEGER,
  cost_30_days INTEGER,
  stop_order INTEGER NOT NULL,
  PRIMARY KEY (account_id, product_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE payments (
  account_id BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('invoice', 'remittance', 'payment')),
  reference TEXT NOT NULL,
  issuer TEXT,
  amount INTEGER NOT NULL,
  paid_at INTEGER NOT NULL,
  service TEXT,
  in_force INTEGER NOT NULL,
  PRIMARY KEY (account_id, kind, reference)
) STRICT, WITHOUT ROWID;

-- ---- proceedings: cases and attempts

CREATE TABLE proceedings (
  id BLOB PRIMARY KEY,
  kind TEXT NOT NULL,
  account_id BLOB NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  policy_hash TEXT NOT NULL,
  calendar_hash TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  clock_running INTEGER NOT NULL,
  working_days_left INTEGER NOT NULL,
  provisional INTEGER NOT NULL,
  escalated INTEGER NOT NULL,
  reminded INTEGER NOT NULL,
  released INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,
  attempts_made INTEGER NOT NULL,
  open INTEGER NOT NULL,
  parent_id BLOB,
  opened_from BLOB,
  verification_id BLOB,
  old_subject BLOB,
  new_subject BLOB,
  route TEXT,
  method TEXT,
  owner TEXT,
  disputed_from TEXT,
  submitted_at INTEGER,
  ended_at INTEGER,
  due_at INTEGER,
  expires_at INTEGER,
  wake_at INTEGER,
  claimed_by BLOB,
  lease_until INTEGER,
  first_reviewer BLOB,
  sealed_statement BLOB,
  sealed_reason BLOB,
  reason_code TEXT,
  guard_told_hours INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX proceedings_open ON proceedings (account_id, kind) WHERE open = 1;
CREATE INDEX proceedings_of_account ON proceedings (account_id, opened_at);
CREATE INDEX proceedings_of_case ON proceedings (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX proceedings_queue ON proceedings (state, due_at, id) WHERE open = 1;
CREATE INDEX proceedings_by_id ON proceedings (state, id) WHERE open = 1;
CREATE INDEX proceedings_claimed ON proceedings (claimed_by, due_at, id) WHERE claimed_by IS NOT NULL;
CREATE INDEX proceedings_to_wake ON proceedings (wake_at) WHERE wake_at IS NOT NULL;

-- Verdicts on a checklist's items, and how many more were asked for. An item without a row is as the policy has it.
CREATE TABLE items (
  proceeding_id BLOB NOT NULL,
  item TEXT NOT NULL,
  state TEXT NOT NULL,
  needed INTEGER NOT NULL,
  reason_code TEXT,
  sealed_text BLOB,
  decided_by BLOB,
  decided_at INTEGER,
  PRIMARY KEY (proceeding_id, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
  id BLOB PRIMARY KEY,
  proceeding_id BLOB NOT NULL,
  item TEXT NOT NULL,
  material TEXT NOT NULL,
  side TEXT NOT NULL,
  state TEXT NOT NULL,
  blob_id BLOB NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  content_mac BLOB NOT NULL,
  wrapped_key BLOB NOT NULL,
  uploaded_by BLOB NOT NULL,
  uploaded_role TEXT NOT NULL,
  uploaded_at INTEGER NOT NULL,
  key_owner BLOB NOT NULL,
  sealed_hash BLOB NOT NULL
) STRICT;
CREATE INDEX evidence_of_proceeding ON evidence (proceeding_id, item);
CREATE INDEX evidence_by_blob ON evidence (blob_id);

CREATE TABLE messages (
  id BLOB PRIMARY KEY,
  proceeding_id BLOB NOT NULL,
  author_role TEXT NOT NULL,
  author_id BLOB NOT NULL,
  internal INTEGER NOT NULL,
  sealed_body BLOB NOT NULL,
  written_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_of_proceeding ON messages (proceeding_id, written_at);

CREATE TABLE parcels (
  id BLOB PRIMARY KEY,
  proceeding_id BLOB NOT NULL,
  courier TEXT NOT NULL,
  sealed_tracking BLOB NOT NULL,
  state TEXT NOT NULL,
  announced_at INTEGER NOT NULL,
  received_at INTEGER,
  received_by BLOB,
  checked_at INTEGER,
  originals TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX parcels_of_proceeding ON parcels (proceeding_id, announced_at);

-- What happened to a proceeding or an account: history and decisions. The id is also the log leaf's.
CREATE TABLE events (
  id BLOB PRIMARY KEY,
  account_id BLOB NOT NULL,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  actor_role TEXT NOT NULL,
  proceeding_id BLOB,
  actor_id BLOB,
  from_state TEXT,
  to_state TEXT,
  version INTEGER,
  due_at INTEGER,
  reason_code TEXT,
  detail TEXT,
  sealed_text BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX events_of_proceeding ON events (proceeding_id, id) WHERE proceeding_id IS NOT NULL;
CREATE INDEX events_of_account ON events (account_id, id);

-- ---- partners

-- A transfer's id is also the reference that comes back on the bank's statement.
CREATE TABLE transfers (
  id BLOB PRIMARY KEY,
  attempt_id BLOB NOT NULL UNIQUE,
  account_id BLOB NOT NULL,
  bank TEXT NOT NULL,
  state TEXT NOT NULL,
  sealed_payee BLOB NOT NULL,
  sealed_amount BLOB NOT NULL,
  drawn_at INTEGER NOT NULL,
  arrives_by INTEGER,
  batch_id BLOB,
  paid_on INTEGER,
  returned_on INTEGER,
  settled_at INTEGER,
  locked_until INTEGER,
  reason_code TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX transfers_to_file ON transfers (drawn_at, id) WHERE state = 'drawn';
CREATE INDEX transfers_of_batch ON transfers (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX transfers_locked ON transfers (account_id, locked_until) WHERE locked_until IS NOT NULL;

CREATE TABLE transfer_batches (
  id BLOB PRIMARY KEY,
  made_at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  total_fen INTEGER NOT NULL,
  execution_date INTEGER NOT NULL,
  debtor_name TEXT NOT NULL,
  debtor_account TEXT NOT NULL,
  debtor_cnaps TEXT NOT NULL,
  made_by BLOB
) STRICT, WITHOUT ROWID;

-- A statement is taken once: its hash is its name.
CREATE TABLE statements (
  hash BLOB PRIMARY KEY,
  taken_at INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  taken_by BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE attestations (
  proceeding_id BLOB PRIMARY KEY,
  asked_at INTEGER NOT NULL,
  first_outcome TEXT,
  first_by BLOB,
  first_at INTEGER,
  second_by BLOB,
  second_at INTEGER,
  ended_at INTEGER,
  sealed_account BLOB,
  sealed_reason BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX attestations_waiting ON attestations (asked_at, proceeding_id) WHERE ended_at IS NULL;

-- ---- people of the platform, keys, sessions, links

CREATE TABLE staff (
  id BLOB PRIMARY KEY,
  login_hash BLOB NOT NULL UNIQUE,
  roles INTEGER NOT NULL,
  sealed_profile BLOB NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  password_hash TEXT,
  disabled_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  token_hash BLOB PRIMARY KEY,
  id BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('staff', 'holder', 'party')),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  staff_id BLOB,
  account_id BLOB,
  case_id BLOB,
  subject_id BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_staff ON sessions (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX sessions_of_account ON sessions (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX sessions_to_end ON sessions (expires_at);

CREATE TABLE links (
  token_hash BLOB PRIMARY KEY,
  purpose TEXT NOT NULL CHECK (purpose IN ('sign-in', 'password', 'dispute')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  staff_id BLOB,
  account_id BLOB,
  case_id BLOB,
  subject_id BLOB,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX links_of_staff ON links (staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX links_to_end ON links (expires_at);

CREATE TABLE api_keys (
  key_hash BLOB PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  scopes INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  principal BLOB NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  key_owner BLOB NOT NULL,
  sealed_outcome BLOB NOT NULL,
  stored_at INTEGER NOT NULL,
  PRIMARY KEY (principal, route, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_to_end ON idempotency (stored_at);

-- ---- told and carried out

CREATE TABLE notices (
  id BLOB PRIMARY KEY,
  recipient_kind TEXT NOT NULL CHECK (recipient_kind IN ('subject', 'role', 'platform')),
  event TEXT NOT NULL,
  account_id BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  recipient_id BLOB,
  recipient_role TEXT,
  proceeding_id BLOB,
  read_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_of_subject ON notices (recipient_id, id) WHERE recipient_id IS NOT NULL;
CREATE INDEX notices_of_role ON notices (recipient_role, id) WHERE recipient_role IS NOT NULL;

CREATE TABLE jobs (
  id BLOB PRIMARY KEY,
  kind TEXT NOT NULL,
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  subject_matter BLOB,
  lease_until INTEGER,
  last_error TEXT,
  done_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_to_run ON jobs (run_at) WHERE done_at IS NULL;

-- ---- the log

CREATE TABLE leaves (
  id BLOB PRIMARY KEY,
  bytes BLOB NOT NULL,
  key_owner BLOB NOT NULL,
  sealed_opening BLOB NOT NULL,
  made_at INTEGER NOT NULL,
  leaf_index INTEGER UNIQUE,
  case_id BLOB,
  verification_id BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX leaves_to_index ON leaves (id) WHERE leaf_index IS NULL;
CREATE INDEX leaves_of_case ON leaves (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX leaves_of_verification ON leaves (verification_id) WHERE verification_id IS NOT NULL;

CREATE TABLE log_nodes (
  level INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  tree_size INTEGER PRIMARY KEY,
  root BLOB NOT NULL,
  note TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- what is written once

-- REPLACE deletes without a DELETE trigger, so the insert itself must refuse an id or an active row that is there already.
CREATE TRIGGER verifications_insert BEFORE INSERT ON verifications
WHEN EXISTS (SELECT 1 FROM verifications WHERE id = NEW.id)
  OR (NEW.released_at IS NULL
      AND EXISTS (SELECT 1 FROM verifications WHERE account_id = NEW.account_id AND released_at IS NULL))
BEGIN
  SELECT RAISE(ABORT, 'a verification is written once, and one at most is active');
END;

CREATE TRIGGER verifications_update BEFORE UPDATE ON verifications
WHEN OLD.released_at IS NOT NULL OR NEW.released_at IS NULL OR NEW.released_by_case IS NULL
  OR NEW.id IS NOT OLD.id OR NEW.account_id IS NOT OLD.account_id OR NEW.subject_id IS NOT OLD.subject_id
  OR NEW.kind IS NOT OLD.kind OR NEW.method IS NOT OLD.method OR NEW.verified_at IS NOT OLD.verified_at
  OR NEW.opened_by_proceeding IS NOT OLD.opened_by_proceeding
BEGIN
  SELECT RAISE(ABORT, 'a verification never changes: it can only be released, once, by a case');
END;

CREATE TRIGGER verifications_delete BEFORE DELETE ON verifications
BEGIN
  SELECT RAISE(ABORT, 'a verification is kept');
END;

CREATE TRIGGER events_insert BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'an event is written once');
END;

CREATE TRIGGER events_update BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'an event is written once');
END;

CREATE TRIGGER events_delete BEFORE DELETE ON events
BEGIN
  SELECT RAISE(ABORT, 'an event is kept');
END;

CREATE TRIGGER leaves_insert BEFORE INSERT ON leaves
WHEN EXISTS (SELECT 1 FROM leaves WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'a leaf is written once');
END;

CREATE TRIGGER leaves_update BEFORE UPDATE ON leaves
WHEN OLD.leaf_index IS NOT NULL OR NEW.leaf_index IS NULL OR NEW.id IS NOT OLD.id OR NEW.bytes IS NOT OLD.bytes
  OR NEW.key_owner IS NOT OLD.key_owner OR NEW.sealed_opening IS NOT OLD.sealed_opening OR NEW.made_at IS NOT OLD.made_at
  OR NEW.case_id IS NOT OLD.case_id OR NEW.verification_id IS NOT OLD.verification_id
BEGIN
  SELECT RAISE(ABORT, 'a leaf is written once and gets its index once');
END;

CREATE TRIGGER leaves_delete BEFORE DELETE ON leaves
BEGIN
  SELECT RAISE(ABORT, 'a leaf is kept');
END;

CREATE TRIGGER checkpoints_insert BEFORE INSERT ON checkpoints
WHEN EXISTS (SELECT 1 FROM checkpoints WHERE tree_size >= NEW.tree_size)
BEGIN
  SELECT RAISE(ABORT, 'a checkpoint is of a larger tree than the last');
END;

CREATE TRIGGER checkpoints_update BEFORE UPDATE ON checkpoints
BEGIN
  SELECT RAISE(ABORT, 'a checkpoint is written once');
END;

CREATE TRIGGER checkpoints_delete BEFORE DELETE ON checkpoints
BEGIN
  SELECT RAISE(ABORT, 'a checkpoint is kept');
END;

CREATE TRIGGER documents_update BEFORE UPDATE ON documents
BEGIN
  SELECT RAISE(ABORT, 'a policy or calendar is written once');
END;

CREATE TRIGGER documents_insert BEFORE INSERT ON documents
WHEN EXISTS (SELECT 1 FROM documents WHERE hash = NEW.hash)
BEGIN
  SELECT RAISE(IGNORE);
END;

CREATE TRIGGER documents_delete BEFORE DELETE ON documents
BEGIN
  SELECT RAISE(ABORT, 'a policy or calendar is kept');
END;
