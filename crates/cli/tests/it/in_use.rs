//! Another program has a database locked: whatever writes says so while it waits, and goes on once it is let go of.

use crate::program::{Program, imported};
use std::io::{BufRead, BufReader, Read};

const WAITING: &str = "Another program holds the database. Waiting for it to let go.";

/// How another program holds a file: as it writes, or so that nobody can even read.
const WRITES: &str = "BEGIN EXCLUSIVE";
const HAS_IT_ALONE: &str = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";

/// Says something while another program has `file` locked, which lets go once it is told of; answers what was
/// said in all, and how it ended.
fn waits(program: &Program, secret: &str, file: &str, held: &str, said: &[&str]) -> (String, Option<i32>) {
    let other = rusqlite::Connection::open(program.data().join(file)).expect("the file");
    other.execute_batch(held).expect("it is free");
    let mut child = program.begin(secret, said);
    let mut told = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut words = String::new();
    while !words.contains(WAITING) {
        let read = told.read_line(&mut words).expect("UTF-8");
        assert!(read > 0, "{said:?} ended without a word: {words}");
    }
    other.execute_batch("ROLLBACK").expect("let go");
    drop(other);
    told.read_to_string(&mut words).expect("UTF-8");
    (words, child.wait().expect("it ends").code())
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_waits_for_another_program_says_so_once_and_goes_on() {
    let (pool, program) = imported(60, &["users"]).await;
    pool.server.control().add_users(1);
    let secret = &pool.key.secret;
    let person = pool.server.control().user(7).expect("a user").sub;
    let (database, catalog) = ("databases/Customers.db", "catalog.db");
    for (file, held, said) in [
        (database, WRITES, vec!["run", "Customers"]),
        (database, WRITES, vec!["rollback", "Customers", "--to", "1"]),
        (database, WRITES, vec!["forget", "Customers", &person, "--yes"]),
        (catalog, HAS_IT_ALONE, vec!["list"]),
        (catalog, WRITES, vec!["remove", "Customers", "--yes"]),
    ] {
        let (words, code) = waits(&program, secret, file, held, &said);
        assert_eq!(code, Some(0), "{said:?}: {words}");
        assert_eq!(words.matches(WAITING).count(), 1, "{said:?}: {words}");
    }
}
