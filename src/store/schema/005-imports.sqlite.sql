-- Files taken in by `shiming import`: how far each has come, kept in the transaction that took the lines before it.

CREATE TABLE imports (
  id BLOB PRIMARY KEY,
  source TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  done_at INTEGER,
  position INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  hash BLOB NOT NULL,
  taken INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  rejected_bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX imports_of_source ON imports (source, id);
