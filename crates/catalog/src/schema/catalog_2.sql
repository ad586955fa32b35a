-- What to do with columns that the source did not have before.
ALTER TABLE dataflows ADD COLUMN drift TEXT NOT NULL DEFAULT 'take_all';

-- Columns that a person took, of a dataflow that asks.
CREATE TABLE accepted_columns(
  dataflow INTEGER NOT NULL REFERENCES dataflows(id) ON DELETE CASCADE,
  source   TEXT NOT NULL,
  original TEXT NOT NULL,
  PRIMARY KEY(dataflow, source, original)
) STRICT, WITHOUT ROWID;

-- What shows that the run read everything, as JSON.
ALTER TABLE runs ADD COLUMN certificate TEXT;

-- How large the runs found a source: pages of its readings, rows of its tables.
CREATE TABLE source_sizes(
  source TEXT NOT NULL,
  what   TEXT NOT NULL CHECK(what IN ('pages', 'rows')),
  name   TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY(source, what, name)
) STRICT, WITHOUT ROWID;
