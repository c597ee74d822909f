//! The logs that can be analysed, and what one of them can be filtered by.

use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::off_runtime;
use super::problem::{Problem, ProblemBody};
use crate::actions::{self, OpenLog};
use crate::http::json::Json;
use crate::insight::Insight;
use crate::logs::Source;
use crate::state::AppState;
use catena_formats::rfc_3339;

/// All logs.
#[derive(Serialize, ToSchema)]
pub struct LogList {
    /// In the order in which they were opened.
    logs: Vec<LogSummary>,
}

/// A log in short.
#[derive(Serialize, ToSchema)]
pub struct LogSummary {
    /// Its name in addresses.
    id: String,
    /// Its name on pages.
    name: String,
    /// Where it comes from.
    source: Source,
    /// What it holds, where somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    description: Option<String>,
    /// Whether it holds only the chains in which a team of one's own departments took part.
    departments_only: bool,
    /// Hand-offs read, roots included.
    hand_offs: u64,
    /// Chains read.
    chains: u64,
    /// Chains that can be analysed.
    complete_chains: u64,
    /// Chains that cannot.
    left_out: u64,
    /// When the first complete chain was opened; null if there is none.
    #[schema(required, format = DateTime)]
    first_opened: Option<String>,
    /// When the last complete chain was closed.
    #[schema(required, format = DateTime)]
    last_closed: Option<String>,
}

/// A log with all that its chains can be filtered by.
#[derive(Serialize, ToSchema)]
pub struct LogDetail {
    #[serde(flatten)]
    summary: LogSummary,
    /// The roots' attributes.
    attributes: Vec<LogAttribute>,
    /// The teams, by name.
    providers: Vec<String>,
    /// Who hands to whom, by name.
    edges: Vec<LogEdge>,
    /// How the log was read, as TOML.
    recipe_toml: String,
}

/// An attribute that chains can be filtered by.
#[derive(Serialize, ToSchema)]
pub struct LogAttribute {
    /// Its name.
    name: String,
    /// How many values it has.
    distinct: u64,
    /// The two hundred most frequent ones.
    values: Vec<AttributeValue>,
}

/// A value of an attribute.
#[derive(Serialize, ToSchema)]
pub struct AttributeValue {
    /// The value.
    value: String,
    /// How many complete chains carry it at their root.
    chains: u64,
}

/// Hand-offs from a provider to a customer.
#[derive(Serialize, ToSchema)]
pub struct LogEdge {
    /// Who gives.
    provider: String,
    /// Who relies on it.
    customer: String,
}

/// Lists the logs.
#[utoipa::path(get, path = "/logs", tag = "logs", responses(
    (status = 200, body = LogList),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_logs(State(state): State<AppState>, insight: Insight) -> Result<Json<LogList>, Problem> {
    off_runtime(move || {
        let logs = actions::list_logs(&state, &insight)?;
        Ok(Json(LogList { logs: logs.iter().map(LogSummary::new).collect() }))
    })
    .await
}

/// Shows a log with all that its chains can be filtered by.
#[utoipa::path(get, path = "/logs/{log}", tag = "logs", params(("log", description = "The id of a log")), responses(
    (status = 200, body = LogDetail),
    (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn show_log(
    State(state): State<AppState>,
    insight: Insight,
    Path(log): Path<String>,
) -> Result<Json<LogDetail>, Problem> {
    off_runtime(move || {
        let open = actions::open_log(&state, &log, &insight)?;
        let (loaded, overview) = (&open.loaded, open.loaded.overview());
        Ok(Json(LogDetail {
            summary: LogSummary::new(&open),
            attributes: overview
                .attributes
                .iter()
                .map(|attribute| LogAttribute {
                    name: attribute.name.clone(),
                    distinct: attribute.distinct,
                    values: attribute
                        .values
                        .iter()
                        .map(|(value, chains)| AttributeValue { value: value.clone(), chains: *chains })
                        .collect(),
                })
                .collect(),
            providers: overview.providers.clone(),
            edges: overview
                .edges
                .iter()
                .map(|(provider, customer)| LogEdge { provider: provider.clone(), customer: customer.clone() })
                .collect(),
            recipe_toml: loaded.recipe.to_toml(),
        }))
    })
    .await
}

impl LogSummary {
    fn new(open: &OpenLog) -> Self {
        let (log, overview) = (&open.log, open.loaded.overview());
        Self {
            id: log.id.clone(),
            name: log.name.clone(),
            source: log.source,
            description: log.description.clone(),
            departments_only: open.restricted,
            hand_offs: overview.hand_offs,
            chains: overview.chains,
            complete_chains: overview.complete_chains,
            left_out: overview.left_out,
            first_opened: overview.first_opened.map(rfc_3339),
            last_closed: overview.last_closed.map(rfc_3339),
        }
    }
}
