//! The sample pool from outside: through the AWS SDK and from Python.

mod client;
mod faults;
mod mutation;
mod operations;
mod paging;
mod quota;
mod signature;
mod witness;
