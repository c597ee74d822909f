//! Which logs there are, and opening one.

use std::sync::Arc;

use super::Refusal;
use crate::insight::Insight;
use crate::logs::{Loaded, Log};
use crate::state::AppState;

/// A log that was read.
pub struct OpenLog {
    /// Its names.
    pub log: Arc<Log>,
    /// What it holds.
    pub loaded: Arc<Loaded>,
    /// Whether these are the chains of somebody's own departments alone.
    pub restricted: bool,
}

/// All logs, each read if it was not, as far as somebody has insight.
pub fn list_logs(state: &AppState, insight: &Insight) -> Result<Vec<OpenLog>, Refusal> {
    state.logs.all().into_iter().map(|log| open(log, insight)).collect()
}

/// The log with this id, read if it was not, as far as somebody has insight.
pub fn open_log(state: &AppState, id: &str, insight: &Insight) -> Result<OpenLog, Refusal> {
    open(state.logs.find(id).ok_or_else(|| Refusal::UnknownLog(id.to_owned()))?, insight)
}

fn open(log: Arc<Log>, insight: &Insight) -> Result<OpenLog, Refusal> {
    Ok(OpenLog { loaded: log.load(insight)?, restricted: log.is_restricted(insight), log })
}
