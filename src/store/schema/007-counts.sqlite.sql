-- What open proceedings are counted by. `open` is in the index too: without it SQLite reads each row to see what the index's own
-- condition says already.

DROP INDEX proceedings_queue;
CREATE INDEX proceedings_queue ON proceedings (state, due_at, id, open) WHERE open = 1;
DROP INDEX proceedings_by_age;
CREATE INDEX proceedings_by_age ON proceedings (opened_at, kind, state, open) WHERE open = 1;
