//! HTTP: addresses, parameters, headers, problems. One file per noun; each handler extracts, calls one action, wraps.
//!
//! No handler computes: whatever takes longer than half a millisecond goes through [`off_runtime`]. The description of
//! the API is collected from the handlers themselves.

mod chains;
mod desk;
mod findings;
mod guards;
mod headers;
mod json;
mod logs;
mod params;
pub mod problem;
mod quality;
mod session;
mod uploads;

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::assets;
use crate::state::{AppState, Reach, Settings};
use problem::{Code, Numbers, Problem};

/// Every address of the server, with its guards. From the outside in: security headers, keys that sessions got,
/// problems written out, panics
/// caught, strangers turned away, compression, the time limit.
pub fn router(state: AppState, reach: Reach) -> Router {
    let state = AppState { reach, ..state };
    let (api, description) = api(&state, state.time_limit).split_for_parts();
    let description = description.to_json().unwrap_or_default();
    let problems = problem::page();
    let json = [(header::CONTENT_TYPE, "application/json")];
    let markdown = [(header::CONTENT_TYPE, "text/markdown; charset=utf-8")];
    api.route("/api/v1/openapi.json", get(async move || (json, description)))
        .route("/api/v1/problems", get(async move || (markdown, problems)))
        .route("/api/", any(problem::nothing_here))
        .route("/api/{*rest}", any(problem::nothing_here))
        .layer(DefaultBodyLimit::max(RECIPE_LIMIT))
        .layer(CompressionLayer::new())
        .fallback(assets::serve)
        .layer(CsrfLayer::new().with_rejection_response(guards::refuse_stranger))
        .layer(from_fn_with_state(reach, guards::check_host))
        .layer(CatchPanicLayer::custom(say_panic))
        .layer(from_fn_with_state(Numbers::default(), problem::render))
        .layer(from_fn_with_state(reach, session::renew_cookie))
        .layer(map_response(headers::secure))
        .with_state(state)
}

/// How large a recipe may be, in bytes.
const RECIPE_LIMIT: usize = 1 << 20;

/// The description of the API, in `OpenAPI` 3.1.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api(&AppState::new(&Settings::default()), Duration::MAX).into_openapi()
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Catena",
        description = "Chains of hand-offs behind promises to customers: which were broken, who held them, which link \
                       is the weakest, what its repair would have saved. Instants are RFC 3339 in UTC, durations are \
                       whole seconds; docs/definitions.md defines every figure.",
    ),
    tags(
        (name = "logs", description = "What can be analysed"),
        (name = "findings", description = "What an analysis found"),
        (name = "chains", description = "The chains behind the figures"),
        (name = "uploads", description = "Bring your own log"),
        (name = "requests", description = "What was asked of whom, and what is done with it"),
        (name = "ratings", description = "What colleagues say of hand-offs"),
        (name = "services", description = "What can be asked for, and the plan behind it"),
        (name = "parties", description = "People, teams and organisations"),
        (name = "settings", description = "Working hours, and what is promised to whom"),
        (name = "customers", description = "What customers reach without an account"),
        (name = "feedback", description = "What customers say, asked and unasked"),
        (name = "pulse", description = "How it is to work here, said so that nobody can tell who said what"),
        (name = "record", description = "What happened, and what just happens"),
        (name = "outbox", description = "Notices on their way out"),
        (name = "webhooks", description = "Addresses of other programs that are told of events"),
        (name = "accounts", description = "Signing in, and who can"),
    )
)]
struct Description;

/// The handlers of the API with their descriptions. A file may arrive for as long as it keeps coming; everything else
/// is answered within `time_limit`.
fn api(state: &AppState, time_limit: Duration) -> OpenApiRouter<AppState> {
    let insight = from_fn_with_state(state.clone(), session::check_insight);
    let logs = OpenApiRouter::new()
        .routes(routes!(logs::list_logs))
        .routes(routes!(logs::show_log))
        .routes(routes!(findings::analyze_log))
        .routes(routes!(findings::try_repairs))
        .routes(routes!(chains::list_chains))
        .routes(routes!(chains::explain_chain))
        .routes(routes!(chains::export_chains))
        .routes(routes!(quality::show_quality))
        .routes(routes!(quality::show_recipe))
        .routes(routes!(uploads::preview_upload))
        .routes(routes!(uploads::analyze_upload))
        .layer(insight.clone());
    let quick =
        logs.merge(desk()).merge(voices()).merge(pulse()).layer(from_fn_with_state(time_limit, guards::limit_time));
    let upload = OpenApiRouter::new().routes(routes!(uploads::upload_file)).layer(insight);
    let live = OpenApiRouter::new().routes(routes!(desk::events::watch_events));
    OpenApiRouter::with_openapi(Description::openapi())
        .nest("/api/v1", quick.merge(upload).merge(live).merge(arriving()))
}

/// The handlers that take files in, for as long as they keep coming.
fn arriving() -> OpenApiRouter<AppState> {
    use desk::files;
    OpenApiRouter::new()
        .routes(routes!(files::send_message_file))
        .routes(routes!(files::send_note_file))
        .routes(routes!(files::send_file_by_link))
        .routes(routes!(files::send_file_with_form))
}

/// The handlers of the desk.
fn desk() -> OpenApiRouter<AppState> {
    use desk::{
        accounts, calendars, events, files, macros, merge, outbox, parties, presence, public, requests, services,
        sign_on, today, views, webhooks,
    };
    OpenApiRouter::new()
        .routes(routes!(accounts::show_session, accounts::sign_in, accounts::sign_out))
        .routes(routes!(sign_on::begin_sign_on))
        .routes(routes!(sign_on::end_sign_on))
        .routes(routes!(sign_on::show_sign_on_code))
        .routes(routes!(accounts::list_sessions))
        .routes(routes!(accounts::end_session))
        .routes(routes!(accounts::show_link, accounts::redeem_link))
        .routes(routes!(accounts::change_password))
        .routes(routes!(accounts::offer_second_factor, accounts::confirm_second_factor, accounts::remove_second_factor))
        .routes(routes!(accounts::list_accounts, accounts::invite_person))
        .routes(routes!(accounts::change_account))
        .routes(routes!(accounts::reset_account))
        .routes(routes!(accounts::list_tokens, accounts::make_token))
        .routes(routes!(accounts::revoke_token))
        .routes(routes!(accounts::remove_demo))
        .routes(routes!(parties::list_parties, parties::create_party))
        .routes(routes!(parties::show_party, parties::change_party))
        .routes(routes!(parties::add_handle))
        .routes(routes!(parties::remove_handle))
        .routes(routes!(parties::erase_party))
        .routes(routes!(parties::show_directory))
        .routes(routes!(parties::join_team, parties::leave_team))
        .routes(routes!(services::list_services, services::create_service))
        .routes(routes!(services::show_service, services::change_service))
        .routes(routes!(services::list_versions))
        .routes(routes!(services::show_possible))
        .routes(routes!(calendars::list_calendars, calendars::create_calendar))
        .routes(routes!(calendars::show_calendar, calendars::change_calendar))
        .routes(routes!(calendars::trace_deadline))
        .routes(routes!(calendars::show_policy, calendars::change_policy))
        .routes(routes!(requests::list_requests, requests::create_request))
        .routes(routes!(requests::show_request, requests::change_request))
        .routes(routes!(requests::act_on_request))
        .routes(routes!(requests::undo_act))
        .routes(routes!(requests::raise_hand_off))
        .routes(routes!(requests::agree_on_term))
        .routes(routes!(requests::write_message))
        .routes(routes!(requests::write_note))
        .routes(routes!(requests::save_draft))
        .routes(routes!(requests::list_tracking_links, requests::make_tracking_link))
        .routes(routes!(requests::revoke_tracking_link))
        .routes(routes!(merge::merge_request, merge::part_request))
        .routes(routes!(presence::be_present, presence::leave_request))
        .routes(routes!(files::fetch_message_file, files::discard_message_file))
        .routes(routes!(files::fetch_note_file, files::discard_note_file))
        .routes(routes!(files::fetch_file_by_link))
        .routes(routes!(today::show_today))
        .routes(routes!(today::show_board))
        .routes(routes!(today::search_desk))
        .routes(routes!(views::list_views, views::save_view))
        .routes(routes!(views::remove_view))
        .routes(routes!(macros::list_macros, macros::create_macro))
        .routes(routes!(macros::change_macro, macros::remove_macro))
        .routes(routes!(macros::show_signatures))
        .routes(routes!(macros::write_signature))
        .routes(routes!(macros::see_mention))
        .routes(routes!(public::list_offers, public::ask_publicly))
        .routes(routes!(public::track_request))
        .routes(routes!(public::answer_publicly))
        .routes(routes!(events::list_record))
        .routes(routes!(outbox::list_outbox))
        .routes(routes!(outbox::retry_notice))
        .routes(routes!(outbox::cancel_notice))
        .routes(routes!(outbox::set_outbox_language))
        .routes(routes!(outbox::show_notice_settings, outbox::choose_notices))
        .routes(routes!(webhooks::list_webhooks, webhooks::add_webhook))
        .routes(routes!(webhooks::change_webhook, webhooks::remove_webhook))
        .routes(routes!(webhooks::rotate_secret))
        .routes(routes!(webhooks::test_webhook))
        .routes(routes!(webhooks::list_deliveries))
        .routes(routes!(webhooks::retry_delivery))
}

/// The handlers of what is said by both ends of a promise, and of what that makes likely.
fn voices() -> OpenApiRouter<AppState> {
    use desk::{at_risk, campaigns, experience, feedback, panel, ratings, reviews, voices};
    OpenApiRouter::new()
        .routes(routes!(at_risk::list_chains_at_risk))
        .routes(routes!(at_risk::list_customers_at_risk))
        .routes(routes!(panel::show_internal_external))
        .routes(routes!(panel::draw_null_world))
        .routes(routes!(feedback::list_surveys, feedback::create_survey))
        .routes(routes!(feedback::show_survey, feedback::change_survey))
        .routes(routes!(feedback::run_survey))
        .routes(routes!(feedback::ask_customers))
        .routes(routes!(feedback::list_feedback))
        .routes(routes!(feedback::renew_feedback_link))
        .routes(routes!(feedback::show_scores))
        .routes(routes!(experience::show_experience))
        .routes(routes!(experience::show_rated_links))
        .routes(routes!(feedback::answer_survey))
        .routes(routes!(feedback::show_questions, feedback::give_feedback))
        .routes(routes!(feedback::give_feedback_by_link))
        .routes(routes!(reviews::list_reviews, reviews::record_review))
        .routes(routes!(reviews::list_conversations, reviews::record_conversation))
        .routes(routes!(reviews::list_outcomes, reviews::record_outcome))
        .routes(routes!(reviews::change_review, reviews::remove_review))
        .routes(routes!(reviews::change_conversation, reviews::remove_conversation))
        .routes(routes!(reviews::change_outcome, reviews::remove_outcome))
        .routes(routes!(reviews::show_owner, reviews::change_owner))
        .routes(routes!(campaigns::show_audience))
        .routes(routes!(campaigns::list_campaigns))
        .routes(routes!(voices::export_feedback))
        .routes(routes!(ratings::list_ratings))
        .routes(routes!(ratings::list_waiting_ratings))
        .routes(routes!(ratings::answer_rating))
        .routes(routes!(ratings::put_rating_off))
        .routes(routes!(ratings::show_request_ratings))
        .routes(routes!(ratings::show_team_ratings))
        .routes(routes!(ratings::give_thanks))
        .routes(routes!(ratings::list_thanks))
}

/// The handlers of how it is to work here.
fn pulse() -> OpenApiRouter<AppState> {
    use desk::pulse;
    OpenApiRouter::new()
        .routes(routes!(pulse::show_pulse))
        .routes(routes!(pulse::preview_pulse))
        .routes(routes!(pulse::launch_pulse))
        .routes(routes!(pulse::show_pulse_slip))
        .routes(routes!(pulse::answer_pulse))
        .routes(routes!(pulse::remind_of_pulse))
        .routes(routes!(pulse::close_pulse))
        .routes(routes!(pulse::show_pulse_release))
        .routes(routes!(pulse::list_pulse_looks))
        .routes(routes!(pulse::show_pulse_teams))
}

/// Lets work go on beside the answers, until it ends by itself.
pub(crate) fn in_background(work: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(work);
}

/// Runs work that computes on a thread of its own, so that other requests are answered meanwhile. A panic in it goes on
/// in the request that asked.
async fn off_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(fallen) => match fallen.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Problem::new(Code::Internal, "the server is stopping")),
        },
    }
}

/// The answer to a request that panicked.
#[expect(clippy::needless_pass_by_value, reason = "the layer that catches panics hands them over")]
fn say_panic(panic: Box<dyn Any + Send>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
    Problem::new(Code::Internal, "the request was given up because of a mistake in the server")
        .caused_by(said.unwrap_or("a panic without words"))
        .into_response()
}
