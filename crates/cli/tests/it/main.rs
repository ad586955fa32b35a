//! The command line, as a person meets it: whole outputs, exit codes, and what a kill leaves.

mod bad_input;
mod canary;
#[cfg(target_os = "linux")]
mod disk;
#[cfg(target_os = "linux")]
mod each_write;
mod export;
#[cfg(unix)]
mod files;
mod filters;
mod golden;
mod hard_pools;
mod identities;
mod in_use;
#[cfg(target_os = "linux")]
mod keychain;
mod kill;
mod life;
mod long_life;
mod look;
#[cfg(target_os = "linux")]
mod memory;
mod people;
mod privacy;
#[cfg(target_os = "linux")]
mod process;
#[cfg(unix)]
mod profiles;
mod program;
mod secrets;
#[cfg(unix)]
mod sleep;
#[cfg(target_os = "linux")]
mod small_disk;
mod soak;
mod words;
