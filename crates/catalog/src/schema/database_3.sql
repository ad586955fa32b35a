-- What a column holds of a person: as somebody said, and as its values looked when a version of it
-- was last sealed.
CREATE TABLE _poolhouse_classes(
  source   TEXT NOT NULL,
  original TEXT NOT NULL,
  said     TEXT,
  seen     TEXT,
  PRIMARY KEY(source, original)
) WITHOUT ROWID;

-- Of rows that are not kept: how many values looked like what, as JSON.
ALTER TABLE _poolhouse_profiles ADD COLUMN looks TEXT NOT NULL DEFAULT '{}';

-- Units whose partition names people and is in memory alone; a number stands in its place.
ALTER TABLE _poolhouse_units ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;

-- People who were forgotten, in numbers, and whether the file was rewritten since.
CREATE TABLE _poolhouse_forgotten(
  id        INTEGER PRIMARY KEY,
  at        TEXT NOT NULL,
  rows      INTEGER NOT NULL,
  changes   INTEGER NOT NULL,
  rewritten INTEGER NOT NULL DEFAULT 0
);
