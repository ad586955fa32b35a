//! Two versions of a table compared: by their rows while both are kept, and by the change log else.

use crate::support::*;
use poolhouse_catalog::model::{Filter, Purpose, RunId, TableQuery, Test, Version};
use poolhouse_catalog::{DataFolder, Error, ErrorKind, NamesOf, TableReader};
use poolhouse_connector::{PersonalData, Table};
use proptest::prelude::*;

pub(crate) const NOW: Version = Version::Now;

pub(crate) fn as_of(run: i64) -> Version {
    Version::AsOf(RunId(run))
}

/// The columns and the lines of a comparison that pass `query`, sorted; `-` is NULL.
fn asked(
    folder: &DataFolder,
    table: &str,
    sides: (Version, Version),
    query: &TableQuery,
) -> Result<(String, Vec<String>), Error> {
    named(folder, table, sides, query, &[])
}

/// The same, with names.
pub(crate) fn named(
    folder: &DataFolder,
    table: &str,
    (from, to): (Version, Version),
    query: &TableQuery,
    names: &[NamesOf],
) -> Result<(String, Vec<String>), Error> {
    let reader = TableReader::compared(folder, NAME, table, (from, to), names)?.expect("a database");
    let names = reader.columns().iter().map(|column| column.name.clone());
    Ok((names.collect::<Vec<_>>().join(" | "), told(&reader, query)?))
}

/// The lines that a reader brings, sorted; `-` is NULL.
pub(crate) fn told(reader: &TableReader, query: &TableQuery) -> Result<Vec<String>, Error> {
    let cell = |cell: Option<String>| cell.unwrap_or_else(|| "-".into());
    let mut lines: Vec<String> = brought(reader, query)?
        .into_iter()
        .map(|row| row.into_iter().map(cell).collect::<Vec<_>>().join(" | "))
        .collect();
    lines.sort();
    Ok(lines)
}

fn lines(folder: &DataFolder, table: &str, from: Version, to: Version) -> Vec<String> {
    let (_, lines) = asked(folder, table, (from, to), &TableQuery::default()).expect("they are compared");
    lines
}

/// Publishes these tables in one run, each with its rows.
pub(crate) fn publish(folder: &DataFolder, run: i64, tables: &[(Table, &str, Cells)]) {
    let staged: Vec<_> = tables
        .iter()
        .map(|(table, target, _)| staged(table.clone(), target, Purpose::Customer360))
        .collect();
    let mut staging = open(folder)
        .begin(RunId(run), &staged, &[whole()], at(run))
        .expect("begin");
    for (place, (table, _, cells)) in tables.iter().enumerate() {
        let next = (place + 1 < tables.len()).then_some("next");
        let mut page = page(&table.columns.clone().into(), cells.clone(), next);
        page.batches[0].table = table.id.clone();
        staging.stage_page(&whole(), &page).expect("stage");
    }
    staging.commit().expect("commit");
    drop(staging.seal().expect("seal").publish(at(run)).expect("publish"));
}

#[test]
fn a_column_that_came_or_went_is_told_cell_by_cell() {
    let (_root, folder) = folder();
    import(&folder, 1, &["sub", "old"], rows(&[&["a", "1"], &["b", "-"]]));
    import(&folder, 2, &["sub", "new"], rows(&[&["a", "2"], &["b", "-"]]));
    assert_eq!(
        lines(&folder, "users", as_of(1), as_of(2)),
        ["changed | a | new | - | 2", "changed | a | old | 1 | -"],
        "and nothing of b, which had neither"
    );
    assert_eq!(
        lines(&folder, "users", as_of(2), as_of(1)),
        ["changed | a | new | 2 | -", "changed | a | old | - | 1"]
    );
}

#[test]
fn a_table_that_is_absent_on_one_side_came_or_went_whole() {
    let (_root, folder) = folder();
    let table = users(&["sub", "name"]);
    let mut other = table.clone();
    other.id = poolhouse_connector::TableId::new("members");
    publish(
        &folder,
        1,
        &[(table, "people", rows(&[&["a", "A"], &["b", "B"]]))],
    );
    publish(
        &folder,
        2,
        &[(other, "members", rows(&[&["a", "A"], &["c", "C"]]))],
    );
    let gone = lines(&folder, "people", as_of(1), NOW);
    assert_eq!(gone, ["removed | a | - | - | -", "removed | b | - | - | -"]);
    let came = lines(&folder, "members", as_of(1), NOW);
    assert_eq!(came, ["added | a | - | - | -", "added | c | - | - | -"]);
    let back = lines(&folder, "people", NOW, as_of(1));
    assert_eq!(back, ["added | a | - | - | -", "added | b | - | - | -"]);
    let never = asked(&folder, "nobody", (as_of(1), NOW), &TableQuery::default());
    assert!(matches!(never, Err(Error::NoSuchTable { .. })), "{never:?}");
    let no_run = asked(&folder, "people", (as_of(7), NOW), &TableQuery::default());
    let no_run = no_run.expect_err("it published nothing");
    assert_eq!(no_run.kind(), ErrorKind::NotFound);
}

#[test]
fn of_a_table_that_is_neither_kept_nor_logged_nothing_is_made_up() {
    let (_root, folder) = folder();
    let table = users(&["sub", "name"]);
    let mut other = table.clone();
    other.id = poolhouse_connector::TableId::new("members");
    publish(&folder, 1, &[(table, "people", rows(&[&["a", "A"]]))]);
    publish(&folder, 2, &[(other.clone(), "members", rows(&[&["a", "A"]]))]);
    publish(&folder, 3, &[(other, "members", rows(&[&["a", "B"]]))]);
    open(&folder).prune(1).expect("pruned");
    let gone = asked(&folder, "people", (as_of(1), NOW), &TableQuery::default());
    let gone = gone.expect_err("its rows are not kept, and it has no later version");
    assert_eq!(gone.kind(), ErrorKind::VersionGone);
}

#[test]
fn a_key_may_be_of_several_columns_with_null_and_hostile_names() {
    let (_root, folder) = folder();
    let hostile = ["change", "column\"; --", "after", "x.y[0]"];
    let mut table = users(&hostile);
    table.key = vec!["change".into(), "column\"; --".into(), "after".into()];
    let one = |cells: &[&[&str]]| [(table.clone(), "users", rows(cells))];
    publish(
        &folder,
        1,
        &one(&[
            &["a", "-", "'", "1"],
            &["a", "", "'", "1"],
            &["b", "[1]", "\"", "1"],
        ]),
    );
    publish(
        &folder,
        2,
        &one(&[
            &["a", "-", "'", "2"],
            &["b", "[1]", "\"", "1"],
            &["c", "-", "\0", "1"],
        ]),
    );
    let (names, found) =
        asked(&folder, "users", (as_of(1), NOW), &TableQuery::default()).expect("they are compared");
    insta::assert_snapshot!(names, @"change | change_ | column_____ | after | column | before | after_");
    insta::assert_snapshot!(found.join("\n").replace('\0', "NUL"), @r"
    added | c | - | NUL | - | - | -
    changed | a | - | ' | x_y_0_ | 1 | 2
    removed | a |  | ' | - | - | -
    ");
    // Those of one kind, by the column that every comparison has first.
    let only = TableQuery {
        filters: vec![Filter {
            column: "change".into(),
            test: Test::Equals { text: "added".into() },
            not: false,
        }],
        ..TableQuery::default()
    };
    let (_, added) = asked(&folder, "users", (as_of(1), NOW), &only).expect("they are filtered");
    assert_eq!(added.len(), 1, "{added:?}");
}

#[test]
fn its_columns_are_counted_as_those_of_a_table_are() {
    let (_root, folder) = folder();
    import(
        &folder,
        1,
        &["sub", "tier"],
        rows(&[&["a", "1"], &["b", "1"], &["c", "1"]]),
    );
    import(
        &folder,
        2,
        &["sub", "tier"],
        rows(&[&["a", "2"], &["b", "2"], &["d", "1"]]),
    );
    let reader = TableReader::compared(&folder, NAME, "users", (as_of(1), NOW), &[]).expect("it opens");
    let reader = reader.expect("a database");
    let counts = |column: &str| -> Vec<(String, u64)> {
        let profile = reader.profile(column, &TableQuery::default()).expect("a column");
        let counts = profile.frequent.into_iter();
        counts.map(|each| (each.value, each.rows)).collect()
    };
    let expected = [("changed", 2), ("added", 1), ("removed", 1)];
    assert_eq!(
        counts("change"),
        expected.map(|(kind, rows)| (kind.to_owned(), rows))
    );
    assert_eq!(counts("column"), [("tier".to_owned(), 2)]);
}

#[test]
fn each_line_says_whether_its_cells_are_personal() {
    let (_root, folder) = folder();
    let mut table = users(&["sub", "status", "name"]);
    table.columns[1].personal = PersonalData::None;
    publish(&folder, 1, &[(table.clone(), "users", rows(&[&["a", "1", "A"]]))]);
    table.columns.remove(2);
    publish(&folder, 2, &[(table, "users", rows(&[&["a", "2"]]))]);
    let reader = TableReader::compared(&folder, NAME, "users", (as_of(1), NOW), &[])
        .expect("both are kept")
        .expect("a database");
    let lines = reader.lines().expect("a comparison");
    assert_eq!((lines.column(), lines.cells()), (2, [3, 4]));
    assert!(!lines.is_personal(Some("status")));
    assert!(
        lines.is_personal(Some("name")),
        "of a column that one side lacks, too"
    );
    assert!(lines.is_personal(Some("another")), "what nothing is known of");
}

/// What a pool holds at one run: by their number, people and their two cells.
fn people() -> impl Strategy<Value = Vec<(u8, Option<u8>, Option<u8>)>> {
    let cell = || proptest::option::of(0_u8..3);
    proptest::collection::btree_map(0_u8..6, (cell(), cell()), 0..6).prop_map(|people| {
        let people = people.into_iter();
        people
            .map(|(number, (one, other))| (number, one, other))
            .collect()
    })
}

/// What the rows of two versions differ in, worked out from scratch.
fn differences(
    before: &[(u8, Option<u8>, Option<u8>)],
    after: &[(u8, Option<u8>, Option<u8>)],
) -> Vec<String> {
    let told = |cell: Option<u8>| cell.map_or_else(|| "-".into(), |cell| cell.to_string());
    let mut lines = Vec::new();
    for number in 0..6 {
        let of = |people: &[(u8, Option<u8>, Option<u8>)]| {
            people.iter().find(|(each, ..)| *each == number).copied()
        };
        match (of(before), of(after)) {
            (None, Some(_)) => lines.push(format!("added | {number} | - | - | -")),
            (Some(_), None) => lines.push(format!("removed | {number} | - | - | -")),
            (Some((_, a, b)), Some((_, c, d))) => {
                for (name, old, new) in [("one", a, c), ("other", b, d)] {
                    if old != new {
                        let (old, new) = (told(old), told(new));
                        lines.push(format!("changed | {number} | {name} | {old} | {new}"));
                    }
                }
            }
            (None, None) => {}
        }
    }
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever becomes of a table in four runs, any two versions differ in what their rows differ in,
    /// and the change log comes to the same once the rows are gone, in either direction.
    #[test]
    fn the_rows_and_the_change_log_tell_the_same(
        states in proptest::collection::vec(people(), 4),
        from in 0_usize..4,
        to in 0_usize..4,
    ) {
        let (_root, folder) = folder();
        for (place, state) in states.iter().enumerate() {
            let cell = |cell: Option<u8>| cell.map_or(poolhouse_connector::Value::Null, |cell| text(&cell.to_string()));
            let cells: Cells = state
                .iter()
                .map(|(number, one, other)| vec![text(&number.to_string()), cell(*one), cell(*other)])
                .collect();
            import(&folder, place as i64 + 1, &["sub", "one", "other"], cells);
        }
        let sides = (as_of(from as i64 + 1), as_of(to as i64 + 1));
        let direct = lines(&folder, "users", sides.0, sides.1);
        prop_assert_eq!(&direct, &differences(&states[from], &states[to]));
        open(&folder).prune(1).expect("pruned");
        let folded = lines(&folder, "users", sides.0, sides.1);
        // Who went and came again between is told as another, without the cells.
        let (first, last) = (from.min(to), from.max(to));
        let went: Vec<String> = (0_u8..6)
            .filter(|number| {
                let is_in = |place: usize| states[place].iter().any(|(each, ..)| each == number);
                is_in(first) && is_in(last) && (first..last).any(|place| !is_in(place))
            })
            .map(|number| format!("changed | {number} |"))
            .collect();
        let of_others = |lines: &[String]| -> Vec<String> {
            let others = lines.iter().filter(|line| !went.iter().any(|went| line.starts_with(went)));
            others.cloned().collect()
        };
        prop_assert_eq!(of_others(&folded), of_others(&direct));
        for went in &went {
            let told: Vec<&String> = folded.iter().filter(|line| line.starts_with(went)).collect();
            prop_assert_eq!(told, [&format!("{went} - | - | -")]);
        }
    }
}
