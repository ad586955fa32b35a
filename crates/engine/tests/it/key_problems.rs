//! What can be wrong with keys: its own words at *Connect* and in a run, and no second try of what cannot
//! succeed.

use crate::pools::{Import, secrets, settings};
use poolhouse_engine::Error;
use poolhouse_engine::model::RunStatus;
use poolhouse_sample_pool::{Allowed, Key, Options};
use std::fmt::Write;

fn problems() -> Vec<(&'static str, Key, &'static str, i64)> {
    let full = Key::full;
    let sound = "eu-west-1_SamplePool";
    vec![
        (
            "unknown",
            Key {
                id: "AKIANOBODYKNOWSTHIS1".into(),
                ..full()
            },
            sound,
            0,
        ),
        ("deactivated", Key::deactivated(), sound, 0),
        (
            "wrong secret",
            Key {
                secret: "this/is/not/the/secret/of/that/key/00000".into(),
                ..full()
            },
            sound,
            0,
        ),
        ("expired", Key::expired(), sound, 0),
        ("may do nothing", forbidden(), sound, 0),
        ("wrong Region", full(), "us-east-2_SamplePool", 0),
        ("no such pool", full(), "eu-west-1_NoSuchPool", 0),
        ("clock an hour behind", full(), sound, 3_600),
        ("clock three days ahead", full(), sound, -3 * 86_400),
    ]
}

/// A key that is known and may do nothing.
fn forbidden() -> Key {
    Key {
        id: "AKIASAMPLEPOOLNONE01".into(),
        secret: "sample/Pool+none/NotARealSecret000000009".into(),
        allowed: Allowed::Only([].into()),
        ..Key::full()
    }
}

#[tokio::test]
async fn each_has_its_own_words_at_connect_and_in_a_run_and_is_tried_once() {
    let mut told = String::new();
    for (what, key, pool_id, ahead) in problems() {
        let keys = Key::all().into_iter().chain([forbidden()]).collect();
        let mut import = Import::with(Options {
            users: 60,
            keys,
            ..Options::default()
        })
        .await;
        import.succeed().await;
        let whole = import.tables();
        import.server.control().set_clock_ahead(ahead);
        let mut settings = settings(&import.server, &key);
        settings.insert("user_pool_id".into(), pool_id.into());
        if key.session_token.is_some() {
            settings.insert("sign_in".into(), "temporary_keys".into());
        }
        let before = import.calls();
        let connector = "aws-cognito-user-pool";
        let refused = import
            .engine
            .connect("attempt", connector, &settings, secrets(&key), None)
            .await;
        let error = refused.expect_err(what);
        assert!(matches!(error, Error::Check { .. }), "{what}: {error:?}");
        let words = error.words();
        let calls = import.calls() - before;
        assert!(calls <= 2, "{what}: {calls} calls at Connect");

        let mut draft = import
            .engine
            .dataflow_named(crate::pools::NAME)
            .expect("it is there")
            .draft;
        draft.settings = settings;
        import
            .engine
            .edit_dataflow(
                import.id,
                draft,
                Some(secrets(&key)),
                poolhouse_engine::Keep::ThisRunOnly,
            )
            .await
            .expect(what);
        import.key = key;
        let before = import.calls();
        let run = import.run().await;
        assert_eq!(run.status, RunStatus::Failed, "{what}");
        assert_eq!(
            import.calls() - before,
            1,
            "{what}: what cannot succeed is not tried again"
        );
        let failure = run.failure.expect("it says why");
        assert_eq!(
            (&failure.message, &failure.hint),
            (&words.message, &words.hint),
            "{what} is told alike at Connect and in a run"
        );
        assert_eq!(import.tables(), whole, "{what} changes nothing");
        writeln!(told, "{what}: {} {}", words.message, words.hint).expect("a text takes all");
    }
    insta::assert_snapshot!("key_problems", told);
}
