//! One way of looking at a table, timed for as many rounds as were asked for.

use crate::machine::megabytes;
use crate::report::grouped;
use anyhow::{Context, Result};
use poolhouse_engine::Engine;
use poolhouse_engine::model::{TableQuery, Version};
use poolhouse_engine::view::{ExportRequest, FileFormat, Handed, OpenedTable, Privacy, Subject};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Instant;

/// Rows that a window shows at a time.
const IN_SIGHT: u32 = 100;

/// Rows jumped to.
const JUMPS: u64 = 50;

/// One thing that was measured.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Measured {
    pub(super) what: String,
    /// Each round's, in seconds.
    pub(super) seconds: Vec<f64>,
    /// What is to be reached, in seconds.
    pub(super) aim: f64,
    /// What came of it, in words; may be empty.
    pub(super) note: String,
}

/// A number of rounds of each thing that may be looked at.
pub(super) struct Looking<'a> {
    pub(super) engine: &'a Engine,
    pub(super) rounds: u32,
    pub(super) measured: Vec<Measured>,
}

impl Looking<'_> {
    async fn open(&self, subject: &Subject, query: &TableQuery) -> Result<OpenedTable> {
        Ok(self.engine.open_table(subject.clone(), query.clone()).await?)
    }

    fn tell(&mut self, what: &str, aim: f64, seconds: Vec<f64>, note: String) {
        self.measured.push(Measured {
            what: what.to_owned(),
            seconds,
            aim,
            note,
        });
    }

    pub(super) async fn first_rows(
        &mut self,
        what: &str,
        aim: f64,
        subject: &Subject,
        query: &TableQuery,
    ) -> Result<()> {
        let mut seconds = Vec::new();
        for _ in 0..self.rounds {
            let begun = Instant::now();
            let table = self.open(subject, query).await?;
            while self
                .engine
                .table_rows(table.view, 0, IN_SIGHT)
                .await?
                .rows
                .is_empty()
            {}
            seconds.push(begun.elapsed().as_secs_f64());
            self.engine.close_table(table.view);
        }
        self.tell(what, aim, seconds, String::new());
        Ok(())
    }

    /// What a row has in a column.
    pub(super) async fn of_one(&self, subject: &Subject, column: &str, row: u64) -> Result<String> {
        let table = self.open(subject, &TableQuery::default()).await?;
        let column = table.columns.iter().position(|each| each.name == column);
        let column = column.context("the column is there")?;
        let mut found = None;
        for row in row..row + 100 {
            let mut window = self.engine.table_rows(table.view, row, 1).await?;
            let cells = window.rows.pop().context("the row is there")?;
            found = cells.into_iter().nth(column).flatten();
            if found.is_some() {
                break;
            }
        }
        self.engine.close_table(table.view);
        found.context("somebody has one")
    }

    pub(super) async fn all_rows(
        &mut self,
        what: &str,
        aim: f64,
        subject: &Subject,
        query: &TableQuery,
    ) -> Result<()> {
        let (mut seconds, mut found) = (Vec::new(), 0);
        for _ in 0..self.rounds {
            let begun = Instant::now();
            let table = self.open(subject, query).await?;
            found = self.listed(&table).await?;
            seconds.push(begun.elapsed().as_secs_f64());
            self.engine.close_table(table.view);
        }
        self.tell(
            what,
            aim,
            seconds,
            format!("{} rows found", grouped(found as f64)),
        );
        Ok(())
    }

    /// To the last line, with the first ones in sight. Every other round goes back: what was compared last is
    /// kept, and would answer for itself.
    pub(super) async fn compare(
        &mut self,
        what: &str,
        aim: f64,
        mut sides: [Version; 2],
        between: &impl Fn([Version; 2]) -> Subject,
    ) -> Result<()> {
        let (mut seconds, mut found) = (Vec::new(), 0);
        for _ in 0..self.rounds {
            let begun = Instant::now();
            let table = self.open(&between(sides), &TableQuery::default()).await?;
            found = self.listed(&table).await?;
            self.engine.table_rows(table.view, 0, IN_SIGHT).await?;
            seconds.push(begun.elapsed().as_secs_f64());
            self.engine.close_table(table.view);
            sides.reverse();
        }
        self.tell(
            what,
            aim,
            seconds,
            format!("{} lines found", grouped(found as f64)),
        );
        Ok(())
    }

    /// Waits until all rows are listed; answers how many.
    async fn listed(&self, table: &OpenedTable) -> Result<u64> {
        loop {
            let window = self.engine.table_rows(table.view, u64::MAX, 0).await?;
            if window.done {
                return Ok(window.found);
            }
        }
    }

    pub(super) async fn jump(&mut self, subject: &Subject, aim: f64) -> Result<()> {
        let table = self.open(subject, &TableQuery::default()).await?;
        let rows = self.listed(&table).await?;
        let mut seconds = Vec::new();
        for jump in 0..JUMPS {
            // All over the table, in no order.
            let to = jump * 7_919 % JUMPS * (rows / JUMPS);
            let begun = Instant::now();
            self.engine.table_rows(table.view, to, IN_SIGHT).await?;
            seconds.push(begun.elapsed().as_secs_f64());
        }
        self.engine.close_table(table.view);
        self.tell("jump to any row", aim, seconds, String::new());
        Ok(())
    }

    /// Closes a table while it is sorted: what comes next must not wait for it.
    pub(super) async fn cancel(&mut self, subject: &Subject, query: &TableQuery, aim: f64) -> Result<()> {
        let mut seconds = Vec::new();
        for _ in 0..self.rounds {
            for _ in 0..10 {
                let table = self.open(subject, query).await?;
                self.engine.close_table(table.view);
            }
            let begun = Instant::now();
            let table = self.open(subject, query).await?;
            while self.engine.table_rows(table.view, 0, 1).await?.rows.is_empty() {}
            seconds.push(begun.elapsed().as_secs_f64());
            self.engine.close_table(table.view);
        }
        self.tell(
            "the same sort after ten that were cancelled",
            aim,
            seconds,
            String::new(),
        );
        Ok(())
    }

    pub(super) async fn profile(&mut self, subject: &Subject, column: &str, aim: f64) -> Result<()> {
        let table = self.open(subject, &TableQuery::default()).await?;
        self.listed(&table).await?;
        let (mut seconds, mut distinct) = (Vec::new(), 0);
        for _ in 0..self.rounds {
            let begun = Instant::now();
            distinct = self.engine.profile_column(table.view, column).await?.distinct;
            seconds.push(begun.elapsed().as_secs_f64());
        }
        self.engine.close_table(table.view);
        let note = format!("{} values", grouped(distinct as f64));
        self.tell(&format!("profile of the column {column}"), aim, seconds, note);
        Ok(())
    }

    /// All columns, or so many of the first.
    pub(super) async fn export(
        &mut self,
        folder: &Path,
        subject: &Subject,
        format: FileFormat,
        first: Option<usize>,
        aim: f64,
    ) -> Result<()> {
        let table = self.open(subject, &TableQuery::default()).await?;
        self.engine.close_table(table.view);
        let names = table.columns.into_iter().map(|column| column.name);
        let columns: Vec<String> = names.take(first.unwrap_or(usize::MAX)).collect();
        let path = folder.join(format!("export.{}", format.ending()));
        let (mut seconds, mut bytes) = (Vec::new(), 0);
        for _ in 0..self.rounds {
            let request = ExportRequest {
                what: Handed::Rows {
                    subject: subject.clone(),
                    query: TableQuery::default(),
                    columns: columns.clone(),
                },
                privacy: Privacy::Keep,
                format,
                path: path.to_str().context("a path in Unicode")?.to_owned(),
                replace: true,
            };
            let begun = Instant::now();
            bytes = self.engine.export_file("bench", request).await?.bytes;
            seconds.push(begun.elapsed().as_secs_f64());
        }
        let note = format!("{} columns, {:.0} MB", columns.len(), megabytes(bytes));
        self.tell(&format!("export as {}", format.ending()), aim, seconds, note);
        std::fs::remove_file(path)?;
        Ok(())
    }
}
