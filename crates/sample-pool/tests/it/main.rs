//! The sample pool from outside: through the AWS SDK, over raw HTTP, and from Python.

mod client;
mod faults;
mod mutation;
mod operations;
mod paging;
mod quota;
mod signature;
mod witness;
