//! Parameters of an address, read strictly: a name that nobody knows is refused, so that a slip of the pen does not
//! silently widen a filter.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use catena_analysis::Selection;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa::openapi::path::ParameterIn;

use super::problem::{Code, Problem};
use crate::actions::Refusal;
use crate::report::read_selection;

/// Up to three groups of parameters of one address, which know all its names between them.
pub struct Params<A, B = Nothing, C = Nothing>(pub A, pub B, pub C);

/// No further parameters.
#[derive(Deserialize, IntoParams)]
pub struct Nothing {}

impl<A, B, C, S> FromRequestParts<S> for Params<A, B, C>
where
    A: DeserializeOwned + IntoParams,
    B: DeserializeOwned + IntoParams,
    C: DeserializeOwned + IntoParams,
    S: Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let refuse = |reason: String| Problem::new(Code::BadParameter, reason);
        let known: Vec<String> = [A::into_params, B::into_params, C::into_params]
            .iter()
            .flat_map(|declared| declared(|| Some(ParameterIn::Query)))
            .map(|parameter| parameter.name)
            .collect();
        let given: Vec<(String, String)> = serde_html_form::from_str(query)
            .map_err(|error| refuse(format!("the parameters cannot be read: {error}")))?;
        if let Some((name, _)) = given.iter().find(|(name, _)| !known.contains(name)) {
            return Err(refuse(format!("there is no parameter \"{name}\" here; there are {}", known.join(", "))));
        }
        let read = |error: serde_html_form::de::Error| refuse(format!("a parameter cannot be read: {error}"));
        Ok(Self(
            serde_html_form::from_str(query).map_err(read)?,
            serde_html_form::from_str(query).map_err(read)?,
            serde_html_form::from_str(query).map_err(read)?,
        ))
    }
}

/// Which chains: the same filters on every page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct FilterParams {
    /// `name=value`, repeatable: the root's attribute has this value; for `provider` that team took part, for `customer`
    /// the promise was made to them. Several values of one name are alternatives.
    #[serde(rename = "where")]
    #[param(rename = "where")]
    filters: Vec<String>,
    /// Chains opened at or after this instant, RFC 3339 or a date.
    from: Option<String>,
    /// Chains opened before this instant, RFC 3339 or a date.
    to: Option<String>,
    /// Chains of internal customers instead of external ones.
    internal: bool,
}

impl FilterParams {
    /// The filters, if they can be read.
    pub fn read(self) -> Result<Selection, Refusal> {
        read_selection(&self.filters, self.from.as_deref(), self.to.as_deref(), self.internal)
            .map_err(Refusal::BadParameter)
    }
}
