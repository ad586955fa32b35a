//! AWS Cognito as a connector: the only crate that knows AWS.
//!
//! Called by the faces, which hand [`UserPoolKind`] to the engine, and by the sample connector,
//! which opens a [`UserPool`] at an address on this computer. Layout: `readings` has one file a
//! call, `tables` one file a table; adding a table is a file there and a line in its list.
//!
//! Deliberately absent: pace, retry and storage, which are the engine's; every call that writes,
//! mints credentials, or bills a user as active.

mod check;
mod client;
mod errors;
mod fields;
mod kind;
mod policy;
mod quotas;
mod readings;
mod regions;
mod source;
mod speed;
mod tables;
mod values;
mod words;

pub use client::Credentials;
pub use kind::UserPoolKind;
pub use source::{UserPool, UserPoolSource};
pub use speed::Speed;
pub use tables::tables;
pub use words::words;

use poolhouse_connector::ConnectorKind;
use std::sync::Arc;

/// The AWS Cognito user pool connector, ready to be handed to the engine.
pub fn user_pool() -> Arc<dyn ConnectorKind> {
    Arc::new(UserPoolKind)
}
