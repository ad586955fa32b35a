//! The user pool connector from outside: against the sample pool, and against scripted replies.

mod absent;
mod compliance;
mod connect;
mod faults;
mod network;
mod profile;
mod rows;
mod support;
mod wire;
