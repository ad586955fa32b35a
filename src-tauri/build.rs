//! Names every command to Tauri, so that its access control covers them: left out, the app's
//! own commands would be open to any page. The names are read from the one list there is, in
//! `src/contract.rs`.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=src-tauri/src/contract.rs");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=ui/dist");
    let contract = std::fs::read_to_string("src-tauri/src/contract.rs")?;
    let (_, after) = contract
        .split_once("collect_commands![")
        .ok_or("no list of commands in contract.rs")?;
    let (list, _) = after.split_once(']').ok_or("the list of commands does not end")?;
    let commands: Vec<&'static str> = list
        .split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty())
        .map(|name| &*name.to_owned().leak())
        .collect();
    // A fresh clone has no built window yet; `cargo xtask` makes it, and a bare `cargo check`
    // must not need it.
    std::fs::create_dir_all("ui/dist")?;
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("src-tauri/capabilities/*.json")
            .app_manifest(tauri_build::AppManifest::new().commands(commands.leak())),
    )?;
    Ok(())
}
