//! Names that a source gives its columns, and that a person gives tables and dataflows.

use crate::shelf::{self, NAME};
use crate::texts;
use poolhouse_catalog::model::{TableQuery, Version};
use poolhouse_catalog::names::{check_dataflow_name, check_table_name};
use poolhouse_catalog::{Database, TableReader, check_database};
use poolhouse_connector::{Column, ColumnType, Value};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

/// More columns than an import of this size needs would only be slow.
const MOST: usize = 60;

/// The name of the table, then names of columns: each is a column of its own with its own value.
pub fn names(bytes: &[u8]) {
    let mut given = texts(bytes).into_iter();
    let typed = given.next().unwrap_or_default();
    let (_root, folder) = shelf::folder();
    if check_dataflow_name(&typed).is_ok() {
        Database::open(&folder, &typed).expect("a name that is allowed is a file's name");
        assert_eq!(check_database(&folder, &typed), Ok(()));
    }
    let target = if check_table_name(&typed).is_ok() {
        typed.as_str()
    } else {
        "users"
    };
    let mut seen = BTreeSet::from(["sub".to_owned()]);
    let originals: Vec<String> = std::iter::once("sub".to_owned())
        .chain(given.filter(|name| seen.insert(name.clone())).take(MOST))
        .collect();
    let columns: Arc<[Column]> = originals
        .iter()
        .map(|name| shelf::column(name, ColumnType::Text))
        .collect();
    let row = originals.iter().cloned().map(Value::Text).collect();
    let staging = shelf::stage(&folder, 1, target, &columns, vec![row]).expect("every name can be staged");
    staging
        .seal()
        .and_then(|staged| staged.publish(shelf::at(2)))
        .expect("every name can be published");
    assert_eq!(check_database(&folder, NAME), Ok(()));
    let reader = TableReader::open(&folder, NAME, target, Version::Now);
    let reader = reader.expect("a reader").expect("a database");
    let question = reader.ask(&TableQuery::default()).expect("all rows");
    let mut places = Vec::new();
    let listed = reader.list(&question, &mut |found| {
        places.extend_from_slice(found);
        ControlFlow::Continue(())
    });
    listed.expect("listed");
    let rows = reader.fetch(&places).expect("fetched");
    let stored: Vec<(String, Option<String>)> = reader
        .columns()
        .iter()
        .map(|column| column.original.clone())
        .zip(rows.into_iter().next().expect("the row is there"))
        .collect();
    let sent: Vec<(String, Option<String>)> = originals
        .into_iter()
        .map(|name| (name.clone(), Some(name)))
        .collect();
    assert_eq!(stored, sent, "each value stands in its own column");
}
