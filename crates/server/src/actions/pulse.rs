//! The pulse: planning a wave, launching it, reminding everybody, ending it.
//!
//! Everybody who works here and can sign in is asked. Reminders go to all of them alike, whether or not they answered:
//! nobody knows who did. Who starts and ends a wave is recorded; of answers nothing is.

pub mod answering;
mod company;
pub mod showing;
pub mod teams;

use std::collections::{BTreeMap, BTreeSet};

use catena_domain::event::Fact;
use catena_domain::id::PartyId;
use catena_pulse::floor::Floor;
use catena_pulse::plan::{Item, Merge, Plan, Wave, WaveId};
use catena_pulse::token::Issued;
use catena_pulse::tree::UnitId;
use catena_store::pulse::{self as rows, WaveRow};
use catena_store::{Sql, Tx};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use super::notices::remind_of_pulse;
use super::requests::words;
use super::{Actor, Refusal, record};
use crate::desk::pulse::{PulseForm, PulseItem, close, form_of, slip, wave_of};
use crate::desk::{Desk, pulse};
use crate::views::pulse::{OpenPulse, PulsePreview, PulseTeam};
pub use company::{Company, everybody};

/// The longest that a wave may be open, in days.
const LONGEST: i64 = 90;
/// The most letters of a statement.
const STATEMENT: usize = 300;
/// How long everybody is left in peace after a reminder.
const PEACE: SignedDuration = SignedDuration::from_hours(24);

/// A wave as somebody plans it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPulse {
    /// What it is called.
    pub name: String,
    /// Of how many people one shall not be told from the others: 5, or more, and never less than in an earlier wave.
    pub floor: u16,
    /// Up to ten statements. A recommendation and a comment are asked for always.
    pub items: Vec<PulseItem>,
    /// When it ends by itself, at most 90 days from now.
    pub ends_at: Timestamp,
    /// Small teams that are shown as one.
    #[serde(default)]
    pub merges: Vec<PulseMerge>,
}

/// Small teams of one department that are shown as one.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PulseMerge {
    /// What they are called together.
    pub name: String,
    /// The teams.
    pub teams: Vec<Uuid>,
}

/// What a wave would be, were it launched now.
pub fn preview(desk: &Desk, actor: &Actor, new: &NewPulse) -> Result<PulsePreview, Refusal> {
    actor.must_administer()?;
    desk.store.read(|sql| {
        let company = company::staff(sql)?;
        let (wave, ..) = plan(sql, desk, new, &company)?;
        Ok(PulsePreview {
            people: people(&wave),
            teamless: company.teamless(),
            cells: wave.cells().iter().map(|cell| company.cell(&wave, cell)).collect(),
        })
    })
}

/// Launches a wave: from now on it is frozen who is asked what, and where each answer counts. Everybody is told.
pub fn launch(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, new: &NewPulse) -> Result<OpenPulse, Refusal> {
    actor.must_administer()?;
    if let Some(open) = rows::open(tx.sql())? {
        return Err(Refusal::NotNow(format!("{} is still open: one wave follows another", open.name)));
    }
    let company = company::staff(tx.sql())?;
    let (wave, row) = plan(tx.sql(), desk, new, &company)?;
    begin(desk, tx, &wave, &row)?;
    let moment = desk.moment();
    record::append(tx, moment, actor.person, row.id, Fact::PulseLaunched)?;
    tell(desk, tx, &wave, &row, moment)?;
    showing::open(&wave, &row, actor)
}

/// Writes a wave down with the slips of everybody, in the order of their hashes.
pub fn begin(desk: &Desk, tx: &mut Tx<'_>, wave: &Wave, row: &WaveRow) -> Result<(), Refusal> {
    let secret = desk.secret().key();
    let mut issued = Vec::new();
    for cell in wave.cells() {
        for person in &cell.people {
            issued.push(Issued { hash: slip(&secret, person)?.hash(wave.id()), cell: cell.label.clone() });
        }
    }
    issued.sort_by_key(|issued| issued.hash);
    let issued: Vec<_> = issued.iter().map(pulse::issued_row).collect();
    Ok(rows::launch(tx, row, &secret, &issued)?)
}

/// Reminds everybody who is asked, whether or not they answered; once a day at most.
pub fn remind(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<(), Refusal> {
    actor.must_administer()?;
    let row = load(tx.sql(), id)?;
    if row.closed {
        return Err(Refusal::PulseClosed);
    }
    let moment = desk.moment();
    if moment.now.duration_since(row.reminded_at.unwrap_or(row.launched_at)) < PEACE {
        return Err(Refusal::NotNow("everybody was told within the last day".to_owned()));
    }
    rows::remind(tx, id, moment.now)?;
    record::append(tx, moment, actor.person, id, Fact::PulseReminded)?;
    tell(desk, tx, &wave_of(&row)?, &row, moment)
}

/// Ends a wave now. Blocks: call it off the runtime and outside of a write.
pub fn end(desk: &Desk, actor: &Actor, id: Uuid) -> Result<(), Refusal> {
    actor.must_administer()?;
    close(desk, id, actor.person)
}

/// Ends the open wave if its time has come, and overwrites what an earlier end could not. Blocks.
pub fn end_due(desk: &Desk) -> Result<(), Refusal> {
    pulse::overwrite(desk);
    match desk.store.read(rows::open)? {
        Some(row) if row.ends_at <= desk.now() => close(desk, row.id, PartyId::CATENA),
        _ => Ok(()),
    }
}

/// A wave that is there.
pub fn load(sql: &mut dyn Sql, id: Uuid) -> Result<WaveRow, Refusal> {
    rows::find(sql, id)?.ok_or_else(|| Refusal::Missing(format!("there is no wave {id}")))
}

/// Everybody who is asked is told that the pulse is open, in the same words.
fn tell(desk: &Desk, tx: &mut Tx<'_>, wave: &Wave, row: &WaveRow, moment: crate::desk::Moment) -> Result<(), Refusal> {
    let everybody: BTreeSet<_> = wave.cells().iter().flat_map(|cell| &cell.people).collect();
    for person in everybody {
        if let Some(person) = company::party_of(person) {
            remind_of_pulse(desk, tx, person, (row.number, &row.name), (moment.act, moment.now))?;
        }
    }
    Ok(())
}

/// The wave that a plan would be, and how it would be kept.
fn plan(sql: &mut dyn Sql, desk: &Desk, new: &NewPulse, company: &Company) -> Result<(Wave, WaveRow), Refusal> {
    let now = desk.now();
    if new.ends_at <= now || new.ends_at > now + SignedDuration::from_hours(24 * LONGEST) {
        return Err(Refusal::Invalid(format!("a wave ends within {LONGEST} days from now")));
    }
    let name = words(&new.name, 120, "the name")?;
    let items = new.items.iter().map(|item| settle(desk, item)).collect::<Result<Vec<_>, _>>()?;
    let form = PulseForm { items };
    let merges = new.merges.iter().map(merge).collect::<Result<Vec<_>, _>>()?;
    let known: Vec<Wave> = rows::waves(sql)?.iter().map(wave_of).collect::<Result<_, _>>()?;
    let number = 1 + rows::waves(sql)?.last().map_or(0, |row| row.number);
    let wave = draft(desk.id(), new.floor, &form, company, merges)?.launch(&known).map_err(refused)?;
    let row = WaveRow {
        id: Uuid::try_parse(&wave.id().0).unwrap_or_default(),
        number,
        name,
        closed: false,
        wave: pulse::written(&wave),
        form: pulse::written(&form),
        launched_at: now,
        ends_at: new.ends_at,
        reminded_at: None,
        closed_at: None,
    };
    Ok((wave, row))
}

/// A plan over a company, before it is launched.
pub fn draft(id: Uuid, floor: u16, form: &PulseForm, company: &Company, merges: Vec<Merge>) -> Result<Plan, Refusal> {
    let items =
        form.items.iter().map(|item| Item { id: item.id.clone(), words: item.words.in_language("en").to_owned() });
    Ok(Plan {
        id: WaveId(id.to_string()),
        floor: Floor::new(floor).map_err(refused)?,
        items: items.collect(),
        tree: company.tree.clone(),
        merges,
        roster: company.roster.clone(),
    })
}

/// A statement as it is kept, with an id of its own.
fn settle(desk: &Desk, item: &PulseItem) -> Result<PulseItem, Refusal> {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if item.id.len() > 40 || !item.id.chars().all(fits) {
        return Err(Refusal::Invalid(
            "the id of a statement has small letters, digits and hyphens, 40 at most".to_owned(),
        ));
    }
    let said = item.words.trimmed();
    for text in [&said.en, &said.fr, &said.de] {
        super::requests::optional_words(text, STATEMENT, "a statement")?;
    }
    words(said.in_language("en"), STATEMENT, "a statement")?;
    let id = if item.id.is_empty() { desk.id().to_string() } else { item.id.clone() };
    Ok(PulseItem { id, words: said })
}

/// A group of teams; the same teams are the same group in every wave.
fn merge(merge: &PulseMerge) -> Result<Merge, Refusal> {
    let mut ids: Vec<String> = merge.teams.iter().map(Uuid::to_string).collect();
    ids.sort_unstable();
    let digest = Sha256::digest(ids.join(" ").as_bytes());
    let id = digest[..8].iter().fold("group-".to_owned(), |id, byte| id + &format!("{byte:02x}"));
    Ok(Merge {
        id: UnitId(id),
        name: words(&merge.name, 120, "the name of a group")?,
        teams: merge.teams.iter().map(|team| UnitId(team.to_string())).collect(),
    })
}

fn refused(error: impl std::fmt::Display) -> Refusal {
    Refusal::Invalid(error.to_string())
}

/// How many people a wave asks.
fn people(wave: &Wave) -> u32 {
    wave.cells().iter().map(|cell| cell.people.len() as u32).sum()
}

/// Teams by how many of their people count somewhere, the largest first.
fn by_size(teams: BTreeMap<String, u32>) -> Vec<PulseTeam> {
    let mut teams: Vec<PulseTeam> = teams.into_iter().map(|(name, people)| PulseTeam { name, people }).collect();
    teams.sort_by(|one, other| other.people.cmp(&one.people).then_with(|| one.name.cmp(&other.name)));
    teams
}

/// The statements of a wave in all languages.
fn items(row: &WaveRow) -> Result<Vec<PulseItem>, Refusal> {
    Ok(form_of(row)?.items)
}
