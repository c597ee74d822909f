//! Estimates with their uncertainty: shares and means, each with its count and 95 % interval.

use serde::Serialize;
use utoipa::ToSchema;

/// `k` of `n`, with the Wilson interval of the share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Share {
    /// How many.
    pub k: u64,
    /// Of how many.
    pub n: u64,
    /// `k / n`.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

/// The mean of `n` ratings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Mean {
    /// How many ratings, five at least.
    pub n: u64,
    /// Their mean, on the scale of the input.
    pub mean: f64,
    /// Its 95 % interval.
    pub interval: (f64, f64),
}

impl From<catena_analysis::Share> for Share {
    fn from(share: catena_analysis::Share) -> Self {
        Self { k: share.k, n: share.n, share: share.share, interval: share.interval }
    }
}

impl From<catena_analysis::Mean> for Mean {
    fn from(mean: catena_analysis::Mean) -> Self {
        Self { n: mean.n, mean: mean.mean, interval: mean.interval }
    }
}
