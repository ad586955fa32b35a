//! The window: knows Tauri, decides nothing.
//!
//! Every command is one line that calls the engine method of the same name. Deliberately
//! absent: any business rule, any SQL, any AWS, any state but the engine.

pub mod commands;
pub mod contract;
pub mod error;
pub mod events;
mod files;
mod leave;
mod revive;
mod start;

pub use files::Files;
pub use leave::{Door, Leaving};
pub use start::main;

#[cfg(test)]
mod tests;
