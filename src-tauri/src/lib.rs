//! The window: knows Tauri, decides nothing.
//!
//! Every command is one line: it calls the engine method of the same name or, for what is the window's own (a
//! file dialog, a file manager, the way out), `files` or `leave`. Deliberately absent: any business rule, any
//! SQL, any AWS, any state but the engine and those two.

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
