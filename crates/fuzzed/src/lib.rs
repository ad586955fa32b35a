//! What is fuzzed: one function for each sort of foreign bytes. It must return, whatever it is given, and
//! it asserts what must then hold.
//!
//! Called by the programs under `fuzz/` (`cargo xtask fuzz`), and by this crate's test, which replays the
//! kept inputs in every run of the tests. Deliberately absent: any network, and any folder that lasts.

#![expect(clippy::missing_panics_doc, reason = "a panic is what is looked for")]

mod arguments;
mod databases;
mod filters;
mod names;
mod pages;
mod seeds;
mod settings;
mod shelf;

pub use arguments::arguments;
pub use databases::databases;
pub use filters::filters;
pub use names::names;
pub use pages::pages;
pub use seeds::seeds;
pub use settings::settings;

/// What takes foreign bytes.
pub type Target = fn(&[u8]);

/// Every target by its name: the name of its program, and of the folder of its kept inputs.
pub const TARGETS: [(&str, Target); 6] = [
    ("arguments", arguments),
    ("databases", databases),
    ("filters", filters),
    ("names", names),
    ("pages", pages),
    ("settings", settings),
];

/// Between the parts of an input: a character that no reply, name or word has a use for.
const BETWEEN: u8 = 0x1e;

/// An input's parts as texts; what is no UTF-8 is replaced.
fn texts(bytes: &[u8]) -> Vec<String> {
    bytes
        .split(|&byte| byte == BETWEEN)
        .map(|part| String::from_utf8_lossy(part).into_owned())
        .collect()
}
