//! What holds for the whole process while secrets are in its memory. Called by each face when it starts.

/// Keeps this process, and all that it starts, from being written to the disk where it crashes.
///
/// On Linux a limit of one byte, and not of none: the kernel hands the memory to a collector of crashes
/// (`core_pattern` with a `|`) whatever the limit is, but not where it is exactly one. To a file nothing is
/// written that is smaller than a page. Windows has no such switch for one process.
pub fn without_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let wanted = u64::from(cfg!(target_os = "linux"));
        // What was taken away before may not be given back.
        let allowed = getrlimit(Resource::Core).maximum;
        let limit = Some(allowed.map_or(wanted, |allowed| allowed.min(wanted)));
        let limits = Rlimit {
            current: limit,
            maximum: limit,
        };
        if let Err(error) = setrlimit(Resource::Core, limits) {
            tracing::warn!(%error, "a crash may write this program's memory to the disk");
        }
        #[cfg(target_os = "linux")]
        if limit == Some(0) {
            without_a_collector();
        }
    }
}

/// Where the limit is none and may not be raised, as an administrator may have set it: a collector of crashes
/// would be handed the memory all the same, unless the process may not be dumped at all.
///
/// Not always: such a process is a stranger to others of its user, and the desktop's portals turn it away, with
/// them the dialogs for files of a program that is packed as a Flatpak or a Snap.
#[cfg(target_os = "linux")]
fn without_a_collector() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::warn!(%error, "a crash may hand this program's memory to the system's collector");
    }
}
