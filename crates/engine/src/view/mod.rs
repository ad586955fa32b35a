//! What the faces show: snapshots, whole each time, replaced by id. Plain data.

mod app;
mod dataflows;
mod export;
mod review;
mod runs;

pub use app::{About, Keychain, Preferences, Theme};
pub use dataflows::{
    CheckState, CheckStep, Connected, ConnectorCard, DataflowRow, Removal, RolledBack, SecretState,
    TableCount, TableOffer, Wait,
};
pub use export::{ExportProgress, ExportRequest, Exported, FileFormat, Handed, Privacy};
pub use review::{
    Compared, DatabaseView, DataflowPeople, Directory, GroupPeople, KeptValue, OpenedTable, Organization,
    ReadyQuestion, RowHistory, RowsWindow, Subject, ViewId,
};
pub use runs::{Phase, RunPage, RunQuery, RunSnapshot, TableProgress, WaitingColumn};
