//! Working hours, and what is promised on them.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use catena_domain::id::CalendarId;
use uuid::Uuid;

use super::super::problem::{Problem, ProblemBody};
use super::super::session::{OpenDesk, Seen, Sent};
use super::{read, tagged, write};
use crate::actions::Actor;
use crate::actions::calendars::{self, NewCalendar, Question};
use crate::actions::policies::{self, PolicyText};
use crate::http::json::Json;
use crate::views::calendars::{CalendarList, CalendarView, DeadlineTrace};

/// Lists all calendars in the versions that count.
#[utoipa::path(get, path = "/calendars", tag = "settings", responses(
    (status = 200, body = CalendarList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_calendars(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<CalendarList>, Problem> {
    read(move || Ok(CalendarList { calendars: calendars::list(&desk, &actor)? })).await.map(Json)
}

/// Writes a calendar down.
#[utoipa::path(post, path = "/calendars", tag = "settings", request_body = NewCalendar, responses(
    (status = 201, body = CalendarView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn create_calendar(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewCalendar>,
) -> Result<(StatusCode, Json<CalendarView>), Problem> {
    let made = write(desk, move |desk, tx| calendars::save(desk, tx, &actor, None, &new, None)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Shows a calendar in the version that counts, which the header `ETag` carries.
#[utoipa::path(get, path = "/calendars/{calendar}", tag = "settings",
    params(("calendar", description = "The id of a calendar")), responses(
    (status = 200, body = CalendarView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_calendar(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(calendar): Path<Uuid>,
) -> Result<(HeaderMap, Json<CalendarView>), Problem> {
    let shown = read(move || calendars::show(&desk, &actor, CalendarId(calendar))).await?;
    Ok((tagged(shown.version), Json(shown)))
}

/// Writes down the next version of a calendar. Promises keep the version they were made on.
#[utoipa::path(put, path = "/calendars/{calendar}", tag = "settings", request_body = NewCalendar,
    params(("calendar", description = "The id of a calendar"),
        ("If-Match" = Option<String>, Header, description = "The version that was seen")), responses(
    (status = 200, body = CalendarView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_calendar(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(calendar): Path<Uuid>,
    Seen(seen): Seen,
    Sent(new): Sent<NewCalendar>,
) -> Result<Json<CalendarView>, Problem> {
    let place = Some(CalendarId(calendar));
    write(desk, move |desk, tx| calendars::save(desk, tx, &actor, place, &new, seen)).await.map(Json)
}

/// Traces a deadline: every hour that was counted or skipped on the way. Nothing is saved.
#[utoipa::path(post, path = "/deadlines", tag = "settings", request_body = Question, responses(
    (status = 200, body = DeadlineTrace),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn trace_deadline(actor: Actor, Sent(question): Sent<Question>) -> Result<Json<DeadlineTrace>, Problem> {
    actor.must_be_staff()?;
    read(move || calendars::trace(&question)).await.map(Json)
}

/// Shows what is promised to whom.
#[utoipa::path(get, path = "/policy", tag = "settings", responses(
    (status = 200, body = PolicyText),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_policy(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<PolicyText>, Problem> {
    read(move || policies::show(&desk, &actor)).await.map(Json)
}

/// Writes down what is promised from now on.
#[utoipa::path(put, path = "/policy", tag = "settings", request_body = PolicyText, responses(
    (status = 200, body = PolicyText),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_policy(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<PolicyText>,
) -> Result<Json<PolicyText>, Problem> {
    write(desk, move |desk, tx| policies::save(desk, tx, &actor, &new)).await.map(Json)
}
