//! Companies, waves and answers out of a seed, and waves run from launch to ledgers.

use catena_pulse::batch::{AnswerRow, Batch, CommentRow};
use catena_pulse::floor::Floor;
use catena_pulse::intake::Intake;
use catena_pulse::plan::{Item, Member, PersonId, Plan, Wave, WaveId};
use catena_pulse::publish::Ledgers;
use catena_pulse::scale::Score;
use catena_pulse::sheet::{Comment, Sheet};
use catena_pulse::token::{Issued, Token, TokenHash};
use catena_pulse::tree::{Label, Tree, Unit, UnitId};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Who works where: for each unit the position of its parent, and for each of its people their value of an attribute.
#[derive(Clone, Debug)]
pub struct Company {
    pub parents: Vec<usize>,
    pub people: Vec<Vec<Option<bool>>>,
}

/// What a wave left on disk.
#[derive(Default)]
pub struct Disk {
    pub issued: Vec<Issued>,
    pub used: Vec<TokenHash>,
    pub answers: Vec<AnswerRow>,
    pub comments: Vec<CommentRow>,
}

impl Disk {
    pub fn ledgers(&self) -> Ledgers<'_> {
        Ledgers { issued: &self.issued, used: &self.used, answers: &self.answers, comments: &self.comments }
    }

    pub fn write(&mut self, batch: &Batch) {
        self.used.extend(batch.used());
        self.answers.extend(batch.answers().iter().cloned());
        self.comments.extend(batch.comments().iter().cloned());
    }
}

/// Companies of up to `units` units with up to `people` people each, with an attribute or without.
pub fn company(units: usize, people: usize) -> impl Strategy<Value = Company> {
    let person = prop_oneof![Just(None), Just(Some(true)), Just(Some(false))];
    let unit = (any::<prop::sample::Index>(), prop::collection::vec(person, 0..=people));
    (prop::collection::vec(unit, 1..=units), any::<bool>()).prop_map(|(units, attribute)| {
        let parents = units.iter().enumerate().map(|(at, unit)| if at == 0 { 0 } else { unit.0.index(at) });
        let people = units.iter().map(|unit| {
            let mut people = unit.1.clone();
            if !attribute {
                people.fill(None);
            }
            people
        });
        Company { parents: parents.collect(), people: people.collect() }
    })
}

pub fn chance(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

pub fn unit(at: usize) -> UnitId {
    UnitId(format!("unit {at}"))
}

impl Company {
    /// The plan of a wave with one item.
    pub fn plan(&self, wave: &str) -> Plan {
        let units = self.parents.iter().enumerate().map(|(at, &parent)| Unit {
            id: unit(at),
            name: format!("Unit {at}"),
            parent: (at > 0).then(|| unit(parent)),
        });
        let roster = self.people.iter().enumerate().flat_map(|(at, people)| {
            people.iter().enumerate().map(move |(n, attribute)| Member {
                person: PersonId(format!("person {at}-{n}")),
                unit: unit(at),
                attribute: attribute.map(|part| if part { "part time" } else { "full time" }.to_owned()),
            })
        });
        Plan {
            id: WaveId(wave.into()),
            floor: Floor::LOWEST,
            items: vec![Item { id: "rest".into(), words: "I can rest between two peaks.".into() }],
            tree: Tree::new(units.collect()).unwrap(),
            merges: vec![],
            roster: roster.collect(),
        }
    }
}

/// A sheet with a comment that nobody else writes.
pub fn sheet(recommends: u8, item: Option<u8>, comment: &str) -> Sheet {
    Sheet {
        recommends: Some(Score::new(recommends).unwrap()),
        items: vec![item.map(|value| Score::new(value).unwrap())],
        comment: Comment::new(comment).ok(),
    }
}

/// Runs a wave in which a share of the people answer, now and then stopped in an orderly way or not.
pub fn run(wave: &Wave, share: f64, stops: bool, seed: u64) -> Disk {
    let mut chance = chance(seed);
    let (invitations, issued) = wave.invite(&mut chance);
    let mut disk = Disk { issued, ..Disk::default() };
    let mut intake = Intake::open(wave, &disk.issued, &[]).unwrap();
    let lean: u8 = chance.random_range(0..=3);
    for invitation in &invitations {
        if !chance.random_bool(share) {
            continue;
        }
        let recommends = if lean == 0 { 10 } else { chance.random_range(0..=10) };
        let item = match lean {
            0 => Some(5),
            1 => Some(chance.random_range(4..=5)),
            _ => chance.random_bool(0.9).then(|| chance.random_range(1..=5)),
        };
        let comment = if chance.random_bool(0.5) { invitation.person.0.as_str() } else { "" };
        let sheet = sheet(recommends, item, comment);
        if let Some(batch) = intake.receive(&invitation.token, sheet, &mut chance).unwrap() {
            disk.write(&batch);
        }
        if stops && chance.random_bool(0.05) {
            if chance.random_bool(0.5) {
                intake.pause(&mut chance).iter().for_each(|batch| disk.write(batch));
            }
            intake = Intake::open(wave, &disk.issued, &disk.used).unwrap();
        }
    }
    intake.close(&mut chance).iter().for_each(|batch| disk.write(batch));
    disk
}

/// A team of `people` in a company of its own, with tokens in the order of the roster.
pub fn team(people: usize) -> (Wave, Vec<Token>, Vec<Issued>) {
    let wave = Company { parents: vec![0], people: vec![vec![None; people]] }.plan("spring").launch(&[]).unwrap();
    let (tokens, issued) = tokens(&wave, 7);
    (wave, tokens, issued)
}

/// Tokens in the order of the people's ids.
pub fn tokens(wave: &Wave, seed: u64) -> (Vec<Token>, Vec<Issued>) {
    let (mut invitations, issued) = wave.invite(&mut chance(seed));
    let number = |person: &PersonId| {
        let mut parts = person.0.trim_start_matches("person ").split('-').map(|part| part.parse::<u32>().unwrap());
        (parts.next().unwrap(), parts.next().unwrap())
    };
    invitations.sort_by_key(|invitation| number(&invitation.person));
    (invitations.into_iter().map(|invitation| invitation.token).collect(), issued)
}

pub fn label(at: usize) -> Label {
    Label { unit: unit(at), attribute: None }
}
