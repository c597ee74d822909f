//! Everything that is found in the chosen chains, computed once: what a report, a page and a list of chains read from.

use catena_analysis::{
    Analysis, Chains, Chosen, Domino, Options, Outcomes, Pyramid, Ratings, Rework, Selection, UnknownColumn, analyze,
    domino, pyramid, ratings, rework,
};

/// All findings in the chains that a selection picks.
#[derive(Clone, Debug)]
pub struct Findings {
    /// What was asked for.
    pub selection: Selection,
    /// How it was to be computed.
    pub options: Options,
    /// The chains that fit.
    pub chosen: Chosen,
    /// Broken promises, links, the repair plan.
    pub analysis: Analysis,
    /// How lateness travels.
    pub domino: Domino,
    /// What customers said.
    pub ratings: Ratings,
    /// Who hands to whom.
    pub pyramid: Pyramid,
    /// What came back.
    pub rework: Rework,
    /// The chains of internal customers that fit otherwise.
    pub internal: Outcomes,
}

impl Findings {
    /// Analyses the chains that `selection` picks; fails if it names a column that the input does not have.
    pub fn compute(chains: &Chains, selection: Selection, options: Options) -> Result<Self, UnknownColumn> {
        let chosen = selection.choose(chains)?;
        let internal = Selection { internal: true, ..selection.clone() }.choose(chains)?;
        let analysis = analyze(chains, &chosen, &options);
        Ok(Self {
            domino: domino(chains, &chosen, options.resampling),
            ratings: ratings(chains, &chosen, &analysis),
            pyramid: pyramid(chains, &chosen),
            rework: rework(chains, &chosen),
            internal: Outcomes::of(chains, &internal),
            selection,
            options,
            chosen,
            analysis,
        })
    }
}
