//! The figures of one question: gathered, measured, and made coarser until the audit finds nobody pinned.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{Audit, Bound};
use crate::batch::Value;
use crate::floor::Floor;
use crate::gather::gather;
use crate::measure::{DISTRIBUTION, EXACT, Measure, Question, Range};
use crate::plan::{PersonId, Place, Wave};
use crate::publish::Ledgers;
use crate::release::{Cell, Change, Group, Release, Table};
use crate::scale::Score;
use crate::tree::Label;

/// Answers under the label of their row, by the steps above the lowest score.
type Answers<'a> = BTreeMap<Label, Vec<(&'a Label, u8)>>;

/// What was published before, beside a wave that is to be published.
pub(crate) struct Past<'a> {
    earlier: &'a [(&'a Wave, &'a Release)],
    /// Which of the earlier waves asked the same people in the same cells.
    same: Vec<bool>,
    /// For places of the wave, those of earlier waves that have nearly the same people: they differ by somebody, but by
    /// less than a crowd. By the position of the earlier wave.
    alike: BTreeMap<Place, BTreeSet<(usize, Place)>>,
}

/// The answers to one question, in their groups.
struct Answered {
    question: Question,
    floor: Floor,
    sizes: Vec<u32>,
    steps: Vec<Vec<u8>>,
}

/// A figure on its way into the table.
struct Draft {
    place: Place,
    groups: Vec<usize>,
    n: u32,
    detail: Detail,
    change: Change,
}

/// How much is told at a place. Where too much is known of a group, a figure of it goes one step down: exact ones first,
/// then the others, always the one of the fewest answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Nothing,
    Headline,
    Ranges,
    Exact,
}

/// The table of the question at a position: eNPS at nought, then the items.
pub(crate) fn build(wave: &Wave, at: usize, question: Question, ledgers: Ledgers<'_>, past: &Past<'_>) -> Table {
    let gathered = gather(wave.tree(), wave.floor().crowd(), answers(at, ledgers));
    let groups: Vec<Group> = gathered.values().map(|answers| Group::of(answers)).collect();
    let answered = Answered {
        floor: wave.floor(),
        sizes: groups.iter().map(|group| group.n).collect(),
        steps: gathered.values().map(|answers| answers.iter().map(|answer| answer.1).collect()).collect(),
        question,
    };
    let draft = |place: Place| {
        let within = gathered.keys().zip(0..).filter(|(label, _)| wave.counts_at(label, &place));
        let groups: Vec<usize> = within.map(|(_, group)| group).collect();
        let n = groups.iter().map(|&group| answered.sizes[group]).sum();
        let change = past.change(&answered.question, &place);
        let detail = if n < EXACT || change == Change::Withheld { Detail::Ranges } else { Detail::Exact };
        (n > 0).then_some(Draft { place, groups, n, detail, change })
    };
    let mut drafts: Vec<Draft> = wave.places().into_iter().filter_map(draft).collect();
    let known = past.known(&answered.question, &groups);
    // Groups of which nothing is told any more, and which are pinned by what was told before.
    let mut lost: Vec<usize> = Vec::new();
    while let Some(pinned) = answered.pinned(&drafts, &known, &lost) {
        let telling = drafts.iter_mut().filter(|draft| draft.detail > Detail::Nothing);
        let of_them = telling.filter(|draft| draft.groups.contains(&pinned));
        match of_them.min_by_key(|draft| (draft.detail != Detail::Exact, draft.n)) {
            Some(draft) => draft.detail = draft.detail.less(),
            None => lost.push(pinned),
        }
    }
    let told = drafts.into_iter().filter(|draft| draft.detail > Detail::Nothing);
    let cells = told.map(|draft| {
        let totals = answered.totals(&draft);
        Cell { place: draft.place, n: draft.n, groups: draft.groups, totals, change: draft.change }
    });
    let cells = cells.collect();
    Table { question: answered.question, groups, cells }
}

fn answers(question: usize, ledgers: Ledgers<'_>) -> Answers<'_> {
    let mut answers = Answers::new();
    for row in ledgers.answers {
        let steps = match row.value {
            Value::Enps(score) if question == 0 => score.map(Score::steps),
            Value::Item(item, score) if question == usize::from(item) + 1 => score.map(Score::steps),
            _ => None,
        };
        if let Some(steps) = steps {
            answers.entry(row.label.clone()).or_default().push((&row.label, steps));
        }
    }
    answers
}

impl Answered {
    /// What is told at a place.
    fn totals(&self, draft: &Draft) -> BTreeMap<Measure, Range> {
        let told = self.question.measures().iter().filter(|measure| match draft.detail {
            Detail::Nothing => false,
            Detail::Headline => **measure == self.question.headline(),
            Detail::Ranges | Detail::Exact => !measure.is_distribution() || draft.n >= DISTRIBUTION,
        });
        let exact = draft.detail == Detail::Exact;
        told.map(|&measure| {
            let steps = draft.groups.iter().flat_map(|&group| &self.steps[group]);
            let total = steps.map(|&steps| measure.weight(steps)).sum();
            (measure, Range::around(total, draft.n, measure.most(&self.question), self.floor, exact))
        })
        .collect()
    }

    /// A group of which too much is known, with what is told now and what was `known` before, for whoever takes it that
    /// people answer the same again, as long as that is possible at all. The `lost` groups are left aside.
    fn pinned(&self, drafts: &[Draft], known: &[Vec<Bound>], lost: &[usize]) -> Option<usize> {
        let told = drafts.iter().flat_map(|draft| bounds(&draft.groups, &self.totals(draft)));
        let mut told: Vec<Bound> = told.collect();
        for earlier in known {
            let both: Vec<Bound> = told.iter().chain(earlier).cloned().collect();
            if self.audit(&both).is_possible() {
                told = both;
            }
        }
        self.audit(&told).pinned(Some(&self.steps), lost)
    }

    fn audit<'a>(&'a self, bounds: &'a [Bound]) -> Audit<'a> {
        Audit { question: &self.question, floor: self.floor, sizes: &self.sizes, bounds }
    }
}

/// What the figures of a place say of its groups.
fn bounds(groups: &[usize], totals: &BTreeMap<Measure, Range>) -> Vec<Bound> {
    let bound = |(&measure, &range): (&Measure, &Range)| Bound { groups: groups.to_vec(), measure, range };
    totals.iter().map(bound).collect()
}

impl<'a> Past<'a> {
    /// What was published before `wave`.
    pub fn of(wave: &Wave, earlier: &'a [(&'a Wave, &'a Release)]) -> Self {
        let few = |difference: usize| (1..wave.floor().crowd()).contains(&difference);
        let places = |wave: &'a Wave| wave.places().into_iter().map(|place| (wave.people_at(&place), place));
        let mut alike: BTreeMap<Place, BTreeSet<(usize, Place)>> = BTreeMap::new();
        for (at, (before, _)) in earlier.iter().enumerate() {
            let theirs: Vec<(BTreeSet<&PersonId>, Place)> = places(before).collect();
            for place in wave.places() {
                let people = wave.people_at(&place);
                for (others, other) in &theirs {
                    let shared = people.intersection(others).count();
                    if few(people.len() - shared) || few(others.len() - shared) {
                        alike.entry(place.clone()).or_default().insert((at, other.clone()));
                    }
                }
            }
        }
        let same = earlier.iter().map(|(before, _)| before.cells() == wave.cells()).collect();
        Self { earlier, same, alike }
    }

    /// Whether a figure may be held against an earlier one: not if its people are nearly those of anything published of
    /// the question before.
    fn change(&self, question: &Question, place: &Place) -> Change {
        let published = |(at, place): &(usize, Place)| self.earlier[*at].1.cell(question, place).is_some();
        if self.alike.get(place).is_some_and(|others| others.iter().any(published)) {
            return Change::Withheld;
        }
        let last = self.earlier.iter().rev().find(|(_, release)| release.cell(question, place).is_some());
        last.map_or(Change::First, |(wave, _)| Change::Since(wave.id().clone()))
    }

    /// What earlier releases said of the same groups of the same people.
    fn known(&self, question: &Question, groups: &[Group]) -> Vec<Vec<Bound>> {
        let same = self.earlier.iter().zip(&self.same).filter(|(_, same)| **same);
        let tables = same.filter_map(|((_, release), _)| release.table(question));
        tables.filter(|table| table.groups == groups).map(Table::bounds).collect()
    }
}

impl Group {
    fn of(answers: &[(&Label, u8)]) -> Self {
        let labels: BTreeSet<&Label> = answers.iter().map(|answer| answer.0).collect();
        Self { labels: labels.into_iter().cloned().collect(), n: answers.len() as u32 }
    }
}

impl Table {
    /// What the table says of its groups.
    pub(crate) fn bounds(&self) -> Vec<Bound> {
        self.cells.iter().flat_map(|cell| bounds(&cell.groups, &cell.totals)).collect()
    }
}

impl Detail {
    fn less(self) -> Self {
        match self {
            Self::Exact => Self::Ranges,
            Self::Ranges => Self::Headline,
            Self::Headline | Self::Nothing => Self::Nothing,
        }
    }
}
