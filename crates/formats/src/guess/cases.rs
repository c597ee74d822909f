//! Is a row a case, with an instant for each milestone?

use super::shape::{Sampled, Shape};
use super::words::{Role, fit, normal};
use super::{Sample, events};
use crate::instants::{Day, Instants};
use crate::reason::Reason;
use crate::recipe::{Kind, Milestones, Promise, Recipe, Step, Time};

/// Words of a header that say no more than that it holds an instant.
const EMPTY_WORDS: [&str; 18] = [
    "de",
    "of",
    "the",
    "at",
    "on",
    "date",
    "time",
    "timestamp",
    "datetime",
    "am",
    "um",
    "datum",
    "zeit",
    "le",
    "heure",
    "ts",
    "when",
    "utc",
];

/// A recipe for milestones, if a column is unique and there are at least so many instants besides the due one.
pub(super) fn milestones(sample: &mut Sample, least: usize) -> Option<Recipe> {
    let unique = |column: &Sampled| {
        column.shape != Shape::Instant && column.filled > 0.99 && column.distinct as f64 > 0.99 * sample.rows as f64
    };
    let (case, case_fit) = sample
        .best(Role::Case, unique)
        .or_else(|| sample.best(Role::Id, unique))
        .or_else(|| sample.columns.iter().position(unique).map(|index| (index, 0.5)))?;
    let instants: Vec<usize> =
        (0..sample.columns.len()).filter(|&index| sample.columns[index].shape == Shape::Instant).collect();
    let due = instants.iter().copied().filter(|&index| fit(&sample.columns[index].name, Role::Due) > 0.5);
    let due = due.max_by(|&left, &right| {
        let score = |index: usize| fit(&sample.columns[index].name, Role::Due);
        score(left).total_cmp(&score(right)).then(right.cmp(&left))
    });
    let mut ordered: Vec<(f64, usize)> = instants
        .iter()
        .filter(|&&index| Some(index) != due)
        .map(|&index| (place(sample, &instants, index), index))
        .collect();
    ordered.sort_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
    let ordered: Vec<usize> = ordered.into_iter().map(|(_, index)| index).collect();
    let (&opened, &closed) = (ordered.first()?, ordered.last()?);
    if ordered.len() < least {
        return None;
    }
    let steps: Vec<Step> = ordered
        .windows(2)
        .map(|pair| Step {
            provider: step_name(&sample.columns[pair[1]].name),
            from: sample.name(pair[0]),
            to: sample.name(pair[1]),
            ..Step::default()
        })
        .collect();
    let mut used = instants.clone();
    used.push(case);
    let text = |column: &Sampled| matches!(column.shape, Shape::Text | Shape::Number);
    let customer =
        sample.best(Role::Customer, text).filter(|&(index, fit)| fit > 0.5 && index != case).map(|(index, _)| index);
    used.extend(customer);
    let rating = sample.best(Role::Rating, |column| column.shape == Shape::Number).map(|(index, _)| index);
    used.extend(rating);
    let milestones = Milestones {
        case: sample.name(case),
        front: "Front desk".to_owned(),
        opened: sample.name(opened),
        closed: sample.name(closed),
        customer: customer.map(|index| sample.name(index)),
        rating: rating.map(|index| sample.name(index)),
        steps,
    };
    let promise = due.map(|index| Promise { due: Some(sample.name(index)), ..Promise::default() });
    let attributes = sample.attributes(&used);
    let instants = Reason::Instants { count: ordered.len(), case: milestones.case.clone() };
    sample.because(0.9 * case_fit.sqrt(), instants);
    let runs = Reason::MilestonesFrom { from: milestones.opened.clone(), to: milestones.closed.clone() };
    sample.because(if ordered.len() > 2 { 0.8 } else { 0.4 }, runs);
    sample.because(0.95, Reason::FrontDesk);
    events::say_promise(sample, promise.as_ref());
    Some(Recipe { kind: Kind::Milestones, attributes, milestones: Some(milestones), promise, ..Recipe::default() })
}

/// Where a column stands among the instants of a row, on average over the rows: 0 is always the first.
fn place(sample: &Sample, instants: &[usize], column: usize) -> f64 {
    let read = |index: usize, row: usize| {
        let column = &sample.columns[index];
        let time = Time { formats: column.format.iter().chain(&column.days).cloned().collect(), zone: None };
        let reader = Instants::new(&time).unwrap_or_default();
        reader.read(&column.values[row], Day::First).map(|moment| moment.at)
    };
    let (mut earlier, mut pairs) = (0_u32, 0_u32);
    for row in 0..sample.rows.min(200) {
        let Some(own) = read(column, row) else { continue };
        for &other in instants.iter().filter(|&&other| other != column) {
            let Some(other) = read(other, row) else { continue };
            pairs += 2;
            earlier += 1 + u32::from(other < own) - u32::from(other > own);
        }
    }
    // Without a row to compare, a column stands where the table has it.
    if pairs == 0 { 0.5 } else { f64::from(earlier) / f64::from(pairs) }
}

/// `order_approved_at` becomes `Order approved`.
fn step_name(header: &str) -> String {
    let header = normal(header);
    let words: Vec<&str> = header.split(' ').filter(|word| !EMPTY_WORDS.contains(word)).collect();
    let name = if words.is_empty() { header.clone() } else { words.join(" ") };
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
