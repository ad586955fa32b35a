//! What stores of other systems answer, a prompt that is answered too late, a store that is lost.

use super::*;
use keyring_core::api::{Credential, CredentialApi, CredentialStoreApi};
use keyring_core::error::PlatformError;
use keyring_core::{Error as StoreError, Result as StoreResult};
use std::any::Any;
use std::sync::mpsc;

const CANARY: &str = "canary/Secret+of/TheKeychainsTests000001";

/// What is kept, and what the store does at each use, the next one first; nothing told is a store that is well.
#[derive(Debug, Default)]
struct Chest {
    kept: Mutex<Option<Vec<u8>>>,
    next: Mutex<Vec<Does>>,
    opened: Mutex<usize>,
}

#[derive(Debug)]
enum Does {
    Works,
    Answers(StoreError),
    /// Waits until it is told to go on, as for a prompt.
    Waits(mpsc::Receiver<()>),
}

impl Chest {
    fn next(&self) -> StoreResult<()> {
        let next = self.next.lock().expect("nobody panics").pop();
        match next {
            None | Some(Does::Works) => Ok(()),
            Some(Does::Answers(error)) => Err(error),
            Some(Does::Waits(told)) => {
                told.recv().expect("the test lives");
                Ok(())
            }
        }
    }

    fn kept(&self) -> Option<Vec<u8>> {
        self.kept.lock().expect("nobody panics").clone()
    }
}

#[derive(Debug)]
struct Lid(Arc<Chest>);

impl CredentialStoreApi for Lid {
    fn vendor(&self) -> String {
        "tests".into()
    }

    fn id(&self) -> String {
        "tests".into()
    }

    fn build(&self, _: &str, _: &str, _: Option<&HashMap<&str, &str>>) -> StoreResult<Entry> {
        Ok(Entry::new_with_credential(Arc::new(Slot(self.0.clone()))))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Debug)]
struct Slot(Arc<Chest>);

impl CredentialApi for Slot {
    fn set_secret(&self, secret: &[u8]) -> StoreResult<()> {
        self.0.next()?;
        *self.0.kept.lock().expect("nobody panics") = Some(secret.to_vec());
        Ok(())
    }

    fn get_secret(&self) -> StoreResult<Vec<u8>> {
        self.0.next()?;
        self.0.kept().ok_or(StoreError::NoEntry)
    }

    fn delete_credential(&self) -> StoreResult<()> {
        self.0.next()?;
        let kept = self.0.kept.lock().expect("nobody panics").take();
        kept.map(|_| ()).ok_or(StoreError::NoEntry)
    }

    fn get_credential(&self) -> StoreResult<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn keychain_on(chest: &Arc<Chest>) -> Keychain {
    let chest = chest.clone();
    Keychain::opened_by(move || {
        *chest.opened.lock().expect("nobody panics") += 1;
        Ok(Arc::new(Lid(chest.clone())))
    })
}

fn owner() -> Owner {
    Owner {
        account: "here/1".into(),
        name: "Customers".into(),
    }
}

fn secrets(value: &str) -> Secrets {
    Secrets::from([("secret_access_key".to_owned(), value.to_owned().into())])
}

fn failure(words: &str) -> PlatformError {
    words.to_owned().into()
}

/// What a person reads, with what stands under it for support.
fn told(error: KeychainError) -> String {
    let error = crate::Error::from(error);
    let words = error.words();
    format!(
        "{}\n{}\n({})",
        words.message,
        words.hint,
        error.detail().unwrap_or_default()
    )
}

async fn kept_with(error: impl Fn() -> StoreError) -> KeychainError {
    let chest = Arc::new(Chest::default());
    let keychain = keychain_on(&chest);
    drop(keychain.describe().await);
    // After a look at what is there; twice, as it is tried anew where the store may be lost.
    *chest.next.lock().expect("nobody panics") =
        vec![Does::Answers(error()), Does::Answers(error()), Does::Works];
    let kept = keychain.keep(&owner(), &secrets(CANARY)).await;
    assert_eq!(chest.kept(), None, "nothing is kept");
    kept.expect_err("the store refuses")
}

#[tokio::test]
async fn a_secret_longer_than_windows_keeps_is_told_in_our_own_words() {
    let error = kept_with(|| StoreError::TooLong("secret".into(), 2_560)).await;
    insta::assert_snapshot!(told(error), @r"
    The secret is too long for the keychain of this computer.
    It holds 2,560 characters at most. Enter the secret for this run only, or use keys with a shorter session token.
    (the keychain holds secrets of 2560 characters at most)
    ");
}

#[tokio::test]
async fn no_error_of_a_store_shows_the_secret() {
    let errors: [fn() -> StoreError; 5] = [
        || StoreError::BadEncoding(CANARY.into()),
        || StoreError::BadDataFormat(CANARY.into(), failure("it does not decode")),
        || StoreError::PlatformFailure(failure(&format!("cannot keep {CANARY}"))),
        || StoreError::Invalid("secret".into(), format!("{CANARY} is not allowed")),
        || StoreError::BadStoreFormat(CANARY.into()),
    ];
    for error in errors {
        let error = kept_with(error).await;
        let shown = format!("{error:?} {error} {}", told(error.clone()));
        assert!(!shown.contains(CANARY), "{shown}");
        // Nor as a list of its bytes.
        assert!(!shown.contains("99, 97, 110"), "{shown}");
    }
}

/// The service may be started anew while the app runs: what was agreed with the old one is void.
#[tokio::test]
async fn a_keychain_that_was_lost_is_opened_anew_and_asked_once_more() {
    let chest = Arc::new(Chest::default());
    let keychain = keychain_on(&chest);
    keychain
        .keep(&owner(), &secrets(CANARY))
        .await
        .expect("it is well");
    let lost = || Does::Answers(StoreError::PlatformFailure(failure("no such session")));
    *chest.next.lock().expect("nobody panics") = vec![lost()];
    let fetched = keychain.fetch(&owner()).await.expect("it is well again");
    assert_eq!(fetched["secret_access_key"].expose_secret(), CANARY);
    assert_eq!(*chest.opened.lock().expect("nobody panics"), 2);
    // Twice in a row is no accident.
    *chest.next.lock().expect("nobody panics") = vec![lost(), lost()];
    let refused = keychain.fetch(&owner()).await;
    assert!(
        matches!(refused, Err(KeychainError::Refused { .. })),
        "{refused:?}"
    );
    keychain
        .fetch(&owner())
        .await
        .expect("and the next time it is well");
}

#[tokio::test]
async fn a_prompt_that_is_answered_too_late_keeps_nothing_and_takes_nothing_back_of_the_next() {
    let chest = Arc::new(Chest::default());
    let (go_on, told) = mpsc::channel();
    *chest.next.lock().expect("nobody panics") = vec![Does::Waits(told)];
    let keychain = keychain_on(&chest);
    let hasty = keychain.clone().with_patience(Duration::from_millis(20));
    let late = hasty.keep(&owner(), &secrets("the first")).await;
    assert_eq!(late, Err(KeychainError::Silent), "the wait has an end");
    // The person tries again, and finds the prompt of before.
    let (patient, owned) = (keychain.clone(), owner());
    let again = tokio::spawn(async move { patient.keep(&owned, &secrets("the second")).await });
    go_on.send(()).expect("it waits");
    again.await.expect("no panic").expect("the second is kept");
    let fetched = keychain.fetch(&owner()).await.expect("it is there");
    assert_eq!(fetched["secret_access_key"].expose_secret(), "the second");

    // And where nobody tries again, nothing stays.
    keychain.forget(&owner()).await.expect("it is well");
    let (go_on, told) = mpsc::channel();
    *chest.next.lock().expect("nobody panics") = vec![Does::Waits(told)];
    let late = hasty.keep(&owner(), &secrets("the third")).await;
    assert_eq!(late, Err(KeychainError::Silent));
    go_on.send(()).expect("it waits");
    assert!(matches!(
        keychain.fetch(&owner()).await,
        Err(KeychainError::NoEntry)
    ));
    assert_eq!(chest.kept(), None, "what came too late was taken back");
}

/// Whichever call it is that waits for the prompt: the look at what is there, or the keeping itself.
#[tokio::test]
async fn a_prompt_that_is_answered_too_late_leaves_the_secret_of_before() {
    for asks_first in [true, false] {
        let chest = Arc::new(Chest::default());
        let keychain = keychain_on(&chest);
        let hasty = keychain.clone().with_patience(Duration::from_millis(20));
        let before = keychain.keep(&owner(), &secrets("the older")).await;
        before.expect("it is well");
        let (go_on, told) = mpsc::channel();
        let mut next = vec![Does::Waits(told)];
        if !asks_first {
            next.push(Does::Works);
        }
        *chest.next.lock().expect("nobody panics") = next;
        let late = hasty.keep(&owner(), &secrets("the newer")).await;
        assert_eq!(late, Err(KeychainError::Silent), "the wait has an end");
        go_on.send(()).expect("it waits");
        // In its turn, after what was too late has been undone.
        let fetched = keychain.fetch(&owner()).await.expect("the older is there");
        assert_eq!(
            fetched["secret_access_key"].expose_secret(),
            "the older",
            "the look asks: {asks_first}"
        );
    }
}

/// Whoever was told that nothing was removed finds the secret there.
#[tokio::test]
async fn a_prompt_that_is_answered_too_late_deletes_nothing() {
    for asks_first in [true, false] {
        let chest = Arc::new(Chest::default());
        let keychain = keychain_on(&chest);
        let hasty = keychain.clone().with_patience(Duration::from_millis(20));
        let before = keychain.keep(&owner(), &secrets("the one")).await;
        before.expect("it is well");
        let (go_on, told) = mpsc::channel();
        let mut next = vec![Does::Waits(told)];
        if !asks_first {
            next.push(Does::Works);
        }
        *chest.next.lock().expect("nobody panics") = next;
        let late = hasty.forget(&owner()).await;
        assert_eq!(late, Err(KeychainError::Silent), "the wait has an end");
        go_on.send(()).expect("it waits");
        // In its turn, after what was too late has been undone.
        let fetched = keychain.fetch(&owner()).await.expect("it is there");
        assert_eq!(
            fetched["secret_access_key"].expose_secret(),
            "the one",
            "the look asks: {asks_first}"
        );
    }
}

/// What was logged in this process. Nobody else's test listens.
static LOGGED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        lock(&LOGGED).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whoever was told that nothing was removed would otherwise have lost it and not know.
#[tokio::test]
async fn a_secret_that_was_deleted_too_late_is_put_back_at_the_second_try_or_that_is_logged() {
    let logging = tracing_subscriber::fmt().with_writer(|| Log).try_init();
    logging.expect("nobody else listens");
    let broken = || {
        Does::Answers(StoreError::PlatformFailure(failure(&format!(
            "cannot keep {CANARY}"
        ))))
    };
    for (tries, comes_back) in [(1, true), (2, false)] {
        let chest = Arc::new(Chest::default());
        let keychain = keychain_on(&chest);
        let hasty = keychain.clone().with_patience(Duration::from_millis(20));
        let kept = keychain.keep(&owner(), &secrets(CANARY)).await;
        kept.expect("it is well");
        let (go_on, told) = mpsc::channel();
        // The look works, the deletion is answered too late, and then the store fails so often.
        let mut next: Vec<Does> = (0..tries).map(|_| broken()).collect();
        next.extend([Does::Waits(told), Does::Works]);
        *chest.next.lock().expect("nobody panics") = next;
        let late = hasty.forget(&owner()).await;
        assert_eq!(late, Err(KeychainError::Silent), "the wait has an end");
        go_on.send(()).expect("it waits");
        // In its turn, after what was too late has been undone.
        let fetched = keychain.fetch(&owner()).await;
        assert_eq!(fetched.is_ok(), comes_back, "{fetched:?}");
        let logged = String::from_utf8_lossy(&lock(&LOGGED)).into_owned();
        assert_eq!(
            logged.contains("it is to be entered again"),
            !comes_back,
            "{logged}"
        );
        assert!(!logged.contains(CANARY), "without what the store says");
    }
}

#[tokio::test]
async fn an_entry_that_is_there_twice_is_told_and_goes_with_the_dataflow() {
    let chest = Arc::new(Chest::default());
    *chest.kept.lock().expect("nobody panics") = Some(b"somebody's".to_vec());
    let keychain = keychain_on(&chest);
    let twice = || {
        Does::Answers(StoreError::Ambiguous(vec![Entry::new_with_credential(Arc::new(
            Slot(chest.clone()),
        ))]))
    };
    *chest.next.lock().expect("nobody panics") = vec![twice()];
    let fetched = keychain.fetch(&owner()).await;
    assert!(matches!(fetched, Err(KeychainError::Changed)), "{fetched:?}");
    *chest.next.lock().expect("nobody panics") = vec![twice()];
    keychain.forget(&owner()).await.expect("each of them goes");
    assert_eq!(chest.kept(), None);
}
