//! The contract between what is read and what reads it.
//!
//! A connector says which tables it has ([`Table`]), which upstream calls fill them
//! ([`Reading`]), and reads one page at a time ([`Connector::read_page`]). It neither
//! sleeps, retries, nor stores: pace, retry, cancel and checkpoint live in the engine, once.
//!
//! Called by the engine; implemented by `poolhouse-cognito`, by `poolhouse-sample-pool` (which opens the same
//! code at a server of its own) and, for tests, by scripts.
//! Deliberately absent: any I/O, any clock, any knowledge of AWS or SQLite.
//! The MUSTs of an implementation stand in `CONTRACT.md` beside this crate's manifest and
//! are checked by [`compliance`].

mod check;
mod class;
pub mod compliance;
mod contract;
mod error;
mod limits;
mod page;
mod review;
mod settings;
mod table;

pub use check::{Access, Check, CheckOutcome, Checked, Choice, TableAccess};
pub use contract::{Connector, ConnectorKind, Described, ReadingCalls, Split, TableSize};
pub use error::{ErrorKind, ReadError, Retry, Words};
pub use limits::{Category, Quota, Speed};
pub use page::{Batch, Cursor, Kept, Mark, Note, Page, Partition, Row, Since, Unit, Value};
pub use review::{Condition, Directory, Expected, Name, Naming, Question};
pub use settings::{
    Field, FieldChoice, FieldCondition, FieldError, FieldGroup, FieldKind, Network, Secrets, Settings, Shelf,
};
pub use table::{Column, ColumnType, PersonalData, Reading, Table, TableId};
