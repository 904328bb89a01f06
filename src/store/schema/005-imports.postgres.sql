-- Files taken in by `shiming import`: how far each has come, kept in the transaction that took the lines before it.

CREATE TABLE imports (
  id uuid PRIMARY KEY,
  source text NOT NULL,
  started_at bigint NOT NULL,
  done_at bigint,
  position bigint NOT NULL,
  lines bigint NOT NULL,
  hash bytea NOT NULL,
  taken bigint NOT NULL,
  rejected bigint NOT NULL,
  rejected_bytes bigint NOT NULL
);
CREATE INDEX imports_of_source ON imports (source, id);
