//! The list itself: what can go wrong, what must happen then, and which tests try it.
//!
//! To add a test, write its full name, as nextest prints it, under its package. `cargo xtask faults` then writes
//! the table into `docs/reliability.md`.

use super::{ALL_OF_IT, Fault, of};

const APP: &str = "poolhouse";
const CATALOG: &str = "poolhouse-catalog";
const CLI: &str = "poolhouse-cli";
const COGNITO: &str = "poolhouse-cognito";
const ENGINE: &str = "poolhouse-engine";
const EXPORT: &str = "poolhouse-export";
const POOL: &str = "poolhouse-sample-pool";
const WINDOW: &str = "poolhouse-e2e";

#[rustfmt::skip]
pub(super) const FAULTS: &[Fault] = &[
    Fault {
        number: 1,
        what: "Killed, or the power lost, at any moment: while reading, publishing, going back, removing, migrating, exporting",
        then: "It opens clean and the last version is untouched; an import is *Interrupted*, and **Run** goes on; a rollback is *Failed* unless it had published, and can be begun again",
        tests: &[
            of(CATALOG, &[
                "crash::a_kill_loses_nothing_that_was_acknowledged",
                "steps::cut_off_after_each_operation",
                "steps::cut_off_in_the_middle_of_a_write",
                "steps::a_seal_or_publish_that_is_struck_changes_nothing_and_can_be_done_again",
                "forget::cut_off_it_has_deleted_all_or_nothing_and_a_second_try_ends_it",
            ]),
            of(CLI, &[
                "kill::whatever_is_killed_is_never_half_there_and_goes_on",
                "privacy::killed_while_it_forgets_it_has_done_all_or_nothing",
                "privacy::of_privacy_metadata_no_value_reaches_the_disk_not_even_after_a_kill",
            ]),
            of(ENGINE, &[
                "dataflows::a_removal_that_was_cut_off_is_finished_by_whoever_opens_the_folder_next",
                "removal::tests::a_removal_that_another_process_has_ended_is_not_ended_once_more",
                "removals::killed_between_the_rows_and_the_entry_a_removal_is_ended_at_the_next_look",
                "removals::of_two_removals_that_were_cut_off_the_second_is_ended_though_the_first_cannot_be",
                "runs::a_run_whose_papers_are_damaged_is_begun_anew",
                "runs::a_run_that_the_apps_end_cut_off_goes_on_in_the_next_start",
                "runs::a_run_that_was_killed_says_what_it_had_read",
                "disk::an_end_that_cannot_be_stored_is_told_all_the_same_and_settled_later",
                "disk::a_rollback_whose_end_cannot_be_stored_is_told_as_it_ended_and_settled_later",
                "split::an_interrupted_proof_goes_on",
                "model::whatever_happens_readers_see_what_was_published",
            ]),
        ],
        untried: "a power cut itself, which needs a machine to cut: the files are copied as they lie after each operation, and with the end of the write-ahead log torn off, instead",
    },
    Fault {
        number: 2,
        what: "The disk is full: at the start, while staging, publishing, exporting",
        then: "The run fails in words; the app stays usable and works again once there is room; what was imported can be read",
        tests: &[
            of(CATALOG, &[
                "as_it_lies::tests::a_clean_file_of_any_name_is_read_and_nothing_is_written",
                "as_it_lies::tests::what_is_in_the_log_alone_is_read_and_the_log_stays",
                "as_it_lies::tests::who_writes_later_is_noticed",
                "database::full::a_full_disk_at_any_page_changes_nothing_and_the_run_goes_on_once_there_is_room",
            ]),
            of(CLI, &[
                "disk::full_at_the_start_or_while_it_reads_it_says_so_and_works_once_there_is_room",
                "disk::on_a_full_disk_a_dataflow_is_removed_and_there_is_room_again",
                "disk::on_a_full_or_protected_disk_what_was_imported_is_read_in_words",
                "disk::what_a_crash_left_in_the_log_is_read_there_too",
                "each_write::a_disk_that_is_full_from_any_write_on_loses_nothing",
                "each_write::a_disk_with_room_for_so_many_pages_more_loses_nothing",
                "export::a_full_disk_leaves_nothing_of_any_format",
                "privacy::without_room_nobody_is_half_forgotten_and_it_says_what_is_left_to_do",
            ]),
            of(ENGINE, &[
                "disk::a_folder_that_cannot_be_written_to_is_not_tried_at_each_look",
                "disk::a_folder_that_cannot_be_written_to_is_read_until_it_can",
                "keychain::a_removal_that_cannot_be_leaves_the_secret",
            ]),
        ],
        untried: "a quota of the file system's for one user: its error is the same to the program",
    },
    Fault {
        number: 3,
        what: "The disk fails when it is asked to keep what was written (`fsync`), or to change or delete a file",
        then: "The run stops, both files are opened again and checked before anything is written; `fsync` is never blindly tried twice. What was asked for is not done, or is done to its end later",
        tests: &[
            of(CATALOG, &[
                "catalog::handles::tests::a_removal_is_done_though_the_log_cannot_be_emptied_and_the_next_write_tries_again",
                "catalog::handles::tests::where_a_copy_of_the_catalog_cannot_be_deleted_nothing_is_removed",
            ]),
            of(CLI, &["each_write::a_disk_that_fails_to_keep_what_was_written_loses_nothing"]),
            of(ENGINE, &[
                "failing_disk::a_catalog_that_is_found_damaged_is_told_in_the_runs_log",
                "failing_disk::a_database_that_could_not_be_checked_is_not_written_into_before_it_is",
                "failing_disk::both_files_are_checked_and_the_run_says_so",
                "failing_disk::the_end_of_a_run_is_stored_through_handles_that_were_opened_since",
                "failing_disk::while_the_catalog_cannot_be_opened_anew_nothing_is_written_into_it",
                "keychain::what_stood_in_the_way_first_is_told_though_it_could_not_be_taken_back",
                "removal::tests::a_database_that_cannot_be_deleted_stays_with_its_dataflow_and_that_is_what_is_told",
                "removals::a_removal_that_cannot_be_noted_deletes_nothing",
                "removals::an_entry_that_cannot_be_deleted_goes_later_and_nothing_is_imported_meanwhile",
                "removals::what_is_deleted_in_part_is_ended_later_and_what_is_whole_stays",
            ]),
        ],
        untried: "a disk that says it has kept what it has not: no program can tell",
    },
    Fault {
        number: 4,
        what: "A database file is damaged",
        then: "It is noticed and kept aside, the last good version is offered; never a panic",
        tests: &[
            of(CATALOG, &[
                "damage::a_file_that_is_cut_short_or_is_something_else_is_told",
                "damage::whatever_byte_is_flipped_the_answer_is_an_error_of_its_kind_or_the_truth",
                "database::profile::tests::a_damaged_sketch_is_an_error",
                "forget::a_database_that_another_holds_or_that_is_damaged_is_left_as_it_is",
            ]),
            of(ENGINE, &[
                "people::a_damaged_database_does_not_keep_the_others_from_view",
                "disk::a_damaged_database_is_told_left_as_it_is_and_set_aside_by_the_next_run",
                "disk::one_damaged_database_does_not_stop_the_others",
            ]),
        ],
        untried: "a bit flipped within a value: SQLite keeps no sums of values, so it reads as the value that it has become",
    },
    Fault {
        number: 5,
        what: "Two windows, or the window and the command line, at once; no session bus",
        then: "The second window brings the first to the front; without a bus the kernel's lock says who has the folder",
        tests: &[
            of(CATALOG, &[
                "catalog::a_dataflow_has_one_runner",
                "connection::tests::of_several_that_open_it_at_once_one_makes_or_migrates_it",
                "connection::tests::who_migrates_is_waited_for_and_told",
                "folder::locks::tests::a_lock_ends_though_a_program_is_being_started",
                "folder::locks::tests::a_share_leaves_no_file_and_one_that_was_killed_is_swept",
                "folder::locks::tests::files_that_come_and_go_are_never_held_twice",
            ]),
            of(ENGINE, &[
                "pace::tests::processes_share_a_quota_in_equal_parts",
                "runs::who_is_told_that_a_run_has_ended_can_start_the_next_at_once",
                "runs::who_only_looks_after_a_dataflow_is_waited_for",
                "runs::one_dataflow_is_run_once_at_a_time",
                "disk::while_another_window_prepares_the_data_the_start_says_so_and_goes_on",
                "store::tests::of_several_that_open_a_new_folder_at_once_all_know_it_by_one_name",
                "model::whatever_happens_readers_see_what_was_published",
            ]),
            of(WINDOW, &[
                "faces::a_second_window_gives_way_to_the_first",
                "faces::without_a_session_bus_the_second_window_says_who_is_first",
                "faces::what_one_face_runs_the_other_neither_runs_nor_changes",
            ]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 6,
        what: "Another program holds the database",
        then: "It waits for five seconds and says so, goes on when the other lets go, and else pauses: a run does not fail",
        tests: &[
            of(CATALOG, &[
                "connection::tests::what_is_open_stays_locked_when_it_is_opened_once_more",
                "forget::a_database_that_another_holds_or_that_is_damaged_is_left_as_it_is",
                "forget::whoever_reads_an_earlier_moment_is_waited_for_and_told",
                "waiting::tests::a_lock_that_is_let_go_of_is_taken_and_a_thread_is_seen_by_whoever_watches_it",
                "waiting::tests::who_waits_is_seen_and_can_be_ended",
            ]),
            of(WINDOW, &[
                "readers::a_program_that_locks_the_file_is_told_of_and_loses_nothing",
                "readers::a_reader_stops_no_run_and_is_not_disturbed_by_one",
            ]),
            of(ENGINE, &[
                "disk::a_database_that_another_program_holds_interrupts_and_the_run_goes_on",
                "disk::a_run_that_waits_for_another_program_is_cancelled_though_that_does_not_let_go",
                "disk::the_app_opens_while_another_program_has_the_catalog_locked",
                "disk::while_another_program_is_waited_for_a_rollback_says_so",
                "disk::while_another_program_is_waited_for_a_run_says_so_and_goes_on_when_it_lets_go",
                "disk::while_another_program_is_waited_for_forgetting_and_removing_say_so",
            ]),
            of(CLI, &["in_use::whatever_waits_for_another_program_says_so_once_and_goes_on"]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 7,
        what: "The keychain is locked, its prompt dismissed or never answered, it is absent, the entry is deleted or changed",
        then: "Each has its own words; the secret can be entered for one run; there is a time limit; never a plain file",
        tests: &[
            of(CLI, &[
                "secrets::a_secret_is_in_no_file_and_no_output",
                "secrets::without_a_keychain_a_typed_secret_is_refused_in_words",
                "keychain::each_bad_day_of_the_keychain_has_its_own_words",
                "keychain::an_entry_that_is_gone_or_was_changed_is_told_and_can_be_entered_again",
                "keychain::a_keychain_that_is_well_keeps_text_under_a_name_that_is_understood",
            ]),
            of(ENGINE, &[
                "keychain::a_missing_secret_is_told_beside_its_field",
                "keychain::a_secret_is_kept_found_copied_and_forgotten",
                "keychain::keychain_of_the_system_keeps_a_secret",
                "keychain::without_a_keychain_nothing_is_stored_and_a_run_asks",
                "keychain::tests::a_secret_longer_than_windows_keeps_is_told_in_our_own_words",
                "keychain::tests::no_error_of_a_store_shows_the_secret",
                "keychain::tests::a_keychain_that_was_lost_is_opened_anew_and_asked_once_more",
                "keychain::tests::a_prompt_that_is_answered_too_late_keeps_nothing_and_takes_nothing_back_of_the_next",
                "keychain::tests::a_prompt_that_is_answered_too_late_deletes_nothing",
                "keychain::tests::a_prompt_that_is_answered_too_late_leaves_the_secret_of_before",
                "keychain::tests::a_secret_that_was_deleted_too_late_is_put_back_at_the_second_try_or_that_is_logged",
                "keychain::tests::an_entry_that_is_there_twice_is_told_and_goes_with_the_dataflow",
            ]),
        ],
        untried: "the keychains of macOS and Windows, which are not on a Linux machine",
    },
    Fault {
        number: 8,
        what: "AWS throttles: in a burst, steadily, for ever",
        then: "It slows down for all, says so, and finishes; it gives up after fifteen minutes shut",
        tests: &[
            of(ENGINE, &[
                "pace::tests::a_limit_that_stays_shut_is_told_by_its_age",
                "pace::tests::a_refusal_halves_once_for_all_calls_in_flight_and_climbs_back",
                "pace::tests::runs_that_share_a_scope_share_a_pace",
                "pace::tests::slots_are_even_at_the_full_quota",
                "runs::passing_faults_cost_a_pause_and_no_row",
                "pool_faults::a_pool_that_throttles_now_and_then_or_steadily_is_read_whole",
                "pool_faults::a_limit_that_is_shut_from_the_first_call_on_ends_the_run_after_a_quarter_of_an_hour",
                "pool_faults::a_limit_that_stays_shut_ends_the_run_after_a_quarter_of_an_hour",
            ]),
            of(POOL, &["quota::beyond_the_quota_calls_are_throttled"]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 9,
        what: "500, 503, a reset, half a reply, a wrong length, slow headers, silence",
        then: "The same page is asked for again; no row twice, none missing; a read ends after 30 seconds",
        tests: &[
            of(COGNITO, &[
                "faults::each_fault_has_its_name",
                "wire::every_way_to_cut_a_reply_short_is_an_error",
                "wire::no_users_is_not_no_users",
                "network::a_reply_that_never_comes_is_waited_for_half_a_minute",
            ]),
            of(ENGINE, &[
                "retry::tests::pauses_double_and_stay_below_eight_seconds",
                "retry::tests::the_budget_runs_dry_and_is_earned_back",
                "runs::passing_faults_cost_a_pause_and_no_row",
                "pool_faults::faults_of_the_service_at_each_request",
                "pool_faults::replies_that_are_cut_or_wrong_at_each_request",
                "pool_faults::silence_at_each_request",
                "pool_faults::a_server_that_never_answers_again_ends_the_run",
            ]),
            of(POOL, &["faults::broken_answers_are_failures_of_the_transport_or_the_reading"]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 10,
        what: "Offline, no DNS, a captive portal, an unknown authority, a proxy",
        then: "Each is told apart within 15 seconds; proxies and an authority of one's own work",
        tests: &[
            of(CLI, &["bad_input::expired_keys_and_a_closed_port_have_their_own_words"]),
            of(COGNITO, &[
                "connect::nobody_there",
                "network::a_certificate_that_nobody_vouches_for",
                "network::a_port_that_does_not_speak_tls",
                "network::a_proxy_that_is_not_there",
                "network::a_proxy_that_refuses",
                "network::an_authority_of_ones_own_is_trusted_when_it_is_named",
                "network::plain_http_to_this_computer_never_goes_by_way_of_a_proxy",
                "network::the_proxy_of_the_settings_is_used_but_for_the_hosts_beside_it",
                "wire::who_answers_in_the_place_of_aws",
                "network::what_is_wrong_with_the_network_is_told_apart_within_fifteen_seconds",
                "network::a_proxy_of_the_settings_that_refuses",
            ]),
            of(ENGINE, &["runs::a_network_that_was_never_there_fails"]),
            of(WINDOW, &["bad_credentials::who_answers_in_the_place_of_aws_is_told_apart"]),
        ],
        untried: "a name server that never answers: no process can be given one of its own",
    },
    Fault {
        number: 11,
        what: "The laptop sleeps, a VPN comes or goes",
        then: "It connects again and goes on, or the run is *Interrupted* and goes on later",
        tests: &[
            of(ENGINE, &[
                "runs::a_network_that_stays_away_interrupts_and_run_goes_on",
                "runs::a_run_that_is_gone_on_with_offline_keeps_what_was_read",
            ]),
            of(CLI, &[
                "sleep::a_run_that_slept_while_the_server_closed_its_sockets_goes_on",
                "sleep::a_run_that_wakes_in_another_network_is_interrupted_and_goes_on_in_the_next",
            ]),
        ],
        untried: "the lid itself: the process is stopped for a second and its sockets are closed meanwhile, in `cargo xtask soak` for two minutes; a schedule, as there is none yet",
    },
    Fault {
        number: 12,
        what: "The clock is wrong, changes to or from summer time, jumps back",
        then: "The order of runs and their durations stay right; a signature refused for the clock says by how much",
        tests: &[
            of(COGNITO, &[
                "connect::a_wrong_clock_is_told_by_how_much",
                "wire::a_clock_that_is_wrong_by_years",
            ]),
            of(ENGINE, &[
                "history::days_are_those_of_the_persons_zone_to_their_end",
                "moving_pools::a_clock_that_jumps_changes_neither_the_order_of_runs_nor_their_length",
                "moving_pools::an_interrupted_run_of_before_a_jump_back_goes_on",
            ]),
            of(POOL, &["signature::a_clock_more_than_five_minutes_off_is_told_by_how_much"]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 13,
        what: "Keys: unknown, deactivated, a wrong secret, expired, a forbidden action, a wrong Region, no such pool",
        then: "Each has its own words and its fix, in *Connect* and in a run; what cannot succeed is not tried again",
        tests: &[
            of(CLI, &[
                "bad_input::every_refusal_of_aws_has_its_own_words",
                "bad_input::expired_keys_and_a_closed_port_have_their_own_words",
            ]),
            of(COGNITO, &[
                "connect::a_deactivated_key",
                "connect::a_forbidden_pool",
                "connect::a_key_that_may_read_users_alone",
                "connect::a_wrong_secret",
                "connect::an_unknown_key",
                "connect::no_such_pool",
                "connect::temporary_keys",
                "wire::errors_by_their_code",
            ]),
            of(ENGINE, &[
                "runs::a_forbidden_call_fails_in_words_and_changes_nothing",
                "key_problems::each_has_its_own_words_at_connect_and_in_a_run_and_is_tried_once",
            ]),
            of(WINDOW, &[
                "bad_credentials::refused_keys_are_told_with_their_cause_and_fix",
                "bad_credentials::temporary_keys_that_ran_out_are_told",
                "bad_credentials::what_the_keys_may_not_do_is_named",
            ]),
        ],
        untried: "AWS's own answers: the sample pool and moto stand in for them",
    },
    Fault {
        number: 14,
        what: "Users are added, deleted and renamed while they are read",
        then: "Nobody is there twice, the counts are honest, nothing crashes",
        tests: &[
            of(CATALOG, &["database::rows_that_two_units_brought_are_one_and_the_latest"]),
            of(COGNITO, &[
                "faults::a_group_that_vanishes_has_no_members_but_a_pool_that_vanishes_is_told",
                "identities::an_identity_deleted_since_is_skipped",
                "people::a_user_deleted_since_is_skipped",
                "settings::what_is_gone_since_it_was_listed_has_no_rows",
            ]),
            of(ENGINE, &[
                "split::one_who_left_while_a_large_split_was_proved_leaves_it_open",
                "moving_pools::a_pool_that_changes_while_it_is_read",
            ]),
            of(POOL, &["mutation::a_chain_that_is_under_way_loses_nobody_when_users_come_and_go"]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 15,
        what: "A page token is refused or repeated; pages are short, or empty with a token",
        then: "The part is read again from its start; a circle is noticed; it goes on to the end",
        tests: &[
            of(CLI, &["hard_pools::a_pool_that_loses_a_part_and_then_refuses_a_token_at_page_500"]),
            of(COGNITO, &[
                "faults::a_refused_token_starts_the_unit_again",
                "faults::short_and_empty_pages_are_read_to_the_end",
                "people::a_stale_token_in_a_slice_starts_it_again",
            ]),
            of(ENGINE, &[
                "runs::a_refused_page_token_starts_the_unit_again",
                "runs::a_token_that_leads_in_a_circle_is_noticed",
                "pool_faults::page_tokens_that_are_refused_or_repeated_at_each_request",
                "pool_faults::short_and_empty_pages_with_a_token_are_read_to_the_end",
            ]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 16,
        what: "A listing in parts is wrong: the filter is ignored, rows are missing",
        then: "It is noticed, one chain is read instead, and the run says so",
        tests: &[
            of(CLI, &["hard_pools::a_pool_that_ignores_the_filter_of_its_parts"]),
            of(COGNITO, &["faults::a_filter_that_is_ignored_is_noticed"]),
            of(ENGINE, &[
                "split::a_count_that_strays_from_the_estimate_is_proved_again",
                "split::a_part_that_brings_others_rows_is_left_at_once",
                "split::parts_that_lose_somebody_are_found_out_and_nobody_is_lost",
                "split::the_first_run_proves_the_split_and_the_second_trusts_it",
            ]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 17,
        what: "Attributes are new, gone, or alike but for their case; the pool is deleted",
        then: "A new column, NULL in older rows; said by the run; nothing is dropped in silence",
        tests: &[
            of(CATALOG, &[
                "columns::tests::any_names_become_columns_of_one_table",
                "drift::a_column_whose_type_changed_takes_the_values_of_both",
                "drift::a_new_column_in_the_middle_of_a_run_is_kept",
                "drift::a_vanished_column_stays_with_nulls_and_its_name",
                "drift::what_comes_and_goes_is_told_once",
            ]),
            of(COGNITO, &[
                "faults::a_group_that_vanishes_has_no_members_but_a_pool_that_vanishes_is_told",
                "rows::an_attribute_that_the_schema_hides_is_a_column_from_its_page_on",
            ]),
            of(ENGINE, &[
                "completeness::a_dataflow_that_keeps_its_columns_leaves_new_ones_out_and_says_so",
                "runs::an_attribute_that_appears_becomes_a_column",
                "moving_pools::a_schema_that_drifts_loses_nothing",
                "moving_pools::a_pool_that_is_deleted_is_told_and_what_was_read_stays",
            ]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 18,
        what: "Hostile values and names: emoji, right to left, NUL, newlines, quotes, 2,048 characters, `=1+1`, SQL",
        then: "Stored to the byte, shown safely, exported safely",
        tests: &[
            of(CATALOG, &[
                "hostile::every_name_becomes_a_column",
                "hostile::every_value_comes_back_to_the_byte",
            ]),
            of(CLI, &[
                "life::every_value_arrives_to_the_byte",
                "output::tests::what_a_terminal_would_obey_is_shown",
            ]),
            of(COGNITO, &[
                "hostile::a_group_with_quotes_in_its_name_has_its_members",
                "hostile::attributes_with_hostile_names_are_columns_under_their_own_names",
                "rows::hostile_values_come_to_the_byte",
            ]),
            of(EXPORT, &[
                "csv_for_excel_runs_nothing",
                "csv_for_programs_keeps_every_value_to_the_byte",
                "the_corpus_comes_back_to_the_byte_from_csv_json_lines_and_parquet",
                "the_corpus_is_texts_and_no_formulas_in_excel",
            ]),
            of(POOL, &["operations::hostile_values_arrive_to_the_byte"]),
            of(WINDOW, &["readers::other_programs_read_every_value_as_it_is"]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 19,
        what: "Cancelled at any moment, in the pauses after a refusal too",
        then: "It has stopped within two seconds and changed nothing",
        tests: &[
            of(CLI, &[
                "export::control_c_ends_an_export_and_nothing_is_left",
                "life::control_c_cancels_and_changes_nothing",
            ]),
            of(ENGINE, &[
                "export::an_export_that_is_cancelled_or_cannot_be_leaves_nothing",
                "rollback::a_rollback_that_is_cancelled_changes_nothing",
                "runs::cancel_changes_nothing",
                "pool_faults::a_run_is_cancelled_at_each_request_while_it_waits_for_an_answer",
                "pool_faults::a_run_is_cancelled_at_each_request_while_it_backs_off",
            ]),
            of(WINDOW, &["under_way::a_run_shows_its_progress_and_cancels_within_two_seconds"]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 20,
        what: "A million users",
        then: "Memory stays flat",
        tests: &[of(CLI, &["memory::ten_times_the_users_take_no_more_memory"])],
        untried: "a million in the suite, for their time: `cargo xtask soak million` does it",
    },
    Fault {
        number: 21,
        what: "The web view crashes, loads anew or stays blank",
        then: "The run goes on, and the window takes it up again; where the page ends again and again, a box of the system's says so, and the run goes on without a window",
        tests: &[
            of(WINDOW, &[
                "under_way::a_page_that_is_loaded_anew_takes_up_the_run",
                "under_way::a_run_outlives_its_web_view",
                "outside::a_web_view_whose_process_ends_is_shown_anew",
                "outside::started_by_a_person_it_listens_nowhere_and_has_the_renderer_that_never_stays_blank",
                "given_up::a_window_whose_page_ends_each_time_says_so_and_ends_with_an_error",
                "given_up::a_run_outlives_a_window_that_is_given_up",
            ]),
            of(APP, &[
                "leave::tests::who_lost_the_window_is_told_what_goes_on",
                "revive::tests::a_page_that_ends_its_process_each_time_is_given_up_and_a_rare_fault_is_not",
            ]),
        ],
        untried: "a page whose process ends while it is being started, of which WebKitGTK makes an end of the whole program, and its runs are interrupted; a graphics driver that leaves the page blank, as there is none on a machine without a display: the renderer that fails there is off unless it is asked for",
    },
    Fault {
        number: 22,
        what: "A panic in a task",
        then: "What was asked for fails in words, nothing is half done, its lock is free again, the app lives",
        tests: &[
            of(ENGINE, &[
                "panics::a_panic_ends_the_run_and_not_the_app",
                "panics::a_preview_of_a_rollback_that_panics_is_told",
                "panics::a_profile_that_panics_is_told_and_can_be_asked_again",
                "panics::a_rollback_that_panics_fails_in_words_and_changes_nothing",
                "panics::a_search_that_panics_is_told_and_not_waited_for",
                "panics::an_export_that_panics_leaves_nothing_and_is_over",
                "panics::forgetting_that_panics_deletes_nobody_and_can_be_done_again",
                "process::a_panic_with_a_secret_in_hand_is_told_without_it",
            ]),
            of(EXPORT, &["xlsx::tests::a_workbook_that_is_stopped_at_its_end_is_no_workbook"]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 23,
        what: "An older or a newer app on the same data",
        then: "A copy is made before a migration; a newer file is refused politely and left untouched",
        tests: &[
            of(CATALOG, &[
                "catalog::handles::tests::runs_of_the_version_before_keep_their_papers_and_say_what_they_did",
                "connection::tests::a_migration_is_whole_and_copied_before",
                "connection::tests::a_newer_file_is_left_untouched",
                "forget::a_database_of_before_is_read_as_it_is_and_migrated_to_forget",
            ]),
            of(CLI, &[
                "golden::each_is_read_migrated_after_a_copy_and_goes_on",
                "golden::there_is_one_of_every_version",
                "golden::what_a_newer_app_has_written_is_refused_politely_and_untouched",
            ]),
        ],
        untried: ALL_OF_IT,
    },
    Fault {
        number: 24,
        what: "The target of an export vanishes, is full or locked",
        then: "An error in words; never half a file under the final name",
        tests: &[
            of(CATALOG, &[
                "leftovers::tests::a_folder_goes_with_its_files_and_a_disk_that_is_away_is_waited_for",
                "leftovers::tests::a_note_that_names_something_else_removes_nothing",
                "leftovers::tests::what_is_being_written_stays_and_what_was_left_goes",
                "leftovers::tests::what_was_left_in_a_folder_whose_name_is_not_unicode_goes",
            ]),
            of(CLI, &[
                "export::a_file_is_for_this_user_alone_whatever_the_umask",
                "export::a_full_disk_leaves_nothing_of_any_format",
                "files::a_link_in_the_way_of_an_export_is_replaced_and_not_followed",
                "files::an_export_does_not_write_into_a_file_with_a_second_name",
            ]),
            of(ENGINE, &[
                "export::a_file_that_is_there_is_replaced_only_when_that_is_asked",
                "export::a_link_in_the_way_is_replaced_and_not_followed",
                "export_faults::a_disk_that_does_not_answer_holds_up_neither_the_start_nor_an_export",
                "export_faults::a_folder_that_vanishes_under_an_export_is_told_and_nothing_is_left",
                "export_faults::a_path_that_cannot_be_is_told_beside_it_in_words",
                "export_faults::an_app_that_ends_leaves_nothing_of_its_exports",
                "export_faults::what_is_no_file_is_not_replaced_by_one",
            ]),
            of(APP, &["tests::leaving::closing_over_an_export_asks_and_stopping_leaves_nothing"]),
        ],
        untried: ALL_OF_IT,
    },
];
