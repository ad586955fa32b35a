CREATE TABLE dataflows(
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  name         TEXT NOT NULL UNIQUE COLLATE NOCASE,
  connector    TEXT NOT NULL,
  settings     TEXT NOT NULL,
  display_name TEXT NOT NULL,
  description  TEXT NOT NULL,
  organization TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  updated_at   TEXT NOT NULL
) STRICT;

CREATE TABLE dataflow_tables(
  dataflow INTEGER NOT NULL REFERENCES dataflows(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  source   TEXT NOT NULL,
  target   TEXT NOT NULL COLLATE NOCASE,
  purpose  TEXT NOT NULL,
  PRIMARY KEY(dataflow, position),
  UNIQUE(dataflow, source),
  UNIQUE(dataflow, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs(
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  dataflow    INTEGER NOT NULL REFERENCES dataflows(id) ON DELETE CASCADE,
  kind        TEXT NOT NULL,
  rollback_to INTEGER,
  "trigger"   TEXT NOT NULL,
  status      TEXT NOT NULL,
  plan        TEXT NOT NULL,
  started_at  TEXT NOT NULL,
  resumed_at  TEXT,
  ended_at    TEXT,
  duration_ms INTEGER NOT NULL DEFAULT 0,
  rows        INTEGER NOT NULL DEFAULT 0,
  added       INTEGER NOT NULL DEFAULT 0,
  changed     INTEGER NOT NULL DEFAULT 0,
  removed     INTEGER NOT NULL DEFAULT 0,
  calls       INTEGER NOT NULL DEFAULT 0,
  throttled   INTEGER NOT NULL DEFAULT 0,
  misfits     INTEGER NOT NULL DEFAULT 0,
  failure     TEXT
) STRICT;
CREATE INDEX runs_of_dataflow ON runs(dataflow);
CREATE UNIQUE INDEX one_run_at_a_time ON runs(dataflow) WHERE status IN ('queued', 'running');

CREATE TABLE run_tables(
  run      INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  source   TEXT NOT NULL,
  target   TEXT NOT NULL,
  purpose  TEXT NOT NULL,
  rows     INTEGER NOT NULL DEFAULT 0,
  added    INTEGER NOT NULL DEFAULT 0,
  changed  INTEGER NOT NULL DEFAULT 0,
  removed  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_log(
  id      INTEGER PRIMARY KEY,
  run     INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
  at      TEXT NOT NULL,
  level   TEXT NOT NULL,
  message TEXT NOT NULL
) STRICT;
CREATE INDEX log_of_run ON run_log(run);

CREATE TABLE settings(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts(
  source  TEXT PRIMARY KEY,
  trusted INTEGER NOT NULL,
  reason  TEXT NOT NULL,
  at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
