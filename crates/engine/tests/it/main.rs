//! The use cases, against a scripted source, a temporary data folder and a keychain in memory.

mod connect;
mod dataflows;
mod keychain;
mod runs;
mod script;
mod split;
