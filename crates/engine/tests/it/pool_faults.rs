//! What a network and a pool may do to a run, at each of its requests in turn: no row twice, none missing,
//! and an end to every wait.

use crate::pools::{Import, TABLES, Tables};
use poolhouse_engine::Event;
use poolhouse_engine::model::{Run, RunStatus};
use poolhouse_sample_pool::{Fault, FaultKind, Options, ShortPages, When};
use std::time::Duration;
use tokio::time::Instant;

/// Strikes the nth request of a run, for n from 1 until a run passes without meeting it.
async fn at_each_request(kind: FaultKind) {
    let import = Import::of(130).await;
    import.succeed().await;
    let whole = import.tables();
    assert!(TABLES.iter().all(|table| !whole[table].is_empty()));
    for n in 1.. {
        let before = import.calls();
        let fault = Fault {
            operation: None,
            when: When::Nth(n),
            kind: kind.clone(),
        };
        import.server.control().set_faults(vec![fault]);
        let run = import.succeed().await;
        assert_eq!(
            (run.added, run.changed, run.removed),
            (0, 0, 0),
            "{kind:?} at request {n} changes no row"
        );
        assert_eq!(import.tables(), whole, "after {kind:?} at request {n}");
        if import.calls() - before < n {
            assert!(n > 10, "there were as many requests: {n}");
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn faults_of_the_service_at_each_request() {
    at_each_request(FaultKind::Status500).await;
    at_each_request(FaultKind::Status503).await;
    at_each_request(FaultKind::Throttle).await;
}

#[tokio::test(start_paused = true)]
async fn replies_that_are_cut_or_wrong_at_each_request() {
    at_each_request(FaultKind::ResetConnection).await;
    at_each_request(FaultKind::HalfReply).await;
    at_each_request(FaultKind::WrongLength).await;
    at_each_request(FaultKind::Html).await;
}

#[tokio::test(start_paused = true)]
async fn silence_at_each_request() {
    at_each_request(FaultKind::Silence).await;
    at_each_request(FaultKind::Stall).await;
    at_each_request(FaultKind::SlowHeaders(Duration::from_secs(20))).await;
    at_each_request(FaultKind::SlowHeaders(Duration::from_mins(2))).await;
}

#[tokio::test(start_paused = true)]
async fn page_tokens_that_are_refused_or_repeated_at_each_request() {
    at_each_request(FaultKind::StaleToken).await;
    at_each_request(FaultKind::RepeatToken).await;
}

/// A run with a fault set, and how long it took by the clock of the runtime.
async fn under(import: &Import, when: When, kind: FaultKind) -> (Run, Duration) {
    let fault = Fault {
        operation: None,
        when,
        kind,
    };
    import.server.control().set_faults(vec![fault]);
    let begun = Instant::now();
    let run = import.run().await;
    (run, begun.elapsed())
}

fn same(import: &Import, whole: &Tables) {
    assert_eq!(&import.tables(), whole, "no row twice, none missing");
}

#[tokio::test(start_paused = true)]
async fn a_pool_that_throttles_now_and_then_or_steadily_is_read_whole() {
    let import = Import::of(130).await;
    import.succeed().await;
    let whole = import.tables();
    for when in [
        When::Burst { first: 1, length: 5 },
        When::Burst { first: 3, length: 40 },
        When::Every(2),
        When::Every(3),
    ] {
        let mut told = import.engine.events();
        let (run, _) = under(&import, when, FaultKind::Throttle).await;
        let mut said = false;
        while let Ok(event) = told.try_recv() {
            said |= matches!(event, Event::Run(snapshot) if snapshot.waiting.is_some());
        }
        if let When::Burst { .. } = when {
            assert!(said, "{when:?}: who looks on is told why it is slow");
        }
        assert_eq!(run.status, RunStatus::Succeeded, "{when:?}: {:?}", run.failure);
        assert!(run.throttled > 0, "and it says how often it was slowed down");
        same(&import, &whole);
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_shut_from_the_first_call_on_ends_the_run_after_a_quarter_of_an_hour() {
    shut_from(1).await;
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_stays_shut_ends_the_run_after_a_quarter_of_an_hour() {
    shut_from(4).await;
}

/// Each call from this one on is throttled.
async fn shut_from(first: u64) {
    let import = Import::of(130).await;
    import.succeed().await;
    let whole = import.tables();
    let burst = When::Burst {
        first,
        length: 1_000_000,
    };
    let (run, took) = under(&import, burst, FaultKind::Throttle).await;
    assert_ne!(run.status, RunStatus::Succeeded);
    let failure = run.failure.expect("it says why");
    assert!(
        failure.message.contains("limit on calls is used up"),
        "{}",
        failure.message
    );
    let minutes = took.as_secs() / 60;
    assert!((15..17).contains(&minutes), "from request {first} on: {took:?}");
    same(&import, &whole);
    import.server.control().set_faults(Vec::new());
    import.succeed().await;
    same(&import, &whole);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_again_ends_the_run() {
    for kind in [
        FaultKind::Silence,
        FaultKind::Stall,
        FaultKind::ResetConnection,
        FaultKind::Html,
    ] {
        let import = Import::of(130).await;
        import.succeed().await;
        let whole = import.tables();
        let burst = When::Burst {
            first: 3,
            length: 1_000_000,
        };
        let (run, took) = under(&import, burst, kind.clone()).await;
        assert!(
            matches!(run.status, RunStatus::Interrupted | RunStatus::Failed),
            "{kind:?}: {:?}",
            run.status
        );
        assert!(!run.failure.expect("it says why").hint.is_empty());
        assert!(took < Duration::from_mins(6), "{kind:?} took {took:?}");
        same(&import, &whole);
        import.server.control().set_faults(Vec::new());
        import.succeed().await;
        same(&import, &whole);
    }
}

#[tokio::test(start_paused = true)]
async fn short_and_empty_pages_with_a_token_are_read_to_the_end() {
    let import = Import::with(Options {
        users: 900,
        short_pages: ShortPages::Often,
        ..Options::default()
    })
    .await;
    assert_eq!(import.succeed().await.tables[0].rows, 900);
}

/// Cancels a run at its nth request, whatever it waits for then, for n from 1 to its last.
async fn cancelled_at_each_request(kind: FaultKind) {
    let import = Import::of(130).await;
    import.succeed().await;
    let whole = import.tables();
    import.server.control().delete_user(7);
    for n in 1.. {
        let before = import.calls();
        let burst = When::Burst {
            first: n,
            length: 1_000_000,
        };
        let fault = Fault {
            operation: None,
            when: burst,
            kind: kind.clone(),
        };
        import.server.control().set_faults(vec![fault]);
        let run = import
            .engine
            .start_run(import.id, Some(crate::pools::secrets(&import.key)))
            .await
            .expect("the run starts")
            .run
            .id;
        let mut events = import.engine.events();
        while import.calls() - before < n
            && import
                .engine
                .runs_under_way()
                .iter()
                .any(|under_way| under_way.run.id == run && under_way.run.status == RunStatus::Running)
        {
            // Each snapshot is a moment to look again.
            if tokio::time::timeout(Duration::from_millis(5), events.recv())
                .await
                .is_err()
            {
                tokio::task::yield_now().await;
            }
        }
        let begun = Instant::now();
        import.engine.cancel_run(run);
        let ended = import.engine.run_ended(run).await.expect("in the history");
        let took = begun.elapsed();
        import.engine.idle().await;
        if ended.status == RunStatus::Succeeded {
            assert!(n > 10, "the run came to its end before request {n}");
            return;
        }
        assert_eq!(
            ended.status,
            RunStatus::Cancelled,
            "{kind:?} at {n}: {:?}",
            ended.failure
        );
        assert!(ended.failure.is_none(), "cancelled is no failure");
        assert!(took < Duration::from_secs(2), "{kind:?} at {n}: {took:?}");
        same(&import, &whole);
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_is_cancelled_at_each_request_while_it_waits_for_an_answer() {
    cancelled_at_each_request(FaultKind::Silence).await;
}

#[tokio::test(start_paused = true)]
async fn a_run_is_cancelled_at_each_request_while_it_backs_off() {
    cancelled_at_each_request(FaultKind::Throttle).await;
    cancelled_at_each_request(FaultKind::Status500).await;
}
