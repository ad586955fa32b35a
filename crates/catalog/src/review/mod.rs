//! Reading what was imported: rows in any order, filtered and searched, of any kept version.
//!
//! Called by the engine, from threads that may be slow. A [`TableReader`] is bound to one version of
//! one table, whose rows never change; it first lists the *places* of the rows that are wanted, as it
//! finds them where no order is asked for, and then fetches any of them by place, so that no row is
//! ever skipped over to reach another. What is made of several tables (two versions compared in
//! `comparison`, everybody in `people`) is read in the same way.
//! Deliberately absent: any thread, and anything that writes.

mod comparison;
mod filter;
mod groups;
mod history;
mod known;
mod lookups;
mod names;
mod part;
mod people;
mod plain;
mod profile;
mod search;
mod table;

pub use comparison::Lines;
pub use filter::QueryFault;
pub use groups::{GroupsOf, groups_of};
pub use history::RowChange;
pub use known::KnownPeople;
pub use names::NamesOf;
pub use people::{Everybody, MembersOf, PeopleOf};
pub use plain::PlainDatabase;
pub use table::{Interrupts, Place, Question, RowKey, Storage, TableReader};
