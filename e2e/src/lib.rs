//! The real window, driven from outside as a person would: through `WebKitWebDriver`, by what is
//! written on screen and by nothing else.
//!
//! Called by the tests of the window, by `shots` and by `bench`. Where the programs lie comes
//! from `cargo xtask`, in the environment. Deliberately absent: any look into the app but its
//! screen, its files and its command line; any wait of a fixed length.

pub mod background;
pub mod boxes;
pub mod command_line;
pub mod files;
pub mod find;
pub mod keyboard;
pub mod moto;
pub mod programs;
pub mod wait;
pub mod window;
pub mod wizard;
