//! What the staff sees of the pulse: what is open, and the one table that was released of each wave that is over. Everything
//! is read from the release; who looks is noted down, and everybody may know it.

use std::collections::BTreeMap;
use std::io;

use catena_pulse::floor::Floor;
use catena_pulse::measure::{Measure, Question};
use catena_pulse::plan::{PersonId, Place, Wave};
use catena_pulse::publish::COMMENTS;
use catena_pulse::release::{Cell, Change};
use catena_pulse::tree::UnitId;
use catena_store::pulse::{self as rows, Look, WaveRow};
use catena_store::{Sql, Tx};
use jiff::Timestamp;
use uuid::Uuid;

use super::company::place;
use super::{items, load, people};
use crate::actions::requests::reference;
use crate::actions::{Actor, Refusal};
use crate::desk::Desk;
use crate::desk::pulse::{Past, offered, past, wave_of};
use crate::views::pulse::{
    ChangeWord, ClosedPulse, MeasureWord, OpenPulse, PulseChange, PulseComments, PulseFigure, PulseLook, PulseLooks,
    PulseMeasure, PulseOverview, PulsePlace, PulseQuestion, PulseRelease, PulseShare,
};

/// How many looks are listed.
const LOOKS: i64 = 1_000;

/// All waves.
pub fn overview(desk: &Desk, actor: &Actor) -> Result<PulseOverview, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql| {
        let all = rows::waves(sql)?;
        let mut least = Floor::LOWEST;
        let (mut now, mut closed) = (None, Vec::new());
        for row in &all {
            let wave = wave_of(row)?;
            least = least.max(wave.floor());
            if row.closed {
                closed.insert(0, summary(row, &wave));
            } else {
                now = Some(open(&wave, row, actor)?);
            }
        }
        Ok(PulseOverview { open: now, closed, offered: offered(), least_floor: least.into() })
    })
}

/// A wave that is open, for whoever asks.
pub fn open(wave: &Wave, row: &WaveRow, actor: &Actor) -> Result<OpenPulse, Refusal> {
    let me = PersonId(actor.person.0.to_string());
    let mine = wave.cells().iter().find(|cell| cell.people.contains(&me));
    Ok(OpenPulse {
        id: row.id,
        number: row.number,
        name: row.name.clone(),
        floor: wave.floor().into(),
        crowd: wave.floor().crowd() as u16,
        items: items(row)?,
        people: people(wave),
        launched_at: row.launched_at,
        ends_at: row.ends_at,
        reminded_at: row.reminded_at,
        mine: mine.map(|cell| place(wave, cell)),
    })
}

fn summary(row: &WaveRow, wave: &Wave) -> ClosedPulse {
    ClosedPulse {
        id: row.id,
        number: row.number,
        name: row.name.clone(),
        floor: wave.floor().into(),
        launched_at: row.launched_at,
        closed_at: row.closed_at,
    }
}

/// What was released of a wave. That somebody looks is noted down, to the minute: what cannot be noted down is not shown.
pub fn release(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<PulseRelease, Refusal> {
    actor.must_be_staff()?;
    let row = load(tx.sql(), id)?;
    if !row.closed {
        return Err(Refusal::NotNow(format!(
            "{} is still open, and nothing of it is shown before it is over",
            row.name
        )));
    }
    noted(desk, tx, actor, id)?;
    let past = past(tx.sql())?;
    let own = past.iter().position(|past| past.row.id == id);
    let own = own.ok_or_else(|| Refusal::Missing("nothing was released of this wave".to_owned()))?;
    view(&past, own)
}

/// Notes down, to the minute, that somebody looks at a release.
pub(super) fn noted(desk: &Desk, tx: &mut Tx<'_>, actor: &Actor, wave: Uuid) -> Result<(), Refusal> {
    let at = desk.now();
    let minute = Timestamp::from_second(at.as_second() - at.as_second().rem_euclid(60)).unwrap_or(at);
    rows::look(tx, wave, Look { viewer: actor.person, at: minute })?;
    Ok(())
}

/// Who looked at a release.
pub fn looks(desk: &Desk, actor: &Actor, id: Uuid) -> Result<PulseLooks, Refusal> {
    actor.must_be_staff()?;
    desk.store.read(|sql: &mut dyn Sql| {
        load(sql, id)?;
        let looks = rows::looks(sql, id, LOOKS)?;
        let look = |look: &Look| Ok::<_, Refusal>(PulseLook { by: reference(sql, look.viewer)?, at: look.at });
        Ok(PulseLooks { looks: looks.iter().map(look).collect::<Result<_, _>>()? })
    })
}

fn view(past: &[Past], own: usize) -> Result<PulseRelease, Refusal> {
    let Past { row, wave, release } = &past[own];
    let said = items(row)?;
    let questions = release.tables().iter().map(|table| {
        let (name, words) = match &table.question {
            Question::Enps => ("enps".to_owned(), None),
            Question::Item(id) => (id.clone(), said.iter().find(|item| item.id == *id).map(|item| item.words.clone())),
        };
        let figures = table.cells.iter().filter_map(|cell| figure(past, &table.question, cell)).collect();
        PulseQuestion { question: name, words, figures }
    });
    let comments = wave.places().into_iter().filter_map(|at| {
        let words: Vec<String> = release.comments(&at).map(|comment| comment.words().to_owned()).collect();
        unit_of(&at).filter(|_| !words.is_empty()).map(|unit| PulseComments { unit, words })
    });
    Ok(PulseRelease {
        questions: questions.collect(),
        comments: comments.collect(),
        places: places(&past[own]),
        crowd: release.floor().crowd() as u16,
        comments_from: COMMENTS.max(release.floor().crowd()) as u32,
        digest: release.digest().words(),
        before: own.checked_sub(1).map(|before| past[before].release.digest().words()),
        wave: summary(row, wave),
    })
}

/// The units, each after the one above it, those of one unit by name.
fn places(of: &Past) -> Vec<PulsePlace> {
    let tree = of.wave.tree();
    let mut below: BTreeMap<Option<&UnitId>, Vec<(&str, &UnitId)>> = BTreeMap::new();
    for unit in tree.units() {
        below.entry(unit.parent.as_ref()).or_default().push((&unit.name, &unit.id));
    }
    for units in below.values_mut() {
        units.sort_unstable();
    }
    let mut waiting = vec![tree.top()];
    let mut places = Vec::new();
    while let Some(id) = waiting.pop() {
        waiting.extend(below.get(&Some(id)).into_iter().flatten().rev().map(|(_, id)| *id));
        let Some(unit) = tree.find(id) else { continue };
        let at = Place::Unit(id.clone());
        places.push(PulsePlace {
            unit: id.0.clone(),
            name: unit.name.clone(),
            parent: unit.parent.as_ref().map(|parent| parent.0.clone()),
            depth: tree.path(id).count().saturating_sub(1) as u32,
            people: of.wave.people_at(&at).len() as u32,
            answered: of.release.turnout().iter().find(|turnout| turnout.place == at).map(|turnout| turnout.answered),
        });
    }
    places
}

fn unit_of(place: &Place) -> Option<String> {
    match place {
        Place::Unit(unit) => Some(unit.0.clone()),
        Place::Attribute(_) => None,
    }
}

fn figure(past: &[Past], question: &Question, cell: &Cell) -> Option<PulseFigure> {
    let change = match &cell.change {
        Change::First => PulseChange { kind: ChangeWord::First, since: None, then: None },
        Change::Withheld => PulseChange { kind: ChangeWord::Withheld, since: None, then: None },
        Change::Since(wave) => {
            let earlier = past.iter().find(|past| past.wave.id() == wave);
            let then = earlier.and_then(|earlier| earlier.release.cell(question, &cell.place));
            let then = then.and_then(|then| measure(then, question, question.headline()));
            PulseChange { kind: ChangeWord::Since, since: earlier.map(|earlier| earlier.row.id), then }
        }
    };
    let measures: Vec<PulseMeasure> =
        question.measures().iter().filter_map(|&what| measure(cell, question, what)).collect();
    let unit = unit_of(&cell.place).filter(|_| !measures.is_empty())?;
    Some(PulseFigure { unit, n: cell.n, early: cell.is_early(), measures, change })
}

fn measure(cell: &Cell, question: &Question, what: Measure) -> Option<PulseMeasure> {
    let (low, high) = cell.estimate(question, what)?;
    let word = match what {
        Measure::Favourable => MeasureWord::Favourable,
        Measure::Unfavourable => MeasureWord::Unfavourable,
        Measure::Balance => MeasureWord::Balance,
        Measure::Promoters => MeasureWord::Promoters,
        Measure::Detractors => MeasureWord::Detractors,
        Measure::Steps => MeasureWord::Mean,
    };
    Some(PulseMeasure {
        measure: word,
        low: low.value,
        high: high.value,
        interval_low: low.low.min(high.low),
        interval_high: low.high.max(high.high),
    })
}

/// The last released share of favourable answers of a unit, and the one before where the two may be held against each
/// other: over the same statements, each of which may be compared. None where the releases tell nothing of the unit.
pub(super) fn favourable(past: &[Past], unit: &UnitId) -> Option<(PulseShare, Option<PulseShare>)> {
    let at = Place::Unit(unit.clone());
    let told = |of: &Past| {
        let questions = of.wave.items().iter().map(|item| Question::Item(item.id.clone()));
        let cells = questions.filter_map(|question| {
            let cell = of.release.cell(&question, &at)?;
            let share = measure(cell, &question, Measure::Favourable)?;
            Some((question, cell.n, cell.change.clone(), share))
        });
        cells.collect::<Vec<_>>()
    };
    let share = |of: &Past, told: &[(Question, u32, Change, PulseMeasure)]| {
        let count = told.len() as f64;
        Some(PulseShare {
            wave: of.row.id,
            closed_at: of.row.closed_at,
            n: told.iter().map(|(_, n, ..)| *n).min()?,
            low: told.iter().map(|(.., share)| share.low).sum::<f64>() / count,
            high: told.iter().map(|(.., share)| share.high).sum::<f64>() / count,
        })
    };
    let (last, rest) = past.split_last()?;
    let now = told(last);
    let before = rest.last().and_then(|before| {
        let then = told(before);
        let same = then.iter().map(|(question, ..)| question).eq(now.iter().map(|(question, ..)| question));
        let since = now.iter().all(|(_, _, change, _)| *change == Change::Since(before.wave.id().clone()));
        if same && since { share(before, &then) } else { None }
    });
    Some((share(last, &now)?, before))
}

/// A release as CSV: a line for each unit and question, and for each measure that is told.
pub fn csv(release: &PulseRelease) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let mut csv = simd_csv::Writer::from_writer(&mut text);
    csv.write_record([
        "wave",
        "unit",
        "unit_name",
        "people",
        "question",
        "statement",
        "told",
        "n",
        "early",
        "measure",
        "low",
        "high",
        "interval_low",
        "interval_high",
    ])?;
    for question in &release.questions {
        let statement = question.words.as_ref().map(|words| words.in_language("en")).unwrap_or_default();
        for place in &release.places {
            let people = place.people.to_string();
            let begin = [&release.wave.name, &place.unit, &place.name, &people, &question.question, statement];
            let figure = question.figures.iter().find(|figure| figure.unit == place.unit);
            let Some(figure) = figure else {
                let why = if place.people < u32::from(release.crowd) { "too_small" } else { "withheld" };
                csv.write_record(begin.into_iter().chain([why, "", "", "", "", "", "", ""]))?;
                continue;
            };
            for told in &figure.measures {
                let (n, early) = (figure.n.to_string(), figure.early.to_string());
                let word = pulse_word(told.measure);
                let [low, high, least, most] =
                    [told.low, told.high, told.interval_low, told.interval_high].map(|value| format!("{value:.3}"));
                csv.write_record(begin.into_iter().chain(["figure", &n, &early, word, &low, &high, &least, &most]))?;
            }
        }
    }
    csv.flush()?;
    drop(csv);
    Ok(text)
}

fn pulse_word(word: MeasureWord) -> &'static str {
    match word {
        MeasureWord::Favourable => "favourable",
        MeasureWord::Unfavourable => "unfavourable",
        MeasureWord::Balance => "balance",
        MeasureWord::Promoters => "promoters",
        MeasureWord::Detractors => "detractors",
        MeasureWord::Mean => "mean",
    }
}
