//! The tables, one file each: its columns, and its rows out of the SDK's structures.
//! Called by `readings` and the kind. Deliberately absent: calls, which are in `readings`.

pub(crate) mod app_clients;
pub(crate) mod group_members;
pub(crate) mod groups;
pub(crate) mod schema_attributes;
pub(crate) mod user_attributes;
pub(crate) mod user_identities;
pub(crate) mod user_pool;
pub(crate) mod users;

use crate::quotas;
use crate::readings;
use poolhouse_connector::{Column, ColumnType, Cost, PersonalData, Reading, Table, TableId};

/// A table and what reading it takes.
pub(crate) struct Listed {
    pub(crate) id: TableId,
    /// The operations that fill it, each a permission of the same name.
    pub(crate) operations: &'static [&'static str],
    pub(crate) table: fn() -> Table,
}

/// Every table, in the order to show them.
pub(crate) const ALL: &[Listed] = &[
    Listed {
        id: users::ID,
        operations: &["ListUsers"],
        table: users::table,
    },
    Listed {
        id: user_attributes::ID,
        operations: &["ListUsers"],
        table: user_attributes::table,
    },
    Listed {
        id: user_identities::ID,
        operations: &["ListUsers"],
        table: user_identities::table,
    },
    Listed {
        id: groups::ID,
        operations: &["ListGroups"],
        table: groups::table,
    },
    Listed {
        id: group_members::ID,
        operations: &["ListGroups", "ListUsersInGroup"],
        table: group_members::table,
    },
    Listed {
        id: user_pool::ID,
        operations: &["DescribeUserPool"],
        table: user_pool::table,
    },
    Listed {
        id: schema_attributes::ID,
        operations: &["DescribeUserPool"],
        table: schema_attributes::table,
    },
    Listed {
        id: app_clients::ID,
        operations: &["ListUserPoolClients", "DescribeUserPoolClient"],
        table: app_clients::table,
    },
];

/// Every table of a user pool, with the columns that are known beforehand.
pub fn tables() -> Vec<Table> {
    ALL.iter().map(|listed| (listed.table)()).collect()
}

/// A column that every pool has.
fn column(original: &str, kind: ColumnType, personal: PersonalData) -> Column {
    Column {
        original: original.into(),
        kind,
        personal,
    }
}

/// A column of settings, which holds nothing about a person.
fn setting(original: &str, kind: ColumnType) -> Column {
    column(original, kind, PersonalData::None)
}

fn table(id: TableId, summary: &str, reading: Reading, columns: Vec<Column>, key: &[&str]) -> Table {
    Table {
        id,
        summary: summary.into(),
        columns,
        key: key.iter().map(|&name| name.into()).collect(),
        cost: Cost {
            category: quotas::payer(&reading),
            rows_per_call: readings::rows_per_call(&reading),
        },
        reading,
        default: true,
    }
}
