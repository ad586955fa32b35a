-- The columns to keep, as a JSON list of original names; NULL for all.
ALTER TABLE _poolhouse_staging ADD COLUMN accepted TEXT;

-- Where a later run may go on from, as the unit's last page said.
ALTER TABLE _poolhouse_units ADD COLUMN mark TEXT;

-- Columns that came and that the dataflow does not take.
CREATE TABLE _poolhouse_held_back(
  run      INTEGER NOT NULL,
  source   TEXT NOT NULL,
  original TEXT NOT NULL,
  PRIMARY KEY(run, source, original)
) WITHOUT ROWID;

-- The marks of the newest import, while readers see it.
CREATE TABLE _poolhouse_marks(
  run         INTEGER NOT NULL,
  source      TEXT NOT NULL,
  reading     TEXT NOT NULL,
  "partition" TEXT NOT NULL,
  mark        TEXT NOT NULL,
  PRIMARY KEY(run, reading, "partition")
) WITHOUT ROWID;
