//! A user pool of made-up people and an identity pool of made-up apps behind the wires of AWS
//! `cognito-idp`, `cognito-identity` and `cognito-sync`, on one port of loopback.
//!
//! It is the demo's source, the tests' source and the benchmark's source: the AWS SDK, boto3
//! and the AWS CLI work against it unchanged. It checks signatures, keeps to AWS's quotas when
//! told to, and breaks in every way that `Fault` names. Users, identities and what belongs to
//! them are a pure function of the seed and their number, so that five million of them take no
//! room. Beside each of the two pools there is an empty one, which has nothing that a pool can
//! do without. Every secret that is answered holds the words of [`SECRET_MARK`].
//!
//! Called by the command line (`sample-pool`, `demo`), the window's sample data and the tests.
//! Deliberately absent: TLS, other addresses than 127.0.0.1, calls that write, and any claim
//! about AWS that AWS's documentation does not make: it proves nothing about AWS by itself.

mod api;
mod branding;
mod clients;
mod clock;
mod connector;
mod control;
pub mod corpus;
mod datasets;
mod devices;
mod draw;
mod error;
mod exchange;
mod fault;
mod features;
mod federation;
mod filter;
mod groups;
mod identity_pool;
mod json;
mod keys;
mod listing;
mod lookup;
mod names;
mod operations;
mod options;
mod pool;
mod population;
mod providers;
mod quota;
mod refusal;
mod reply;
mod route;
mod schema;
mod server;
mod sign_ins;
mod signature;
mod socket;
mod subs;
mod tally;
mod terms;
mod token;
mod world;

pub use connector::SamplePoolKind;
pub use control::Control;
pub use error::Error;
pub use fault::{Fault, FaultKind, When};
pub use features::Feature;
pub use keys::{Allowed, Key};
pub use options::{Options, ShortPages};
pub use population::User;
pub use quota::Category;
pub use schema::{AttributeType, SchemaAttribute};
pub use server::SamplePool;
pub use tally::{CallCounts, Calls};

/// The names of the operations that are answered, of all services.
pub fn operations() -> Vec<&'static str> {
    operations::all().map(|operation| operation.name).collect()
}

/// The words that are in everything that a reader of the sample pool must drop: client secrets,
/// private keys, presigned URLs, the bytes of images.
pub const SECRET_MARK: &str = "must-never-be-stored";
