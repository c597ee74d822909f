//! Bring your own log: send a file, see what it was understood as, correct the recipe, analyse.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use catena_analysis::Options;
use catena_formats::{Column, Quality, Reason, Recipe};
use http_body::Frame;
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use utoipa::{IntoParams, ToSchema};

use super::off_runtime;
use super::params::Params;
use super::problem::{Code, Problem, ProblemBody};
use crate::actions::{self, Brought, Refusal};
use crate::logs::Loaded;
use crate::report::ChainDetail;
use crate::state::AppState;

/// How long a sender may pause in the middle of a file.
const PAUSE: Duration = Duration::from_secs(30);

/// How many chains a preview shows.
const SAMPLE: usize = 10;

/// What the file is called.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NameParams {
    /// The file's name; its ending helps to tell what it is.
    name: String,
}

/// A file that has arrived.
#[derive(Serialize, ToSchema)]
pub struct Uploaded {
    /// Its name in addresses.
    upload: String,
    /// Its name as it was given.
    name: String,
    /// Its size.
    bytes: u64,
    /// What it was understood as.
    proposal: ProposalView,
    /// What the proposed recipe makes of it; null where it makes nothing.
    #[schema(required)]
    preview: Option<Preview>,
}

/// How a file could be read.
#[derive(Serialize, ToSchema)]
#[schema(as = Proposal)]
pub struct ProposalView {
    /// The proposed recipe.
    recipe: Recipe,
    /// The same as TOML.
    recipe_toml: String,
    /// How sure it is, from 0 to 1.
    confidence: f64,
    /// Why.
    reasons: Vec<Reason>,
    /// The columns of the file, or the attributes of its events.
    columns: Vec<Column>,
}

/// What a recipe makes of a file.
#[derive(Serialize, ToSchema)]
pub struct Preview {
    /// Hand-offs, roots included.
    hand_offs: u64,
    /// Chains.
    chains: u64,
    /// Chains that can be analysed.
    complete_chains: u64,
    /// Ten of them at most, spread over the file.
    sample: Vec<ChainDetail>,
    /// What was left out, repaired or noticed.
    quality: Quality,
    /// The recipe as TOML.
    recipe_toml: String,
}

/// A log that was made of an upload.
#[derive(Serialize, ToSchema)]
pub struct Opened {
    /// Its name in addresses.
    log: String,
}

/// Takes in a file, and says how it could be read.
#[utoipa::path(post, path = "/uploads", tag = "uploads", params(NameParams),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file as it is"),
    responses(
        (status = 200, body = Uploaded),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn upload_file(
    State(state): State<AppState>,
    Params(NameParams { name }, ..): Params<NameParams>,
    mut body: Body,
) -> Result<Json<Uploaded>, Problem> {
    let mut arriving = actions::receive_upload(&state, &name)?;
    let mut file = tokio::fs::File::from_std(arriving.file().map_err(Refusal::from)?);
    let broken = |reason: String| Problem::new(Code::UploadBroken, format!("\"{name}\" was not received: {reason}"));
    while let Some(frame) = timeout(PAUSE, next_frame(&mut body))
        .await
        .map_err(|_| broken(format!("nothing came for {} s", PAUSE.as_secs())))?
    {
        if let Ok(data) = frame.map_err(|error| broken(error.to_string()))?.into_data() {
            arriving.grow(data.len() as u64)?;
            file.write_all(&data).await.map_err(Refusal::from)?;
        }
    }
    file.flush().await.map_err(Refusal::from)?;
    drop(file);
    off_runtime(move || {
        let Brought { upload, proposal, reading } = actions::keep_upload(&state, arriving)?;
        Ok(Json(Uploaded {
            upload: upload.id.clone(),
            name: upload.name.clone(),
            bytes: upload.bytes,
            proposal: ProposalView {
                recipe_toml: proposal.recipe.to_toml(),
                recipe: proposal.recipe,
                confidence: proposal.confidence,
                reasons: proposal.reasons,
                columns: proposal.columns,
            },
            preview: reading.map(|reading| Preview::new(&reading)),
        }))
    })
    .await
}

/// The next part of a body.
async fn next_frame(body: &mut Body) -> Option<Result<Frame<Bytes>, axum::Error>> {
    poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await
}

/// Says what a recipe makes of an uploaded file.
#[utoipa::path(post, path = "/uploads/{upload}/preview", tag = "uploads",
    params(("upload", description = "The id of an upload")), request_body = Recipe,
    responses(
        (status = 200, body = Preview),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn preview_upload(
    State(state): State<AppState>,
    Path(upload): Path<String>,
    recipe: Result<Json<Recipe>, JsonRejection>,
) -> Result<Json<Preview>, Problem> {
    let recipe = read_recipe(recipe)?;
    off_runtime(move || Ok(Json(Preview::new(&*actions::read_upload(&state, &upload, &recipe)?)))).await
}

/// Makes a log of an uploaded file.
#[utoipa::path(post, path = "/uploads/{upload}/analyze", tag = "uploads",
    params(("upload", description = "The id of an upload")), request_body = Recipe,
    responses(
        (status = 200, body = Opened),
        (status = "default", body = ProblemBody, content_type = "application/problem+json"),
))]
pub async fn analyze_upload(
    State(state): State<AppState>,
    Path(upload): Path<String>,
    recipe: Result<Json<Recipe>, JsonRejection>,
) -> Result<Json<Opened>, Problem> {
    let recipe = read_recipe(recipe)?;
    off_runtime(move || Ok(Json(Opened { log: actions::analyze_upload(&state, &upload, &recipe)? }))).await
}

fn read_recipe(recipe: Result<Json<Recipe>, JsonRejection>) -> Result<Recipe, Problem> {
    let Json(recipe) = recipe.map_err(|rejection| {
        Problem::new(Code::BadRecipe, format!("the recipe was not read: {}", rejection.body_text()))
    })?;
    Ok(recipe)
}

impl Preview {
    fn new(reading: &Loaded) -> Self {
        let chains = &reading.chains;
        let overview = reading.overview();
        let typical = Options::default().typical;
        let sample = (0..chains.len()).step_by(chains.len().div_ceil(SAMPLE).max(1));
        Self {
            hand_offs: overview.hand_offs,
            chains: overview.chains,
            complete_chains: overview.complete_chains,
            sample: sample.map(|number| ChainDetail::new(chains, number, typical)).collect(),
            quality: reading.quality.clone(),
            recipe_toml: reading.recipe.to_toml(),
        }
    }
}
