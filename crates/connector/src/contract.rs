//! The traits.

use crate::{
    Category, Checked, Choice, Cursor, Directory, Field, FieldError, Naming, Network, Page, Question, Quota,
    ReadError, Reading, Secrets, Settings, Shelf, Since, Table, TableAccess, TableId, Unit, Words,
};
use async_trait::async_trait;
use std::sync::Arc;

/// A sort of connector, such as *AWS Cognito user pool*: what a person picks in the wizard.
#[async_trait]
pub trait ConnectorKind: Send + Sync {
    /// Its stable name in stored dataflows and on the command line, such as
    /// `aws-cognito-user-pool`.
    fn id(&self) -> &'static str;
    /// Its name on screen.
    fn name(&self) -> &'static str;
    /// One line on what it brings.
    fn summary(&self) -> &'static str;
    /// Where the picker shows it.
    fn shelf(&self) -> Shelf;
    /// What a person is asked for.
    fn fields(&self) -> Vec<Field>;
    /// Every table it can fill, with the columns that are known beforehand.
    fn tables(&self) -> Vec<Table>;
    /// Where people and their groups are among its tables; `None` where it has no people.
    fn directory(&self) -> Option<Directory> {
        None
    }
    /// What the rows of its tables are called, where a key is but a number or an ID.
    fn namings(&self) -> Vec<Naming> {
        Vec::new()
    }
    /// What is often asked of its tables.
    fn questions(&self) -> Vec<Question> {
        Vec::new()
    }
    /// Checks what was typed without any I/O and brings it into its stored form (trimmed,
    /// Region filled in from the pool's ID, …). Secrets are checked by their presence alone.
    fn validate(&self, settings: &Settings, secrets: &[String]) -> Result<Settings, Vec<FieldError>>;
    /// The smallest permission policy that `tables` need, as the JSON text to hand to an
    /// administrator; `None` where the source has no such thing.
    fn policy(&self, settings: &Settings, tables: &[TableId]) -> Option<String>;
    /// What reading costs the account in money, one or two sentences for a person.
    fn bill(&self) -> &'static str;
    /// Where a run with these settings reads from, to complete "Reads from …" in its history: the source, and
    /// whose address it was reached at. Holds no secret.
    fn origin(&self, _settings: &Settings) -> String {
        self.name().to_owned()
    }
    /// What to tell a person about a failed read, by its kind: what happened, and what to try.
    fn words(&self, settings: &Settings, error: &ReadError) -> Words;
    /// Checks how the network is reached, without any call; [`FieldError::field`] is `proxy` or
    /// `authorities`. A connector that uses no network has nothing against it.
    fn check_network(&self, _network: &Network) -> Vec<FieldError> {
        Vec::new()
    }
    /// Opens a source. Makes no upstream call. `settings` have passed [`Self::validate`]; only
    /// for [`Connector::choices`] those that name the source itself may be missing.
    async fn open(
        &self,
        settings: &Settings,
        secrets: &Secrets,
        network: &Network,
    ) -> Result<Arc<dyn Connector>, ReadError>;
}

/// One opened source. Cheap to share; every method but [`Connector::check`] makes exactly
/// one upstream call or none.
#[async_trait]
pub trait Connector: Send + Sync {
    /// The name of the source for what is kept about it between runs (such as whether its
    /// listing may be split), the same for all dataflows that read it.
    fn source(&self) -> String;

    /// The quotas, one for each category that [`Self::payer`] names.
    fn limits(&self) -> Vec<Quota>;

    /// The category that pays for a call of this reading.
    fn payer(&self, reading: &Reading) -> Category;

    /// Makes the checks of *Connect*, telling each as it happens, and answers which tables
    /// the keys may read. Stops at the first failed check and answers its error.
    async fn check(&self, told: &(dyn Fn(Checked) + Send + Sync)) -> Result<Vec<TableAccess>, ReadError>;

    /// Learns what the source looks like now, in one call. Asked once at the start of a run,
    /// before any page, and once before the wizard's table list.
    async fn describe(&self) -> Result<Described, ReadError>;

    /// What there is to choose from with these keys, one upstream page of it.
    async fn choices(&self, cursor: Option<&Cursor>) -> Result<(Vec<Choice>, Option<Cursor>), ReadError>;

    /// The category that pays for [`Connector::size_of`]; `None` where the size of a choice
    /// cannot be asked for, so that nobody asks.
    fn size_payer(&self) -> Option<Category> {
        None
    }

    /// About how many rows one of the [`Connector::choices`] has, in one call; `None` where
    /// that is not known.
    async fn size_of(&self, _choice: &Choice) -> Result<Option<u64>, ReadError> {
        Ok(None)
    }

    /// Allows units to be read from where the publication before stands; see [`Since`]. Called
    /// at most once, after [`Connector::describe`] and before any page, and only where that
    /// publication is what readers see, holds rows of the same tables, and was read from the
    /// same source. Makes no call. A connector that gives no marks ignores it.
    fn go_on_from(&self, _since: Since) {}

    /// The first units to read so that `tables` are filled. With [`Split::Whole`] one unit
    /// for each reading; with [`Split::Parts`] readings that can be split are, and the others
    /// are whole; with [`Split::Both`] the former have their parts and the whole.
    /// Includes readings that only discover units of others. Makes no call.
    fn units(&self, tables: &[TableId], split: Split) -> Vec<Unit>;

    /// Reads one page of a unit, from its start or from `cursor`; rows for `tables` alone.
    async fn read_page(
        &self,
        unit: &Unit,
        cursor: Option<&Cursor>,
        tables: &[TableId],
    ) -> Result<Page, ReadError>;
}

/// How to cover a reading that can be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// One chain.
    Whole,
    /// All parts, each its own chain.
    Parts,
    /// All parts and one chain beside them, to prove that the parts miss nothing.
    Both,
}

/// What a source looks like now.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// The source's own name for a person, such as the pool's name.
    pub name: String,
    /// The tables with their present columns.
    pub tables: Vec<Table>,
    /// How many rows each has, where that is known beforehand.
    pub sizes: Vec<TableSize>,
    /// What each reading costs, made once and whole. A run costs the sum over the distinct
    /// readings of its tables and those that discover them ([`Table::discovered_by`]).
    pub calls: Vec<ReadingCalls>,
    /// Whether the source is large enough that reading it in parts pays.
    pub worth_splitting: bool,
}

/// About how large a table is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSize {
    /// The table.
    pub table: TableId,
    /// Its rows, estimated.
    pub rows: u64,
}

/// The calls that a reading takes, once and whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingCalls {
    /// The reading.
    pub reading: Reading,
    /// Its calls, as far as they are known: an estimate, or where `at_least` the least that
    /// they can be.
    pub calls: u64,
    /// Whether what the reading covers is found out only while reading, such as the members of
    /// groups whose number is not known.
    pub at_least: bool,
}
