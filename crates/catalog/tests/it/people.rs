//! Everybody of several databases: hostile names, drift, one order over all, and what is gone meanwhile.

use crate::support::*;
use poolhouse_catalog::model::{Filter, Purpose, RunId, Sort, TableQuery, Test};
use poolhouse_catalog::{
    DataFolder, Database, KnownPeople, MembersOf, PeopleOf, Place, StagedTable, TableReader, groups_of,
};
use poolhouse_connector::{Batch, Column, ColumnType, Page, PersonalData, TableId, Value};
use proptest::prelude::*;
use rusqlite::Connection;

const GROUPS: TableId = TableId::new("groups");
const MEMBERS: TableId = TableId::new("group_members");

/// One database as it is to be: its people, and who is in which group (group, person).
struct Pool<'a> {
    name: &'a str,
    columns: Vec<Column>,
    people: Cells,
    members: Option<&'a [(&'a str, &'a str)]>,
}

fn texts(originals: &[&str]) -> Vec<Column> {
    originals.iter().map(|original| column(original)).collect()
}

fn table(id: &TableId, columns: &[Column], key: &[&str]) -> StagedTable {
    let mut table = users(&[]);
    table.id = id.clone();
    table.columns = columns.to_vec();
    table.key = key.iter().map(|name| (*name).to_owned()).collect();
    staged(table, &id.to_string(), Purpose::Customer360)
}

fn publish(folder: &DataFolder, run: i64, pool: Pool<'_>) {
    let of_member = texts(&["group_name", "sub"]);
    let of_group = texts(&["group_name"]);
    let mut tables = vec![table(&USERS, &pool.columns, &["sub"])];
    let mut batches = vec![(USERS, pool.columns, pool.people)];
    if let Some(members) = pool.members {
        let mut names: Vec<&str> = members.iter().map(|(group, _)| *group).collect();
        names.sort_unstable();
        names.dedup();
        let groups = names
            .iter()
            .map(|name| vec![text(name)])
            .chain([vec![text("nobody's")]]);
        tables.push(table(&GROUPS, &of_group, &["group_name"]));
        tables.push(table(&MEMBERS, &of_member, &["group_name", "sub"]));
        batches.push((GROUPS, of_group, groups.collect()));
        let members = members.iter().map(|(group, sub)| vec![text(group), text(sub)]);
        batches.push((MEMBERS, of_member, members.collect()));
    }
    let mut staging = Database::open(folder, pool.name)
        .expect("a database")
        .begin(RunId(run), &tables, &[whole()], at(run))
        .expect("begin");
    let batch = |(table, columns, rows): (TableId, Vec<Column>, Cells)| Batch {
        table,
        columns: columns.into(),
        rows,
        misfits: 0,
    };
    let page = Page {
        batches: batches.into_iter().map(batch).collect(),
        ..Page::end()
    };
    staging.stage_page(&whole(), &page).expect("stage");
    staging.commit().expect("commit");
    staging.seal().expect("seal").publish(at(run)).expect("publish");
}

fn of(name: &str, organization: &str) -> PeopleOf {
    PeopleOf {
        name: name.into(),
        organization: organization.into(),
        people: USERS,
        identity: "sub".into(),
        address: "email".into(),
        leading: vec![("email".into(), "email".into())],
        members: Some(MembersOf {
            table: MEMBERS,
            group: "group_name".into(),
            person: "sub".into(),
        }),
        group: None,
    }
}

fn everybody(folder: &DataFolder, of: &[PeopleOf]) -> TableReader {
    let everybody = TableReader::people(folder, of, of, &KnownPeople::default());
    assert!(everybody.unread.is_empty(), "{:?}", everybody.unread);
    everybody.reader
}

/// The rows that a question brings, a line each: the cells of these columns.
fn lines(reader: &TableReader, query: &TableQuery, columns: &[&str]) -> Vec<String> {
    let places = places(reader, query).expect("it can be asked");
    let at: Vec<usize> = columns
        .iter()
        .map(|name| {
            let found = reader.columns().iter().position(|column| column.name == *name);
            found.unwrap_or_else(|| panic!("no column {name}: {:?}", names(reader)))
        })
        .collect();
    let rows = reader.fetch(&places).expect("rows");
    let line = |row: Vec<Option<String>>| {
        let cells: Vec<String> = at
            .iter()
            .map(|place| row[*place].clone().unwrap_or_else(|| "-".into()))
            .collect();
        cells.join("|")
    };
    rows.into_iter().map(line).collect()
}

fn names(reader: &TableReader) -> Vec<&str> {
    reader
        .columns()
        .iter()
        .map(|column| column.name.as_str())
        .collect()
}

fn searched(text: &str) -> TableQuery {
    TableQuery {
        search: text.into(),
        ..TableQuery::default()
    }
}

fn sorted(column: &str, descending: bool) -> TableQuery {
    TableQuery {
        sort: vec![Sort {
            column: column.into(),
            descending,
        }],
        ..TableQuery::default()
    }
}

/// Two databases: in the second nobody is in a group, as that table was not imported.
fn two(folder: &DataFolder, members: &[(&str, &str)]) -> [PeopleOf; 2] {
    let people = |cells: &[&[&str]]| rows(cells);
    publish(
        folder,
        1,
        Pool {
            name: "Shop",
            columns: texts(&["sub", "email", "name"]),
            people: people(&[
                &["a", "Ann@example.com", "Ann"],
                &["b", "-", "Bob"],
                &["c", "cy@example.com", "-"],
            ]),
            members: Some(members),
        },
    );
    publish(
        folder,
        1,
        Pool {
            name: "Staff",
            columns: texts(&["sub", "email", "custom:tier"]),
            people: people(&[&["x", "ANN@EXAMPLE.COM", "gold"], &["y", "-", "-"]]),
            members: None,
        },
    );
    [of("Shop", "Acme"), of("Staff", "")]
}

#[test]
fn groups_and_organizations_may_have_any_name() {
    let hostile = [
        "it's",
        "a\0b",
        "👩‍👩‍👧 team",
        "x'); DROP TABLE users;--",
        "a, b",
        "ab",
        "\"q\"",
        "\u{202e}",
    ];
    let members: Vec<(&str, &str)> = hostile
        .iter()
        .map(|group| (*group, "a"))
        .chain([("ab", "c")])
        .collect();
    let (_root, folder) = folder();
    let mut pools = two(&folder, &members);
    for organization in hostile {
        pools[0].organization = organization.into();
        let reader = everybody(&folder, &pools);
        let told = lines(&reader, &TableQuery::default(), &["organization", "sub"]);
        assert_eq!(told[0], format!("{organization}|a"), "to the byte");
        let found = lines(&reader, &searched(organization), &["sub"]);
        assert_eq!(found[..3], ["a", "b", "c"], "all of {organization:?}");
    }
    for group in hostile {
        let wanted = PeopleOf {
            group: Some(group.into()),
            ..of("Shop", "Acme")
        };
        let reader = everybody(&folder, &[wanted]);
        let found = lines(&reader, &TableQuery::default(), &["sub"]);
        let expected: &[&str] = if group == "ab" { &["a", "c"] } else { &["a"] };
        assert_eq!(found, expected, "in {group:?} and in no other");
        assert_eq!(reader.rows(), None, "nobody has counted them");
    }
    let told = groups_of(&folder, &of("Shop", ""), &(GROUPS, "group_name".into()));
    let told = told.expect("the groups").expect("people");
    assert_eq!((told.people, told.groups.len()), (3, hostile.len() + 1));
    assert!(
        told.groups.contains(&("ab".into(), Some(2))) && told.groups.contains(&("nobody's".into(), Some(0)))
    );
    let unknown = PeopleOf {
        members: None,
        ..of("Shop", "")
    };
    let names = groups_of(&folder, &unknown, &(GROUPS, "group_name".into()));
    let names = names.expect("the groups").expect("people").groups;
    assert!(
        names.iter().all(|(_, people)| people.is_none()),
        "where it was not imported who is in which group, nobody says that it is nobody: {names:?}"
    );
    assert_eq!(
        (told.table.as_str(), told.identity.as_deref()),
        ("users", Some("sub"))
    );
}

#[test]
fn attributes_may_be_named_as_what_is_made_of_them() {
    let (_root, folder) = folder();
    let columns = [
        "sub",
        "email",
        "groups",
        "database",
        "_poolhouse_place",
        "also_in",
        "organization",
    ];
    publish(
        &folder,
        1,
        Pool {
            name: "Shop",
            columns: texts(&columns),
            people: rows(&[&[
                "a",
                "a@x",
                "own group",
                "own database",
                "own place",
                "own",
                "own org",
            ]]),
            members: Some(&[("blue", "a")]),
        },
    );
    let reader = everybody(&folder, &[of("Shop", "Acme")]);
    let shown = [
        "organization",
        "database",
        "groups",
        "groups_",
        "database_",
        "_poolhouse_place_",
    ];
    assert_eq!(
        lines(&reader, &TableQuery::default(), &shown),
        ["Acme|Shop|blue|own group|own database|own place"]
    );
    for own in ["own group", "own place", "own org"] {
        assert_eq!(lines(&reader, &searched(own), &["sub"]), ["a"], "{own} is found");
    }
}

#[test]
fn an_address_is_one_whatever_its_case_and_who_has_none_is_there_too() {
    let (_root, folder) = folder();
    let pools = two(&folder, &[("blue", "a"), ("red", "a"), ("red", "b")]);
    let reader = everybody(&folder, &pools);
    let shown = ["database", "sub", "groups", "also_in", "custom_tier"];
    insta::assert_snapshot!(lines(&reader, &TableQuery::default(), &shown).join("\n"), @r"
    Shop|a|blue, red|Staff|-
    Shop|b|red|-|-
    Shop|c|-|-|-
    Staff|x|-|Shop|gold
    Staff|y|-|-|-
    ");
    let alone = TableReader::people(&folder, &pools[1..], &pools, &KnownPeople::default()).reader;
    assert_eq!(
        lines(&alone, &TableQuery::default(), &["also_in"]),
        ["Shop", "-"],
        "the others count whoever is looked at"
    );
    let found = |text: &str| lines(&reader, &searched(text), &["sub"]).concat();
    assert_eq!(found("RED"), "ab", "by a group");
    assert_eq!(found("ann@"), "ax");
    assert_eq!(found("shop"), "abcx", "a database, and who is in it too");
    assert_eq!(found("acme"), "abc");
    assert_eq!(found("gold"), "x", "an attribute that not all have");
    assert_eq!(found("nothing has this"), "");
    assert_eq!(found("red ANN blue"), "a", "words in a column and in two groups");
    assert_eq!(
        found("acme staff ann"),
        "a",
        "an organization, another database, a column"
    );
    assert_eq!(found("shop gold"), "x", "who knows the address counts");
    assert_eq!(found("acme shop"), "abc", "what is the same for all");
    assert_eq!(found("acme gold"), "", "the other has no organization");
    assert_eq!(found("blue bob"), "", "another's group");
    let not_gold = TableQuery {
        filters: vec![Filter {
            column: "custom_tier".into(),
            test: Test::Equals { text: "GOLD".into() },
            not: true,
        }],
        ..TableQuery::default()
    };
    assert_eq!(lines(&reader, &not_gold, &["sub"]).concat(), "abcy");
}

#[test]
fn nobody_is_everybody_of_no_database() {
    let (_root, folder) = folder();
    for pools in [vec![], vec![of("Never", "ran")]] {
        let reader = everybody(&folder, &pools);
        assert_eq!(reader.rows(), Some(0));
        assert_eq!(names(&reader), ["organization", "database", "groups", "also_in"]);
        for query in [TableQuery::default(), searched("x"), sorted("groups", true)] {
            assert_eq!(
                places(&reader, &query).expect("it can be asked"),
                [] as [Place; 0]
            );
        }
    }
}

#[test]
fn a_version_that_is_open_stays_as_it_is() {
    let (_root, folder) = folder();
    let pools = two(&folder, &[("blue", "a")]);
    let known = KnownPeople::default();
    let before = TableReader::people(&folder, &pools, &pools, &known).reader;
    let places = places(&before, &TableQuery::default()).expect("places");
    publish(
        &folder,
        2,
        Pool {
            name: "Shop",
            columns: texts(&["sub", "email", "name"]),
            people: rows(&[&["a", "other@example.com", "Ann"]]),
            members: Some(&[("green", "a")]),
        },
    );
    assert_eq!(
        before.fetch(&places).expect("rows").len(),
        5,
        "what was open is read on"
    );
    let after = TableReader::people(&folder, &pools, &pools, &known).reader;
    let shown = ["database", "sub", "groups", "also_in"];
    insta::assert_snapshot!(lines(&after, &TableQuery::default(), &shown).join("\n"), @r"
    Shop|a|green|-
    Staff|x|-|-
    Staff|y|-|-
    ");
}

#[test]
fn a_database_that_is_removed_while_it_is_open_is_read_to_its_end() {
    let (_root, folder) = folder();
    let pools = two(&folder, &[("blue", "a")]);
    let reader = everybody(&folder, &pools);
    let found = places(&reader, &TableQuery::default()).expect("places");
    std::fs::remove_file(folder.database_path("Staff")).expect("it is removed");
    assert!(
        reader.fetch(&found[..1]).is_ok(),
        "another's people are there, whatever became of this one"
    );
    let after = TableReader::people(&folder, &pools, &pools, &KnownPeople::default());
    assert_eq!((after.reader.rows(), after.unread.len()), (Some(3), 0));
}

/// A cell of any sort of value.
fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        (-5_i64..5).prop_map(Value::Integer),
        prop_oneof![Just(i64::MAX), Just(i64::MIN), Just((1 << 53) + 1), Just(1 << 53)]
            .prop_map(Value::Integer),
        prop_oneof![
            Just(0.5),
            Just(-0.5),
            Just(-0.0),
            Just(9_007_199_254_740_992.0),
            Just(9.3e18),
            Just(-9.3e18)
        ]
        .prop_map(Value::Real),
        "[aAbBzZ_\\^\u{0}é5 -]{0,3}".prop_map(|word| text(&word)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_order_over_many_is_that_of_one_table(
        parts in prop::collection::vec(prop::collection::vec((cell(), cell()), 0..12), 1..5),
        descending in prop::array::uniform2(any::<bool>()),
    ) {
        let (_root, folder) = folder();
        let merged = Connection::open_in_memory().expect("memory");
        merged.execute_batch("CREATE TABLE people(place INTEGER PRIMARY KEY, sub, one, two)").expect("a table");
        let mut pools = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let name = format!("Pool{number}");
            // Numbers and texts stand in one column as the source sent them.
            let mut columns = texts(&["sub", "one", "two"]);
            for column in &mut columns[1..] {
                column.kind = ColumnType::Number;
                column.personal = PersonalData::None;
            }
            let people: Cells = part
                .iter()
                .enumerate()
                .map(|(row, (one, two))| vec![text(&format!("{number}-{row:02}")), one.clone(), two.clone()])
                .collect();
            let stored: Vec<Vec<rusqlite::types::Value>> = people.iter().map(|row| row.iter().map(as_stored).collect()).collect();
            publish(&folder, 1, Pool { name: &name, columns, people, members: None });
            for row in stored {
                merged
                    .execute("INSERT INTO people(sub, one, two) VALUES(?1, ?2, ?3)", rusqlite::params_from_iter(row))
                    .expect("a row");
            }
            pools.push(of(&name, ""));
        }
        let reader = everybody(&folder, &pools);
        let sort = |column: &str, descending| Sort { column: column.into(), descending };
        let query = TableQuery { sort: vec![sort("one", descending[0]), sort("two", descending[1])], ..TableQuery::default() };
        let way = |descending: bool| if descending { "DESC" } else { "ASC" };
        let sql = format!(
            "SELECT sub FROM people ORDER BY one COLLATE NOCASE {} NULLS LAST, two COLLATE NOCASE {} NULLS LAST, place",
            way(descending[0]), way(descending[1]),
        );
        let mut statement = merged.prepare(&sql).expect("a statement");
        let expected: Vec<String> = statement
            .query_map([], |row| row.get(0)).expect("rows")
            .collect::<Result<_, _>>().expect("texts");
        prop_assert_eq!(lines(&reader, &query, &["sub"]), expected);
    }
}

fn as_stored(value: &Value) -> rusqlite::types::Value {
    use rusqlite::types::Value as Stored;
    match value {
        Value::Null => Stored::Null,
        Value::Integer(number) => Stored::Integer(*number),
        Value::Real(number) => Stored::Real(*number),
        Value::Text(text) => Stored::Text(text.clone()),
    }
}
