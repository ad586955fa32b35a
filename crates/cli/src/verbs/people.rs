//! `directory` and `find`: the people of all databases.

use super::Failed;
use super::left_out;
use super::wanted::filters;
use crate::Ended;
use crate::arguments::Find;
use crate::output::{Output, clipped, columns, visible};
use poolhouse_engine::model::{StoredColumn, TableQuery};
use poolhouse_engine::view::{Organization, Subject};
use poolhouse_engine::{Engine, grouped};
use serde_json::{Map, Value};

/// Rows asked for at a time.
const AT_ONCE: u32 = 1_000;

/// People in a table on the terminal at most.
const SHOWN: usize = 200;

/// The columns of that table, where they are there and somebody has them.
const COLUMNS: [&str; 10] = [
    "given_name",
    "family_name",
    "name",
    "email",
    "phone_number",
    "active",
    "groups",
    "also_in",
    "organization",
    "database",
];

pub(crate) async fn directory(engine: &Engine, output: &Output) -> Result<Ended, Failed> {
    let directory = engine.directory().await?;
    output.answer(&directory, || {
        if directory.organizations.is_empty() {
            // Who could not be read may be there all the same.
            return match directory.left_out.as_slice() {
                [] => "Nobody yet. The first run that imports users fills the directory.\n".into(),
                _ => "Nobody could be read.\n".into(),
            };
        }
        let rows: Vec<Vec<String>> = directory.organizations.iter().flat_map(lines).collect();
        columns(&["Name", "People"], &rows)
    });
    Ok(left_out::say(&directory.left_out, 0, output))
}

/// An organization and what is in it, each level further to the right.
fn lines(organization: &Organization) -> Vec<Vec<String>> {
    let line = |depth: usize, name: &str, people: Option<u64>| {
        let name = format!("{}{}", "  ".repeat(depth), visible(name));
        vec![name, people.map_or_else(String::new, grouped)]
    };
    let name = match organization.name.as_str() {
        "" => "No organization",
        name => name,
    };
    let mut lines = vec![line(0, name, Some(organization.people))];
    for dataflow in &organization.dataflows {
        lines.push(line(1, &dataflow.name, Some(dataflow.people)));
        let groups = dataflow.groups.iter();
        lines.extend(groups.map(|group| line(2, &group.name, group.people)));
    }
    lines
}

pub(crate) async fn find(engine: &Engine, asked: &Find, output: &Output) -> Result<Ended, Failed> {
    let subject = Subject::People {
        organization: asked.organization.clone(),
        dataflow: None,
        group: None,
    };
    let query = TableQuery {
        filters: filters(&asked.filters),
        search: asked.words.join(" "),
        sort: engine.people_order(subject.clone()).await?,
    };
    let table = engine.open_table(subject, query).await?;
    // Words show the leading columns alone, which are never among those left out.
    let columns_left_out = if output.json { table.columns_left_out } else { 0 };
    let ended = left_out::say(&table.left_out, columns_left_out, output);
    let (mut shown, mut found) = (Vec::new(), 0);
    loop {
        let window = engine.table_rows(table.view, found, AT_ONCE).await?;
        found += window.rows.len() as u64;
        for row in window.rows {
            if !output.json {
                if shown.len() < SHOWN {
                    shown.push(row);
                }
            } else if !output.write(&line(&table.columns, row)) {
                engine.close_table(table.view);
                return Ok(ended);
            }
        }
        if window.done && found >= window.found {
            break;
        }
    }
    engine.close_table(table.view);
    if !output.json && !shown.is_empty() {
        output.answer(&(), || as_table(&table.columns, &shown));
    }
    output.say(&match (found, shown.len() as u64) {
        (0, _) if ended == Ended::InPart => "Nobody found in what could be read.".to_owned(),
        (0, _) => "Nobody found.".to_owned(),
        (1, _) => "1 person found.".to_owned(),
        (found, shown) if !output.json && shown < found => format!(
            "{} people found; the first {shown} are shown, --json lists all.",
            grouped(found)
        ),
        (found, _) => format!("{} people found.", grouped(found)),
    });
    Ok(ended)
}

/// A person as a JSON object on a line of its own.
fn line(columns: &[StoredColumn], row: Vec<Option<String>>) -> String {
    let cells = columns
        .iter()
        .zip(row)
        .map(|(column, cell)| (column.name.clone(), cell.map_or(Value::Null, Value::String)));
    let object = Value::Object(cells.collect::<Map<_, _>>());
    format!("{object}\n")
}

fn as_table(all: &[StoredColumn], rows: &[Vec<Option<String>>]) -> String {
    let wanted: Vec<(usize, &str)> = COLUMNS
        .into_iter()
        .filter_map(|name| {
            let place = all.iter().position(|column| column.name == name)?;
            let is_filled = rows.iter().any(|row| row[place].is_some());
            is_filled.then_some((place, name))
        })
        .collect();
    let names: Vec<&str> = wanted.iter().map(|(_, name)| *name).collect();
    let cell = |row: &Vec<Option<String>>, place: usize| {
        row[place]
            .as_deref()
            .map_or_else(String::new, |text| clipped(&visible(text)))
    };
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| wanted.iter().map(|(place, _)| cell(row, *place)).collect())
        .collect();
    columns(&names, &rows)
}
