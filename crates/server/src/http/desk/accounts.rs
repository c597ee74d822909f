//! Signing in, and who can.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use catena_domain::id::AccountId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::problem::{Problem, ProblemBody};
use super::super::session::{MaybeActor, OpenDesk, Sent, cookies_of, no_cookie};
use super::{read, write};
use crate::actions::Actor;
use crate::actions::accounts::{self, AccountChange, From, Invitation, NewPassword, NewToken, SignIn};
use crate::http::json::Json;
use crate::state::AppState;
use crate::views::accounts::{
    AccountList, AccountView, FreshToken, LinkView, OneTimeLink, RecoveryCodes, SecondFactorOffer, SessionList,
    Standpoint, TokenList,
};

/// A code of the second factor.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorCode {
    /// The six digits of now.
    code: String,
}

/// A password, to prove that it is them.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The password.
    password: String,
}

/// How much is reset.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reset {
    /// Whether the second factor is removed too.
    #[serde(default)]
    second_factor: bool,
}

/// Shows who signed in, and what kind of server this is.
#[utoipa::path(get, path = "/session", tag = "accounts", responses(
    (status = 200, body = Standpoint),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_session(
    State(state): State<AppState>,
    MaybeActor(actor): MaybeActor,
) -> Result<Json<Standpoint>, Problem> {
    let Some(desk) = state.desk else {
        return Ok(Json(Standpoint { desk: false, me: None, demo: false, first_steps: Vec::new(), sign_on: None }));
    };
    let sign_on = state.sign_on.map(|provider| provider.settings().name.clone());
    read(move || Ok(Standpoint { sign_on, ..accounts::standpoint(&desk, actor.as_ref())? })).await.map(Json)
}

/// Signs somebody in: the answer sets the cookie of a new session.
#[utoipa::path(post, path = "/session", tag = "accounts", request_body = SignIn, responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn sign_in(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    from: From,
    Sent(with): Sent<SignIn>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let begun = read(move || accounts::sign_in(&desk, &with, &from)).await?;
    Ok((StatusCode::NO_CONTENT, cookies_of(&begun, state.reach)))
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "accounts", responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn sign_out(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    actor: Actor,
) -> Result<(StatusCode, HeaderMap), Problem> {
    write(desk, move |desk, tx| accounts::sign_out(desk, tx, &actor)).await?;
    Ok((StatusCode::NO_CONTENT, no_cookie(state.reach)))
}

/// Lists where whoever asks is signed in.
#[utoipa::path(get, path = "/sessions", tag = "accounts", responses(
    (status = 200, body = SessionList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_sessions(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<SessionList>, Problem> {
    read(move || Ok(SessionList { sessions: accounts::sessions(&desk, &actor)? })).await.map(Json)
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/sessions/{session}", tag = "accounts",
    params(("session", description = "The id of a session")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn end_session(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(session): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| accounts::end_session(desk, tx, &actor, session)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows what a one-time link is for.
#[utoipa::path(get, path = "/welcome/{key}", tag = "accounts",
    params(("key", description = "The end of a one-time link")), responses(
    (status = 200, body = LinkView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_link(OpenDesk(desk): OpenDesk, Path(key): Path<String>) -> Result<Json<LinkView>, Problem> {
    read(move || accounts::show_link(&desk, &key)).await.map(Json)
}

/// Chooses a password with a one-time link and signs in.
#[utoipa::path(post, path = "/welcome/{key}", tag = "accounts", request_body = NewPassword,
    params(("key", description = "The end of a one-time link")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn redeem_link(
    State(state): State<AppState>,
    OpenDesk(desk): OpenDesk,
    from: From,
    Path(key): Path<String>,
    Sent(new): Sent<NewPassword>,
) -> Result<(StatusCode, HeaderMap), Problem> {
    let begun = read(move || accounts::redeem_link(&desk, &key, &new, &from)).await?;
    Ok((StatusCode::NO_CONTENT, cookies_of(&begun, state.reach)))
}

/// Chooses another password. All other sessions end.
#[utoipa::path(put, path = "/account/password", tag = "accounts", request_body = NewPassword, responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_password(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewPassword>,
) -> Result<StatusCode, Problem> {
    read(move || accounts::change_password(&desk, &actor, &new)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Begins to set up a second factor.
#[utoipa::path(post, path = "/account/second-factor", tag = "accounts", responses(
    (status = 201, body = SecondFactorOffer),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn offer_second_factor(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
) -> Result<(StatusCode, Json<SecondFactorOffer>), Problem> {
    let offer = write(desk, move |desk, tx| accounts::offer_second_factor(desk, tx, &actor)).await?;
    Ok((StatusCode::CREATED, Json(offer)))
}

/// Asks for the second factor from now on; the recovery codes are shown once.
#[utoipa::path(put, path = "/account/second-factor", tag = "accounts", request_body = FactorCode, responses(
    (status = 200, body = RecoveryCodes),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn confirm_second_factor(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(proof): Sent<FactorCode>,
) -> Result<Json<RecoveryCodes>, Problem> {
    write(desk, move |desk, tx| accounts::confirm_second_factor(desk, tx, &actor, &proof.code)).await.map(Json)
}

/// Asks for no second factor any more.
#[utoipa::path(delete, path = "/account/second-factor", tag = "accounts", request_body = Proof, responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_second_factor(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(proof): Sent<Proof>,
) -> Result<StatusCode, Problem> {
    read(move || accounts::remove_second_factor(&desk, &actor, &proof.password)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists all accounts.
#[utoipa::path(get, path = "/accounts", tag = "accounts", responses(
    (status = 200, body = AccountList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_accounts(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<AccountList>, Problem> {
    read(move || Ok(AccountList { accounts: accounts::list(&desk, &actor)? })).await.map(Json)
}

/// Invites somebody: their one-time link is shown once, to be handed over.
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = Invitation, responses(
    (status = 201, body = OneTimeLink),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn invite_person(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<Invitation>,
) -> Result<(StatusCode, Json<OneTimeLink>), Problem> {
    let link = write(desk, move |desk, tx| accounts::invite(desk, tx, &actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Changes what an account may do.
#[utoipa::path(patch, path = "/accounts/{account}", tag = "accounts", request_body = AccountChange,
    params(("account", description = "The id of an account")), responses(
    (status = 200, body = AccountView),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn change_account(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(account): Path<Uuid>,
    Sent(change): Sent<AccountChange>,
) -> Result<Json<AccountView>, Problem> {
    write(desk, move |desk, tx| accounts::change(desk, tx, &actor, AccountId(account), &change)).await.map(Json)
}

/// Resets a password, or the second factor too: the one-time link is shown once, to be handed over.
#[utoipa::path(post, path = "/accounts/{account}/link", tag = "accounts", request_body = Reset,
    params(("account", description = "The id of an account")), responses(
    (status = 201, body = OneTimeLink),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn reset_account(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(account): Path<Uuid>,
    Sent(reset): Sent<Reset>,
) -> Result<(StatusCode, Json<OneTimeLink>), Problem> {
    let link =
        write(desk, move |desk, tx| accounts::reset(desk, tx, &actor, AccountId(account), reset.second_factor)).await?;
    Ok((StatusCode::CREATED, Json(link)))
}

/// Lists one's own tokens.
#[utoipa::path(get, path = "/tokens", tag = "accounts", responses(
    (status = 200, body = TokenList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_tokens(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<Json<TokenList>, Problem> {
    read(move || Ok(TokenList { tokens: accounts::tokens(&desk, &actor)? })).await.map(Json)
}

/// Makes a token for a program: its secret is shown once.
#[utoipa::path(post, path = "/tokens", tag = "accounts", request_body = NewToken, responses(
    (status = 201, body = FreshToken),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn make_token(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Sent(new): Sent<NewToken>,
) -> Result<(StatusCode, Json<FreshToken>), Problem> {
    let token = write(desk, move |desk, tx| accounts::make_token(desk, tx, &actor, &new)).await?;
    Ok((StatusCode::CREATED, Json(token)))
}

/// Lets a token work no more.
#[utoipa::path(delete, path = "/tokens/{token}", tag = "accounts",
    params(("token", description = "The id of a token")), responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn revoke_token(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Path(token): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| accounts::revoke_token(desk, tx, &actor, token)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes the demonstration, and everything that was done with it. Those who can sign in stay.
#[utoipa::path(delete, path = "/demo", tag = "settings", responses(
    (status = 204),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn remove_demo(OpenDesk(desk): OpenDesk, actor: Actor) -> Result<StatusCode, Problem> {
    write(desk, move |desk, tx| {
        actor.must_administer()?;
        crate::demo::remove(desk, tx, actor.person)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
