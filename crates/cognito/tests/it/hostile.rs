//! Input that breaks what is careless: names of attributes and groups, values of the wrong type.

use crate::support::{self, table, text};
use poolhouse_connector::{ColumnType, Connector, Split, Value};
use poolhouse_sample_pool::{AttributeType, Options, SchemaAttribute, ShortPages};
use std::collections::BTreeSet;

#[tokio::test]
async fn attributes_with_hostile_names_are_columns_under_their_own_names() {
    let (server, pool) = support::start(Options::default()).await;
    let names = [
        "rowid",
        "_rowid_",
        "Tier",
        "nul\u{0}inside",
        "tier\u{202e}",
        "drop table users;--",
    ];
    for name in names {
        server
            .control()
            .add_schema_attribute(SchemaAttribute::custom(name, AttributeType::String));
    }
    // And one that the schema calls just so, as an old pool may.
    server.control().set_attribute(3, "rowid", Some("of the schema"));
    for name in names {
        server
            .control()
            .set_attribute(3, &format!("custom:{name}"), Some("here"));
    }
    let rows = support::rows(&pool, "users").await;
    let row = rows
        .iter()
        .find(|row| row.get("rowid") == Some(&Value::Text("of the schema".into())))
        .expect("the attribute named rowid came");
    for name in names {
        assert_eq!(
            row[&format!("custom:{name}")],
            Value::Text("here".into()),
            "{name:?}"
        );
    }
    assert!(
        row.contains_key("custom:tier"),
        "and the one that differs in case alone is apart"
    );
}

#[tokio::test]
async fn a_number_that_is_none_is_kept_and_counted() {
    let (server, pool) = support::start(Options::default()).await;
    server
        .control()
        .add_schema_attribute(SchemaAttribute::custom("points", AttributeType::Number));
    let read = async || {
        pool.describe().await.expect("the pool is described");
        let users = [table("users")];
        let batches = support::read(&pool, &users, Split::Whole).await.expect("read");
        let misfits: u64 = batches.iter().map(|batch| batch.misfits).sum();
        (batches, misfits)
    };
    // The sample has misfits of its own.
    let (_, before) = read().await;
    server.control().set_attribute(70, "custom:points", Some("n/a"));
    server.control().set_attribute(71, "custom:points", Some("42"));
    let (batches, after) = read().await;
    assert_eq!(after - before, 1, "counted");
    let rows: Vec<_> = batches.iter().flat_map(support::named).collect();
    let has = |value: Value| rows.iter().any(|row| row["custom:points"] == value);
    assert!(has(Value::Text("n/a".into())), "kept as it came");
    assert!(has(Value::Integer(42)));
    let column = batches[0]
        .columns
        .iter()
        .find(|column| column.original == "custom:points");
    assert_eq!(column.map(|column| column.kind), Some(ColumnType::Number));
}

#[tokio::test]
async fn identities_that_are_not_json_are_kept_whole_and_counted() {
    let (server, pool) = support::start(Options::default()).await;
    let before = support::rows(&pool, "user_identities").await.len();
    server
        .control()
        .set_attribute(1, "identities", Some("not [ JSON"));
    pool.describe().await.expect("the pool is described");
    let tables = [table("user_identities"), table("user_attributes")];
    let batches = support::read(&pool, &tables, Split::Whole).await.expect("read");
    let of = |name: &'static str| batches.iter().filter(move |batch| batch.table == table(name));
    assert!(of("user_identities").map(|batch| batch.misfits).sum::<u64>() >= 1);
    let rows: usize = of("user_identities").map(|batch| batch.rows.len()).sum();
    assert!(rows <= before, "it makes no row");
    let raw = of("user_attributes").flat_map(support::named);
    assert!(
        raw.into_iter()
            .any(|row| row["value"] == Value::Text("not [ JSON".into())),
        "and stands whole in the long form"
    );
}

#[tokio::test]
async fn a_group_with_quotes_in_its_name_has_its_members() {
    let (_server, pool) = support::start(Options::default()).await;
    let groups = support::rows(&pool, "groups").await;
    let names: BTreeSet<&str> = groups.iter().map(|row| text(&row["group_name"])).collect();
    let quoted = names
        .iter()
        .find(|name| name.contains('"') || name.contains('\''))
        .expect("the sample pool has such a group");
    let members = support::rows(&pool, "group_members").await;
    assert!(
        members.iter().any(|row| text(&row["group_name"]) == *quoted),
        "{quoted:?} has members"
    );
}

#[tokio::test]
async fn a_user_in_a_hundred_groups() {
    let (server, pool) = support::start(Options {
        groups: 111,
        short_pages: ShortPages::Never,
        ..Options::default()
    })
    .await;
    let joiner = server.control().user(42).expect("user 42").sub;
    let members = support::rows(&pool, "group_members").await;
    let groups: BTreeSet<&str> = members
        .iter()
        .filter(|row| text(&row["sub"]) == joiner)
        .map(|row| text(&row["group_name"]))
        .collect();
    assert!(groups.len() >= 100, "in {} groups", groups.len());
}
