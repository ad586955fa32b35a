//! The rows: what the sample pool holds is what comes.

use crate::support::{self, cell, table, text};
use poolhouse_connector::{ColumnType, Connector, Split, Value};
use poolhouse_sample_pool::{Options, corpus};
use std::collections::BTreeSet;

#[tokio::test]
async fn users_have_a_typed_column_for_each_attribute_of_the_schema() {
    let (_server, pool) = support::start(Options::default()).await;
    let described = pool.describe().await.expect("the pool is described");
    assert_eq!(described.name, "Sample pool");
    assert!(!described.worth_splitting, "250 users are read in one chain");
    let users = described
        .tables
        .iter()
        .find(|known| known.id == table("users"))
        .expect("there are users");
    let kind = |name: &str| {
        users
            .columns
            .iter()
            .find(|column| column.original == name)
            .map(|column| column.kind)
    };
    assert_eq!(kind("email"), Some(ColumnType::Text));
    assert_eq!(kind("email_verified"), Some(ColumnType::Boolean));
    assert_eq!(
        kind("updated_at"),
        Some(ColumnType::Timestamp),
        "the fixed column"
    );
    assert_eq!(
        kind("attribute:updated_at"),
        Some(ColumnType::Number),
        "the attribute of that name"
    );
    assert_eq!(
        users
            .columns
            .iter()
            .filter(|column| column.original == "sub")
            .count(),
        1
    );
    let names: BTreeSet<&str> = users
        .columns
        .iter()
        .map(|column| column.original.as_str())
        .collect();
    assert_eq!(names.len(), users.columns.len(), "originals are unique");
}

#[tokio::test]
async fn hostile_values_come_to_the_byte() {
    let (_server, pool) = support::start(Options::default()).await;
    let batches = support::read(&pool, &[table("user_attributes")], Split::Whole)
        .await
        .expect("read");
    let values: BTreeSet<&str> = batches
        .iter()
        .flat_map(|batch| batch.rows.iter().map(|row| cell(batch, row, "value")))
        .filter_map(|value| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    for hostile in corpus::values() {
        assert!(
            values.contains(hostile.value.as_str()),
            "{} comes to the byte",
            hostile.what
        );
    }
}

#[tokio::test]
async fn the_wide_and_the_long_form_agree() {
    let (server, pool) = support::start(Options::default()).await;
    server
        .control()
        .set_attribute(7, "custom:late", Some("not in the schema"));
    pool.describe().await.expect("the pool is described");
    let tables = [table("users"), table("user_attributes")];
    let batches = support::read(&pool, &tables, Split::Whole).await.expect("read");
    let mut wide = BTreeSet::new();
    let mut long = BTreeSet::new();
    for batch in &batches {
        for row in &batch.rows {
            let sub = text(cell(batch, row, "sub")).to_owned();
            if batch.table == table("user_attributes") {
                let name = text(cell(batch, row, "name")).to_owned();
                long.insert((sub, name, text(cell(batch, row, "value")).to_owned()));
                continue;
            }
            wide.insert((sub.clone(), "sub".to_owned(), sub.clone()));
            for (column, value) in batch.columns.iter().zip(row).skip(6) {
                if column.original == "pool_id" {
                    continue;
                }
                let name = column
                    .original
                    .strip_prefix("attribute:")
                    .unwrap_or(&column.original);
                let shown = match value {
                    Value::Null => continue,
                    Value::Text(text) => text.clone(),
                    Value::Integer(truth) if column.kind == ColumnType::Boolean => (*truth == 1).to_string(),
                    Value::Integer(number) => number.to_string(),
                    Value::Real(number) => number.to_string(),
                };
                wide.insert((sub.clone(), name.to_owned(), shown));
            }
        }
    }
    assert!(
        long.iter().any(|(_, name, _)| name == "custom:late"),
        "the late attribute came"
    );
    assert_eq!(
        wide, long,
        "typed values print back as they came, and nothing is missing"
    );
}

#[tokio::test]
async fn an_attribute_that_the_schema_hides_is_a_column_from_its_page_on() {
    let (server, pool) = support::start(Options::default()).await;
    server.control().set_attribute(249, "custom:late", Some("here"));
    pool.describe().await.expect("the pool is described");
    let batches = support::read(&pool, &[table("users")], Split::Whole)
        .await
        .expect("read");
    let has_late = |batch: &&poolhouse_connector::Batch| {
        batch
            .columns
            .iter()
            .any(|column| column.original == "custom:late")
    };
    assert!(
        batches.iter().any(|batch| has_late(&batch)),
        "some page has the new column"
    );
    for batch in &batches {
        assert!(
            batch.rows.iter().all(|row| row.len() == batch.columns.len()),
            "rows are as wide as their columns"
        );
    }
    let made: BTreeSet<_> = batches.iter().map(|batch| batch.columns.as_ptr()).collect();
    let unlike: BTreeSet<_> = batches.iter().map(|batch| batch.columns.len()).collect();
    assert_eq!(
        made.len(),
        unlike.len(),
        "columns are made once for each layout, and shared"
    );
}

#[tokio::test]
async fn the_secret_of_an_app_client_goes_nowhere() {
    let (_server, pool) = support::start(Options::default()).await;
    let batches = support::read(&pool, &[table("app_clients")], Split::Whole)
        .await
        .expect("read");
    let with_secret = batches
        .iter()
        .flat_map(|batch| batch.rows.iter().map(|row| cell(batch, row, "has_secret")))
        .filter(|has| **has == Value::Integer(1))
        .count();
    assert!(with_secret > 0, "the sample pool has a client with a secret");
    let columns = &batches[0].columns;
    assert!(
        columns
            .iter()
            .all(|column| column.original == "has_secret" || !column.original.contains("secret"))
    );
}

#[tokio::test]
async fn the_pool_and_its_schema() {
    let (server, pool) = support::start(Options::default()).await;
    let tables = [table("user_pool"), table("schema_attributes")];
    let batches = support::read(&pool, &tables, Split::Whole).await.expect("read");
    for batch in &batches {
        for row in &batch.rows {
            assert_eq!(
                text(cell(batch, row, "pool_id")),
                server.pool_id(),
                "every row names its pool"
            );
        }
        assert_eq!(batch.misfits, 0, "`{}` fits its types", batch.table);
    }
    let settings = batches
        .iter()
        .find(|batch| batch.table == table("user_pool"))
        .expect("the pool has a row");
    let policies = text(cell(settings, &settings.rows[0], "policies"));
    assert!(
        policies.contains("\"PasswordPolicy\""),
        "in the service's own words: {policies}"
    );
}
