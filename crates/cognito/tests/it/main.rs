//! The connectors from outside: against the sample pool, and against scripted replies.

mod absent;
mod authority;
mod compliance;
mod connect;
mod faults;
mod hostile;
mod identities;
mod network;
mod people;
mod policy;
mod profile;
mod proxy;
mod rows;
mod secrets;
mod settings;
mod support;
mod wire;
