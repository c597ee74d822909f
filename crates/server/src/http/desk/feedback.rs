//! Surveys, and what customers answer: with an account, by a private link, or on the page that follows a request. A look
//! never counts as an answer.

use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use catena_domain::id::{AskId, SurveyId};
use catena_store::Tx;
use catena_store::feedback::After;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Code, Problem, ProblemBody};
use super::super::session::{OnceKey, OpenDesk, Seen, Sent};
use super::public::{NOT_INDEXED, write_by_link};
use super::{read, tagged, write, write_once};
use crate::actions::accounts::From;
use crate::actions::feedback::{self, NewFeedback, Wanted};
use crate::actions::surveys::{self, NewCampaign, NewSurvey, SurveyRunning};
use crate::actions::{Actor, tracking};
use crate::views::feedback::{
    AskState, CampaignResult, FeedbackLink, FeedbackPage, MomentWord, QuestionPage, SurveyList, SurveyView,
};
use crate::views::scores::ScoreList;

/// Which feedback.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FeedbackParams {
    /// In this state; what was answered, if nothing is said.
    #[param(inline)]
    state: Option<AskState>,
    /// Of this survey.
    survey: Option<Uuid>,
    /// Of this customer.
    customer: Option<Uuid>,
    /// About this root.
    request: Option<Uuid>,
    /// For this service.
    service: Option<Uuid>,
    /// For this reason.
    #[param(inline)]
    moment: Option<MomentWord>,
    /// About promises that were kept, or broken.
    kept: Option<bool>,
    /// Answered poorly, or not. For colleagues.
    poor: Option<bool>,
    /// After which this request was opened to ask what went wrong. For colleagues.
    follow_up: Option<Uuid>,
    /// In whose chain this team, one below it, or one of their people took part. For colleagues.
    team: Option<Uuid>,
    /// These alone, repeatable: up to a hundred.
    ask: Vec<Uuid>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// How many rows, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

impl FeedbackParams {
    fn wanted(self) -> Wanted {
        Wanted {
            state: self.state,
            survey: self.survey,
            customer: self.customer,
            request: self.request,
            service: self.service,
            moment: self.moment,
            kept: self.kept,
            poor: self.poor,
            follow_up: self.follow_up,
            team: self.team,
            asks: self.ask,
        }
    }
}

/// Where a page begins that another one named.
pub(super) fn cursor(text: Option<&str>) -> Result<Option<After>, Problem> {
    let wrong = || Problem::new(Code::BadParameter, "the cursor is none that a page gave");
    let Some(text) = text else { return Ok(None) };
    let (at, id) = text.split_once('.').ok_or_else(wrong)?;
    let at = at.parse().map_err(|_| wrong())?;
    let id = Uuid::parse_str(id).map_err(|_| wrong())?;
    Ok(Some(After { at, id }))
}

/// Lists all surveys.
#[utoipa::path(get, path = "/surveys", tag = "feedback", responses(
    (status = 200, body = SurveyList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_surveys(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<SurveyList>, Problem> {
    read(move || Ok(SurveyList { surveys: surveys::list(&desk, &actor)? })).await.map(Json)
}

/// Writes a survey down. It asks from now on.
#[utoipa::path(post, path = "/surveys", tag = "feedback", request_body = NewSurvey, responses(
    (status = 201, body = SurveyView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn create_survey(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewSurvey>,
) -> Result<(StatusCode, Json<SurveyView>), Problem> {
    let made = write(desk, move |desk, tx| surveys::save(desk, tx, &actor, None, &new, None)).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Shows a survey. The header `ETag` carries its revision.
#[utoipa::path(get, path = "/surveys/{survey}", tag = "feedback",
    params(("survey", description = "The id of a survey")), responses(
    (status = 200, body = SurveyView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_survey(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(survey): Path<Uuid>,
) -> Result<(HeaderMap, Json<SurveyView>), Problem> {
    let shown = read(move || surveys::show(&desk, &actor, SurveyId(survey))).await?;
    Ok((tagged(shown.revision), Json(shown)))
}

/// Writes down the next version of a survey. Who was asked before answers what they were asked.
#[utoipa::path(put, path = "/surveys/{survey}", tag = "feedback", request_body = NewSurvey,
    params(("survey", description = "The id of a survey"),
        ("If-Match" = Option<String>, Header, description = "The revision that was seen")), responses(
    (status = 200, body = SurveyView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_survey(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(survey): Path<Uuid>,
    Seen(seen): Seen,
    Sent(new): Sent<NewSurvey>,
) -> Result<Json<SurveyView>, Problem> {
    write(desk, move |desk, tx| surveys::save(desk, tx, &actor, Some(SurveyId(survey)), &new, seen)).await.map(Json)
}

/// Lets a survey ask, or no longer. Who was asked can answer all the same.
#[utoipa::path(put, path = "/surveys/{survey}/running", tag = "feedback", request_body = SurveyRunning,
    params(("survey", description = "The id of a survey")), responses(
    (status = 200, body = SurveyView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn run_survey(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(survey): Path<Uuid>,
    Sent(new): Sent<SurveyRunning>,
) -> Result<Json<SurveyView>, Problem> {
    write(desk, move |desk, tx| surveys::run(desk, tx, &actor, SurveyId(survey), &new)).await.map(Json)
}

/// Asks customers now, but for those who were asked something not long ago. Their private links are shown this once.
#[utoipa::path(post, path = "/surveys/{survey}/campaign", tag = "feedback", request_body = NewCampaign,
    params(("survey", description = "The id of a survey")), responses(
    (status = 201, body = CampaignResult),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn ask_customers(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(survey): Path<Uuid>,
    Sent(new): Sent<NewCampaign>,
) -> Result<(StatusCode, Json<CampaignResult>), Problem> {
    let done = write(desk, move |desk, tx| surveys::campaign(desk, tx, &actor, SurveyId(survey), &new)).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Lists what customers answered, or were asked, as far as whoever asks may know of it; customers their own.
#[utoipa::path(get, path = "/feedback", tag = "feedback", params(FeedbackParams), responses(
    (status = 200, body = FeedbackPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_feedback(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<FeedbackParams>,
) -> Result<Json<FeedbackPage>, Problem> {
    let after = cursor(params.cursor.as_deref())?;
    let limit = params.limit.unwrap_or(50);
    let wanted = params.wanted();
    read(move || feedback::list(&desk, &actor, &wanted, after, limit)).await.map(Json)
}

/// Shows the scores of what customers answered, as far as whoever asks may know of it. Answers that are chosen by what
/// they say have no score: `poor` is refused here, and so are pages.
#[utoipa::path(get, path = "/scores", tag = "feedback", params(FeedbackParams), responses(
    (status = 200, body = ScoreList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_scores(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<FeedbackParams>,
) -> Result<Json<ScoreList>, Problem> {
    if params.poor.is_some() || params.cursor.is_some() || params.limit.is_some() {
        return Err(Problem::new(Code::BadParameter, "scores are of all answers: without poor, cursor and limit"));
    }
    let wanted = params.wanted();
    read(move || feedback::scores(&desk, &actor, &wanted)).await.map(Json)
}

/// Makes another private link for whoever was asked; the one before no longer works.
#[utoipa::path(post, path = "/asks/{ask}/link", tag = "feedback",
    params(("ask", description = "The id of what somebody was asked")), responses(
    (status = 201, body = FeedbackLink),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn renew_feedback_link(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(ask): Path<Uuid>,
) -> Result<(StatusCode, Json<FeedbackLink>), Problem> {
    let link = write(desk, move |desk, tx| feedback::renew_link(desk, tx, &actor, AskId(ask))).await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Keeps what a customer answers with an account.
#[utoipa::path(post, path = "/asks/{ask}/answer", tag = "feedback", request_body = NewFeedback,
    params(("ask", description = "The id of what somebody was asked"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice answers once")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn answer_survey(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(ask): Path<Uuid>,
    OnceKey(key): OnceKey,
    Sent(new): Sent<NewFeedback>,
) -> Result<StatusCode, Problem> {
    let asked = format!("answer_survey {ask} {new:?}");
    write_once(desk, actor, key, asked, move |desk, tx, actor| feedback::answer_own(desk, tx, actor, AskId(ask), &new))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows what the bearer of a private link is asked. Nothing is recorded.
#[utoipa::path(get, path = "/feedback/{key}", tag = "customers",
    params(("key", description = "The end of a private link")), responses(
    (status = 200, body = QuestionPage),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_questions(
    OpenDesk(desk): OpenDesk,
    Path(key): Path<String>,
) -> Result<([(HeaderName, &'static str); 1], Json<QuestionPage>), Problem> {
    let page = read(move || feedback::questions(&desk, &key)).await?;
    Ok((NOT_INDEXED, Json(page)))
}

/// Keeps what the bearer of a private link answers, once.
#[utoipa::path(post, path = "/feedback/{key}", tag = "customers", request_body = NewFeedback,
    params(("key", description = "The end of a private link"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice answers once; 16 letters or more")),
    responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn give_feedback(
    OpenDesk(desk): OpenDesk,
    from: From,
    Path(key): Path<String>,
    once_key: OnceKey,
    Sent(new): Sent<NewFeedback>,
) -> Result<StatusCode, Problem> {
    let asked = format!("give_feedback {new:?}");
    let shown = key.clone();
    let scope = move |tx: &mut Tx<'_>| Ok(feedback::bearer(tx.sql(), &shown)?.id.0);
    write_by_link(desk, &from, "feedback", once_key, asked, scope, move |desk, tx| {
        feedback::answer_by_key(desk, tx, &key, &new)
    })
    .await
}

/// Keeps what the bearer of a link to a request answers about it, once it is over.
#[utoipa::path(post, path = "/track/{key}/feedback", tag = "customers", request_body = NewFeedback,
    params(("key", description = "The end of a customer's link"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key twice answers once; 16 letters or more")),
    responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn give_feedback_by_link(
    OpenDesk(desk): OpenDesk,
    from: From,
    Path(key): Path<String>,
    once_key: OnceKey,
    Sent(new): Sent<NewFeedback>,
) -> Result<StatusCode, Problem> {
    let asked = format!("give_feedback_by_link {new:?}");
    let shown = key.clone();
    let scope = move |tx: &mut Tx<'_>| Ok(tracking::bearer(tx.sql(), &shown)?.id);
    write_by_link(desk, &from, "feedback", once_key, asked, scope, move |desk, tx| {
        let root = tracking::bearer(tx.sql(), &key)?.request;
        feedback::answer_about(desk, tx, root, &new)
    })
    .await
}
