//! `cargo xtask dev`: the window on Vite's server, so that an edit of the UI shows at once. An edit of the
//! Rust side shows after this is started anew.

use std::net::{Ipv4Addr, Ipv6Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{self, Background};
use crate::{run, setup};

/// The port that `devUrl` in `tauri.conf.json` names.
const PORT: u16 = 1420;

pub(crate) fn run() -> Result<()> {
    if !run::has_display() {
        bail!(
            "there is no display here, so no window can open. `cargo xtask shots` takes pictures of every screen."
        );
    }
    setup::for_window()?;
    if answers() {
        bail!("port {PORT} is taken: end what listens there (another `cargo xtask dev`?), then try again");
    }
    // Not through npm: it is one process then, and ends when it is told to.
    let mut vite = process::program("node");
    vite.current_dir(process::root().join("ui"));
    vite.args(["node_modules/vite/bin/vite.js", "--strictPort", "--port"])
        .arg(PORT.to_string());
    let _vite = Background::new(vite.spawn().context("could not start Vite's server")?);
    if !process::wait_for(Duration::from_secs(30), answers) {
        bail!("Vite's server did not answer on port {PORT} within 30 seconds; its own words are above");
    }
    println!("Building the window; the first time takes a few minutes");
    process::run(
        "run Poolhouse",
        process::cargo().args([
            "run",
            "--quiet",
            "--package",
            "poolhouse",
            "--no-default-features",
        ]),
    )
}

fn answers() -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, PORT)).is_ok()
        || TcpStream::connect((Ipv6Addr::LOCALHOST, PORT)).is_ok()
}
