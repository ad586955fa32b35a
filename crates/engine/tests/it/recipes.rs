//! How other programs are told to open a database.

use crate::house::House;
use crate::script::PEOPLE;
use poolhouse_engine::Recipe;

#[tokio::test]
async fn the_recipes_name_the_real_file_and_the_wanted_table() {
    let house = House::new();
    let id = house.people(&[PEOPLE]).await;
    assert!(house.engine.recipes(id, None).is_err(), "there is no file yet");
    house.succeed(id).await;
    let path = house.engine.database(id).expect("a database").path;
    let first = house.engine.recipes(id, None).expect("recipes");
    assert_eq!(house.engine.recipes(id, Some(PEOPLE)).expect("recipes"), first);
    let names: Vec<&str> = first.iter().map(|recipe| recipe.id.as_str()).collect();
    assert_eq!(
        names,
        [
            "excel",
            "power-bi",
            "db-browser",
            "python",
            "duckdb",
            "duckdb-offline",
            "r",
            "sqlite3"
        ]
    );
    let is_whole = |recipe: &Recipe| {
        recipe.lines.contains(&path)
            && recipe.lines.contains(PEOPLE)
            && recipe.lines.lines().count() <= 4
            && !recipe.how.is_empty()
            && !recipe.tried.is_empty()
    };
    assert!(first.iter().all(is_whole), "{first:#?}");
    assert!(
        house.engine.recipes(id, Some("nothing")).is_err(),
        "no such table"
    );
}
