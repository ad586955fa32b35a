CREATE TABLE _poolhouse_meta(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO _poolhouse_meta VALUES('made_by', 'Poolhouse');

-- The names that columns got, for good: a column keeps its name from run to run.
CREATE TABLE _poolhouse_columns(
  source   TEXT NOT NULL,
  position INTEGER NOT NULL,
  original TEXT NOT NULL,
  name     TEXT NOT NULL COLLATE NOCASE,
  kind     TEXT NOT NULL,
  personal TEXT NOT NULL,
  PRIMARY KEY(source, position),
  UNIQUE(source, original),
  UNIQUE(source, name)
) WITHOUT ROWID;

-- The tables of the run that is being staged.
CREATE TABLE _poolhouse_staging(
  run      INTEGER NOT NULL,
  position INTEGER NOT NULL,
  target   TEXT NOT NULL COLLATE NOCASE,
  purpose  TEXT NOT NULL,
  spec     TEXT NOT NULL,
  begun_at TEXT NOT NULL,
  PRIMARY KEY(run, position)
) WITHOUT ROWID;

-- Its units, each with the cursor from which it goes on.
CREATE TABLE _poolhouse_units(
  id          INTEGER PRIMARY KEY,
  run         INTEGER NOT NULL,
  reading     TEXT NOT NULL,
  "partition" TEXT NOT NULL,
  "cursor"    TEXT,
  done        INTEGER NOT NULL DEFAULT 0,
  pages       INTEGER NOT NULL DEFAULT 0,
  UNIQUE(run, reading, "partition")
);
CREATE TABLE _poolhouse_unit_tables(
  unit    INTEGER NOT NULL REFERENCES _poolhouse_units(id) ON DELETE CASCADE,
  source  TEXT NOT NULL,
  rows    INTEGER NOT NULL,
  misfits INTEGER NOT NULL,
  PRIMARY KEY(unit, source)
) WITHOUT ROWID;
CREATE TABLE _poolhouse_profiles(
  unit    INTEGER NOT NULL REFERENCES _poolhouse_units(id) ON DELETE CASCADE,
  source  TEXT NOT NULL,
  name    TEXT NOT NULL,
  filled  INTEGER NOT NULL,
  longest INTEGER NOT NULL,
  sketch  BLOB NOT NULL,
  PRIMARY KEY(unit, source, name)
);

-- What readers saw, newest last; the last one is what they see.
CREATE TABLE _poolhouse_publications(
  seq INTEGER PRIMARY KEY,
  run INTEGER NOT NULL UNIQUE,
  at  TEXT NOT NULL
);
CREATE TABLE _poolhouse_published(
  seq      INTEGER NOT NULL REFERENCES _poolhouse_publications(seq),
  position INTEGER NOT NULL,
  source   TEXT NOT NULL,
  target   TEXT NOT NULL COLLATE NOCASE,
  version  INTEGER NOT NULL,
  physical TEXT NOT NULL,
  columns  TEXT NOT NULL,
  key      TEXT NOT NULL,
  rows     INTEGER NOT NULL,
  added    INTEGER NOT NULL,
  changed  INTEGER NOT NULL,
  removed  INTEGER NOT NULL,
  PRIMARY KEY(seq, position),
  UNIQUE(seq, source),
  UNIQUE(seq, target)
) WITHOUT ROWID;

-- What each publication changed: a row that came or went, a cell that changed.
CREATE TABLE _poolhouse_changes(
  id       INTEGER PRIMARY KEY,
  run      INTEGER NOT NULL,
  target   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  key      TEXT NOT NULL,
  "column" TEXT,
  old,
  new
);
CREATE INDEX _poolhouse_changes_of_run ON _poolhouse_changes(run, target);
