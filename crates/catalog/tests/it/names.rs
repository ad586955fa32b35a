//! Comparisons and changes that say by name whom they are about.

use crate::comparison::*;
use crate::support::*;
use poolhouse_catalog::model::{ChangeQuery, Filter, RunId, Sort, TableQuery, Test};
use poolhouse_catalog::{DataFolder, NamesOf, TableReader};
use poolhouse_connector::{Name, PersonalData, TableId};

/// Who is in which table: users by their `sub`, and members by theirs.
const NAMES: &[Name] = &[
    Name {
        shown: "name",
        of: &[&["given_name", "family_name"], &["username"]],
    },
    Name {
        shown: "email",
        of: &[&["email"]],
    },
];

fn names() -> Vec<NamesOf> {
    let of = |table: TableId| NamesOf {
        table,
        column: "sub".into(),
        from: USERS,
        key: "sub".into(),
        names: NAMES,
    };
    vec![of(USERS), of(TableId::new("members"))]
}

/// Rows as a test writes them.
type Written<'a> = &'a [&'a [&'a str]];

/// Three runs of users and of who is in which group: `a` is renamed, `b` goes, `c` comes without a name,
/// `d` moves to another group.
fn three_named() -> (tempfile::TempDir, DataFolder) {
    let (root, folder) = folder();
    let users = users(&["sub", "given_name", "family_name", "username", "email"]);
    let mut members = users.clone();
    members.id = TableId::new("members");
    members.columns = columns(&["key", "sub"]).to_vec();
    members.key = vec!["key".into(), "sub".into()];
    let runs: [(Written<'_>, Written<'_>); 3] = [
        (
            &[
                &["a", "Ada", "Lovelace", "a", "ada@example.com"],
                &["b", "Bob", "-", "bobby", "bob@example.com"],
                &["d", "", "", "dora", "-"],
            ],
            &[&["red", "b"], &["red", "d"]],
        ),
        (
            &[
                &["a", "Ada", "King", "a", "ada@example.com"],
                &["c", "-", "-", "c", "-"],
                &["d", "", "", "dora", "-"],
            ],
            &[&["blue", "d"]],
        ),
        (
            &[
                &["a", "Ada", "Byron", "a", "ada@example.com"],
                &["c", "-", "-", "c", "-"],
                &["d", "", "", "dora", "-"],
            ],
            &[&["blue", "d"]],
        ),
    ];
    for (place, (of_users, of_members)) in runs.into_iter().enumerate() {
        let tables = [
            (users.clone(), "users", rows(of_users)),
            (members.clone(), "members", rows(of_members)),
        ];
        publish(&folder, place as i64 + 1, &tables);
    }
    (root, folder)
}

#[test]
fn who_came_and_who_went_is_told_by_name() {
    let (_root, folder) = three_named();
    let all = TableQuery::default();
    let told = |table, from, to| named(&folder, table, (from, to), &all, &names()).expect("compared");
    let (columns, found) = told("users", as_of(1), as_of(2));
    insta::assert_snapshot!(columns, @"change | sub | name | email | column | before | after");
    // A row that went is named as it was, any other as it is; a name that is but the key is none.
    insta::assert_snapshot!(found.join("\n"), @r"
    added | c | - | - | - | - | -
    changed | a | Ada King | ada@example.com | family_name | Lovelace | King
    removed | b | Bob | bob@example.com | - | - | -
    ");
    let (columns, found) = told("members", as_of(1), NOW);
    insta::assert_snapshot!(columns, @"change | key | sub | name | email | column | before | after");
    insta::assert_snapshot!(found.join("\n"), @r"
    added | blue | d | dora | - | - | - | -
    removed | red | b | Bob | bob@example.com | - | - | -
    removed | red | d | dora | - | - | - | -
    ");
    let (_, back) = told("users", as_of(2), as_of(1));
    assert_eq!(
        back,
        [
            "added | b | Bob | bob@example.com | - | - | -",
            "changed | a | Ada Lovelace | ada@example.com | family_name | King | Lovelace",
            "removed | c | - | - | - | - | -",
        ]
    );
}

#[test]
fn names_are_filtered_sorted_searched_and_counted_as_columns_are() {
    let (_root, folder) = three_named();
    let asked = |query: &TableQuery| {
        let (_, lines) = named(&folder, "users", (as_of(1), as_of(2)), query, &names()).expect("compared");
        lines
    };
    let filtered = TableQuery {
        filters: vec![Filter {
            column: "name".into(),
            test: Test::Equals {
                text: "ada king".into(),
            },
            not: false,
        }],
        ..TableQuery::default()
    };
    assert_eq!(asked(&filtered).len(), 1);
    let searched = TableQuery {
        search: "BOB@".into(),
        ..TableQuery::default()
    };
    assert!(asked(&searched)[0].starts_with("removed | b | Bob"));
    let reader = TableReader::compared(&folder, NAME, "users", (as_of(1), as_of(2)), &names())
        .expect("both are kept")
        .expect("a database");
    let sorted = TableQuery {
        sort: vec![Sort {
            column: "name".into(),
            descending: true,
        }],
        ..TableQuery::default()
    };
    let rows = brought(&reader, &sorted).expect("rows");
    let named: Vec<_> = rows.iter().map(|row| row[2].as_deref()).collect();
    assert_eq!(named, [Some("Bob"), Some("Ada King"), None], "NULL comes last");
    let profile = reader.profile("email", &TableQuery::default()).expect("a column");
    assert_eq!((profile.rows, profile.filled, profile.distinct), (3, 2, 2));
    let personal = reader.columns()[2].personal;
    assert_ne!(
        personal,
        PersonalData::None,
        "a name is as personal as what it is made of"
    );
}

#[test]
fn of_versions_that_are_not_kept_the_names_are_not_known() {
    let (_root, folder) = three_named();
    let all = TableQuery::default();
    let reader = TableReader::compared(&folder, NAME, "users", (as_of(1), as_of(3)), &names())
        .expect("both are kept")
        .expect("a database");
    let listed = || told(&reader, &all).expect("compared");
    assert_eq!(listed()[2], "removed | b | Bob | bob@example.com | - | - | -");
    open(&folder).prune(1).expect("pruned");
    let expected = [
        "added | c | - | - | - | - | -",
        "changed | a | Ada Byron | ada@example.com | family_name | Lovelace | Byron",
        "removed | b | - | - | - | - | -",
    ];
    assert_eq!(listed(), expected, "of what is open already, too");
    let (columns, found) = named(&folder, "users", (as_of(1), NOW), &all, &names()).expect("by the log");
    assert_eq!(columns, "change | sub | name | email | column | before | after");
    assert_eq!(found, expected);
    // The later version was the pruned one: who is in both has a name there, and it is better than none.
    let (_, found) = named(&folder, "users", (NOW, as_of(1)), &all, &names()).expect("by the log");
    assert_eq!(
        found,
        [
            "added | b | - | - | - | - | -",
            "changed | a | Ada Byron | ada@example.com | family_name | Byron | Lovelace",
            "removed | c | - | - | - | - | -",
        ]
    );
}

#[test]
fn lines_of_a_run_are_named_where_its_versions_are_kept() {
    let (_root, folder) = three_named();
    let told = |run: i64| -> Vec<String> {
        let reader = reader(&folder);
        let query = ChangeQuery::default();
        let mut changes = reader.changes(RunId(run), &query, None, 100).expect("changes");
        reader
            .name_changes(RunId(run), &names(), &mut changes)
            .expect("names");
        let line = |change: poolhouse_catalog::model::Change| {
            let names = change
                .names
                .iter()
                .map(|name| format!("{}={}", name.name, name.value));
            let key: Vec<String> = change.key.into_iter().flatten().collect();
            let names: Vec<String> = names.collect();
            format!(
                "{} {} {:?} {}",
                change.table,
                key.join("/"),
                change.kind,
                names.join(" ")
            )
        };
        let mut lines: Vec<String> = changes.into_iter().map(line).collect();
        lines.sort();
        lines
    };
    insta::assert_snapshot!(told(2).join("\n"), @r"
    members blue/d Added name=dora
    members red/b Removed name=Bob email=bob@example.com
    members red/d Removed name=dora
    users a Changed name=Ada King email=ada@example.com
    users b Removed name=Bob email=bob@example.com
    users c Added 
    ");
    open(&folder).prune(1).expect("pruned");
    assert!(
        told(2).iter().all(|line| !line.contains("email=")),
        "nothing is known any more"
    );
    assert_eq!(told(3), ["users a Changed name=Ada Byron email=ada@example.com"]);
}
