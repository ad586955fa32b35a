//! The settings of the app: stored once they are sound, each fault at its field.

use crate::house::House;
use poolhouse_engine::Error;
use poolhouse_engine::view::{Preferences, Theme};

fn refused(house: &House, preferences: &Preferences) -> Vec<String> {
    let error = house
        .engine
        .save_preferences(preferences)
        .expect_err("they are not sound");
    let Error::Fields(faults) = error else {
        panic!("no faults of fields: {error:?}")
    };
    faults.into_iter().map(|fault| fault.field).collect()
}

#[tokio::test]
async fn a_fault_is_told_at_its_field_and_nothing_is_stored() {
    let house = House::new();
    let with = |proxy: &str, authorities: &str| Preferences {
        proxy: proxy.into(),
        authorities: authorities.into(),
        ..Preferences::default()
    };
    assert_eq!(refused(&house, &with("nonsense", "")), ["proxy"]);
    assert_eq!(refused(&house, &with("", "/no/such/file.pem")), ["authorities"]);
    let stored = house.engine.preferences().expect("the preferences");
    assert_eq!(stored, Preferences::default());
}

#[tokio::test]
async fn authorities_are_a_text_or_a_file_of_one() {
    let house = House::new();
    let file = tempfile::NamedTempFile::new().expect("a file");
    for authorities in [
        "  -----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        &file.path().display().to_string(),
    ] {
        let wanted = Preferences {
            authorities: authorities.into(),
            ..Preferences::default()
        };
        house.engine.save_preferences(&wanted).expect("they are sound");
        let stored = house.engine.preferences().expect("the preferences");
        assert_eq!(stored.authorities, authorities.trim());
    }
}

#[tokio::test]
async fn a_file_that_has_gone_stands_in_the_way_of_the_network_alone() {
    let house = House::new();
    let file = tempfile::NamedTempFile::new().expect("a file");
    let mut preferences = Preferences {
        authorities: file.path().display().to_string(),
        ..Preferences::default()
    };
    house
        .engine
        .save_preferences(&preferences)
        .expect("the file is there");
    drop(file);
    preferences.theme = Theme::Dark;
    house
        .engine
        .save_preferences(&preferences)
        .expect("another theme asks no network");
    preferences.no_proxy = "localhost".into();
    assert_eq!(refused(&house, &preferences), ["authorities"]);
}
