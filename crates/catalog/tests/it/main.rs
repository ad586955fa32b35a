//! The catalog through its public face.

mod catalog;
mod comparison;
mod crash;
mod database;
mod drift;
mod hostile;
mod model;
mod privacy;
mod review;
mod steps;
mod support;
