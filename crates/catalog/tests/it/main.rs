//! The catalog through its public face.

mod catalog;
mod classes;
mod comparison;
mod crash;
mod damage;
mod database;
mod drift;
mod forget;
mod history;
mod hostile;
mod model;
mod people;
mod privacy;
mod profile;
mod review;
mod rollback;
mod search;
mod steps;
mod support;
mod wide;
