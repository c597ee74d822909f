//! The chains behind the figures: as pages of a list, one in full, all as CSV.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::off_runtime;
use super::params::{FilterParams, Params};
use super::problem::{Code, Problem, ProblemBody};
use crate::actions::{self, ChainExport, ChainList, ChainOrder, OpenLog};
use crate::http::json::Json;
use crate::insight::Insight;
use crate::report::{ChainDetail, ChainRow, Outcome};
use crate::state::AppState;

/// How many rows a page has at most.
const LIMIT: u64 = 500;

/// Which chains of those that the filters choose, and in which order.
#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ListParams {
    /// What became of the promise.
    outcome: Option<Outcome>,
    /// A team that took part.
    provider: Option<String>,
    /// `provider>customer`: chains with a hand-off between these two.
    edge: Option<String>,
    /// A team that broke the promise.
    broke: Option<String>,
    /// A team; repeatable. Broken promises that a repair of all these together would have kept.
    repair: Vec<String>,
    /// A part of the root's id or of the customer's name, in any case.
    q: Option<String>,
    /// The order; the largest overrun first unless said otherwise. Ties by root.
    #[param(inline)]
    sort: ChainOrder,
}

/// Which rows of the list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PageParams {
    /// How many rows to skip.
    #[param(default = 0)]
    offset: u64,
    /// How many rows to give.
    #[param(default = 50, maximum = 500)]
    limit: u64,
}

impl Default for PageParams {
    fn default() -> Self {
        Self { offset: 0, limit: 50 }
    }
}

/// Which chain.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RootParams {
    /// The id of the chain's root.
    root: String,
}

/// A part of a list of chains.
#[derive(Serialize, ToSchema)]
pub struct ChainPage {
    /// How many chains the list has.
    total: u64,
    /// The rows asked for.
    rows: Vec<ChainRow>,
}

impl From<ListParams> for ChainList {
    fn from(params: ListParams) -> Self {
        Self {
            outcome: params.outcome,
            provider: params.provider,
            edge: params.edge,
            broke: params.broke,
            repair: params.repair,
            text: params.q,
            order: params.sort,
        }
    }
}

/// Lists chains, a page at a time.
#[utoipa::path(get, path = "/logs/{log}/chains", tag = "chains",
    params(("log", description = "The id of a log"), ListParams, PageParams, FilterParams),
    responses(
        (status = 200, body = ChainPage),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn list_chains(
    State(state): State<AppState>,
    insight: Insight,
    Path(log): Path<String>,
    Params(list, page, filters): Params<ListParams, PageParams, FilterParams>,
) -> Result<Json<ChainPage>, Problem> {
    if page.limit > LIMIT {
        return Err(Problem::new(
            Code::BadParameter,
            format!("limit={} is more than a page holds: {LIMIT}", page.limit),
        ));
    }
    off_runtime(move || {
        let OpenLog { loaded, .. } = actions::open_log(&state, &log, &insight)?;
        let (total, rows) = actions::list_chains(&loaded, &filters.read()?, list.into(), page.offset, page.limit)?;
        Ok(Json(ChainPage { total, rows }))
    })
    .await
}

/// Explains one chain: who held it when, and why each hand-off is charged.
#[utoipa::path(get, path = "/logs/{log}/chain", tag = "chains",
    params(("log", description = "The id of a log"), RootParams),
    responses(
        (status = 200, body = ChainDetail),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn explain_chain(
    State(state): State<AppState>,
    insight: Insight,
    Path(log): Path<String>,
    Params(RootParams { root }, ..): Params<RootParams>,
) -> Result<Json<ChainDetail>, Problem> {
    off_runtime(move || {
        let OpenLog { log, loaded, .. } = actions::open_log(&state, &log, &insight)?;
        Ok(Json(actions::explain_chain(&loaded, &log.id, &root)?))
    })
    .await
}

/// Sends all chains of a list as CSV.
#[utoipa::path(get, path = "/logs/{log}/chains.csv", tag = "chains",
    params(("log", description = "The id of a log"), ListParams, FilterParams),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn export_chains(
    State(state): State<AppState>,
    insight: Insight,
    Path(log): Path<String>,
    Params(list, filters, _): Params<ListParams, FilterParams>,
) -> Result<Response, Problem> {
    let (log, export) = off_runtime(move || {
        let OpenLog { log, loaded, .. } = actions::open_log(&state, &log, &insight)?;
        Ok((log, actions::export_chains(&loaded, &filters.read()?, list.into())?))
    })
    .await?;
    let file = format!("attachment; filename=\"{}-chains.csv\"", log.id);
    let headers = [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, &file)];
    Ok((headers, Body::new(Stream(export))).into_response())
}

/// An export as a body: a step is computed when the receiver is ready for it.
struct Stream(ChainExport);

impl HttpBody for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.0.next().map(|step| step.map(|bytes| Frame::data(bytes.into()))))
    }
}
