//! The use cases: one public method for each user intent.
pub mod view;
