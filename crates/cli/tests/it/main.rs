//! The command line, as a person meets it: whole outputs, exit codes, and what a kill leaves.

mod bad_input;
#[cfg(target_os = "linux")]
mod disk;
#[cfg(target_os = "linux")]
mod each_write;
mod export;
mod golden;
mod hard_pools;
mod identities;
mod kill;
mod life;
mod long_life;
mod look;
#[cfg(target_os = "linux")]
mod memory;
mod people;
mod privacy;
mod program;
mod secrets;
#[cfg(target_os = "linux")]
mod small_disk;
mod soak;
