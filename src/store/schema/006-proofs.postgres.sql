-- Of each proceeding, member of staff and API key: how often the log was told what its rows say, and by which leaf last. Those that
-- are older than this table are numbered 0, until the program's next start tells the log of them.
CREATE TABLE proofs (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('proceeding', 'staff', 'api-key')),
  number bigint NOT NULL,
  leaf_id uuid
);
CREATE INDEX proofs_owed ON proofs (id) WHERE number = 0;

INSERT INTO proofs (id, kind, number) SELECT id, 'proceeding', 0 FROM proceedings;
INSERT INTO proofs (id, kind, number) SELECT id, 'staff', 0 FROM staff;
INSERT INTO proofs (id, kind, number) SELECT id, 'api-key', 0 FROM api_keys;
