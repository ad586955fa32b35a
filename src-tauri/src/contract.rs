//! The one list of commands, events and types. `build.rs` reads the commands from it, and
//! `ui/src/ipc/bindings.ts` is written from it by `cargo xtask bindings`.

use crate::commands;
use crate::events::{CheckStepped, CloseAsked, DataflowsChanged, ExportProgressed, RunChanged};
use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

/// The contract between the window's two halves.
pub fn contract<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .commands(collect_commands![
            commands::connectors,
            commands::list_dataflows,
            commands::check_name,
            commands::check_tables,
            commands::check_settings,
            commands::connect,
            commands::cancel_connect,
            commands::source_choices,
            commands::estimate,
            commands::policy,
            commands::create_dataflow,
            commands::edit_dataflow,
            commands::duplicate_dataflow,
            commands::removal,
            commands::remove_dataflow,
            commands::start_run,
            commands::cancel_run,
            commands::versions,
            commands::preview_rollback,
            commands::cancel_preview,
            commands::roll_back,
            commands::list_runs,
            commands::runs_over_time,
            commands::open_run,
            commands::run_changes,
            commands::run_change_counts,
            commands::take_columns,
            commands::runs_under_way,
            commands::databases,
            commands::open_table,
            commands::table_rows,
            commands::profile_column,
            commands::cancel_profile,
            commands::row_history,
            commands::close_table,
            commands::ready_questions,
            commands::directory,
            commands::export_path,
            commands::choose_file,
            commands::show_in_folder,
            commands::export_file,
            commands::cancel_export,
            commands::column_classes,
            commands::class_column,
            commands::mask_personal_data,
            commands::preview_forget,
            commands::forget_person,
            commands::finish_forgetting,
            commands::recipes,
            commands::wizard_draft,
            commands::keep_wizard_draft,
            commands::drop_wizard_draft,
            commands::preferences,
            commands::save_preferences,
            commands::about,
            commands::read_only,
            commands::leave,
        ])
        .events(collect_events![
            RunChanged,
            DataflowsChanged,
            CheckStepped,
            ExportProgressed,
            CloseAsked
        ])
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        // Counts and ids stay far below 2^53.
        .dangerously_cast_bigints_to_number()
}
