//! The request that an address names: by its id, or by its number for people. Whoever may not know of it hears the same
//! for a number as for none.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use catena_domain::id::RequestId;
use uuid::Uuid;

use super::super::problem::{Code, Problem};
use super::super::session::OpenDesk;
use super::read;
use crate::actions::{Actor, Refusal, requests};
use crate::state::AppState;

/// The request in `/requests/{request}/…`.
pub struct Named(pub RequestId);

impl FromRequestParts<AppState> for Named {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let OpenDesk(desk) = OpenDesk::from_request_parts(parts, state).await?;
        let actor = Actor::from_request_parts(parts, state).await?;
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|rejection| Problem::new(Code::UnknownPlace, rejection.body_text()))?;
        let name = params.iter().find(|(name, _)| *name == "request").map(|(_, value)| value.to_owned());
        let name = name.unwrap_or_default();
        if let Ok(id) = Uuid::parse_str(&name) {
            return Ok(Self(RequestId(id)));
        }
        let number = name.parse().map_err(|_| Refusal::Missing(format!("there is no request \"{name}\"")))?;
        read(move || requests::find_number(&desk, &actor, number)).await.map(Self)
    }
}
