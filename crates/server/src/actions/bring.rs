//! Bring your own log: a file arrives, a recipe is proposed, corrected, and used.

use std::error::Error;
use std::slice;
use std::sync::{Arc, PoisonError};

use catena_formats::{Proposal, Recipe, propose, read};

use super::Refusal;
use crate::logs::{Loaded, Source};
use crate::state::AppState;
use crate::uploads::{Arriving, Upload};

/// Opens a file that is about to arrive. Logs of the files that make room for it are closed.
pub fn receive_upload(state: &AppState, name: &str) -> Result<Arriving, Refusal> {
    let (arriving, displaced) = state.uploads.receive(name)?;
    for upload in displaced {
        if let Some(log) = upload.log.lock().unwrap_or_else(PoisonError::into_inner).take() {
            state.logs.remove(&log);
        }
    }
    Ok(arriving)
}

/// A file that has arrived, how it could be read, and what that makes of it.
pub struct Brought {
    /// The file.
    pub upload: Arc<Upload>,
    /// The proposed recipe.
    pub proposal: Proposal,
    /// What the proposed recipe makes of the file, if anything.
    pub reading: Option<Arc<Loaded>>,
}

/// Keeps a file that has arrived, if it is a log.
pub fn keep_upload(state: &AppState, arrived: Arriving) -> Result<Brought, Refusal> {
    let upload = state.uploads.keep(arrived);
    let proposal = propose(&upload.path).map_err(|error| {
        state.uploads.forget(&upload.id);
        Refusal::Unreadable(upload.without_folder(&in_full(&error)))
    })?;
    let reading = read_with(&upload, &proposal.recipe).ok();
    Ok(Brought { upload, proposal, reading })
}

/// What `recipe` makes of an upload.
pub fn read_upload(state: &AppState, id: &str, recipe: &Recipe) -> Result<Arc<Loaded>, Refusal> {
    read_with(&*find(state, id)?, recipe)
}

/// Makes a log of an upload and returns its id. A second recipe for the same file replaces its log.
pub fn analyze_upload(state: &AppState, id: &str, recipe: &Recipe) -> Result<String, Refusal> {
    let upload = find(state, id)?;
    let loaded = read_with(&upload, recipe)?;
    let mut log = upload.log.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(former) = log.take() {
        state.logs.remove(&former);
    }
    let fresh = state.logs.add_loaded(&upload.name, Source::Upload, loaded);
    *log = Some(fresh.clone());
    Ok(fresh)
}

fn find(state: &AppState, id: &str) -> Result<Arc<Upload>, Refusal> {
    state.uploads.find(id).ok_or_else(|| Refusal::UnknownUpload(id.to_owned()))
}

/// Reads an upload. A recipe that came from outside may not point at files of this machine.
fn read_with(upload: &Upload, recipe: &Recipe) -> Result<Arc<Loaded>, Refusal> {
    if let Some(join) = recipe.joins.first() {
        return Err(Refusal::BadRecipe(format!(
            "the recipe joins the table \"{}\", but the server reads one uploaded file and no others; run `catena \
             analyze` with this recipe, or join the tables first",
            join.file
        )));
    }
    let reading = upload.reading(recipe, || {
        let import = read(slice::from_ref(&upload.path), Some(recipe), &());
        import
            .map(|import| {
                let mut loaded = Loaded::new(import);
                for finding in &mut loaded.quality.findings {
                    for place in &mut finding.places {
                        place.file = upload.without_folder(&place.file);
                    }
                }
                Arc::new(loaded)
            })
            .map_err(|error| upload.without_folder(&in_full(&error)))
    });
    reading.map_err(Refusal::Unreadable)
}

/// An error with all its sources, none of which repeats another.
pub fn in_full(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(deeper) = source {
        text = format!("{text}: {deeper}");
        source = deeper.source();
    }
    text
}
