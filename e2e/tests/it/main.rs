//! The real window, driven; and the rules that no compiler holds.

mod accessibility;
mod bad_credentials;
mod bad_input;
mod by_keyboard;
mod compare;
mod exports;
mod faces;
mod first_use;
mod layers;
mod long_history;
mod moto;
mod outside;
mod people;
mod readers;
mod shipped;
mod support;
mod under_way;
