//! Everybody of all databases.

use crate::export::file;
use crate::house::{House, draft};
use crate::script::{PEOPLE, TEAMS};
use poolhouse_connector::Secrets;
use poolhouse_engine::model::{DataflowDraft, DataflowId, Filter, Sort, TableQuery, Test};
use poolhouse_engine::view::{Exported, FileFormat, GroupPeople, Handed, OpenedTable, Subject};
use poolhouse_engine::{Error, Keep};
use std::path::Path;

/// Two pools of one organization, a third of none; the last has nothing yet.
async fn pools(house: &House) -> [DataflowId; 3] {
    let create = async |name: &str, organization: &str, tables: &[&'static str]| {
        let draft = DataflowDraft {
            organization: organization.into(),
            display_name: format!("The {name}"),
            ..draft(name, tables)
        };
        let dataflow = house
            .engine
            .create_dataflow(draft, Secrets::new(), Keep::Keychain);
        dataflow.await.expect("the draft is sound").id
    };
    let shop = create("Shop", "Acme", &[PEOPLE, TEAMS]).await;
    house.succeed(shop).await;
    {
        let mut state = house.script.state();
        state.people = [(3, "PERSON 3"), (20, "Zoë")]
            .map(|(number, name)| (number, name.to_owned()))
            .into();
        state.extra = [(20, "vip".to_owned())].into();
    }
    let staff = create("Staff", "ACME ", &[PEOPLE]).await;
    house.succeed(staff).await;
    let other = create("Other", "", &[PEOPLE]).await;
    house.succeed(other).await;
    create("Empty", "Nobody's", &[PEOPLE]).await;
    [shop, staff, other]
}

fn everybody() -> Subject {
    Subject::People {
        organization: None,
        dataflow: None,
        group: None,
    }
}

async fn rows(house: &House, subject: Subject, query: TableQuery) -> (OpenedTable, Vec<String>) {
    let table = house.engine.open_table(subject, query).await.expect("it opens");
    loop {
        let window = house.engine.table_rows(table.view, 0, 100).await.expect("rows");
        if window.done {
            let cell = |cell: Option<String>| cell.unwrap_or_else(|| "-".into());
            let line = |row: Vec<Option<String>>| row.into_iter().map(cell).collect::<Vec<_>>().join(" | ");
            return (table, window.rows.into_iter().map(line).collect());
        }
    }
}

#[tokio::test]
async fn everybody_of_all_databases_is_found_in_one_search() {
    let house = House::new();
    pools(&house).await;
    let all = rows(&house, everybody(), TableQuery::default()).await;
    let names: Vec<&str> = all.0.columns.iter().map(|column| column.name.as_str()).collect();
    insta::assert_debug_snapshot!(names, @r#"
    [
        "organization",
        "database",
        "name",
        "groups",
        "also_in",
        "number",
        "extra",
    ]
    "#);
    assert_eq!((all.0.rows, all.1.len()), (Some(14), 14), "{:?}", all.1);
    let search = TableQuery {
        search: "person 3".into(),
        ..TableQuery::default()
    };
    let (_, found) = rows(&house, everybody(), search).await;
    insta::assert_snapshot!(found.join("\n"), @r#"
    - | Other | PERSON 3 | - | Shop, Staff | 3 | -
    Acme | Shop | Person 3 | blue, red | Other, Staff | 3 | -
    ACME | Staff | PERSON 3 | - | Other, Shop | 3 | -
    "#);
    let vip = TableQuery {
        filters: vec![Filter {
            column: "extra".into(),
            test: Test::Equals { text: "VIP".into() },
            not: false,
        }],
        ..TableQuery::default()
    };
    let (_, found) = rows(&house, everybody(), vip).await;
    assert_eq!(found.len(), 2, "an attribute that not all have: {found:?}");
}

#[tokio::test]
async fn the_order_goes_over_all_databases() {
    let house = House::new();
    pools(&house).await;
    let by = |column: &str, descending| TableQuery {
        sort: vec![Sort {
            column: column.into(),
            descending,
        }],
        ..TableQuery::default()
    };
    let names = async |query| {
        let (_, lines) = rows(&house, everybody(), query).await;
        let name = |line: &String| line.split(" | ").nth(2).unwrap_or_default().to_lowercase();
        lines.iter().map(name).collect::<Vec<_>>()
    };
    let up = names(by("name", false)).await;
    let mut sorted = up.clone();
    sorted.sort();
    assert_eq!((up.len(), &up), (14, &sorted));
    let order = house.engine.people_order(everybody()).await.expect("an order");
    assert_eq!(order, by("name", false).sort, "nobody has a family name");
    let down = names(by("name", true)).await;
    sorted.reverse();
    assert_eq!(down, sorted);
    let (_, extra) = rows(&house, everybody(), by("extra", true)).await;
    assert!(
        extra[0].contains("vip") && !extra[13].contains("vip"),
        "nothing comes last: {extra:?}"
    );
}

#[tokio::test]
async fn a_column_is_profiled_over_all_databases() {
    let house = House::new();
    pools(&house).await;
    let (table, _) = rows(&house, everybody(), TableQuery::default()).await;
    let number = house
        .engine
        .profile_column(table.view, "number")
        .await
        .expect("a column");
    assert_eq!(
        (number.rows, number.distinct),
        (14, 11),
        "3 and 20 are in several"
    );
    assert_eq!(
        (number.frequent[0].value.as_str(), number.frequent[0].rows),
        ("3", 3)
    );
}

#[tokio::test]
async fn the_directory_has_organizations_with_their_groups() {
    let house = House::new();
    let [shop, ..] = pools(&house).await;
    let directory = house.engine.directory().await.expect("the directory");
    let told: Vec<_> = directory
        .organizations
        .iter()
        .map(|organization| {
            let dataflows: Vec<&str> = organization
                .dataflows
                .iter()
                .map(|each| each.name.as_str())
                .collect();
            (organization.name.as_str(), organization.people, dataflows)
        })
        .collect();
    assert_eq!(
        told,
        [("Acme", 12, vec!["Shop", "Staff"]), ("", 2, vec!["Other"])]
    );
    let groups = &directory.organizations[0].dataflows[0].groups;
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["blue", "red"]);
    let GroupPeople { name, people } = &groups[1];
    let of_group = Subject::People {
        organization: Some("acme".into()),
        dataflow: Some(shop),
        group: Some(name.clone()),
    };
    let (table, found) = rows(&house, of_group, TableQuery::default()).await;
    assert_eq!(
        (Some(found.len() as u64), table.rows),
        (*people, None),
        "{found:?}"
    );
    assert!(found.iter().all(|line| line.contains("red")), "{found:?}");
    let of_none = Subject::People {
        organization: Some(String::new()),
        dataflow: None,
        group: None,
    };
    let (_, found) = rows(&house, of_none, TableQuery::default()).await;
    assert_eq!(found.len(), 2, "{found:?}");
}

#[tokio::test]
async fn a_damaged_database_does_not_keep_the_others_from_view() {
    let house = House::new();
    house.folder.is_left_broken();
    pools(&house).await;
    let path = house.folder.path().join("databases").join("Staff.db");
    std::fs::write(path, vec![7; 8_192]).expect("it is damaged");
    let (table, found) = rows(&house, everybody(), TableQuery::default()).await;
    assert_eq!(
        (found.len(), table.left_out.len()),
        (12, 1),
        "{:?}",
        table.left_out
    );
    assert!(table.left_out[0].starts_with("Staff: "), "{:?}", table.left_out);
    let directory = house.engine.directory().await.expect("the directory");
    assert_eq!(directory.left_out, table.left_out);
    let folder = tempfile::tempdir().expect("a folder");
    let written = exported(&house, folder.path()).await.expect("the others");
    assert_eq!(
        (written.rows, &written.left_out),
        (12, &table.left_out),
        "a file without them says so"
    );
}

async fn exported(house: &House, folder: &Path) -> Result<Exported, Error> {
    let path = folder.join("everybody.csv");
    let request = file(
        &path,
        FileFormat::Csv,
        Handed::Rows {
            subject: everybody(),
            query: TableQuery::default(),
            columns: Vec::new(),
        },
    );
    house.engine.export_file("test", request).await
}

#[tokio::test]
async fn where_no_database_can_be_read_nothing_is_exported() {
    let house = House::new();
    house.folder.is_left_broken();
    let folder = tempfile::tempdir().expect("a folder");
    let nobody = exported(&house, folder.path())
        .await
        .expect("there is nobody yet");
    assert_eq!((nobody.rows, nobody.left_out), (0, Vec::<String>::new()));
    std::fs::remove_file(folder.path().join("everybody.csv")).expect("it is there");
    pools(&house).await;
    for name in ["Shop", "Staff", "Other"] {
        let path = house.folder.path().join(format!("databases/{name}.db"));
        std::fs::write(path, vec![7; 8_192]).expect("it is damaged");
    }
    let refused = exported(&house, folder.path())
        .await
        .expect_err("none can be read");
    let words = refused.words();
    assert_eq!(
        words.message,
        "No database could be read, so nothing was exported."
    );
    for name in ["Shop: ", "Staff: ", "Other: "] {
        assert!(words.hint.contains(name), "{}", words.hint);
    }
    let left = std::fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(left, 0, "and no file is there");
}
