//! `import_jobs`: how people were brought into the pool from files. The address to which a file is
//! uploaded is signed, so it is a secret: it is dropped.

use crate::columns::{self, column, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::UserImportJobType;
use poolhouse_connector::{Batch, Column, ColumnType, PersonalData, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("import_jobs");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    use ColumnType::{Number, Text, Timestamp};
    use PersonalData::FreeText;
    Arc::new([
        setting("job_id", Text),
        setting("job_name", Text),
        setting("status", Text),
        setting("created_at", Timestamp),
        setting("started_at", Timestamp),
        setting("completed_at", Timestamp),
        setting("imported_users", Number),
        setting("skipped_users", Number),
        setting("failed_users", Number),
        column("completion_message", Text, FreeText),
        setting("logs_role_arn", Text),
        setting("password_hashing", Text),
        setting("pool_id", Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "How people were brought into the pool from files",
        readings::LIST_USER_IMPORT_JOBS,
        COLUMNS.to_vec(),
        &["job_id"],
    )
}

/// The rows of a page. Every job has an ID: the reading has looked.
pub(crate) fn batch(pool_id: &str, jobs: Vec<UserImportJobType>) -> Batch {
    let mut misfits = 0;
    let rows: Vec<Row> = jobs
        .into_iter()
        .map(|job| {
            vec![
                values::text(job.job_id),
                values::text(job.job_name),
                values::word(job.status.as_ref()),
                values::moment(job.creation_date, &mut misfits),
                values::moment(job.start_date, &mut misfits),
                values::moment(job.completion_date, &mut misfits),
                Value::Integer(job.imported_users),
                Value::Integer(job.skipped_users),
                Value::Integer(job.failed_users),
                values::text(job.completion_message),
                values::text(job.cloud_watch_logs_role_arn),
                values::word(job.password_hashing_algorithm.as_ref()),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    columns::batch(ID, &COLUMNS, rows, misfits)
}
