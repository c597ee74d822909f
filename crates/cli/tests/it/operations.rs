//! What the API can do, the command line can do: each operation has a command, or a reason why it has none.

use std::collections::BTreeSet;
use std::path::Path;

use crate::catena;

/// Signing in, and what belongs to a browser that did.
const BROWSER: &str = "a browser signs in with it; programs have tokens, which people make there";
/// What somebody sees who looks at the page.
const PAGE: &str = "it is about what is on somebody's screen";
/// What customers reach without an account.
const PUBLIC: &str = "customers reach it without an account, from a page";
/// What only a customer says.
const OWN: &str = "nobody answers for a customer, no program either";
/// What people say of their work.
const FORM: &str =
    "the form says before what is kept, and of whom; what was typed into a terminal stays in its history";
/// What `catena` does to a log by itself.
const ITSELF: &str = "`catena analyze`, `explain`, `quality`, `recipe` and `convert` read logs themselves";

/// Each operation with its command.
const COMMANDS: &[(&str, &str)] = &[
    ("act_on_request", "request accept"),
    ("add_handle", "party reach"),
    ("add_webhook", "webhook add"),
    ("agree_on_term", "request promise"),
    ("answer_rating", "rating answer"),
    ("ask_customers", "survey ask"),
    ("cancel_notice", "outbox cancel"),
    ("change_account", "account role"),
    ("change_calendar", "calendar save"),
    ("change_conversation", "conversation change"),
    ("change_macro", "macro save"),
    ("change_outcome", "outcome change"),
    ("change_owner", "party owner"),
    ("change_party", "party change"),
    ("change_policy", "policy save"),
    ("change_request", "request change"),
    ("change_review", "review change"),
    ("change_service", "service save"),
    ("change_survey", "survey save"),
    ("change_webhook", "webhook pause"),
    ("choose_notices", "account notices"),
    ("close_pulse", "pulse close"),
    ("create_calendar", "calendar save"),
    ("create_macro", "macro save"),
    ("create_party", "party create"),
    ("create_request", "request create"),
    ("create_service", "service save"),
    ("create_survey", "survey save"),
    ("draw_null_world", "panel null-world"),
    ("end_session", "session end"),
    ("erase_party", "party erase"),
    ("export_feedback", "feedback export"),
    ("fetch_message_file", "request save"),
    ("fetch_note_file", "request save"),
    ("give_thanks", "rating thank"),
    ("invite_person", "account invite"),
    ("join_team", "team join"),
    ("launch_pulse", "pulse launch"),
    ("leave_team", "team leave"),
    ("list_accounts", "account list"),
    ("list_calendars", "calendar list"),
    ("list_campaigns", "survey campaigns"),
    ("list_chains_at_risk", "at-risk chains"),
    ("list_conversations", "conversation list"),
    ("list_customers_at_risk", "at-risk customers"),
    ("list_deliveries", "webhook deliveries"),
    ("list_feedback", "feedback list"),
    ("list_macros", "macro list"),
    ("list_outbox", "outbox list"),
    ("list_outcomes", "outcome list"),
    ("list_parties", "party list"),
    ("list_pulse_looks", "pulse looks"),
    ("list_ratings", "rating list"),
    ("list_record", "record list"),
    ("list_requests", "request list"),
    ("list_reviews", "review list"),
    ("list_services", "service list"),
    ("list_sessions", "session list"),
    ("list_surveys", "survey list"),
    ("list_thanks", "rating thanks"),
    ("list_tokens", "token list"),
    ("list_tracking_links", "request links"),
    ("list_versions", "service versions"),
    ("list_views", "view list"),
    ("list_waiting_ratings", "rating waiting"),
    ("list_webhooks", "webhook list"),
    ("make_tracking_link", "request link"),
    ("merge_request", "request merge"),
    ("part_request", "request part"),
    ("preview_pulse", "pulse preview"),
    ("put_rating_off", "rating later"),
    ("raise_hand_off", "request hand-off"),
    ("record_conversation", "conversation add"),
    ("record_outcome", "outcome add"),
    ("record_review", "review add"),
    ("remind_of_pulse", "pulse remind"),
    ("remove_conversation", "conversation remove"),
    ("remove_demo", "demo remove"),
    ("remove_handle", "party unreach"),
    ("remove_macro", "macro remove"),
    ("remove_outcome", "outcome remove"),
    ("remove_review", "review remove"),
    ("remove_view", "view remove"),
    ("remove_webhook", "webhook remove"),
    ("renew_feedback_link", "feedback link"),
    ("reset_account", "account reset"),
    ("retry_delivery", "webhook retry"),
    ("retry_notice", "outbox retry"),
    ("revoke_token", "token revoke"),
    ("revoke_tracking_link", "request unlink"),
    ("rotate_secret", "webhook secret"),
    ("run_survey", "survey stop"),
    ("save_view", "view save"),
    ("search_desk", "search"),
    ("send_message_file", "request reply"),
    ("send_note_file", "request note"),
    ("set_outbox_language", "outbox language"),
    ("show_audience", "survey audience"),
    ("show_board", "board"),
    ("show_calendar", "calendar show"),
    ("show_directory", "team members"),
    ("show_experience", "feedback experience"),
    ("show_internal_external", "panel show"),
    ("show_notice_settings", "account notices"),
    ("show_owner", "party owner"),
    ("show_party", "party show"),
    ("show_policy", "policy show"),
    ("show_possible", "service possible"),
    ("show_pulse", "pulse list"),
    ("show_pulse_release", "pulse results"),
    ("show_pulse_teams", "pulse teams"),
    ("show_rated_links", "rating links"),
    ("show_request", "request show"),
    ("show_request_ratings", "rating show"),
    ("show_scores", "feedback scores"),
    ("show_service", "service show"),
    ("show_session", "session show"),
    ("show_signatures", "signature show"),
    ("show_survey", "survey show"),
    ("show_team_ratings", "rating team"),
    ("show_today", "today"),
    ("test_webhook", "webhook test"),
    ("trace_deadline", "calendar trace"),
    ("undo_act", "request undo"),
    ("watch_events", "watch"),
    ("write_message", "request reply"),
    ("write_note", "request note"),
    ("write_signature", "signature write"),
];

/// Each operation that has none, and why.
const NONE: &[(&str, &str)] = &[
    ("analyze_log", ITSELF),
    ("analyze_upload", ITSELF),
    ("answer_publicly", PUBLIC),
    ("answer_pulse", FORM),
    ("answer_survey", OWN),
    ("ask_publicly", PUBLIC),
    ("be_present", PAGE),
    ("begin_sign_on", BROWSER),
    ("change_password", BROWSER),
    ("confirm_second_factor", BROWSER),
    ("discard_message_file", PAGE),
    ("discard_note_file", PAGE),
    ("end_sign_on", BROWSER),
    ("explain_chain", ITSELF),
    ("export_chains", ITSELF),
    ("fetch_file_by_link", PUBLIC),
    ("give_feedback", PUBLIC),
    ("give_feedback_by_link", PUBLIC),
    ("leave_request", PAGE),
    ("list_chains", ITSELF),
    ("list_logs", ITSELF),
    ("list_offers", PUBLIC),
    ("make_token", BROWSER),
    ("offer_second_factor", BROWSER),
    ("preview_upload", ITSELF),
    ("redeem_link", BROWSER),
    ("remove_second_factor", BROWSER),
    ("save_draft", PAGE),
    ("see_mention", PAGE),
    ("send_file_by_link", PUBLIC),
    ("send_file_with_form", PUBLIC),
    ("show_link", BROWSER),
    ("show_log", ITSELF),
    ("show_pulse_slip", FORM),
    ("show_quality", ITSELF),
    ("show_questions", PUBLIC),
    ("show_recipe", ITSELF),
    ("show_sign_on_code", BROWSER),
    ("sign_in", BROWSER),
    ("sign_out", BROWSER),
    ("track_request", PUBLIC),
    ("try_repairs", ITSELF),
    ("upload_file", ITSELF),
];

#[test]
fn every_operation_of_the_api_has_a_command_or_a_reason_why_not() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    let api: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(place).unwrap()).unwrap();
    let paths = api["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|path| path.as_object().unwrap().values());
    let described: BTreeSet<&str> = operations.filter_map(|operation| operation["operationId"].as_str()).collect();
    let told: Vec<&str> = COMMANDS.iter().chain(NONE).map(|(operation, _)| *operation).collect();
    let once: BTreeSet<&str> = told.iter().copied().collect();
    assert_eq!(told.len(), once.len(), "an operation stands here twice");
    assert_eq!(once, described);
    let output = catena().args(["reference", "commands"]).output().unwrap();
    let commands = String::from_utf8(output.stdout).unwrap();
    for (operation, command) in COMMANDS {
        let heading = format!(" catena {command}");
        let told = commands.lines().any(|line| line.starts_with('#') && line.trim_start_matches('#') == heading);
        assert!(told, "{operation}: there is no `catena {command}`");
    }
}
