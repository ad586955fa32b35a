//! `cargo xtask shots`: a PNG of every screen in every state, light and dark, from the real window.
//!
//! Arguments: the folder for the pictures; then words, of which a picture's name must have one.
//! Nothing is judged here: the pictures are looked at by people.

mod camera;
mod databases;
mod dialogs;
mod directory;
mod exports;
mod look;
mod million;
mod places;
mod runs;
mod wide;
mod wizard;
mod world;

use anyhow::{Context, Result};
use camera::Camera;
use std::path::PathBuf;
use world::World;

#[tokio::main]
async fn main() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let folder = PathBuf::from(words.next().context("name the folder for the pictures")?);
    let names: Vec<String> = words.collect();
    std::fs::create_dir_all(&folder)?;
    if million::is_asked(&names) {
        let data = million::make().await?;
        for theme in ["Light", "Dark"] {
            million::all(data.path(), &folder, &names, theme).await?;
        }
        return Ok(());
    }
    let world = World::make().await?;
    for theme in ["Light", "Dark"] {
        let camera = Camera::open(world.empty(), &folder, &names, theme).await?;
        places::first_use(&camera).await?;
        directory::first_use(&camera).await?;
        camera.close().await?;
        let camera = Camera::open(world.full(), &folder, &names, theme).await?;
        places::normal(&camera).await?;
        databases::normal(&camera).await?;
        wide::all(&camera).await?;
        look::closer(&camera, &world).await?;
        directory::normal(&camera).await?;
        exports::normal(&camera).await?;
        dialogs::all(&camera).await?;
        runs::ended(&camera, &world).await?;
        wizard::steps(&camera, &world).await?;
        runs::under_way(&camera, &world).await?;
        places::narrow(&camera, &world).await?;
        databases::narrow(&camera).await?;
        look::narrow(&camera).await?;
        directory::narrow(&camera).await?;
        exports::narrow(&camera).await?;
        camera.close().await?;
        let camera = Camera::open(world.old(), &folder, &names, theme).await?;
        places::long_history(&camera).await?;
        camera.close().await?;
    }
    Ok(())
}
