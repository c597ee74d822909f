//! How much of others' lateness each team makes good: `docs/definitions.md`, "Absorber".

use hashbrown::HashMap;

use crate::chains::{Chain, Chains};
use crate::select::Chosen;

/// Seconds of lateness that came to each team with the work that it awaited and did not leave it again, ascending by
/// provider; those who made none good are left out. Only hand-offs with a due instant count, above and below.
pub fn borne(chains: &Chains, chosen: &Chosen) -> Vec<(u32, i64)> {
    let parts = chains.by_block(|first, block| {
        let mut part: HashMap<u32, i64> = HashMap::new();
        for (_, chain) in block.enumerate().filter(|(index, _)| chosen.contains(first + index)) {
            for place in 0..chain.len() {
                let seconds = made_good(&chain, place);
                if seconds > 0 {
                    *part.entry(chain.providers[place]).or_default() += seconds;
                }
            }
        }
        part
    });
    let mut sum: HashMap<u32, i64> = HashMap::new();
    for (provider, seconds) in parts.into_iter().flatten() {
        *sum.entry(provider).or_default() += seconds;
    }
    let mut borne: Vec<(u32, i64)> = sum.into_iter().collect();
    borne.sort_unstable();
    borne
}

/// The greatest lateness among what a hand-off awaited, less its own.
fn made_good(chain: &Chain, place: usize) -> i64 {
    // A wait for the customer has no promise, whatever its row says.
    let late = |place: usize| {
        let due = chain.due(place).filter(|_| !chain.is_customer_hold(place));
        due.map(|due| (chain.closed[place] - due).max(0))
    };
    let Some(own) = late(place) else { return 0 };
    let received = chain.awaited_children(place).filter_map(late).max().unwrap_or(0);
    (received - own).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handoffs::{Handoff, Handoffs};
    use crate::select::Selection;

    /// A root of one team that awaits a hand-off of another one; each with when it closed and was due.
    fn chain(handoffs: &mut Handoffs, id: &str, root: (&str, i64, Option<i64>), below: (&str, i64, Option<i64>)) {
        let (provider, closed, due) = root;
        let own = Handoff { id, customer: "C", provider, closed: Some(closed), due, ..Handoff::default() };
        handoffs.push(&own, &[]);
        let (provider, closed, due) = below;
        let under = format!("{id}.1");
        handoffs.push(
            &Handoff {
                id: &under,
                parent: Some(id),
                customer: own.provider,
                provider,
                closed: Some(closed),
                due,
                awaited: true,
                ..Handoff::default()
            },
            &[],
        );
    }

    #[test]
    fn what_came_late_and_left_less_late_was_made_good() {
        let mut handoffs = Handoffs::new(&[]);
        handoffs.begin_file("x");
        // An hour late, and on time: 3,600. An hour late, and half an hour late: 1,800. Late on and on: nothing.
        chain(&mut handoffs, "a", ("West", 9_000, Some(9_000)), ("Below", 5_600, Some(2_000)));
        chain(&mut handoffs, "b", ("West", 10_800, Some(9_000)), ("Below", 5_600, Some(2_000)));
        chain(&mut handoffs, "c", ("South", 19_000, Some(9_000)), ("Below", 5_600, Some(2_000)));
        // In time, without a promise above, and without one below.
        chain(&mut handoffs, "d", ("West", 9_000, Some(9_000)), ("Below", 1_000, Some(2_000)));
        chain(&mut handoffs, "e", ("West", 9_000, None), ("Below", 5_600, Some(2_000)));
        chain(&mut handoffs, "f", ("West", 9_000, Some(9_000)), ("Below", 5_600, None));
        let chains = Chains::build(handoffs);
        assert_eq!(chains.len(), 6);
        let chosen = Selection::default().choose(&chains).unwrap();
        let found = borne(&chains, &chosen);
        let named: Vec<(&str, i64)> =
            found.iter().map(|&(provider, seconds)| (chains.parties().name(provider), seconds)).collect();
        assert_eq!(named, [("West", 5_400)]);
        let none = Selection { from: Some(1), ..Selection::default() }.choose(&chains).unwrap();
        assert_eq!(borne(&chains, &none), []);
    }
}
