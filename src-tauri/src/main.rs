//! The window's program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

/// A page is some thousands of small strings, made on one thread and dropped on another: what the system's
/// allocator is slowest at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    poolhouse::main();
}
