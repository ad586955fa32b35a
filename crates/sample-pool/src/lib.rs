//! A user pool of made-up people behind the wire of AWS `cognito-idp`, on loopback.
//!
//! It is the demo's source, the tests' source and the benchmark's source: the AWS SDK, boto3
//! and the AWS CLI work against it unchanged. It checks signatures, keeps to AWS's quotas when
//! told to, and breaks in every way that `Fault` names. Users are a pure function of the seed
//! and their number, so that five million of them take no room.
//!
//! Called by the command line (`sample-pool`, `demo`), the window's sample data and the tests.
//! Deliberately absent: TLS, other addresses than 127.0.0.1, calls that write, and any claim
//! about AWS that `cognito.md` does not make: it proves nothing about AWS by itself.

mod clients;
mod clock;
mod connector;
mod control;
pub mod corpus;
mod error;
mod exchange;
mod fault;
mod federation;
mod filter;
mod groups;
mod json;
mod keys;
mod listing;
mod names;
mod operations;
mod options;
mod pool;
mod population;
mod quota;
mod refusal;
mod reply;
mod schema;
mod server;
mod signature;
mod socket;
mod subs;
mod tally;
mod token;
mod world;

pub use connector::SamplePoolKind;
pub use control::Control;
pub use error::Error;
pub use fault::{Fault, FaultKind, When};
pub use keys::{Allowed, Key};
pub use options::{Options, ShortPages};
pub use population::User;
pub use quota::Category;
pub use schema::{AttributeType, SchemaAttribute};
pub use server::SamplePool;
pub use tally::{CallCounts, Calls};
