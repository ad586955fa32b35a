//! The catalog through its public face.

mod catalog;
mod crash;
mod database;
mod drift;
mod hostile;
mod model;
mod people;
mod privacy;
mod review;
mod steps;
mod support;
