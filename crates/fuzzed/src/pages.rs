//! Replies of AWS, through the connector's own path from the body on.

use crate::BETWEEN;
use poolhouse_cognito::{IdentityPool, Reply, UserPool};
use poolhouse_connector::{Connector, ConnectorKind, Page, Split, TableId, Unit, Value};
use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::runtime::Runtime;

/// Calls for one input.
const CALLS: usize = 6;

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::new(
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime"),
    );
}

/// The first four bytes say which pool and whether its description is sound, which unit is read first,
/// the status, and the content type; then replies, of which each call gets the next.
pub fn pages(bytes: &[u8]) {
    let [how, unit, status, content_type, rest @ ..] = bytes else {
        return;
    };
    let status = [200, 200, 200, 200, 400, 403, 429, 500, 503, 302, 407, 204][usize::from(*status % 12)];
    let content_type =
        ["application/x-amz-json-1.1", "text/html", "application/json"][usize::from(*content_type % 3)];
    let replies: Vec<Vec<u8>> = rest.split(|&byte| byte == BETWEEN).map(<[u8]>::to_vec).collect();
    let described = how & 2 == 0;
    let of_users = how & 1 == 0;
    let call = AtomicUsize::new(0);
    let answer = move |asked: &str| {
        if described
            && (asked == "DescribeUserPool" || asked == "DescribeIdentityPool")
            && call.load(Ordering::Relaxed) == 0
        {
            return Reply {
                status: 200,
                content_type: "application/x-amz-json-1.1",
                body: if of_users { USER_POOL } else { IDENTITY_POOL }.into(),
            };
        }
        let call = call.fetch_add(1, Ordering::Relaxed);
        Reply {
            status,
            content_type,
            body: replies[call % replies.len()].clone(),
        }
    };
    let read = async {
        if of_users {
            let pool = UserPool::answered(Arc::new(answer));
            read(&pool, poolhouse_cognito::user_pool().as_ref(), *unit).await;
        } else {
            let pool = IdentityPool::answered(Arc::new(answer));
            read(&pool, poolhouse_cognito::identity_pool().as_ref(), *unit).await;
        }
    };
    RUNTIME.with_borrow(|runtime| runtime.block_on(read));
}

async fn read(pool: &dyn Connector, kind: &dyn ConnectorKind, first: u8) {
    let words = |error: &poolhouse_connector::ReadError| {
        let words = kind.words(&poolhouse_connector::Settings::new(), error);
        assert!(!words.message.is_empty(), "{error} is told in words");
    };
    if first == u8::MAX {
        match pool.choices(None).await {
            Ok((choices, next)) => {
                assert_ne!(next.map(|next| next.0), Some(String::new()));
                for choice in choices.iter().take(2) {
                    drop(pool.size_of(choice).await);
                }
            }
            Err(error) => words(&error),
        }
        return;
    }
    let tables: Vec<TableId> = kind.tables().into_iter().map(|table| table.id).collect();
    match pool.describe().await {
        Ok(described) => {
            for table in &described.tables {
                let names: BTreeSet<&str> = table
                    .columns
                    .iter()
                    .map(|column| column.original.as_str())
                    .collect();
                assert_eq!(names.len(), table.columns.len(), "a column of {} twice", table.id);
                for key in &table.key {
                    assert!(names.contains(key.as_str()), "{} has no {key}, its key", table.id);
                }
            }
        }
        Err(error) => return words(&error),
    }
    let units = pool.units(&tables, Split::Both);
    let first = units[usize::from(first) % units.len()].clone();
    let mut known = HashSet::from([first.clone()]);
    let mut waiting = VecDeque::from([(first, None)]);
    for _ in 0..CALLS {
        let Some((unit, cursor)) = waiting.pop_front() else {
            break;
        };
        match pool.read_page(&unit, cursor.as_ref(), &tables).await {
            Ok(page) => {
                hold(&page, &tables, &unit);
                let found = page
                    .discovered
                    .into_iter()
                    .filter(|unit| known.insert(unit.clone()));
                waiting.extend(found.map(|unit| (unit, None)));
                waiting.extend(page.next.map(|next| (unit, Some(next))));
            }
            Err(error) => words(&error),
        }
    }
}

/// What the contract says of a page.
fn hold(page: &Page, tables: &[TableId], unit: &Unit) {
    for batch in &page.batches {
        assert!(tables.contains(&batch.table), "{unit:?} brought {}", batch.table);
        let names: BTreeSet<&str> = batch
            .columns
            .iter()
            .map(|column| column.original.as_str())
            .collect();
        assert_eq!(
            names.len(),
            batch.columns.len(),
            "a column of {} twice",
            batch.table
        );
        for row in &batch.rows {
            assert_eq!(
                row.len(),
                batch.columns.len(),
                "a row of {} is as wide as its columns",
                batch.table
            );
            for cell in row {
                assert!(
                    !matches!(cell, Value::Real(number) if !number.is_finite()),
                    "finite"
                );
            }
        }
    }
    if let Some(next) = &page.next {
        assert!(!next.0.is_empty(), "an empty cursor would begin again");
    }
    for note in &page.notes {
        assert!(!note.message.is_empty());
    }
}

const USER_POOL: &str = r#"{"UserPool":{"Id":"eu-west-1_Sample001","Name":"Sample","EstimatedNumberOfUsers":3000,"SchemaAttributes":[{"Name":"sub","AttributeDataType":"String"},{"Name":"email","AttributeDataType":"String"},{"Name":"email_verified","AttributeDataType":"Boolean"},{"Name":"updated_at","AttributeDataType":"Number"},{"Name":"custom:score","AttributeDataType":"Number"},{"Name":"custom:joined","AttributeDataType":"DateTime"}]}}"#;

const IDENTITY_POOL: &str = r#"{"IdentityPoolId":"eu-west-1:00000000-0000-4000-8000-000000000001","IdentityPoolName":"Sample","AllowUnauthenticatedIdentities":false}"#;
