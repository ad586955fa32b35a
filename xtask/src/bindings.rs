//! `cargo xtask bindings`: writes `ui/src/ipc/bindings.ts` anew from the Rust types. The test of the same name
//! fails when the committed file is stale.

use anyhow::Result;

use crate::{interface, process, setup};

pub(crate) fn run() -> Result<()> {
    setup::for_building()?;
    interface::stand_in()?;
    process::run(
        "write the bindings",
        process::cargo()
            .args(["test", "--quiet", "--package", "poolhouse", "bindings"])
            .env("UPDATE_BINDINGS", "1"),
    )
}
