//! Work that comes back: `docs/definitions.md`, "Ping-pong and rework".

use hashbrown::HashMap;

use crate::chains::{Chain, Chains};
use crate::select::Chosen;

/// What came back to one team.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// Who.
    pub provider: u32,
    /// Chains that came back to it after somebody else had held them.
    pub ping_pong_chains: u64,
    /// Its hand-offs that were returned or reopened.
    pub rework_hand_offs: u64,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rework {
    /// Chains that return to a team that already held them.
    pub ping_pong_chains: u64,
    /// Hand-offs that were returned or reopened.
    pub rework_hand_offs: u64,
    /// By team, the most ping-pong first; teams without either are left out.
    pub teams: Vec<Returned>,
}

/// Counts returns in the chosen chains.
pub fn rework(chains: &Chains, chosen: &Chosen) -> Rework {
    let parts = chains.by_block(|first, block| {
        let mut teams: HashMap<u32, Returned> = HashMap::new();
        let (mut ping_pong, mut reworked) = (0, 0);
        let mut back = Vec::new();
        for (_, chain) in block.enumerate().filter(|(index, _)| chosen.contains(first + index)) {
            returns(&chain, &mut back);
            ping_pong += u64::from(!back.is_empty());
            for &provider in &back {
                teams.entry(provider).or_default().ping_pong_chains += 1;
            }
            for place in (0..chain.len()).filter(|&place| chain.is_rework(place)) {
                reworked += 1;
                teams.entry(chain.providers[place]).or_default().rework_hand_offs += 1;
            }
        }
        (teams, ping_pong, reworked)
    });
    let mut rework = Rework::default();
    let mut teams: HashMap<u32, Returned> = HashMap::new();
    for (more, ping_pong, reworked) in parts {
        rework.ping_pong_chains += ping_pong;
        rework.rework_hand_offs += reworked;
        for (provider, returned) in more {
            let team = teams.entry(provider).or_insert(Returned { provider, ..Returned::default() });
            team.ping_pong_chains += returned.ping_pong_chains;
            team.rework_hand_offs += returned.rework_hand_offs;
        }
    }
    rework.teams = teams.into_values().collect();
    rework.teams.sort_unstable_by_key(|team| {
        (std::cmp::Reverse((team.ping_pong_chains, team.rework_hand_offs)), team.provider)
    });
    rework
}

/// Teams to which the chain came back: among the awaited hand-offs of one parent, in their order, a team that held one
/// before, with another team's in between. Waits for the customer are no holder.
fn returns(chain: &Chain, back: &mut Vec<u32>) {
    back.clear();
    let mut seen: HashMap<u32, usize> = HashMap::new();
    for place in 0..chain.len() {
        let children = chain.awaited_children(place);
        if children.len() < 3 {
            continue;
        }
        seen.clear();
        for (index, child) in children.filter(|&child| !chain.is_customer_hold(child)).enumerate() {
            if let Some(last) = seen.insert(chain.providers[child], index)
                && last + 1 < index
            {
                back.push(chain.providers[child]);
            }
        }
    }
    back.sort_unstable();
    back.dedup();
}
