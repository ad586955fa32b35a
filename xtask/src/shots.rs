//! `cargo xtask shots`: a PNG of every screen in every state, light and dark, from the real window.

use anyhow::Result;

use crate::session::{self, Choice, Work};
use crate::{interface, process, setup, test};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which screens: those with one of these words in their name (all, if none is given)
    names: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    setup::for_tests()?;
    interface::build()?;
    test::build()?;
    session::within(
        Choice::Hidden,
        &Work::Shots {
            names: arguments.names.clone(),
        },
    )
}

/// Inside the session.
pub(crate) fn take(names: &[String]) -> Result<()> {
    let folder = process::root().join("shots");
    let mut shots = process::program(&process::built("shots").to_string_lossy());
    test::with_places(&mut shots);
    process::run("take the pictures", shots.arg(&folder).args(names))?;
    println!("\nThe pictures lie in {}", folder.display());
    Ok(())
}
