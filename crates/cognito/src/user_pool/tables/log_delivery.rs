//! `log_delivery`: where the pool's logs go.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::LogConfigurationType;
use poolhouse_connector::{Batch, Column, ColumnType, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("log_delivery");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::Text;
    Arc::new([
        setting("source", Text),
        setting("level", Text),
        setting("log_group_arn", Text),
        setting("bucket_arn", Text),
        setting("stream_arn", Text),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "Where the pool's logs go",
        readings::GET_LOG_DELIVERY_CONFIGURATION,
        COLUMNS.to_vec(),
        &["source", "level"],
    )
}

/// A row for each sort of log.
pub(crate) fn batch(pool_id: &str, logs: Vec<LogConfigurationType>) -> Batch {
    let rows = logs
        .into_iter()
        .map(|log| {
            vec![
                values::word(Some(log.event_source.as_str())),
                values::word(Some(log.log_level.as_str())),
                values::text(
                    log.cloud_watch_logs_configuration
                        .and_then(|group| group.log_group_arn),
                ),
                values::text(log.s3_configuration.and_then(|bucket| bucket.bucket_arn)),
                values::text(log.firehose_configuration.and_then(|stream| stream.stream_arn)),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, 0)
}
