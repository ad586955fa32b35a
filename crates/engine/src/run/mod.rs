//! Runs. [`turn`] says whose turn it is with a dataflow, [`start`] begins them, [`dispatcher`] owns one while it
//! lasts, [`reading`] gives its units their turns, [`unit`] reads one chain of pages, [`writer`] stages what units
//! read, [`progress`] counts, [`publishing`] is what the database does alone, [`certify`] shows how completely was
//! read, [`outcome`] says how a run ended, [`ending`] stores and tells it, [`settle`] tidies up after a crash, [`room`]
//! adds what room a full disk has, [`rollback`] goes back to an earlier version.

mod certify;
mod dispatcher;
mod ending;
mod outcome;
mod progress;
mod publishing;
mod reading;
mod rollback;
mod room;
mod settle;
mod start;
mod turn;
mod unit;
mod writer;

pub(crate) use start::{Cancel, Running, damaged};
