//! What a run will do, worked out before it does it. Pure: makes no call and stores nothing.

use poolhouse_catalog::StagedTable;
use poolhouse_catalog::model::{DataflowDraft, SplitVerdict};
use poolhouse_connector::{Connector, Described, Partition, Reading, Split, TableId, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// How far a split reading's count may stray from the estimate before the split is proved
/// again, in hundredths.
const STRAY_PERCENT: u64 = 2;

/// What a run will do.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The tables, with their present columns.
    pub(crate) tables: Vec<StagedTable>,
    /// Their sources, as the connector wants them named.
    pub(crate) wanted: Vec<TableId>,
    /// The units to begin with.
    pub(crate) units: Vec<Unit>,
    /// Readings that are covered in parts.
    pub(crate) split_readings: BTreeSet<Reading>,
    /// About how many rows each table has, as the source says.
    pub(crate) told: BTreeMap<TableId, u64>,
}

/// The columns that a dataflow takes of each table, where it does not take all.
pub(crate) type Accepted = BTreeMap<TableId, BTreeSet<String>>;

/// Plans a run. `verdict` is what is known about splitting this source's listing.
/// A chosen table that the source no longer describes is left out and answered beside.
pub(crate) fn plan(
    draft: &DataflowDraft,
    described: &Described,
    connector: &dyn Connector,
    verdict: Option<&SplitVerdict>,
    accepted: &Accepted,
) -> (Plan, Vec<TableId>) {
    let mut gone = Vec::new();
    let mut tables = Vec::new();
    for chosen in &draft.tables {
        match described.tables.iter().find(|table| table.id == chosen.source) {
            Some(table) => tables.push(StagedTable {
                table: table.clone(),
                target: chosen.target.clone(),
                purpose: chosen.purpose,
                accepted: accepted.get(&table.id).cloned(),
            }),
            None => gone.push(chosen.source.clone()),
        }
    }
    let wanted: Vec<TableId> = tables.iter().map(|staged| staged.table.id.clone()).collect();
    // Without kept rows there is nothing to compare parts and whole by.
    let provable = |reading: &Reading| {
        tables
            .iter()
            .any(|staged| &staged.table.reading == reading && staged.purpose.keeps_rows())
    };
    let parted = parted_readings(connector, &wanted);
    let split = match verdict {
        _ if !described.worth_splitting || parted.is_empty() || !parted.iter().all(provable) => Split::Whole,
        Some(verdict) if verdict.trusted => Split::Parts,
        Some(_) => Split::Whole,
        None => Split::Both,
    };
    let plan = Plan {
        units: connector.units(&wanted, split),
        split_readings: if split == Split::Whole {
            BTreeSet::new()
        } else {
            parted
        },
        told: described
            .sizes
            .iter()
            .filter(|size| wanted.contains(&size.table))
            .map(|size| (size.table.clone(), size.rows))
            .collect(),
        tables,
        wanted,
    };
    (plan, gone)
}

impl Plan {
    /// Takes the staged units for what is split: an interrupted run goes on as it was begun,
    /// whatever is known by now.
    pub(crate) fn resumed<'a>(&mut self, connector: &dyn Connector, units: impl Iterator<Item = &'a Unit>) {
        let parted = parted_readings(connector, &self.wanted);
        self.split_readings = units
            .filter(|unit| !unit.partition.is_whole() && parted.contains(&unit.reading))
            .map(|unit| unit.reading.clone())
            .collect();
    }

    /// Whether the count of a split reading strays so far from the source's own estimate that the
    /// whole must be read beside the parts.
    pub(crate) fn strays(&self, rows: &BTreeMap<TableId, u64>) -> bool {
        self.tables
            .iter()
            .filter(|staged| self.split_readings.contains(&staged.table.reading))
            .filter_map(|staged| Some((self.told.get(&staged.table.id)?, rows.get(&staged.table.id)?)))
            .any(|(expected, found)| expected.abs_diff(*found) * 100 > expected * STRAY_PERCENT)
    }

    /// The units that cover the split readings whole.
    pub(crate) fn whole_units(&self) -> Vec<Unit> {
        self.split_readings.iter().cloned().map(Unit::whole).collect()
    }

    /// Whether a unit is the whole of a reading whose parts are read too, or were to be.
    pub(crate) fn is_proof(&self, unit: &Unit) -> bool {
        unit.partition.is_whole() && self.split_readings.contains(&unit.reading)
    }
}

pub(crate) fn parted_readings(connector: &dyn Connector, wanted: &[TableId]) -> BTreeSet<Reading> {
    connector
        .units(wanted, Split::Parts)
        .into_iter()
        .filter(|unit| unit.partition != Partition::whole())
        .map(|unit| unit.reading)
        .collect()
}
