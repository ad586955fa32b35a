//! The checks that every connector's tests run: the MUSTs of `CONTRACT.md`, as far as a
//! machine can try them against one healthy source.

use crate::{
    Batch, Connector, ConnectorKind, Cursor, Described, Kept, Page, Reading, Since, Split, Table, TableId,
    Unit, Value,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Pages after which a chain is taken for endless.
const MOST_PAGES: usize = 10_000;

/// A row by the names of its columns.
type Cells = BTreeMap<String, Value>;

/// What a reading of everything brought: rows by table and key, and the marks left behind.
#[derive(Default)]
struct Brought {
    rows: BTreeMap<TableId, BTreeMap<String, Cells>>,
    marks: Since,
}

/// Reads everything that `connector` offers, whole, in parts, and once more from the marks that
/// it left, and answers the number of rows for each table.
///
/// # Errors
/// The first MUST that does not hold, in words.
pub async fn check(
    kind: &dyn ConnectorKind,
    connector: &dyn Connector,
) -> Result<BTreeMap<TableId, u64>, String> {
    check_kind(kind)?;
    let described = describe(connector).await?;
    let known: BTreeSet<TableId> = kind.tables().into_iter().map(|table| table.id).collect();
    let tables: Vec<TableId> = described.tables.iter().map(|table| table.id.clone()).collect();
    for table in &tables {
        if !known.contains(table) {
            return Err(format!("`{table}` is described but not among the kind's tables"));
        }
    }
    check_limits(connector, &described)?;
    check_costs(&described)?;
    check_units(connector, &described.tables)?;
    let nothing = Brought::default();
    let whole = read(connector, &tables, Split::Whole, &nothing).await?;
    let parts = read(connector, &tables, Split::Parts, &nothing).await?;
    same("the parts bring", &counts(&parts), &counts(&whole))?;
    if !whole.marks.is_empty() {
        connector.describe().await.map_err(|e| format!("describe: {e}"))?;
        connector.go_on_from(whole.marks.clone());
        let later = read(connector, &tables, Split::Whole, &whole).await?;
        same(
            "from its marks on, a later reading makes",
            &counts(&later),
            &counts(&whole),
        )?;
    }
    Ok(counts(&whole))
}

async fn describe(connector: &dyn Connector) -> Result<Described, String> {
    connector.describe().await.map_err(|e| format!("describe: {e}"))
}

fn same(what: &str, found: &BTreeMap<TableId, u64>, whole: &BTreeMap<TableId, u64>) -> Result<(), String> {
    if found == whole {
        return Ok(());
    }
    Err(format!("{what} {found:?}, the whole brings {whole:?}"))
}

fn counts(brought: &Brought) -> BTreeMap<TableId, u64> {
    brought
        .rows
        .iter()
        .map(|(table, rows)| (table.clone(), rows.len() as u64))
        .collect()
}

fn check_kind(kind: &dyn ConnectorKind) -> Result<(), String> {
    if kind.id().is_empty() || !kind.id().chars().all(|c| c.is_ascii_lowercase() || c == '-') {
        return Err(format!(
            "the id `{}` must be lower-case letters and dashes",
            kind.id()
        ));
    }
    if kind.bill().is_empty() {
        return Err("what reading costs in money is not said".into());
    }
    let mut ids = BTreeSet::new();
    for table in kind.tables() {
        if !ids.insert(table.id.clone()) {
            return Err(format!("`{}` is named twice", table.id));
        }
        if table.key.is_empty() {
            return Err(format!("`{}` has no key", table.id));
        }
        let columns: BTreeSet<&String> = table.columns.iter().map(|column| &column.original).collect();
        if columns.len() != table.columns.len() {
            return Err(format!("`{}` names a column twice", table.id));
        }
        for key in &table.key {
            if !columns.contains(key) {
                return Err(format!("`{}` has no column for its key `{key}`", table.id));
            }
        }
        if let Some(person) = table.person.as_ref().filter(|person| !table.key.contains(person)) {
            return Err(format!(
                "`{}` tells people by `{person}`, which is not of its key",
                table.id
            ));
        }
        if let Some(reading) = table
            .names_people
            .iter()
            .find(|reading| !readings(&table).any(|of_table| of_table == *reading))
        {
            return Err(format!("`{reading}` does not lead to `{}`", table.id));
        }
        if table.discovered_by.contains(&table.reading) {
            return Err(format!("`{}` discovers itself", table.reading));
        }
    }
    let tables = kind.tables();
    for naming in kind.namings() {
        let table = tables.iter().find(|table| table.id == naming.table);
        let table = table.ok_or_else(|| format!("`{}`, which is named, is not there", naming.table))?;
        if table.key.len() != 1 {
            return Err(format!(
                "rows of `{}` are named, and its key is not one column",
                table.id
            ));
        }
    }
    Ok(())
}

/// The readings of a table, outermost first.
fn readings(table: &Table) -> impl Iterator<Item = &Reading> + Clone {
    table.discovered_by.iter().chain([&table.reading])
}

fn check_limits(connector: &dyn Connector, described: &Described) -> Result<(), String> {
    let limits = connector.limits();
    let readings = described.tables.iter().flat_map(readings);
    let payers = readings.map(|reading| (connector.payer(reading), reading.as_str()));
    for (payer, what) in payers.chain(
        connector
            .size_payer()
            .map(|payer| (payer, "the size of a choice")),
    ) {
        let Some(quota) = limits.iter().find(|quota| quota.category == payer) else {
            return Err(format!(
                "no quota for `{}`, which pays for `{what}`",
                payer.as_str()
            ));
        };
        if quota.concurrency == 0 {
            return Err(format!("`{}` allows no call at all", payer.as_str()));
        }
    }
    Ok(())
}

fn check_costs(described: &Described) -> Result<(), String> {
    for reading in described.tables.iter().flat_map(readings) {
        let told = described.calls.iter().filter(|calls| calls.reading == *reading);
        match told.count() {
            1 => {}
            0 => return Err(format!("what `{reading}` costs is not said")),
            _ => return Err(format!("what `{reading}` costs is said twice")),
        }
    }
    Ok(())
}

/// A table alone begins with its outermost reading, and with nothing else.
fn check_units(connector: &dyn Connector, tables: &[Table]) -> Result<(), String> {
    for table in tables {
        let outermost = readings(table).next();
        for split in [Split::Whole, Split::Parts, Split::Both] {
            let units = connector.units(std::slice::from_ref(&table.id), split);
            if units.is_empty() || units.iter().any(|unit| Some(&unit.reading) != outermost) {
                return Err(format!("`{}` begins with {units:?}", table.id));
            }
        }
    }
    Ok(())
}

/// Follows every chain to its end. Rows are told apart by their key, as the parts of a split
/// may be read at other moments than the whole. `before` is what the rows that are kept are of.
async fn read(
    connector: &dyn Connector,
    tables: &[TableId],
    split: Split,
    before: &Brought,
) -> Result<Brought, String> {
    let described = describe(connector).await?;
    let mut brought = Brought {
        rows: tables
            .iter()
            .map(|table| (table.clone(), BTreeMap::new()))
            .collect(),
        marks: Since::new(),
    };
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
            check_page(&page, &unit, &described)?;
            for kept in &page.kept {
                keep(kept, before, &mut brought);
            }
            for batch in &page.batches {
                let table = described.tables.iter().find(|table| table.id == batch.table);
                take(batch, &unit, table, &mut brought)?;
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
                None => {
                    if let Some(mark) = page.mark {
                        brought.marks.insert(unit.clone(), mark);
                    }
                    break;
                }
            }
        }
    }
    Ok(brought)
}

fn check_page(page: &Page, unit: &Unit, described: &Described) -> Result<(), String> {
    let is_known = |id: &TableId| described.tables.iter().any(|table| table.id == *id);
    if let Some(note) = page
        .notes
        .iter()
        .find(|note| !is_known(&note.table) || note.message.is_empty())
    {
        return Err(format!("{unit:?} says nothing of use: {note:?}"));
    }
    if page.mark.is_some() && page.next.is_some() {
        return Err(format!("{unit:?} leaves a mark before its end"));
    }
    let readings = described.tables.iter().flat_map(readings);
    for found in &page.discovered {
        if !readings.clone().any(|reading| *reading == found.reading) {
            return Err(format!("{unit:?} discovers {found:?}, which fills no table"));
        }
    }
    if !readings.clone().any(|reading| *reading == unit.reading) {
        return Err(format!("{unit:?} is of no table's reading"));
    }
    Ok(())
}

fn keep(kept: &Kept, before: &Brought, brought: &mut Brought) {
    let Some(rows) = before.rows.get(&kept.table) else {
        return;
    };
    let into = brought.rows.entry(kept.table.clone()).or_default();
    for (key, cells) in rows {
        if kept
            .rows_with
            .iter()
            .all(|(column, value)| cells.get(column) == Some(value))
        {
            into.entry(key.clone()).or_insert_with(|| cells.clone());
        }
    }
}

fn take(batch: &Batch, unit: &Unit, table: Option<&Table>, brought: &mut Brought) -> Result<(), String> {
    let Some(table) = table else {
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
    let rows = brought.rows.entry(batch.table.clone()).or_default();
    for row in &batch.rows {
        if row.len() != batch.columns.len() {
            return Err(format!(
                "a row of `{}` is not as wide as its columns",
                batch.table
            ));
        }
        let key: Vec<&Value> = keys.iter().map(|&index| &row[index]).collect();
        if key.contains(&&Value::Null) {
            return Err(format!("a row of `{}` lacks its key: {key:?}", batch.table));
        }
        let names = batch.columns.iter().map(|column| column.original.clone());
        rows.insert(format!("{key:?}"), names.zip(row.iter().cloned()).collect());
    }
    Ok(())
}
