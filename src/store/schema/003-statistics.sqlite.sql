-- What the statistics count by, so that a range of days is read from the indexes alone.

CREATE INDEX events_moved ON events (at, event, to_state, actor_id, proceeding_id) WHERE from_state <> to_state;
CREATE INDEX events_reasoned ON events (at, event, reason_code) WHERE reason_code IS NOT NULL;
CREATE INDEX events_missed ON events (proceeding_id) WHERE event = 'deadline-miss';
CREATE INDEX proceedings_by_age ON proceedings (opened_at, kind, state) WHERE open = 1;
