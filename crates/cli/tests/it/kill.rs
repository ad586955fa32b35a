//! kill -9 at random moments: the database opens clean, shows one whole run or none, and the
//! run goes on.

use crate::program::{Pool, Program};
use poolhouse_catalog::{DataFolder, check_database};
use poolhouse_sample_pool::{Options, ShortPages};
use std::time::{Duration, Instant};

const KILLS: u32 = 50;
const USERS: u64 = 1_500;

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_run_is_never_half_there_and_goes_on() {
    let options = Options {
        users: USERS,
        latency: Duration::from_millis(4),
        short_pages: ShortPages::Seldom,
        ..Options::default()
    };
    let pool = Pool::start(options).await;
    let program = Program::new();
    pool.create(
        &program,
        &["users=people:all", "user_attributes", "group_members"],
    );
    // A stretch that is let run to its end says how long one is; kills fall all over that.
    let begun = Instant::now();
    program.say_with(&pool.key.secret, &["run", "Customers"]).done();
    let whole = begun.elapsed();
    let (mut resumed, mut published) = (0, 1);
    for kill in 0..KILLS {
        pool.server
            .control()
            .set_attribute(u64::from(kill) + 100, "nickname", Some(&format!("kill {kill}")));
        let mut child = program.begin(&pool.key.secret, &["run", "Customers"]);
        let patience = whole.mul_f64(f64::from(kill) / f64::from(KILLS) + 0.01);
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline && child.try_wait().is_ok_and(|ended| ended.is_none()) {
            tokio::task::yield_now().await;
        }
        // The process may have ended by itself.
        let _ = child.kill();
        let _ = child.wait();
        let folder = DataFolder::open(&program.data()).expect("the data folder");
        if let Err(faults) = check_database(&folder, "Customers") {
            panic!("after kill {kill}: {faults:?}");
        }
        let database = program.say(&["tables", "Customers", "--json"]).done().json();
        let rows = database["tables"]
            .as_array()
            .expect("tables")
            .iter()
            .find(|table| table["name"] == "people");
        assert_eq!(
            rows.expect("the table")["rows"],
            USERS,
            "after kill {kill} readers see one whole run"
        );
        let last = &program
            .say(&["history", "Customers", "--limit", "1", "--json"])
            .done()
            .json()[0];
        match last["status"].as_str() {
            Some("interrupted") => resumed += 1,
            Some("succeeded") => published += 1,
            status => panic!("after kill {kill}: {status:?}"),
        }
    }
    assert!(
        resumed >= 10,
        "the kills must fall into runs: {resumed} did, {published} runs were whole"
    );
    let said = program
        .say_with(&pool.key.secret, &["run", "Customers", "--json"])
        .done()
        .json();
    assert_eq!(said["status"], "succeeded", "what was cut off goes on to its end");
    println!("{KILLS} kills: {resumed} runs interrupted and gone on with, {published} published");
}
