//! Cognito's own secrets, each of which the sample pool answers with a mark in it, go nowhere.

use crate::support::{self, cell, table, text};
use poolhouse_connector::{Connector, Split, TableId, Value};
use poolhouse_sample_pool::{Options, SECRET_MARK};

/// The mark inside base64, at each of the three places that it may begin at, without the letters
/// that its neighbours have a share in.
fn encoded() -> Vec<String> {
    (0..3)
        .map(|shift| {
            let bytes = [&vec![b' '; shift][..], SECRET_MARK.as_bytes()].concat();
            let text = aws_smithy_types::base64::encode(bytes);
            let text = text.trim_end_matches('=');
            text[4..text.len() - 2].to_owned()
        })
        .collect()
}

async fn hold_no_secret(pool: &dyn Connector) {
    let described = pool.describe().await.expect("the pool is described");
    let tables: Vec<TableId> = described.tables.iter().map(|table| table.id.clone()).collect();
    let brought = support::read_all(pool, &tables, Split::Whole)
        .await
        .expect("read");
    let marks: Vec<String> = encoded().into_iter().chain([SECRET_MARK.to_owned()]).collect();
    for batch in &brought.batches {
        for value in batch.rows.iter().flatten() {
            let Value::Text(text) = value else { continue };
            for mark in &marks {
                assert!(
                    !text.contains(mark.as_str()),
                    "`{}` holds a secret: {text}",
                    batch.table
                );
            }
        }
    }
    let printed = format!("{:?} {:?} {:?}", brought.notes, brought.marks, brought.kept);
    assert!(!printed.contains(SECRET_MARK));
}

#[tokio::test]
async fn no_row_of_a_user_pool_holds_a_secret() {
    let (_server, pool) = support::start(Options::default()).await;
    hold_no_secret(&pool).await;
    let clients = support::read(&pool, &[table("app_clients")], Split::Whole)
        .await
        .expect("read");
    let with_secret = clients
        .iter()
        .flat_map(|batch| batch.rows.iter().map(|row| cell(batch, row, "has_secret")))
        .filter(|has| **has == Value::Integer(1));
    assert!(
        with_secret.count() > 0,
        "the sample pool has a client with a secret"
    );
    let providers = support::rows(&pool, "identity_providers").await;
    assert!(
        providers
            .iter()
            .any(|row| text(&row["details_left_out"]).contains("private_key")),
        "what was left out is named"
    );
}

#[tokio::test]
async fn no_row_of_an_identity_pool_holds_a_secret() {
    let (_server, pool) = support::start_identity_pool(Options::default()).await;
    hold_no_secret(&pool).await;
}
