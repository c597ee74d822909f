//! What releases tell of each team, for those who hold it beside other figures of the same teams.

use std::collections::BTreeMap;

use catena_pulse::plan::Wave;
use catena_pulse::tree::UnitId;
use catena_store::Tx;

use super::showing::{self, noted};
use crate::actions::{Actor, Refusal};
use crate::desk::Desk;
use crate::desk::pulse::past;
use crate::views::pulse::{PulseOfTeam, PulseShare, PulseTeams};

/// The share of favourable answers of each team about which the last release tells one, by name; and of the wave before
/// where the two may be held against each other: over the same statements, each of which may be compared. It is looked at
/// the releases that are told of, and that is noted down.
pub fn teams(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor) -> Result<PulseTeams, Refusal> {
    actor.must_be_staff()?;
    let past = past(tx.sql())?;
    let Some(last) = past.last() else { return Ok(PulseTeams { closed_at: None, teams: Vec::new() }) };
    let teams: BTreeMap<&str, PulseOfTeam> = units(&last.wave)
        .filter_map(|(id, name)| {
            let (now, before) = showing::favourable(&past, id)?;
            Some((name, PulseOfTeam { team: name.to_owned(), now, before }))
        })
        .collect();
    let shown = |share: fn(&PulseOfTeam) -> Option<PulseShare>| teams.values().find_map(share);
    for share in [shown(|team| Some(team.now)), shown(|team| team.before)].into_iter().flatten() {
        noted(desk, tx, actor, share.wave)?;
    }
    Ok(PulseTeams { closed_at: last.row.closed_at, teams: teams.into_values().collect() })
}

/// The units of a wave, with their names.
fn units(wave: &Wave) -> impl Iterator<Item = (&UnitId, &str)> {
    wave.tree().units().map(|unit| (&unit.id, unit.name.as_str()))
}
