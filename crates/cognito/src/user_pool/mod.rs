//! *AWS Cognito user pool*.

pub(crate) mod fields;
mod kind;
mod policy;
mod questions;
mod readings;
mod source;
mod tables;

pub use kind::UserPoolKind;
pub use source::UserPool;
