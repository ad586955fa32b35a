//! System packages: what is needed, how to see whether it is there, and its name with each package manager.

use std::env;
use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;

/// What a package is needed for.
#[derive(PartialEq, Eq, Clone, Copy)]
pub(super) enum For {
    Building,
    Testing,
}

/// How to see whether it is there, without asking a package manager.
enum Seen {
    Program(&'static str),
    /// Known to pkg-config.
    Library(&'static str),
    Font(&'static str),
    /// A Python that can make virtual environments.
    Python,
    /// The web view of Windows.
    WebView,
}

struct Need {
    needed_for: For,
    seen: Seen,
    /// Names by manager, in the order of `MANAGERS`; empty where there is nothing to install.
    names: [&'static str; 5],
}

use For::{Building, Testing};
use Seen::{Font, Library, Program, Python, WebView};

const fn need(needed_for: For, seen: Seen, names: [&'static str; 5]) -> Need {
    Need {
        needed_for,
        seen,
        names,
    }
}

/// The whole list. On Fedora and Arch the driver comes from WebKit's GTK 4 build and cannot move the mouse in a
/// GTK 3 window (tauri-apps/tauri issue 6541): there, the window's tests are Debian's to run.
#[rustfmt::skip]
const NEEDS: &[Need] = &[
    //                                                     apt                               dnf                                     pacman                     brew      winget
    need(Building, Program("cc"),                         ["build-essential",               "gcc gcc-c++ make",                     "base-devel",              "",       ""]),
    need(Building, Program("pkg-config"),                 ["pkg-config",                    "pkgconf-pkg-config",                   "pkgconf",                 "",       ""]),
    need(Building, Library("webkit2gtk-4.1"),             ["libwebkit2gtk-4.1-dev",         "webkit2gtk4.1-devel",                  "webkit2gtk-4.1",          "",       ""]),
    need(Building, Library("libsoup-3.0"),                ["libsoup-3.0-dev",               "libsoup3-devel",                       "libsoup3",                "",       ""]),
    need(Building, Library("ayatana-appindicator3-0.1"),  ["libayatana-appindicator3-dev",  "libayatana-appindicator-gtk3-devel",   "libayatana-appindicator", "",       ""]),
    need(Building, Library("librsvg-2.0"),                ["librsvg2-dev",                  "librsvg2-devel",                       "librsvg",                 "",       ""]),
    need(Building, WebView,                               ["",                              "",                                     "",                        "",       "Microsoft.EdgeWebView2Runtime"]),
    need(Testing,  Program("Xvfb"),                       ["xvfb",                          "xorg-x11-server-Xvfb",                 "xorg-server-xvfb",        "",       ""]),
    need(Testing,  Program("xdotool"),                    ["xdotool",                       "xdotool",                              "xdotool",                 "",       ""]),
    need(Testing,  Program("import"),                     ["imagemagick",                   "ImageMagick",                          "imagemagick",             "",       ""]),
    need(Testing,  Program("dbus-run-session"),           ["dbus",                          "dbus-daemon",                          "dbus",                    "",       ""]),
    need(Testing,  Program("dbus-send"),                  ["dbus",                          "dbus-tools",                           "dbus",                    "",       ""]),
    need(Testing,  Program("gnome-keyring-daemon"),       ["gnome-keyring",                 "gnome-keyring",                        "gnome-keyring",           "",       ""]),
    need(Testing,  Program("WebKitWebDriver"),            ["webkit2gtk-driver",             "webkitgtk6.0",                         "webkitgtk-6.0",           "",       ""]),
    need(Testing,  Program("fc-list"),                    ["fontconfig",                    "fontconfig",                           "fontconfig",              "",       ""]),
    need(Testing,  Font("Noto Sans"),                     ["fonts-noto-core",               "google-noto-sans-fonts",               "noto-fonts",              "",       ""]),
    need(Testing,  Font("Noto Sans CJK JP"),              ["fonts-noto-cjk",                "google-noto-sans-cjk-fonts",           "noto-fonts-cjk",          "",       ""]),
    need(Testing,  Font("Noto Color Emoji"),              ["fonts-noto-color-emoji",        "google-noto-color-emoji-fonts",        "noto-fonts-emoji",        "",       ""]),
    need(Testing,  Program("strace"),                     ["strace",                        "strace",                               "strace",                  "",       ""]),
    need(Testing,  Program("dbus-daemon"),                ["dbus",                          "dbus-daemon",                          "dbus",                    "",       ""]),
    need(Testing,  Program("sqlite3"),                    ["sqlite3",                       "sqlite",                               "sqlite",                  "",       ""]),
    need(Testing,  Program("soffice"),                    ["libreoffice-calc-nogui",        "libreoffice-calc",                     "libreoffice-still",       "",       ""]),
    need(Testing,  Python,                                ["python3 python3-venv",          "python3 python3-pip",                  "python python-pip",       "python", "Python.Python.3.13"]),
];

struct Manager {
    /// The program that installs.
    program: &'static str,
    system: &'static str,
    /// It may only be run by the administrator.
    administrator: bool,
    /// What brings its lists up to date, if it does not do so itself.
    refresh: &'static [&'static str],
    install: &'static [&'static str],
}

const MANAGERS: [Manager; 5] = [
    Manager {
        program: "apt-get",
        system: "linux",
        administrator: true,
        refresh: &["update", "--quiet"],
        install: &[
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
            // Another installation may be under way on a machine that has just started.
            "-o",
            "DPkg::Lock::Timeout=120",
        ],
    },
    Manager {
        program: "dnf",
        system: "linux",
        administrator: true,
        refresh: &[],
        install: &["install", "--assumeyes"],
    },
    Manager {
        program: "pacman",
        system: "linux",
        administrator: true,
        refresh: &[],
        install: &["--sync", "--refresh", "--needed", "--noconfirm"],
    },
    Manager {
        program: "brew",
        system: "macos",
        administrator: false,
        refresh: &[],
        install: &["install"],
    },
    Manager {
        program: "winget",
        system: "windows",
        administrator: false,
        refresh: &[],
        install: &[
            "install",
            "--exact",
            "--silent",
            "--accept-package-agreements",
            "--accept-source-agreements",
        ],
    },
];

/// Installs what is missing of all that is needed for these purposes.
pub(super) fn install(purposes: &[For]) -> Result<()> {
    let manager = MANAGERS
        .iter()
        .position(|manager| manager.system == env::consts::OS && process::find(manager.program).is_some());
    // Where there is no manager that we know, the names are those of the first one of this system.
    let names_of = manager.or_else(|| {
        MANAGERS
            .iter()
            .position(|manager| manager.system == env::consts::OS)
    });
    let Some(names_of) = names_of else { return Ok(()) };
    let names = missing(purposes, names_of, is_there);
    if names.is_empty() {
        return Ok(());
    }
    let list = names.join(" ");
    let Some(manager) = manager.map(|position| &MANAGERS[position]) else {
        bail!(
            "this machine lacks what these packages bring (as {} names them): {list}\n\
             Poolhouse knows apt, dnf and pacman on Linux, brew on macOS and winget on Windows, and none of them is \
             here. Install them in this system's own way, then try again.",
            MANAGERS[names_of].program
        );
    };
    let before = administrator(manager, &names)?;
    println!("Installing with {}, once: {list}", manager.program);
    if !manager.refresh.is_empty() {
        // With old lists the installation itself may still succeed, and says why if it does not.
        let _ = process::status(
            "refresh the package lists",
            &mut command(manager, before, manager.refresh, &[]),
        );
    }
    process::run(
        "install system packages",
        &mut command(manager, before, manager.install, &names),
    )?;
    let still = missing(purposes, names_of, is_there);
    if !still.is_empty() {
        bail!(
            "{} installed them, and yet this machine still lacks what these bring: {}",
            manager.program,
            still.join(" ")
        );
    }
    Ok(())
}

/// The names of the packages that bring what is not there, each once.
fn missing(purposes: &[For], manager: usize, is_there: impl Fn(&Seen) -> bool) -> Vec<&'static str> {
    let mut names = Vec::new();
    for need in NEEDS {
        let packages = need.names[manager];
        if packages.is_empty() || !purposes.contains(&need.needed_for) || is_there(&need.seen) {
            continue;
        }
        for package in packages.split_whitespace() {
            if !names.contains(&package) {
                names.push(package);
            }
        }
    }
    names
}

fn is_there(seen: &Seen) -> bool {
    match seen {
        Program(name) => process::find(name).is_some(),
        Library(name) => process::succeeds(process::program("pkg-config").args(["--exists", name])),
        Font(family) => {
            process::output(process::program("fc-list").arg(family)).is_some_and(|list| !list.is_empty())
        }
        Python => super::python::system().is_some(),
        WebView => env::var_os("ProgramFiles(x86)").is_some_and(|folder| {
            Path::new(&folder)
                .join("Microsoft/EdgeWebView/Application")
                .is_dir()
        }),
    }
}

/// What goes before the manager, so that it may install.
fn administrator(manager: &Manager, names: &[&str]) -> Result<&'static [&'static str]> {
    if !manager.administrator || is_root() {
        return Ok(&[]);
    }
    let there = process::find("sudo").is_some();
    if there
        && (std::io::stdin().is_terminal()
            || process::succeeds(process::program("sudo").args(["-n", "true"])))
    {
        return Ok(&["sudo"]);
    }
    let why = if there {
        "sudo has no terminal to ask for the password in"
    } else {
        "there is no sudo"
    };
    bail!(
        "this machine lacks some system packages. Installing them takes an administrator, and {why}. As an administrator, run\n\n    {} {} {}\n\nand then try again.",
        manager.program,
        manager.install.join(" "),
        names.join(" ")
    )
}

fn command(manager: &Manager, before: &[&str], arguments: &[&str], names: &[&str]) -> Command {
    let mut words = before.to_vec();
    if manager.program == "apt-get" {
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive"]);
    }
    words.push(manager.program);
    words.extend(arguments);
    words.extend(names);
    let mut command = process::program(words[0]);
    command.args(&words[1..]);
    command
}

/// Whether we are the administrator: the owner of what we do is.
fn is_root() -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0)
    }
    #[cfg(not(unix))]
    {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const APT: usize = 0;
    const BREW: usize = 3;

    #[test]
    fn nothing_is_missing_where_all_is_there() {
        for manager in 0..MANAGERS.len() {
            assert!(
                missing(&[Building, Testing], manager, |_| true).is_empty(),
                "all is there"
            );
        }
    }

    #[test]
    fn a_package_is_named_once_though_it_brings_two_things() {
        let names = missing(&[Testing], APT, |seen| {
            !matches!(seen, Program("dbus-run-session" | "dbus-send"))
        });
        assert_eq!(names, ["dbus"]);
    }

    #[test]
    fn building_needs_nothing_that_only_tests_need() {
        let names = missing(&[Building], APT, |_| false);
        assert!(names.contains(&"libwebkit2gtk-4.1-dev"), "the window needs it");
        assert!(!names.contains(&"xvfb"), "only tests need it");
        assert!(
            missing(&[Building], BREW, |_| false).is_empty(),
            "macOS brings its web view"
        );
    }

    #[test]
    fn the_command_is_whole() {
        let line = process::line(&command(
            &MANAGERS[APT],
            &["sudo"],
            MANAGERS[APT].install,
            &["xvfb"],
        ));
        assert_eq!(
            line,
            "sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends \
             -o DPkg::Lock::Timeout=120 xvfb"
        );
    }
}
