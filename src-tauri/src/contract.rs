//! The one list of commands, events and types. `build.rs` reads the commands from it, and
//! `ui/src/ipc/bindings.ts` is written from it by `cargo xtask bindings`.

use crate::commands;
use crate::events::{CheckStepped, CloseAsked, DataflowsChanged, ExportProgressed, RunChanged, WaitChanged};
use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

/// The contract between the window's two halves.
pub fn contract<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .commands(collect_commands![
            commands::dataflows::connectors,
            commands::dataflows::list_dataflows,
            commands::dataflows::check_name,
            commands::dataflows::check_tables,
            commands::dataflows::check_settings,
            commands::dataflows::connect,
            commands::dataflows::cancel_connect,
            commands::dataflows::source_choices,
            commands::dataflows::estimate,
            commands::dataflows::policy,
            commands::dataflows::create_dataflow,
            commands::dataflows::edit_dataflow,
            commands::dataflows::duplicate_dataflow,
            commands::dataflows::removal,
            commands::dataflows::remove_dataflow,
            commands::runs::start_run,
            commands::runs::cancel_run,
            commands::runs::versions,
            commands::runs::preview_rollback,
            commands::runs::cancel_preview,
            commands::runs::roll_back,
            commands::runs::list_runs,
            commands::runs::runs_over_time,
            commands::runs::open_run,
            commands::runs::run_changes,
            commands::runs::run_change_counts,
            commands::runs::take_columns,
            commands::runs::runs_under_way,
            commands::review::databases,
            commands::review::open_table,
            commands::review::table_rows,
            commands::review::profile_column,
            commands::review::cancel_profile,
            commands::review::row_history,
            commands::review::keep_value,
            commands::review::kept_value,
            commands::review::close_table,
            commands::review::ready_questions,
            commands::review::ready_question,
            commands::review::directory,
            commands::export::export_path,
            commands::export::choose_file,
            commands::export::show_in_folder,
            commands::export::export_file,
            commands::export::cancel_export,
            commands::privacy::column_classes,
            commands::privacy::class_column,
            commands::privacy::mask_personal_data,
            commands::privacy::preview_forget,
            commands::privacy::forget_person,
            commands::privacy::finish_forgetting,
            commands::review::recipes,
            commands::dataflows::wizard_draft,
            commands::dataflows::keep_wizard_draft,
            commands::dataflows::drop_wizard_draft,
            commands::app::preferences,
            commands::app::save_preferences,
            commands::app::about,
            commands::app::read_only,
            commands::app::diagnostics,
            commands::app::leave,
        ])
        .events(collect_events![
            RunChanged,
            DataflowsChanged,
            CheckStepped,
            ExportProgressed,
            WaitChanged,
            CloseAsked
        ])
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        // Counts and ids stay far below 2^53.
        .dangerously_cast_bigints_to_number()
}
