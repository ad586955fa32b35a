//! `schema_attributes`: the attributes that the pool's schema names.

use crate::columns::{self, setting};
use crate::user_pool::readings;
use crate::values;
use aws_sdk_cognitoidentityprovider::types::SchemaAttributeType;
use poolhouse_connector::{Batch, Column, ColumnType, Row, Table, TableId, Value};
use std::sync::{Arc, LazyLock};

pub(crate) const ID: TableId = TableId::new("schema_attributes");

static COLUMNS: LazyLock<Arc<[Column]>> = LazyLock::new(|| {
    Arc::new([
        setting("name", ColumnType::Text),
        setting("type", ColumnType::Text),
        setting("required", ColumnType::Boolean),
        setting("mutable", ColumnType::Boolean),
        setting("developer_only", ColumnType::Boolean),
        setting("minimum_value", ColumnType::Number),
        setting("maximum_value", ColumnType::Number),
        setting("minimum_length", ColumnType::Number),
        setting("maximum_length", ColumnType::Number),
        setting("pool_id", ColumnType::Text),
    ])
});

pub(crate) fn table() -> Table {
    columns::table(
        ID,
        "The attributes that the pool's schema names, with their types and limits",
        readings::DESCRIBE_USER_POOL,
        COLUMNS.to_vec(),
        &["name"],
    )
}

/// The rows of a schema. Constraints come as text and are typed like any other value.
pub(crate) fn batch(pool_id: &str, schema: Vec<SchemaAttributeType>) -> Batch {
    let mut misfits = 0;
    let mut number = |text: Option<String>| {
        text.map_or(Value::Null, |text| {
            values::typed(text, ColumnType::Number, &mut misfits)
        })
    };
    let rows: Vec<Row> = schema
        .into_iter()
        .filter(|attribute| attribute.name.is_some())
        .map(|attribute| {
            let (least, most) = attribute
                .number_attribute_constraints
                .map_or((None, None), |limits| (limits.min_value, limits.max_value));
            let (shortest, longest) = attribute
                .string_attribute_constraints
                .map_or((None, None), |limits| (limits.min_length, limits.max_length));
            vec![
                values::text(attribute.name),
                values::text(attribute.attribute_data_type.map(|kind| kind.as_str().to_owned())),
                values::boolean(attribute.required),
                values::boolean(attribute.mutable),
                values::boolean(attribute.developer_only_attribute),
                number(least),
                number(most),
                number(shortest),
                number(longest),
                Value::Text(pool_id.to_owned()),
            ]
        })
        .collect();
    Batch {
        table: ID,
        columns: COLUMNS.clone(),
        rows,
        misfits,
    }
}
