//! What a run costs, before it is made: rows, calls and time. The sums are pure.
//!
//! Called by *Connect*, by each face for the tables that are ticked, and by a run for its
//! certificate. The time is what the quotas ask for: a slow network takes longer.

use crate::engine::Inner;
use poolhouse_catalog::Error as CatalogError;
use poolhouse_catalog::model::{Effort, SourceSizes, SplitVerdict};
use poolhouse_connector::{Category, Connector, Described, Reading, Speed, TableId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::{BTreeMap, BTreeSet};

/// Calls that each run makes to learn what the source looks like.
const DESCRIBE: u64 = 1;

/// Calls that parts take more than the whole: the last page of each of sixteen is half full.
const LAST_PAGES: u64 = 8;

/// What the tables of a source cost, as it described itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceCosts {
    /// The tables.
    pub tables: Vec<TableCost>,
    /// The readings that fill them. Tables that share one pay for it once.
    pub readings: Vec<ReadingCost>,
    /// The speed that is chosen.
    pub speed: Speed,
}

/// What one table takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TableCost {
    /// The table.
    pub table: TableId,
    /// About how many rows it has, where that is known.
    pub rows: Option<u64>,
    /// Its readings.
    pub readings: Vec<Reading>,
}

/// What one reading takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadingCost {
    /// The reading.
    pub reading: Reading,
    /// Calls of the next run.
    pub calls: u64,
    /// Whether these are the least there can be.
    pub at_least: bool,
    /// Whether it is read twice this time, to prove that it may be read in parts.
    pub proof: bool,
    /// Who pays for the calls.
    pub category: Category,
    /// Calls a second that the upstream grants; `None` for no limit.
    pub granted: Option<u32>,
}

/// What a run of some tables costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// Rows, calls and seconds at the chosen speed.
    pub effort: Effort,
    /// Whether a table's size is not known, so that the rows are those of the others.
    pub rows_unknown: bool,
    /// Whether a listing is read twice this time.
    pub proof: bool,
    /// Seconds at each speed; empty without a quota.
    pub at_speeds: Vec<SpeedTime>,
}

/// The time that a run takes at a speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SpeedTime {
    /// The speed.
    pub speed: Speed,
    /// Seconds.
    pub seconds: u64,
}

impl Inner {
    /// What runs learned of a source: whether it may be read in parts, and how large it was.
    pub(crate) fn known_of(
        &self,
        source: &dyn Connector,
    ) -> Result<(Option<SplitVerdict>, SourceSizes), CatalogError> {
        let source = source.source();
        let reader = self.reader();
        Ok((reader.verdict(&source)?, reader.sizes(&source)?))
    }
}

/// About how many rows each table has: as the source says, or else as runs found. What a run found
/// of a table grows as those tables grew that come of the same calls and that the source can count.
fn known_rows<'a>(described: &'a Described, sizes: &'a SourceSizes) -> BTreeMap<&'a TableId, u64> {
    let told: BTreeMap<&TableId, u64> = described
        .sizes
        .iter()
        .map(|size| (&size.table, size.rows))
        .collect();
    let grown = |reading: &Reading| {
        let siblings = described.tables.iter().filter(|table| table.reading == *reading);
        let (mut now, mut then) = (0, 0);
        for table in siblings {
            if let (Some(told), Some(found)) = (told.get(&table.id), sizes.rows.get(&table.id)) {
                now += told;
                then += found;
            }
        }
        if then == 0 { 1.0 } else { now as f64 / then as f64 }
    };
    let mut rows = BTreeMap::new();
    for table in &described.tables {
        if let Some(told) = told.get(&table.id) {
            rows.insert(&table.id, *told);
        } else if let Some(found) = sizes.rows.get(&table.id) {
            rows.insert(&table.id, (*found as f64 * grown(&table.reading)).round() as u64);
        }
    }
    rows
}

impl SourceCosts {
    /// The costs of `source` as it `described` itself; `verdict` is what is known about reading it
    /// in parts. What it cannot tell beforehand is what runs before found: its `sizes`.
    pub(crate) fn of(
        source: &dyn Connector,
        described: &Described,
        verdict: Option<&SplitVerdict>,
        sizes: &SourceSizes,
    ) -> Self {
        let limits = source.limits();
        let ids: Vec<TableId> = described.tables.iter().map(|table| table.id.clone()).collect();
        let parted = crate::plan::parted_readings(source, &ids);
        let proves = described.worth_splitting && verdict.is_none();
        let in_parts = described.worth_splitting && verdict.is_none_or(|verdict| verdict.trusted);
        let rows = known_rows(described, sizes);
        let readings = described.calls.iter().map(|told| {
            let category = source.payer(&told.reading);
            let quota = limits.iter().find(|quota| quota.category == category);
            let proof = proves && parted.contains(&told.reading);
            let found = sizes.pages.get(told.reading.as_str()).filter(|_| told.at_least);
            let mut calls = told.calls.max(found.copied().unwrap_or(0));
            if in_parts && parted.contains(&told.reading) {
                calls += LAST_PAGES;
            }
            if proof {
                calls += told.calls;
            }
            ReadingCost {
                reading: told.reading.clone(),
                calls,
                at_least: told.at_least,
                proof,
                granted: quota
                    .filter(|quota| quota.speed != Speed::Unlimited)
                    .and_then(|quota| quota.calls_per_second),
                category,
            }
        });
        Self {
            readings: readings.collect(),
            tables: described
                .tables
                .iter()
                .map(|table| TableCost {
                    table: table.id.clone(),
                    rows: rows.get(&table.id).copied(),
                    readings: table
                        .discovered_by
                        .iter()
                        .chain([&table.reading])
                        .cloned()
                        .collect(),
                })
                .collect(),
            speed: limits.first().map(|quota| quota.speed).unwrap_or_default(),
        }
    }

    /// About how many rows each of these tables has, where that is known.
    pub(crate) fn rows(&self, tables: &[TableId]) -> BTreeMap<TableId, u64> {
        let chosen = self.tables.iter().filter(|cost| tables.contains(&cost.table));
        chosen
            .filter_map(|cost| Some((cost.table.clone(), cost.rows?)))
            .collect()
    }

    /// The cost of one run of these tables.
    pub fn of_tables(&self, tables: &[TableId]) -> Cost {
        let chosen = self.tables.iter().filter(|cost| tables.contains(&cost.table));
        let mut readings = BTreeSet::new();
        let (mut rows, mut rows_unknown) = (None, false);
        for table in chosen {
            readings.extend(&table.readings);
            match table.rows {
                Some(known) => rows = Some(rows.unwrap_or(0) + known),
                None => rows_unknown = true,
            }
        }
        let made = || {
            self.readings
                .iter()
                .filter(|cost| readings.contains(&cost.reading))
        };
        let mut by_payer: BTreeMap<&Category, (u64, Option<u32>)> = BTreeMap::new();
        for cost in made() {
            let paid = by_payer.entry(&cost.category).or_insert((0, cost.granted));
            paid.0 += cost.calls;
        }
        // Categories are read side by side: the slowest counts.
        let seconds = |speed: Speed| {
            by_payer
                .values()
                .filter_map(|(calls, granted)| Some(calls.div_ceil(u64::from(speed.of((*granted)?)?)).max(1)))
                .max()
        };
        let reads: u64 = made().map(|cost| cost.calls).sum();
        Cost {
            effort: Effort {
                rows,
                calls: if reads == 0 { 0 } else { reads + DESCRIBE },
                at_least: made().any(|cost| cost.at_least),
                seconds: seconds(self.speed),
            },
            rows_unknown,
            proof: made().any(|cost| cost.proof),
            at_speeds: Speed::CHOICES
                .into_iter()
                .filter_map(|speed| {
                    let seconds = seconds(speed)?;
                    Some(SpeedTime { speed, seconds })
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs() -> SourceCosts {
        let reading = |name: &'static str, calls, category, granted| ReadingCost {
            reading: Reading::new(name),
            calls,
            at_least: name == "Members",
            proof: false,
            category: Category::new(category),
            granted: Some(granted),
        };
        let table = |name: &'static str, rows, readings: &[&'static str]| TableCost {
            table: TableId::new(name),
            rows,
            readings: readings.iter().map(|name| Reading::new(name)).collect(),
        };
        SourceCosts {
            tables: vec![
                table("users", Some(6_000), &["List"]),
                table("attributes", None, &["List"]),
                table("groups", Some(5), &["Groups"]),
                table("members", None, &["Groups", "Members"]),
            ],
            readings: vec![
                reading("List", 100, "UserList", 30),
                reading("Groups", 1, "PoolResource", 5),
                reading("Members", 5, "UserList", 30),
            ],
            speed: Speed::Gentle,
        }
    }

    fn of(tables: &[&'static str]) -> Cost {
        costs().of_tables(&tables.iter().map(|name| TableId::new(name)).collect::<Vec<_>>())
    }

    #[test]
    fn tables_that_share_a_reading_pay_for_it_once() {
        assert_eq!(of(&["users"]).effort.calls, 101);
        assert_eq!(of(&["users", "attributes"]).effort.calls, 101);
        assert_eq!(
            of(&["users", "groups", "members"]).effort.calls,
            1 + 100 + 1 + 5,
            "the groups' listing, which both need, is made once"
        );
        assert_eq!(of(&[]).effort.calls, 0, "nothing ticked, nothing asked");
    }

    #[test]
    fn what_a_small_run_found_grows_with_the_source() {
        let table = |id: &'static str, reading: &'static str| poolhouse_connector::Table {
            id: TableId::new(id),
            summary: String::new(),
            reading: Reading::new(reading),
            columns: Vec::new(),
            key: Vec::new(),
            discovered_by: Vec::new(),
            person: None,
            names_people: Vec::new(),
            default: true,
        };
        let described = Described {
            name: String::new(),
            tables: vec![
                table("users", "List"),
                table("attributes", "List"),
                table("groups", "Groups"),
            ],
            sizes: vec![poolhouse_connector::TableSize {
                table: TableId::new("users"),
                rows: 40_000,
            }],
            calls: Vec::new(),
            worth_splitting: false,
        };
        let found = [("users", 200), ("attributes", 4_000), ("groups", 11)];
        let sizes = SourceSizes {
            pages: BTreeMap::new(),
            rows: found.map(|(table, rows)| (TableId::new(table), rows)).into(),
        };
        let known = known_rows(&described, &sizes);
        let of = |table| known[&TableId::new(table)];
        assert_eq!(
            (of("users"), of("attributes"), of("groups")),
            (40_000, 800_000, 11)
        );
    }

    #[test]
    fn the_slowest_category_sets_the_time_at_each_speed() {
        let cost = of(&["users", "members"]);
        let seconds: Vec<u64> = cost.at_speeds.iter().map(|at| at.seconds).collect();
        assert_eq!(seconds, [11, 6, 4], "105 calls at 10, 20 and 30 a second");
        assert_eq!(cost.effort.seconds, Some(11), "at the chosen speed");
        assert!(cost.effort.at_least && cost.rows_unknown);
        assert_eq!(cost.effort.rows, Some(6_000), "the rows that are known");
    }
}
