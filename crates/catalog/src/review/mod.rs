//! Reading what was imported: rows in any order, filtered and searched, of any kept version.
//!
//! Called by the engine, from threads that may be slow. A [`TableReader`] is bound to one version of
//! one table, whose rows never change; it first lists the *places* of the rows that are wanted and
//! then fetches any of them by place, so that no row is ever skipped over to reach another.
//! Deliberately absent: any thread, and anything that writes.

mod filter;
mod profile;
mod table;

pub use filter::QueryFault;
pub use table::{Place, Question, Storage, TableReader};
