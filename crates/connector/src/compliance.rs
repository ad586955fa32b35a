//! The checks that every connector's tests run: the MUSTs of `CONTRACT.md`, as far as a
//! machine can try them against one healthy source.

use crate::{Connector, ConnectorKind, Cursor, Split, TableId, Unit};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages after which a chain is taken for endless.
const MOST_PAGES: usize = 10_000;

/// Reads everything that `connector` offers and answers the number of rows for each table.
///
/// # Errors
/// The first MUST that does not hold, in words.
pub async fn check(
    kind: &dyn ConnectorKind,
    connector: &dyn Connector,
) -> Result<BTreeMap<TableId, u64>, String> {
    check_kind(kind)?;
    let described = connector.describe().await.map_err(|e| format!("describe: {e}"))?;
    let known: BTreeSet<TableId> = kind.tables().into_iter().map(|table| table.id).collect();
    let tables: Vec<TableId> = described.tables.iter().map(|table| table.id.clone()).collect();
    for table in &tables {
        if !known.contains(table) {
            return Err(format!("`{table}` is described but not among the kind's tables"));
        }
    }
    check_limits(connector, &described.tables)?;
    let whole = read(connector, &tables, Split::Whole).await?;
    let parts = read(connector, &tables, Split::Parts).await?;
    if whole != parts {
        return Err(format!("the parts bring {parts:?}, the whole brings {whole:?}"));
    }
    Ok(whole)
}

fn check_kind(kind: &dyn ConnectorKind) -> Result<(), String> {
    if kind.id().is_empty() || !kind.id().chars().all(|c| c.is_ascii_lowercase() || c == '-') {
        return Err(format!(
            "the id `{}` must be lower-case letters and dashes",
            kind.id()
        ));
    }
    let mut ids = BTreeSet::new();
    for table in kind.tables() {
        if !ids.insert(table.id.clone()) {
            return Err(format!("`{}` is named twice", table.id));
        }
        if table.key.is_empty() {
            return Err(format!("`{}` has no key", table.id));
        }
        for key in &table.key {
            if !table.columns.iter().any(|column| &column.original == key) {
                return Err(format!("`{}` has no column for its key `{key}`", table.id));
            }
        }
        if table.cost.rows_per_call == 0 {
            return Err(format!("`{}` brings no row a call", table.id));
        }
    }
    Ok(())
}

fn check_limits(connector: &dyn Connector, tables: &[crate::Table]) -> Result<(), String> {
    let limits = connector.limits();
    for table in tables {
        let payer = connector.payer(&table.reading);
        let Some(quota) = limits.iter().find(|quota| quota.category == payer) else {
            return Err(format!(
                "no quota for `{}`, which pays for `{}`",
                payer.as_str(),
                table.reading
            ));
        };
        if quota.concurrency == 0 {
            return Err(format!("`{}` allows no call at all", payer.as_str()));
        }
    }
    Ok(())
}

/// Follows every chain to its end. Rows are counted by distinct key, as the parts of a split
/// may be read at other moments than the whole.
async fn read(
    connector: &dyn Connector,
    tables: &[TableId],
    split: Split,
) -> Result<BTreeMap<TableId, u64>, String> {
    let described = connector.describe().await.map_err(|e| format!("describe: {e}"))?;
    let mut seen: BTreeMap<TableId, BTreeSet<String>> = tables
        .iter()
        .map(|table| (table.clone(), BTreeSet::new()))
        .collect();
    let first = connector.units(tables, split);
    let mut asked: BTreeSet<Unit> = first.iter().cloned().collect();
    if asked.len() != first.len() {
        return Err("a unit is named twice".into());
    }
    let mut waiting: VecDeque<Unit> = first.into();
    while let Some(unit) = waiting.pop_front() {
        let mut cursor: Option<Cursor> = None;
        for page_number in 0.. {
            if page_number == MOST_PAGES {
                return Err(format!("{unit:?} does not end"));
            }
            let page = connector
                .read_page(&unit, cursor.as_ref(), tables)
                .await
                .map_err(|e| format!("{unit:?}: {e}"))?;
            for batch in &page.batches {
                let Some(table) = described.tables.iter().find(|table| table.id == batch.table) else {
                    return Err(format!(
                        "{unit:?} brings rows of `{}`, which nobody asked for",
                        batch.table
                    ));
                };
                if table.reading != unit.reading {
                    return Err(format!("{unit:?} brings rows of `{}`", batch.table));
                }
                let keys: Vec<usize> = table
                    .key
                    .iter()
                    .map(|key| batch.columns.iter().position(|column| &column.original == key))
                    .collect::<Option<_>>()
                    .ok_or_else(|| format!("a batch of `{}` lacks its key", batch.table))?;
                for row in &batch.rows {
                    if row.len() != batch.columns.len() {
                        return Err(format!(
                            "a row of `{}` is not as wide as its columns",
                            batch.table
                        ));
                    }
                    let key = format!("{:?}", keys.iter().map(|&index| &row[index]).collect::<Vec<_>>());
                    seen.entry(batch.table.clone()).or_default().insert(key);
                }
            }
            for unit in page.discovered {
                if asked.insert(unit.clone()) {
                    waiting.push_back(unit);
                }
            }
            match page.next {
                Some(next) if cursor.as_ref() == Some(&next) => {
                    return Err(format!("{unit:?} repeats its cursor"));
                }
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
    }
    Ok(seen
        .into_iter()
        .map(|(table, keys)| (table, keys.len() as u64))
        .collect())
}
