-- The columns of a table are the same in nearly all publications: each list of them is kept once.
CREATE TABLE _poolhouse_shapes(
  id      INTEGER PRIMARY KEY,
  columns TEXT NOT NULL UNIQUE
);
INSERT INTO _poolhouse_shapes(columns) SELECT DISTINCT columns FROM _poolhouse_published;

-- No table is renamed: that would look at every view, of which some may be somebody else's.
CREATE TABLE _poolhouse_published_3 AS SELECT * FROM _poolhouse_published;
DROP TABLE _poolhouse_published;

CREATE TABLE _poolhouse_published(
  seq      INTEGER NOT NULL REFERENCES _poolhouse_publications(seq),
  position INTEGER NOT NULL,
  source   TEXT NOT NULL,
  target   TEXT NOT NULL COLLATE NOCASE,
  version  INTEGER NOT NULL,
  physical TEXT NOT NULL,
  shape    INTEGER NOT NULL REFERENCES _poolhouse_shapes(id),
  key      TEXT NOT NULL,
  rows     INTEGER NOT NULL,
  added    INTEGER NOT NULL,
  changed  INTEGER NOT NULL,
  removed  INTEGER NOT NULL,
  PRIMARY KEY(seq, position),
  UNIQUE(seq, source),
  UNIQUE(seq, target)
) WITHOUT ROWID;
INSERT INTO _poolhouse_published
  SELECT seq, position, source, target, version, physical,
         (SELECT id FROM _poolhouse_shapes WHERE _poolhouse_shapes.columns = before.columns),
         key, rows, added, changed, removed
  FROM _poolhouse_published_3 AS before;
DROP TABLE _poolhouse_published_3;
