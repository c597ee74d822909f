//! Which logs there are, and opening one.

use std::sync::Arc;

use super::Refusal;
use crate::logs::{Loaded, Log};
use crate::state::AppState;

/// A log that was read.
pub struct OpenLog {
    /// Its names.
    pub log: Arc<Log>,
    /// What it holds.
    pub loaded: Arc<Loaded>,
}

/// All logs, each read if it was not.
pub fn list_logs(state: &AppState) -> Result<Vec<OpenLog>, Refusal> {
    state.logs.all().into_iter().map(open).collect()
}

/// The log with this id, read if it was not.
pub fn open_log(state: &AppState, id: &str) -> Result<OpenLog, Refusal> {
    open(state.logs.find(id).ok_or_else(|| Refusal::UnknownLog(id.to_owned()))?)
}

fn open(log: Arc<Log>) -> Result<OpenLog, Refusal> {
    Ok(OpenLog { loaded: log.load()?, log })
}
