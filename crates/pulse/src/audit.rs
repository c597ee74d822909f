//! The last look before anything is published (rule 6): everything released is taken as a set of bounds on what was
//! answered, and integer programs ask how far each person, and each small set of people, is still unknown.
//!
//! Always on the safe side: an end of what is possible counts only when the solver shows whole answers that reach it and
//! fit all that is published. A solver that finds too little, gives up or fails makes a set look better known than it is,
//! and so hides more. Sets within one group are all looked at, as are sets over two groups that a small published figure
//! joins.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, Variable};

use crate::floor::Floor;
use crate::measure::{Measure, Question, Range, SPREAD};

/// What a published figure says: the answers of some groups add up to something in a range.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub groups: Vec<usize>,
    pub measure: Measure,
    pub range: Range,
}

/// All that is published of one question.
pub(crate) struct Audit<'a> {
    pub question: &'a Question,
    pub floor: Floor,
    /// How many answered, for each group.
    pub sizes: &'a [u32],
    pub bounds: &'a [Bound],
}

/// Figures over at most so many groups join them closely enough for sets over two of them to be looked at.
const CLOSE: usize = 8;
/// The solver gives up after so many branches: the figure is then made coarser, never the look shorter.
const BRANCHES: u64 = 2_000;

impl Audit<'_> {
    /// A group in which a person, or a set smaller than the floor, is known closer than [`SPREAD`] of the scale. With
    /// the `truth`, the steps of each group's answers, groups that are varied in truth need no solver. The `lost` groups are left aside.
    pub fn pinned(&self, truth: Option<&[Vec<u8>]>, lost: &[usize]) -> Option<usize> {
        let truth = truth.filter(|truth| self.bounds.iter().all(|bound| bound.holds(truth)));
        let suspects: Vec<usize> = (0..self.sizes.len())
            .filter(|group| !lost.contains(group))
            .filter(|&group| truth.is_none_or(|truth| !self.is_varied(&truth[group])))
            .filter(|&group| self.bounds.iter().any(|bound| bound.groups.contains(&group)))
            .collect();
        let most = self.floor.people() as u32 - 1;
        let alone = |&group: &usize| (1..=most).any(|people| self.is_pinned(&[(group, people)], truth));
        let together = |&group: &usize| {
            let sets = || (1..most).flat_map(|one| (1..=most - one).map(move |two| (one, two)));
            self.close_to(group)
                .into_iter()
                .any(|other| sets().any(|(one, two)| self.is_pinned(&[(group, one), (other, two)], truth)))
        };
        suspects.iter().copied().find(alone).or_else(|| suspects.iter().copied().find(together))
    }

    /// Whether anything could have been answered that fits all bounds. Where the solver cannot tell, it could.
    pub fn is_possible(&self) -> bool {
        self.extreme(&[], OptimizationDirection::Maximize, None) != Err(Error::Infeasible)
    }

    /// Whether each set of fewer people than the floor could have given so different answers, merely by changing places
    /// within the group, that it is not pinned.
    fn is_varied(&self, steps: &[u8]) -> bool {
        let mut steps: Vec<u32> = steps.iter().map(|&steps| u32::from(steps)).collect();
        steps.sort_unstable();
        (1..self.floor.people()).all(|people| {
            let least: u32 = steps.iter().take(people).sum();
            let most: u32 = steps.iter().rev().take(people).sum();
            100 * (most - least) >= SPREAD * people as u32 * u32::from(self.question.steps())
        })
    }

    /// Groups that a small figure joins with this one.
    fn close_to(&self, group: usize) -> Vec<usize> {
        let near = self.bounds.iter().filter(|bound| bound.groups.len() <= CLOSE && bound.groups.contains(&group));
        let mut others: Vec<usize> = near.flat_map(|bound| bound.groups.iter().copied()).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|&other| other != group);
        others
    }

    /// Whether a set, so many people of each group, is known too closely. Where it is not even if everybody else's
    /// answers were known, the small problem is enough.
    fn is_pinned(&self, set: &[(usize, u32)], truth: Option<&[Vec<u8>]>) -> bool {
        let people: u32 = set.iter().map(|part| part.1).sum();
        let asked = f64::from(SPREAD * people * u32::from(self.question.steps())) / 100.0;
        let is_pinned = |known| {
            let least = self.extreme(set, OptimizationDirection::Minimize, known);
            let most = self.extreme(set, OptimizationDirection::Maximize, known);
            !matches!((least, most), (Ok(least), Ok(most)) if most - least >= asked - 1e-6)
        };
        truth.is_none_or(|truth| is_pinned(Some(truth))) && is_pinned(None)
    }

    /// The least or the most that the people of a set can have answered together; with what everybody answered, except
    /// in their groups and those close to them, where that is `known`.
    fn extreme(
        &self,
        set: &[(usize, u32)],
        direction: OptimizationDirection,
        known: Option<&[Vec<u8>]>,
    ) -> Result<f64, Error> {
        let mut problem = Problem::new(direction);
        let values = 0..=self.question.steps();
        let open: Vec<usize> =
            set.iter().flat_map(|&(group, _)| [vec![group], self.close_to(group)].concat()).collect();
        let mut answers: Vec<Vec<Variable>> = Vec::new();
        for (group, &size) in self.sizes.iter().enumerate() {
            let count = |steps: u8| match known {
                Some(known) if !open.contains(&group) => {
                    let count = known[group].iter().map(|&other| i32::from(other == steps)).sum();
                    (count, count)
                }
                _ => (0, size as i32),
            };
            let counts: Vec<Variable> =
                values.clone().map(|steps| problem.add_integer_var(0.0, count(steps))).collect();
            problem.add_constraint(counts.iter().map(|&count| (count, 1.0)), ComparisonOp::Eq, f64::from(size));
            answers.push(counts);
        }
        for bound in self.bounds {
            let total: Vec<(Variable, f64)> = bound
                .groups
                .iter()
                .flat_map(|&group| values.clone().zip(&answers[group]))
                .map(|(steps, &count)| (count, f64::from(bound.measure.weight(steps))))
                .filter(|term| term.1 > 0.0)
                .collect();
            problem.add_constraint(total.clone(), ComparisonOp::Ge, f64::from(bound.range.low));
            problem.add_constraint(total, ComparisonOp::Le, f64::from(bound.range.high));
        }
        for &(group, people) in set {
            let mut theirs = Vec::new();
            for (steps, &all) in values.clone().zip(&answers[group]) {
                let some = problem.add_integer_var(f64::from(steps), (0, people as i32));
                problem.add_constraint([(all, 1.0), (some, -1.0)], ComparisonOp::Ge, 0.0);
                theirs.push((some, 1.0));
            }
            problem.add_constraint(theirs, ComparisonOp::Eq, f64::from(people));
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(BRANCHES);
        let found = problem.solve_with(options)?.into_solution();
        found.map(|found| found.objective()).map_err(|_| Error::InternalError("no branch led to whole answers".into()))
    }
}

impl Bound {
    fn holds(&self, truth: &[Vec<u8>]) -> bool {
        let steps = self.groups.iter().flat_map(|&group| &truth[group]);
        self.range.holds(steps.map(|&steps| self.measure.weight(steps)).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pinned(sizes: &[u32], bounds: &[(&[usize], u32, u32)]) -> Option<usize> {
        let bounds: Vec<Bound> = bounds
            .iter()
            .map(|&(groups, low, high)| Bound {
                groups: groups.to_vec(),
                measure: Measure::Steps,
                range: Range { low, high },
            })
            .collect();
        let question = Question::Item("rest".into());
        Audit { question: &question, floor: Floor::LOWEST, sizes, bounds: &bounds }.pinned(None, &[])
    }

    #[test]
    fn a_group_at_the_end_of_its_scale_is_pinned() {
        assert_eq!(pinned(&[6], &[(&[0], 24, 24)]), Some(0));
        assert_eq!(pinned(&[6], &[(&[0], 18, 24)]), Some(0));
        assert_eq!(pinned(&[6], &[(&[0], 17, 24)]), None);
        assert_eq!(pinned(&[6], &[(&[0], 12, 12)]), None);
    }

    #[test]
    fn a_difference_of_two_exact_figures_pins_what_is_between_them() {
        assert_eq!(pinned(&[30, 6], &[(&[0], 60, 60), (&[0, 1], 84, 84)]), Some(1));
        assert_eq!(pinned(&[30, 6], &[(&[0], 60, 60), (&[0, 1], 72, 72)]), None);
        assert_eq!(pinned(&[30, 6], &[(&[0], 60, 60), (&[0, 1], 75, 86)]), None);
    }

    #[test]
    fn people_of_whom_nothing_is_said_are_not_pinned() {
        assert_eq!(pinned(&[6, 6], &[]), None);
    }
}
