//! The connectors from outside: against the sample pool, and against scripted replies.

mod absent;
mod compliance;
mod connect;
mod faults;
mod hostile;
mod identities;
mod network;
mod people;
mod profile;
mod rows;
mod secrets;
mod settings;
mod support;
mod wire;
