-- What is long and read of one run at a time lies apart, so that going through a long history reads
-- little.
CREATE TABLE run_papers(
  run         INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
  plan        TEXT NOT NULL,
  certificate TEXT
) STRICT;
INSERT INTO run_papers(run, plan, certificate) SELECT id, plan, certificate FROM runs;
ALTER TABLE runs DROP COLUMN plan;
ALTER TABLE runs DROP COLUMN certificate;

-- What a run that has ended says of itself, to be read and searched.
ALTER TABLE runs ADD COLUMN description TEXT NOT NULL DEFAULT '';
UPDATE runs SET description = CASE
    WHEN failure IS NOT NULL THEN failure ->> 'message'
    WHEN status = 'cancelled' THEN 'Cancelled. Nothing changed.'
    WHEN status = 'interrupted' THEN 'Interrupted. Nothing changed yet; it can be resumed.'
    WHEN status = 'failed' THEN 'Failed. Nothing changed.'
    WHEN status = 'succeeded' AND kind = 'rollback'
      THEN 'Rolled back to what run ' || rollback_to || ' published.'
    WHEN status = 'succeeded' THEN printf('Published %,d row%s in %,d table%s.',
      rows, iif(rows = 1, '', 's'),
      (SELECT count(*) FROM run_tables WHERE run = id),
      iif((SELECT count(*) FROM run_tables WHERE run = id) = 1, '', 's'))
    ELSE ''
  END;

-- The history by its dates, with all that a chart of it shows.
CREATE INDEX runs_by_start ON runs(started_at, dataflow, status, "trigger", rows, added, changed, removed, duration_ms);
CREATE INDEX runs_of_dataflow_by_status ON runs(dataflow, status);
