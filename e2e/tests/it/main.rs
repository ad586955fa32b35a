//! The real window, driven; and the rules that no compiler holds.

mod accessibility;
mod bad_credentials;
mod bad_input;
mod by_keyboard;
mod compare;
mod exports;
mod faces;
mod first_use;
#[cfg(target_os = "linux")]
mod given_up;
mod layers;
mod left;
mod long_history;
mod moto;
#[cfg(target_os = "linux")]
mod notices;
#[cfg(target_os = "linux")]
mod offline;
mod outside;
mod people;
mod readers;
mod shipped;
mod support;
mod under_way;
