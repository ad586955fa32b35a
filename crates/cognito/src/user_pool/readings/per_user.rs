//! What the readings of a call for every user share: a slice is followed member by member, page
//! by page. Called by those readings.

use crate::errors::Call;
use crate::operation::Operation;
use crate::reading::Ask;
use crate::slices::{self, Member, Place};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use poolhouse_connector::{Batch, Page, ReadError};
use std::error::Error;

/// Reads one page about one user of a slice. A user who was deleted since has no rows; that is
/// told apart from a pool that is gone by AWS's code.
pub(crate) async fn read<O, E, S>(
    ask: Ask<'_>,
    operation: Operation,
    send: impl FnOnce(&str, Option<String>) -> S,
    filled: impl FnOnce(Call, &Member, O) -> Result<(Batch, Option<String>), ReadError>,
) -> Result<Page, ReadError>
where
    E: ProvideErrorMetadata + Error + 'static,
    S: Future<Output = Result<O, SdkError<E, HttpResponse>>>,
{
    let members = slices::members(ask.partition, operation)?;
    let place = Place::of(ask.cursor, operation)?;
    let Some(member) = members.get(place.index) else {
        return Ok(Page::end());
    };
    let call = Call {
        operation,
        resumed: place.token.is_some(),
    };
    let sent = send(member.name(), place.token.clone()).await;
    let (batches, token) = match sent.map_err(|error| call.failed(&error)) {
        Ok(output) => {
            let (batch, token) = filled(call, member, output)?;
            (vec![batch], token)
        }
        Err(error) if error.code.as_deref() == Some("UserNotFoundException") => (Vec::new(), None),
        Err(error) => return Err(error),
    };
    Ok(Page {
        batches,
        next: place.after(token, members.len()),
        ..Page::end()
    })
}
