//! The command line, as a person meets it: whole outputs, exit codes, and what a kill leaves.

mod bad_input;
mod canary;
mod export;
#[cfg(unix)]
mod files;
mod hard_pools;
mod identities;
#[cfg(target_os = "linux")]
mod keychain;
mod kill;
mod life;
mod look;
mod people;
mod privacy;
#[cfg(target_os = "linux")]
mod process;
mod program;
mod secrets;
#[cfg(unix)]
mod sleep;
