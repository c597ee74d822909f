//! How it is to work in the simulated shops: three waves of the past year, and one that is open. What people think follows
//! from the truth of the simulator: most teams are much alike, and the one that makes good what others are late with gets
//! tired of it. Everything goes the way of real answers: slips, batches of a crowd, one release.

use std::collections::BTreeMap;

use catena_domain::event::{Event, Fact};
use catena_domain::id::{ActId, PartyId};
use catena_pulse::intake::Intake;
use catena_pulse::plan::{PersonId, Wave};
use catena_pulse::publish::Ledgers;
use catena_pulse::release::Release;
use catena_pulse::scale::{Scale, Score};
use catena_pulse::sheet::{Comment, Sheet};
use catena_simulator::lot;
use catena_store::pulse::{self as rows, ReleaseRow, WaveRow};
use catena_store::{Sql, Tx, accounts, parties};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::colleagues::SEED;
use crate::actions::Refusal;
use crate::actions::pulse::{Company, begin, draft, everybody};
use crate::desk::Desk;
use crate::desk::pulse::{PulseForm, chance, damaged, offered, receive, slip, wave_of, written};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The waves: what they are called, and how many days ago they were launched.
const WAVES: [(&str, i64); 4] = [("Spring", 280), ("Summer", 190), ("Autumn", 100), ("This month", 2)];

/// What some write who are content, and some who are not.
const SAID: [[&str; 11]; 2] = [
    [
        "The morning round at eight helps a lot.",
        "Good people here. Thank you for the new vans.",
        "I like that we see where an order stands.",
        "Training days were worth it.",
        "Flowers and kind colleagues: what more is there?",
        "When something goes wrong we talk about it and go on.",
        "The new shift plan works for me.",
        "I was asked what I think, and something came of it.",
        "Fewer calls in the evening since orders say where they are.",
        "The roses from the new auction last longer, and customers say so.",
        "I learn something every week.",
    ],
    [
        "Things reach us late, and we are the ones who run.",
        "On feast days there are too few of us.",
        "I get half of what I need and have to ask for the rest.",
        "We make up for everybody else, and nobody notices.",
        "I would like to know my shifts two weeks before.",
        "Orders without a card text cost us half an hour each.",
        "The cold room is too small, we said so last year.",
        "Nobody tells us why an order came back.",
        "Being on time is the least that is expected, whatever we get and when.",
        "Breaks are the first thing to go when it is busy.",
        "Two phones for nine people.",
    ],
];

/// What somebody thinks of working here.
struct Mood<'a> {
    person: String,
    team: String,
    /// The team that makes good what others are late with.
    absorber: &'a str,
}

impl Mood<'_> {
    /// From 0 to 1 by chance, the same each time.
    fn draw(&self, what: &str) -> f64 {
        (lot(SEED, &self.person, what) % 10_000) as f64 / 10_000.0
    }

    /// Near nought, with a spread of one.
    fn spread(&self, what: &str) -> f64 {
        (0..12).map(|part| self.draw(&format!("{what} {part}"))).sum::<f64>() - 6.0
    }

    /// What they choose from 1 to 5 in a wave. Of the differences between people a tenth is between teams.
    fn agrees(&self, wave: usize, item: usize) -> u8 {
        let team = (lot(SEED, &self.team, "team") % 1_000) as f64 / 1_000.0 - 0.5;
        let tired = if self.team == self.absorber { 0.55 * wave as f64 } else { 0.0 };
        let lasting = 0.75 * self.spread("lasting");
        let passing = 0.65 * self.spread(&format!("{wave} {item}"));
        (3.75 + team - tired + lasting + passing).round().clamp(1.0, 5.0) as u8
    }

    fn answers(&self, wave: usize) -> bool {
        self.draw(&format!("answers {wave}")) < 0.88
    }

    fn sheet(&self, wave: usize, items: usize) -> Sheet {
        let most = |values: u8| (f64::from(values) - 1.0) / 4.0 * 10.0 + self.spread(&format!("enps {wave}"));
        let recommends = most(self.agrees(wave, 99)).round().clamp(0.0, 10.0) as u8;
        let item = |item| {
            if self.draw(&format!("{wave} leaves {item}")) < 0.03 { None } else { score(self.agrees(wave, item)) }
        };
        let side = usize::from(recommends < 7);
        let comment = SAID[side][lot(SEED, &self.person, &format!("says {wave}")) as usize % SAID[side].len()];
        let writes = self.draw(&format!("writes {wave}")) < 0.2;
        Sheet {
            recommends: score(recommends),
            items: (0..items).map(item).collect(),
            comment: if writes { Comment::new(comment).ok() } else { None },
        }
    }
}

fn score<S: Scale>(value: u8) -> Option<Score<S>> {
    Score::new(value).ok()
}

/// Everybody's names and teams by how the pulse calls them.
fn moods<'a>(sql: &mut dyn Sql, company: &Company, absorber: &'a str) -> Result<BTreeMap<PersonId, Mood<'a>>, Refusal> {
    let names: BTreeMap<String, String> =
        parties::internal(sql)?.into_iter().map(|party| (party.id.0.to_string(), party.name)).collect();
    let mood = |member: &catena_pulse::plan::Member| {
        let person = names.get(&member.person.0).cloned().unwrap_or_default();
        let team = names.get(&member.unit.0).cloned().unwrap_or_default();
        (member.person.clone(), Mood { person, team, absorber })
    };
    Ok(company.roster.iter().map(mood).collect())
}

/// The waves of the past year, and what the record says of them.
pub fn fill(desk: &Desk, tx: &mut Tx<'_>, absorber: &str, now: Timestamp) -> Result<Vec<Event>, Refusal> {
    let form = PulseForm { items: offered().into_iter().take(4).collect() };
    let mut company = everybody(tx.sql())?;
    let visitors: Vec<String> = accounts::all(tx.sql())?.iter().map(|account| account.party.0.to_string()).collect();
    let here = company.roster.clone();
    // Whoever signs in came later.
    company.roster.retain(|member| !visitors.contains(&member.person.0));
    let moods = moods(tx.sql(), &company, absorber)?;
    let mut past: Vec<(Wave, Release)> = Vec::new();
    let mut events = Vec::new();
    for (number, (name, days)) in WAVES.into_iter().enumerate() {
        let open = number + 1 == WAVES.len();
        if open {
            company.roster.clone_from(&here);
        }
        let known: Vec<Wave> = past.iter().map(|(wave, _)| wave.clone()).collect();
        let id = desk.id();
        let Ok(wave) = draft(id, 5, &form, &company, Vec::new())?.launch(&known) else { return Ok(Vec::new()) };
        let launched_at = now - DAY * days as i32;
        let ends_at = launched_at + DAY * 14;
        let row = WaveRow {
            id,
            number: number as i64 + 1,
            name: name.to_owned(),
            closed: !open,
            wave: written(&wave),
            form: written(&form),
            launched_at,
            ends_at,
            reminded_at: None,
            closed_at: (!open).then_some(ends_at),
        };
        events.push(event(desk, id, launched_at, Fact::PulseLaunched));
        if open {
            begin(desk, tx, &wave, &row)?;
            break;
        }
        let release = publish(desk, &wave, &past, &moods, number)?;
        let kept = ReleaseRow { wave: id, bytes: release.bytes(), digest: release.digest().words() };
        rows::record(tx, &row, &kept)?;
        events.push(event(desk, id, ends_at, Fact::PulseClosed));
        past.push((wave, release));
    }
    Ok(events)
}

fn event(desk: &Desk, subject: Uuid, at: Timestamp, fact: Fact) -> Event {
    Event { seq: 0, at, act: ActId(desk.id()), by: PartyId::CATENA, subject, chain: None, fact }
}

/// What everybody says in a wave, by the way of all answers.
fn publish(
    desk: &Desk,
    wave: &Wave,
    past: &[(Wave, Release)],
    moods: &BTreeMap<PersonId, Mood<'_>>,
    number: usize,
) -> Result<Release, Refusal> {
    let mut chance = chance(desk);
    let (invitations, issued) = wave.invite(&mut chance);
    let mut intake = Intake::open(wave, &issued, &[]).map_err(|error| damaged(&error))?;
    let mut batches = Vec::new();
    for invitation in &invitations {
        let Some(mood) = moods.get(&invitation.person).filter(|mood| mood.answers(number)) else { continue };
        batches.extend(intake.receive(&invitation.token, mood.sheet(number, wave.items().len()), &mut chance)?);
    }
    batches.extend(intake.close(&mut chance));
    let used: Vec<_> = batches.iter().flat_map(|batch| batch.used().to_vec()).collect();
    let answers: Vec<_> = batches.iter().flat_map(|batch| batch.answers().to_vec()).collect();
    let comments: Vec<_> = batches.iter().flat_map(|batch| batch.comments().to_vec()).collect();
    let ledgers = Ledgers { issued: &issued, used: &used, answers: &answers, comments: &comments };
    let earlier: Vec<_> = past.iter().map(|(wave, release)| (wave, release)).collect();
    wave.publish(ledgers, &earlier, &mut chance).map_err(|error| damaged(&error))
}

/// Somebody of the shops who cannot sign in answers the open wave, unless they did before. Blocks.
pub fn answer(desk: &Desk) -> Result<(), Refusal> {
    let found = desk.store.read(|sql| {
        let Some(row) = rows::open(sql)? else { return Ok(None) };
        let visitors: Vec<String> = accounts::all(sql)?.iter().map(|account| account.party.0.to_string()).collect();
        let secret = rows::secret(sql, row.id)?.unwrap_or_default();
        Ok::<_, Refusal>(Some((row, visitors, secret)))
    })?;
    let Some((row, visitors, secret)) = found else { return Ok(()) };
    let wave = wave_of(&row)?;
    let everybody = wave.cells().iter().flat_map(|cell| &cell.people);
    let people: Vec<&PersonId> = everybody.filter(|person| !visitors.contains(&person.0)).collect();
    let Some(&person) = people.get(desk.chance() as usize % people.len().max(1)) else { return Ok(()) };
    let mood = Mood { person: person.0.clone(), team: String::new(), absorber: "" };
    if !mood.answers(WAVES.len()) {
        return Ok(());
    }
    let sheet = mood.sheet(WAVES.len(), wave.items().len());
    match receive(desk, row.id, &slip(&secret, person)?, sheet) {
        Err(Refusal::SlipUsed) => Ok(()),
        done => done,
    }
}
