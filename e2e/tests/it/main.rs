//! The real window, driven; and the rules that no compiler holds.

mod accessibility;
mod bad_credentials;
mod bad_input;
mod by_keyboard;
mod compare;
mod exports;
mod first_use;
mod layers;
mod long_history;
mod moto;
mod people;
mod readers;
mod support;
mod under_way;
