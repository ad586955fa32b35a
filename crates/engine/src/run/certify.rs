//! What a run shows of how completely it read: its certificate, what it takes of new columns, and
//! from which marks it goes on. Part of the dispatcher, which calls it; the arithmetic is here, the
//! facts are the staging's.

use super::dispatcher::Dispatcher;
use crate::engine::{Engine, Event, Inner};
use crate::error::Error;
use crate::plan::{Accepted, Plan};
use crate::view::WaitingColumn;
use poolhouse_catalog::model::{
    Certificate, ColumnDrift, DataflowId, DriftKind, DriftPolicy, Effort, LogLevel, ReadingCount, RunId,
    SkippedTable, SourceSizes, SplitCertificate, SplitVerdict, TableCertificate,
};
use poolhouse_catalog::{DatabaseReader, Error as CatalogError, SealedTable, StagedUnit, Staging};
use poolhouse_connector::{Note, Reading, TableId};
use std::collections::{BTreeMap, BTreeSet};

impl Dispatcher {
    /// The columns that this run takes: of a table that readers see, those that they see and those
    /// that a person took since. All, where the dataflow takes what comes.
    pub(super) fn accepted_columns(&self) -> Result<Accepted, CatalogError> {
        let draft = &self.dataflow.draft;
        if draft.drift == DriftPolicy::TakeAll {
            return Ok(Accepted::new());
        }
        let Some(database) = DatabaseReader::open(&self.inner.folder, &draft.name)? else {
            return Ok(Accepted::new());
        };
        let mut taken = if draft.drift == DriftPolicy::Ask {
            self.inner.reader().accepted_columns(self.dataflow.id)?
        } else {
            Accepted::new()
        };
        let shown = database.tables()?.into_iter().map(|table| {
            let mut columns = taken.remove(&table.source).unwrap_or_default();
            columns.extend(table.columns.into_iter().map(|column| column.original));
            (table.source, columns)
        });
        Ok(shown.collect())
    }

    /// Lets the connector go on from where the publication stands, for readings of which readers
    /// see every table with every column that this run takes.
    pub(super) fn go_on_from_marks(&self, staging: &Staging, plan: &Plan) -> Result<(), CatalogError> {
        let mut since = staging.marks(&self.connector.source())?;
        if since.is_empty() {
            return Ok(());
        }
        let Some(database) = DatabaseReader::open(&self.inner.folder, &self.dataflow.draft.name)? else {
            return Ok(());
        };
        let shown = database.tables()?;
        let whole: BTreeSet<&Reading> = plan
            .tables
            .iter()
            .filter(|staged| {
                let seen = shown.iter().find(|table| table.source == staged.table.id);
                let has_all = seen.is_some_and(|table| {
                    let has =
                        |original: &String| table.columns.iter().any(|column| column.original == *original);
                    staged.table.columns.iter().all(|column| has(&column.original))
                });
                !(staged.purpose.keeps_rows() && has_all)
            })
            .map(|staged| &staged.table.reading)
            .collect();
        since.retain(|unit, _| !whole.contains(&unit.reading));
        if !since.is_empty() {
            self.log(
                LogLevel::Note,
                "Reads what changed since the run before; rows that did not change are taken over from it.",
            );
            self.connector.go_on_from(since);
        }
        Ok(())
    }

    /// What is known before the first page.
    pub(super) fn certify_beforehand(
        &mut self,
        expected: Effort,
        gone: Vec<TableId>,
        verdict: Option<SplitVerdict>,
    ) -> Result<(), CatalogError> {
        self.certificate.expected = expected;
        self.certificate.skipped = gone
            .into_iter()
            .map(|source| SkippedTable {
                source,
                reason: "The source no longer has it.".into(),
            })
            .collect();
        self.verdict = verdict;
        self.inner.catalog().set_certificate(self.run, &self.certificate)
    }

    /// A word of the source on a table: told once.
    pub(super) fn note(&mut self, note: &Note) {
        let noted = self.notes.entry(note.table.clone()).or_default();
        if noted.contains(&note.message) {
            return;
        }
        noted.push(note.message.clone());
        self.log(LogLevel::Note, &format!("{}: {}", note.table, note.message));
    }

    /// What the units have covered.
    pub(super) fn certify_read(&mut self, staging: &Staging, plan: &Plan) {
        // A staging that met an error has nothing to tell; the run says which.
        let Ok(units) = staging.units() else { return };
        self.certificate.readings = readings(&units);
        self.certificate.tables = plan
            .tables
            .iter()
            .map(|staged| {
                let id = &staged.table.id;
                let counted = counted(&units, plan, &staged.table.reading);
                let brought = counted.filter_map(|unit| unit.brought.get(id));
                let (read, misfits) = brought.fold((0, 0), |(rows, misfits), brought| {
                    (rows + brought.rows, misfits + brought.misfits)
                });
                let before = self.certificate.tables.iter().find(|table| table.source == *id);
                let mut notes = before.map(|table| table.notes.clone()).unwrap_or_default();
                for note in self.notes.get(id).into_iter().flatten() {
                    if !notes.contains(note) {
                        notes.push(note.clone());
                    }
                }
                TableCertificate {
                    source: id.clone(),
                    target: staged.target.clone(),
                    read,
                    rows: 0,
                    expected: self.progress.expected(id),
                    misfits,
                    notes,
                    columns: Vec::new(),
                }
            })
            .collect();
        self.certificate.split = split(&units, plan, self.verdict.as_ref());
        self.keep_certificate();
    }

    /// What was sealed, and what the run took. The last word before the publish.
    pub(super) fn certify_sealed(&mut self, sealed: &[SealedTable]) {
        for table in sealed {
            let Some(certified) = self
                .certificate
                .tables
                .iter_mut()
                .find(|certified| certified.source == table.source)
            else {
                continue;
            };
            certified.rows = table.rows;
            certified.columns.clone_from(&table.drift);
            let name = certified.target.clone();
            for line in drift_words(&name, &table.drift, self.dataflow.draft.drift) {
                self.log(LogLevel::Warning, &line);
            }
        }
        self.keep_certificate();
    }

    /// Keeps how large the source was, for the next estimate.
    pub(super) fn learn_sizes(&self) {
        let certificate = &self.certificate;
        let sizes = SourceSizes {
            pages: certificate
                .readings
                .iter()
                .map(|count| (count.reading.clone(), count.pages))
                .collect(),
            rows: certificate
                .tables
                .iter()
                .map(|table| (table.source.clone(), table.rows))
                .collect(),
        };
        let learned = self.inner.catalog().learn_sizes(&self.connector.source(), &sizes);
        if let Err(error) = learned {
            tracing::warn!(%error, "the source's size was not kept; the next estimate does without it");
        }
    }

    /// What the run took, as it stands.
    fn keep_certificate(&mut self) {
        let totals = self.progress.totals(self.shared.as_deref());
        // Of the tables of which an estimate was made, or the two could not be compared.
        let estimated = self
            .certificate
            .tables
            .iter()
            .filter(|table| table.expected.is_some());
        self.certificate.actual = Effort {
            rows: estimated.map(|table| table.rows).reduce(|sum, rows| sum + rows),
            calls: totals.calls,
            at_least: false,
            seconds: Some(totals.duration_ms.div_ceil(1_000)),
        };
        self.certificate.throttled = totals.throttled;
        self.certificate.retried = self.progress.retried();
        let stored = self.inner.catalog().set_certificate(self.run, &self.certificate);
        if let Err(error) = stored {
            tracing::warn!(%error, "a run's certificate was not stored");
        }
    }
}

impl Engine {
    /// Takes the columns that wait for an answer since this run; the next run brings them.
    pub fn take_columns(&self, run: RunId) -> Result<(), Error> {
        let page = self.open_run(run)?;
        let columns: Vec<_> = page
            .waiting_columns
            .into_iter()
            .map(|column| (column.table, column.original))
            .collect();
        self.inner
            .catalog()
            .accept_columns(page.snapshot.run.dataflow, &columns)?;
        self.inner.tell(Event::Dataflows);
        Ok(())
    }
}

impl Inner {
    /// The columns that a run held back and that nobody has answered for.
    pub(crate) fn waiting_columns(
        &self,
        id: DataflowId,
        certificate: &Certificate,
    ) -> Result<Vec<WaitingColumn>, Error> {
        let reader = self.reader();
        let asks = reader
            .dataflow(id)?
            .is_some_and(|dataflow| dataflow.draft.drift == DriftPolicy::Ask);
        if !asks {
            return Ok(Vec::new());
        }
        let accepted = reader.accepted_columns(id)?;
        let is_taken = |table: &TableId, original: &String| {
            accepted
                .get(table)
                .is_some_and(|columns| columns.contains(original))
        };
        let mut waiting = Vec::new();
        for table in &certificate.tables {
            let held_back = table
                .columns
                .iter()
                .filter(|column| column.kind == DriftKind::HeldBack);
            for column in held_back.filter(|column| !is_taken(&table.source, &column.original)) {
                waiting.push(WaitingColumn {
                    table: table.source.clone(),
                    original: column.original.clone(),
                });
            }
        }
        Ok(waiting)
    }
}

fn readings(units: &[StagedUnit]) -> Vec<ReadingCount> {
    let mut readings: BTreeMap<&Reading, ReadingCount> = BTreeMap::new();
    for unit in units {
        let count = readings
            .entry(&unit.unit.reading)
            .or_insert_with(|| ReadingCount {
                reading: unit.unit.reading.to_string(),
                units: 0,
                covered: 0,
                pages: 0,
            });
        count.units += 1;
        count.covered += u64::from(unit.done);
        count.pages += unit.pages;
    }
    readings.into_values().collect()
}

/// The units of a reading whose rows count: the whole beside its parts only proves them.
fn counted<'a>(
    units: &'a [StagedUnit],
    plan: &'a Plan,
    reading: &'a Reading,
) -> impl Iterator<Item = &'a StagedUnit> {
    let parts = units
        .iter()
        .any(|unit| unit.unit.reading == *reading && !unit.unit.partition.is_whole());
    units
        .iter()
        .filter(move |unit| unit.unit.reading == *reading && !(parts && plan.is_proof(&unit.unit)))
}

fn split(units: &[StagedUnit], plan: &Plan, verdict: Option<&SplitVerdict>) -> Option<SplitCertificate> {
    let reading = plan.split_readings.first()?;
    let of_reading = || units.iter().filter(|unit| unit.unit.reading == *reading);
    let parts = || of_reading().filter(|unit| !unit.unit.partition.is_whole());
    Some(SplitCertificate {
        reading: reading.to_string(),
        parts: parts().count() as u64,
        covered: parts().filter(|unit| unit.done).count() as u64,
        proved: parts().next().is_some() && of_reading().any(|unit| unit.unit.partition.is_whole()),
        trusted: verdict.is_some_and(|verdict| verdict.trusted),
        reason: verdict.map_or_else(String::new, |verdict| verdict.reason.clone()),
    })
}

/// A line for each sort of change of a table's columns.
fn drift_words(table: &str, drift: &[ColumnDrift], policy: DriftPolicy) -> Vec<String> {
    let of = |kind: DriftKind| {
        let names = drift.iter().filter(|column| column.kind == kind);
        names
            .map(|column| column.original.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let held_back = if policy == DriftPolicy::Ask {
        "left out until you take them on this page"
    } else {
        "left out, as this dataflow keeps its columns as they are"
    };
    [
        (DriftKind::Added, "new columns"),
        (DriftKind::HeldBack, held_back),
        (
            DriftKind::Vanished,
            "no longer at the source; kept, with NULL in each row",
        ),
        (
            DriftKind::Widened,
            "of another type now; kept as text, which holds both",
        ),
    ]
    .into_iter()
    .map(|(kind, words)| (of(kind), words))
    .filter(|(names, _)| !names.is_empty())
    .map(|(names, words)| format!("{table}: {names}: {words}."))
    .collect()
}
