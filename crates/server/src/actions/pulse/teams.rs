//! What releases tell of each team, for those who hold it beside other figures of the same teams.

use std::collections::BTreeSet;

use catena_store::Tx;

use super::showing::{self, noted};
use crate::actions::{Actor, Refusal};
use crate::desk::Desk;
use crate::desk::pulse::past;
use crate::views::pulse::{PulseOfTeam, PulseTeams};

/// The share of favourable answers of each team about which the last release tells one, by name; and of the wave before
/// where the two may be held against each other: over the same statements, each of which may be compared. It is looked at
/// the releases that are told of, and that is noted down.
pub fn teams(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor) -> Result<PulseTeams, Refusal> {
    actor.must_be_staff()?;
    let past = past(tx.sql())?;
    let Some(last) = past.last() else { return Ok(PulseTeams { closed_at: None, teams: Vec::new() }) };
    let told = last.wave.tree().units().filter_map(|unit| {
        let (now, before) = showing::favourable(&past, &unit.id)?;
        Some(PulseOfTeam { team: unit.name.clone(), now, before })
    });
    let mut teams: Vec<PulseOfTeam> = told.collect();
    teams.sort_by(|one, other| one.team.cmp(&other.team));
    let shares = teams.iter().flat_map(|team| std::iter::once(team.now).chain(team.before));
    for wave in shares.map(|share| share.wave).collect::<BTreeSet<_>>() {
        noted(desk, tx, actor, wave)?;
    }
    Ok(PulseTeams { closed_at: last.row.closed_at, teams })
}
