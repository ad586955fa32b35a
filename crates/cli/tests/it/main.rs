//! The command line, as a person meets it: whole outputs, exit codes, and what a kill leaves.

mod bad_input;
mod export;
mod hard_pools;
mod identities;
mod kill;
mod life;
mod look;
mod people;
mod privacy;
mod program;
mod secrets;
