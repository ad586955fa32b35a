//! The sample pool from outside: through the AWS SDK, by hand on the wire, and from Python.

mod client;
mod faults;
mod features;
mod many;
mod mutation;
mod operations;
mod paging;
mod people;
mod quota;
mod raw;
mod services;
mod signature;
mod sync;
mod witness;
