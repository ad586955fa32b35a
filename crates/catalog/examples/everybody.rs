//! How long everybody of many databases takes, and how much memory: `--example everybody FOLDER DATABASES PEOPLE`.
//!
//! Makes the databases in the folder if they are not there, then opens, lists, searches and sorts.
//! Judges nothing: on another machine the numbers are others.

#![allow(clippy::print_stdout, reason = "what it measures is what it says")]

use jiff::Timestamp;
use poolhouse_catalog::model::{Purpose, RunId, Sort, TableQuery};
use poolhouse_catalog::{
    DataFolder, Database, Everybody, KnownPeople, MembersOf, PeopleOf, Place, StagedTable, TableReader,
    groups_of,
};
use poolhouse_connector::{
    Batch, Column, ColumnType, Page, PersonalData, Reading, Table, TableId, Unit, Value,
};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

const LIST: Reading = Reading::new("ListUsers");
const USERS: TableId = TableId::new("users");
const GROUPS: TableId = TableId::new("groups");
const MEMBERS: TableId = TableId::new("group_members");
/// Attributes of each person, beside `sub` and the e-mail address.
const ATTRIBUTES: usize = 18;
/// Groups of each database, of which everybody is in one or two.
const TEAMS: usize = 1_000;
const PAGE: usize = 5_000;

fn main() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("name the folder")?;
    let databases: usize = words.next().ok_or("how many databases?")?.parse()?;
    let people: usize = words.next().ok_or("how many people in each?")?.parse()?;
    let folder = DataFolder::open(Path::new(&folder))?;
    let of: Vec<PeopleOf> = (0..databases).map(place).collect();
    for (number, of) in of.iter().enumerate() {
        if !folder.database_path(&of.name).exists() {
            make(&folder, &of.name, number, people)?;
        }
    }
    let groups = (GROUPS, "group_name".to_owned());
    timed("the tree of groups", || {
        let mut all = 0;
        for of in &of {
            all += groups_of(&folder, of, &groups)?.map_or(0, |found| found.groups.len());
        }
        Ok(all)
    })?;
    let known = KnownPeople::default();
    let ask = |query: TableQuery| look(&folder, &of, &of, &known, &query);
    let search = |text: &str| TableQuery {
        search: text.into(),
        ..TableQuery::default()
    };
    let sort = |column: &str| TableQuery {
        sort: vec![Sort {
            column: column.into(),
            descending: true,
        }],
        ..TableQuery::default()
    };
    ask(TableQuery::default())?;
    ask(search("Person 4321"))?;
    ask(search("nobody has this"))?;
    ask(search("\"team 77\""))?;
    ask(search("family \"team 77\" 997"))?;
    ask(search("+1-555-0100"))?;
    ask(sort("family_name"))?;
    ask(sort("groups"))?;
    let of_group: Vec<PeopleOf> = of
        .iter()
        .take(1)
        .cloned()
        .map(|of| PeopleOf {
            group: Some("team 77".into()),
            ..of
        })
        .collect();
    println!("one group:");
    look(&folder, &of_group, &of, &known, &TableQuery::default())?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let most = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", most.unwrap_or("the peak of memory is not told here"));
    Ok(())
}

/// As the engine does: one reader lists, the other fetches.
fn look(
    folder: &DataFolder,
    of: &[PeopleOf],
    everywhere: &[PeopleOf],
    known: &KnownPeople,
    query: &TableQuery,
) -> Result<(), Failure> {
    println!(
        "search “{}”, sorted by {:?}",
        query.search,
        query.sort.first().map(|sort| &sort.column)
    );
    let (begun, before) = (Instant::now(), worked());
    let Everybody { reader, unread, .. } = TableReader::people(folder, of, everywhere, known);
    assert!(unread.is_empty(), "{unread:?}");
    let lister = TableReader::people(folder, of, everywhere, known).reader;
    let question = lister.ask(query)?;
    println!("  opened           {:>6} ms", begun.elapsed().as_millis());
    let mut places: Vec<Place> = Vec::new();
    let mut first = None;
    let mut failed = None;
    lister.list(&question, &mut |found| {
        places.extend_from_slice(found);
        if first.is_none() && !places.is_empty() {
            let told = begun.elapsed().as_millis();
            if let Err(error) = reader.fetch(&places[..places.len().min(200)]) {
                failed = Some(error);
            }
            first = Some((told, begun.elapsed().as_millis(), worked() - before));
        }
        ControlFlow::Continue(())
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if let Some((told, shown, at_work)) = first {
        println!("  first places     {told:>6} ms");
        println!("  first rows shown {shown:>6} ms, {at_work} ms of a processor");
    }
    println!(
        "  all {:>9}    {:>6} ms",
        places.len(),
        begun.elapsed().as_millis()
    );
    let again = Instant::now();
    let last = places.len().saturating_sub(200);
    reader.fetch(&places[last..])?;
    println!("  a jump           {:>6} ms", again.elapsed().as_millis());
    Ok(())
}

/// Milliseconds of a processor that this program has used: what others use of it does not count.
fn worked() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok());
    ticks.sum::<u64>() * 10
}

fn timed(what: &str, doing: impl FnOnce() -> Result<usize, Failure>) -> Result<(), Failure> {
    let begun = Instant::now();
    let brought = doing()?;
    println!("{what}: {brought}, {} ms", begun.elapsed().as_millis());
    Ok(())
}

fn place(number: usize) -> PeopleOf {
    let leading = ["given_name", "family_name", "email"];
    PeopleOf {
        name: format!("Pool{number}"),
        organization: format!("Organization {}", number % 7),
        people: USERS,
        identity: "sub".into(),
        address: "email".into(),
        leading: leading.map(|name| (name.into(), name.into())).into(),
        members: Some(MembersOf {
            table: MEMBERS,
            group: "group_name".into(),
            person: "sub".into(),
        }),
        group: None,
    }
}

fn table(id: TableId, columns: &[String], key: &[&str]) -> StagedTable {
    let column = |name: &String| Column {
        original: name.clone(),
        kind: ColumnType::Text,
        personal: PersonalData::FreeText,
    };
    StagedTable {
        target: id.to_string(),
        table: Table {
            id,
            summary: String::new(),
            reading: LIST,
            columns: columns.iter().map(column).collect(),
            key: key.iter().map(|name| (*name).to_owned()).collect(),
            discovered_by: Vec::new(),
            names_people: Vec::new(),
            person: None,
            default: true,
        },
        purpose: Purpose::Customer360,
        accepted: None,
    }
}

fn make(folder: &DataFolder, name: &str, database: usize, people: usize) -> Result<(), Failure> {
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let mut attributes = named(&["sub", "email", "given_name", "family_name"]);
    attributes.extend((0..ATTRIBUTES).map(|number| format!("attribute_{number}")));
    let tables = [
        table(USERS, &attributes, &["sub"]),
        table(GROUPS, &named(&["group_name", "description"]), &["group_name"]),
        table(MEMBERS, &named(&["group_name", "sub"]), &["group_name", "sub"]),
    ];
    let columns: Vec<Arc<[Column]>> = tables
        .iter()
        .map(|each| each.table.columns.clone().into())
        .collect();
    let now = Timestamp::from_second(1_790_000_000)?;
    let mut staging = Database::open(folder, name)?.begin(RunId(1), &tables, &[Unit::whole(LIST)], now)?;
    let text = Value::Text;
    for from in (0..people).step_by(PAGE) {
        let (mut users, mut members, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for person in from..people.min(from + PAGE) {
            // Spread as identities are, and one in ten is known by the next database too.
            let sub = format!(
                "{:016x}-{database}",
                (person as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            );
            let home = if person % 10 == 0 { database / 2 } else { database };
            let mut row = vec![
                text(sub.clone()),
                text(format!("Person{person}@pool{home}.example")),
                text(format!("Person {person}")),
                text(format!("Family {}", (person * 7_919) % 10_007)),
            ];
            row.extend((0..ATTRIBUTES).map(|number| text(format!("value {} of {number}", person % 997))));
            users.push(row);
            members.push(vec![text(format!("team {}", person % TEAMS)), text(sub.clone())]);
            if person % 2 == 0 {
                members.push(vec![text(format!("team {}", (person + 1) % TEAMS)), text(sub)]);
            }
        }
        if from == 0 {
            groups.extend((0..TEAMS).map(|team| vec![text(format!("team {team}")), Value::Null]));
        }
        let batch = |table: TableId, rows: Vec<Vec<Value>>, columns: &Arc<[Column]>| Batch {
            table,
            columns: columns.clone(),
            rows,
            misfits: 0,
        };
        let page = Page {
            batches: vec![
                batch(USERS, users, &columns[0]),
                batch(GROUPS, groups, &columns[1]),
                batch(MEMBERS, members, &columns[2]),
            ],
            ..Page::end()
        };
        staging.stage_page(&Unit::whole(LIST), &page)?;
        staging.commit()?;
    }
    staging.seal()?.publish(now)?;
    Ok(())
}
