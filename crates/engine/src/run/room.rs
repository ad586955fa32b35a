//! Why a run ended otherwise than it should; where its disk is full, with the room that there is and that a
//! run may need.

use super::outcome::Stop;
use crate::engine::Inner;
use crate::words::{counted, size};
use poolhouse_catalog::model::{Dataflow, Failure};
use poolhouse_catalog::{DatabaseReader, ErrorKind};
use poolhouse_connector::ConnectorKind;

impl Inner {
    /// What the history says of a run that ended otherwise than it should.
    pub(super) fn failure_of(
        &self,
        stop: &Stop,
        kind: &dyn ConnectorKind,
        dataflow: &Dataflow,
    ) -> Option<Failure> {
        let mut failure = stop.failure(kind, &dataflow.draft.settings)?;
        if matches!(stop, Stop::Catalog(error) if error.kind() == ErrorKind::DiskFull) {
            self.say_room(&dataflow.draft.name, &mut failure);
        }
        Some(failure)
    }

    /// Adds to why a run failed what room there is, and by what one can tell how much is needed.
    fn say_room(&self, dataflow: &str, failure: &mut Failure) {
        // What is told is why the run failed, and not why this could not be told.
        let Ok(free) = fs4::available_space(self.folder.root()) else {
            return;
        };
        let mut words = format!("{} are free where the data folder lies.", size(free));
        if let Some((bytes, versions)) = self.what_it_takes(dataflow) {
            words += &format!(
                " The database takes {} there, with {} kept and what this run has read; a run needs room for one more version.",
                size(bytes),
                counted(versions, "version", "versions")
            );
        }
        failure.hint = format!("{words} {}", failure.hint);
    }

    /// The bytes of a database and the versions in it.
    fn what_it_takes(&self, dataflow: &str) -> Option<(u64, u64)> {
        let database = DatabaseReader::open(&self.folder, dataflow).ok()??;
        Some((database.size_bytes().ok()?, database.versions_kept().ok()?))
    }
}
