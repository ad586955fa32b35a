//! The use cases, against a scripted source, a temporary data folder and a keychain in memory.

mod bad_databases;
mod comparison;
mod completeness;
mod connect;
mod dataflows;
mod disk;
mod export;
mod export_faults;
mod failing_disk;
mod forget;
mod history;
mod house;
mod key_problems;
mod keychain;
mod model;
mod model_known;
mod model_steps;
mod model_world;
mod moving_pools;
mod panics;
mod people;
mod pool_faults;
mod pools;
mod preferences;
mod privacy;
#[cfg(unix)]
mod process;
mod recipes;
mod removals;
mod review;
mod rollback;
mod runs;
mod script;
#[path = "../../../cli/tests/it/soak.rs"]
mod soak;
mod split;
mod wide;
