//! AWS Cognito as connectors: the only crate that knows AWS.
//!
//! Called by the faces, which hand [`UserPoolKind`] and [`IdentityPoolKind`] to the engine, and by
//! the sample connector, which opens a [`UserPool`] at an address on this computer.
//!
//! Layout: `user_pool` and `identity_pool` are alike. In each, `readings` has one file a call and
//! the list of all that is known of them, `tables` one file a table and their list; adding a
//! table is a file and a line there. What follows from the two lists is in `offer`, the shapes
//! that readings share in `reading`.
//!
//! Deliberately absent: pace, retry and storage, which are the engine's; every call that writes,
//! mints credentials, or bills a user as active.

#[cfg(feature = "canned")]
mod canned;
mod check;
mod client;
mod columns;
mod endpoint;
mod errors;
mod fields;
mod identity_pool;
mod network;
mod offer;
mod operation;
mod policy;
mod quotas;
mod reading;
mod regions;
mod sign_in;
mod slices;
mod user_pool;
mod validation;
mod values;
mod words;

#[cfg(feature = "canned")]
pub use canned::{Answer, Reply};
pub use client::Credentials;
pub use identity_pool::{IdentityPool, IdentityPoolKind};
pub use poolhouse_connector::Speed;
pub use sign_in::PoolSource;
pub use user_pool::{UserPool, UserPoolKind};

use poolhouse_connector::ConnectorKind;
use std::sync::Arc;

/// The AWS Cognito user pool connector, ready to be handed to the engine.
pub fn user_pool() -> Arc<dyn ConnectorKind> {
    Arc::new(UserPoolKind)
}

/// The AWS Cognito identity pool connector, ready to be handed to the engine.
pub fn identity_pool() -> Arc<dyn ConnectorKind> {
    Arc::new(IdentityPoolKind)
}
