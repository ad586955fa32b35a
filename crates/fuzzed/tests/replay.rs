//! What the fuzzer kept, in every run of the tests and on any toolchain: each input through its target
//! again, and random ones beside them.

#![expect(clippy::print_stdout, reason = "a failed test says which input it was")]

use poolhouse_fuzzed::{TARGETS, Target, seeds};
use proptest::prelude::*;
use std::path::Path;

fn target(name: &str) -> Target {
    TARGETS
        .iter()
        .find_map(|(target, run)| (*target == name).then_some(*run))
        .expect("it is in the list")
}

/// The kept inputs of a target, and how many there must be at least: none would mean that they were not
/// found.
fn replay(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(name);
    let mut kept: Vec<_> = std::fs::read_dir(&folder)
        .expect("inputs are kept")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    kept.sort();
    assert!(!kept.is_empty(), "there are inputs in {}", folder.display());
    let run = target(name);
    for path in kept {
        // Shown by a failed test alone: which input it was.
        println!("{}", path.display());
        run(&std::fs::read(&path).expect("an input"));
    }
    for (number, seed) in seeds(name).iter().enumerate() {
        println!("seed {number}");
        run(seed);
    }
}

macro_rules! target {
    ($name:ident, $input:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn takes_what_was_kept() {
                replay(stringify!($name));
            }

            proptest! {
                #[test]
                fn takes_anything(bytes in $input) {
                    target(stringify!($name))(&bytes);
                }
            }
        }
    };
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..200)
}

/// One of the seeds with a few bytes changed, taken out and put in.
fn nearly(name: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0_u8..3);
    let changes = prop::collection::vec(change, 0..6);
    (prop::sample::select(seeds(name)), changes).prop_map(|(mut bytes, changes)| {
        for (place, byte, how) in changes {
            let place = place.index(bytes.len() + 1);
            if how == 0 || place == bytes.len() {
                bytes.insert(place, byte);
            } else if how == 1 {
                bytes.remove(place);
            } else {
                bytes[place] = byte;
            }
        }
        bytes
    })
}

target!(arguments, prop_oneof![bytes(), nearly("arguments")]);
target!(databases, prop_oneof![bytes(), nearly("databases")]);
target!(filters, prop_oneof![bytes(), nearly("filters")]);
target!(names, prop_oneof![bytes(), nearly("names")]);
target!(pages, prop_oneof![bytes(), nearly("pages")]);
target!(settings, prop_oneof![bytes(), nearly("settings")]);
