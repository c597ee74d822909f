//! What is at risk: open promises, and customers who may not come back.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::super::params::Params;
use super::super::problem::{Code, Problem, ProblemBody};
use super::super::session::OpenDesk;
use super::read;
use crate::actions::Actor;
use crate::actions::at_risk::{self, After, Order, Wanted};
use crate::http::json::Json;
use crate::views::at_risk::{ChainsAtRisk, CustomersAtRisk, MetWord};

/// Which page of open promises.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RiskParams {
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// How many rows, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

/// Which customers, in which order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AwayParams {
    /// Those who met with this last.
    #[param(inline)]
    met: Option<MetWord>,
    /// `true` for those alone who have come back before.
    regulars: Option<bool>,
    /// `excess` (how much less likely they come back than others who were away as long) or `chance`.
    #[param(inline)]
    order: Option<RiskOrder>,
    /// Where the page begins, from the page before.
    cursor: Option<String>,
    /// How many rows, up to 200; 50 if nothing is said.
    limit: Option<i64>,
}

/// In which order customers are listed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskOrder {
    /// Less likely to come back than others who were away as long.
    Excess,
    /// Less likely to come back at all.
    Chance,
}

fn cursor(text: Option<&str>) -> Result<Option<After>, Problem> {
    let wrong = || Problem::new(Code::BadParameter, "the cursor is none that a page gave");
    let Some(text) = text else { return Ok(None) };
    let (rank, id) = text.split_once('.').ok_or_else(wrong)?;
    let rank = rank.parse().map_err(|_| wrong())?;
    let id = Uuid::parse_str(id).map_err(|_| wrong())?;
    Ok(Some(After { rank, id }))
}

/// Lists open promises that can still be kept, the least likely to be kept first, with the reasons.
#[utoipa::path(get, path = "/at-risk/chains", tag = "requests", params(RiskParams), responses(
    (status = 200, body = ChainsAtRisk),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_chains_at_risk(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<RiskParams>,
) -> Result<Json<ChainsAtRisk>, Problem> {
    let after = cursor(params.cursor.as_deref())?;
    read(move || at_risk::chains(&desk, &actor, after, params.limit.unwrap_or(50))).await.map(Json)
}

/// Lists customers whose last matter is over and who have not come back, with what became of others like them.
#[utoipa::path(get, path = "/at-risk/customers", tag = "parties", params(AwayParams), responses(
    (status = 200, body = CustomersAtRisk),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_customers_at_risk(
    OpenDesk(desk): OpenDesk,
    actor: Actor,
    Params(params, ..): Params<AwayParams>,
) -> Result<Json<CustomersAtRisk>, Problem> {
    let after = cursor(params.cursor.as_deref())?;
    let order = match params.order {
        Some(RiskOrder::Chance) => Order::Chance,
        Some(RiskOrder::Excess) | None => Order::Excess,
    };
    let wanted = Wanted { met: params.met, regulars: params.regulars.unwrap_or(false), order };
    read(move || at_risk::customers(&desk, &actor, wanted, after, params.limit.unwrap_or(50))).await.map(Json)
}
