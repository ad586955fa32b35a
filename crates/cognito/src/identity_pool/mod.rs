//! *AWS Cognito identity pool*, with what Cognito Sync keeps for its identities.

mod fields;
mod kind;
mod policy;
mod questions;
mod readings;
mod source;
mod tables;

pub use kind::IdentityPoolKind;
pub use source::IdentityPool;
