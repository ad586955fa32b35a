//! What a kind of pool offers: its readings and its tables, and all that follows from the two
//! lists alone: which units to begin with, who pays, what it costs, what is allowed.
//! Called by the opened pools and their kinds.

use crate::errors::Call;
use crate::operation::{Operation, user_pools};
use crate::reading::{Ask, Calls, Doing, Listed};
use crate::slices;
use futures_util::StreamExt;
use futures_util::stream;
use poolhouse_connector::{
    Access, Category, Cursor, ErrorKind, Page, Partition, ReadError, Reading, ReadingCalls, Split, Table,
    TableAccess, TableId, TableSize, Unit,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Calls at once of *Connect*'s checks: quick for the person, and far below every quota.
const PROBES_AT_ONCE: usize = 4;

/// A table, and how many rows it has where the pool says that of itself.
pub(crate) struct Told<F: 'static> {
    table: fn() -> Table,
    rows: Option<fn(&F) -> u64>,
}

impl<F> Told<F> {
    /// A table whose rows are known once it is read.
    pub(crate) const fn unknown(table: fn() -> Table) -> Self {
        Self { table, rows: None }
    }

    /// A table whose rows the description tells.
    pub(crate) const fn counted(table: fn() -> Table, rows: fn(&F) -> u64) -> Self {
        let rows = Some(rows);
        Self { table, rows }
    }
}

/// The readings and tables of an opened pool `S` that describes itself as `F`.
pub(crate) struct Offer<S: 'static, F: 'static> {
    /// Every reading.
    pub(crate) readings: &'static [Listed<S, F>],
    /// Every table, in the order to show them.
    pub(crate) tables: LazyLock<Vec<Table>>,
    /// How many rows they have, in the same order.
    pub(crate) told: &'static [Told<F>],
}

impl<S: Sync, F> Offer<S, F> {
    /// The tables, each with the readings that lead to it.
    pub(crate) fn made(readings: &[Listed<S, F>], tables: &[Told<F>]) -> Vec<Table> {
        tables
            .iter()
            .map(|told| {
                let mut table = (told.table)();
                let mut chain = chain(readings, table.reading.as_str());
                // Slices, and what is discovered of them.
                let slices = chain.iter().position(|reading| slices::NAMING.contains(reading));
                let after = slices.map_or(chain.len(), |place| place + 1);
                table.names_people = chain[after..].iter().copied().map(Reading::new).collect();
                chain.pop();
                table.discovered_by = chain.into_iter().map(Reading::new).collect();
                table
            })
            .collect()
    }

    fn find(&self, reading: &str) -> Option<&'static Listed<S, F>> {
        self.readings.iter().find(|listed| listed.name == reading)
    }

    /// The readings that fill these tables or lead to one that does.
    fn needed(&self, tables: &[TableId]) -> BTreeSet<&'static str> {
        self.tables
            .iter()
            .filter(|table| tables.contains(&table.id))
            .flat_map(|table| chain(self.readings, table.reading.as_str()))
            .collect()
    }

    /// The category that pays for a reading's calls.
    pub(crate) fn payer(&self, reading: &Reading) -> Category {
        self.find(reading.as_str())
            .unwrap_or(&self.readings[0])
            .payer
            .category
            .clone()
    }

    /// The units to begin with.
    pub(crate) fn units(&self, tables: &[TableId], split: Split) -> Vec<Unit> {
        let needed = self.needed(tables);
        let mut units = Vec::new();
        for listed in self.readings {
            if listed.discovered_by.is_some() || !needed.contains(listed.name) {
                continue;
            }
            let unit = |partition| Unit {
                reading: Reading::new(listed.name),
                partition,
            };
            let parts = if split == Split::Whole {
                Vec::new()
            } else {
                (listed.parts)()
            };
            if parts.is_empty() || split == Split::Both {
                units.push(unit(Partition::whole()));
            }
            units.extend(parts.into_iter().map(unit));
        }
        units
    }

    /// Reads one page.
    pub(crate) async fn read_page(
        &self,
        source: &S,
        unit: &Unit,
        cursor: Option<&Cursor>,
        tables: &[TableId],
    ) -> Result<Page, ReadError> {
        let Some(listed) = self.find(unit.reading.as_str()) else {
            let call = Call::first(user_pools("unknown reading"));
            return Err(call.error(ErrorKind::BadParameter, "the connector has no such reading"));
        };
        let ask = Ask {
            partition: &unit.partition,
            cursor,
            tables,
            readings: &self.needed(tables),
        };
        (listed.read)(source, ask).await
    }

    /// How many rows the tables have, as far as the pool says.
    pub(crate) fn sizes(&self, described: &F) -> Vec<TableSize> {
        let size = |(table, told): (&Table, &Told<F>)| {
            Some(TableSize {
                table: table.id.clone(),
                rows: told.rows?(described),
            })
        };
        self.tables.iter().zip(self.told).filter_map(size).collect()
    }

    /// What each reading costs, by what the pool says of itself.
    pub(crate) fn calls(&self, described: &F) -> Vec<ReadingCalls> {
        self.readings
            .iter()
            .map(|listed| {
                let (calls, at_least) = match (listed.calls)(described) {
                    Calls::About(calls) => (calls, false),
                    Calls::AtLeast(calls) => (calls, true),
                };
                ReadingCalls {
                    reading: Reading::new(listed.name),
                    calls,
                    at_least,
                }
            })
            .collect()
    }

    /// The operations that these tables need, each once.
    pub(crate) fn operations(&self, tables: &[TableId]) -> Vec<Operation> {
        let needed = self.needed(tables);
        let mut operations = Vec::new();
        for listed in self.readings.iter().filter(|listed| needed.contains(listed.name)) {
            for operation in listed.operations {
                if !operations.contains(operation) {
                    operations.push(*operation);
                }
            }
        }
        operations
    }

    /// Which tables the keys may read, by the cheapest call of each reading.
    pub(crate) async fn accesses(&self, source: &S) -> Result<Vec<TableAccess>, ReadError> {
        let probes: Vec<Doing<'_, ()>> = self
            .readings
            .iter()
            .map(|listed| (listed.probe)(source))
            .collect();
        let probed: Vec<_> = stream::iter(probes).buffered(PROBES_AT_ONCE).collect().await;
        let mut missing: BTreeMap<&'static str, String> = BTreeMap::new();
        for (listed, probed) in self.readings.iter().zip(probed) {
            let Err(error) = probed else { continue };
            let ErrorKind::Forbidden { action } = error.kind() else {
                return Err(error);
            };
            missing.insert(listed.name, action.clone());
        }
        let access = |table: &Table| {
            let chain = chain(self.readings, table.reading.as_str());
            match chain.into_iter().find_map(|reading| missing.get(reading)) {
                Some(action) => Access::Forbidden {
                    action: action.clone(),
                },
                None => Access::Allowed,
            }
        };
        Ok(self
            .tables
            .iter()
            .map(|table| TableAccess {
                table: table.id.clone(),
                access: access(table),
            })
            .collect())
    }
}

/// A reading and those that lead to it, outermost first.
fn chain<S, F>(readings: &[Listed<S, F>], reading: &str) -> Vec<&'static str> {
    let mut chain = Vec::new();
    let mut next = readings.iter().find(|listed| listed.name == reading);
    while let Some(listed) = next {
        chain.insert(0, listed.name);
        next = listed
            .discovered_by
            .and_then(|name| readings.iter().find(|listed| listed.name == name));
    }
    chain
}
