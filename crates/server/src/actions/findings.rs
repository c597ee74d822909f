//! What the chosen chains say, and what repairing some links would have kept.

use std::sync::Arc;

use catena_analysis::Selection;

use super::Refusal;
use crate::logs::Loaded;
use crate::report::{Findings, Report};

/// What is found in the chains that `selection` picks.
pub fn analyze(loaded: &Loaded, selection: &Selection) -> Result<Report, Refusal> {
    let findings = loaded.findings(selection)?;
    Ok(Report::new(&loaded.chains, &findings))
}

/// What a repair would have kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// Promises that were broken.
    pub broken: u64,
    /// Of these, how many the repair keeps.
    pub saved: u64,
}

/// How many broken promises the repair of `providers` keeps.
pub fn try_repairs(loaded: &Loaded, selection: &Selection, providers: &[String]) -> Result<WhatIf, Refusal> {
    let findings: Arc<Findings> = loaded.findings(selection)?;
    let parties = loaded.chains.parties();
    let number = |name: &String| {
        let found = parties.find(name).filter(|&party| parties.is_provider(party));
        found.ok_or_else(|| Refusal::BadParameter(format!("the log has no provider \"{name}\" to repair")))
    };
    let providers = providers.iter().map(number).collect::<Result<Vec<u32>, Refusal>>()?;
    let analysis = &findings.analysis;
    Ok(WhatIf { broken: analysis.outcomes.broken_promises, saved: analysis.repairs.saved_by(&providers) })
}
