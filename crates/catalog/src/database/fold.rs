//! What the change log's lines of several runs come to: of each row the first and the last, of each cell what it
//! was before the first and is after the last.
//!
//! Of a version that is no longer kept that is all there is to tell. Of versions that are kept it is quicker than
//! comparing all rows, as long as it is exact: not of a row that went and came again, whose cells no line has.
//! Called by the review's comparisons and by `logged`.

use super::compare::Counts;
use super::entries::Entry;
use crate::Error;
use crate::model::RunId;
use crate::words::count;
use poolhouse_connector::TableId;
use rusqlite::{Connection, params};

/// The lines of a table that the publications after one place, up to another, logged.
#[derive(Debug)]
pub(crate) struct Fold {
    source: TableId,
    first: i64,
    last: i64,
    /// The version table of the last.
    later: String,
}

/// The lines, as `c`, whatever the table was called when they were logged.
const LINES: &str = "_poolhouse_publications AS p
      CROSS JOIN _poolhouse_published AS t ON t.seq = p.seq AND t.source = ?1
      CROSS JOIN _poolhouse_changes AS c ON c.run = p.run AND c.target = t.target";
const BETWEEN: &str = "p.seq > ?2 AND p.seq <= ?3";

/// What became of a row of which a line says more than that a cell changed: its first line as `f`, its last as `l`.
const MOVED: &str = "temp.folded_rows AS r
      CROSS JOIN _poolhouse_changes AS f ON f.id = r.first
      CROSS JOIN _poolhouse_changes AS l ON l.id = r.last
    WHERE r.moved AND NOT (f.kind = 'added' AND l.kind = 'removed')";
const CAME: &str = "f.kind = 'added'";
const WENT: &str = "f.kind <> 'added' AND l.kind = 'removed'";
/// It went and came again: it is another, but it is not known in which cells.
const RETURNED: &str = "f.kind <> 'added' AND l.kind <> 'removed'";

impl Fold {
    /// The lines between the publications at two places, in the later of which the table is `later`.
    pub(crate) fn of(later: &Entry, (first, last): (i64, i64)) -> Self {
        Self {
            source: later.source.clone(),
            first,
            last,
            later: later.physical.clone(),
        }
    }

    /// Logs under `run`, in the table `log`, what made `new` of the other. A row that went and came again is told
    /// to have changed, without its cells.
    pub(crate) fn tell(
        &self,
        connection: &Connection,
        log: &str,
        run: RunId,
        new: &Entry,
    ) -> Result<Counts, Error> {
        self.gathered(connection, |counts, _| {
            self.write(connection, log, run, new)?;
            Ok(counts.seen(self.leads_to(new)))
        })
    }

    /// The same, where it is exact; writes nothing else.
    pub(super) fn tell_exactly(
        &self,
        connection: &Connection,
        log: &str,
        run: RunId,
        new: &Entry,
    ) -> Result<Option<Counts>, Error> {
        self.gathered(connection, |counts, exact| {
            if !exact {
                return Ok(None);
            }
            self.write(connection, log, run, new)?;
            Ok(Some(counts.seen(self.leads_to(new))))
        })
    }

    /// How many rows came, changed and went for `new`, where that is exact.
    pub(super) fn count(&self, connection: &Connection, new: &Entry) -> Result<Option<Counts>, Error> {
        self.gathered(connection, |counts, exact| {
            Ok(exact.then(|| counts.seen(self.leads_to(new))))
        })
    }

    /// Does something with what was gathered: how many rows came, changed and went, seen forwards, and whether
    /// that is exact.
    fn gathered<T>(
        &self,
        connection: &Connection,
        work: impl FnOnce(Counts, bool) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let counts = self.gather(connection)?;
        let returned = format!("SELECT 1 FROM {MOVED} AND {RETURNED} LIMIT 1");
        let exact = !connection.prepare(&returned)?.exists([])?;
        let done = work(counts, exact)?;
        connection.execute_batch("DROP TABLE temp.folded_rows; DROP TABLE temp.folded_cells")?;
        Ok(done)
    }

    fn leads_to(&self, new: &Entry) -> bool {
        new.physical == self.later
    }

    /// Gathers in temporary tables which lines decide.
    fn gather(&self, connection: &Connection) -> Result<Counts, Error> {
        connection.execute_batch(
            "DROP TABLE IF EXISTS temp.folded_rows; DROP TABLE IF EXISTS temp.folded_cells;
             CREATE TABLE temp.folded_rows(key TEXT PRIMARY KEY, first INTEGER, last INTEGER, moved INTEGER)
               WITHOUT ROWID;
             CREATE TABLE temp.folded_cells(row INTEGER, first INTEGER, last INTEGER);",
        )?;
        let bound = params![self.source.as_str(), self.first, self.last];
        connection.execute(
            &format!(
                "INSERT INTO temp.folded_rows
                 SELECT c.key, min(c.id), max(c.id), max(c.kind <> 'changed') FROM {LINES}
                 WHERE {BETWEEN} GROUP BY c.key"
            ),
            bound,
        )?;
        connection.execute(
            &format!(
                "INSERT INTO temp.folded_cells SELECT s.row, s.first, s.last
                 FROM (SELECT r.first AS row, min(c.id) AS first, max(c.id) AS last
                       FROM {LINES} CROSS JOIN temp.folded_rows AS r ON r.key = c.key AND NOT r.moved
                       WHERE {BETWEEN} GROUP BY c.key, c.\"column\") AS s
                   CROSS JOIN _poolhouse_changes AS f ON f.id = s.first
                   CROSS JOIN _poolhouse_changes AS l ON l.id = s.last
                 WHERE f.old IS NOT l.new"
            ),
            bound,
        )?;
        let (came, went, changed) = connection.query_row(
            &format!(
                "SELECT count(*) FILTER (WHERE {CAME}), count(*) FILTER (WHERE {WENT}),
                        count(*) FILTER (WHERE {RETURNED})
                          + (SELECT count(DISTINCT row) FROM temp.folded_cells)
                 FROM {MOVED}"
            ),
            [],
            |row| Ok((count(row, &0)?, count(row, &1)?, count(row, &2)?)),
        )?;
        Ok(Counts {
            added: came,
            changed,
            removed: went,
        })
    }

    /// Rows that came stand first, then those that went, then what changed, row by row.
    fn write(&self, connection: &Connection, log: &str, run: RunId, new: &Entry) -> Result<(), Error> {
        let (added, removed, before, after) = if self.leads_to(new) {
            (CAME, WENT, "f.old", "l.new")
        } else {
            (WENT, CAME, "l.new", "f.old")
        };
        for (kind, which) in [("added", added), ("removed", removed), ("changed", RETURNED)] {
            connection.execute(
                &format!(
                    "INSERT INTO {log}(run, target, kind, key) SELECT ?1, ?2, ?3, r.key
                     FROM {MOVED} AND {which} ORDER BY r.first"
                ),
                params![run.0, new.target, kind],
            )?;
        }
        connection.execute(
            &format!(
                "INSERT INTO {log}(run, target, kind, key, \"column\", old, new)
                 SELECT ?1, ?2, 'changed', f.key, f.\"column\", {before}, {after}
                 FROM temp.folded_cells AS s
                   CROSS JOIN _poolhouse_changes AS f ON f.id = s.first
                   CROSS JOIN _poolhouse_changes AS l ON l.id = s.last
                 ORDER BY s.row, s.first"
            ),
            params![run.0, new.target],
        )?;
        Ok(())
    }
}
