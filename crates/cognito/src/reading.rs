//! What a reading is to the rest of the crate, and the two shapes that almost every reading has:
//! a page of a list, and one thing by its name that may have vanished since it was listed.
//! Called by the readings of both pools. Deliberately absent: pace and retry.

use crate::errors::Call;
use crate::operation::Operation;
use crate::quotas::Granted;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use poolhouse_connector::{Cursor, ErrorKind, Note, Page, Partition, ReadError, Reading, TableId, Unit};
use std::collections::BTreeSet;
use std::error::Error;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

/// The largest page that Cognito gives of almost anything. Always asked for: its default is smaller.
pub(crate) const PAGE: i32 = 60;

/// A name that nothing has: being told so proves that one may ask.
pub(crate) const NOBODY: &str = "poolhousepermissionprobe";

/// One reading of an opened pool `S` that describes itself as `F`: all that is known of it but
/// for its rows. Every field but the last two is plain data.
pub(crate) struct Listed<S: 'static, F: 'static> {
    /// Its name: that of its call, where it has but one.
    pub(crate) name: &'static str,
    /// The operations that it calls, each a permission.
    pub(crate) operations: &'static [Operation],
    /// The quota category that pays for its calls.
    pub(crate) payer: &'static Granted,
    /// The reading that discovers its units; `None` where it begins by itself.
    pub(crate) discovered_by: Option<&'static str>,
    /// The parts that it can be read in, if it can.
    pub(crate) parts: fn() -> Vec<Partition>,
    /// How many calls it takes once and whole, by what the pool says of itself.
    pub(crate) calls: fn(&F) -> Calls,
    /// The cheapest call that proves that it is allowed.
    pub(crate) probe: for<'a> fn(&'a S) -> Doing<'a, ()>,
    /// Reads one page, in one call.
    pub(crate) read: for<'a> fn(&'a S, Ask<'a>) -> Doing<'a, Page>,
}

/// A call under way.
pub(crate) type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T, ReadError>> + Send + 'a>>;

/// How many calls a reading takes.
pub(crate) enum Calls {
    /// So many, or about so many.
    About(u64),
    /// So many or more: what it covers is found out only while reading.
    AtLeast(u64),
}

/// The parts of a reading that cannot be split.
pub(crate) fn no_parts() -> Vec<Partition> {
    Vec::new()
}

/// Which page is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) partition: &'a Partition,
    pub(crate) cursor: Option<&'a Cursor>,
    pub(crate) tables: &'a [TableId],
    /// The readings that fill these tables or lead to one that does.
    pub(crate) readings: &'a BTreeSet<&'static str>,
}

impl Ask<'_> {
    /// Whether rows of this table are wanted.
    pub(crate) fn wants(&self, table: &TableId) -> bool {
        self.tables.contains(table)
    }

    /// The units of those of `readings` that lead to what is wanted, one each for `partition`.
    pub(crate) fn discovered(&self, readings: &[&'static str], partition: &Partition) -> Vec<Unit> {
        readings
            .iter()
            .filter(|reading| self.readings.contains(*reading))
            .map(|&reading| Unit {
                reading: Reading::new(reading),
                partition: partition.clone(),
            })
            .collect()
    }

    /// The page token to go on from.
    pub(crate) fn token(&self) -> Option<String> {
        self.cursor.map(|cursor| cursor.0.clone())
    }

    /// What the partition names, which begins with this prefix and `=`.
    pub(crate) fn named(&self, prefix: &str, operation: Operation) -> Result<&str, ReadError> {
        let rest = self.partition.0.strip_prefix(prefix);
        rest.and_then(|rest| rest.strip_prefix('=')).ok_or_else(|| {
            Call::first(operation).error(ErrorKind::BadParameter, "the reading has no such part")
        })
    }
}

/// The partition that names one thing, such as `group=Admins`.
pub(crate) fn naming(prefix: &str, name: &str) -> Partition {
    Partition(format!("{prefix}={name}").into())
}

/// What an answer becomes: a page, and the token of the next.
pub(crate) type Filled = Result<(Page, Option<String>), ReadError>;

/// Reads one page of a list. `filled` looks whether the answer is whole and makes its rows.
///
/// Like what follows, it boxes what it waits for: the SDK's futures are ten thousand bytes each.
pub(crate) fn list<'a, O, E>(
    ask: Ask<'a>,
    operation: Operation,
    sent: impl Future<Output = Result<O, SdkError<E, HttpResponse>>> + Send + 'a,
    filled: impl FnOnce(Call, O) -> Filled + Send + 'a,
) -> Doing<'a, Page>
where
    O: Send + 'a,
    E: ProvideErrorMetadata + Error + Send + 'static,
{
    let sent = Box::pin(sent);
    Box::pin(async move {
        let call = Call {
            operation,
            resumed: ask.cursor.is_some(),
        };
        let output = sent.await.map_err(|error| call.failed(&error))?;
        let (page, token) = filled(call, output)?;
        Ok(Page {
            next: next(token),
            ..page
        })
    })
}

/// Reads one thing by its name, or a list of what it holds. Where it was deleted since it was
/// listed there are no rows. AWS says the same of a pool that is not there, so the next call
/// looks whether the pool is, by `look`, before nothing is taken for all.
pub(crate) fn named<'a, O, E>(
    ask: Ask<'a>,
    operation: Operation,
    look: Doing<'a, ()>,
    sent: impl Future<Output = Result<O, SdkError<E, HttpResponse>>> + Send + 'a,
    filled: impl FnOnce(Call, O) -> Filled + Send + 'a,
) -> Doing<'a, Page>
where
    O: Send + 'a,
    E: ProvideErrorMetadata + Error + Send + 'static,
{
    let read = list(ask, operation, sent, filled);
    Box::pin(async move {
        if ask.cursor.is_some_and(|cursor| cursor.0 == VANISHED) {
            look.await?;
            return Ok(Page::end());
        }
        match read.await {
            Err(error) if *error.kind() == ErrorKind::NotFound => Ok(vanished()),
            read => read,
        }
    })
}

/// The page of a thing that is not there; the one after it looks whether the pool is.
pub(crate) fn vanished() -> Page {
    Page {
        next: Some(Cursor(VANISHED.to_owned())),
        ..Page::end()
    }
}

/// The cursor after the news that a thing is not there.
pub(crate) const VANISHED: &str = "poolhouse:vanished";

/// The token of the next page as a cursor; an empty one is none.
fn next(token: Option<String>) -> Option<Cursor> {
    token.filter(|token| !token.is_empty()).map(Cursor)
}

/// Whether an operation is allowed: that a thing is not there, or a feature off, is told only to
/// those who may ask. A limit or a fault in the way says nothing of permissions, nor does a Region
/// that does not know a newer operation: the run will see.
pub(crate) async fn allowed<O, E>(
    operation: Operation,
    sent: impl Future<Output = Result<O, SdkError<E, HttpResponse>>>,
) -> Result<(), ReadError>
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let Err(error) = Box::pin(sent).await else {
        return Ok(());
    };
    let error = Call::first(operation).failed(&error);
    match error.kind() {
        ErrorKind::NotFound
        | ErrorKind::BadParameter
        | ErrorKind::Throttled
        | ErrorKind::UpstreamFault
        | ErrorKind::Malformed
        | ErrorKind::NotTheService => Ok(()),
        _ => Err(error),
    }
}

/// The features that a pool was seen to lack, by the table that is empty for it, so that each is
/// asked for once and not once a unit.
#[derive(Debug, Default)]
pub(crate) struct Lacking(Mutex<BTreeSet<TableId>>);

impl Lacking {
    /// Reads what may be switched off in a pool: then the table is empty, and `message` says why.
    pub(crate) async fn unless_off(
        &self,
        table: TableId,
        message: &str,
        read: Doing<'_, Page>,
    ) -> Result<Page, ReadError> {
        if self.lacks(&table) {
            return Ok(Page::end());
        }
        match read.await {
            Err(error) if is_off(&error) => {
                self.known().insert(table.clone());
                let message = message.to_owned();
                Ok(Page {
                    notes: vec![Note { table, message }],
                    ..Page::end()
                })
            }
            read => read,
        }
    }

    /// Whether this table is known to be empty for a feature that the pool lacks.
    pub(crate) fn lacks(&self, table: &TableId) -> bool {
        self.known().contains(table)
    }

    /// Begins anew: a feature may have been switched on.
    pub(crate) fn forget(&self) {
        self.known().clear();
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeSet<TableId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether AWS refused because the pool does not have what was asked for.
fn is_off(error: &ReadError) -> bool {
    matches!(
        error.code.as_deref(),
        Some(
            "InvalidUserPoolConfigurationException"
                | "UserPoolAddOnNotEnabledException"
                | "FeatureUnavailableInTierException"
                // Not every Region has every operation.
                | "UnknownOperationException"
        )
    )
}
