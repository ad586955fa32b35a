//! The catalog through its public face.

mod catalog;
mod classes;
mod comparison;
mod crash;
mod damage;
mod database;
mod days;
mod drift;
mod forget;
mod held;
mod history;
mod hostile;
mod model;
mod names;
mod people;
mod privacy;
mod profile;
mod renamed;
mod review;
mod rollback;
mod search;
mod steps;
mod support;
mod wide;
