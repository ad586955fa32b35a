//! Cells of others in which something of a person stands, such as their e-mail address in a note.
//!
//! They are counted and told, and never rewritten: what somebody wrote is theirs to mend. Called by
//! `traces`.

use super::named::Named;
use super::traces::{Kept, Lines, People};
use crate::Error;
use crate::model::Mention;
use crate::names::quote;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Counts the cells of others in which one of these values stands.
pub(super) fn mentions(
    connection: &Connection,
    kept: &[Kept],
    lines: &[Lines],
    people: &People,
    person: &str,
    values: &BTreeSet<String>,
) -> Result<Vec<Mention>, Error> {
    let Some(named) = Named::by(values)? else {
        return Ok(Vec::new());
    };
    let mut found: BTreeMap<(String, String), u64> = BTreeMap::new();
    for kept in kept {
        let columns = &kept.entry.columns;
        let names: Vec<String> = columns.iter().map(|column| quote(&column.name)).collect();
        // The person's own rows are not others'.
        let others = kept.person(people).map_or_else(String::new, |column| {
            format!(" WHERE {} IS NOT ?1", quote(column))
        });
        let sql = format!(
            "SELECT {} FROM {}{others}",
            names.join(", "),
            quote(&kept.entry.physical)
        );
        let mut statement = connection.prepare(&sql)?;
        let bound: &[&str] = if others.is_empty() { &[] } else { &[person] };
        let mut rows = statement.query(params_from_iter(bound))?;
        while let Some(row) = rows.next()? {
            for (place, column) in columns.iter().enumerate() {
                if let ValueRef::Text(text) = row.get_ref(place)?
                    && named.stands_in(text)
                {
                    let cell = (kept.entry.target.clone(), column.name.clone());
                    *found.entry(cell).or_default() += 1;
                }
            }
        }
    }
    let mut told: Vec<Mention> = found
        .into_iter()
        .map(|((table, column), cells)| Mention {
            table: Some(table),
            column: Some(column),
            cells,
        })
        .collect();
    let logged = mentioned_in_log(connection, lines, person, &named)?;
    if logged > 0 {
        told.push(Mention {
            table: None,
            column: None,
            cells: logged,
        });
    }
    Ok(told)
}

/// Lines of the change log that are others' and hold one of the values.
fn mentioned_in_log(
    connection: &Connection,
    lines: &[Lines],
    person: &str,
    named: &Named,
) -> Result<u64, Error> {
    let places: BTreeMap<(i64, &str), usize> = lines
        .iter()
        .map(|lines| ((lines.run.0, lines.target.as_str()), lines.place))
        .collect();
    let mut statement = connection.prepare("SELECT run, target, key, old, new FROM _poolhouse_changes")?;
    let mut rows = statement.query([])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        let holds = |place: usize| -> Result<bool, Error> {
            Ok(matches!(row.get_ref(place)?, ValueRef::Text(text) if named.stands_in(text)))
        };
        if !(holds(2)? || holds(3)? || holds(4)?) {
            continue;
        }
        let (run, target): (i64, String) = (row.get(0)?, row.get(1)?);
        let key: Vec<Value> = crate::words::from_json(&row.get::<_, String>(2)?)?;
        let place = places.get(&(run, target.as_str()));
        let whose = place.and_then(|place| key.get(*place)?.as_str());
        found += u64::from(whose != Some(person));
    }
    Ok(found)
}
