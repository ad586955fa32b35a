//! Where else a person is: in other databases, and in what others say.

use crate::forget::*;
use crate::support::*;
use poolhouse_catalog::model::{Held, Purpose, RunId};
use std::collections::BTreeSet;

#[test]
fn other_databases_say_how_many_rows_they_have() {
    let (_root, folder) = folder();
    three_versions(&folder);
    let values = ["JO.NEW@x.io", "al@x.io"].map(str::to_owned).into();
    let holds = |values: &BTreeSet<String>| reader(&folder).holds(values).expect("a count");
    let held = holds(&values);
    assert_eq!(held.tables, [("users".to_owned(), 4)]);
    assert_eq!((held.changes, held.staged), (1, 0), "the address that came");
    assert_eq!(holds(&["nobody".to_owned()].into()), Held::default());
    // Of a version that is no longer kept the log is left.
    open(&folder).prune(1).expect("prune");
    let old = ["jo.old@x.io".to_owned()].into();
    let held = holds(&old);
    assert_eq!((held.tables.as_slice(), held.changes), (&[][..], 2));
    let short = ["JO".to_owned()].into();
    assert_eq!(
        holds(&short).changes,
        3,
        "as the whole of a key, of their own lines"
    );
    let staged = [staged(pool(), "users", Purpose::All)];
    let mut staging = open(&folder)
        .begin(RunId(4), &staged, &[whole()], at(4))
        .expect("begin");
    let cells = rows(&[&["new", "staged@x.io", "-"]]);
    staging
        .stage_page(&whole(), &page(&head(), cells, Some("further")))
        .expect("stage");
    staging.commit().expect("commit");
    drop(staging);
    let held = holds(&["Staged@x.io".to_owned()].into());
    assert_eq!(
        (held.tables.as_slice(), held.changes, held.staged),
        (&[][..], 0, 1)
    );
}

#[test]
fn what_others_say_is_told_however_long_what_a_person_is_told_by() {
    let (_root, folder) = folder();
    let long = "x".repeat(1_000_000);
    bring(
        &folder,
        1,
        rows(&[
            &["jo", &format!("{long}@x.io"), "-"],
            &["al", "al@x.io", "wrote to jo.new@x.io"],
        ]),
    );
    bring(
        &folder,
        2,
        rows(&[
            &["jo", "jo.new@x.io", "-"],
            &["al", "al@x.io", "wrote to jo.new@x.io"],
        ]),
    );
    let traces = reader(&folder).traces(&people(), "jo").expect("traces");
    let mentions: Vec<u64> = traces.mentions.iter().map(|mention| mention.cells).collect();
    assert_eq!(mentions, [2], "a note, in two versions");
}

#[test]
fn what_is_written_with_the_escapes_of_json_is_told_too() {
    let (_root, folder) = folder();
    let cells = rows(&[
        &["jo", "jo@x.io", "-"],
        &["al", "al@x.io", r#"{"asked": ["jo\u0040x.io"]}"#],
        &["bo", "bo@x.io", r#"{"within": "{\"by\": \"jo\\u0040x.io\"}"}"#],
        &["cy", "cy@x.io", r#"{"jo\u0040x.io": 1}"#],
        &["di", "di@x.io", r"{no JSON jo\u0040x.io"],
        &["ed", "ed@x.io", r#"{"asked": "mojo\u0040x.io"}"#],
    ]);
    bring(&folder, 1, cells);
    let traces = reader(&folder).traces(&people(), "jo").expect("traces");
    let told: Vec<_> = traces.mentions.iter().map(|mention| mention.cells).collect();
    assert_eq!(told, [3], "{:?}", traces.mentions);
}
